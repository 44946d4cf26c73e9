"""What a report (年度报告) holds on a day: its figures, the rows behind them, how they are defined; live, or from a snapshot."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import Any

from flask import current_app

from app.api.sheets import Cell, Name, Share, Sheet, sheets
from app.clock import CHINA, now
from app.registry import statistics as counted
from app.registry.models import Plan, Snapshot
from app.registry.rates.definitions_document import as_markdown
from app.registry.words import Metric

_BODY = frozenset(
    name.value
    for name in (
        Name.TARGETS, Name.COURSES, Name.FORECASTS, Name.BLOCK_INDUSTRIES, Name.OUTPUT, Name.GROUPS, Name.COUNTIES,
        Name.INNOVATION_YEARS, Name.DRAFTING_YEARS, Name.ADOPTION_YEARS, Name.PROJECTS,
    )
)  # fmt: skip
"""Sheets of a report's body; all others are its appendix."""
ROWS_IN_PRINT = 10_000
"""Rows of one table on paper and in a document: Word gets slow with longer ones. All of them are in the workbook."""


@dataclass(frozen=True)
class Made:
    """When a report was made; frozen ones also by whom, and their checksum."""

    at: datetime
    by: str | None = None
    checksum: str | None = None

    @property
    def on(self) -> date:
        """The day in China's time."""
        return self.at.astimezone(CHINA).date()


@dataclass(frozen=True)
class Report:
    """A report; `definition_version` tells the wordings of the definitions apart, `definitions` is the text itself.

    `plan` is named with its period; `office` hands the report in. `made` says who made it and when, and for one that was
    frozen by which checksum it is known.
    """

    title: str
    as_of: date
    plan: str | None
    office: str | None
    made: Made
    target: float | None
    definition_version: str
    definitions: str
    sheets: Sequence[Sheet]

    @property
    def definition_parts(self) -> Iterator[tuple[str, str]]:
        """The definitions line by line, each with what it is: heading, item, text, example (the name of a table), row of one."""
        for line in self.definitions.splitlines()[3:]:
            plain = re.sub(r"^(#+ |- |> |`\w+`　)", "", line).replace("**", "")
            kinds = {"#": "heading", "-": "item", "算": "example", "|": "row"}
            if plain:
                yield kinds.get(line[0], "text"), plain

    @property
    def body(self) -> Sequence[Sheet]:
        """The figures."""
        return [sheet for sheet in self.sheets if sheet.name in _BODY]

    @property
    def appendix(self) -> Sequence[Sheet]:
        """The rows behind them."""
        return [sheet for sheet in self.sheets if sheet.name not in _BODY]

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
        _named(plan) if plan else None,
        current_app.config["BIAOLIAN"].office,
        Made(now()),
        None if target is None else float(target),
        definition_version(text),
        text,
        sheets(day),
    )


def frozen(report: Report) -> dict[str, Any]:
    """The report as plain JSON, which `thawed_of` reads back; a rate is kept apart from other numbers."""
    return {
        "plan": report.plan,
        "office": report.office,
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


def thawed_of(snapshot: Snapshot) -> Report:
    """The report that a snapshot holds."""
    content = snapshot.content
    return Report(
        snapshot.title,
        snapshot.as_of.first_day,
        content["plan"],
        content.get("office"),
        Made(snapshot.taken_at, snapshot.taken_by, snapshot.checksum),
        content["target"],
        snapshot.definition_version,
        content["definitions"],
        [
            Sheet(**each | {"rows": [[_thawed(cell) for cell in row] for row in each["rows"]]})
            for each in content["sheets"]
        ],
    )


def _named(plan: Plan) -> str:
    """What a plan is called, with its first and its last day."""
    return f"{plan.name}（{plan.from_on.first_day} 至 {plan.until_on.first_day - timedelta(days=1)}）"


def _frozen(cell: Cell) -> Any:
    return {"rate": float(cell)} if isinstance(cell, Share) else cell


def _thawed(cell: Any) -> Cell:
    known: Cell = Share(cell["rate"]) if isinstance(cell, dict) else cell
    return known
