"""The message core: every kind of message, files, several processes.

Revision ID: 0002
Revises: 0001
"""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Adds to the first schema; nothing that is there changes its meaning."""
    _conversations()
    _files()
    _processes()


def _conversations() -> None:
    """What conversations gain."""


def _files() -> None:
    """What uploads gain."""


def _processes() -> None:
    """What several processes need."""
