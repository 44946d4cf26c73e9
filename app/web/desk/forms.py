"""Forms made of a table's columns: what stands in the fields, what was typed, what is wrong with it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from app.errors import BiaolianError, Invalid
from app.registry.dates import PartialDate
from app.registry.editing.kept import Kept
from app.registry.importing import value_lists
from app.registry.importing.columns import Column, Table
from app.registry.importing.records import ModelRecords
from app.registry.importing.registered import records_of
from app.registry.importing.shapes import Shape, shape_of, words_of
from app.registry.importing.values import last_day_before

_SEPARATORS = re.compile("[;；,，、\n]")
_ENDS = {"awards": "valid_until"}
_GROUPS: Mapping[str, Sequence[tuple[str, Sequence[str]]]] = {
    "standards": (
        ("标准", ("number", "title_zh", "title_en", "title_original", "kind", "obligation", "form", "action")),
        ("日期与状态", ("published_on", "implemented_on", "withdrawn_on", "reviewed_on", "status", "status_as_of")),
        ("关系（一行一个标准号）", ("replaces", "partly_replaces", "replaced_by", "amends", "adopts", "cites", "former_numbers")),
        ("归口与起草", ("committee", "proposer", "issuer", "drafting_units", "drafters", "lists_cut")),
        ("分类与说明", ("ics", "ccs", "category", "keywords", "scope", "language", "pages")),
        ("编号与来源", ("plan_number", "record_number", "source")),
    ),
}
HINTS: Mapping[tuple[str, str], str] = {
    ("standards", "adopts"): "一行一个，程度写在号后：IEC 60947-2:2016 MOD",
    ("standards", "drafting_units"): "按前言的次序，一行一个；没有载明名单的请留空，留空表示未知",
    ("standards", "withdrawn_on"): "第一个不再有效的日子；只知年月也可以",
    ("standards", "status"): "来源载明的状态，只作证据；实际状态由日期与代替关系推算",
    ("standards", "committee"): "编号或全称，一行一个",
    ("draftings", "source"): "位次与角色载于何处，例如：前言第Ⅱ页，扫描件",
    ("targets", "value"): "比率写 30% 或 0.3，其他写数字",
    ("observations", "value"): "比率写 30% 或 0.3，其他写数字",
    ("county-targets", "value"): "比率写 30% 或 0.3，其他写数字",
    ("award-schemes", "levels"): "由低到高，一行一个",
    ("organizations", "merged_into_uscc"): "并入的另一家；同一家单位登了两次的，请用“合并”",
}


@dataclass(frozen=True)
class Asked:
    """One field: its column, and how it is drawn."""

    column: Column
    shape: Shape
    hint: str
    required: bool
    choices: Sequence[tuple[str, str]] = ()


class TableForm:
    """The form of one record, drawn by macros/forms.html."""

    def __init__(self, table: Table, record: Kept | None = None) -> None:
        self.table = table
        self.record = record
        self.asked = {column.name: _asked(table, column) for column in _columns(table)}
        self.shown = {name: _text(record, each) for name, each in self.asked.items()} if record else {}
        self.typed: Mapping[str, str] = self.shown
        self.errors: dict[str, str] = {}
        self.message: str | None = None

    def take(self, typed: MultiDict[str, str]) -> dict[str, object]:
        """Keep what was typed, and give what of it differs from the record, by column.

        A form that has all fields says so by `whole`: in it, a tick that is missing was taken away.
        """
        given = {name: typed[name] for name in self.asked if name in typed}
        if "whole" in typed:
            given |= {name: "" for name, each in self.asked.items() if each.shape is Shape.FLAG and name not in typed}
        self.typed = {**self.shown, **given}
        lines = {name: text.replace("\r\n", "\n").strip() for name, text in given.items()}
        return {name: text for name, text in lines.items() if text != self.shown.get(name, "").strip()}

    def refuse(self, error: BiaolianError) -> None:
        """Take up what was refused; what belongs to no field of this form is said above it."""
        named = error.fields if isinstance(error, Invalid) else ()
        for each in named:
            self.errors.setdefault(_ending(self.table) if each.field == _end(self.table) else each.field, each.reason)
        if not named or any(name not in self.asked for name in self.errors):
            self.message = str(error)

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.typed.get(name, "")

    def values(self, name: str) -> list[str]:
        """What is chosen in a field of which several can be."""
        return [self.value(name)]

    @property
    def groups(self) -> Sequence[tuple[str, Sequence[Asked]]]:
        """The fields under headings."""
        groups = _GROUPS.get(self.table.name)
        if groups is None:
            return (("", tuple(self.asked.values())),)
        return tuple((heading, tuple(self.asked[name] for name in names)) for heading, names in groups)

    @property
    def first_wrong(self) -> str | None:
        """The first field that something is wrong with; it has the focus."""
        return next((each.column.name for _, group in self.groups for each in group if each.column.name in self.errors), None)

    @property
    def status(self) -> int:
        """The status of a page that shows this form."""
        return 422 if self.errors or self.message else 200


def _columns(table: Table) -> list[Column]:
    """The columns that a form asks for: a last day included stands for the end of a term."""
    included = _ending(table) != _end(table)
    names = [name for name in table.written if not (included and name == _end(table))]
    if included:
        at = max((names.index(name) for name in ("from", "awarded_on") if name in names), default=len(names) - 1)
        names.insert(at + 1, _ending(table))
    return [table.column(name) for name in names]


def _end(table: Table) -> str:
    return _ENDS.get(table.name, "to")


def _ending(table: Table) -> str:
    """The column that a form asks the end of a term by."""
    return "to_included" if any(column.name == "to_included" for column in table.columns) else _end(table)


def _asked(table: Table, column: Column) -> Asked:
    words = words_of(column)
    shape = shape_of(column)
    return Asked(
        column,
        shape,
        HINTS.get((table.name, column.name), shape.hint),
        column.name in _required(table),
        tuple((word.value, word.label) for word in words) if words else (),
    )


def _required(table: Table) -> frozenset[str]:
    records = records_of(table.name)
    if isinstance(records, ModelRecords):
        return frozenset(field.column for field in records.fields if field.required)
    return frozenset(table.key)


def _text(record: Kept, asked: Asked) -> str:
    """What stands in a field for a record."""
    if asked.column.name == "to_included":
        return _last_day(record.row[_end(record.table)])
    return field_text(record.row[asked.column.name])


def field_text(value: Any) -> str:
    """A cell as a field holds it: lists one a line, so that they are read back as they were."""
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, tuple | list):
        return value_lists.joined(value) if any(_SEPARATORS.search(part) for part in value) else "\n".join(value)
    return "" if value is None else str(value)


def _last_day(end: Any) -> str:
    """The last day included of a term that ends before `end`."""
    return "" if not end else str(last_day_before(PartialDate.read(str(end))))
