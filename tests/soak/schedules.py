"""Random schedules of clients and server in one process, on virtual time and a network that loses things."""

import contextlib
import io
from pathlib import Path

from tests.faults.schedules import run_schedules
from tests.soak.row import Figures

SCHEDULES = 200
SEED = 20_261_100


def play(number: int, _folder: Path, schedules: int = SCHEDULES) -> Figures:
    """So many schedules from the round's own seed."""
    with contextlib.redirect_stdout(io.StringIO()):
        return {"schedules": run_schedules(schedules, SEED + number)}
