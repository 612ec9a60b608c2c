"""What a wish costs and how long each step takes. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pawline.shop import STEP_ORDER, Catalogue, Label, PriceRule, Service, SoldBy, StationKind, StepKind, StepShare

from .buffers import around
from .errors import NeedsBath, NotForPet, SizeNeeded, StaysAlone, UnknownService
from .model import PriceLine, Quote, ServiceLine, Subject, WorkStep

# Steps are planned in these minutes: nobody works to the single minute.
STEP_GRID_MIN = 5
# What a bill has room for besides the nights.
NAMED = 28
_WET = frozenset({StepKind.BATH, StepKind.DRY})

_StepKey = tuple[StepKind, StationKind | None]


def quote(catalogue: Catalogue, wanted: Sequence[ServiceLine], subject: Subject) -> Quote:
    """Itemises a wish: what one service includes is not paid twice.

    Raises UnknownService, NotForPet, SizeNeeded, NeedsBath, StaysAlone.
    """
    chosen = _chosen(catalogue, wanted)
    if any(service.is_stay for service, _ in chosen):
        return _stay(catalogue, chosen, subject)
    lines: list[PriceLine] = []
    steps: dict[_StepKey, int] = {}
    skills: set[str] = set()
    kinds = {share.kind for service, _ in chosen if not service.is_extra for share in service.steps}
    for service, quantity in chosen:
        _check_fits(service, subject, kinds)
        base, modifiers = _rules_for(catalogue, service, subject)
        lines.append(PriceLine(service.code, service.name, base.minutes * quantity, base.price_cents * quantity))
        lines.extend(_modifier_line(service, rule) for rule in modifiers)
        _add_steps(steps, service, base.minutes * quantity, sum(rule.minutes for rule in modifiers))
        skills.update(service.skills)
    services = tuple(ServiceLine(service.code, quantity) for service, quantity in chosen)
    before_ms, after_ms = around(service for service, _ in chosen)
    return Quote(
        services, tuple(lines), _in_order(steps), frozenset(skills), before_ms=before_ms, after_ms=after_ms
    )  # fmt: skip


def _stay(catalogue: Catalogue, chosen: Sequence[tuple[Service, int]], subject: Subject) -> Quote:
    """A stay is booked by itself, with what goes along and takes nobody's time."""
    stays = [service for service, _ in chosen if service.is_stay]
    alone = stays[0]
    work = [one for one, _ in chosen if not one.is_stay and (one.steps or not one.is_extra)]
    if len(stays) > 1 or work:
        other = (work or stays[1:])[0]
        raise StaysAlone(
            service=alone.name.zh, service_en=alone.name.en, other=other.name.zh, other_en=other.name.en
        )  # fmt: skip
    lines: list[PriceLine] = []
    for service, many in chosen:
        _check_fits(service, subject, set())
        base, modifiers = _rules_for(catalogue, service, subject)
        named = for_nights(service.name, many) if service.sold_by is SoldBy.NIGHT else service.name
        lines.append(PriceLine(service.code, named, 0, base.price_cents * many))
        lines += [
            PriceLine(service.code, rule.label or service.name, 0, rule.price_cents * many) for rule in modifiers
        ]  # fmt: skip
    services = tuple(ServiceLine(service.code, many) for service, many in chosen)
    nights = services[0].quantity if alone.sold_by is SoldBy.NIGHT else 0
    return Quote(services, tuple(lines), (), frozenset(), nights=nights)


def for_nights(name: Label, nights: int) -> Label:
    """A stay with its nights, as on a bill."""
    en = "1 night" if nights == 1 else f"{nights} nights"
    return Label(f"{name.zh[:NAMED]} · {nights} 晚", f"{name.en[:NAMED]} · {en}")


def price_alone(catalogue: Catalogue, service: Service, subject: Subject) -> PriceLine:
    """What one service costs and takes for such a pet, extras of its coat included, whatever it may go with.

    Raises NotForPet, SizeNeeded.
    """
    if subject.species not in service.species:
        raise NotForPet(service=service.name.zh, service_en=service.name.en)
    base, modifiers = _rules_for(catalogue, service, subject)
    rules = (base, *modifiers)
    minutes, cents = sum(rule.minutes for rule in rules), sum(rule.price_cents for rule in rules)
    return PriceLine(service.code, service.name, minutes, cents)


def _chosen(catalogue: Catalogue, wanted: Sequence[ServiceLine]) -> list[tuple[Service, int]]:
    found: dict[str, tuple[Service, int]] = {}
    for line in wanted:
        service = catalogue.by_code.get(line.code)
        if service is None or not service.is_bookable or line.quantity < 1:
            raise UnknownService(service=line.code)
        # How many nights a shop takes is one of its rules, and no matter of the price list.
        most = line.quantity if service.sold_by is SoldBy.NIGHT else service.max_quantity
        found[line.code] = (service, min(line.quantity, most))
    if not found:
        raise UnknownService(service="")
    covered = {code for service, _ in found.values() for code in service.includes}
    kept = [pair for code, pair in found.items() if code not in covered]
    return sorted(kept, key=lambda pair: (pair[0].is_extra, pair[0].position))


def _check_fits(service: Service, subject: Subject, kinds: set[StepKind]) -> None:
    if subject.species not in service.species:
        raise NotForPet(service=service.name.zh, service_en=service.name.en)
    own = {share.kind for share in service.steps}
    if service.is_extra and (own & _WET) - kinds:
        raise NeedsBath(service=service.name.zh, service_en=service.name.en)


def _rules_for(catalogue: Catalogue, service: Service, subject: Subject) -> tuple[PriceRule, list[PriceRule]]:
    rules = catalogue.rules_of(service.code)
    fitting = [rule for rule in rules if rule.matches(subject.species, subject.size, subject.coat)]
    bases = [rule for rule in fitting if not rule.is_modifier]
    if not bases:
        if subject.size is None and any(rule.size is not None for rule in rules):
            raise SizeNeeded
        raise NotForPet(service=service.name.zh, service_en=service.name.en)
    return max(bases, key=lambda rule: rule.exactness), [rule for rule in fitting if rule.is_modifier]


def _modifier_line(service: Service, rule: PriceRule) -> PriceLine:
    return PriceLine(service.code, rule.label or service.name, rule.minutes, rule.price_cents)


def _add_steps(steps: dict[_StepKey, int], service: Service, minutes: int, extra_minutes: int) -> None:
    for share, part in zip(service.steps, split(minutes, service.steps), strict=True):
        steps[share.kind, share.station] = steps.get((share.kind, share.station), 0) + part
    if extra_minutes and service.steps:
        # A coat that takes longer takes longer to dry.
        slow = next((s for s in service.steps if s.kind is StepKind.DRY), service.steps[-1])
        steps[slow.kind, slow.station] += extra_minutes


def split(minutes: int, shares: Sequence[StepShare]) -> list[int]:
    """Splits minutes by weight on the step grid; the last step takes what remains."""
    if not shares:
        return []
    whole = sum(share.weight for share in shares)
    parts = [minutes * share.weight // whole // STEP_GRID_MIN * STEP_GRID_MIN for share in shares]
    parts[-1] += minutes - sum(parts)
    return parts


def _in_order(steps: dict[_StepKey, int]) -> tuple[WorkStep, ...]:
    ordered = sorted(steps.items(), key=lambda item: (STEP_ORDER[item[0][0]], item[0][1] or ""))
    return tuple(WorkStep(kind, station, minutes) for (kind, station), minutes in ordered if minutes > 0)
