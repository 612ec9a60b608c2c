"""Prices: every line is told, and the lines are the price."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawline.booking import NeedsBath, NotForPet, ServiceLine, SizeNeeded, UnknownService
from pawline.booking.model import Subject
from pawline.booking.pricing import quote
from pawline.platform.errors import PawlineError
from pawline.shop import STEP_ORDER, standard_catalogue

CATALOGUE = standard_catalogue()
CODES = [service.code for service in CATALOGUE.services]
wishes = st.lists(st.builds(ServiceLine, st.sampled_from(CODES), st.integers(1, 4)), min_size=1, max_size=5)
subjects = st.builds(
    Subject,
    st.sampled_from(("dog", "cat")),
    st.sampled_from(("XS", "S", "M", "L", "XL", None)),
    st.sampled_from(("smooth", "double", "long", "curly", "short", None)),
)


@given(wishes, subjects)
def test_the_lines_are_the_price(wish: list[ServiceLine], subject: Subject) -> None:
    try:
        found = quote(CATALOGUE, wish, subject)
    except PawlineError:
        return
    assert found.total_cents == sum(line.price_cents for line in found.lines)
    assert found.minutes == sum(line.minutes for line in found.lines) == sum(s.minutes for s in found.steps)
    assert all(step.minutes > 0 and step.minutes % 5 == 0 for step in found.steps)
    assert [STEP_ORDER[s.kind] for s in found.steps] == sorted(STEP_ORDER[s.kind] for s in found.steps)
    assert quote(CATALOGUE, found.services, subject) == found


def cents(*codes: str, species: str = "dog", size: str | None = "L", coat: str | None = "double") -> tuple[int, int]:
    found = quote(CATALOGUE, [ServiceLine(code) for code in codes], Subject(species, size, coat))
    return found.minutes, found.total_cents


@pytest.mark.parametrize(
    ("got", "wanted"),
    [
        (cents("bath", size="S"), (60, 8_800)),
        (cents("bath", size="L", coat="long"), (150, 21_800)),
        (cents("spa", size="XL"), (180, 36_800)),
        (cents("groom"), (180, 42_800)),
        (cents("bath", "groom"), (180, 42_800)),
        (cents("groom", "deshed", "teeth"), (240, 56_800)),
        (cents("tidy", size="M"), (40, 7_800)),
        (cents("cat_bath", species="cat", size=None, coat="short"), (90, 11_800)),
        (cents("cat_bath", species="cat", size=None, coat="long"), (180, 18_800)),
        (cents("teeth", size=None), (15, 2_000)),
        (cents("bath", "medicated", size="XL"), (180, 35_800)),
    ],
)
def test_the_trades_table(got: tuple[int, int], wanted: tuple[int, int]) -> None:
    assert got == wanted


def test_quantities() -> None:
    wish = [ServiceLine("bath"), ServiceLine("demat", 9), ServiceLine("pickup", 2)]
    found = quote(CATALOGUE, wish, Subject("dog", "S", "curly"))
    assert (found.minutes, found.total_cents) == (60 + 45, 8_800 + 3 * 4_000 + 2 * 2_000)


@pytest.mark.parametrize(
    ("wish", "subject", "refusal"),
    [
        ([ServiceLine("fly")], Subject("dog", "S", None), UnknownService),
        ([], Subject("dog", "S", None), UnknownService),
        ([ServiceLine("bath", 0)], Subject("dog", "S", None), UnknownService),
        ([ServiceLine("boarding")], Subject("dog", "S", None), UnknownService),
        ([ServiceLine("bath")], Subject("cat", None, "short"), NotForPet),
        ([ServiceLine("groom")], Subject("dog", None, None), SizeNeeded),
        ([ServiceLine("tidy"), ServiceLine("medicated")], Subject("dog", "S", None), NeedsBath),
    ],
)
def test_refusals(wish: list[ServiceLine], subject: Subject, refusal: type[PawlineError]) -> None:
    with pytest.raises(refusal) as refused:
        quote(CATALOGUE, wish, subject)
    assert refused.value.sentence("zh")
    assert refused.value.sentence("en")
