"""What became of a row, and what of a whole import."""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from sqlalchemy.orm import Session

from app.database import Base
from app.registry.importing.columns import Table
from app.registry.importing.reading import ReadRow
from app.registry.importing.rows import Refusal
from app.registry.importing.writing import Written


class Done(Enum):
    """What a row that was accepted did."""

    CREATED = "新增"
    UPDATED = "更新"
    UNCHANGED = "未变"


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that was accepted: what it did, and to which record."""

    done: Done
    record_id: int


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A row that names a record not (yet) in the register: tried again after the rest of the file, then refused."""

    refusal: Refusal


Outcome = Taken | Unresolved | Refusal


@dataclass
class Report:
    """What an import did, in rows; `warnings` are Chinese sentences for whoever started it."""

    table: Table
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    warnings: list[str] = field(default_factory=list)

    def count(self, done: Done) -> None:
        """Count one row that was accepted."""
        if done is Done.CREATED:
            self.created += 1
        elif done is Done.UPDATED:
            self.updated += 1
        else:
            self.unchanged += 1


class Records(Protocol):
    """The records of one table: takes rows in, and hands them out again."""

    table: Table
    model: type[Base]

    def identity(self, row: ReadRow) -> Hashable:
        """What tells this row from others of its file; None where the row does not say."""

    def apply(self, session: Session, rows: Sequence[ReadRow], only: int | None = None) -> list[Outcome]:
        """Take in rows within the session's transaction, flushed, with the index marks and the history they call for.

        One outcome a row, in order. A row that can't be used leaves nothing behind. A database error means that none of
        the rows may stay; `forget` follows. `only`: id of the record that the one row means, whatever its key says now.
        """

    def forget(self) -> None:
        """Drop what was remembered of rows that the database did not keep."""

    def warnings(self) -> list[str]:
        """What there is to say of the rows taken in since the last call."""

    def rows(self, session: Session, ids: Collection[int]) -> Mapping[int, Mapping[str, Written]]:
        """The records of these ids, cells by column, in the order of entry; a few statements however many."""

    def export(self, session: Session) -> Iterator[list[Written]]:
        """All records, their cells in the order of the table's written columns."""
