"""A table as a file and back, whatever is in its cells; what spreadsheet programs compute; what files are not."""

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawline.records import Column, EmptyFile, FileTooLarge, NotText
from pawline.records.model import Sheet
from pawline.records.sheet import COMPUTED, MOST_BYTES, MOST_LINES, guarded, taken_apart, unguarded, written
from pawline.shop import Label

COLUMNS = (
    Column("phone", Label("手机号", "Phone"), is_needed=True),
    Column("name", Label("称呼", "Name")),
    Column("note", Label("备注", "Note")),
)
# What a cell may hold once it is in the shop: no control characters but line ends, and none at its ends.
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"))) | st.text("=+-@＝＋－＠'\"\n,;", max_size=8)
CELLS = st.lists(st.tuples(TEXT, TEXT, TEXT).filter(lambda row: any(cell.strip() for cell in row)), min_size=1)


def read(raw: bytes) -> list[tuple[str, str, str]]:
    sheet = taken_apart(raw, COLUMNS)
    assert sheet.problems == []
    return [(row.cells.get("phone", ""), row.cells.get("name", ""), row.cells.get("note", "")) for row in sheet.rows]


@given(st.text())
def test_a_guard_is_undone_exactly(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert not guarded(cell).startswith(COMPUTED)


@pytest.mark.parametrize("cell", ["=1+1", "+86 138", "-2", "@SUM(A1)", "\tx", "＝1", "'=1", "''+1"])
def test_what_a_program_would_compute_is_guarded(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["豆豆", "'quoted'", "1-2", "a=b", ""])
def test_what_it_would_not_is_left_alone(cell: str) -> None:
    assert guarded(cell) == unguarded(cell) == cell


@given(CELLS, st.sampled_from(["zh", "en"]))
def test_there_and_back(rows: list[tuple[str, str, str]], lang: str) -> None:
    raw = written(COLUMNS, [dict(zip(("phone", "name", "note"), row, strict=True)) for row in rows], lang)
    assert raw.startswith(b"\xef\xbb\xbf"), "spreadsheet programs take it for another encoding without the mark"
    # A row of nothing but spaces is a blank line.
    assert read(raw) == [tuple(_as_kept(row)) for row in rows]
    for cells in csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(COMPUTED) for cell in cells)


def _as_kept(row: tuple[str, str, str]) -> list[str]:
    """Empty cells at the end of a row are not there."""
    cells = list(row)
    for at in range(len(cells) - 1, -1, -1):
        if guarded(cells[at]).strip():
            break
        cells[at] = ""
    return cells


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_programs_write(encoding: str, mark: str, end: str) -> None:
    lines = [["称呼", "手机号", "备注", ""], ["林女士", "13900000001", '"怕吹风机，\n慢一点"', ""], [], ["王先生", "2"]]
    raw = (end.join(mark.join(line) for line in lines) + end).encode(encoding)
    assert read(raw) == [("13900000001", "林女士", "怕吹风机，\n慢一点"), ("2", "王先生", "")]
    assert [row.line for row in taken_apart(raw, COLUMNS).rows] == [2, 4]


@pytest.mark.parametrize(
    ("head", "line", "code"),
    [
        ("手机号,年龄", 1, "unknown_column"),
        ("手机号,手机号", 1, "double_column"),
        ("称呼,备注", 1, "missing_column"),
        ("手机号,Phone", 1, "double_column"),
        ("", 1, "missing_column"),
        ("手机号,称呼\n1,2,3", 2, "too_many_cells"),
        ("手机号,称呼\n1,ab\x07", 2, "unprintable"),
        ('手机号,称呼\n1,2\n1,"ab"c', 3, "broken_quotes"),
        ('手机号,称呼\n1,"ab', 2, "broken_quotes"),
    ],
)
def test_a_table_that_is_wrong_says_where(head: str, line: int, code: str) -> None:
    sheet = taken_apart(head.encode() + b"\n", COLUMNS)
    [first, *_] = sheet.problems
    assert (first.line, first.code) == (line, code)
    assert first.words.zh
    assert first.words.en


def test_files_that_are_none() -> None:
    head = "手机号\n".encode()
    for raw, refusal in (
        (b"\xff\xfe\x00\x01\xff", NotText),
        (head, EmptyFile),
        (head + b"\n , ,\n", EmptyFile),
        (head + b"1" * MOST_BYTES, FileTooLarge),
        (head + b"1\n" * (MOST_LINES + 1), FileTooLarge),
    ):
        with pytest.raises(refusal) as refused:
            taken_apart(raw, COLUMNS)
        assert refused.value.sentence("zh") != refused.value.sentence("en")


@given(st.binary(max_size=400) | st.text().map(lambda text: f"手机号,称呼\n{text}".encode("utf-8", "replace")))
def test_no_file_breaks_the_reading(raw: bytes) -> None:
    with suppress(NotText, EmptyFile, FileTooLarge):
        assert isinstance(taken_apart(raw, COLUMNS), Sheet)
