"""Why a booking has to go elsewhere, and where it goes, in words. Pure."""

from __future__ import annotations

from pawline.booking import clock_said
from pawline.shop import Label
from pawline.solver.model import MINUTE_MS, Layout, Stretch, Visit, claims

from .laying import GONE, Kept, Proposed, Sheet, clash, makes_room
from .model import MoveKind, Spot


def explained(sheet: Sheet, layout: Layout, one: Proposed) -> Label:
    """As in 吹风机 1 10:00–18:00 停用，豆豆改到 14:30."""
    visit = next(v for v in sheet.day.visits if v.id == one.standing.booking.id)
    why = _own_trouble(sheet, visit) or _room_for(sheet, layout, visit) or _takes_longer(sheet, visit) or _full()
    then = _where_to(sheet, one)
    return Label(f"{why.zh}，{then.zh}", f"{why.en}: {then.en}")


def cause_of(sheet: Sheet) -> Label:
    """What has happened to the day: the first troubles of its bookings, each once."""
    found: list[Label] = []
    for visit in sheet.day.visits:
        why = _own_trouble(sheet, visit) or _takes_longer(sheet, visit)
        if why is not None and why not in found:
            found.append(why)
    shown = found[:3]
    if not shown:
        return Label("换个排法", "Another way to lay out the day")
    return Label("；".join(one.zh for one in shown), "; ".join(one.en for one in shown))


def _stretch(sheet: Sheet, span: Stretch) -> str:
    return f"{clock_said(span.start_ms, sheet.book.zone)}–{clock_said(span.end_ms, sheet.book.zone)}"


def _own_trouble(sheet: Sheet, visit: Visit) -> Label | None:
    """Why it cannot stay where it is, whatever the others do; None when it could."""
    span = Stretch(visit.here.start_ms, visit.here.start_ms + visit.shape.length_ms)
    if not visit.is_meant and (why := _no_hours(sheet, visit.here.worker, span)) is not None:
        return why
    if GONE in visit.here.places:
        return Label("原来的工位不能用了", "Its place is no longer used")
    for one in claims(sheet.day, visit, visit.here):
        for kept in sheet.kept.get(one.number, ()):
            if one.span.overlaps(kept.span):
                return _taken(sheet, one.number, kept)
            if (one.minds_air and one.span.overlaps(kept.airing)) or (kept.is_cat and one.with_air.overlaps(kept.span)):
                return _airs(sheet, one.number, kept)
    return None


def _no_hours(sheet: Sheet, worker: int, span: Stretch) -> Label | None:
    if not Stretch(sheet.day.opens_ms, sheet.day.closes_ms).holds(span):
        return Label("这段时间店里不营业", "We're not open then")
    is_in = any(one.holds(span) for one in sheet.day.working.get(worker, ()))
    return None if is_in else _not_there(sheet, worker, span)


def _takes_longer(sheet: Sheet, visit: Visit) -> Label | None:
    """That it takes longer than planned before it has begun, and how much; None when it does not."""
    minutes = visit.longer_ms // MINUTE_MS
    if not minutes:
        return None
    pet = sheet.standing[visit.id].pet.name
    return Label(f"{pet}要多做 {minutes} 分钟", f"{pet} takes {minutes} minutes longer")


def _not_there(sheet: Sheet, worker: int, span: Stretch) -> Label:
    name = sheet.name(worker)
    if not sheet.day.working.get(worker):
        return Label(f"{name.zh} 这天不上班", f"{name.en} isn't in that day")
    when = _stretch(sheet, span)
    return Label(f"{name.zh} {when} 不上班", f"{name.en} isn't working {when}")


def _taken(sheet: Sheet, number: int, kept: Kept) -> Label:
    name, when = sheet.name(number), _stretch(sheet, kept.span)
    if kept.pet is None:
        return Label(f"{name.zh} {when} 停用", f"{name.en} is out of use {when}")
    until = clock_said(kept.span.end_ms, sheet.book.zone)
    if kept.is_late:
        return Label(
            f"{kept.pet}还没做完，{name.zh} 到 {until} 才空", f"{kept.pet} takes longer, {name.en} is free at {until}"
        )
    return Label(f"{name.zh} {when} 在做{kept.pet}", f"{name.en} is taken by {kept.pet} {when}")


def _airs(sheet: Sheet, number: int, kept: Kept) -> Label:
    """That between a dog and a cat there is not the time to air."""
    name = sheet.name(number)
    if kept.is_cat:
        clock = clock_said(kept.span.start_ms, sheet.book.zone)
        return Label(f"{name.zh} {clock} 有猫猫要用，狗狗用完来不及通风", f"{name.en} can't air for the cat at {clock}")
    until = clock_said(kept.airing.end_ms, sheet.book.zone)
    return Label(f"{name.zh} 给狗狗用完要通风到 {until}", f"{name.en} airs after a dog until {until}")


def _room_for(sheet: Sheet, layout: Layout, visit: Visit) -> Label | None:
    """For whom it makes room, and of what."""
    mine = list(claims(sheet.day, visit, visit.here))
    for other in sheet.day.visits:
        where = layout.placed.get(other.id)
        if where is None or other.id == visit.id:
            continue
        wanted = clash(mine, list(claims(sheet.day, other, where)))
        if visit.id in makes_room(sheet.day, layout, other):
            wanted.append(where.worker)
        if wanted and (why := _takes_longer(sheet, other)) is not None:
            return why
        if wanted:
            pet, name = sheet.standing[other.id].pet.name, sheet.name(wanted[0])
            return Label(f"给{pet}让出 {name.zh}", f"Makes room for {pet} at {name.en}")
    return None


def _full() -> Label:
    return Label("那段时间排满了", "That time is full")


def _where_to(sheet: Sheet, one: Proposed) -> Label:
    pet, booking, to = one.standing.pet.name, one.standing.booking, one.to
    if to is None:
        return Label(f"{pet}这天排不下了", f"{pet} can't be fitted in")
    if one.kind is MoveKind.PLACE:
        new = _new_places(sheet, one, to)
        names = "、".join(one.zh for one in new), ", ".join(one.en for one in new)
        return Label(f"{pet}换到 {names[0]}，时间不变", f"{pet} goes to {names[1]}, same time")
    clock, who = clock_said(to.start_ms, sheet.book.zone), sheet.name(sheet.book.numbers[to.groomer_id])
    if to.groomer_id == booking.groomer_id:
        return Label(f"{pet}改到 {clock}", f"{pet} moves to {clock}")
    if to.start_ms == booking.turn.start_ms:
        return Label(f"{pet}改由 {who.zh} 来做，时间不变", f"{pet} is done by {who.en}, same time")
    return Label(f"{pet}改到 {clock}，由 {who.zh} 来做", f"{pet} moves to {clock} with {who.en}")


def _new_places(sheet: Sheet, one: Proposed, to: Spot) -> list[Label]:
    """The places that it has not had before, or all of them when they only change turns."""
    before = {step.place_id for step in one.standing.steps}
    wanted = sorted(to.place_ids - before) or sorted(to.place_ids)
    return [sheet.name(sheet.book.numbers[place]) for place in wanted]
