"""Horizontal bars, a value each, against a line of what is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.web.charts.scales import tidy_top

ROW = 36
HEAD = 22


@dataclass(frozen=True)
class Bar:
    """One bar before it is placed. `value` None: nothing can be said, `text` says so."""

    label: str
    value: float | None
    text: str
    met: bool | None = None


@dataclass(frozen=True)
class PlacedBar:
    """A bar in its row: `y` in pixels, `width` in percent."""

    bar: Bar
    y: int
    width: float


@dataclass(frozen=True)
class BarChart:
    """All bars, and where the line of the target stands (None: no target)."""

    bars: Sequence[PlacedBar]
    height: int
    target: float | None


def bar_chart(bars: Sequence[Bar], target: float | None = None) -> BarChart:
    """Place bars on one scale that begins at zero and holds the target too."""
    known = [bar.value for bar in bars if bar.value is not None]
    top = tidy_top(max([*known, target or 0.0], default=0.0))
    placed = [PlacedBar(bar, HEAD + row * ROW, round(100 * (bar.value or 0.0) / top, 3)) for row, bar in enumerate(bars)]
    return BarChart(placed, HEAD + ROW * len(bars), None if target is None else round(100 * target / top, 3))
