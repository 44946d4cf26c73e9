"""A straight line through what was, drawn on to a plan's end: least squares, with the range in which 95 of 100 such points lie.

It says what would be if all went on as before, and nothing of why it should. With fewer than `FEWEST` points there is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

FEWEST = 4
_T = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120)
"""Student's t for 95 of 100, both sides, by degrees of freedom from 1."""
_T_OF_MANY = 2.1


@dataclass(frozen=True)
class Forecast:
    """The value on the line on `on`, and the range `low` to `high`; it rests on `points` values from `since` to `until`."""

    on: date
    value: float
    low: float
    high: float
    points: int
    since: date
    until: date

    @property
    def steady(self) -> bool:
        """All points lay on the line: nothing tells how far the next may lie from it."""
        return self.high - self.low < 1e-9 * max(1.0, abs(self.value))

    def bounded(self, least: float, most: float | None = None) -> "Forecast":
        """The same within what the value can be: a share lies in 0..1, a count that only grows not below what it is."""

        def within(value: float) -> float:
            return max(least, value if most is None else min(most, value))

        return Forecast(
            self.on, within(self.value), within(self.low), within(self.high), self.points, self.since, self.until
        )


def forecast(points: Sequence[tuple[date, float]], on: date) -> Forecast | None:
    """The line through the points, oldest first, on a later day; None where there are too few, or all lie on one day."""
    if len(points) < FEWEST:
        return None
    first = points[0][0]
    days = [(day - first).days for day, _ in points]
    values = [value for _, value in points]
    count = len(points)
    middle, mean = sum(days) / count, sum(values) / count
    spread = sum((each - middle) ** 2 for each in days)
    if not spread:
        return None
    slope = sum((each - middle) * (value - mean) for each, value in zip(days, values, strict=True)) / spread
    left = sum((value - mean - slope * (each - middle)) ** 2 for each, value in zip(days, values, strict=True))
    ahead = (on - first).days - middle
    freedom = count - 2
    student = _T[freedom - 1] if freedom <= len(_T) else _T_OF_MANY
    margin = student * sqrt(left / freedom * (1 + 1 / count + ahead**2 / spread))
    value = mean + slope * ahead
    return Forecast(on, value, value - margin, value + margin, count, first, points[-1][0])
