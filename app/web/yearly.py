"""Figures year by year, for the charts of the statistics page and the tables beneath them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.api import figures
from app.api.labels import NO_LEVEL
from app.registry import statistics as counted
from app.registry.dates import day_after
from app.registry.words import Kind
from app.web.charts.columns import ColumnChart, column_chart

DRAWN_KINDS = (Kind.NATIONAL, Kind.INDUSTRY, Kind.LOCAL, Kind.ALLIANCE, Kind.INTERNATIONAL)
FEWEST, MOST = 10, 16
"""Years that are drawn: enough that a plan just begun has something to be compared with."""


@dataclass(frozen=True)
class Yearly:
    """Counts by year and series; `ends` is the last day counted of each year."""

    years: Sequence[str]
    series: Mapping[str, Sequence[int]]
    ends: Sequence[date]

    @property
    def chart(self) -> ColumnChart:
        """The columns, a year each."""
        return column_chart(self.years, self.series)

    @property
    def totals(self) -> Sequence[int]:
        """All series together, by year."""
        return [sum(amounts[at] for amounts in self.series.values()) for at in range(len(self.years))]

    def since_first(self) -> "Yearly":
        """The same from the first year in which there is anything; the last year at least."""
        first = next((at for at, total in enumerate(self.totals) if total), len(self.years) - 1)
        series = {name: amounts[first:] for name, amounts in self.series.items()}
        return Yearly(self.years[first:], series, self.ends[first:])


def years_drawn(since: date, day: date) -> range:
    """The years up to that of `day`: since the plan's beginning as far as that is neither too little nor too much."""
    first = min(since.year, day.year - FEWEST + 1)
    return range(max(first, day.year - MOST + 1, 1), day.year + 1)


def drafting_by_year(years: range, day: date) -> Yearly:
    """Standards led, by year of publication up to the day, and kind; each year as its own plan says who leads."""
    ranks = {end.year: counted.settings_on(end).lead_rank for end in _ends(years, day)}
    since, until = date(years[0], 1, 1), day_after(day)
    led: Counter[tuple[Kind, int]] = Counter()
    for rank in set(ranks.values()):
        parts = counted.published_parts(since, until, city=figures.city(), kinds=DRAWN_KINDS, lead_rank=rank)
        led.update((kind, on.year) for on, kind, leads in parts if leads and ranks[on.year] == rank)
    series = {kind: [led[kind, year] for year in years] for kind in DRAWN_KINDS}
    return Yearly(_named(years), {kind.label: amounts for kind, amounts in series.items()}, _ends(years, day)).since_first()


def innovation_by_year(years: range, day: date) -> Yearly:
    """Enterprises that hold an award at the end of each year, on the day itself in its own, by highest level."""
    ends = _ends(years, day)
    course = counted.innovation_course({end: counted.settings_on(end).schemes for end in ends})
    series = {level or NO_LEVEL: [counts.get(level, 0) for counts in course.by_day] for level in course.levels}
    return Yearly(_named(years), series, ends).since_first()


def _named(years: range) -> Sequence[str]:
    return [str(year) for year in years]


def _ends(years: range, day: date) -> Sequence[date]:
    """The last day of each year, of the last one the day itself."""
    return [min(date(year, 12, 31), day) for year in years]
