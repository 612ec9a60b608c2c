"""Faults of the database, as its writer meets them."""

from pawline.platform.db import Database


async def break_table(db: Database, what: str) -> None:
    """From now on the writer fails at `what`, for example "INSERT ON follower"."""
    if db.dialect == "sqlite":
        rules = [f"CREATE TEMP TRIGGER broken BEFORE {what} BEGIN SELECT RAISE(ABORT, 'broken'); END"]
    else:
        rules = [
            "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'broken'; END$$",
            f"CREATE TRIGGER broken BEFORE {what} FOR EACH ROW EXECUTE FUNCTION broken()",
        ]
    for rule in rules:
        await db.write(lambda tx, rule=rule: tx.cursor.execute(rule) and None)


async def mend_table(db: Database) -> None:
    """Every table takes everything again."""
    rule = "DROP TRIGGER broken" if db.dialect == "sqlite" else "DROP FUNCTION broken() CASCADE"
    await db.write(lambda tx: tx.cursor.execute(rule) and None)
