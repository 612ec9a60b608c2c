"""What the planning room does when a time comes."""

from __future__ import annotations

from pawline.platform.jobs import Due, Jobs

from .keeping import LAPSE_JOB, SETTLE_JOB
from .service import PlanService


def work(jobs: Jobs, plans: PlanService) -> None:
    """Registers who lets proposals lapse, and who carries out what has found room."""

    async def lapse(due: Due) -> None:
        await plans.lapse(due.shop_id, due.key)

    async def settle(due: Due) -> None:
        await plans.settle(due.shop_id, due.key)

    jobs.work(LAPSE_JOB, lapse)
    jobs.work(SETTLE_JOB, settle)
