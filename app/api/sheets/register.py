"""Sheets of the register itself: its health, its sources, its years."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from app.api.labels import NOT_STATED
from app.api.sheets.cells import Row, number, text
from app.registry.statistics.coverage import coverage_on


def coverage(day: date) -> Iterable[Row]:
    """What is known of the standards of each kind, and how old those in use are."""
    found = coverage_on(day)
    for each in found.kinds:
        share = Fraction(each.with_drafters, each.records) if each.records else None
        yield (
            each.kind.label if each.kind else "法规/规范", each.records, number(share, True), each.without_published,
            each.without_implemented, each.in_use, each.up_to_five, each.up_to_ten, each.older, each.review_overdue,
            text(each.newest),
        )  # fmt: skip
    yield "引用了已废止标准的在用标准", found.cited_withdrawn, *([None] * 9)


def sources(day: date) -> Iterable[Row]:
    """How many records each source gave, and the newest day seen in it."""
    return [(each.source or NOT_STATED, each.records, text(each.newest)) for each in coverage_on(day).sources]


def years(day: date) -> Iterable[Row]:
    """How many standards were published in each year."""
    return [(str(year), count) for year, count in reversed(coverage_on(day).by_year)]
