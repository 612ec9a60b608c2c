"""The catalogue that a new shop starts with: services, minutes and prices of the trade."""

from __future__ import annotations

from dataclasses import replace

from .model import Catalogue, Label, PriceRule, Service, SoldBy, StationKind, StepKind, StepShare

_BANDS = ("S", "M", "L", "XL")
DOG = frozenset({"dog"})
CAT = frozenset({"cat"})
ANY = frozenset({"dog", "cat", "other"})

_CHECK = StepShare(StepKind.CHECK, None, 10)
_BRUSH = StepShare(StepKind.BRUSH, StationKind.TABLE, 10)
_BATH = StepShare(StepKind.BATH, StationKind.TUB, 15)
_DRY = StepShare(StepKind.DRY, StationKind.BLOWER, 30)
_FINAL = StepShare(StepKind.FINAL, StationKind.TABLE, 25)
_TOUCH = StepShare(StepKind.FINAL, StationKind.TABLE, 1)

_DOG_BATH = (_CHECK, _BRUSH, _BATH, _DRY, _FINAL)
_DOG_GROOM = (*_DOG_BATH[:4], StepShare(StepKind.STYLE, StationKind.TABLE, 60), _FINAL)
_CAT_BATH = (
    StepShare(StepKind.CHECK, None, 15),
    StepShare(StepKind.BRUSH, StationKind.TABLE, 10),
    StepShare(StepKind.SETTLE, StationKind.CRATE, 10),
    StepShare(StepKind.BATH, StationKind.TUB, 20),
    StepShare(StepKind.DRY, StationKind.BLOWER, 45),
    StepShare(StepKind.REST, StationKind.CRATE, 10),
    StepShare(StepKind.FINAL, StationKind.TABLE, 10),
)
_TIDY = (
    StepShare(StepKind.CHECK, None, 5),
    StepShare(StepKind.STYLE, StationKind.TABLE, 20),
    StepShare(StepKind.FINAL, StationKind.TABLE, 5),
)

# Minutes and yuan by size, in the order of _BANDS.
_BY_SIZE: dict[str, tuple[tuple[int, int], ...]] = {
    "bath": ((60, 88), (90, 128), (120, 188), (150, 268)),
    "spa": ((80, 138), (110, 188), (140, 268), (180, 368)),
    "groom": ((120, 238), (150, 298), (180, 428), (240, 568)),
    "tidy": ((30, 58), (40, 78), (50, 98), (60, 128)),
    "medicated": ((20, 40), (20, 50), (30, 70), (30, 90)),
    "deshed": ((20, 50), (30, 80), (45, 120), (60, 160)),
}
# The trade's table starts at S; the smallest band costs the same.
_SAME_BAND = {"XS": "S"}


def standard_catalogue() -> Catalogue:
    """Services and price rules usable for any new shop; every number can be changed there."""
    return Catalogue(services=_services(), rules=(*_sized_rules(), *_cat_rules(), *_flat_rules()))


def standard_labels() -> frozenset[str]:
    """The words of owners that lead to a service of the standard catalogue: those that the assistant tells apart."""
    return frozenset(label for one in _services() for label in one.labels)


def _services() -> tuple[Service, ...]:
    rows = (*_mains(), *_extras(), *_stays())
    return tuple(_at(service, position) for position, service in enumerate(rows))


def _at(service: Service, position: int) -> Service:
    return replace(service, position=position)


