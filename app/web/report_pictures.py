"""The pictures of a report, drawn from its sheets alone, so that a frozen report draws what was reported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.api.reports import Report
from app.api.sheets import Cell, Row
from app.percent import NO_DATA, percent
from app.registry.words import Kind
from app.web.charts.bars import Bar, bar_chart
from app.web.charts.columns import column_chart
from app.web.charts.lines import line_chart
from app.web.charts.pictures import svg

MOST_BARS = 24
"""Block industries in one picture; the table beneath has all."""
_CHANGES = 3


@dataclass(frozen=True)
class Picture:
    """A chart with its title; `macro` of macros/charts.html draws it, `words` tells it to those who don't see it."""

    macro: str
    chart: Any
    title: str
    words: str
    aim: str = ""

    @property
    def svg(self) -> str:
        """The chart as a picture that stands alone."""
        return svg(self.macro, self.chart, self.title, *self.more)

    @property
    def more(self) -> Sequence[str]:
        """What the macro takes beside the title."""
        return (self.aim,) if self.macro in ("bars", "line") else ()


def pictures_of(report: Report) -> Mapping[str, Picture]:
    """The pictures by the name of the sheet that they draw; none of a sheet without rows."""
    drawn = {
        "courses": _course(report),
        "block-industries": _rates(report),
        "innovation-years": _innovation(report),
        "drafting-years": _drafting(report),
    }
    return {name: picture for name, picture in drawn.items() if picture}


def _aim(report: Report) -> str:
    return "" if report.target is None else f"目标 {percent(report.target, 0)}"


def _share(cell: Cell) -> float | None:
    return float(cell) if isinstance(cell, int | float) else None


def _course(report: Report) -> Picture | None:
    rows = report.sheet("courses").rows
    values = [(str(row[0]), _share(row[1])) for row in rows if len(row) > 1]
    if not any(value is not None for _, value in values):
        return None
    points = [(day[:4], value, f"{day} {percent(value)}") for day, value in values]
    words = "；".join(f"{day} {percent(value)}" for day, value in values)
    title = f"块状产业联盟标准实施率，各季度末至 {report.as_of}"
    return Picture("line", line_chart(points, report.target), title, words, _aim(report))


def _rates(report: Report) -> Picture | None:
    rows = sorted(
        (row for row in report.sheet("block-industries").rows if row[0]),
        key=lambda row: (-1.0 if (share := _share(row[5])) is None else share, str(row[0])),
        reverse=True,
    )
    if not rows:
        return None
    which = ""
    if len(rows) > MOST_BARS:
        known, half = [row for row in rows if _share(row[5]) is not None], MOST_BARS // 2
        rows, which = [*known[:half], *known[half:][-half:]], f"，最高和最低的各 {half} 个，共 {len(rows)} 个"
    bars = [_bar(row, report.target) for row in rows]
    title = f"各块状产业联盟标准实施率，截至 {report.as_of}{which}"
    words = "；".join(f"{bar.label} {bar.text}" for bar in bars)
    return Picture("bars", bar_chart(bars, report.target), title, words, _aim(report))


def _bar(row: Row, target: float | None) -> Bar:
    share = _share(row[5])
    text = NO_DATA if share is None else f"{percent(share)}（{row[4]}/{row[3]}）"
    return Bar(str(row[1]), share, text, None if share is None or target is None else share >= target)


def _innovation(report: Report) -> Picture | None:
    sheet = report.sheet("innovation-years")
    levels = sheet.headings[2:-_CHANGES]
    years = [str(row[0])[:4] for row in sheet.rows]
    series = {level: [_count(row[2 + at]) for row in sheet.rows] for at, level in enumerate(levels)}
    return _columns(years, series, f"标准创新型企业（家），各年年末，截至 {report.as_of}")


def _drafting(report: Report) -> Picture | None:
    led = {(str(row[0]), row[1]): _count(row[2]) for row in report.sheet("drafting-years").rows}
    known = [int(year) for year, _ in led]
    years = [str(year) for year in range(min(known, default=0), max(known, default=-1) + 1)]
    kinds = [kind.label for kind in Kind if any(led.get((year, kind.label)) for year in years)]
    series = {kind: [led.get((year, kind), 0) for year in years] for kind in kinds}
    return _columns(years, series, f"本市为主起草的标准（项），按发布年份和类别，截至 {report.as_of}")


def _columns(years: Sequence[str], series: Mapping[str, Sequence[int]], title: str) -> Picture | None:
    if not any(map(any, series.values())):
        return None
    told = (
        f"{year} 年" + "、".join(f"{name} {amounts[at]}" for name, amounts in series.items()) for at, year in enumerate(years)
    )
    return Picture("columns", column_chart(years, series), title, "；".join(told))


def _count(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0
