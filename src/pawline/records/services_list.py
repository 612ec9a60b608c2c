"""Services and their prices as a list: a line for each price, all that is said of the service in its first one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from pawline.people import Actor
from pawline.platform.db import Tx
from pawline.shop import (
    COATS,
    SIZES,
    SOLD_BY,
    SPECIES,
    STEP_ORDER,
    Catalogue,
    Label,
    PriceRule,
    Service,
    ShopService,
    SoldBy,
    StationKind,
    StepKind,
    StepShare,
    Team,
    check_brought,
    check_prices,
)

from .cells import Cells, cents_said, said, yes_said
from .model import Column, Row, Sheet
from .plan import Plan
from .wrong import HalfAPrice, NotOneOf, NotSteps, OtherBefore

COLUMNS = (
    Column("code", Label("项目代码", "Code"), is_needed=True),
    Column("name", Label("名称", "Name"), is_needed=True),
    Column("name_en", Label("英文名称", "English name")),
    Column("species", Label("适合", "For")),
    Column("is_extra", Label("加项", "Extra")),
    Column("is_bookable", Label("在售", "On sale")),
    Column("max_quantity", Label("最多份数", "Most at once")),
    Column("before_min", Label("准备分钟", "Minutes to set up")),
    Column("after_min", Label("收拾分钟", "Minutes to tidy")),
    Column("sold_by", Label("怎么算", "Sold by")),
    Column("includes", Label("包含项目", "Includes")),
    Column("steps", Label("步骤", "Steps")),
    Column("skills", Label("技能", "Skills")),
    Column("labels", Label("客人的说法", "Words of owners")),
    Column("price_species", Label("价格：宠物", "Price: pet")),
    Column("price_size", Label("价格：体型", "Price: size")),
    Column("price_coat", Label("价格：毛型", "Price: coat")),
    Column("minutes", Label("分钟", "Minutes")),
    Column("price", Label("价格（元）", "Price (yuan)")),
    Column("charge", Label("加价名称", "Extra charge")),
    Column("charge_en", Label("加价英文名称", "Extra charge in English")),
)
OF_SERVICE = (
    "name", "name_en", "species", "is_extra", "is_bookable", "max_quantity", "before_min", "after_min", "sold_by",
    "includes", "steps", "skills", "labels",
)  # fmt: skip
# Which column a refusal of the shop room is about, where it has another name there.
_COLUMN = {"weight": "steps", "size": "price_size", "coat": "price_coat", "price_cents": "price", "label": "charge",
           "label_en": "charge_en", "prices": "price"}  # fmt: skip
_STEP = re.compile(r"([a-z]+)(?:@([a-z]+))?:(\d{1,4})")
_MOST_CENTS, _MOST_MINUTES, _MOST_AROUND = 99_999_900, 24 * 60, 120


@dataclass
class _Brought:
    """A service as the file has it: its first line, and its prices with their lines."""

    cells: Cells
    row: Row
    service: Service
    rules: list[tuple[Cells, PriceRule]] = field(default_factory=list[tuple[Cells, PriceRule]])


def out(tx: Tx, shops: ShopService, shop_id: str, lang: str) -> list[dict[str, str]]:
    """The lines of what the shop sells."""
    sold = shops.catalogue(tx, shop_id)
    return [line for one in sold.services for line in _lines(one, sold.rules_of(one.code), lang)]


def _lines(one: Service, rules: Sequence[PriceRule], lang: str) -> Iterator[dict[str, str]]:
    first = {
        "name_en": one.name.en,
        "species": _joined(said(code, SPECIES, lang) for code in SPECIES if code in one.species),
        "is_extra": yes_said(one.is_extra, lang),
        "is_bookable": yes_said(one.is_bookable, lang),
        "max_quantity": str(one.max_quantity),
        "before_min": str(one.before_min),
        "after_min": str(one.after_min),
        "sold_by": said(one.sold_by, SOLD_BY, lang),
        "includes": _joined(one.includes),
        "steps": _joined(_step_said(step) for step in one.steps),
        "skills": _joined(sorted(one.skills)),
        "labels": _joined(one.labels),
    }
    for number, rule in enumerate(rules or [None]):
        line = {"code": one.code, "name": one.name.zh, **(first if number == 0 else {})}
        yield line | (_price(rule, one, lang) if rule else {})


def _price(rule: PriceRule, service: Service, lang: str) -> dict[str, str]:
    label = (rule.label or service.name) if rule.is_modifier else Label("", "")
    return {
        "price_species": said(rule.species, SPECIES, lang),
        "price_size": said(rule.size, SIZES, lang),
        "price_coat": said(rule.coat, COATS, lang),
        "minutes": str(rule.minutes),
        "price": cents_said(rule.price_cents),
        "charge": label.zh,
        "charge_en": label.en,
    }


def _step_said(step: StepShare) -> str:
    return f"{step.kind.value}{f'@{step.station.value}' if step.station else ''}:{step.weight}"


def _joined(parts: Iterator[str] | Sequence[str]) -> str:
    return "+".join(parts)


def planned(tx: Tx, actor: Actor, shops: ShopService, sheet: Sheet) -> Plan:
    """What the file would do: services that it does not name stay, the prices of those that it names are its own."""
    plan = Plan(sheet.problems)
    here = shops.catalogue(tx, actor.shop_id)
    brought = _read(sheet, here)
    sold = _beside(here, list(brought.values()))
    _check(brought, sold, here, shops.team(tx, actor.shop_id))
    codes: list[str] = []
    for code in brought:
        if code not in here.by_code:
            plan.new += 1
        elif (sold.by_code[code], sold.rules_of(code)) == (here.by_code[code], here.rules_of(code)):
            plan.unchanged += 1
            continue
        else:
            plan.changed += 1
        codes.append(code)
    if codes:
        plan.writes.append(lambda tx: shops.price_list.bring_in(tx, actor, sold, codes))
    return plan


def _read(sheet: Sheet, here: Catalogue) -> dict[str, _Brought]:
    found: dict[str, _Brought] = {}
    last = max((one.position for one in here.services), default=-1)
    for row in sheet.rows:
        cells = Cells(row, COLUMNS, sheet.problems)
        code = cells.text("code", 32, needed=True)
        if not code:
            continue
        if code in found:
            _compare(cells, row, found[code])
        else:
            found[code] = _Brought(cells, row, _service(cells, code, here.by_code.get(code), last + len(found) + 1))
        rule = _rule(cells, code)
        if rule is not None:
            found[code].rules.append((cells, rule))
    return found


def _compare(cells: Cells, row: Row, first: _Brought) -> None:
    """What a later line says of the service is nothing, or the same."""
    for key in OF_SERVICE:
        now, before = (one.cells.get(key, "").strip() for one in (row, first.row))
        if now and now != before:
            cells.wrong(key, OtherBefore(other=first.cells.line))


def _service(cells: Cells, code: str, known: Service | None, next_position: int) -> Service:
    position, before, after, sold_by = (
        (known.position, known.before_min, known.after_min, known.sold_by)
        if known
        else (next_position, 0, 0, SoldBy.VISIT)
    )
    name = cells.text("name", 40, needed=True)
    return Service(
        code, Label(name, cells.text("name_en", 40) or name),
        frozenset(_codes(cells, "species")) or frozenset(SPECIES),
        _steps(cells), frozenset(_parts(cells, "skills")), tuple(_parts(cells, "labels")),
        tuple(_parts(cells, "includes")), cells.yes("is_extra", False), cells.yes("is_bookable", True),
        cells.whole("max_quantity", 1, 20) or 1, position, _around(cells, "before_min", before),
        _around(cells, "after_min", after), _sold_by(cells, sold_by),
    )  # fmt: skip


def _around(cells: Cells, key: str, known: int) -> int:
    """Minutes that a line does not name stay: a file that was written before there were any takes none away."""
    found = cells.whole(key, 0, _MOST_AROUND)
    return known if found is None else found


def _sold_by(cells: Cells, known: SoldBy) -> SoldBy:
    found = cells.pick("sold_by", SOLD_BY)
    return known if found is None else SoldBy(found)


def _parts(cells: Cells, key: str) -> list[str]:
    return [part.strip() for part in cells.text(key, 400).split("+") if part.strip()]


def _codes(cells: Cells, key: str) -> Iterator[str]:
    by_word = {word.casefold(): code for code, label in SPECIES.items() for word in (code, label.zh, label.en)}
    for part in _parts(cells, key):
        if part.casefold() in by_word:
            yield by_word[part.casefold()]
        else:
            zh, en = "、".join(one.zh for one in SPECIES.values()), ", ".join(one.en for one in SPECIES.values())
            cells.wrong(key, NotOneOf(value=part[:40], known=zh, known_en=en))


def _steps(cells: Cells) -> tuple[StepShare, ...]:
    found: list[StepShare] = []
    for part in _parts(cells, "steps"):
        match = _STEP.fullmatch(part)
        kinds, places = set(StepKind), set(StationKind)
        if match is None or match[1] not in kinds or (match[2] and match[2] not in places):
            known = {"steps": ", ".join(StepKind), "places": ", ".join(StationKind)}
            cells.wrong("steps", NotSteps(value=part[:40], **known))
            continue
        found.append(StepShare(StepKind(match[1]), StationKind(match[2]) if match[2] else None, int(match[3])))
    return tuple(sorted(found, key=lambda step: STEP_ORDER[step.kind]))


def _rule(cells: Cells, code: str) -> PriceRule | None:
    """The price of a line; None when it has none."""
    minutes, cents = cells.whole("minutes", 0, _MOST_MINUTES), cells.cents("price")
    charge, charge_en = cells.text("charge", 40), cells.text("charge_en", 40)
    kind = [
        cells.pick(key, words)
        for key, words in (("price_species", SPECIES), ("price_size", SIZES), ("price_coat", COATS))
    ]
    if minutes is None and cents is None and not (charge or charge_en or any(kind)):
        return None
    if (minutes is None or cents is None) and cells.is_well:
        cells.wrong("minutes" if minutes is None else "price", HalfAPrice())
    label = Label(charge, charge_en or charge) if charge or charge_en else None
    return PriceRule(code, minutes or 0, cents or 0, *kind, is_modifier=label is not None, label=label)


def _beside(here: Catalogue, brought: Sequence[_Brought]) -> Catalogue:
    """All that is sold once the file is in."""
    new = {one.service.code: one for one in brought}
    services = [one for one in here.services if one.code not in new] + [one.service for one in brought]
    rules = [rule for rule in here.rules if rule.service not in new]
    rules += [rule for one in brought for _, rule in one.rules]
    return Catalogue(tuple(sorted(services, key=lambda one: one.position)), tuple(rules))


def _check(brought: dict[str, _Brought], sold: Catalogue, here: Catalogue, team: Team) -> None:
    """What the shop room would refuse is told line by line, all of it at once."""
    for one in brought.values():
        if not one.cells.is_well:
            continue
        one.cells.must(partial(check_brought, one.service, sold, here, team), _COLUMN)
        for cells, rule in one.rules:
            cells.must(partial(check_prices, one.service, [rule]), _COLUMN)
        if all(cells.is_well for cells, _ in one.rules):
            one.cells.must(partial(check_prices, one.service, [rule for _, rule in one.rules]), _COLUMN)
