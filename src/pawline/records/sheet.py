"""A list as a CSV file, and a CSV file as rows. Pure.

The file is one that spreadsheet programs open as it is meant: UTF-8 with a mark in front, and no cell that they would
compute. Reading takes what they write in return.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from unicodedata import category

from .errors import EmptyFile, FileTooLarge, NotText
from .model import Column, Row, Sheet
from .wrong import (
    BrokenQuotes,
    DoubleColumn,
    MissingColumn,
    TooManyCells,
    UnknownColumn,
    Unprintable,
    problem,
)

MOST_BYTES = 2 * 1024 * 1024
# A file goes in as one piece, and messages wait for it: one or two milliseconds a line.
MOST_LINES = 2000
# What makes a spreadsheet program compute a cell, also in the full-width forms that a Chinese keyboard types.
COMPUTED = tuple("=+-@\t\r＝＋－＠")
_GUARD = "'"
_DELIMITERS = (",", ";", "\t")


def guarded(cell: str) -> str:
    """The cell so that no program computes it. One that already looks guarded is guarded once more, to come back."""
    return _GUARD + cell if cell.lstrip(_GUARD).startswith(COMPUTED) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`."""
    is_guarded = cell.startswith(_GUARD) and cell.lstrip(_GUARD).startswith(COMPUTED)
    return cell[1:] if is_guarded else cell


def written(columns: Sequence[Column], rows: Iterable[Mapping[str, str]], lang: str) -> bytes:
    """The file: column names in the language, then the rows."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(guarded(_said(one, lang)) for one in columns)
    table.writerows([guarded(row.get(one.key, "")) for one in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _said(column: Column, lang: str) -> str:
    return column.name.en if lang == "en" else column.name.zh


def taken_apart(raw: bytes, columns: Sequence[Column]) -> Sheet:
    """The rows of a file, and what is wrong with its head and its cells; blank lines are left out.

    Raises FileTooLarge, NotText, EmptyFile.
    """
    text = _decoded(raw)
    sheet = Sheet()
    lines = _lines(text, _delimiter(text, columns), sheet)
    if len(lines) - 1 > MOST_LINES or len(raw) > MOST_BYTES:
        raise FileTooLarge(most_kb=MOST_BYTES // 1024, most_lines=MOST_LINES)
    before = len(sheet.problems)
    keys = _head(lines[0] if lines else [], columns, sheet)
    if len(sheet.problems) == before:
        by_key = {one.key: one for one in columns}
        for line, cells in enumerate(lines[1:], start=2):
            _add_row(sheet, line, cells, keys, by_key)
        if not (sheet.rows or sheet.problems):
            raise EmptyFile
    return sheet


def _decoded(raw: bytes) -> str:
    if len(raw) > MOST_BYTES:
        raise FileTooLarge(most_kb=MOST_BYTES // 1024, most_lines=MOST_LINES)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotText


def _delimiter(text: str, columns: Sequence[Column]) -> str:
    """The one by which the head falls into the most names that are known."""
    head = text.split("\n", 1)[0]
    known = _names(columns)
    return max(_DELIMITERS, key=lambda mark: sum(_folded(name) in known for name in head.split(mark)))


def _lines(text: str, delimiter: str, sheet: Sheet) -> list[list[str]]:
    """Numbered as a table shows them: a cell of several lines is in one of them."""
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[list[str]] = []
    try:
        for cells in table:
            lines.append(cells)
            if len(lines) > MOST_LINES + 1:
                break
    except csv.Error:
        sheet.problems.append(problem(len(lines) + 1, None, BrokenQuotes()))
    return lines


def _head(cells: Sequence[str], columns: Sequence[Column], sheet: Sheet) -> list[str]:
    """The keys of the columns as the file has them; a name may be in either language."""
    known = _names(columns)
    keys = [known[name].key if (name := _folded(cell)) in known else "" for cell in _without_end(cells)]
    for cell, key in zip(cells, keys, strict=False):
        if not key:
            zh, en = (", ".join(_said(one, lang) for one in columns) for lang in ("zh", "en"))
            sheet.problems.append(problem(1, None, UnknownColumn(name=cell[:40], known=zh, known_en=en)))
        elif keys.count(key) > 1:
            sheet.problems.append(problem(1, None, DoubleColumn(name=cell[:40])))
    for one in columns:
        if one.is_needed and one.key not in keys:
            sheet.problems.append(problem(1, None, MissingColumn(name=one.name.zh, name_en=one.name.en)))
    return keys


def _without_end(cells: Sequence[str]) -> list[str]:
    """Spreadsheet programs write empty cells behind the last one."""
    kept = list(cells)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _add_row(sheet: Sheet, line: int, cells: Sequence[str], keys: Sequence[str], columns: Mapping[str, Column]) -> None:
    filled = _without_end(cells)
    if not filled:
        return
    if len(filled) > len(keys):
        sheet.problems.append(problem(line, None, TooManyCells(found=len(filled), head=len(keys))))
        return
    row = {key: unguarded(cell).replace("\r\n", "\n") for key, cell in zip(keys, filled, strict=False)}
    for key, cell in row.items():
        if any(category(one) == "Cc" and one not in "\n\t" for one in cell):
            sheet.problems.append(problem(line, columns[key], Unprintable()))
    sheet.rows.append(Row(line, row))


def _names(columns: Sequence[Column]) -> dict[str, Column]:
    return {_folded(name): one for one in columns for name in (one.name.zh, one.name.en, one.key)}


def _folded(name: str) -> str:
    return unguarded(name).strip().strip('"').casefold()
