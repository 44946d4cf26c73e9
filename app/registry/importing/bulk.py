"""Writing many rows by one statement. The models' own bulk way writes a statement for each pattern of absent values."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, update
from sqlalchemy.orm import Session

from app.database import Base

THE_ID = "the_id"
"""Where a row to be changed names its record."""


def add_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, each with the same columns."""
    if rows:
        session.execute(insert(_table(model)), rows)


def change_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Update records by `THE_ID`, each row with the same columns."""
    if rows:
        table = _table(model)
        values: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != THE_ID}
        session.execute(update(table).where(table.c.id == bindparam(THE_ID)).values(values), rows)


def _table(model: type[Base]) -> Table:
    return cast(Table, model.__table__)
