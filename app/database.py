"""The database handle, the base of all models and the column types they share. No model lives here."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    CheckConstraint,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    event,
)
from sqlalchemy.orm import DeclarativeBase, mapped_column

from app.registry.dates import PartialDate

BUSY_TIMEOUT_MS = 30_000
ROWS_LOOKED_AT = 1_000
"""Rows of each index from which SQLite estimates its size; more take longer and change no plan."""


class PackedDate(TypeDecorator[PartialDate]):
    """A `PartialDate` kept as the integer yyyymmdd with 00 for what is not known.

    For a full day D `column <= packed(D)` holds exactly from the first day the date can mean, on every database.
    """

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        """To the database."""
        return value.packed if isinstance(value, PartialDate) else value

    def process_result_value(self, value: Any, dialect: Dialect) -> PartialDate | None:
        """From the database."""
        return None if value is None else PartialDate.unpack(value)


class UtcMoment(TypeDecorator[datetime]):
    """A moment, always with its time zone in Python; kept in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database; SQLite forgets the zone."""
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class TextList(TypeDecorator[tuple[str, ...]]):
    """A list of texts in the order the source gives them; empty where it gives none."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> list[str] | None:
        """To the database."""
        return None if value is None else list(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...] | None:
        """From the database."""
        return None if value is None else tuple(value)


def word(kind: type[StrEnum], name: str | None = None) -> Enum:
    """The column type of a controlled word: stored by its English value, held by a named check constraint.

    `name`: of the constraint, where one table has two columns of the same words.
    """
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=24,
        name=name or f"{kind.__name__.lower()}_known",
        values_callable=lambda words: [member.value for member in words],
    )


# Codes and keys sort byte by byte on every database, or an index and a page would disagree.
BytewiseText = String(240).with_variant(String(240, collation="C"), "postgresql")

Id = Annotated[int, mapped_column(primary_key=True)]
Code = Annotated[str, mapped_column(String(40))]
Name = Annotated[str, mapped_column(String(240))]
Key = Annotated[str, mapped_column(BytewiseText)]
LongText = Annotated[str, mapped_column(Text)]
Uscc = Annotated[str, mapped_column(String(18))]
Division = Annotated[str, mapped_column(String(6))]
Instant = Annotated[datetime, mapped_column(UtcMoment)]
Day = Annotated[PartialDate, mapped_column(PackedDate)]
Texts = Annotated[tuple[str, ...], mapped_column(TextList, default=())]


class Base(DeclarativeBase):
    """Base of all models: one naming scheme for constraints, so that migrations can name them on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def not_before(start: str, end: str, name: str) -> CheckConstraint:
    """Refuse an `end` whose last possible day lies before the first day of `start`; anything less sure is kept."""
    last = f"{end} + CASE WHEN {end} / 10000 * 10000 = {end} THEN 1231 WHEN {end} / 100 * 100 = {end} THEN 31 ELSE 0 END"
    return CheckConstraint(f"{start} IS NULL OR {end} IS NULL OR {last} >= {start}", name)


db = SQLAlchemy(model_class=Base)


def await_sqlite(connection: Connection) -> None:
    """On SQLite, be the only writer from here to the end of the transaction, which this begins; elsewhere rows are locked."""
    if connection.dialect.name == "sqlite" and not connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]  # it is connected
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def learn_sizes(connection: Connection) -> None:
    """Let SQLite look at how its tables have grown, or it reads large ones whole for a few rows; PostgreSQL looks by itself."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}")
        connection.exec_driver_sql("ANALYZE")


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Set what SQLite forgets between connections: foreign keys, write-ahead log, patience with another writer."""
    if type(connection).__module__.partition(".")[0] != "sqlite3":
        return
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
