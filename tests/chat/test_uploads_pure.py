"""Names, ranges and first bytes, on their own."""

import email.message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawline.chat.uploads.kinds import Purpose, blobs_of, has_active_ending
from pawline.chat.uploads.names import LONGEST, clean, disposition, mime_of
from pawline.chat.uploads.ranges import Stretch, stretch_of

NAMES = [
    ("疫苗本.pdf", "疫苗本.pdf"),
    ("  体检  报告 .pdf", "体检 报告.pdf"),
    ("../../etc/passwd", "passwd"),
    ("C:\\Users\\a\\x.txt", "x.txt"),
    ("a\x00b\nc.txt", "abc.txt"),
    ("invoice\u202efdp.exe", "invoicefdp.exe"),
    ('a"b<c>|d*?.txt', "a_b_c__d__.txt"),
    ("", "file"),
    ("...", "file"),
    (".bashrc", "bashrc"),
    ("/", "file"),
    ("長" * 300 + ".pdf", "長" * (LONGEST - 4) + ".pdf"),
    ("x" * 300, "x" * LONGEST),
]


@pytest.mark.parametrize(("name", "kept"), NAMES)
def test_names_are_made_harmless(name: str, kept: str) -> None:
    assert clean(name) == kept


@given(st.text(max_size=400))
def test_a_clean_name_is_one_name(name: str) -> None:
    kept = clean(name)
    assert 0 < len(kept) <= LONGEST
    assert kept == kept.strip(". ")
    assert not set(kept) & set('/\\:*?"<>|\0\n\r')
    assert clean(kept) == kept


@given(st.text(max_size=200))
def test_a_disposition_is_one_line_that_reads_back(name: str) -> None:
    kept = clean(name)
    header = disposition(kept, is_inline=False)
    assert header.isascii()
    assert "\n" not in header
    assert "\r" not in header
    message = email.message.Message()
    message["content-disposition"] = header
    assert message.get_content_disposition() == "attachment"


def test_a_name_in_chinese_reaches_the_browser() -> None:
    header = disposition("疫苗本.pdf", is_inline=False)
    assert header == "attachment; filename=\"___.pdf\"; filename*=UTF-8''%E7%96%AB%E8%8B%97%E6%9C%AC.pdf"


@pytest.mark.parametrize(
    ("name", "mime"),
    [("a.pdf", "application/pdf"), ("b", "application/octet-stream"), ("c.xyzzy", "application/octet-stream")],
)
def test_what_a_name_says(name: str, mime: str) -> None:
    assert mime_of(name) == mime


@pytest.mark.parametrize("name", ["a.exe", "A.HTM", "x.svgz", "b.tar.js"])
def test_endings_that_are_run(name: str) -> None:
    assert has_active_ending(name)


@pytest.mark.parametrize("name", ["a.exe.pdf", "exe", "jsx", "a.txt", "show.mp4", "a.json"])
def test_endings_that_are_not(name: str) -> None:
    assert not has_active_ending(name)


RANGES = [
    ("", Stretch(0, 1000, False)),
    ("bytes=0-", Stretch(0, 1000, True)),
    ("bytes=0-1", Stretch(0, 2, True)),
    ("bytes=0-0", Stretch(0, 1, True)),
    ("bytes=999-", Stretch(999, 1000, True)),
    ("bytes=500-5000", Stretch(500, 1000, True)),
    ("bytes=-100", Stretch(900, 1000, True)),
    ("bytes=-5000", Stretch(0, 1000, True)),
    ("bytes=1000-", None),
    ("bytes=1000-2000", None),
    ("bytes=-0", None),
    ("bytes=5-2", Stretch(0, 1000, False)),
    ("bytes=0-1,5-6", Stretch(0, 1000, False)),
    ("lines=0-1", Stretch(0, 1000, False)),
    ("bytes=-", Stretch(0, 1000, False)),
    ("bytes=a-b", Stretch(0, 1000, False)),
    ("bytes=٠-١", Stretch(0, 1000, False)),
    ("bytes=99999999999999999999-", Stretch(0, 1000, False)),
]


@pytest.mark.parametrize(("header", "stretch"), RANGES)
def test_ranges(header: str, stretch: Stretch | None) -> None:
    assert stretch_of(header, 1000) == stretch


@given(st.text(max_size=40), st.integers(0, 5000))
def test_a_stretch_is_always_inside(header: str, size: int) -> None:
    found = stretch_of(f"bytes={header}", size)
    assert found is None or 0 <= found.start <= found.end <= size


@pytest.mark.parametrize("kind", list(Purpose))
def test_only_what_was_made_anew_is_inline(kind: Purpose) -> None:
    blobs = blobs_of("a" * 32, kind, "video/webm" if kind is Purpose.VIDEO else "text/html")
    assert all(one.is_inline == (kind is not Purpose.FILE) for one in blobs.values())
    inline = {one.mime for one in blobs.values() if one.is_inline}
    assert inline <= {"image/jpeg", "audio/mp4", "video/mp4", "video/webm"}
