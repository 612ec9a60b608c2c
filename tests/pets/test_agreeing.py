"""What is asked of whom, what a yes settles, and when a pet is old: by counting it another way."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pawline.pets.agreeing import Agreed, Consent, Signature, asks, is_aged, what_is_missing, without
from pawline.pets.consent_texts import STANDARD
from pawline.pets.model import Pet
from pawline.platform.ids import AccountId, PetId
from pawline.shop import Label, standard_catalogue

DAY = date(2026, 11, 24)
days = st.dates(date(1990, 1, 1), date(2035, 12, 31))


def pet(number: int, species: str = "dog", born: str | None = None) -> Pet:
    return Pet(PetId(f"p{number}"), AccountId("o"), f"宠{number}", species, None, None, None, None, born, None)  # type: ignore[arg-type]


@st.composite
def consents(draw: st.DrawFn) -> list[Consent]:
    made = [
        Consent(
            f"c{n}",
            Label(f"第{n}份", f"No. {n}"),
            Label("好", "Fine"),
            draw(st.integers(1, 3)),
            tuple(draw(st.sets(st.sampled_from(["bath", "groom", "demat"]), max_size=2))),
            tuple(draw(st.sets(st.sampled_from(["dog", "cat"]), max_size=2))),
            draw(st.none() | st.integers(1, 15)),
            draw(st.booleans()),
            draw(st.booleans()),
        )
        for n in range(draw(st.integers(0, 4)))
    ]
    return made


@st.composite
def signatures(draw: st.DrawFn) -> list[Signature]:
    return [
        Signature(
            f"s{n}", PetId(f"p{draw(st.integers(0, 2))}"), f"c{draw(st.integers(0, 3))}", draw(st.integers(1, 3)),
            AccountId("o"), None, 1, None, draw(st.sampled_from([None, None, 2])),
        )
        for n in range(draw(st.integers(0, 8)))
    ]  # fmt: skip


pets = st.lists(
    st.tuples(
        st.sampled_from(["dog", "cat", "other"]),
        st.sampled_from([None, "2012", "2018-11", "2018-11-24", "2018-11-25"]),
        st.sets(st.sampled_from(["bath", "groom", "demat"]), min_size=1),
    ),
    min_size=1,
    max_size=3,
)


@given(consents(), pets, signatures())
def test_exactly_what_concerns_a_pet_and_stands_open_is_asked(
    known: list[Consent], coming: list[tuple[str, str | None, set[str]]], signed: list[Signature]
) -> None:
    wanted = [(pet(n, species, born), services) for n, (species, born, services) in enumerate(coming)]
    by_pet = {f"p{n}": [one for one in signed if one.pet_id == f"p{n}"] for n in range(3)}
    found = asks(known, wanted, by_pet, DAY)
    asked = {(one.code, one.version, each.id) for one in found for each in one.pets}
    expected: set[tuple[str, int, str]] = set()
    for one in known:
        for each, services in wanted:
            age = {"2012": 14, "2018-11": 8, "2018-11-24": 8, "2018-11-25": 7}.get(each.born or "", -1)
            reasons = [
                one.is_on,
                not one.services or bool(set(one.services) & services),
                not one.species or each.species in one.species,
                one.from_years is None or age >= one.from_years,
                (one.code, one.version) not in {(s.code, s.version) for s in by_pet[each.id] if not s.withdrawn_ms},
            ]
            if all(reasons):
                expected.add((one.code, one.version, each.id))
    assert asked == expected
    assert [one.is_must for one in found] == sorted((one.is_must for one in found), reverse=True)
    assert len({one.code for one in found}) == len(found), "one line for each consent, whoever it concerns"


@given(consents(), pets, st.data())
def test_a_yes_settles_what_it_says_and_nothing_else(
    known: list[Consent], coming: list[tuple[str, str | None, set[str]]], data: st.DataObject
) -> None:
    wanted = [(pet(n, species, born), services) for n, (species, born, services) in enumerate(coming)]
    asked = asks(known, wanted, {}, DAY)
    every = [Agreed(one.code, one.version, each.id) for one in asked for each in one.pets]
    said = set(data.draw(st.lists(st.sampled_from(every)))) if every else set[Agreed]()
    stale = {Agreed(one.code, one.version + 1, one.pet_id) for one in every}
    left = without(asked, said | stale)
    assert {Agreed(one.code, one.version, each.id) for one in left for each in one.pets} == set(every) - said
    assert without(asked, every) == []
    missing = {(one.code, each.name) for one in left if one.is_must for each in one.pets}
    words = what_is_missing(left)
    assert (words is None) == (not missing)
    if words is not None:
        names = {code: next(one.name for one in known if one.code == code) for code, _name in missing}
        assert all(names[code].zh in words.zh and name in words.zh for code, name in missing)
        assert all(names[code].en in words.en and name in words.en for code, name in missing)


@given(days, st.integers(1, 30), days)
def test_an_age_is_counted_by_birthdays(born: date, years: int, day: date) -> None:
    month, of_month = (3, 1) if (born.month, born.day) == (2, 29) else (born.month, born.day)
    birthdays = [date(year, month, of_month) for year in range(born.year + 1, day.year + 1)]
    if (born.month, born.day) == (2, 29):
        # In a leap year the birthday itself; in another one, the day after.
        birthdays = [one - timedelta(days=1) if one.year % 4 == 0 else one for one in birthdays]
    had = sum(1 for one in birthdays if one <= day)
    assert is_aged(born.isoformat(), years, day) == (had >= years)
    # Who says less is asked rather too early than too late.
    for less in (born.isoformat()[:7], born.isoformat()[:4]):
        assert is_aged(less, years, day) >= is_aged(born.isoformat(), years, day)
    assert not is_aged(None, years, day)


def test_what_a_shop_starts_with() -> None:
    on = {code: one.is_must for code, one in STANDARD.items() if one.is_on}
    assert on == {"demat": True, "emergency": False}
    sold = standard_catalogue().by_code
    for code, one in STANDARD.items():
        assert (one.code, one.version) == (code, 1)
        assert set(one.services) <= set(sold)
        assert len(code) <= 24
        assert all(0 < len(name) <= 40 for name in (one.name.zh, one.name.en))
        assert all(
            20 < len(text) <= 400 and "!" not in text and "！" not in text for text in (one.text.zh, one.text.en)
        )
