"""Implementation rates as pages draw them, against the plan's target."""

from collections.abc import Sequence
from fractions import Fraction

from app.percent import NO_DATA, percent
from app.registry import statistics as counted
from app.registry.models import Plan
from app.registry.rates.implementation import Rate
from app.registry.statistics import BlockIndustryRate, ImplementationFigure
from app.registry.words import Metric
from app.web.charts.bars import Bar, BarChart, bar_chart

MOST_BARS = 24
"""Bars that people can read at once."""


def rates_drawn(figure: ImplementationFigure) -> Sequence[BlockIndustryRate]:
    """The block industries that a chart shows, the highest rate first; of equal ones those with most members.

    Of more than people can read, the highest and the lowest.
    """
    ordered = sorted(figure.block_industries, key=lambda each: (height(each), each.rate.of), reverse=True)
    if len(ordered) <= MOST_BARS:
        return ordered
    known = [each for each in ordered if each.rate.of]
    if len(known) <= MOST_BARS:
        return known
    lowest = sorted(known, key=lambda each: (height(each), -each.rate.of))[: MOST_BARS // 2]
    return [*known[: MOST_BARS // 2], *reversed(lowest)]


def rate_chart(figure: ImplementationFigure, plan: Plan | None) -> BarChart:
    """A bar for each of them, with the line of the plan's target."""
    target = counted.target_of(plan, Metric.IMPLEMENTATION_RATE)
    return bar_chart(
        [
            Bar(
                label=each.block_industry.name,
                value=None if each.rate.share is None else float(each.rate.share),
                text=NO_DATA if each.rate.share is None else f"{percent(each.rate.share)}（{each.rate.count}/{each.rate.of}）",
                met=meets(each.rate, plan),
            )
            for each in rates_drawn(figure)
        ],
        None if target is None else float(target),
    )


def reached(figure: ImplementationFigure, plan: Plan | None) -> tuple[int, int, int] | None:
    """How many block industries reach the plan's target, how many do not, of how many nothing can be said; None: no target."""
    target = counted.target_of(plan, Metric.IMPLEMENTATION_RATE)
    if target is None:
        return None
    known = [each.rate.meets(target) for each in figure.block_industries]
    return known.count(True), known.count(False), known.count(None)


def height(found: BlockIndustryRate) -> Fraction:
    """For sorting: the rate, below every rate where there is none."""
    return Fraction(-1) if found.rate.share is None else found.rate.share


def meets(rate: Rate, plan: Plan | None) -> bool | None:
    """Whether a rate reaches the plan's target; None where there is none, or no data."""
    target = counted.target_of(plan, Metric.IMPLEMENTATION_RATE)
    return None if target is None else rate.meets(target)


def target_text(plan: Plan | None) -> str:
    """The plan's target as charts write it; empty where it has none."""
    target = counted.target_of(plan, Metric.IMPLEMENTATION_RATE)
    return "" if target is None else f"目标 {percent(target, 0)}"
