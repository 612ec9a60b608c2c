"""Which engine a URL names."""

import sqlalchemy as sa

from pawline.platform.db.postgres import PostgresWays
from pawline.platform.db.sqlite import SqliteWays
from pawline.platform.db.ways import Ways


def ways_of(url: str, synchronous: str = "FULL") -> Ways:
    """The ways of the engine that a URL in SQLAlchemy's spelling names; `synchronous` is SQLite's setting."""
    return PostgresWays(url) if sa.make_url(url).get_backend_name() == "postgresql" else SqliteWays(url, synchronous)


def open_engine(url: str, synchronous: str = "FULL") -> sa.Engine:
    """An engine for migrations, examinations and copies; the server itself uses `Database`."""
    return ways_of(url, synchronous).open()
