"""A database and the secret that opens what is sealed in it, together."""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from pawline.platform.db.database import Database
from pawline.platform.db.vault import data_key
from pawline.platform.keys import FILE, NEXT_FILE, Keys
from pawline.platform.sealing import WrongKey


def open_with_secret(folder: Path, make: Callable[[bytes], Database]) -> tuple[Keys, Database]:
    """The folder's secret (made where there is none) and the database that `make` gives for it.

    Raises WrongKey when it is not the database's secret, or is missing where something was sealed; then none was
    made either.
    """
    secret, following = folder / FILE, folder / NEXT_FILE
    was_there = secret.exists()
    found = Keys.of_folder(folder)
    try:
        return found, _checked(make(found.secret))
    except WrongKey:
        if not was_there:
            secret.unlink()
        if not following.exists():
            raise
    # A change of the secret was cut off after the database had it.
    found = Keys(following.read_bytes())
    database = _checked(make(found.secret))
    following.replace(secret)
    return found, database


def _checked(database: Database) -> Database:
    with database.engine.connect() as conn:
        if sa.inspect(conn).has_table(data_key.name):
            try:
                database.vault.check(conn)
            except WrongKey:
                database.engine.dispose()
                raise
    return database
