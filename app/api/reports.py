"""What a report (年度报告) holds on a day: its figures, the rows behind them, how they are defined; live, or from a snapshot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

from app.api.sheets import Cell, Share, Sheet, sheets
from app.registry import statistics as counted
from app.registry.rates.definitions_document import as_markdown
from app.registry.words import Metric


@dataclass(frozen=True)
class Report:
    """A report; `definition_version` tells the wordings of the definitions apart, `definitions` is the text itself."""

    title: str
    as_of: date
    plan: str | None
    target: float | None
    definition_version: str
    definitions: str
    sheets: Sequence[Sheet]

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name; one without rows where the report was frozen before there was such a sheet."""
        return next((each for each in self.sheets if each.name == name), Sheet(name, name, (), ()))


def definition_version(text: str) -> str:
    """What tells one wording of the definitions from another."""
    return blake2b(text.encode(), digest_size=6).hexdigest()


def live_report(day: date, title: str | None = None) -> Report:
    """The report on a day as the register has it now."""
    plan = counted.plan_on(day)
    target = counted.target_of(plan, Metric.IMPLEMENTATION_RATE)
    text = as_markdown()
    return Report(
        title or f"标准化工作报告（截至 {day}）",
        day,
        plan.name if plan else None,
        None if target is None else float(target),
        definition_version(text),
        text,
        sheets(day),
    )


def frozen(report: Report) -> dict[str, Any]:
    """The report as plain JSON, which `thawed` reads back; a rate is kept apart from other numbers."""
    return {
        "plan": report.plan,
        "target": report.target,
        "definitions": report.definitions,
        "sheets": [
            vars(each)
            | {
                "headings": [*each.headings],
                "keys": [*each.keys],
                "rows": [[_frozen(cell) for cell in row] for row in each.rows],
            }
            for each in report.sheets
        ],
    }


def thawed(title: str, day: date, version: str, content: Mapping[str, Any]) -> Report:
    """The report that was frozen."""
    return Report(
        title,
        day,
        content["plan"],
        content["target"],
        version,
        content["definitions"],
        [
            Sheet(**each | {"rows": [[_thawed(cell) for cell in row] for row in each["rows"]]})
            for each in content["sheets"]
        ],
    )


def _frozen(cell: Cell) -> Any:
    return {"rate": float(cell)} if isinstance(cell, Share) else cell


def _thawed(cell: Any) -> Cell:
    known: Cell = Share(cell["rate"]) if isinstance(cell, dict) else cell
    return known
