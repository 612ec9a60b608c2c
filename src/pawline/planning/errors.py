"""Refusals of the planning room."""

from __future__ import annotations

from pawline.platform.errors import Busy, Conflict, NotFound


class NoSuchPlan(NotFound):
    """There is no such plan for the asker."""

    code = "no_such_plan"
    zh = "没有找到这份改排方案。"
    en = "That plan isn't here."


class NoSuchProposal(NotFound):
    """There is no such proposal for the asker."""

    code = "no_such_proposal"
    zh = "没有找到这个改时间的提议。"
    en = "That proposal isn't here."


class NothingFound(Busy):
    """The search for a plan failed or took too long; nothing was changed."""

    code = "nothing_found"
    zh = "这次没能排出来，什么都没有改动。稍等再试，或者在日程上手动改。"
    en = "No plan was found this time. Nothing was changed. Try again, or move bookings by hand."


class NothingWrong(Conflict):
    """The day works as it is: there is nothing to plan."""

    code = "nothing_wrong"
    zh = "这一天照原计划就能做完，不用改排。"
    en = "This day works as it is. There's nothing to rearrange."


class PlanSent(Conflict):
    """A plan can be changed and sent only while nobody knows of it; `state` tells where it stands."""

    code = "plan_sent"
    zh = "这份方案已经处理过了，看看最新的状态。"
    en = "This plan has already been dealt with. See where it stands."


class PlanEmpty(Conflict):
    """Every move was left out: there is nothing to send."""

    code = "plan_empty"
    zh = "一个都没选，没有要发的。"
    en = "Nothing is selected, so there's nothing to send."


class ProposalOver(Conflict):
    """The proposal was answered before, withdrawn, or is too old; `state` tells."""

    code = "proposal_over"
    zh = "这个提议已经不用回复了，以最新的卡片为准。"
    en = "This proposal no longer needs an answer. The newest card is right."
