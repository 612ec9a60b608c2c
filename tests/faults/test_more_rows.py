"""The rows of the fault table that need engines, a tracer or hostile files; each at its smallest."""

import os
from pathlib import Path

import pytest

from tests.soak.buses import lose_the_bus
from tests.soak.churn import come_and_go
from tests.soak.clock_jumps import jump
from tests.soak.databases import lose_the_database
from tests.soak.full_disk import fill_the_disk
from tests.soak.half_open import fall_silent
from tests.soak.hostile_sockets import beside_hostile_sockets
from tests.soak.hostile_uploads import WAYS, upload_harm
from tests.soak.page_cache import cut_the_power, unsynced
from tests.soak.reconnects import come_back
from tests.soak.restores import restore_a_backup
from tests.soak.revokes import revoke
from tests.soak.rolling import roll


def test_a_database_that_fails_in_three_ways(tmp_path: Path) -> None:
    assert lose_the_database(0, tmp_path, 3, 0.5)["judged"] > 1000


@pytest.mark.parametrize("number", range(4))
def test_a_bus_that_fails_in_four_ways(tmp_path: Path, number: int) -> None:
    assert lose_the_bus(number, tmp_path, 2.0)["judged"] > 1000


def test_a_network_that_swallows_everything(tmp_path: Path) -> None:
    assert fall_silent(1, tmp_path, 12, 2)["judged"] > 1000


def test_sockets_that_want_to_fill_the_server(tmp_path: Path) -> None:
    # Whoever still sends when the line ends may be reset before it reads why; the three short heads never are.
    assert beside_hostile_sockets(tmp_path, 60, 3, 9)["told why"] >= 3


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a file system")
def test_a_disk_that_fills_up(tmp_path: Path) -> None:
    assert fill_the_disk(1, tmp_path)["judged"] > 1000


def test_processes_replaced_one_after_the_other(tmp_path: Path) -> None:
    assert roll(1, tmp_path, 12)["processes replaced"] == 2


def test_a_clock_that_jumps(tmp_path: Path) -> None:
    assert jump(1, tmp_path, 5)["judged"] > 1000


def test_members_shown_out_and_sessions_ended(tmp_path: Path) -> None:
    assert revoke(1, tmp_path, 12)["revoked"] == 11


def test_files_that_mean_harm(tmp_path: Path) -> None:
    assert upload_harm(1, tmp_path, len(WAYS))["refused"] >= 2


def test_a_backup_restored_elsewhere_under_load(tmp_path: Path) -> None:
    assert restore_a_backup(1, tmp_path, 1)["judged"] > 1000


def test_everybody_back_at_once(tmp_path: Path) -> None:
    assert come_back(1, tmp_path, 60, 3)["came back"] == 60


def test_clients_that_come_and_go(tmp_path: Path) -> None:
    assert come_and_go(1, tmp_path, 40, 0.1, 2.0)["came"] > 40


def test_power_lost_in_the_middle_of_a_load(tmp_path: Path) -> None:
    assert cut_the_power(1, tmp_path, 1)["judged"] > 1000


def test_a_server_that_does_not_sync_is_found_out(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="V1"):
        cut_the_power(1, tmp_path, 1, "NORMAL")


def test_what_is_not_synced_is_told_from_the_calls() -> None:
    trace = """7 pwrite64(9</d/p.db-wal>, ""..., 100, 0) = 100
8 pwrite64(9</d/p.db-wal>, ""..., 50, 100) = 50
7 fdatasync(9</d/p.db-wal> <unfinished ...>
8 pwrite64(9</d/p.db-wal>, ""..., 10, 150) = 10
7 <... fdatasync resumed>) = 0
8 fdatasync(9</d/p.db-wal> <unfinished ...>
8 +++ killed by SIGKILL +++
"""
    assert unsynced(trace) == {Path("/d/p.db-wal"): [(150, 160)]}
