"""What the waitlist does when a time comes."""

from __future__ import annotations

from pawline.platform.jobs import Due, Jobs

from .keeping import MATCH_JOB, MORNING_JOB
from .service import Waitlist


def work(jobs: Jobs, waitlist: Waitlist) -> None:
    """Registers who looks for room for those who wait."""

    async def match(due: Due) -> None:
        await waitlist.match(due.shop_id)

    jobs.work(MATCH_JOB, match)
    jobs.work(MORNING_JOB, match)
