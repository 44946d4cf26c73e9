"""The definitions as a document beside the code: `python -m app.registry.rates.definitions_document > docs/definitions.md`."""

import sys
from collections.abc import Iterator, Sequence

from app.registry.rates.definitions import DEFINITIONS, HEALTH, RECORDED, SHARED, Definition, Table

INTRODUCTION = (
    "由 `app/registry/rates/definitions.py` 生成，与页面 `/about/definitions` 同出一处；"
    "改动请改那里，再运行 `python -m app.registry.rates.definitions_document > docs/definitions.md`。"
)


def as_markdown() -> str:
    """All definitions as Markdown, in the order of the page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield from ("# 指标口径", "", INTRODUCTION, "", "## 共同规则", "")
    yield from _items(SHARED)
    for definition in DEFINITIONS:
        yield from _section(definition)
    yield from ("", "## 填报指标", "")
    yield from _items(RECORDED)
    yield from ("", "## 登记的健康与覆盖", "")
    yield from _items(HEALTH)


def _section(definition: Definition) -> Iterator[str]:
    yield from ("", f"## {definition.metric.label}", "", f"`{definition.metric.value}`　{definition.sentence}", "")
    yield from (f"> {definition.formula}", "")
    yield from _items(definition.counts)
    if definition.left_out:
        yield from ("", "未计入而列明的：", "")
        yield from _items([f"**{reason.label}**：{why}" for reason, why in definition.left_out])
    if definition.settings:
        yield from ("", "可设定：", "")
        yield from _items(definition.settings)
    yield from ("", f"依据：{definition.source}")
    for table in definition.example:
        yield from _table(table)


def _items(texts: Sequence[str]) -> Iterator[str]:
    return (f"- {text}" for text in texts)


def _table(table: Table) -> Iterator[str]:
    yield from ("", f"算例：{table.caption}", "", _row(table.heads), _row(["---"] * len(table.heads)))
    yield from (_row(row) for row in table.rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(as_markdown())
