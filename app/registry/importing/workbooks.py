"""XLSX: the cells of the first filled sheet."""

from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from app.errors import Invalid
from app.registry.importing.jsonl import TOO_LONG
from app.registry.importing.rows import ROW_LIMIT, Cells, Refusal
from app.registry.importing.workbook_limits import CUT_SHORT, check_workbook


class Sheet:
    """The first visible sheet that holds anything; `note` names it where others hold something too.

    Raises `Invalid` where the workbook is damaged, too large when opened, or holds nothing.
    """

    def __init__(self, path: Path) -> None:
        check_workbook(path)
        try:
            workbook = CalamineWorkbook.from_path(path)
            visible = [
                sheet.name
                for sheet in workbook.sheets_metadata
                if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
            ]
            filled = [sheet for sheet in map(workbook.get_sheet_by_name, visible) if sheet.end is not None]
        except CalamineError:
            raise Invalid(f"{path.name} 不是完整的 Excel 工作簿，打不开；请重新导出或另存一份") from None
        if not filled:
            raise Invalid(f"{path.name} 的工作表都是空的，没有可导入的内容")
        self._sheet: CalamineSheet = filled[0]
        self._done = 0
        self.note: str | None = None
        if len(filled) > 1:
            others = "、".join(sheet.name for sheet in filled[1:6])
            self.note = f"工作簿有多张表，只读取了“{filled[0].name}”，未读：{others}"

    def fraction(self) -> float:
        """How much of the sheet has been handed out."""
        return self._done / max(self._sheet.total_height, 1)

    def cells(self) -> Iterator[tuple[int, Cells] | Refusal]:
        """Cells of each row with its number in the sheet."""
        for number, row in enumerate(self._sheet.iter_rows(), 1):
            self._done = number
            if sum(len(cell) for cell in row if isinstance(cell, str)) > ROW_LIMIT:
                yield Refusal(number, TOO_LONG)
            elif any(isinstance(cell, str) and cell.endswith(CUT_SHORT) for cell in row):
                yield Refusal(number, "这一行有导出时截短的格，导入会丢掉后面的内容；请用 CSV 导出后再改")
            else:
                yield number, list(row)
