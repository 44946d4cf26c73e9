"""The standards behind the numbers of the register's health, sources and years."""

from functools import partial

from flask import render_template
from flask.typing import ResponseReturnValue

from app.api.labels import NOT_STATED
from app.api.schemas.fields import MOST_PAGES, Choice, Controlled, Plain, Whole
from app.registry.statistics.coverage import Health
from app.registry.statistics.coverage_rows import NO_KIND, Covered, covered_standards
from app.registry.words import Kind
from app.web.asked import TableOfDay, read
from app.web.blueprint import pages
from app.web.tables import every, standards_file

PER_PAGE, AT_ONCE = 100, 1_000
"""Rows on a page, and rows of an export that are read together."""


class CoveredAsked(TableOfDay):
    """Standards on a day, by what is known of them."""

    health = Controlled(Health, load_default=Health.RECORDS)
    kind = Choice(*(kind.value for kind in Kind), NO_KIND, load_default=None)
    source = Plain(load_default=None)
    year = Whole(least=1, most=9999, load_default=None)
    page = Whole(least=1, most=MOST_PAGES, load_default=1)


@pages.get("/statistics/coverage/standards")
def statistics_covered() -> ResponseReturnValue:
    """One page of the standards behind a number."""
    asked = read(CoveredAsked)
    day = asked["as_of"]
    covered = Covered(asked["health"], asked["kind"], asked["source"], asked["year"])
    find = partial(covered_standards, day, covered)
    title = _title(covered)
    if asked["form"]:
        return standards_file(asked["form"], f"{title}-{day}", every(lambda page: find(page, AT_ONCE)))
    return render_template(
        "statistics_covered.html", day=day, title=title, name=_sheet(covered), found=find(asked["page"], PER_PAGE)
    )


def _title(asked: Covered) -> str:
    """What is listed, in words."""
    kind = None if asked.kind is None else "法规和规范" if asked.kind == NO_KIND else Kind.read(asked.kind).label
    health = "全部记录" if asked.health is Health.RECORDS else asked.health.label
    source = None if asked.source is None else f"来源：{asked.source or NOT_STATED}"
    year = None if asked.year is None else f"{asked.year} 年发布的标准"
    return "，".join(each for each in (kind, source, year, None if source or year else health) if each)


def _sheet(asked: Covered) -> str:
    """The sheet in which the number stands."""
    return "sources" if asked.source is not None else "years" if asked.year is not None else "coverage"
