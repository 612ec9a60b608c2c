"""Between what and what a price lies while the kind of pet is not known, and what it depends on. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from pawline.platform.errors import PawlineError
from pawline.shop import Catalogue, Service

from .errors import NotForPet
from .model import ServiceLine, Subject
from .pricing import price_alone, quote

# A kind that no price names: what holds for every kind holds for it.
_ANY_OTHER = ""
_KINDS = ("species", "size", "coat")


@dataclass(frozen=True)
class PriceRange:
    """Cents and minutes at least and at most; `by` names what they depend on and nobody has told (species, size, coat),
    nothing when the price is certain."""

    low_cents: int
    high_cents: int
    low_min: int
    high_min: int
    by: tuple[str, ...] = ()


def price_range(catalogue: Catalogue, wanted: Sequence[ServiceLine], pet: Subject | None) -> PriceRange:
    """Of a wish for a pet of which something may not be known; None is nothing known at all.

    Raises the refusals of pricing when no pet of such a kind can have it.
    """
    codes = [line.code for line in wanted]

    def priced(one: Subject) -> tuple[int, int]:
        found = quote(catalogue, wanted, one)
        return found.total_cents, found.minutes

    return _between(possible(catalogue, codes, pet), priced)


def range_alone(catalogue: Catalogue, service: Service, pet: Subject) -> PriceRange:
    """The same of one service, whatever it may go with."""

    def priced(one: Subject) -> tuple[int, int]:
        found = price_alone(catalogue, service, one)
        return found.price_cents, found.minutes

    return _between(possible(catalogue, [service.code], pet), priced)


def possible(catalogue: Catalogue, codes: Iterable[str], pet: Subject | None) -> list[Subject]:
    """Every kind that the pet may be of, as far as the prices of these services tell kinds apart."""
    rules = [rule for code in codes for rule in catalogue.rules_of(code)]
    sold_to = {species for code in codes if code in catalogue.by_code for species in catalogue.by_code[code].species}
    known = pet or Subject(_ANY_OTHER, None, None)
    species = [known.species] if known.species else sorted(sold_to)
    sizes = [known.size] if known.size else _named(rule.size for rule in rules)
    coats = [known.coat] if known.coat else _named(rule.coat for rule in rules)
    return [replace(known, species=one, size=size, coat=coat) for one, size, coat in product(species, sizes, coats)]


def _named(kinds: Iterable[str | None]) -> list[str]:
    return sorted({kind or _ANY_OTHER for kind in kinds} | {_ANY_OTHER})


def _between(pets: Sequence[Subject], priced: Callable[[Subject], tuple[int, int]]) -> PriceRange:
    found: dict[Subject, tuple[int, int]] = {}
    refusal: PawlineError = NotForPet(service="", service_en="")
    for one in pets:
        try:
            found[one] = priced(one)
        except PawlineError as error:
            refusal = error
    if not found:
        raise refusal
    cents, minutes = zip(*found.values(), strict=True)
    pairs = list(combinations(found, 2))
    by = tuple(kind for kind in _KINDS if any(_differ_in(kind, one, other, found) for one, other in pairs))
    return PriceRange(min(cents), max(cents), min(minutes), max(minutes), by)


def _differ_in(kind: str, one: Subject, other: Subject, found: dict[Subject, tuple[int, int]]) -> bool:
    """Whether two pets that are alike but for this cost or take something else."""
    alike = replace(other, **{kind: getattr(one, kind)}) == one
    return alike and getattr(one, kind) != getattr(other, kind) and found[one] != found[other]
