"""Tools that know nothing of pets: clock, ids, errors, settings, database, outbox, jobs, web."""
