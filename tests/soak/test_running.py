"""How rounds are run and counted: whatever a round raises is a broken round."""

from pathlib import Path

import pytest

from tests.soak.__main__ import run
from tests.soak.results import Results
from tests.soak.row import Figures, Row


@pytest.mark.parametrize("error", [TimeoutError(), ConnectionError("gone"), AssertionError("V1")])
def test_a_round_that_raises_anything_is_broken_and_noted(tmp_path: Path, error: Exception) -> None:
    def round_of(_number: int, _folder: Path) -> Figures:
        raise error

    row = Row("some", "something is tried", 4, round_of)
    results = Results(row, tmp_path / "results")
    assert not run(row, results, 4, 60)
    again = Results(row, tmp_path / "results")
    assert again.done == 0
    text = again.write_report(tmp_path).read_text()
    assert "1 broke." in text
    assert f"round 0 BROKEN: {error!r}" in text
