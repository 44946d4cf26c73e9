"""Figures year by year, for the charts of the statistics page and the tables beneath them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.api import figures
from app.registry import statistics as counted
from app.registry.words import Kind
from app.web.charts.columns import ColumnChart, column_chart

DRAWN_KINDS = (Kind.NATIONAL, Kind.INDUSTRY, Kind.LOCAL, Kind.ALLIANCE, Kind.INTERNATIONAL)
NO_LEVEL = "未分级"
FEWEST, MOST = 10, 16
"""Years that are drawn: enough that a plan just begun has something to be compared with."""


@dataclass(frozen=True)
class Yearly:
    """Counts by year and series."""

    years: Sequence[str]
    series: Mapping[str, Sequence[int]]

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
        return Yearly(self.years[first:], {name: amounts[first:] for name, amounts in self.series.items()})


def years_drawn(since: date, day: date) -> range:
    """The years up to that of `day`: since the plan's beginning as far as that is neither too little nor too much."""
    first = min(since.year, day.year - FEWEST + 1)
    return range(max(first, day.year - MOST + 1, 1), day.year + 1)


def day_after(day: date) -> date:
    """The end of a period whose last day is `day`; the last day there is has none after it."""
    return day if day == date.max else day + timedelta(days=1)


def drafting_by_year(years: range, day: date) -> Yearly:
    """Standards led, by year of publication up to the day, and kind."""
    parts = counted.published_parts(
        date(years[0], 1, 1), day_after(day), city=figures.city(), kinds=DRAWN_KINDS, lead_rank=figures.lead_rank(day)
    )
    led = Counter((kind, on.year) for on, kind, leads in parts if leads)
    series = {kind.label: [led[kind, year] for year in years] for kind in DRAWN_KINDS}
    return Yearly([str(year) for year in years], series).since_first()


def innovation_by_year(years: range, day: date) -> Yearly:
    """Enterprises that hold an award at the end of each year, on the day itself in its own, by highest level."""
    days = [min(date(year, 12, 31), day) for year in years]
    course = counted.innovation_course({each: figures.counting_schemes(each) for each in days})
    series = {level or NO_LEVEL: [counts.get(level, 0) for counts in course.by_day] for level in course.levels}
    return Yearly([str(year) for year in years], series).since_first()
