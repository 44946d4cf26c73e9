"""Counts by year as small columns: years without any keep their place, the figures stand beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 240, 48
MOST_YEARS = 60
"""Years of one histogram; older ones are in the list alone."""


@dataclass(frozen=True)
class YearColumn:
    """One year's column, in pixels from the top left; one that holds anything is at least a pixel high."""

    year: int
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Years:
    """The columns of all years from the first to the last, in a picture of `width` x `height`."""

    columns: Sequence[YearColumn]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def first(self) -> int:
        """The first year."""
        return self.columns[0].year

    @property
    def last(self) -> int:
        """The last year."""
        return self.columns[-1].year

    @property
    def most(self) -> YearColumn:
        """The year that holds the most, the latest of several."""
        return max(self.columns, key=lambda column: (column.count, column.year))


def years(counts: Mapping[int, int]) -> Years | None:
    """Draw counts by year; None where fewer than two years hold anything, which says nothing as a picture."""
    if len(counts) < 2:
        return None
    last = max(counts)
    first = max(min(counts), last - MOST_YEARS + 1)
    shown = range(first, last + 1)
    most = max(counts.get(year, 0) for year in shown)
    step = WIDTH / len(shown)
    return Years([_column(year, counts.get(year, 0), most, step * (year - first), step) for year in shown])


def _column(year: int, count: int, most: int, x: float, step: float) -> YearColumn:
    height = round(max(1.0, HEIGHT * count / most), 2) if count else 0
    return YearColumn(year, count, round(x + step * 0.1, 2), HEIGHT - height, round(step * 0.8, 2), height)
