"""What the booking room does when a time comes."""

from __future__ import annotations

from pawline.platform.jobs import Due, Jobs

from .desk_moves import TELL_JOB, DeskMoves
from .keeping import EXPIRE_JOB
from .late import LATE_JOB, LateRequests
from .service import BookingService


def work(jobs: Jobs, bookings: BookingService, moves: DeskMoves, late: LateRequests) -> None:
    """Registers who lets go of holds whose time is over, who settles the desk's moves, and who decides what nobody
    answered."""

    async def expire(_due: Due) -> None:
        await bookings.expire_due()

    async def settle(due: Due) -> None:
        await moves.settle(due.shop_id, due.key)

    jobs.work(EXPIRE_JOB, expire)

    async def decide(due: Due) -> None:
        await late.decide(due.shop_id, due.key)

    jobs.work(TELL_JOB, settle)
    jobs.work(LATE_JOB, decide)
