"""Visits: the booking being lived, stage by stage."""

from .errors import NoSuchVisit, ReasonNeeded, StaleVisit, WrongStage
from .events import VisitAdvanced, VisitPhotoAdded, VisitReplanned
from .model import OwnerStep, Stage, Visit
from .reactions import react
from .service import Advance, VisitService
from .view import BoardCard, BoardView, PhotoView, StepView, VisitView, WhoView

__all__ = [
    "Advance",
    "BoardCard",
    "BoardView",
    "NoSuchVisit",
    "OwnerStep",
    "PhotoView",
    "ReasonNeeded",
    "Stage",
    "StaleVisit",
    "StepView",
    "Visit",
    "VisitAdvanced",
    "VisitPhotoAdded",
    "VisitReplanned",
    "VisitService",
    "VisitView",
    "WhoView",
    "WrongStage",
    "react",
]
