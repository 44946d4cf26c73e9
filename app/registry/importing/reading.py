"""From a row of a file to values of the register: every cell read by its column, and columns that say one thing joined. Pure."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import FieldError, Invalid
from app.registry.importing.columns import Table
from app.registry.importing.rows import Refusal, Row, writable
from app.registry.words import Degree, Kind

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row whose cells have been read: `values` by column; a column that the file has not is absent."""

    row: Row
    values: dict[str, Any]

    def refused(self, field: str, reason: str) -> Refusal:
        """The refusal of this row for the value of one column."""
        return refusal(self.row, field, reason)


def refusal(row: Row, field: str | None, reason: str) -> Refusal:
    """The refusal of a row, with the value of the column as it stood in the file."""
    values = {name: writable(value) for name, value in row.values.items()}
    raw = values.get(field) if field else None
    if isinstance(raw, list | dict):
        raw = json.dumps(raw, ensure_ascii=False)
    return Refusal(row.line, reason, field, None if raw in (None, "") else str(raw)[:_SHOWN], values)


def read_row(table: Table, row: Row) -> ReadRow | Refusal:
    """Read every cell of a row. The first value that can't be read refuses the row."""
    values: dict[str, Any] = {}
    for name, raw in row.values.items():
        try:
            values[name] = table.column(name).read(raw)
        except Invalid as error:
            return refusal(row, name, f"{table.column(name).label}：{error}")
    try:
        fold(table, values)
    except Invalid as error:
        [wrong] = error.fields
        return refusal(row, wrong.field, f"{table.column(wrong.field).label}：{wrong.reason}")
    return ReadRow(row, values)


def read_given(table: Table, given: Mapping[str, object]) -> ReadRow:
    """Read all cells by their columns. Raises `Invalid` with an entry for each that can't be used."""
    wrong: list[FieldError] = []
    read: dict[str, Any] = {}
    known = {column.name: column for column in table.columns}
    for name, raw in given.items():
        if name not in known:
            wrong.append(FieldError(name, f"{table.label}没有这一项"))
            continue
        try:
            read[name] = known[name].read(raw)
        except Invalid as error:
            wrong.append(FieldError(name, str(error), None if raw is None else str(raw)))
    try:
        fold(table, read)
    except Invalid as error:
        wrong.append(FieldError(error.fields[0].field, error.fields[0].reason))
    if wrong:
        labels = {name: column.label for name, column in known.items()}
        raise Invalid("；".join(f"{labels.get(each.field, each.field)}：{each.reason}" for each in wrong), tuple(wrong))
    return ReadRow(Row(1, dict(given)), read)


def fold(table: Table, values: dict[str, Any]) -> None:
    """Put columns that are read and then go into others where they belong. Raises `Invalid` with the column at fault."""
    for each in _FOLDS:
        if each.column in values:
            try:
                each.into(values, table)
            except Invalid as error:
                raise Invalid(str(error), (FieldError(each.column, str(error)),)) from None


@dataclass(frozen=True)
class _Fold:
    """A column that is read, and then goes into others."""

    column: str
    into: Callable[[dict[str, Any], Table], None]


def _last_day(values: dict[str, Any], table: Table) -> None:
    """A last day that is included gives the end of the term, where the file has no column for the end itself."""
    end = "valid_until" if table.name == "awards" else "to"
    values.setdefault(end, values.pop("to_included"))


def _kind_or_category(values: dict[str, Any], _table: Table) -> None:
    """国家标准 is a kind; 方法, 产品 or 安全 under the same heading is a subject."""
    found = values.pop("kind_or_category")
    try:
        kind = Kind.read(found) if found else None
    except Invalid:
        values.setdefault("category", found)
    else:
        values.setdefault("kind", kind)


def _adopted(values: dict[str, Any], _table: Table) -> None:
    """Numbers in one column and degrees in another, one degree for each or one for all."""
    numbers: tuple[str, ...] = values.pop("adopts_number")
    degrees: tuple[Degree, ...] = values.pop("adopts_degree", ())
    if degrees and len(degrees) not in (1, len(numbers)):
        raise Invalid(f"有 {len(numbers)} 个标准号而“采用程度”有 {len(degrees)} 个，请一一对应")
    if len(degrees) == 1:
        degrees *= len(numbers)
    padded = (*degrees, *[None] * (len(numbers) - len(degrees)))
    values.setdefault("adopts", tuple(zip(numbers, padded, strict=True)))


def _degree_alone(values: dict[str, Any], _table: Table) -> None:
    """A degree beside numbers that bear none takes its place; alone it says nothing."""
    degrees: tuple[Degree, ...] = values.pop("adopts_degree")
    if len(degrees) == 1 and "adopts" in values:
        values["adopts"] = tuple((number, degree or degrees[0]) for number, degree in values["adopts"])


_FOLDS = (
    _Fold("to_included", _last_day),
    _Fold("kind_or_category", _kind_or_category),
    _Fold("adopts_number", _adopted),
    _Fold("adopts_degree", _degree_alone),
)
