"""What local bodies drafted of the standards published in a period, with every standard behind every number."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from app.api import figures
from app.api.schemas.fields import MOST_PAGES, Choice, Controlled, Plain, Whole, several
from app.clock import today
from app.registry import statistics as counted
from app.registry.statistics import GroupBy, Narrowing, Part
from app.registry.words import Kind
from app.web.asked import PeriodAsked, read
from app.web.blueprint import pages
from app.web.tables import drafting_file, drafting_groups_file

PER_PAGE = 100
MOST_GROUPS = 30
"""Groups that are shown before all are asked for."""


class DraftingAsked(PeriodAsked):
    """The standards published in a period.

    `group` and `part` narrow the standards listed to those behind one number; an empty group: those in none.
    """

    kind = several(Controlled(Kind))
    group_by = Controlled(GroupBy, load_default=GroupBy.KIND)
    group = Plain(load_default=None)
    part = Controlled(Part, load_default=None)
    every = Choice("", "1", load_default="")
    table = Choice("rows", "groups", load_default="rows")
    page = Whole(least=1, most=MOST_PAGES, load_default=1)


@pages.get("/statistics/drafting")
def statistics_drafting() -> ResponseReturnValue:
    """What local bodies drafted of the standards published in a period, with every standard."""
    asked = read(DraftingAsked)
    plan_since, plan_until = counted.settings_on(today()).flow_period(today())
    since = asked["since"] or min(plan_since, asked["last"] or plan_since)
    last = asked["last"] or max(since, plan_until - timedelta(days=1))
    until = last + timedelta(days=1)
    narrowing = narrowing_of(asked)
    lead_rank = counted.settings_before(until).lead_rank
    how = {"city": figures.city(), "kinds": asked["kind"], "lead_rank": lead_rank, "narrowing": narrowing}
    figure = figures.drafting(since, until, asked["group_by"], asked["kind"])
    if asked["form"] and asked["table"] == "groups":
        return drafting_groups_file(asked["form"], since, last, asked["group_by"].label, figure["items"])
    if asked["form"]:
        return drafting_file(asked["form"], since, last, counted.drafting_rows(since, until, **how))
    return render_template(
        "statistics_drafting.html",
        asked=asked,
        since=since,
        last=last,
        figure=figure,
        groups_shown=figure["items"] if asked["every"] else figure["items"][:MOST_GROUPS],
        narrowed_to=_words(narrowing, figure["items"]),
        found=counted.drafting_page(since, until, asked["page"], PER_PAGE, **how),
        kinds=Kind,
        groups=GroupBy,
        parts_shown=(Part.LEAD, Part.FORMULATED, Part.REVISED, Part.PARTICIPATE),
    )


def narrowing_of(asked: Mapping[str, Any]) -> Narrowing:
    """Which of the period's standards the address asks for."""
    if asked["group"] is None:
        return Narrowing(part=asked["part"])
    return Narrowing(asked["group_by"], asked["group"] or None, asked["part"])


def _words(narrowing: Narrowing, groups: Iterable[Mapping[str, Any]]) -> str:
    """What the list is narrowed to, in words; empty where it is not."""
    label = None
    if narrowing.group_by:
        named = (group["label"] for group in groups if group["value"] == narrowing.value)
        label = f"{narrowing.group_by.label}“{next(named, '不在本期之内')}”"
    return "，".join(each for each in (label, narrowing.part and narrowing.part.label) if each)
