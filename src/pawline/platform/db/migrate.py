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
    """Migrates to head; returns whether anything had to be done. Safe to repeat, and for several processes at once."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            return _upgrade_shared(connection.execution_options(isolation_level="READ COMMITTED"))
        is_changed = _upgrade(connection)
        connection.commit()
        return is_changed


def _upgrade_shared(connection: sa.Connection) -> bool:
    """One process at a time, and all of it or nothing: PostgreSQL undoes changes of tables as well."""
    with connection.begin():
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(7233191, 2)"))
        return _upgrade(connection)


def _upgrade(connection: sa.Connection) -> bool:
    if revision(connection) == head():
        return False
    command.upgrade(_config(connection), "head")
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
