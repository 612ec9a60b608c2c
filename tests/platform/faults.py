"""Faults of the database, as its writer meets them."""

from pawline.platform.db import Database


async def break_table(db: Database, what: str) -> None:
    """From now on the writer's connection fails at `what`, for example "INSERT ON follower"."""
    rule = f"CREATE TEMP TRIGGER broken BEFORE {what} BEGIN SELECT RAISE(ABORT, 'broken'); END"
    await db.write(lambda tx: tx.cursor.execute(rule) and None)


async def mend_table(db: Database) -> None:
    """The table takes everything again."""
    await db.write(lambda tx: tx.cursor.execute("DROP TRIGGER broken") and None)
