"""Messages that nobody would write: the soak's row at its smallest, and that it finds what it is for."""

import random
from pathlib import Path

import pytest

from tests.soak.babble import LONGEST, babble, real_messages, torn


def test_the_assistant_neither_breaks_nor_books(tmp_path: Path) -> None:
    assert babble(1, tmp_path, 60)["messages"] == 60


def test_an_exception_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("planted")

    monkeypatch.setattr("pawline.assistant.hearing.context_of", broken)
    with pytest.raises(AssertionError, match="planted"):
        babble(1, tmp_path, 25)


def test_torn_messages_can_be_sent() -> None:
    chance, real = random.Random(7), real_messages()
    for _ in range(2_000):
        text = torn(chance, real)
        assert 0 < len(text) <= LONGEST
        text.encode()
