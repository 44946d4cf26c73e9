"""The implementation rate of a day, told apart, and the enterprises behind each of its numbers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from app.api.labels import NOT_STATED
from app.api.schemas.fields import MOST_PAGES, Choice, Controlled, Plain, Whole
from app.registry import statistics as counted
from app.registry.queries.codes import names_of
from app.registry.rates.implementation import Evidence, Scope
from app.registry.statistics import Asked, BlockIndustryRate, GroupRate, ImplementationGroup, Standing, Within
from app.registry.words import Metric
from app.web.asked import TableOfDay, read
from app.web.blueprint import pages
from app.web.rates import height, meets, rate_chart, target_text
from app.web.tables import enterprises_file, every, group_rates_file, rates_file

PER_PAGE = 100
AT_ONCE = 10_000
"""Rows of an export that are read together."""

_ORDERS: Mapping[str, Callable[[BlockIndustryRate], Any]] = {
    "code": lambda found: found.block_industry.code,
    "county": lambda found: found.block_industry.county or "",
    "count": lambda found: found.rate.count,
    "of": lambda found: found.rate.of,
    "rate": lambda found: height(found),
}
"""What block industries can be ordered by; `-` first for descending."""


class RatesAsked(TableOfDay):
    """Block industries with their rate on a day, in an order."""

    sort = Choice(*_ORDERS, *(f"-{each}" for each in _ORDERS), load_default="code")
    page = Whole(least=1, most=MOST_PAGES, load_default=1)


class ImplementationAsked(RatesAsked):
    """The rate on a day, by one kind of evidence, over all block industries or some."""

    evidence = Controlled(Evidence, load_default=Evidence.VERIFIED)
    scope = Controlled(Scope, load_default=Scope.ALL)
    group_by = Controlled(Within, load_default=Within.BLOCK_INDUSTRY)
    implementing = Choice("", "1", load_default="")


class EnterprisesAsked(ImplementationAsked):
    """The enterprises that stand to the rate in one way; an empty `group`: those in none."""

    standing = Controlled(Standing, load_default=Standing.MEMBER)
    group = Plain(load_default=None)


@pages.get("/statistics/implementation")
def statistics_implementation() -> ResponseReturnValue:
    """The implementation rate of every block industry, or of other groups, and what is left out of it."""
    asked = read(ImplementationAsked)
    day, by = asked["as_of"], asked["group_by"]
    plan = counted.plan_on(day)
    target = counted.target_of(plan, Metric.IMPLEMENTATION_RATE)
    figure = counted.implementation_rate(day, evidence=asked["evidence"], scope=asked["scope"])
    threshold = counted.settings_on(day).implementing_threshold
    rows = in_order(figure.block_industries, asked["sort"])
    if asked["implementing"]:
        rows = [each for each in rows if each.implementing >= threshold]
    groups = _groups(asked)
    if asked["form"]:
        if by is Within.BLOCK_INDUSTRY:
            return rates_file(asked["form"], day, rows, partial(meets, plan=plan))
        return group_rates_file(asked["form"], day, by.label, groups, target)
    listed = rows if by is Within.BLOCK_INDUSTRY else groups
    return render_template(
        "statistics_implementation.html",
        asked=asked,
        day=day,
        figure=figure,
        of_blocks=by is Within.BLOCK_INDUSTRY,
        rows=listed[(asked["page"] - 1) * PER_PAGE : asked["page"] * PER_PAGE],
        total=len(listed),
        pages=max(1, -(-len(listed) // PER_PAGE)),
        implementing=figure.implementing_block_industries(threshold),
        threshold=threshold,
        chart=rate_chart(figure, plan),
        target=target,
        target_text=target_text(plan),
        evidences=Evidence,
        scopes=Scope,
        groups=Within,
        divisions=names_of("division"),
    )


@pages.get("/statistics/implementation/enterprises")
def statistics_enterprises() -> ResponseReturnValue:
    """The distinct enterprises behind one number of the rate: members, those that implement, those that a reason keeps out."""
    asked = read(EnterprisesAsked)
    day, within = asked["as_of"], asked["group_by"] if asked["group"] is not None else None
    find = partial(
        counted.enterprises_behind,
        day,
        Asked(asked["evidence"], asked["scope"]),
        standing=asked["standing"],
        within=within,
        value=asked["group"] or None,
    )
    if asked["form"]:
        return enterprises_file(asked["form"], day, every(lambda page: find(page, AT_ONCE)))
    return render_template(
        "statistics_enterprises.html",
        asked=asked,
        day=day,
        found=find(asked["page"], PER_PAGE),
        within=within,
        group=_group_label(asked) if within else None,
        standings=Standing,
        evidences=Evidence,
        divisions=names_of("division"),
    )


def _groups(asked: Mapping[str, Any]) -> Sequence[GroupRate]:
    """The rate by what the address asks; none for block industries, which the figure itself holds."""
    if asked["group_by"] is Within.BLOCK_INDUSTRY:
        return []
    by = ImplementationGroup.read(asked["group_by"].value)
    named = names_of("division") if by is ImplementationGroup.COUNTY else {}
    return [
        replace(each, label=each.label or named.get(each.value or "", each.value) or NOT_STATED)
        for each in counted.implementation_groups(asked["as_of"], by, Asked(asked["evidence"], asked["scope"]))
    ]


def _group_label(asked: Mapping[str, Any]) -> str:
    """What the group asked for is called."""
    value = asked["group"] or None
    if asked["group_by"] is Within.BLOCK_INDUSTRY:
        named: Mapping[str | None, str | None] = {block.code: block.name for block in counted.blocks()}
    else:
        named = {each.value: each.label for each in _groups(asked)}
    return named.get(value) or "不在当日之列"


def in_order(found: Sequence[BlockIndustryRate], sort: str) -> Sequence[BlockIndustryRate]:
    """Block industries in the order of one of the sorts of `RatesAsked`."""
    return sorted(found, key=_ORDERS[sort.removeprefix("-")], reverse=sort.startswith("-"))
