"""A price whose pet is not known lies between what it can be, and says what it depends on."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawline.booking import NotForPet, ServiceLine, Subject
from pawline.booking.price_range import PriceRange, price_range, range_alone
from pawline.booking.pricing import quote
from pawline.platform.errors import PawlineError
from pawline.shop import standard_catalogue
from pawline.shop.kinds import COATS, SIZES

LIST = standard_catalogue()
wishes = st.sampled_from([("bath",), ("groom",), ("spa", "teeth"), ("cat_bath",), ("bath", "deshed"), ("boarding",)])
sizes, coats = st.sampled_from([None, *SIZES]), st.sampled_from([None, *COATS])


def lines(codes: tuple[str, ...]) -> list[ServiceLine]:
    return [ServiceLine(code) for code in codes]


def found(codes: tuple[str, ...], pet: Subject | None) -> PriceRange | None:
    try:
        return price_range(LIST, lines(codes), pet)
    except PawlineError:
        return None


@given(wishes, st.sampled_from(["dog", "cat"]), sizes, coats)
def test_every_pet_that_it_can_be_lies_within_and_the_ends_are_reached(
    codes: tuple[str, ...], species: str, size: str | None, coat: str | None
) -> None:
    every = [
        Subject(species, one, other) for one, other in product([size] if size else SIZES, [coat] if coat else COATS)
    ]
    prices: list[tuple[int, int]] = []
    for one in every:
        try:
            quoted = quote(LIST, lines(codes), one)
        except PawlineError:
            continue
        prices.append((quoted.total_cents, quoted.minutes))
    between = found(codes, Subject(species, size, coat))
    if not prices:
        assert between is None
        return
    assert between is not None
    assert (between.low_cents, between.high_cents) == (min(p[0] for p in prices), max(p[0] for p in prices))
    assert (between.low_min, between.high_min) == (min(p[1] for p in prices), max(p[1] for p in prices))
    assert bool(between.by) == (len(set(prices)) > 1)


def test_what_it_depends_on_is_named() -> None:
    assert price_range(LIST, lines(("bath",)), Subject("dog", None, None)).by == ("size", "coat")
    assert price_range(LIST, lines(("bath",)), Subject("dog", "M", None)).by == ("coat",)
    assert price_range(LIST, lines(("bath",)), Subject("dog", None, "long")).by == ("size",)
    assert price_range(LIST, lines(("bath",)), Subject("dog", "M", "long")).by == ()
    assert price_range(LIST, lines(("groom",)), Subject("dog", "M", None)).by == ()
    assert price_range(LIST, lines(("cat_bath",)), None).by == ("coat",)


def test_the_numbers_of_a_bath() -> None:
    assert range_alone(LIST, LIST.by_code["bath"], Subject("dog", "M", None)) == PriceRange(
        12800, 15800, 90, 120, ("coat",)
    )
    assert price_range(LIST, lines(("bath",)), None).low_cents == 8800


def test_no_pet_of_such_a_kind() -> None:
    with pytest.raises(NotForPet):
        price_range(LIST, lines(("cat_bath",)), Subject("dog", None, None))
