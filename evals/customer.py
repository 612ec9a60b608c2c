"""The scripted customer: knows what he wants, says it bit by bit in words of his own, and reads what the page shows.

He knows nothing of the assistant: what is asked he learns from chips, cards and a few plain words (`screen`).
"""

from __future__ import annotations

import random
from collections import Counter as Tally
from datetime import datetime, timedelta

from msgspec import structs

from evals.phrases import Phrases
from evals.scenario import Facts, Sayings, Scenario
from evals.screen import Chip, Screen, Slot
from evals.shop import ZONE
from evals.talk import Confirm, Move, Say, Tap
from pawline.booking import BookingView

# After as many tries at the same thing he leaves it.
PATIENCE = 2
# How often he taps where he could type as well.
TAPS = 0.45
_PARTS = {"morning": (0, 12), "afternoon": (12, 18), "evening": (17, 24)}


class Customer:
    """One person in one talk. `seed` decides the words, not the matter."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self._chance = random.Random(f"{scenario.id}-{seed}")
        self._phrases = Phrases(scenario.words, self._chance)
        self.facts = scenario.facts
        self._tried: Tally[str] = Tally()

    def pause_s(self) -> float:
        """How long he takes to read and type."""
        return self._chance.uniform(3, 25)

    def says(self, sayings: Sayings, now: datetime) -> Say:
        """One of the ways to say it, with his facts in it."""
        chosen = self._chance.choice(sayings)
        filled = [
            self._phrases.filled(one, self.facts, now) for one in ([chosen] if isinstance(chosen, str) else chosen)
        ]
        return Say(tuple(text for text, _ in filled), frozenset().union(*(told for _, told in filled)))

    def turns_mind(self, to: Facts) -> None:
        """What is given replaces what he wanted before; another day or hour replaces both."""
        changed = {name: value for name in to.__struct_fields__ if (value := getattr(to, name)) not in (None, False)}
        if changed.get("does") == "book":
            del changed["does"]
        gone = dict.fromkeys(("day", "at", "part", "after", "before")) if changed.keys() & {"day", "at", "part"} else {}
        self.facts = structs.replace(self.facts, **(gone | changed))
        self._tried.clear()

    def reply(self, screen: Screen, now: datetime) -> Move | None:
        """What he does about what he sees; None when nothing is asked of him, or he has had enough."""
        if self.facts.does == "nothing":
            return None
        if (
            screen.held is not None
            and (screen.texts or screen.slots)
            and screen.asks not in ("cancel", "move", "which")
        ):
            return self._on_card(screen.held, now)
        if screen.slots:
            return self._on_slots(screen.slots, now)
        return self._on_question(screen, now) if screen.asks else None

    # Cards

    def _on_card(self, held: BookingView, now: datetime) -> Move | None:
        wrong = self.wrong_in(held)
        if wrong is None:
            return Confirm(held.id, held.version) if self.facts.does == "book" else None
        return self._corrected(wrong, now)

    def wrong_in(self, held: BookingView) -> str | None:
        """What on the card is not as he wants it; None when all is."""
        facts, codes = self.facts, [one.code for one in held.services]
        wanted = [one for one in (facts.service, facts.extra) if one]
        names = {held.pet.name, *(part.pet.name for part in held.parts)}
        if facts.pet is not None and facts.pet not in names:
            return "pet"
        if facts.service is not None and facts.service not in codes:
            return "service"
        if wanted and len(codes) < len(wanted):
            return "extra"
        if facts.nights is not None and held.nights != facts.nights:
            return "nights"
        if not self._suits(held.starts_ms):
            return "time"
        if facts.groomer is not None and (held.groomer is None or held.groomer.name != facts.groomer):
            return "groomer"
        return None

    def _suits(self, start_ms: int) -> bool:
        facts, start = self.facts, datetime.fromtimestamp(start_ms / 1000, ZONE).replace(tzinfo=None)
        if facts.at is not None and facts.nights is None:
            return start == facts.at
        if facts.day is not None and start.date() != facts.day:
            return False
        first, last = _PARTS.get(facts.part or "", (0, 24))
        first, last = max(first, facts.after or 0), min(last, facts.before or 24)
        hour = (start - datetime.combine(start.date(), datetime.min.time())) / timedelta(hours=1)
        return first <= hour < last

    def _on_slots(self, slots: tuple[Slot, ...], now: datetime) -> Move | None:
        fitting = [one for one in slots if self._suits(one.start_ms)]
        if self.facts.groomer is not None:
            fitting = [one for one in fitting if one.groomer == self.facts.groomer] or fitting
        if not fitting:
            return self._corrected("time", now)
        chosen = self._chance.choice(fitting)
        return Tap(chosen.offer_id, chosen.day, frozenset({"day", "at"}))

    # Questions

    def _on_question(self, screen: Screen, now: datetime) -> Move | None:
        asks = screen.asks or ""
        if asks in ("cancel", "move"):
            return self._yes_or_no(screen.chips, asks, now)
        if asks == "which":
            return self._which(screen.chips)
        if asks == "person":
            return self._person(screen.chips, now)
        self._tried[asks] += 1
        if self._tried[asks] > PATIENCE:
            return None
        tap = self._chip(screen.chips)
        if tap is not None and self._chance.random() < TAPS:
            return tap
        return self._told(asks, now) or tap

    def _chip(self, chips: tuple[Chip, ...]) -> Tap | None:
        facts = self.facts
        by_kind = {"kind": facts.kind, "size": facts.size, "coat": facts.coat, "service": facts.service}
        for chip in chips:
            value = chip.id.partition(":")[2]
            if chip.kind == "pet" and facts.pet is not None and facts.pet in chip.label:
                return Tap(chip.id, chip.label, frozenset({"pet"}))
            if chip.kind in by_kind and value == by_kind[chip.kind] and value:
                return Tap(chip.id, chip.label, frozenset({chip.kind}))
            if chip.kind == "nights" and value == str(facts.nights):
                return Tap(chip.id, chip.label, frozenset({"nights"}))
        return None

    def _told(self, asks: str, now: datetime) -> Say | None:
        """An answer out of what he knows; that he does not know, where it is no wonder."""
        facts = self.facts
        key = {"kind": "breed" if facts.breed else "kind", "size": "weight"}.get(asks, asks)
        is_plain = (asks, facts.pet) == ("pet", None) or (asks, facts.weight) == ("size", None)
        if facts.breed is not None and (is_plain or (asks, facts.coat) == ("coat", None)):
            # He has no scales, but he knows what he has.
            key = "breed"
        template = self._phrases.answer(key)
        if template is not None:
            try:
                return self._filled(template, now)
            except KeyError:
                pass
        if asks in ("name", "time", "service"):
            return None
        unknown = self._phrases.answer("unknown")
        return self._filled(unknown, now) if unknown else None

    def _filled(self, template: str, now: datetime) -> Say:
        text, told = self._phrases.filled(template, self.facts, now)
        return Say((text,), told)

    def _yes_or_no(self, chips: tuple[Chip, ...], asks: str, now: datetime) -> Move | None:
        self._tried[asks] += 1
        if self._tried[asks] > PATIENCE:
            return None
        is_yes = self.facts.does == asks
        kinds = (f"do_{asks}",) if is_yes else ("keep", "stay")
        tap = next((Tap(one.id, one.label) for one in chips if one.kind in kinds), None)
        if tap is not None and self._chance.random() < TAPS:
            return tap
        template = self._phrases.answer("yes" if is_yes else "no")
        return self._filled(template, now) if template else tap

    def _which(self, chips: tuple[Chip, ...]) -> Move | None:
        self._tried["which"] += 1
        wanted = self.facts.which or self.facts.pet or ""
        if self._tried["which"] > PATIENCE:
            return None
        return next((Tap(one.id, one.label) for one in chips if wanted and wanted in one.label), None)

    def _person(self, chips: tuple[Chip, ...], now: datetime) -> Move | None:
        self._tried["person"] += 1
        if not self.facts.wants_person or self._tried["person"] > PATIENCE:
            return None
        tap = next((Tap(one.id, one.label) for one in chips if one.kind == "person"), None)
        template = self._phrases.answer("person")
        return self._filled(template, now) if template and self._chance.random() > TAPS else tap

    def _corrected(self, key: str, now: datetime) -> Move | None:
        self._tried[f"wrong-{key}"] += 1
        if self._tried[f"wrong-{key}"] > PATIENCE:
            return None
        template = self._phrases.correction(key)
        if template is None:
            return None
        try:
            return self._filled(template, now)
        except KeyError:
            return None
