"""Sheets of the implementation rate: every block industry, by output and by quarter, other groups, and every enterprise."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from app.api.courses import days_drawn
from app.api.figures import group_label
from app.api.labels import county_label
from app.api.sheets.cells import YES, Row, Told, known, left_out, number, place
from app.registry import statistics
from app.registry.models.facts import YUAN
from app.registry.rates.bodies import LeftOut
from app.registry.rates.implementation import Weight
from app.registry.statistics import ImplementationGroup
from app.registry.words import Metric


def block_industries(day: date) -> Iterable[Row]:
    """Every block industry, then all together."""
    target = statistics.target_of(statistics.plan_on(day), Metric.IMPLEMENTATION_RATE)
    figure = statistics.implementation_rate(day)
    total = ("", "合计", None, figure.total)
    for code, name, county, tally in (
        *((each.block_industry.code, each.block_industry.name, each.block_industry.county, each)
          for each in figure.block_industries),
        total,
    ):  # fmt: skip
        yield (
            code, name, place(county), tally.counts.of, tally.counts.count, known(tally.rate.share, True),
            None if target is None else YES[tally.rate.meets(target)], left_out(tally.left_out),
        )  # fmt: skip


def by_output(day: date) -> Iterable[Row]:
    """The same by output value, in 万元; members whose output is not known are left out of it."""
    figure = statistics.implementation_rate(day, weight=Weight.OUTPUT)
    every = [(each.block_industry.code, each.block_industry.name, each) for each in figure.block_industries]
    for code, name, tally in (*every, ("", "合计", figure.total)):
        yield (
            code, name, tally.counts.of, number(Fraction(tally.rate.of, YUAN)), number(Fraction(tally.rate.count, YUAN)),
            known(tally.rate.share, True), tally.left_out.get(LeftOut.OUTPUT_UNKNOWN, 0),
        )  # fmt: skip


def groups(day: date) -> Iterable[Row]:
    """The overall rate told apart by county, by association and by standard."""
    for by in ImplementationGroup:
        for each in statistics.implementation_groups(day, by):
            yield (
                by.label, group_label(by, each), each.counts.of, each.counts.count, known(each.rate.share, True),
                left_out(each.left_out),
            )  # fmt: skip


def block_courses(day: date) -> Told:
    """The rate of every block industry at the ends of the quarters; a row each."""
    days = days_drawn(day)
    course_of = statistics.block_industry_courses(days)
    rows = [
        (block.code, block.name, *(known(rate.share, True) for rate in course_of[block.id])) for block in statistics.blocks()
    ]
    return ["代码", "块状产业", *map(str, days)], rows


def county_courses(day: date) -> Told:
    """The rate of every county at the ends of the quarters; a row each."""
    days = days_drawn(day)
    found = [
        {each.value: each.rate.share for each in statistics.implementation_groups(on, ImplementationGroup.COUNTY)}
        for on in days
    ]
    codes = sorted({code for shares in found for code in shares}, key=lambda code: (code is None, code or ""))
    rows = [(county_label(code), *(known(shares.get(code), True) for shares in found)) for code in codes]
    return ["县（市、区）", *map(str, days)], rows


def members(day: date) -> Iterable[Row]:
    """Every enterprise in every block industry: what it implements, or why it does not count."""
    for row in statistics.all_members(day):
        reasons = "；".join(reason.label for reason in LeftOut if reason in row.left_out)
        yield (
            row.block.code, row.block.name, row.name, row.uscc, place(row.county), YES[row.is_member],
            YES[bool(row.standards)], ";".join(row.standards), reasons,
        )  # fmt: skip
