"""Every row of the fault table that a test machine can bear, at its smallest; `make soak` runs them at full size."""

from pathlib import Path

import pytest

from tests.soak.duplicates import send_again_and_again
from tests.soak.frames import send_nonsense
from tests.soak.kills import kill_again_and_again
from tests.soak.results import Results
from tests.soak.row import Figures, Row
from tests.soak.slow_readers import beside_slow_readers
from tests.soak.sockets import close_code
from tests.soak.stalls import stand_still
from tests.soak.storms import storm


def test_malformed_frames(tmp_path: Path) -> None:
    assert send_nonsense(1, tmp_path, 1500)["frames"] == 1500


def test_kill_9_in_the_middle_of_a_load(tmp_path: Path) -> None:
    assert kill_again_and_again(1, tmp_path, 1, 8, (2, 3), (0.5, 1.4))["judged"] > 1000


def test_everything_sent_several_times(tmp_path: Path) -> None:
    assert send_again_and_again(1, tmp_path, 60)["sent"] > 60


def test_many_who_want_the_same_hour(tmp_path: Path) -> None:
    assert storm(1, tmp_path, 2, 20)["storms"] == 2


def test_a_server_that_stands_still(tmp_path: Path) -> None:
    assert stand_still(1, tmp_path, 1, 6)["judged"] > 1000


def test_readers_who_do_not_read(tmp_path: Path) -> None:
    assert beside_slow_readers(tmp_path, (3, 3, 6), 1000, 200)["still there"] <= 10


def test_a_row_goes_on_where_it_stopped_and_tells_the_truth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.soak.results.commit", lambda: "abc1234")

    def round_of(number: int, _folder: Path) -> Figures:
        return {"things": 10, "longest": number}

    row = Row("some", "something is tried", 4, round_of, most=("longest",))
    first = Results(row, tmp_path / "results")
    for number in range(2):
        first.note(number, 60, round_of(number, tmp_path))
    again = Results(row, tmp_path / "results")
    assert again.done == 2
    text = again.write_report().read_text()
    assert "**2 of 4 rounds held** (50 % of the full size) in 2 minutes; none broke." in text
    assert "| things | 20 |" in text
    assert "| longest | 1 |" in text
    again.fail(2, "V2 two entries share a client id")
    text = again.write_report().read_text()
    assert "in 2 minutes; 1 broke." in text
    assert "round 2 BROKEN: V2" in text


@pytest.mark.parametrize("answer", [b"\x88\x02\x0f\xa3", b"\x81\x02{}\x88\x04\x0f\xa3no"])
def test_a_close_is_read(answer: bytes) -> None:
    assert close_code(answer) == 4003
