"""The database's own refusal of overlapping claims, in the words of each engine.

No code path of ours is trusted with this: a claim that overlaps an active one of the same resource
cannot be stored, whoever writes it and however.
"""

from __future__ import annotations

OVERLAP = "claim_overlap"

# RAISE(ABORT) holds under INSERT OR REPLACE and OR IGNORE too: the statement's own conflict rule applies to
# constraints, not to what a trigger raises.
_INSERT = """
CREATE TRIGGER claim_no_overlap_insert BEFORE INSERT ON claim WHEN NEW.active <> 0
BEGIN
  SELECT RAISE(ABORT, 'claim_overlap') WHERE EXISTS (
    SELECT 1 FROM claim WHERE resource_no = NEW.resource_no AND active <> 0
      AND start_ms < NEW.end_ms AND end_ms > NEW.start_ms
  );
END"""

_UPDATE = """
CREATE TRIGGER claim_no_overlap_update BEFORE UPDATE ON claim WHEN NEW.active <> 0
BEGIN
  SELECT RAISE(ABORT, 'claim_overlap') WHERE EXISTS (
    SELECT 1 FROM claim WHERE resource_no = NEW.resource_no AND active <> 0
      AND start_ms < NEW.end_ms AND end_ms > NEW.start_ms AND id <> OLD.id
  );
END"""

_SQLITE = (_INSERT, _UPDATE)

_POSTGRESQL = (
    f"ALTER TABLE claim ADD CONSTRAINT {OVERLAP} EXCLUDE USING gist ("
    "int8range(resource_no, resource_no, '[]') WITH &&, int8range(start_ms, end_ms) WITH &&"
    ") WHERE (active)",
)


def overlap_ddl(dialect: str) -> tuple[str, ...]:
    """The statements that protect the table `claim`; run them once, after it is created."""
    return {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[dialect]
