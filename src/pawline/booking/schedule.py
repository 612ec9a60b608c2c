"""A day of the shop as the desk sees it: people and places by time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

import msgspec

from pawline.people import Person, people_of
from pawline.pets import PetService, PetView
from pawline.platform.db import Tx
from pawline.shop import Hours, Label, Shift, Station, StationKind, local_day, wall_ms

from . import ride_rows, store
from .diary import Diary
from .drops import drops_on
from .health import HealthMark, health_marks
from .model import LIVE, Booking, BookingStatus, PlannedStep, Span
from .trouble import troubles_of

BROUGHT = (*LIVE, BookingStatus.DONE)
SHOWN = (BookingStatus.HELD, BookingStatus.CONFIRMED, BookingStatus.DONE, BookingStatus.NO_SHOW)
_GAP_MS = 30 * 60_000
OUT = Label("停用", "Out of use")


class ColumnView(msgspec.Struct, frozen=True):
    """A person or a place; `load_percent` is the share of the working time that is taken."""

    id: str
    kind: str
    name: str
    title: str
    station_kind: str | None
    load_percent: int


class AnywayView(msgspec.Struct, frozen=True):
    """Why a booking is where the rules say no, who said so, and when."""

    why: str
    by: str
    at_ms: int


class BlockView(msgspec.Struct, frozen=True):
    """A stretch in a column: work on a pet, a place taken by it (link), a break, or a place that is out of use
    (closed). `trouble` says why the work cannot happen as planned; None when it can. `anyway` is None for work by the
    rules, and so is `health` when there is nothing that the team should know before the pet comes. `brought_ms` is when
    a pet comes that is brought at a drop-off; None: when the work begins.
    """

    booking_id: str | None
    column_id: str
    kind: str
    start_ms: int
    end_ms: int
    status: str
    stage: str | None
    pet: PetView | None
    owner_name: str | None
    services: Label | None
    label: Label | None
    is_new_owner: bool
    trouble: Label | None = None
    anyway: AnywayView | None = None
    health: HealthMark | None = None
    brought_ms: int | None = None


class StayView(msgspec.Struct, frozen=True):
    """A pet that stays over a day, or comes for it. `place` is its kennel; empty when that is no longer one. `trouble`
    says why it cannot happen as planned; None when it can."""

    booking_id: str
    c: str
    pet: PetView | None
    owner_name: str
    place: Label
    services: Label
    starts_ms: int
    ends_ms: int
    nights: int
    status: str
    stage: str | None
    trouble: Label | None


class DropView(msgspec.Struct, frozen=True):
    """A time at which pets are brought: how many are to come, of how many at most."""

    at_ms: int
    taken: int
    most: int


class ScheduleView(msgspec.Struct, frozen=True):
    """One day. A closed day has midnight to midnight as its hours. `stays` are no blocks, and not counted: they take
    nobody's time. The next to be fetched comes first. `drops` are none on a day on which pets come at any time."""

    day: str
    state: str
    opens_ms: int
    closes_ms: int
    now_ms: int
    columns: list[ColumnView]
    blocks: list[BlockView]
    count: int
    total_cents: int
    gaps: int
    stays: list[StayView]
    drops: list[DropView] = []


class TroubleView(msgspec.Struct, frozen=True):
    """A booking ahead that cannot happen as planned, and why."""

    booking_id: str
    c: str
    day: str
    starts_ms: int
    ends_ms: int
    pet: PetView | None
    services: Label
    groomer_name: str
    why: Label


def troubles_ahead(tx: Tx, diary: Diary, pets: PetService) -> list[TroubleView]:
    """Every booking from now on that cannot happen as planned, the next one first."""
    last_ms = wall_ms(diary.last_day + timedelta(days=1), 0, diary.zone)
    ahead = Span(diary.now_ms, last_ms)
    # A stay is in trouble also while it goes on.
    running = [one for one in store.stays_over(tx, diary.shop.id, ahead, LIVE) if one.starts_ms < diary.now_ms]
    found = [*running, *store.between(tx, diary.shop.id, ahead, LIVE)]
    bookings = [one for one in found if not _is_over(one, diary)]
    reasons = troubles_of(tx, diary, bookings, store.steps_of(tx, diary.shop.id, [one.id for one in bookings]))
    troubled = [one for one in bookings if one.id in reasons]
    views = pets.views_of(tx, diary.shop.id, [one.pet_id for one in troubled])
    names = people_of(tx, {one.groomer_id for one in troubled})
    return [
        TroubleView(
            one.id, one.c, local_day(one.starts_ms, diary.zone).isoformat(), one.starts_ms, one.ends_ms,
            views.get(one.pet_id), diary.services_said(one.services),
            names[one.groomer_id].name if one.groomer_id in names else "", reasons[one.id],
        )
        for one in troubled
    ]  # fmt: skip


