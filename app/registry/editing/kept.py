"""A record as it stands: its row, its version, and what may be done with it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import db
from app.errors import Invalid, NotFound
from app.registry.history import filled, key_text
from app.registry.importing.columns import Table, table_of
from app.registry.importing.registered import records_of
from app.registry.importing.writing import Written
from app.registry.models import Standard
from app.registry.numbers import parse_number

_VERSION_BYTES = 9


@dataclass(frozen=True)
class Kept:
    """One record: its cells by column as an export writes them."""

    table: Table
    id: int
    row: Mapping[str, Written]

    @cached_property
    def key(self) -> str:
        """What people know it by."""
        return key_text(self.table.key, self.row)

    @cached_property
    def version(self) -> str:
        """A text that another state of the record does not have: a digest of its cells."""
        content = json.dumps(filled(self.row), ensure_ascii=False, sort_keys=True, default=str)
        return blake2b(content.encode(), digest_size=_VERSION_BYTES).hexdigest()


def kept(table_name: str, record_id: int, session: Session | None = None) -> Kept:
    """One record of a table, as `session` sees it. Raises `Invalid` for an unknown table, `NotFound` for an unknown record."""
    found = kept_rows(table_name, [record_id], session)
    if not found:
        raise NotFound(f"没有这条{table_of(table_name).label}记录，可能已被删除或合并")
    return found[0]


def kept_rows(table_name: str, ids: Sequence[int], session: Session | None = None) -> list[Kept]:
    """Several records of a table, in the order of `ids`; those that are gone are absent."""
    records = records_of(table_name)
    if session is None:
        with Session(db.engine) as reading:
            rows = records.rows(reading, ids)
    else:
        rows = records.rows(session, ids)
    return [Kept(records.table, own, rows[own]) for own in ids if own in rows]


def standard_id(number: str) -> int:
    """Id of the standard of a number in any spelling, that edition alone. Raises `NotFound`."""
    try:
        own = db.session.scalar(select(Standard.id).where(Standard.number == str(parse_number(number))))
    except Invalid:
        own = None
    if own is None:
        raise NotFound(f"没有 {number[:80]} 这项标准")
    return own


def differences(table: Table, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[tuple[str, Any, Any]]:
    """The columns in which two rows differ, with both cells (None: empty), in the order of the table."""
    was, became = filled(before or {}), filled(after or {})
    return [
        (column, was.get(column), became.get(column)) for column in table.written if was.get(column) != became.get(column)
    ]
