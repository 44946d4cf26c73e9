"""Stacked columns: parts of a whole, period by period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.web.charts.scales import tidy_count

PLOT = 200
HEAD = 18
FOOT = 26
LEFT = 8.0
TICKS = 4


@dataclass(frozen=True)
class Part:
    """One piece of a column; `series` counts from 1 in the order of the legend."""

    series: int
    amount: int
    y: float
    height: float


@dataclass(frozen=True)
class Column:
    """One period: `x` and `width` in percent, `minor` where its label may go on a narrow page."""

    label: str
    x: float
    width: float
    total: int
    top: float
    parts: Sequence[Part]
    minor: bool


@dataclass(frozen=True)
class ColumnChart:
    """Columns with the lines of the scale: (y, amount)."""

    columns: Sequence[Column]
    legend: Sequence[str]
    lines: Sequence[tuple[float, str]]
    height: int
    left: float = LEFT


def column_chart(periods: Sequence[str], series: Mapping[str, Sequence[int]]) -> ColumnChart:
    """Stack `series` (name to one amount a period, from the bottom up) over `periods`."""
    totals = [sum(amounts[at] for amounts in series.values()) for at in range(len(periods))]
    top = tidy_count(max(totals, default=0), TICKS)
    slot = (100 - LEFT) / max(1, len(periods))
    width = min(slot * 0.68, 9.0)

    def y_of(amount: float) -> float:
        return round(HEAD + PLOT * (1 - amount / top), 2)

    def parts(at: int) -> list[Part]:
        stacked, below = [], 0
        for place, amounts in enumerate(series.values(), start=1):
            amount = amounts[at]
            if amount:
                upper = y_of(below + amount)
                stacked.append(Part(place, amount, upper, round(y_of(below) - upper, 2)))
            below += amount
        return stacked

    columns = [
        Column(
            label=label,
            x=round(LEFT + slot * at + (slot - width) / 2, 3),
            width=round(width, 3),
            total=totals[at],
            top=y_of(totals[at]),
            parts=parts(at),
            minor=len(periods) > 8 and (len(periods) - 1 - at) % 2 == 1,
        )
        for at, label in enumerate(periods)
    ]
    lines = [(y_of(top * tick / TICKS), str(top * tick // TICKS)) for tick in range(TICKS + 1)]
    return ColumnChart(columns, list(series), lines, HEAD + PLOT + FOOT)
