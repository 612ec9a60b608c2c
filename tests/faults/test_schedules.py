"""A few random schedules each time; `make soak ROW=schedules` runs twenty thousand."""

import pytest

from tests.faults import bugs
from tests.faults.schedules import Schedule, run_schedules

SEED = 20261123


def test_random_schedules_hold() -> None:
    assert run_schedules(150, SEED) >= 150


@pytest.mark.parametrize("bug", [bugs.MaxPlusOne, bugs.MarkNotClamped])
def test_random_schedules_find_bugs_by_themselves(bug: type) -> None:
    buggy = type("Buggy", (Schedule,), {"house": bug})
    with pytest.raises(AssertionError, match="V"):
        # Mostly among the first hundred; more, so that another timing does not make it a matter of luck.
        run_schedules(2000, SEED, buggy)
