"""The exchange tables as the API takes and shows them: the keys of files, their types told by the columns."""

from functools import cache
from typing import Any

from marshmallow import INCLUDE, Schema, fields

from app.api.schemas.fields import Controlled, Day, Listed, Paged, Plain, Query
from app.registry.editing.renumbering import NumberChange
from app.registry.editing.saving import LONGEST_REASON
from app.registry.importing.columns import Column, Table
from app.registry.importing.shapes import Shape, shape_of, words_of

_TYPES: dict[Shape, dict[str, Any]] = {
    Shape.FLAG: {"type": "boolean"},
    Shape.COUNT: {"type": "integer"},
    Shape.AMOUNT: {"type": "number"},
    Shape.LIST: {"type": "array", "items": {"type": "string"}},
}


class Cell(fields.Raw):
    """One cell: read by its column, and shown as an export writes it."""


class TableArguments(Paged):
    """Which records of a table to list."""

    q = Plain(load_default="", metadata={"description": "记录或其所指单位、标准中的文字"})


class Why(Query):
    """What goes to the history beside the change."""

    reason = Plain(
        load_default=None,
        metadata={"description": f"修改的原因，最多 {LONGEST_REASON} 字，留在修改历史里"},
    )


class NumberArguments(Why):
    """Whether a standard gets another number, and why."""

    number_change = Controlled(
        NumberChange,
        load_default=None,
        metadata={"description": "corrected：更正登错的标准号；renumbered：发布机构改号，原号记作曾用标准号。正文只给 number"},
    )


class WithdrawalArguments(Why):
    """How a record ends."""

    on = Day(load_default=None, metadata={"description": "自哪一天起不再有效，默认今天；只用于有终止日期的数据"})
    mistake = fields.Boolean(
        load_default=False, metadata={"description": "true：登错的记录，删去（留有历史，可恢复），而不是终止"},
        error_messages={"invalid": "应为 true 或 false"},
    )


@cache
def given_schema(table: Table) -> type[Schema]:
    """What a request gives of a record: any of its columns; what it leaves out stays. Names it doesn't know are refused later."""
    cells: dict[str, Any] = {column.name: _cell(column) for column in table.columns}
    schema = Schema.from_dict(cells, name=_name(table, "Given"))
    return type(schema.__name__, (_Given, schema), {})


@cache
def shown_schema(table: Table) -> type[Schema]:
    """A record as answers show it: its id, and every column that an export writes."""
    cells: dict[str, Any] = {"id": fields.Integer(required=True)}
    cells |= {name: _cell(table.column(name)) for name in table.written}
    return Schema.from_dict(cells, name=_name(table, "Row"))


def list_schema(table: Table, shown: type[Schema]) -> type[Schema]:
    """A page of records."""
    members: dict[str, Any] = {"items": fields.List(fields.Nested(shown))}
    return type(_name(table, "Rows"), (Listed,), members)


class _Given(Schema):
    """Says in Chinese what is no object."""

    class Meta:
        """Names that are no columns are refused with the others."""

        unknown = INCLUDE

    error_messages = {"type": "应为 JSON 对象"}  # noqa: RUF012 - as the library declares it


def _cell(column: Column) -> Cell:
    shape, words = shape_of(column), words_of(column)
    # the value of a metric is read as a rate or an amount, by the metric beside it
    described: dict[str, Any] = dict(_TYPES.get(Shape.AMOUNT if column.name == "value" else shape, {"type": "string"}))
    if words is not None:
        described["enum"] = [*(word.value for word in words), None]
    described["description"] = f"{column.label}{'。' + shape.hint if shape.hint else ''}"
    return Cell(allow_none=True, metadata=described)


def _name(table: Table, ending: str) -> str:
    return "".join(part.capitalize() for part in table.name.split("-")) + ending