def schedule_of(tx: Tx, diary: Diary, pets: PetService, day: date, lang: str) -> ScheduleView:
    """The day's columns and blocks, names in the asker's language; expired holds are left out."""
    hours = diary.hours(day)
    midnight = diary.midnights(day)
    found = store.between(tx, diary.shop.id, midnight, SHOWN)
    bookings = [one for one in found if not one.is_stay and not _is_over(one, diary)]
    steps = store.steps_of(tx, diary.shop.id, [one.id for one in bookings])
    on_day = diary.shifts([day])
    shifts: dict[str, Shift | None] = {a: on_day.get((a, day)) for a in (g.account_id for g in diary.team.groomers)}
    work = _work_blocks(tx, diary, pets, bookings, steps)
    blocks = [*work, *_breaks(diary, day, shifts), *_closures(diary, hours, midnight)]
    return ScheduleView(
        day=day.isoformat(),
        state="open" if hours else "closed",
        opens_ms=hours.opens_ms if hours else midnight.start_ms,
        closes_ms=hours.closes_ms if hours else midnight.end_ms,
        now_ms=diary.now_ms,
        columns=_columns(tx, diary, day, blocks, shifts, lang),
        blocks=blocks,
        count=len(bookings),
        total_cents=sum(one.total_cents for one in bookings) + _ride_cents(tx, diary, bookings),
        gaps=_gaps(blocks) if hours else 0,
        stays=_stay_views(tx, diary, pets, midnight),
        drops=_drop_views(diary, hours, bookings),
    )


def _ride_cents(tx: Tx, diary: Diary, bookings: Sequence[Booking]) -> int:
    found = ride_rows.of_bookings(tx, diary.shop.id, [one.id for one in bookings])
    return sum(one.price_cents for some in found.values() for one in some)


def _drop_views(diary: Diary, hours: Hours | None, bookings: Sequence[Booking]) -> list[DropView]:
    drops = drops_on(diary.settings.drop_slots, diary.seats, hours, diary.zone) if hours else ()
    brought = Counter(one.starts_ms for one in bookings if one.begins_ms is not None and one.status in BROUGHT)
    return [DropView(one.at_ms, brought[one.at_ms], one.most) for one in drops]


def _stay_views(tx: Tx, diary: Diary, pets: PetService, midnight: Span) -> list[StayView]:
    # Who has gone home is there no more, and who never came was not.
    found = [one for one in store.stays_over(tx, diary.shop.id, midnight, LIVE) if not _is_over(one, diary)]
    if not found:
        return []
    steps = store.steps_of(tx, diary.shop.id, [one.id for one in found])
    views = pets.views_of(tx, diary.shop.id, [one.pet_id for one in found])
    names = people_of(tx, {one.owner_id for one in found})
    places = {one.id: one.name for one in diary.team.stations}
    troubles = troubles_of(tx, diary, found, steps)
    return [
        StayView(
            one.id, one.c, views.get(one.pet_id), names[one.owner_id].name if one.owner_id in names else "",
            next((places[step.place_id] for step in steps[one.id] if step.place_id in places), Label("", "")),
            diary.services_said(one.services), one.starts_ms, one.ends_ms, one.nights or 0, one.status.value,
            one.visit_stage, troubles.get(one.id),
        )
        for one in found
    ]  # fmt: skip


def _is_over(one: Booking, diary: Diary) -> bool:
    return one.status is BookingStatus.HELD and (one.hold_until_ms or 0) <= diary.now_ms


def _work_blocks(
    tx: Tx, diary: Diary, pets: PetService, bookings: Sequence[Booking],
    steps: dict[str, list[PlannedStep]],
) -> list[BlockView]:  # fmt: skip
    views = pets.views_of(tx, diary.shop.id, [one.pet_id for one in bookings])
    by = {one.anyway_by for one in bookings if one.anyway_by is not None}
    names = people_of(tx, {one.owner_id for one in bookings} | by)
    known = store.owners_seen(tx, diary.shop.id, [one.owner_id for one in bookings], diary.now_ms)
    troubles, marks = troubles_of(tx, diary, bookings, steps), health_marks(tx, diary, bookings)
    blocks: list[BlockView] = []
    for one in bookings:
        owner = names[one.owner_id].name if one.owner_id in names else ""

        def block(kind: str, column: str, span: Span, one: Booking = one, owner: str = owner) -> BlockView:
            return BlockView(
                one.id, column, kind, span.start_ms, span.end_ms, one.status.value, one.visit_stage,
                views.get(one.pet_id), owner, diary.services_said(one.services), None, one.owner_id not in known,
                troubles.get(one.id), _anyway(one, names), marks.get(one.id),
                None if one.begins_ms is None else one.starts_ms,
            )  # fmt: skip

        blocks.append(block("work", one.groomer_id, one.turn))
        blocks.extend(block("link", place, span) for place, span in _stays(steps[one.id]))
    return blocks


