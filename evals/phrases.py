"""The customer's own words: many ways to say each fact, drawn by chance, and days as people name them."""

from __future__ import annotations

import random
import re
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from evals.scenario import Facts

T = TypeVar("T")
FOLDER = Path(__file__).parent / "words"
_PLACE = re.compile(r"\{(\w+)\}")
_WEEK_ZH = "一二三四五六日"
_WEEK_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec")
_NUMBER_ZH = "零一二三四五六七八九十"
# What a placeholder tells, where it is not the fact of its own name.
_TELLS = {"when": ("day", "at", "part"), "time": ("at",), "day": ("day",), "jin": ("weight",), "part": ("part",)}


class Words(msgspec.Struct, frozen=True):
    """A file of words; what it does not hold is in the one that it is `like`."""

    like: str = ""
    say: dict[str, dict[str, list[str]]] = {}
    answer: dict[str, list[str]] = {}
    correct: dict[str, list[str]] = {}


class Phrases:
    """One customer's way to talk."""

    def __init__(self, name: str, chance: random.Random) -> None:
        self._name = name
        self._chance = chance
        self._words = [_read(name)]
        while self._words[-1].like:
            self._words.append(_read(self._words[-1].like))

    @property
    def is_english(self) -> bool:
        """Whether days and hours are named in English."""
        return self._name.startswith("en")

    def answer(self, key: str) -> str | None:
        """A template of an answer; None when there is none for it."""
        return self._drawn([one.answer.get(key) for one in self._words])

    def correction(self, key: str) -> str | None:
        """A template that takes back what was understood."""
        return self._drawn([one.correct.get(key) for one in self._words])

    def filled(self, template: str, facts: Facts, now: datetime) -> tuple[str, frozenset[str]]:
        """The words with the facts in them, and which facts those were. Raises KeyError for one that is not known."""
        told: set[str] = set()

        def word(found: re.Match[str]) -> str:
            told.update(_TELLS.get(found[1], (found[1],)))
            return self._word(found[1], facts, now)

        text = _PLACE.sub(word, template)
        return re.sub(r"\s+", " ", text).strip(), frozenset(told)

    def _word(self, key: str, facts: Facts, now: datetime) -> str:
        if key == "when":
            return self._when(facts, now)
        if key == "day":
            return self._day(_known(facts.on, key), now.date())
        if key == "time":
            return self._clock(_known(facts.at, key))
        if key == "jin":
            return f"{_known(facts.weight, key) * 2:g}"
        if key == "nights":
            return self._number(_known(facts.nights, key))
        value = _known(getattr(facts, key), key)
        if isinstance(value, float):
            return f"{value:g}"
        return self._drawn([one.say.get(key, {}).get(value) for one in self._words]) or str(value)

    def _when(self, facts: Facts, now: datetime) -> str:
        parts = [self._day(facts.on, now.date())] if facts.on is not None else []
        if facts.at is not None:
            parts.append(self._clock(facts.at))
        elif facts.part is not None:
            parts.append(self._drawn([one.say.get("part", {}).get(facts.part) for one in self._words]) or facts.part)
        if not parts:
            raise KeyError("when")
        if self.is_english:
            return " ".join(parts)
        return self._chance.choice(("", "", " ")).join(parts)

    def _drawn(self, choices: list[list[str] | None]) -> str | None:
        found = next((one for one in choices if one), None)
        return None if found is None else self._chance.choice(found)

    # Days and hours

    def _day(self, day: date, today: date) -> str:
        return self._chance.choice(_days_en(day, today) if self.is_english else _days_zh(day, today, self._name))

    def _clock(self, at: datetime) -> str:
        return self._chance.choice(_clocks_en(at) if self.is_english else _clocks_zh(at, self._name))

    def _number(self, number: int) -> str:
        if self.is_english or number > 10:
            return str(number)
        return self._chance.choice((str(number), "两" if number == 2 else _NUMBER_ZH[number]))


def _known(value: T | None, key: str) -> T:
    if value is None:
        raise KeyError(key)
    return value


def _days_zh(day: date, today: date, style: str) -> list[str]:
    far, weekday = (day - today).days, _WEEK_ZH[day.weekday()]
    week = day.isocalendar().week - today.isocalendar().week
    names = [f"{day.month}月{day.day}号", f"{day.month}月{day.day}日"]
    near = {0: ["今天"], 1: ["明天", "明儿"], 2: ["后天"]}
    if style == "yue":
        near = {0: ["今日"], 1: ["聽日"], 2: ["後日"]}
    if style == "tw":
        near = {0: ["今天"], 1: ["明天"], 2: ["後天"]}
    if far in near:
        return near[far]
    if 2 < far < 7 and week == 0:
        names += [f"这周{weekday}", f"周{weekday}", f"星期{weekday}"]
    if week == 1 and far < 14:
        names += [f"下周{weekday}", f"下个星期{weekday}", f"下周{weekday}"]
    if style in ("yue", "tw"):
        names = [one.replace("号", "號").replace("这周", "這週").replace("下周", "下週").replace("周", "週")
                 .replace("下个", "下個") for one in names]  # fmt: skip
    return names


def _days_en(day: date, today: date) -> list[str]:
    far, weekday = (day - today).days, _WEEK_EN[day.weekday()]
    month = _MONTHS[day.month - 1]
    if far in (0, 1):
        return [("today", "tomorrow")[far]]
    names = [f"on {month} {day.day}", f"{day.day} {month}", f"on {weekday} the {day.day}{_th(day.day)}"]
    if 1 < far < 7:
        names += [f"on {weekday}", weekday, weekday.lower()]
    return names


def _th(number: int) -> str:
    return "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _clocks_zh(at: datetime, style: str) -> list[str]:
    hour = at.hour - 12 if at.hour > 12 else at.hour
    part = "上午" if at.hour < 12 else "中午" if at.hour == 12 else "下午" if at.hour < 18 else "晚上"
    if style == "yue":
        part = {"上午": "朝早", "下午": "下晝", "晚上": "夜晚"}.get(part, part)
    dot = "點" if style in ("yue", "tw") else "点"
    tail = {0: "", 30: "半"}.get(at.minute, f"{at.minute}")
    spelled = "两" if hour == 2 else _NUMBER_ZH[hour] if hour <= 10 else f"十{_NUMBER_ZH[hour - 10]}"
    names = [f"{part}{hour}{dot}{tail}", f"{part}{spelled}{dot}{tail}"]
    if style == "zh":
        names.append(f"{at:%H:%M}")
    return names


def _clocks_en(at: datetime) -> list[str]:
    half = "am" if at.hour < 12 else "pm"
    hour = at.hour - 12 if at.hour > 12 else at.hour
    tail = f":{at.minute:02d}" if at.minute else ""
    return [f"at {hour}{tail}{half}", f"at {hour}{tail} {half}", f"{hour}{tail}{half}", f"at {at:%H:%M}"]


def _read(name: str) -> Words:
    return msgspec.toml.decode((FOLDER / f"{name}.toml").read_bytes(), type=Words)
