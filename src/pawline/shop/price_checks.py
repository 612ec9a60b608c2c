"""What can be sold, and at which prices: refused in words before anything is written. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from .checks import check_between, check_of_service, check_text
from .errors import BadPrice, BadShop, IncludesItself, NoMinutes, NoSteps, NotKnownHere, StayIsNoWork, TwoPrices
from .kinds import COATS, SIZES, SPECIES, pet_said
from .model import DAY_MIN, Catalogue, Label, PriceRule, Service, StationKind, StepKind

# What the columns of the table hold, and more than anybody asks for a pet.
MOST_CENTS = 99_999_900
MOST_QUANTITY = 20
MOST_WEIGHT = 1000

_WHAT: Mapping[str, Label] = {
    "species": Label("宠物", "kind of pet"),
    "size": Label("体型", "size"),
    "coat": Label("毛型", "coat"),
    "skills": Label("技能", "skill"),
    "labels": Label("说法", "word of owners"),
    "includes": Label("项目", "service"),
}


def check_service(one: Service, sold: Catalogue, skills: Iterable[str], labels: Iterable[str]) -> None:
    """A service beside the others that are sold.

    Raises BadShop, BadNumber, NotKnownHere, NoSteps, StayIsNoWork, IncludesItself.
    """
    check_text("name", one.name.zh, 1, 40)
    check_text("name_en", one.name.en, 0, 40)
    check_between("max_quantity", one.max_quantity, 1, MOST_QUANTITY)
    check_of_service(before_min=one.before_min, after_min=one.after_min)
    if not one.species:
        raise BadShop(reason="species")
    _check_known("species", one.species, SPECIES)
    _check_known("skills", one.skills, skills)
    _check_known("labels", one.labels, labels)
    _check_known("includes", one.includes, (*sold.by_code, one.code))
    for step in one.steps:
        check_between("weight", step.weight, 1, MOST_WEIGHT)
    _check_stay(one)
    if one.is_bookable and not one.is_extra and not one.is_stay and not one.steps:
        raise NoSteps(service=one.name.zh, service_en=one.name.en)
    if one.code in _within(one, sold):
        raise IncludesItself(service=one.name.zh, service_en=one.name.en)


def _check_stay(one: Service) -> None:
    """A stay is no work on a pet, and work on a pet is no stay."""
    is_work = bool(one.steps or one.skills or one.is_extra or one.before_min or one.after_min)
    stays = any(step.kind is StepKind.STAY or step.station is StationKind.KENNEL for step in one.steps)
    if stays or (one.is_stay and (is_work or one.max_quantity > 1)):
        raise StayIsNoWork(service=one.name.zh, service_en=one.name.en)


def _within(one: Service, sold: Catalogue) -> set[str]:
    """The codes of everything that comes with a service, also by way of another."""
    found: set[str] = set()
    todo = list(one.includes)
    while todo:
        code = todo.pop()
        if code in found:
            continue
        found.add(code)
        if code in sold.by_code and code != one.code:
            todo.extend(sold.by_code[code].includes)
    return found


def _check_known(what: str, codes: Iterable[str | None], known: Iterable[str]) -> None:
    strange = sorted({code for code in codes if code is not None} - set(known))
    if strange:
        raise NotKnownHere(what, strange[0], _WHAT[what])


def check_prices(service: Service, rules: Sequence[PriceRule]) -> None:
    """All price rules of one service.

    Raises BadPrice, NoMinutes, NotKnownHere, TwoPrices, BadShop for an extra charge without a name.
    """
    _check_known("species", (rule.species for rule in rules), SPECIES)
    _check_known("size", (rule.size for rule in rules), SIZES)
    _check_known("coat", (rule.coat for rule in rules), COATS)
    for rule in rules:
        _check_rule(rule, needs_minutes=_takes_time(service) and not rule.is_modifier)
    _check_one_price([rule for rule in rules if not rule.is_modifier])


def _takes_time(service: Service) -> bool:
    return service.is_bookable and not service.is_extra and not service.is_stay


def _check_rule(rule: PriceRule, *, needs_minutes: bool) -> None:
    said = pet_said(rule.species, rule.size, rule.coat)
    if not 0 <= rule.price_cents <= MOST_CENTS:
        raise BadPrice(said, MOST_CENTS // 100)
    if not (1 if needs_minutes else 0) <= rule.minutes <= DAY_MIN:
        raise NoMinutes(said, DAY_MIN)
    if rule.is_modifier:
        check_text("label", rule.label.zh if rule.label else "", 1, 40)
        check_text("label_en", rule.label.en if rule.label else "", 0, 40)


def _check_one_price(bases: Sequence[PriceRule]) -> None:
    """For each pet there may be, one rule is the most exact: else chance would name the price."""
    for species, size, coat in product(SPECIES, (None, *SIZES), (None, *COATS)):
        fitting = [rule.exactness for rule in bases if rule.matches(species, size, coat)]
        if fitting.count(max(fitting, default=0)) > 1:
            shared = {rule.species for rule in bases} - {None}
            raise TwoPrices(pet_said(species if shared else None, size, coat))
