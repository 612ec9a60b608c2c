"""How rounds are run and counted: whatever a round raises is a broken round, and changed files count for nothing."""

import subprocess
from pathlib import Path

import pytest

from tests.soak import __main__ as soak
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
    text = again.write_report().read_text()
    assert "1 broke." in text
    assert f"round 0 BROKEN: {error!r}" in text


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A committed tree with one file of code and one report."""
    (tmp_path / "docs/reports").mkdir(parents=True)
    for name in ("code.py", "docs/reports/soak-some.md"):
        (tmp_path / name).write_text("as committed")
    monkeypatch.chdir(tmp_path)
    for words in (["init", "-q"], ["add", "."], ["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "t"]):
        subprocess.run(["git", *words], check=True)
    return tmp_path


def ask(monkeypatch: pytest.MonkeyPatch, *words: str, change: Path | None = None) -> int:
    """What `make soak ROW=some` leaves with; `change` is a file that somebody edits during the round."""

    def round_of(_number: int, _folder: Path) -> Figures:
        if change is not None:
            change.write_text("edited")
        return {"things": 1}

    monkeypatch.setattr(soak, "ROWS", {"some": Row("some", "something is tried", 2, round_of)})
    monkeypatch.setattr("sys.argv", ["soak", "some", *words])
    return soak.main()


def report_of(tree: Path) -> str:
    return (tree / "docs/reports/soak-some.md").read_text()


def test_a_clean_tree_is_reported_and_its_report_is_no_dirt(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask(monkeypatch, "--rounds", "1") == 0
    assert "1 of 2 rounds held" in report_of(tree)
    assert ask(monkeypatch) == 0
    assert "2 of 2 rounds held" in report_of(tree)
    assert "+" not in report_of(tree)
    assert (tree / "docs/reports/soak-some.jsonl").read_text().count("\n") == 2


def test_changed_files_may_be_tried_and_are_never_reported(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / "code.py").write_text("edited")
    assert ask(monkeypatch) == 2
    assert "nobody could check the report" in capsys.readouterr().out
    assert ask(monkeypatch, "--rounds", "1") == 0
    assert "some: 1/1" in capsys.readouterr().out
    assert report_of(tree) == "as committed"
    assert not (tree / "docs/reports/soak-some.jsonl").exists()


def test_a_round_during_which_files_are_changed_does_not_count(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask(monkeypatch, change=tree / "code.py") == 1
    assert "0 of 2 rounds held" in report_of(tree)
    assert "none broke" in report_of(tree)


def test_earlier_rounds_of_changed_files_are_left_out(tmp_path: Path) -> None:
    row = Row("some", "something is tried", 2, lambda _number, _folder: {})
    (tmp_path / "soak-some.jsonl").write_text(
        '{"round": 0, "seconds": 1, "commit": "abc+", "figures": {"things": 5}}\n'
        '{"round": 0, "seconds": 1, "commit": "abc", "figures": {"things": 1}}\n'
    )
    results = Results(row, tmp_path)
    assert results.done == 1
    assert "| things | 1 |" in results.write_report().read_text()
