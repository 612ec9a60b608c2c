"""The days of a series, in three zones, against a calendar."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawline.booking import BadRhythm, SeriesTooLong
from pawline.booking.rhythm import LONGEST_WEEKS, MOST_TIMES, MOST_WEEKS, check_starts, starts_of

# Without daylight saving, and with it in the north and in the south.
ZONES = [ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/Berlin", "Australia/Sydney")]
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
MINUTES = st.integers(0, 24 * 60 - 1)


def instant(day: date, minute: int, zone: ZoneInfo) -> int:
    """By way of UTC, so that an hour that is skipped comes out as one that is on the clock."""
    local = datetime.combine(day, time(minute // 60, minute % 60), tzinfo=zone)
    return int(local.astimezone(UTC).timestamp()) * 1000


@given(
    st.sampled_from(ZONES), DAYS, MINUTES, st.integers(1, MOST_WEEKS), st.integers(2, MOST_TIMES), st.booleans()
)  # fmt: skip
def test_weekday_and_clock_stay_the_same(
    zone: ZoneInfo, day: date, minute: int, weeks: int, times: int, is_second: bool
) -> None:
    first_ms = instant(day, minute, zone)
    seen = datetime.fromtimestamp(first_ms / 1000, tz=zone)
    twice = int(seen.replace(fold=1).timestamp()) * 1000
    start_ms = twice if is_second else first_ms
    if (times - 1) * weeks > LONGEST_WEEKS:
        with pytest.raises(SeriesTooLong):
            starts_of(start_ms, weeks, times, zone)
        return
    found = starts_of(start_ms, weeks, times, zone)
    assert (found[0], len(found)) == (start_ms, times)
    shown = datetime.fromtimestamp(start_ms / 1000, tz=zone)
    for number, at_ms in enumerate(found):
        wanted = shown.date() + timedelta(days=7 * weeks * number)
        here = datetime.fromtimestamp(at_ms / 1000, tz=zone)
        is_skipped = here.time() != shown.time()
        assert here.date() == wanted
        assert here.weekday() == shown.weekday()
        if is_skipped:
            # The clock has no such time that day: it is the hour of the change, and an hour later at most.
            assert _is_missing(wanted, shown.time(), zone)
            assert here.replace(tzinfo=None) - datetime.combine(wanted, shown.time()) <= timedelta(hours=1)
    assert found == sorted(set(found))
    check_starts(found, weeks)


def _is_missing(day: date, clock: time, zone: ZoneInfo) -> bool:
    named = datetime.combine(day, clock.replace(fold=0), tzinfo=zone)
    return named.astimezone(UTC).astimezone(zone).time() != clock.replace(fold=0)


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_ten_in_the_morning_is_ten_in_the_morning_all_year(zone: ZoneInfo) -> None:
    found = starts_of(instant(date(2026, 11, 24), 600, zone), 4, 14, zone)
    assert {datetime.fromtimestamp(one / 1000, tz=zone).strftime("%a %H:%M") for one in found} == {"Tue 10:00"}
    hours = {(other - one) / 3_600_000 % 24 for one, other in pairwise(found)}
    assert hours == ({0.0} if zone.key == "Asia/Shanghai" else {0.0, 1.0, 23.0})


@pytest.mark.parametrize(("weeks", "times"), [(0, 6), (13, 2), (1, 1), (1, 27), (0, 0)])
def test_what_is_no_rhythm(weeks: int, times: int) -> None:
    with pytest.raises(BadRhythm):
        starts_of(0, weeks, times, ZONES[0])
    with pytest.raises(BadRhythm):
        check_starts(list(range(times)), weeks)


def test_a_year_and_no_longer() -> None:
    week_ms = 7 * 86_400_000
    assert len(starts_of(0, 2, 26, ZONES[0])) == len(starts_of(0, 4, 14, ZONES[0])) + 12
    with pytest.raises(SeriesTooLong) as refusal:
        starts_of(0, 12, 6, ZONES[0])
    assert refusal.value.sentence("zh") == "系列最长一年：每隔 12 周的话，最多 5 次。"
    check_starts([0, 52 * week_ms + 6 * 86_400_000], 12)
    with pytest.raises(SeriesTooLong):
        check_starts([0, 53 * week_ms + 86_400_000], 12)
