"""A row read cell by cell: what is wrong is noted, and the reading goes on, so that all is told at once. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar
from zoneinfo import ZoneInfo

from pawline.platform.errors import PawlineError
from pawline.shop import Label, local_time, wall_ms

from .model import Column, Problem, Row
from .wrong import Needed, NotMoment, NotMoney, NotOneOf, NotWhole, TooLong, problem

T = TypeVar("T")

YES, NO = Label("是", "yes"), Label("否", "no")
# Before it nobody kept a book by computer, and after it calendars end.
_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_MOMENT = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T]+(\d{1,2}):(\d{2})(?::00)?")
_MONEY = re.compile(r"[¥￥]?(\d{1,6})(?:\.(\d{1,2}))?元?")


class Cells:
    """The cells of one row; `problems` are shared with those of the other rows. `is_well`: nothing was wrong so far."""

    def __init__(self, row: Row, columns: Sequence[Column], problems: list[Problem]) -> None:
        self.line = row.line
        self._cells = row.cells
        self._columns = {one.key: one for one in columns}
        self._problems = problems
        self.is_well = True

    def wrong(self, key: str | None, error: PawlineError) -> None:
        """Notes what is wrong with a cell; a key of None, or one that is no column, means the whole line."""
        self.is_well = False
        self._problems.append(problem(self.line, self._columns.get(key or ""), error))

    def must(self, check: Callable[[], T], columns: Mapping[str, str] | None = None) -> T | None:
        """What the check answers; its refusal is noted under the column that it names, which may have another name
        here, and then None is answered.
        """
        try:
            return check()
        except PawlineError as refusal:
            reason = str(refusal.data.get("reason", ""))
            self.wrong((columns or {}).get(reason, reason), refusal)
            return None

    def text(self, key: str, most: int = 200, *, needed: bool = False) -> str:
        """Without the spaces around it; empty when nothing is there."""
        found = self._cells.get(key, "").strip()
        if needed and not found:
            self.wrong(key, Needed())
        if len(found) > most:
            self.wrong(key, TooLong(most=most))
        return found

    def pick(self, key: str, words: Mapping[str, Label], *, needed: bool = False) -> str | None:
        """The code that is meant by a word in either language, or by itself; None when the cell is empty."""
        said = self.text(key, needed=needed).casefold()
        for code, label in words.items():
            if said in (code.casefold(), label.zh.casefold(), label.en.casefold()):
                return code
        if said:
            self.wrong(key, NotOneOf(value=said[:40], **known(words)))
        return None

    def yes(self, key: str, default: bool) -> bool:
        """Yes or no; the default when the cell is empty."""
        found = self.pick(key, {"1": YES, "0": NO})
        return default if found is None else found == "1"

    def whole(self, key: str, least: int, most: int) -> int | None:
        """A whole number between both, which may be either; None when the cell is empty."""
        said = plain(self.text(key))
        if not said:
            return None
        if not (said.isascii() and said.isdecimal() and len(said) < 10 and least <= int(said) <= most):
            self.wrong(key, NotWhole(value=said[:40], least=least, most=most))
            return None
        return int(said)

    def cents(self, key: str) -> int | None:
        """An amount of yuan, in cents; None when the cell is empty."""
        said = plain(self.text(key)).replace(",", "")
        found = _MONEY.fullmatch(said)
        if said and not found:
            self.wrong(key, NotMoney(value=said[:40]))
        return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else None

    def moment(self, key: str, zone: ZoneInfo) -> int | None:
        """An instant by the shop's wall clock, in milliseconds; None when it cannot be read."""
        said = plain(self.text(key, needed=True))
        found = _MOMENT.fullmatch(said)
        if found and (day := _day(found)) and int(found[4]) < 24 and int(found[5]) < 60:
            return wall_ms(day, int(found[4]) * 60 + int(found[5]), zone)
        if said:
            self.wrong(key, NotMoment(value=said[:40]))
        return None


def plain(text: str) -> str:
    """Full-width digits and marks as the narrow ones that are meant."""
    return unicodedata.normalize("NFKC", text).strip()


def known(words: Mapping[str, Label]) -> dict[str, str]:
    """The words that can stand in a cell, for the sentence that says so."""
    return {
        "known": "、".join(label.zh for label in words.values()),
        "known_en": ", ".join(label.en for label in words.values()),
    }


def said(code: str | None, words: Mapping[str, Label], lang: str) -> str:
    """A code in the language of the file; one without a word stands as it is, None is an empty cell."""
    label = words.get(code or "", Label(code or "", code or ""))
    return label.en if lang == "en" else label.zh


def yes_said(is_so: bool, lang: str) -> str:
    """Yes or no in the language of the file."""
    return said("1" if is_so else "0", {"1": YES, "0": NO}, lang)


def cents_said(cents: int) -> str:
    """Yuan, with decimals only where there are some."""
    return f"{cents // 100}.{cents % 100:02}" if cents % 100 else str(cents // 100)


def moment_said(instant_ms: int, zone: ZoneInfo) -> str:
    """Day and time on the shop's wall clock."""
    return local_time(instant_ms, zone).strftime("%Y-%m-%d %H:%M")


def _day(found: re.Match[str]) -> date | None:
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None
