"""What each table holds now, as a stamp that every commit which writes to it renews: figures kept under a stamp can't be stale.

The stamp is random and no count, so that a database put back from a backup never bears one it had with other rows. It is
written by the connection itself, in the transaction of the change, whichever way the change was made.
"""

import re
import secrets
from typing import Any

from sqlalchemy import Connection, Engine, String, event, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base

_WRITES = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) \"?(\w+)")
_WRITTEN = "tables written"
_UNSTAMPED = frozenset({"stamp", "stale", "alembic_version"})


class Stamp(Base):
    """The stamp of one table; a table that was never written to has none."""

    __tablename__ = "stamp"

    table_name: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[str] = mapped_column(String(16))


def is_written(connection: Connection) -> bool:
    """Whether the open transaction has written what nobody else can see yet."""
    return bool(connection.info.get(_WRITTEN))


@event.listens_for(Engine, "before_cursor_execute")
def _note(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
    found = _WRITES.match(statement)
    if found and found[1] in Base.metadata.tables and found[1] not in _UNSTAMPED:
        connection.info.setdefault(_WRITTEN, set()).add(found[1])


@event.listens_for(Engine, "commit")
def _renew(connection: Connection) -> None:
    written = connection.info.pop(_WRITTEN, None)
    # a migration may take this very table away, and whoever runs one starts anew
    if written and not connection.get_execution_options().get("migrating"):
        connection.execute(
            text(
                "INSERT INTO stamp (table_name, value) VALUES (:name, :value)"
                " ON CONFLICT (table_name) DO UPDATE SET value = excluded.value"
            ),
            [{"name": name, "value": secrets.token_hex(8)} for name in sorted(written)],
        )


@event.listens_for(Engine, "rollback")
def _forget(connection: Connection) -> None:
    connection.info.pop(_WRITTEN, None)
