"""From values to positions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_STEPS = (1, 2, 2.5, 5, 10)
_WHOLE_STEPS = (1, 2, 3, 4, 5, 10)
_SMALLEST = -6


def tidy_top(largest: float, ticks: int = 4) -> float:
    """The smallest round number, `ticks` equal round steps high, that is not below `largest`; 1 where all is zero."""
    return _top(largest, ticks, _STEPS, _SMALLEST) if largest > 0 else 1.0


def tidy_count(largest: int, ticks: int = 4) -> int:
    """The same for counts, whose steps are whole."""
    return round(_top(largest, ticks, _WHOLE_STEPS, 0))


def _top(largest: float, ticks: int, steps: Sequence[float], exponent: int) -> float:
    while ticks * 10.0 ** (exponent + 1) < largest:
        exponent += 1
    tops = (ticks * step * 10.0**exponent for step in steps)
    return next(top for top in tops if top >= largest * (1 - 1e-9))


@dataclass(frozen=True)
class Span:
    """A stretch of days drawn from 0 to 100 percent."""

    since: date
    until: date

    def at(self, day: date) -> float:
        """Percent of the width at which `day` begins; days outside lie on the edge."""
        whole = (self.until - self.since).days
        share = (day - self.since).days / whole if whole else 0.0
        return round(100 * min(1.0, max(0.0, share)), 3)


def year_ticks(span: Span, most: int = 8) -> Sequence[int]:
    """Years whose first day lies in the span, as many as fit: every one, second, fifth, tenth …"""
    first = span.since.year + (span.since > date(span.since.year, 1, 1))
    years = range(first, span.until.year + 1)
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if len(years) <= most * step)
    return [year for year in years if year % step == 0]
