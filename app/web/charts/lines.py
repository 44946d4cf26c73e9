"""A line over time against a line of what is asked for; a gap where nothing can be said."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.web.charts.scales import tidy_top

PLOT = 160
HEAD = 20
FOOT = 26
LEFT = 9.0
RIGHT = 3.0
TICKS = 4
LABEL_ROOM = 9.0
"""Percent of the width that a label needs; one with less room gives way to the next."""


@dataclass(frozen=True)
class Point:
    """A value of a period; `x` in percent, `y` in pixels; `on`: the day itself where the label is coarser."""

    label: str
    x: float
    y: float
    text: str
    on: str = ""


@dataclass(frozen=True)
class LineChart:
    """The points told apart into unbroken runs, the labels of the axis, and the y of the target."""

    runs: Sequence[Sequence[Point]]
    labels: Sequence[tuple[float, str]]
    lines: Sequence[tuple[float, float]]
    target: float | None
    height: int
    left: float = LEFT
    right: float = RIGHT

    @property
    def last(self) -> Point | None:
        """The newest point."""
        return self.runs[-1][-1] if self.runs else None


def line_chart(
    values: Sequence[tuple[str, float | None, str]], target: float | None = None, days: Sequence[str] = ()
) -> LineChart:
    """Draw (label, value or None, text) in order; the label is shown where it differs from the one before. `days`: of each."""
    known = [value for _, value, _ in values if value is not None]
    top = tidy_top(max([*known, target or 0.0], default=0.0), TICKS)
    step = (100 - LEFT - RIGHT) / max(1, len(values) - 1)

    def y_of(value: float) -> float:
        return round(HEAD + PLOT * (1 - value / top), 2)

    runs: list[list[Point]] = []
    labels: list[tuple[float, str]] = []
    broken = True
    for at, (label, value, text) in enumerate(values):
        x = round(LEFT + step * at, 3)
        if not at or values[at - 1][0] != label:
            if labels and x - labels[-1][0] < LABEL_ROOM:
                labels.pop()
            labels.append((x, label))
        if value is None:
            broken = True
            continue
        if broken:
            runs.append([])
        runs[-1].append(Point(label, x, y_of(value), text, days[at] if days else ""))
        broken = False
    return LineChart(
        runs=runs,
        labels=labels,
        lines=[(y_of(top * tick / TICKS), top * tick / TICKS) for tick in range(TICKS + 1)],
        target=None if target is None else y_of(target),
        height=HEAD + PLOT + FOOT,
    )
