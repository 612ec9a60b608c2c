"""The stages of a visit and which may follow which. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from pawline.platform.ids import AccountId, BookingId, ConversationId, PetId, ShopId
from pawline.shop import StepKind


class Stage(StrEnum):
    """Where a visit stands. The first thirteen in their order, then the side states."""

    BOOKED = "booked"
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"
    CHECKING = "checking"
    BRUSHING = "brushing"
    BATHING = "bathing"
    DRYING = "drying"
    RESTING = "resting"
    STYLING = "styling"
    FINAL = "final"
    STAYING = "staying"
    READY = "ready"
    GONE = "gone"
    WAITING_OWNER = "waiting_owner"
    PAUSED = "paused"
    TO_VET = "to_vet"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


class OwnerStep(StrEnum):
    """The steps that an owner sees; the shop's finer stages fold into them."""

    ARRIVE = "arrive"
    BATH = "bath"
    DRY = "dry"
    STYLE = "style"
    STAY = "stay"
    READY = "ready"


MAIN = tuple(Stage)[:13]
SIDE = (Stage.WAITING_OWNER, Stage.PAUSED, Stage.TO_VET)
OVER = (Stage.GONE, Stage.CANCELLED, Stage.NO_SHOW)
_PLACE = {stage: place for place, stage in enumerate(MAIN)}

_STAGE_OF = {
    StepKind.CHECK: Stage.CHECKING,
    StepKind.BRUSH: Stage.BRUSHING,
    StepKind.BATH: Stage.BATHING,
    StepKind.DRY: Stage.DRYING,
    StepKind.REST: Stage.RESTING,
    StepKind.STYLE: Stage.STYLING,
    StepKind.FINAL: Stage.FINAL,
    StepKind.STAY: Stage.STAYING,
}


@dataclass(frozen=True)
class PlannedStage:
    """When a stage should begin and end, UTC milliseconds."""

    stage: Stage
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class VisitEvent:
    """One move of a visit: who, when, on which device, and why when something was left out."""

    at_ms: int
    by: AccountId
    device_id: str
    was: Stage
    to: Stage
    reason: str | None


@dataclass(frozen=True)
class VisitPhoto:
    """A picture taken during a visit."""

    upload_id: str
    caption: str
    stage: Stage
    at_ms: int


@dataclass(frozen=True)
class Visit:
    """A visit as stored; its id is the booking's. `resume` is the main stage of a side state."""

    id: BookingId
    shop_id: ShopId
    c: ConversationId
    owner_id: AccountId
    pet_id: PetId
    groomer_id: AccountId
    stage: Stage
    resume: Stage
    version: int
    starts_ms: int
    ends_ms: int
    stage_at_ms: int
    drift_ms: int
    plan: tuple[PlannedStage, ...]
    events: tuple[VisitEvent, ...] = field(default=())

    @property
    def ready_ms(self) -> int:
        """When the pet can be picked up, as far as is known now."""
        return self.ends_ms + self.drift_ms

    @property
    def is_stay(self) -> bool:
        """Whether the pet stays, by the night or the day, and is not worked on."""
        return any(one.stage is Stage.STAYING for one in self.plan)

    @property
    def path(self) -> tuple[Stage, ...]:
        """The main stages that this visit goes through."""
        return path_of(self.plan)


def plan_of(steps: Sequence[tuple[StepKind, int, int]]) -> tuple[PlannedStage, ...]:
    """The stages of planned steps (kind, start, end); letting a cat settle belongs to brushing."""
    planned: dict[Stage, PlannedStage] = {}
    for kind, start_ms, end_ms in steps:
        stage = _STAGE_OF.get(kind, Stage.BRUSHING)
        known = planned.get(stage)
        planned[stage] = PlannedStage(stage, known.start_ms if known else start_ms, end_ms)
    return tuple(sorted(planned.values(), key=lambda one: _PLACE[one.stage]))


