"""The usual table of comments (意见汇总处理表) as units hand it in: a workbook with the columns that we hand out."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from app.errors import FieldError, Invalid
from app.registry.importing.rows import Refusal
from app.registry.importing.workbooks import Sheet
from app.registry.services.alliance.comments import ROWS_MOST, Remark

PROPOSED = "建议改为："
"""Stands before the wording that a comment proposes, in the cell of the comment."""
FIELD = "table"
_HEADINGS: Mapping[str, Sequence[str]] = {
    "clause": ("标准章条编号", "章条编号", "条款号", "条款"),
    "body": ("意见内容", "意见"),
    "proposal": ("修改建议", "建议"),
    "unit": ("提出单位", "单位"),
}
_HEAD_WITHIN = 20


def read_comment_table(path: Path) -> Sequence[Remark]:
    """The comments of a workbook, up to the line that sums them up. Raises `Invalid` naming what is missing."""
    places: dict[str, int] = {}
    remarks: list[Remark] = []
    for found in Sheet(path).cells():
        if isinstance(found, Refusal):
            raise _refused(f"表格第 {found.line} 行{found.reason}")
        number, cells = found
        texts = ["" if cell is None else _text(cell) for cell in cells]
        if not places:
            places = _places(texts)
            if not places and number >= _HEAD_WITHIN:
                break
            continue
        remark = _remark(texts, places, number)
        if remark is None and any(text.startswith("说明") for text in texts):
            break
        if remark is not None:
            remarks.append(remark)
        if len(remarks) > ROWS_MOST:
            raise _refused(f"表格超过 {ROWS_MOST} 条意见，请分几次上传")
    if not places:
        raise _refused("表格里没有“标准章条编号”与“意见内容”两栏，请用导出的意见汇总处理表的样式")
    if not remarks:
        raise _refused("表格里没有意见")
    return remarks


def _text(cell: object) -> str:
    """A cell as typed: clauses are often kept as numbers, 4.2 or 5.0 for 5."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _places(texts: Sequence[str]) -> dict[str, int]:
    tidy = ["".join(text.split()) for text in texts]
    found = {name: tidy.index(heading) for name, headings in _HEADINGS.items() for heading in headings[::-1] if heading in tidy}
    return found if {"clause", "body"} <= found.keys() else {}


def _remark(texts: Sequence[str], places: Mapping[str, int], number: int) -> Remark | None:
    typed = {name: texts[place] if place < len(texts) else "" for name, place in places.items()}
    body, _mark, proposed = typed["body"].partition(f"\n{PROPOSED}")
    if (not typed["clause"] and not body) or typed["clause"].startswith("说明"):
        return None
    proposal = typed.get("proposal") or proposed or None
    return Remark(typed["clause"], body, proposal, typed.get("unit") or None, f"表格第 {number} 行")


def _refused(reason: str) -> Invalid:
    return Invalid(reason, (FieldError(FIELD, reason),))
