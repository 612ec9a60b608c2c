"""Bringing a database to the newest schema."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

SCRIPTS = Path(__file__).parents[2] / "migrations"


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: sa.Engine) -> bool:
    """Migrates to head; returns whether anything had to be done. Safe to repeat."""
    with engine.connect() as connection:
        before = revision(connection)
        if before == head():
            return False
        command.upgrade(_config(connection), "head")
        connection.commit()
    return True


def revision(connection: sa.Connection) -> str | None:
    """The schema revision of a database; None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """The newest revision there is."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    found = ScriptDirectory.from_config(config).get_current_head()
    assert found is not None
    return found
