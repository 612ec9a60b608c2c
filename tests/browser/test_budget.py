"""What a phone loads before it shows the chat: measured as sent, against a fixed budget."""

import gzip
import re
from pathlib import Path

import pytest

import pawline
from pawline.platform.web.build import ensure_web

ROOT = Path(__file__).parents[2]
STATIC = Path(pawline.__file__).parent / "static"
KB = 1000


@pytest.mark.parametrize(("page", "whole_kb", "script_kb"), [("index.html", 110, 85), ("desk.html", 150, 125)])
def test_a_page_is_small(page: str, whole_kb: int, script_kb: int) -> None:
    """The page, its styles and every script it asks for at once, gzipped as the server sends them."""
    ensure_web(ROOT)
    html = (STATIC / page).read_bytes()
    names = sorted(set(re.findall(r'(?:src|href)="/(assets/[^"]+)"', html.decode())))
    assert any(name.endswith(".js") for name in names)
    sizes = {name: len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in names}
    scripts = sum(size for name, size in sizes.items() if name.endswith(".js"))
    assert scripts <= script_kb * KB, sizes
    assert sum(sizes.values()) + len(gzip.compress(html, 9)) <= whole_kb * KB, sizes
