"""Workbooks to fill in: the headings of a table on one sheet, what belongs under each on the other."""

from typing import BinaryIO

import xlsxwriter

from app.registry.importing.columns import Column, Table
from app.registry.importing.records import ModelRecords
from app.registry.importing.registered import records_of
from app.registry.importing.shapes import Shape, shape_of, words_of

_ROWS = 1_000
"""Rows whose cells are texts and offer the words to choose from."""


def write_template(file: BinaryIO, table: Table) -> None:
    """Write the workbook of a table: an import reads its first sheet and passes over the other."""
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    bold, text = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "@"})
    sheet, help_sheet = workbook.add_worksheet("数据"), workbook.add_worksheet("填写说明")
    sheet.freeze_panes(1, 0)
    help_sheet.write_row(0, 0, ("列", "填什么", "可选的值", "英文列名"), bold)
    help_sheet.set_column(0, 3, 28)
    for at, name in enumerate(table.written):
        column = table.column(name)
        sheet.write_string(0, at, column.label, bold)
        sheet.set_column(at, at, max(14, 2 * len(column.label)), text)
        words = [word.label for word in words_of(column) or ()]
        if words:
            sheet.data_validation(1, at, _ROWS, at, {"validate": "list", "source": words, "error_type": "warning"})
        help_sheet.write_row(at + 1, 0, (column.label, _said(table, column), "、".join(words), name))
    workbook.close()


def _said(table: Table, column: Column) -> str:
    """What belongs in a column."""
    records = records_of(table.name)
    fields = records.fields if isinstance(records, ModelRecords) else ()
    required = table.key == (column.name,) or any(field.required for field in fields if field.column == column.name)
    parts = ["必填"] if required else []
    shape = shape_of(column)
    parts += ["多个用分号隔开"] if shape is Shape.LIST else [shape.hint] if shape.hint else []
    parts += ["是 或 否"] if shape is Shape.FLAG else []
    return "；".join(parts)
