"""How visits are shown: the owner's steps, the desk's board. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pawline.booking import HealthMark, ServiceName
from pawline.pets import PetView
from pawline.shop import Label

from .model import SIDE, OwnerStep, Stage, Visit, VisitPhoto, next_stages, owner_step, place_of


class StepView(msgspec.Struct, frozen=True):
    """One of the owner's steps."""

    step: str
    state: str
    at_ms: int | None
    planned_ms: int | None


class PhotoView(msgspec.Struct, frozen=True):
    """A picture taken during the visit."""

    upload_id: str
    caption: str
    stage: str
    at_ms: int


class WhoView(msgspec.Struct, frozen=True):
    """Who works on the pet."""

    id: str
    name: str


class VisitView(msgspec.Struct, frozen=True):
    """A visit as the owner's progress card shows it."""

    id: str
    version: int
    pet: PetView
    stage: str
    steps: list[StepView]
    ready_ms: int
    drift_min: int
    photos: list[PhotoView]
    groomer: WhoView | None
    services: list[ServiceName]
    is_done: bool
    is_stay: bool = False


class BoardCard(msgspec.Struct, frozen=True):
    """A visit on the desk's board; `next` begins with the planned stage.

    `health` is what the team is to know before the pet comes; None when that is nothing, or it is here.
    """

    id: str
    version: int
    stage: str
    stage_at_ms: int
    starts_ms: int
    ready_ms: int
    pet: PetView
    owner_name: str
    services: Label
    groomer_name: str
    next: list[str]
    c: str
    photos: int
    is_stay: bool = False
    health: HealthMark | None = None


class BoardView(msgspec.Struct, frozen=True):
    """All visits of a day."""

    day: str
    cards: list[BoardCard]


def visit_view(
    visit: Visit,
    pet: PetView,
    services: Sequence[ServiceName],
    groomer_name: str | None,
    photos: Sequence[VisitPhoto],
) -> VisitView:
    """The owner's card of a visit."""
    return VisitView(
        id=visit.id,
        version=visit.version,
        pet=pet,
        stage=visit.stage.value,
        steps=steps_of_owner(visit),
        ready_ms=visit.ready_ms,
        drift_min=round(visit.drift_ms / 60_000),
        photos=[PhotoView(p.upload_id, p.caption, p.stage.value, p.at_ms) for p in photos],
        groomer=None if groomer_name is None else WhoView(visit.groomer_id, groomer_name),
        services=list(services),
        is_done=visit.stage is Stage.GONE,
        is_stay=visit.is_stay,
    )


def steps_of_owner(visit: Visit) -> list[StepView]:
    """The steps of this visit with their states, when they began and when they should; what it never had is left out.

    The times of what is still to come follow the delay there is now.
    """
    here = visit.resume if visit.stage in (*SIDE, Stage.CANCELLED, Stage.NO_SHOW) else visit.stage
    now = owner_step(here, visit.path)
    order = list(OwnerStep)
    planned = _planned(visit)
    begun = _begun(visit)
    is_here = place_of(here) >= place_of(Stage.ARRIVED)
    steps: list[StepView] = []
    for step in order:
        if not is_here or order.index(step) > order.index(now):
            state = "todo" if step in planned else "skipped"
        elif step is now:
            state = "done" if here is Stage.GONE else "now"
        else:
            state = "done" if step in begun else "skipped"
        if state == "skipped" and step not in planned:
            continue
        at_ms = begun.get(step) if is_here else None
        due_ms = planned[step] + visit.drift_ms if state == "todo" else planned.get(step)
        steps.append(StepView(step.value, state, at_ms, due_ms))
    return steps


def _planned(visit: Visit) -> dict[OwnerStep, int]:
    planned = {OwnerStep.ARRIVE: visit.starts_ms, OwnerStep.READY: visit.ends_ms}
    for one in visit.plan:
        planned.setdefault(owner_step(one.stage, visit.path), one.start_ms)
    return planned


def _begun(visit: Visit) -> dict[OwnerStep, int]:
    begun: dict[OwnerStep, int] = {}
    for event in visit.events:
        if event.to in SIDE or event.to in (Stage.CANCELLED, Stage.NO_SHOW):
            continue
        if place_of(event.to) >= place_of(Stage.ARRIVED):
            begun.setdefault(owner_step(event.to, visit.path), event.at_ms)
    return begun


def board_card(
    visit: Visit,
    pet: PetView,
    owner_name: str,
    services: Sequence[ServiceName],
    groomer_name: str,
    photos: int,
    health: HealthMark | None,
) -> BoardCard:
    """The desk's card of a visit."""
    return BoardCard(
        id=visit.id,
        version=visit.version,
        stage=visit.stage.value,
        stage_at_ms=visit.stage_at_ms,
        starts_ms=visit.starts_ms,
        ready_ms=visit.ready_ms,
        pet=pet,
        owner_name=owner_name,
        services=Label(" + ".join(s.name.zh for s in services), " + ".join(s.name.en for s in services)),
        groomer_name=groomer_name,
        next=[stage.value for stage in next_stages(visit)],
        c=visit.c,
        photos=photos,
        is_stay=visit.is_stay,
        health=health,
    )