def path_of(plan: Sequence[PlannedStage]) -> tuple[Stage, ...]:
    """Every main stage of a visit from its booking to the pick-up."""
    worked = {one.stage for one in plan}
    if Stage.STAYING not in worked:
        worked.add(Stage.CHECKING)
    always = {Stage.CONFIRMED, Stage.ARRIVED, Stage.READY, Stage.GONE}
    return tuple(stage for stage in MAIN if stage in worked | always)


def next_stages(visit: Visit) -> tuple[Stage, ...]:
    """The stages that may follow: the planned one first, then those that skip, then the side states."""
    if visit.stage in OVER:
        return ()
    here = _PLACE[visit.resume if visit.stage in SIDE else visit.stage]
    later = [stage for stage in visit.path if _PLACE[stage] > here]
    if visit.stage in SIDE:
        return (visit.resume, *later, *(stage for stage in SIDE if stage is not visit.stage))
    if visit.stage in (Stage.BOOKED, Stage.CONFIRMED):
        return (*later, Stage.NO_SHOW)
    return (*later, *SIDE)


def is_back(visit: Visit, to: Stage) -> bool:
    """Whether `to` is the planned stage just before: taking back a tap."""
    path = visit.path
    if visit.stage not in path or to not in path:
        return False
    return path.index(to) == path.index(visit.stage) - 1 and visit.stage is not Stage.GONE


def needs_reason(visit: Visit, to: Stage) -> bool:
    """Whether the move leaves a planned stage out, goes back, or leaves the path."""
    if to in SIDE or to is Stage.NO_SHOW:
        return to in SIDE
    if is_back(visit, to):
        return True
    return to is not next_stages(visit)[0]


def drift_at(visit: Visit, to: Stage, now_ms: int) -> int:
    """How far behind (positive) or ahead of its plan the visit is when it enters a stage; a stay never is, because it
    ends when its owner comes."""
    if visit.is_stay:
        return 0
    if to in (Stage.READY, Stage.GONE):
        return now_ms - visit.ends_ms if visit.stage is not Stage.READY else visit.drift_ms
    if to is Stage.ARRIVED:
        # Coming early does not make the shop earlier.
        return max(0, now_ms - visit.starts_ms)
    planned = next((one for one in visit.plan if one.stage is to), None)
    return visit.drift_ms if planned is None else now_ms - planned.start_ms


def worked_minutes(visit: Visit) -> int | None:
    """How long the planned stages really took, waiting, pauses and what was taken back left out.

    None: the visit does not tell, because a stage was left out or never ended, the pet went to a vet, or it stays.
    """
    planned = {one.stage for one in visit.plan}
    seen = {event.to for event in visit.events}
    if visit.is_stay or not planned <= seen or Stage.TO_VET in seen or Stage.READY not in seen:
        return None
    pairs = pairwise(visit.events)
    return sum(after.at_ms - one.at_ms for one, after in pairs if one.to in planned) // 60_000


def owner_step(stage: Stage, path: Sequence[Stage]) -> OwnerStep:
    """The owner's step that a main stage belongs to on this visit's path."""
    if stage in (Stage.READY, Stage.GONE):
        return OwnerStep.READY
    if stage is Stage.BATHING:
        return OwnerStep.BATH
    if stage in (Stage.DRYING, Stage.RESTING):
        return OwnerStep.DRY
    if stage is Stage.STYLING:
        return OwnerStep.STYLE
    if stage is Stage.STAYING:
        return OwnerStep.STAY
    if stage is Stage.FINAL:
        # The last look belongs to the last work that the owner knows of.
        worked = [one for one in (Stage.STYLING, Stage.DRYING, Stage.BATHING) if one in path]
        return owner_step(worked[0], path) if worked else OwnerStep.ARRIVE
    return OwnerStep.ARRIVE


def place_of(stage: Stage) -> int:
    """The place of a main stage in the order of a visit."""
    return _PLACE[stage]
