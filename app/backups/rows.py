"""All rows of a database as plain values, out and in again, whatever database it is: the tables tell their own types."""

import base64
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from sqlalchemy import JSON, Connection, Date, DateTime, LargeBinary, MetaData, Numeric, Table, exists, insert, select, text

_KEPT_OUT = frozenset({"alembic_version", "stamp", "stale"})
"""What the migrations keep, and what follows from the other rows."""

_CHUNK = 1_000

Plain = Mapping[str, Any]


def tables_of(connection: Connection) -> Sequence[Table]:
    """The tables as they stand in the database, what is named before what names it."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def is_occupied(connection: Connection) -> bool:
    """Whether any table holds a row."""
    return any(connection.scalar(select(exists().select_from(table))) for table in tables_of(connection))


def begin_reading(connection: Connection) -> Connection:
    """Let the connection see the database as it stands now, whatever others write meanwhile."""
    if connection.dialect.name == "postgresql":
        return connection.execution_options(isolation_level="REPEATABLE READ", stream_results=True)
    connection.exec_driver_sql("BEGIN")
    return connection


def begin_writing(connection: Connection) -> None:
    """Be the only writer until the end of the transaction; readers see the rows as they were until then."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(f'"{table.name}"' for table in tables_of(connection))
        connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def rows_out(connection: Connection) -> Iterator[tuple[str, Iterator[Plain]]]:
    """Each table that is kept, with its rows in the order of their keys."""
    for table in tables_of(connection):
        if table.name not in _KEPT_OUT:
            yield table.name, _rows(connection, table)


def _rows(connection: Connection, table: Table) -> Iterator[Plain]:
    asked = select(table).order_by(*table.primary_key).execution_options(yield_per=_CHUNK)
    for row in connection.execute(asked).mappings():
        yield {name: _plain(value) for name, value in row.items()}


def clear(connection: Connection) -> None:
    """Delete every row."""
    for table in reversed(tables_of(connection)):
        connection.execute(table.delete())


def rows_in(connection: Connection, table: Table, rows: Iterable[Plain]) -> int:
    """Add the rows to the table. Returns how many. It has to be empty, and the tables it names filled."""
    for column in table.columns:
        if isinstance(column.type, JSON):
            column.type.none_as_null = True
    going = iter(_named_first(table, rows))
    count = 0
    while chunk := list(islice(going, _CHUNK)):
        connection.execute(insert(table), [_kept(table, row) for row in chunk])
        count += len(chunk)
    return count


def renew_counters(connection: Connection) -> None:
    """Let PostgreSQL go on counting ids behind those put in; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables_of(connection):
        if "id" in table.columns:
            counter = connection.scalar(text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table.name})
            if counter:
                last = connection.scalar(text(f'SELECT max(id) FROM "{table.name}"'))  # noqa: S608  a name of our own
                connection.execute(text("SELECT setval(:counter, :last, :used)"), _position(counter, last))


def _position(counter: str, last: int | None) -> Mapping[str, Any]:
    return {"counter": counter, "last": last or 1, "used": last is not None}


def _own_references(table: Table) -> Collection[str]:
    """Columns that name other rows of the same table."""
    return [key.parent.name for key in table.foreign_keys if key.column.table is table]


def _named_first(table: Table, rows: Iterable[Plain]) -> Iterable[Plain]:
    """The rows; of a table that names its own rows, each after those it names."""
    columns = _own_references(table)
    if not columns:
        return rows
    waiting, ordered = list(rows), list[Plain]()
    done: set[Any] = {None}
    while waiting:
        ready = [row for row in waiting if all(row[column] in done for column in columns)]
        if not ready:
            return [*ordered, *waiting]
        ordered += ready
        done.update(row["id"] for row in ready)
        waiting = [row for row in waiting if row["id"] not in done]
    return ordered


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _kept(table: Table, row: Plain) -> dict[str, Any]:
    return {name: None if value is None else _read(table.c[name].type, value) for name, value in row.items()}


def _read(kind: Any, value: Any) -> Any:
    if isinstance(kind, DateTime):
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if kind.timezone else moment
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Numeric) and isinstance(value, str):
        return Decimal(value)
    return base64.b64decode(value) if isinstance(kind, LargeBinary) else value
