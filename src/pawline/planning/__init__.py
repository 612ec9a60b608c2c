"""Plans for the rest of a day that has gone wrong: who comes when instead, and what the owners say to it."""

from .errors import NoSuchPlan, NoSuchProposal, NothingFound, NothingWrong, PlanEmpty, PlanSent, ProposalOver
from .events import PlanChanged, ProposalChanged, ProposalFact, ProposalMade
from .jobs import work
from .model import Move, MoveKind, MoveState, Plan, PlanState
from .reactions import react
from .searching import Search
from .service import PlanService
from .view import DayPlanView, PlanMoveView, PlanView, ProposalPart, ProposalView, SpotView, StayView

__all__ = [
    "DayPlanView",
    "Move",
    "MoveKind",
    "MoveState",
    "NoSuchPlan",
    "NoSuchProposal",
    "NothingFound",
    "NothingWrong",
    "Plan",
    "PlanChanged",
    "PlanEmpty",
    "PlanMoveView",
    "PlanSent",
    "PlanService",
    "PlanState",
    "PlanView",
    "ProposalChanged",
    "ProposalFact",
    "ProposalMade",
    "ProposalOver",
    "ProposalPart",
    "ProposalView",
    "Search",
    "SpotView",
    "StayView",
    "react",
    "work",
]
