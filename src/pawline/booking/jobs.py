"""What the booking room does when a time comes."""

from __future__ import annotations

from pawline.platform.jobs import Due, Jobs

from .keeping import EXPIRE_JOB
from .service import BookingService


def work(jobs: Jobs, bookings: BookingService) -> None:
    """Registers who lets go of holds whose time is over."""

    async def expire(_due: Due) -> None:
        await bookings.expire_due()

    jobs.work(EXPIRE_JOB, expire)
