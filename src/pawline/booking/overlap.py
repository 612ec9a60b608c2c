"""The database's own refusal of overlapping claims, in the words of each engine.

No code path of ours is trusted with this: a claim that overlaps an active one of the same resource
cannot be stored, whoever writes it and however; nor can a cat's claim of a place that still airs after
a dog, whichever of the two was there first.
"""

from __future__ import annotations

OVERLAP, AIRING = "claim_overlap", "claim_airing"
# Numbers that are neighbours, as no other pair is: two claims of one place by neighbours are a dog and a cat.
SPECIES_NO = {"dog": 1, "cat": 2}

# `active` is 0 or 1, nothing else is stored: so those that are over, and they are many, are never read.
# RAISE(ABORT) holds under INSERT OR REPLACE and OR IGNORE too: the statement's own conflict rule applies to
# constraints, not to what a trigger raises.
_INSERT = """
CREATE TRIGGER claim_no_overlap_insert BEFORE INSERT ON claim WHEN NEW.active <> 0
BEGIN
  SELECT RAISE(ABORT, 'claim_overlap') WHERE NEW.active <> 1 OR EXISTS (
    SELECT 1 FROM claim WHERE resource_no = NEW.resource_no AND active = 1
      AND end_ms > NEW.start_ms AND start_ms < NEW.end_ms
  );
END"""

_UPDATE = """
CREATE TRIGGER claim_no_overlap_update BEFORE UPDATE ON claim WHEN NEW.active <> 0
BEGIN
  SELECT RAISE(ABORT, 'claim_overlap') WHERE NEW.active <> 1 OR EXISTS (
    SELECT 1 FROM claim WHERE resource_no = NEW.resource_no AND active = 1
      AND end_ms > NEW.start_ms AND start_ms < NEW.end_ms AND id <> OLD.id
  );
END"""

_SQLITE = (_INSERT, _UPDATE)

_POSTGRESQL = (
    f"ALTER TABLE claim ADD CONSTRAINT {OVERLAP} EXCLUDE USING gist ("
    "int8range(resource_no, resource_no, '[]') WITH &&, int8range(start_ms, end_ms) WITH &&"
    ") WHERE (active)",
)


# No place airs for longer than two hours (7,200,000 ms): what may still air is found by the index as well.
_AIRING_INSERT = """
CREATE TRIGGER claim_airing_insert BEFORE INSERT ON claim WHEN NEW.active <> 0 AND NEW.species IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'claim_airing') WHERE NEW.airs_ms > 7200000 OR EXISTS (
    SELECT 1 FROM claim WHERE resource_no = NEW.resource_no AND active = 1
      AND end_ms > NEW.start_ms - 7200000 AND end_ms + airs_ms > NEW.start_ms
      AND start_ms < NEW.end_ms + NEW.airs_ms
      AND abs(species - NEW.species) = 1
  );
END"""

_AIRING_UPDATE = """
CREATE TRIGGER claim_airing_update BEFORE UPDATE ON claim WHEN NEW.active <> 0 AND NEW.species IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'claim_airing') WHERE NEW.airs_ms > 7200000 OR EXISTS (
    SELECT 1 FROM claim WHERE resource_no = NEW.resource_no AND active = 1
      AND end_ms > NEW.start_ms - 7200000 AND end_ms + airs_ms > NEW.start_ms
      AND start_ms < NEW.end_ms + NEW.airs_ms
      AND abs(species - NEW.species) = 1 AND id <> OLD.id
  );
END"""

_AIRING_SQLITE = (_AIRING_INSERT, _AIRING_UPDATE)

# A species as a range of one number: what is neither equal nor apart is adjacent, and that is what conflicts.
_AIRING_POSTGRESQL = (
    f"ALTER TABLE claim ADD CONSTRAINT {AIRING} EXCLUDE USING gist ("
    "int8range(resource_no, resource_no, '[]') WITH &&, int8range(start_ms, end_ms + airs_ms) WITH &&, "
    "int4range(species, species, '[]') WITH -|-"
    ") WHERE (active AND species IS NOT NULL)",
)


def overlap_ddl(dialect: str) -> tuple[str, ...]:
    """The statements that protect the table `claim`; run them once, after it is created."""
    return {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[dialect]


def airing_ddl(dialect: str) -> tuple[str, ...]:
    """The statements that keep cats out while a place airs; run them once, when `claim` has its column `species`."""
    return {"sqlite": _AIRING_SQLITE, "postgresql": _AIRING_POSTGRESQL}[dialect]
