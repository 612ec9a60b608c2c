"""What uploads do when a time comes."""

from pawline.chat.uploads.binding import ERASE_JOB
from pawline.chat.uploads.service import SWEEP_JOB, Uploads
from pawline.platform.jobs import Jobs


def work(jobs: Jobs, uploads: Uploads) -> None:
    """Registers who forgets what nobody is shown."""
    jobs.work(SWEEP_JOB, uploads.sweep)
    jobs.work(ERASE_JOB, uploads.forget)
