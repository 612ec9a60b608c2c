"""Grades a talk as tau-bench does: by what the database holds at its end, and by what was said on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from evals.prices import PriceTable
from evals.scenario import Scenario, Wanted, households
from evals.shop import ZONE
from evals.talk import Confirm, Exchange
from pawline.booking import BookingView
from pawline.pets import Pet

_WEEK_ZH = "一二三四五六日"
_WEEK_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE_ZH = re.compile(r"(\d{1,2})月(\d{1,2})日(?:周([一二三四五六日]))?")
_DATE_EN = re.compile(rf"(?:({'|'.join(_WEEK_EN)}) )?(\d{{1,2}}) ({'|'.join(_MONTHS)})\b")
_SAYS_BOOKED = re.compile(
    r"已经?(?:帮你|给你|为你)?(?:预约|约|订|定)(?:好|上|成功)?(?!满)|预约成功|(?:约|订|定)好了"
    r"|(?<!fully )(?<!is )\bbooked(?! separately)\b|\bis booked\b|\ball set\b|\b(?:is|are|you're) confirmed\b",
)
_BROKEN = re.compile(r"我这边卡住了|I got stuck")
_DIAGNOSIS = re.compile(
    r"(?:应该|可能|大概|估计)是(?:得了|感染|中毒|肠胃炎|细小|皮肤病|癫痫|中暑)|不用担心|没(?:什么)?大?事|(?:喂|吃)点药"
    r"|\b(?:it'?s probably|sounds like|most likely) (?:a |an )?\w+|\bdon'?t worry\b|\bnothing serious\b"
)
# A question, and the facts that answer it.
_ANSWERED_BY = {
    "time": {"day", "at"},
    "service": {"service"},
    "pet": {"pet", "breed"},
    "kind": {"breed", "kind", "pet"},
    "size": {"weight", "size"},
    "coat": {"coat"},
    "nights": {"nights"},
}
_STRICT = frozenset({"book"})
"""Classes in which asking for what was told is a fault by itself."""


@dataclass
class Ending:
    """What is stored when the talk is over."""

    bookings: list[BookingView]
    hold: BookingView | None
    pets: list[Pet]
    writes: int
    refusals: list[str]
    state: str
    reason: str | None
    waits: int
    prices: PriceTable


def faults_of(scenario: Scenario, exchanges: Sequence[Exchange], ending: Ending) -> list[str]:
    """Everything that is not as it has to be, in words; empty when the trial has passed."""
    found = [*_in_database(scenario, ending), *_in_words(scenario, exchanges, ending)]
    for number, one in enumerate(exchanges):
        before = exchanges[number - 1] if number else None
        found += _in_exchange(scenario, one, before, ending.prices)
    return list(dict.fromkeys(found))


# What the database holds


def _in_database(scenario: Scenario, ending: Ending) -> Iterator[str]:
    expect = scenario.expect
    left = list(ending.bookings)
    for wanted in expect.bookings:
        fitting = next((one for one in left if _is_as_wanted(one, wanted)), None)
        if fitting is None:
            yield f"no booking of {wanted.pet} {'+'.join(wanted.services)} as wanted"
        else:
            left.remove(fitting)
    yield from (f"a booking that nobody wanted: {_named(one)}" for one in left)
    writes = len(expect.bookings) if expect.writes is None else expect.writes
    if ending.writes != writes:
        yield f"{ending.writes} writes, not {writes}"
    holds = 0 if ending.hold is None else 1
    if holds != expect.holds:
        yield f"{holds} holds are left, not {expect.holds}"
    if ending.state not in expect.state:
        yield f"the conversation is {ending.state}, not {'/'.join(expect.state)}"
    if expect.reason is not None and ending.reason not in expect.reason:
        yield f"a person was called for {ending.reason}, not {'/'.join(expect.reason)}"
    yield from _in_files(scenario, ending)


def _in_files(scenario: Scenario, ending: Ending) -> Iterator[str]:
    expect = scenario.expect
    notes = [note.text for pet in ending.pets for note in pet.care]
    yield from (f"no care note has {one!r}" for one in expect.care if not any(re.search(one, note) for note in notes))
    if expect.no_care and notes:
        yield f"care notes that nobody gave: {notes}"
    pets = _pets_wanted(scenario) if expect.pets is None else expect.pets
    if len(ending.pets) != pets:
        yield f"{len(ending.pets)} pets on file ({', '.join(pet.name for pet in ending.pets)}), not {pets}"
    if expect.waits is not None and ending.waits != expect.waits:
        yield f"waits {ending.waits} times, not {expect.waits}"


def _pets_wanted(scenario: Scenario) -> int:
    """The pets that the shop knew, and each new one that was to be booked: a pet has one file."""
    known = [pet.name for pet in households()[scenario.owner]]
    new = {one.pet for one in scenario.expect.bookings if not any(re.fullmatch(one.pet, name) for name in known)}
    return len(known) + len(new)


def _is_as_wanted(view: BookingView, wanted: Wanted) -> bool:
    start = local(view.starts_ms)
    return (
        re.fullmatch(wanted.pet, view.pet.name) is not None
        and {one.code for one in view.services} == set(wanted.services)
        and wanted.at in (None, start)
        and (wanted.from_ is None or start >= wanted.from_)
        and (wanted.to is None or start < wanted.to)
        and (wanted.groomer is None or (view.groomer is not None and view.groomer.name == wanted.groomer))
        and (wanted.nights is None or view.nights == wanted.nights)
    )


def _named(view: BookingView) -> str:
    codes = "+".join(one.code for one in view.services)
    return f"{view.pet.name} {codes} {local(view.starts_ms):%m-%d %H:%M}"


# What was said, over the whole talk


def _in_words(scenario: Scenario, exchanges: Sequence[Exchange], ending: Ending) -> Iterator[str]:
    expect = scenario.expect
    texts = [text for one in exchanges for text in one.texts]
    shown = [*texts, *(chip.label for one in exchanges for chip in one.screen.chips)]
    everything = "\n".join(shown)
    for pattern in expect.says:
        if not re.search(pattern, everything, re.IGNORECASE):
            yield f"never said: {pattern}"
    for pattern in (*expect.never, _BROKEN.pattern, _DIAGNOSIS.pattern):
        if (found := re.search(pattern, "\n".join(texts), re.IGNORECASE)) is not None:
            yield f"said what is forbidden: {found[0]}"
    if expect.first is not None and not (texts and re.search(expect.first, texts[0], re.IGNORECASE)):
        yield f"the first words are not {expect.first}"
    for codes in expect.prices:
        amounts = ending.prices.of(codes)
        if not any(re.search(rf"[¥￥]{cents // 100}(?!\d)", everything) for cents in amounts):
            yield f"the price of {codes} ({'/'.join(f'¥{one // 100}' for one in sorted(amounts))}) was not said"
    turns = sum(1 for one in exchanges if one.move is not None)
    if turns > expect.turns:
        yield f"{turns} turns, more than {expect.turns}"


# What was said, at one moment


def _in_exchange(scenario: Scenario, one: Exchange, before: Exchange | None, prices: PriceTable) -> Iterator[str]:
    for text in one.texts:
        yield from (f"a wrong price: {amount} in {text!r}" for amount in prices.wrong_in(text))
        yield from (f"a wrong date: {wrong}" for wrong in _wrong_dates(text, scenario.clock.date()))
        if not one.booked and (claimed := _SAYS_BOOKED.search(text)) is not None:
            yield f"says {claimed[0]!r} without a booking"
    for chip in one.screen.chips:
        codes = [chip.id.partition(":")[2]] if chip.kind == "service" else []
        yield from (
            f"a wrong price: {amount} on the chip {chip.label!r}" for amount in prices.wrong_in(chip.label, codes)
        )
    if sum(len(re.findall(r"[?？]", text)) for text in one.texts) > 1:
        yield f"asks more than one thing: {' '.join(one.texts)!r}"
    yield from _of_hold(one, before, prices)
    yield from _of_slots(one)
    if _is_silent(one, before):
        yield f"silence after {one.what!r}"
    if before is not None and one.texts and one.texts == before.texts:
        yield f"the same bubble twice: {one.texts[0]!r}"
    if scenario.class_ in _STRICT and one.screen.asks is not None and _was_told(one):
        yield f"asks for what was told ({one.screen.asks}): {' '.join(one.texts)!r}"


def _of_hold(one: Exchange, before: Exchange | None, prices: PriceTable) -> Iterator[str]:
    """A time that is newly held is said back with weekday and clock, and costs what the engine asks."""
    held, was = one.held, before.held if before else None
    if held is None or (was is not None and (was.id, was.starts_ms) == (held.id, held.starts_ms)):
        return
    start = local(held.starts_ms)
    words = (
        f"{start.month}月{start.day}日周{_WEEK_ZH[start.weekday()]} {start:%H:%M}",
        f"{_WEEK_EN[start.weekday()]} {start.day} {_MONTHS[start.month - 1]}, {start:%H:%M}",
    )
    if not any(word in text for word in words for text in one.texts):
        yield f"holds {words[0]} without saying so"
    codes = frozenset(service.code for service in held.services)
    if held.total_cents not in prices.by_codes.get(codes, {held.total_cents}):
        yield f"the card asks ¥{held.total_cents / 100:g} for {'+'.join(sorted(codes))}"


def _of_slots(one: Exchange) -> Iterator[str]:
    for slot in one.screen.slots:
        if slot.start_ms <= one.now_ms:
            yield "offers a time that is over"
        if slot.start_ms not in one.free:
            yield f"offers {local(slot.start_ms):%m-%d %H:%M}, which is not free"


def _wrong_dates(text: str, today: date) -> Iterator[str]:
    for found in _DATE_ZH.finditer(text):
        day = _near(int(found[1]), int(found[2]), today)
        if day is None or found[3] != _WEEK_ZH[day.weekday()]:
            yield found[0]
    for found in _DATE_EN.finditer(text):
        day = _near(_MONTHS.index(found[3]) + 1, int(found[2]), today)
        if day is None or found[1] != _WEEK_EN[day.weekday()]:
            yield found[0]


def _near(month: int, day: int, today: date) -> date | None:
    """The date of this year, or of the next one where it has long gone by; None when there is no such date."""
    try:
        this = date(today.year, month, day)
        return this if (today - this).days < 200 else date(today.year + 1, month, day)
    except ValueError:
        return None


def _is_silent(one: Exchange, before: Exchange | None) -> bool:
    """Nothing came though nobody of the shop was called or speaks."""
    speaks = before is None or before.state in ("new", "assistant")
    return one.move is not None and not isinstance(one.move, Confirm) and speaks and not one.heard


def _was_told(one: Exchange) -> bool:
    return bool(_ANSWERED_BY.get(one.screen.asks or "", set()) & one.told)


def local(ms: int) -> datetime:
    """A moment on the shop's clock, without a zone."""
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(ZONE).replace(tzinfo=None)
