"""Reads time expressions out of a message: Chinese (both scripts, Cantonese) and English.

Pure and deterministic. Conventions: weeks start on Monday; 这周X/this X is in this calendar week,
下周X/next X in the next; a bare weekday, date or clock is the coming one; an unmarked clock from one
to seven is taken for the afternoon, as shop hours suggest, and called ambiguous.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo

from .script import fold, has_chinese, is_chinese
from .time_lexer import tokens_of
from .time_model import TimeMention
from .time_reader import Reader
from .time_spots import Reading
from .times_en import EN_GLUE, EN_RULES
from .times_zh import ZH_GLUE, ZH_RULES

MAX_READ = 2_000
"""Characters of a message that are read; an owner's wish stands in far fewer."""


def read_times(
    text: str, ref: datetime, zone: tzinfo, anchor: date | None = None, is_move: bool = False
) -> tuple[TimeMention, ...]:
    """The time expressions of `text` in order, resolved against `ref` in the shop's `zone`.

    `ref` naive means wall-clock time of `zone`. `anchor` is a day under discussion: a clock or a daypart
    said without a day belongs to it. `is_move`: the text moves an appointment, so that "today to
    Thursday" is two times and no range.
    """
    folded = fold(text[:MAX_READ])
    local = ref.replace(tzinfo=None) if ref.tzinfo is None else ref.astimezone(zone).replace(tzinfo=None)
    in_chinese = is_chinese(folded)
    readings = _readings(folded, in_chinese, local, anchor, is_move)
    if not readings and not in_chinese and has_chinese(folded):
        # "Can you do 周六 for my poodle?"
        readings = _readings(folded, True, local, anchor, is_move)
    return tuple(_mention(reading, text, zone) for reading in readings)


def _readings(folded: str, in_chinese: bool, local: datetime, anchor: date | None, is_move: bool) -> Sequence[Reading]:
    tokens = tokens_of(folded, ZH_RULES if in_chinese else EN_RULES)
    return Reader(folded, tokens, ZH_GLUE if in_chinese else EN_GLUE, local, anchor, is_move).readings()


def _mention(reading: Reading, text: str, zone: tzinfo) -> TimeMention:
    return TimeMention(
        text=text[reading.first : reading.last].strip(),
        span=(reading.first, reading.last),
        start=_zoned(reading.start, zone),
        end=_zoned(reading.end, zone),
        grain=reading.grain,
        is_ambiguous=reading.is_ambiguous,
        has_date=reading.has_date,
        is_weekday_only=reading.is_weekday_only,
    )


def _zoned(moment: datetime | None, zone: tzinfo) -> datetime | None:
    """Wall clock to aware; an hour that a summer-time change skips moves on by it."""
    if moment is None:
        return None
    try:
        return moment.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    except OverflowError:
        return moment.replace(tzinfo=zone)
