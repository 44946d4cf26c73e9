"""Ids that a figure found out first, as a condition of what it asks next."""

from collections.abc import Collection

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from app.database import db
from app.registry.queries.many import listed_ids


def among(column: ColumnElement[int] | InstrumentedAttribute[int], ids: Collection[int]) -> ColumnElement[bool]:
    """Whether the column is one of these ids, however many."""
    return column.in_(listed_ids(db.session(), ids))
