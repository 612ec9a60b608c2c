"""What the engine asks for each service and pet, to compare with every price that was said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product

from evals.scenario import Scenario
from evals.shop import Counter
from pawline.booking import ServiceLine, Subject, quote
from pawline.booking.pricing import price_alone
from pawline.pets import Pet, breed_named
from pawline.platform.db import Tx
from pawline.platform.errors import PawlineError
from pawline.shop import Catalogue

_AMOUNT = re.compile(r"[¥￥]\s?(\d+(?:\.\d{1,2})?)|(\d+)\s*(?:元|块|yuan|RMB)")
_RANGE = re.compile(r"[¥￥](\d+)[–-][¥￥](\d+)")
_MOST_NIGHTS = 10
_SIZES, _COATS = (None, "XS", "S", "M", "L", "XL"), (None, "smooth", "double", "long", "curly", "short")


@dataclass
class PriceTable:
    """`by_codes`: what some services cost, for each pet that may be meant; names lead to codes in both languages."""

    by_codes: dict[frozenset[str], set[int]] = field(default_factory=dict[frozenset[str], set[int]])
    names: dict[str, str] = field(default_factory=dict[str, str])
    fees: set[int] = field(default_factory=set[int])
    sold: Catalogue | None = None

    @cached_property
    def ranges(self) -> frozenset[tuple[int, int]]:
        """Between what and what something costs; reckoned only when somebody says a range, which takes its time."""
        return frozenset() if self.sold is None else frozenset(_ranges(self.sold))

    def wrong_in(self, text: str, codes: Iterable[str] = ()) -> list[str]:
        """The amounts in a text that the engine asks for nothing like it. `codes` is what a chip stands for."""
        found = [one[0] for one in _RANGE.finditer(text) if (int(one[1]) * 100, int(one[2]) * 100) not in self.ranges]
        text = _RANGE.sub(lambda one: "·" * len(one[0]), text)
        begun = 0
        for amount in _AMOUNT.finditer(text):
            cents = round(float(amount[1] or amount[2]) * 100)
            named = frozenset(codes) or self._named(text[begun : amount.start()])
            if not self._is_right(cents, named):
                found.append(amount[0])
            begun = amount.end()
        return found

    def _named(self, text: str) -> frozenset[str]:
        low = text.lower()
        # The longest names first, so that a short one inside a long one does not count.
        found: set[str] = set()
        for name in sorted(self.names, key=len, reverse=True):
            if name in low:
                found.add(self.names[name])
                low = low.replace(name, "·")
        return frozenset(found)

    def _is_right(self, cents: int, named: frozenset[str]) -> bool:
        if cents in self.fees:
            return True
        if not named:
            return any(cents in every for every in self.by_codes.values())
        near = [every for codes, every in self.by_codes.items() if codes <= named]
        return any(cents in every for every in near)

    def of(self, codes: str) -> set[int]:
        """What `bath+teeth` may cost, for any pet that is meant."""
        return self.by_codes.get(frozenset(codes.split("+")), set())


def price_table(tx: Tx, counter: Counter, pets: Sequence[Pet], scenario: Scenario) -> PriceTable:
    """Every price that may rightly be said in this talk."""
    sold = counter.house.shops.catalogue(tx, counter.owner.shop_id)
    table = PriceTable()
    for one in sold.services:
        table.names |= {one.name.zh.lower(): one.code, one.name.en.lower(): one.code}
    for subject in _subjects(pets, scenario):
        _add(table, sold, subject)
    table.sold = sold
    views = counter.house.bookings.bookings_of(tx, counter.owner, counter.owner.account_id)
    for view in (*views.upcoming, *views.past):
        table.fees.add(view.total_cents * view.policy.late_percent // 100)
    return table


def _subjects(pets: Sequence[Pet], scenario: Scenario) -> list[Subject]:
    chosen = [one for one in pets if one.name == scenario.expect.priced_pet]
    found = [Subject(one.species, one.size, one.coat) for one in chosen or pets]
    facts = scenario.facts
    breed = breed_named(facts.breed) if facts.breed else None
    if breed is not None:
        found.append(Subject(breed.species, facts.size or breed.size, facts.coat or breed.coat))
    elif facts.kind is not None:
        found.append(Subject(facts.kind, facts.size, facts.coat))
    return list(dict.fromkeys(found))


def _ranges(sold: Catalogue) -> Iterator[tuple[int, int]]:
    """From the least to the most that a service costs a dog, a cat or either of which the size, the coat or neither is
    known; every kind is tried."""
    codes = [[one.code] for one in sold.services if not one.is_extra]
    codes += [[one.code, extra.code] for one in sold.services for extra in sold.services if extra.is_extra]
    for wanted in codes:
        for species in ("dog", "cat"):
            costs = dict(_costs(sold, wanted, species))
            for size, coat in product(_SIZES, _COATS):
                yield from _span(
                    cents for (one, other), cents in costs.items() if size in (None, one) and coat in (None, other)
                )
    # A bath is another service for a cat, and may be asked for before it is known which of them it is for.
    either = [cents for code, kind in (("bath", "dog"), ("cat_bath", "cat")) for _, cents in _costs(sold, [code], kind)]
    yield from _span(either)


def _span(costs: Iterable[int]) -> Iterator[tuple[int, int]]:
    every = list(costs)
    if every:
        yield min(every), max(every)


def _costs(sold: Catalogue, codes: Sequence[str], species: str) -> Iterator[tuple[tuple[str | None, str | None], int]]:
    for size, coat in product(_SIZES, _COATS):
        try:
            found = quote(sold, tuple(ServiceLine(code) for code in codes), Subject(species, size, coat))
        except PawlineError:
            continue
        yield (size, coat), found.total_cents


def _add(table: PriceTable, sold: Catalogue, subject: Subject) -> None:
    codes = [one.code for one in sold.services]
    for one in sold.services:
        try:
            cents = price_alone(sold, one, subject).price_cents
        except PawlineError:
            continue
        table.by_codes.setdefault(frozenset([one.code]), set()).add(cents)
    for many in (1, 2, 3):
        for wanted in combinations(codes, many):
            _quote(table, sold, subject, wanted, 1)
    for nights in range(2, _MOST_NIGHTS):
        _quote(table, sold, subject, ("boarding",), nights)


def _quote(table: PriceTable, sold: Catalogue, subject: Subject, codes: Sequence[str], many: int) -> None:
    try:
        found = quote(sold, tuple(ServiceLine(code, many) for code in codes), subject)
    except PawlineError:
        return
    table.by_codes.setdefault(frozenset(codes), set()).add(found.total_cents)
