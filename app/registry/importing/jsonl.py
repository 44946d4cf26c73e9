"""JSON Lines: one object a line, UTF-8."""

import json
from collections.abc import Iterable, Iterator

from app.errors import Invalid
from app.registry.importing.rows import ROW_LIMIT, Headings, Refusal, Row

TOO_LONG = f"这一行超过 {ROW_LIMIT >> 20} MB，没有读取；请检查是否缺少换行或混入了附件"
_SHOWN = 1_000


def read_jsonl(lines: Iterable[tuple[int, bytes | None]], headings: Headings) -> Iterator[Row | Refusal]:
    """Rows of JSON Lines; a line that is no object is refused alone, blank lines are passed over.

    Raises `Invalid` where the whole file is one JSON value over several lines, or its first object names no column.
    """
    decode = json.JSONDecoder().decode
    first = True
    for number, line in lines:
        if line is None:
            yield Refusal(number, TOO_LONG)
            continue
        if not line.strip():
            continue
        if first and line.strip() in (b"{", b"["):
            raise Invalid("文件是一个分成多行的 JSON，不是 JSON Lines；请改成每行一个对象")
        try:
            found = decode(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except UnicodeDecodeError:
            reason = f"第 {number} 行不是 UTF-8 编码；请把文件另存为 UTF-8"
            yield Refusal(number, reason, value=line[:_SHOWN].decode("gb18030", "replace"))
        except (ValueError, RecursionError) as error:
            yield Refusal(number, f"不是一个完整的 JSON 对象{_place(error)}", value=line[:_SHOWN].decode("utf-8", "replace"))
        else:
            if not isinstance(found, dict):
                yield Refusal(number, "应是一个 JSON 对象（用花括号括起的“列名: 值”）", value=_text(line))
                continue
            values = headings.values(found.items())
            if first and not values and headings.unlisted:
                names = "、".join(list(headings.unlisted)[:6])
                raise Invalid(f"{headings.table.label}的列一个也没有认出（第一个对象的键是“{names[:200]}”）；请检查表名与列名")
            yield Row(number, values)
        first = False


def _text(line: bytes) -> str:
    return line[:_SHOWN].decode("utf-8", "replace")


def _place(error: ValueError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"：第 {error.colno} 个字符附近有误，请检查引号、逗号与括号"
    return "：数字过长或嵌套过深"
