"""Ids that a figure found out first, as a condition of what it asks next."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, bindparam
from sqlalchemy.orm import InstrumentedAttribute


def among(column: ColumnElement[int] | InstrumentedAttribute[int], ids: Collection[int]) -> ColumnElement[bool]:
    """Whether the column is one of these ids, however many: written out, since databases limit how many values are bound."""
    return column.in_(bindparam(None, list(ids), expanding=True, literal_execute=True))
