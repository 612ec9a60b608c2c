"""Seasons on a quote, against a plain reading of what the guide says of them."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawline.booking import Quote, ServiceLine, on_day
from pawline.booking.model import Subject
from pawline.booking.pace import at_pace
from pawline.booking.pricing import price_alone, quote
from pawline.platform.errors import PawlineError
from pawline.shop import Catalogue, Label, PriceRule, Season, SoldBy, standard_catalogue


def _on_sale(sold: Catalogue) -> Catalogue:
    """The standard catalogue with its stays on sale, and a coat that costs more by the night."""
    more = PriceRule("boarding", 0, 1550, coat="long", is_modifier=True, label=Label("长毛", "Long coat"))
    return Catalogue(tuple(replace(one, is_bookable=True) for one in sold.services), (*sold.rules, more))


SOLD = _on_sale(standard_catalogue())
CODES = [service.code for service in SOLD.services]
FIRST = date(2027, 2, 1)
DOG = Subject("dog", "S", "curly")
days = st.integers(0, 30).map(lambda n: FIRST + timedelta(days=n))
percents = st.integers(-50, 200).filter(bool)
some_weekdays = st.frozensets(st.integers(1, 7), max_size=4)
some_services = st.frozensets(st.sampled_from(CODES), max_size=4)
seasons = st.builds(
    lambda n, ends, percent, weekdays, services: Season(
        f"s{n}", Label("春节", "Spring Festival"), min(ends), max(ends), percent, weekdays, services
    ),
    st.integers(0, 9), st.tuples(days, days), percents, some_weekdays, some_services,
)  # fmt: skip
wishes = st.lists(st.builds(ServiceLine, st.sampled_from(CODES), st.integers(1, 9)), min_size=1, max_size=4)
subjects = st.builds(
    Subject, st.sampled_from(("dog", "cat")), st.sampled_from(("S", "L", "XL")),
    st.sampled_from(("smooth", "long", "curly", "short")),
)  # fmt: skip


def season(percent: int, *services: str, first: date = FIRST, last: date = FIRST, weekdays: str = "") -> Season:
    on = frozenset(int(one) for one in weekdays)
    return Season("s", Label("春节", "Spring Festival"), first, last, percent, on, frozenset(services))


def holds(one: Season, day: date) -> bool:
    return one.first <= day <= one.last and (not one.weekdays or day.weekday() + 1 in one.weekdays)


def whole_yuan(cents: Fraction) -> int:
    """Half of a yuan goes away from nothing."""
    yuan = abs(cents) / 100
    whole = int(yuan) + (yuan - int(yuan) >= Fraction(1, 2))
    return int(whole * 100 * (1 if cents > 0 else -1))


def by_hand(listed: Quote, mine: list[Season], day: date, subject: Subject) -> int:
    """The total, night by night and service by service."""
    total = listed.total_cents
    for one in mine:
        due = Fraction(0)
        for line in listed.services:
            if one.services and line.code not in one.services:
                continue
            service = SOLD.by_code[line.code]
            if service.sold_by is SoldBy.NIGHT:
                night = Fraction(price_alone(SOLD, service, subject).price_cents)
                for n in range(line.quantity):
                    if holds(one, day + timedelta(days=n)):
                        due += night * one.percent / 100
            elif holds(one, day):
                mine_cents = sum(each.price_cents for each in listed.lines if each.code == line.code)
                due += Fraction(mine_cents * one.percent, 100)
        total = max(0, total + whole_yuan(due))
    return total


@given(wishes, subjects, st.lists(seasons, max_size=4), days)
def test_the_total_is_what_the_guide_says_and_the_sum_of_its_lines(
    wish: list[ServiceLine], subject: Subject, mine: list[Season], day: date
) -> None:
    try:
        listed = quote(SOLD, wish, subject)
    except PawlineError:
        return
    found = on_day(listed, mine, day)
    assert found.total_cents == by_hand(listed, mine, day, subject) >= 0
    assert found.lines[: len(listed.lines)] == listed.lines
    own = found.lines[len(listed.lines) :]
    assert all(line.price_cents and line.price_cents % 100 == 0 and not line.minutes for line in own)
    assert all(len(line.label.zh) <= 40 and len(line.label.en) <= 40 for line in own)
    assert (found.minutes, found.steps, found.services, found.nights) == (
        listed.minutes, listed.steps, listed.services, listed.nights,
    )  # fmt: skip
    slower = at_pace(found, 130)
    assert slower.total_cents == found.total_cents
    assert [line.minutes for line in slower.lines[len(listed.lines) :]] == [0] * len(own)


@given(wishes, subjects, st.lists(seasons, max_size=4))
def test_a_day_of_no_season_costs_what_is_listed(wish: list[ServiceLine], subject: Subject, mine: list[Season]) -> None:
    try:
        listed = quote(SOLD, wish, subject)
    except PawlineError:
        return
    assert on_day(listed, mine, date(2027, 3, 4)) is listed
    assert on_day(listed, mine, FIRST - timedelta(days=10)) is listed


def lines(services: list[ServiceLine], *mine: Season, day: date = FIRST, pet: Subject = DOG) -> list[tuple[str, int]]:
    listed = quote(SOLD, services, pet)
    return [(one.label.zh, one.price_cents) for one in on_day(listed, mine, day).lines[len(listed.lines) :]]


BATH, TEETH = ServiceLine("bath"), ServiceLine("teeth")


@pytest.mark.parametrize(
    ("got", "wanted"),
    [
        (lines([BATH], season(20)), [("春节 +20%", 1800)]),
        (lines([BATH], season(-50)), [("春节 −50%", -4400)]),
        # An add-on is a service as any other: for everything, or named by itself.
        (lines([BATH, TEETH], season(20)), [("春节 +20%", 2200)]),
        (lines([BATH, TEETH], season(20, "bath")), [("春节 +20%", 1800)]),
        (lines([BATH, TEETH], season(50, "teeth")), [("春节 +50%", 1000)]),
        (lines([BATH], season(50, "groom")), []),
        # The extra of a coat is part of the listed price.
        (lines([BATH], season(10), pet=Subject("dog", "S", "long")), [("春节 +10%", 1200)]),
        # Each one is of the listed price, never of another's line.
        (lines([BATH], season(20), season(10)), [("春节 +20%", 1800), ("春节 +10%", 900)]),
        (lines([BATH], season(-50), season(-50), season(-50)), [("春节 −50%", -4400), ("春节 −50%", -4400)]),
        # 1 Feb 2027 is a Monday.
        (lines([BATH], season(20, weekdays="1")), [("春节 +20%", 1800)]),
        (lines([BATH], season(20, weekdays="67")), []),
    ],
)
def test_a_visit(got: list[tuple[str, int]], wanted: list[tuple[str, int]]) -> None:
    assert got == wanted


def test_each_night_is_a_day_of_its_own() -> None:
    """Three nights from Friday 5 Feb, of 80 yuan each; the season begins on the Saturday and ends on the Sunday."""
    friday, three = date(2027, 2, 5), [ServiceLine("boarding", 3)]
    festival = season(20, first=date(2027, 2, 6), last=date(2027, 2, 7))
    assert lines(three, festival, day=friday) == [("春节 +20% · 2 晚", 3200)]
    assert lines(three, festival, day=friday + timedelta(days=2)) == [("春节 +20% · 1 晚", 1600)]
    assert lines(three, festival, day=friday + timedelta(days=3)) == []
    # The night of the day of fetching is nobody's.
    assert lines(three, festival, day=friday - timedelta(days=1)) == [("春节 +20% · 1 晚", 1600)]
    assert lines(three, festival, day=friday - timedelta(days=2)) == []


def test_what_goes_along_with_a_stay_is_of_the_first_day() -> None:
    pickup = next(one for one in SOLD.services if one.is_extra and not one.steps and "dog" in one.species)
    wish = [ServiceLine("boarding", 2), ServiceLine(pickup.code)]
    cents = price_alone(SOLD, pickup, DOG).price_cents
    festival = season(50, first=FIRST, last=FIRST)
    assert lines(wish, festival, day=FIRST) == [("春节 +50% · 1 晚", 4000 + cents // 2)]
    assert lines(wish, festival, day=FIRST - timedelta(days=1)) == [("春节 +50% · 1 晚", 4000)]


def test_day_care_is_of_its_day() -> None:
    assert lines([ServiceLine("daycare")], season(25)) == [("春节 +25%", 1500)]
