"""Calendars as programs read them: escaped, folded, and the same whatever is written in them."""

import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from pawline.booking import CalendarEntry, calendar_text

NOW_MS = 1_795_000_000_123
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=120) | st.text('豆,;\\\n "', max_size=120)


def entry(title: str = "豆豆 · 洗护", place: str = "", about: str = "", status: str = "confirmed") -> CalendarEntry:
    return CalendarEntry("0" * 32, 3, status, NOW_MS + 1_000, NOW_MS + 3_601_000, title, place, about)


@given(WORDS, WORDS, WORDS, WORDS)
def test_what_is_written_is_read(title: str, place: str, about: str, name: str) -> None:
    text = calendar_text([entry(title, place, about)], NOW_MS, name)
    calendar = Calendar.from_ical(text)
    [event] = calendar.walk("VEVENT")
    assert str(event["SUMMARY"]) == title
    assert str(event["LOCATION"]) == place
    assert str(event.get("DESCRIPTION", "")) == about
    # The reader takes what is said of the whole calendar as it stands.
    assert unescaped(calendar["NAME"]) == unescaped(calendar["X-WR-CALNAME"]) == name


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], str(text))


@given(st.lists(WORDS, max_size=4))
def test_lines_are_short_and_no_character_is_cut(titles: list[str]) -> None:
    raw = calendar_text([entry(title) for title in titles], NOW_MS, "毛球宠物").encode()
    assert raw.endswith(b"END:VCALENDAR\r\n")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        # Raises where a character was cut in two.
        line.decode()


def test_an_event_says_what_programs_go_by() -> None:
    text = calendar_text([entry()], NOW_MS, "毛球宠物")
    calendar = Calendar.from_ical(text)
    [event] = calendar.walk("VEVENT")
    start = datetime.fromtimestamp(NOW_MS // 1000 + 1, tz=UTC)
    assert event["UID"] == f"{'0' * 32}@pawline"
    assert event["SEQUENCE"] == 3
    assert event.decoded("DTSTART") == start
    assert event.decoded("DTEND") == start + timedelta(hours=1)
    assert "DTSTART:20" in text
    assert f"DTSTART:{start:%Y%m%dT%H%M%SZ}\r\n" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text
    assert "X-PUBLISHED-TTL:PT1H\r\n" in text
    assert calendar["VERSION"] == "2.0"


def test_states_as_calendars_know_them() -> None:
    known = {"confirmed": "CONFIRMED", "done": "CONFIRMED", "held": "TENTATIVE", "cancelled": "CANCELLED"}
    for status, said in (known | {"no_show": "CANCELLED", "expired": "CANCELLED"}).items():
        [event] = Calendar.from_ical(calendar_text([entry(status=status)], NOW_MS)).walk("VEVENT")
        assert event["STATUS"] == said


def test_control_characters_are_left_out() -> None:
    text = calendar_text([entry("豆\x07豆\x0b\rX")], NOW_MS)
    assert str(Calendar.from_ical(text).walk("VEVENT")[0]["SUMMARY"]) == "豆豆X"
