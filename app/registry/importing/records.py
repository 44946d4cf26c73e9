"""Tables kept as objects of one model: a declaration of fields, and one way to take rows in and hand them out."""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import Base
from app.errors import Invalid
from app.registry.dates import PartialDate
from app.registry.history import Changed, Row, key_text, write_changes
from app.registry.importing.bulk import add_rows
from app.registry.importing.columns import Table
from app.registry.importing.outcomes import Done, Outcome, Taken, Unresolved
from app.registry.importing.reading import ReadRow
from app.registry.importing.references import Reference
from app.registry.importing.writing import Written
from app.registry.models import Stale

CHUNK = 1_000


@dataclass(frozen=True)
class Field:
    """How a column is kept: in `attribute`, through `reference` where it names a record of another table.

    `empty` is what an empty cell leaves; a column that is `required` can't be empty, nor absent in a new row.
    """

    column: str
    attribute: str
    reference: Reference | None = None
    required: bool = False
    empty: Any = None


class Problem(Invalid):
    """A row can't be used for the value of one column."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


class ModelRecords:
    """Rows of a table as objects of a model. Tables that are more than their columns override single steps."""

    exported_by = "id"
    """The attribute that exports go by: the order of entry, or, where rows name rows of the same table and had to wait for
    them, a key of their own, so that an export of what was imported is the same file."""

    def __init__(
        self,
        table: Table,
        model: type[Base],
        key: tuple[str, ...],
        fields: tuple[Field, ...],
        term: tuple[str, str] | None = None,
    ) -> None:
        """`key` names the attributes that tell records apart; `term` the columns of a start and an end not before it."""
        self.table = table
        self.model = model
        self.key = key
        self.fields = fields
        self._term = term
        self._field_of = {field.column: field for field in fields}

    def identity(self, row: ReadRow) -> Hashable:
        """The key columns as read."""
        key = tuple(row.values.get(name) for name in self.table.key)
        said = (value is not None for value, name in zip(key, self.table.key, strict=True) if self._field_of[name].required)
        return key if all(said) else None

    def apply(self, session: Session, rows: Sequence[ReadRow], only: int | None = None) -> list[Outcome]:
        """See `outcomes.Records`."""
        prepared: list[tuple[ReadRow, dict[str, Any]] | Outcome] = [self._prepared(row) for row in rows]
        known = self._resolve(session, [item[1] for item in prepared if isinstance(item, tuple)])
        ready: list[tuple[int, ReadRow, dict[str, Any]]] = []
        outcomes: list[Outcome | None] = []
        for at, item in enumerate(prepared):
            if isinstance(item, tuple):
                row, values = item
                problem = self._join(row, values, known)
                outcomes.append(problem)
                if problem is None:
                    ready.append((at, row, values))
            else:
                outcomes.append(item)
        found = self.find(session, [values for _, _, values in ready])
        meant = session.get(self.model, only) if only is not None else None
        standing = {id(record): record for record in (*found.values(), *([meant] if meant else ()))}
        before = self._rows_of(session, list(standing.values()))
        settled: dict[int, tuple[Any, Done]] = {}
        for at, row, values in ready:
            try:
                settled[at] = self._settle(session, found, values, meant)
            except Problem as problem:
                outcomes[at] = row.refused(problem.column, str(problem))
        session.flush()
        changed = [record for record, done in settled.values() if done is not Done.UNCHANGED]
        if changed:
            self._remember(session, before, changed)
            self.follow(session, changed)
        for at, (record, done) in settled.items():
            outcomes[at] = Taken(done, record.id)
        return [outcome for outcome in outcomes if outcome is not None]

    def prepare(self, values: dict[str, Any]) -> None:
        """Settle values that depend on one another, by column, before anything is looked up. Raises `Problem`."""

    def find(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> dict[Hashable, Any]:
        """The records that rows (by attribute) mean, by their key; one or two statements for all of them."""
        columns = [getattr(self.model, attribute) for attribute in self.key]
        asked = {tuple(row.get(attribute) for attribute in self.key) for row in rows}
        if not asked:
            return {}
        query = select(self.model)
        for column, named in zip(columns, map(set, zip(*asked, strict=True)), strict=True):
            if None not in named:
                query = query.where(column.in_(named))
        records = session.scalars(query).all()
        return {self.key_of(record): record for record in records}

    def key_of(self, record: Any) -> Hashable:
        """The key of a record, as `find` gives it."""
        return tuple(getattr(record, attribute) for attribute in self.key)

    def sought(self, found: Mapping[Hashable, Any], values: Mapping[str, Any]) -> Any | None:
        """The record that one row means, of those found."""
        return found.get(tuple(values.get(attribute) for attribute in self.key))

    def get(self, record: Any, attribute: str) -> Any:
        """The value of one attribute, as a row gives it."""
        return getattr(record, attribute)

    def put(self, record: Any, attribute: str, value: Any) -> None:
        """Set one attribute to the value of a row."""
        setattr(record, attribute, value)

    def complete(self, session: Session, record: Any | None, values: dict[str, Any]) -> None:
        """Add what follows from the values of a row, and check what must hold; `record` is None for a new one."""

    def stale(self, session: Session, records: Sequence[Any]) -> Collection[int]:
        """Ids of the standards whose document in the index mentions these records."""
        return ()

    def follow(self, session: Session, changed: Sequence[Any]) -> None:
        """Do what follows from records that were created or updated, once the database has them."""
        add_rows(session, Stale, [{"standard_id": own} for own in sorted(self.stale(session, changed))])

    def forget(self) -> None:
        """Nothing is remembered between chunks."""

    def warnings(self) -> list[str]:
        """Nothing to say."""
        return []

    def rows(self, session: Session, ids: Collection[int]) -> Mapping[int, Mapping[str, Written]]:
        """See `outcomes.Records`."""
        key = self.model.id  # type: ignore[attr-defined]
        return self._rows_of(session, session.scalars(select(self.model).where(key.in_(ids)).order_by(key)).all())

    def export(self, session: Session) -> Iterator[list[Written]]:
        """See `outcomes.Records`; in the order of `exported_by`."""
        key = getattr(self.model, self.exported_by)
        following = select(self.model).order_by(key).limit(CHUNK)
        asked = following
        while records := session.scalars(asked).all():
            for row in self._rows_of(session, records).values():
                yield [row[column] for column in self.table.written]
            asked = following.where(key > getattr(records[-1], self.exported_by))
            session.expunge_all()

    def _rows_of(self, session: Session, records: Sequence[Any]) -> dict[int, dict[str, Written]]:
        """Records by id, cells by column."""
        texts: dict[str, Mapping[Any, Any]] = {}
        for field in self.fields:
            if field.reference:
                kept = {getattr(record, field.attribute) for record in records} - {None}
                texts[field.column] = field.reference.written(session, kept) if kept else {}
        return {
            record.id: {column: self._written(record, column, texts) for column in self.table.written} for record in records
        }

    def _written(self, record: Any, column: str, texts: Mapping[str, Mapping[Any, Any]]) -> Written:
        value = self.get(record, self._field_of[column].attribute)
        return written(texts[column].get(value) if column in texts else value)

    def _remember(self, session: Session, before: Mapping[int, Row], changed: Sequence[Any]) -> None:
        """Leave a trace of what became of records; those just created keep no row."""
        after = self._rows_of(session, changed)
        write_changes(
            session,
            self.table.name,
            [
                Changed(own, key_text(self.table.key, row), before[own], row)
                if own in before
                else Changed(own, key_text(self.table.key, row))
                for own, row in after.items()
            ],
        )

    def _prepared(self, row: ReadRow) -> "tuple[ReadRow, dict[str, Any]] | Outcome":
        values = dict(row.values)
        try:
            self.prepare(values)
        except Problem as problem:
            return row.refused(problem.column, str(problem))
        for field in self.fields:
            if field.required and field.attribute in self.key and values.get(field.column) is None:
                return row.refused(field.column, f"缺少“{self.table.column(field.column).label}”，无法辨认是哪一条")
        return row, values

    def _resolve(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[Any, Any]]:
        known = {}
        for field in self.fields:
            if field.reference:
                named = {row[field.column] for row in rows if row.get(field.column) is not None}
                known[field.column] = field.reference.resolve(session, named) if named else {}
        return known

    def _join(self, row: ReadRow, values: dict[str, Any], known: Mapping[str, Mapping[Any, Any]]) -> Outcome | None:
        """Turn values by column into values by attribute, in place; an outcome where a record named is not there."""
        joined: dict[str, Any] = {}
        for column, value in values.items():
            field = self._field_of[column]
            if field.reference and value is not None:
                if value not in known[column]:
                    shown = " ".join(value) if isinstance(value, tuple) else value
                    reason = f"库中没有这个{field.reference.label}：“{str(shown)[:80]}”，请先导入它或核对"
                    return Unresolved(row.refused(column, reason))
                value = known[column][value]
            joined[field.attribute] = field.empty if value is None else value
        values.clear()
        values.update(joined)
        return None

    def _settle(
        self, session: Session, found: dict[Hashable, Any], values: dict[str, Any], meant: Any | None
    ) -> tuple[Any, Done]:
        """Create or update one record, whole or not at all."""
        record = self.sought(found, values)
        if meant is not None:
            if record not in (None, meant):
                raise Problem(self.table.key[0], f"另有一条{self.table.label}已用此名，请核对是否重复")
            record = meant
        self._check(record, values)
        self.complete(session, record, values)
        changes = values
        done = Done.CREATED
        if record is not None:
            changes = {name: value for name, value in values.items() if self.get(record, name) != value}
            done = Done.UPDATED if changes else Done.UNCHANGED
        else:
            record = self.model()
            session.add(record)
        for name, value in changes.items():
            self.put(record, name, value)
        found[self.key_of(record)] = record
        return record, done

    def _check(self, record: Any | None, values: Mapping[str, Any]) -> None:
        for field in self.fields:
            missing = field.attribute not in values if record is None else False
            if field.required and (missing or values.get(field.attribute, "") is None):
                raise Problem(field.column, f"“{self.table.column(field.column).label}”不能为空")
        if self._term:
            start, end = (self._merged(record, values, column) for column in self._term)
            if start and end and end.last_day < start.first_day:
                raise Problem(self._term[1], f"终止 {end} 早于起始 {start}，请核对")

    def _merged(self, record: Any | None, values: Mapping[str, Any], column: str) -> PartialDate | None:
        attribute = self._field_of[column].attribute
        found = values[attribute] if attribute in values else getattr(record, attribute, None)
        return found if isinstance(found, PartialDate) else None


def written(value: Any) -> Written:
    """A value of a model as a cell holds it."""
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    result: Written = value
    return result