def _anyway(one: Booking, names: Mapping[str, Person]) -> AnywayView | None:
    if one.anyway_why is None:
        return None
    by = names.get(one.anyway_by or "")
    return AnywayView(one.anyway_why, by.name if by else "", one.made_ms)


def _stays(steps: Sequence[PlannedStep]) -> list[tuple[str, Span]]:
    """Where the pet is when; steps that follow each other at one place are one stay."""
    stays: list[tuple[str, Span]] = []
    for step in steps:
        if step.place_id is None:
            continue
        if stays and stays[-1][0] == step.place_id and stays[-1][1].end_ms == step.start_ms:
            stays[-1] = (step.place_id, Span(stays[-1][1].start_ms, step.end_ms))
        else:
            stays.append((step.place_id, Span(step.start_ms, step.end_ms)))
    return stays


def _breaks(diary: Diary, day: date, shifts: Mapping[str, Shift | None]) -> list[BlockView]:
    blocks: list[BlockView] = []
    for account_id, shift in shifts.items():
        spans = diary.working(shift, day) if shift else ()
        if len(spans) == 2:
            pause = Span(spans[0].end_ms, spans[1].start_ms)
            blocks.append(_empty_block(account_id, "break", pause, Label("休息", "Break")))
    return blocks


def _closures(diary: Diary, hours: Hours | None, midnight: Span) -> list[BlockView]:
    """When places are out of use, as far as it lies in the day's hours."""
    day = Span(hours.opens_ms, hours.closes_ms) if hours else midnight
    ids = {one.resource_no: one.id for one in _stations(diary)}
    return [
        _empty_block(ids[number], "closed", Span(max(one.start_ms, day.start_ms), min(one.end_ms, day.end_ms)), OUT)
        for number, spans in diary.closed(day).items()
        for one in (spans if number in ids else ())
    ]


def _empty_block(column_id: str, kind: str, span: Span, label: Label) -> BlockView:
    return BlockView(None, column_id, kind, span.start_ms, span.end_ms, "", None, None, None, None, label, False)


def _columns(
    tx: Tx, diary: Diary, day: date, blocks: Sequence[BlockView], shifts: Mapping[str, Shift | None], lang: str
) -> list[ColumnView]:
    names = people_of(tx, [one.account_id for one in diary.team.groomers])
    with_work = {block.column_id for block in blocks if block.kind == "work"}
    columns: list[ColumnView] = []
    for one in diary.team.groomers:
        shift = shifts[one.account_id]
        if shift is None and one.account_id not in with_work:
            continue
        name = names[one.account_id].name if one.account_id in names else ""
        spans = diary.working(shift, day) if shift else ()
        load = _load(blocks, one.account_id, sum(span.end_ms - span.start_ms for span in spans))
        columns.append(ColumnView(one.account_id, "staff", name, _in(lang, one.title), None, load))
    hours = diary.hours(day)
    open_ms = hours.closes_ms - hours.opens_ms if hours else 0
    for place in _stations(diary):
        load = _load(blocks, place.id, open_ms)
        columns.append(ColumnView(place.id, "station", _in(lang, place.name), "", place.kind.value, load))
    return columns


def _stations(diary: Diary) -> list[Station]:
    """The places that have a column: who stays in a kennel is shown beside the day."""
    return [one for one in diary.team.stations if one.kind is not StationKind.KENNEL]


def _in(lang: str, label: Label) -> str:
    return label.en if lang == "en" else label.zh


def _load(blocks: Sequence[BlockView], column_id: str, whole_ms: int) -> int:
    taken = sum(b.end_ms - b.start_ms for b in blocks if b.column_id == column_id and b.kind in ("work", "link"))
    return min(100, taken * 100 // whole_ms) if whole_ms else 0


def _gaps(blocks: Sequence[BlockView]) -> int:
    """Stretches of at least half an hour between two pets in which a person has nothing to do."""
    count = 0
    for column in {block.column_id for block in blocks if block.kind == "work"}:
        spans = sorted(Span(b.start_ms, b.end_ms) for b in blocks if b.column_id == column)
        count += sum(b.start_ms - a.end_ms >= _GAP_MS for a, b in pairwise(spans))
    return count
