"""Leaving a trace of every change, in the transaction of the change itself.

Whoever takes rows in (`importing`) signs the session with an `Author` and hands over each record's row as it was and as it
became. Services that write records otherwise use `importing.recording.recording`, which reads both rows themselves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.permissions import Actor
from app.clock import now
from app.registry.models.history import Change
from app.registry.words import Deed, Through

Row = Mapping[str, Any]
"""A record as an export writes it: cells by column."""

_AUTHOR = "author"
_LONGEST_KEY = 240
_CHUNK = 1_000


@dataclass(frozen=True)
class Author:
    """Who writes, through what, and why; `deed` says what is done where it is more than creating and changing."""

    actor: Actor
    through: Through = Through.COMMAND
    reason: str | None = None
    deed: Deed | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """One record that a transaction changed: its row before (None: it was not there) and after (None: it is gone).

    A creation may keep no row at all, see `models.history`.
    """

    record_id: int
    key: str
    before: Row | None = None
    after: Row | None = None


def sign(session: Session, author: Author) -> None:
    """Name the author of whatever this session will write."""
    session.info[_AUTHOR] = author


def author_of(session: Session) -> Author:
    """Who signed the session."""
    author: Author = session.info[_AUTHOR]
    return author


def filled(row: Row) -> dict[str, Any]:
    """A row without its empty cells, with lists as JSON has them."""
    cells = ((name, list(value) if isinstance(value, tuple) else value) for name, value in row.items())
    return {name: value for name, value in cells if value is not None and value is not False and value not in ("", [])}


def key_text(columns: Sequence[str], row: Row) -> str:
    """What people know a record by: the filled cells of its table's key."""
    return " ".join(str(row[column]) for column in columns if row.get(column) not in (None, ""))[:_LONGEST_KEY]


def write_changes(session: Session, table_name: str, changes: Iterable[Changed], author: Author | None = None) -> None:
    """Keep what was changed in one table; records whose row is the same before and after leave nothing.

    `author`: None, where the session is signed.
    """
    author = author or author_of(session)
    at = now()
    rows = [_row(table_name, change, author, at) for change in changes if change.before is None or change.before != change.after]
    for start in range(0, len(rows), _CHUNK):
        session.execute(_INSERT, rows[start : start + _CHUNK])


_INSERT = Change.__table__.insert()  # type: ignore[attr-defined]  # it is a Table


def _row(table_name: str, change: Changed, author: Author, at: datetime) -> dict[str, Any]:
    return {
        "at": at,
        "by_name": author.actor.name,
        "user_id": author.actor.user_id,
        "through": author.through,
        "deed": _deed(change, author),
        "table_name": table_name,
        "record_id": change.record_id,
        "key": change.key,
        "before": None if change.before is None else filled(change.before),
        "after": None if change.after is None else filled(change.after),
        "reason": author.reason,
    }


def _deed(change: Changed, author: Author) -> Deed:
    if author.deed is not None:
        return author.deed
    if change.before is None:
        return Deed.CREATED
    return Deed.REMOVED if change.after is None else Deed.CHANGED
