"""The database of record: one writer that commits in groups, readers beside it."""

from pawline.platform.db.database import Database
from pawline.platform.db.fulltext import FullText
from pawline.platform.db.schema import metadata
from pawline.platform.db.statements import Prepared, is_duplicate, prepare, prepare_insert, prepare_update
from pawline.platform.db.tx import Tx
from pawline.platform.db.writer import Bulk

__all__ = [
    "Bulk",
    "Database",
    "FullText",
    "Prepared",
    "Tx",
    "is_duplicate",
    "metadata",
    "prepare",
    "prepare_insert",
    "prepare_update",
]