def _mains() -> tuple[Service, ...]:
    bath_labels = ("bath", "nail", "ear", "anal_gland", "paw")
    return (
        Service("bath", Label("基础洗护", "Basic bath"), DOG, _DOG_BATH, frozenset({"bath"}), bath_labels),
        Service(
            "spa", Label("精洗 SPA", "Spa bath"), DOG, _DOG_BATH, frozenset({"bath"}),
            ("bath", "spa"), ("bath",),
        ),
        Service(
            "groom", Label("美容造型", "Full groom"), DOG, _DOG_GROOM, frozenset({"bath", "style"}),
            ("groom", "shave"), ("bath", "tidy"),
        ),
        Service(
            "tidy", Label("局修", "Tidy"), DOG, _TIDY, frozenset({"style"}),
            ("tidy", "nail", "ear", "anal_gland", "paw"),
        ),
        Service(
            "cat_bath", Label("猫洗护", "Cat bath"), CAT, _CAT_BATH, frozenset({"bath", "cat"}), bath_labels,
        ),
    )  # fmt: skip


def _extras() -> tuple[Service, ...]:
    soak = (StepShare(StepKind.BATH, StationKind.TUB, 1),)
    blow = (StepShare(StepKind.DRY, StationKind.BLOWER, 1),)
    comb = (StepShare(StepKind.BRUSH, StationKind.TABLE, 1),)
    return (
        _extra("medicated", Label("药浴", "Medicated bath"), DOG, soak, ("medicated_bath",)),
        _extra("deshed", Label("去底毛", "De-shed"), DOG, blow, ("deshed",)),
        _extra("demat", Label("开结", "De-mat"), DOG | CAT, comb, ("demat",), most=3),
        _extra("teeth", Label("刷牙", "Teeth brushing"), DOG | CAT, (_TOUCH,), ("teeth",)),
        _extra("nail_grind", Label("磨甲", "Nail grinding"), DOG | CAT, (_TOUCH,), ("nail",)),
        _extra("ear_pluck", Label("拔耳毛", "Ear plucking"), DOG | CAT, (_TOUCH,), ("ear",)),
        _extra("pickup", Label("接送", "Pick-up ride"), ANY, (), ("pickup",), most=2),
    )


def _extra(
    code: str, name: Label, species: frozenset[str], steps: tuple[StepShare, ...],
    labels: tuple[str, ...], most: int = 1,
) -> Service:  # fmt: skip
    return Service(code, name, species, steps, frozenset(), labels, is_extra=True, max_quantity=most)


def _stays() -> tuple[Service, ...]:
    """Sold by the night or the day. A new shop has no kennels: until it has, people at the desk arrange them."""
    return (
        _stay("boarding", Label("寄养", "Boarding"), SoldBy.NIGHT),
        _stay("daycare", Label("日托", "Day care"), SoldBy.DAY),
    )


def _stay(code: str, name: Label, sold_by: SoldBy) -> Service:
    return Service(code, name, DOG | CAT, labels=(code,), is_bookable=False, sold_by=sold_by)


def _sized_rules() -> list[PriceRule]:
    rules: list[PriceRule] = []
    for code, cells in _BY_SIZE.items():
        for size, (minutes, yuan) in zip(_BANDS, cells, strict=True):
            rules.append(PriceRule(code, minutes, yuan * 100, "dog", size))
        small = cells[_BANDS.index(_SAME_BAND["XS"])]
        rules.append(PriceRule(code, small[0], small[1] * 100, "dog", "XS"))
    long_coat = Label("长毛加时", "Long coat")
    rules.append(PriceRule("bath", 30, 3000, "dog", None, "long", is_modifier=True, label=long_coat))
    return rules


def _cat_rules() -> list[PriceRule]:
    return [
        PriceRule("cat_bath", 90, 11800, "cat"),
        PriceRule("cat_bath", 180, 18800, "cat", None, "long"),
    ]


def _flat_rules() -> list[PriceRule]:
    return [
        PriceRule("demat", 15, 4000),
        PriceRule("teeth", 15, 2000),
        PriceRule("nail_grind", 10, 2000),
        PriceRule("ear_pluck", 10, 2000),
        PriceRule("pickup", 0, 2000),
        PriceRule("boarding", 0, 8000, "dog"),
        PriceRule("boarding", 0, 6000, "cat"),
        PriceRule("daycare", 0, 6000),
    ]
