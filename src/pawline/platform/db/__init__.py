"""The database of record: one writer that commits in groups, readers beside it."""

from pawline.platform.db.batch import Bulk, awaited
from pawline.platform.db.database import Database
from pawline.platform.db.fulltext import FullText
from pawline.platform.db.schema import metadata
from pawline.platform.db.statements import Prepared, insert_rows, is_duplicate, prepare, update_rows
from pawline.platform.db.tx import Tx

__all__ = [
    "Bulk",
    "Database",
    "FullText",
    "Prepared",
    "Tx",
    "awaited",
    "insert_rows",
    "is_duplicate",
    "metadata",
    "prepare",
    "update_rows",
]
