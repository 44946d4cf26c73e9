"""Drafting counts (起草) of a period, docs/rules.md section 4; worked out in drafted.py, the plain rule is rates/drafting.py."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from sqlalchemy import select

from app.database import db
from app.registry.models import BlockIndustry, Committee, Organization
from app.registry.rates.bodies import LeftOut
from app.registry.rates.drafting import Counts
from app.registry.statistics.columns import Numbers
from app.registry.statistics.counties import county_today
from app.registry.statistics.drafted import KINDS, Drafted, committees_of_all, drafted_in, ties_of_all
from app.registry.statistics.ids import among
from app.registry.statistics.implementing import joined
from app.registry.statistics.keeping import kept
from app.registry.words import Kind, Word


class GroupBy(Word):
    """What drafting counts can be told apart by."""

    KIND = "kind", "标准类别"
    COUNTY = "county", "县（市、区）"
    ORGANIZATION = "organization", "单位"
    BLOCK_INDUSTRY = "block_industry", "块状产业"
    COMMITTEE = "committee", "标准化技术委员会"
    YEAR = "year", "年份"


@dataclass(frozen=True)
class DraftingGroup:
    """The counts of one group. `value` is its word, code, number or id as text, None for standards without any.

    `label` is its name where the register holds one; words and codes of divisions have theirs elsewhere.
    """

    value: str | None
    label: str | None
    counts: Counts


@dataclass(frozen=True)
class DraftingFigure:
    """Standards published in [since, until) that local bodies led or took part in, for the city and by group.

    Each standard counts once in the total and once in each group it belongs to, so groups may add up to more.
    """

    since: date
    until: date
    kinds: Sequence[Kind]
    total: Counts
    groups: Sequence[DraftingGroup]
    left_out: Mapping[LeftOut, int]


def drafting_counts(
    since: date,
    until: date,
    *,
    city: str,
    kinds: Sequence[Kind] = (),
    lead_rank: int = 1,
    group_by: GroupBy = GroupBy.KIND,
) -> DraftingFigure:
    """Count what local bodies drafted in [since, until); `kinds` narrows it, `lead_rank` is the plan's setting.

    Raises `Invalid` where `until` is before `since`.
    """
    found = drafted_in(since, until, kinds, city, lead_rank)
    everything = _counts(np.zeros_like(found.standard), found.standard, found)
    groups = kept(
        ("drafting groups", since, until, tuple(kinds), city, lead_rank, group_by), lambda: _groups(found, group_by)
    )
    return DraftingFigure(
        since=since,
        until=until,
        kinds=kinds,
        total=everything.get(0, Counts()),
        groups=groups,
        left_out=_left_out(found),
    )


def published_parts(
    since: date, until: date, *, city: str, kinds: Sequence[Kind], lead_rank: int
) -> Sequence[tuple[date, Kind, bool]]:
    """For each standard of the period that local bodies had a part in: its publication, its kind, whether they led."""
    found = drafted_in(since, until, kinds, city, lead_rank)
    local = np.flatnonzero(found.local_lead >= 0)
    columns = (found.standards.published[local], found.standards.kind[local], found.local_lead[local])
    return [
        (_calendar_day(on), KINDS[kind], lead == 1)
        for on, kind, lead in zip(*(column.tolist() for column in columns), strict=True)
    ]


@lru_cache(maxsize=1 << 16)
def _calendar_day(on: int) -> date:
    """A packed day; kept, since many standards are published on one."""
    return date(on // 10_000, on // 100 % 100, on % 100)


def _groups(found: Drafted, group_by: GroupBy) -> list[DraftingGroup]:
    """The counts of each group, each standard once in each it belongs to, in order of their values.

    Committees are those in charge of a standard, block industries those it is tied to on the day of its publication.
    """
    group, standard, names = grouping(found, group_by)
    counted = _counts(group, standard, found)
    named = names(list(counted))
    groups = [DraftingGroup(*named[key], counts) for key, counts in counted.items() if key in named]
    if group_by is GroupBy.ORGANIZATION:
        # an id says nothing to people: who did most comes first
        return sorted(groups, key=lambda each: (-each.counts.lead, -each.counts.participate, each.label or ""))
    return sorted(groups, key=lambda each: (each.value is None, each.value or ""))


Names = Callable[[list[int]], Mapping[int, tuple[str | None, str | None]]]
"""The value and the label of groups by their numbers."""


def grouping(found: Drafted, group_by: GroupBy) -> tuple[Numbers, Numbers, Names]:
    """The group and the standard of each part, 0 for none, and what groups are called: value and label.

    The standards are those of `found`, row by row, where bodies are told apart; else groups are of whole standards.
    """
    standard, known = found.standard, found.standards
    if group_by is GroupBy.KIND:
        return known.kind[standard], standard, lambda keys: {key: (KINDS[key].value, KINDS[key].value) for key in keys}
    if group_by is GroupBy.YEAR:
        return known.published[standard] // 10_000, standard, lambda keys: {key: (str(key), str(key)) for key in keys}
    if group_by is GroupBy.ORGANIZATION:
        return found.body, standard, _organizations
    if group_by is GroupBy.COUNTY:
        codes = list(dict.fromkeys(county_today(code) for code in found.counties.codes))
        today = np.array([codes.index(county_today(code)) for code in found.counties.codes])
        county = today[found.counties.of[found.body]]
        return county, standard, lambda keys: {key: (codes[key], codes[key]) for key in keys}
    own = np.unique(standard)
    if group_by is GroupBy.COMMITTEE:
        of, committee = committees_of_all()
        place, tie = joined(own, of)
        return *_with_none(own, own[place], committee[tie]), _committees
    of, block, since, until = ties_of_all()
    place, tie = joined(own, of)
    published = known.published[own[place]]
    holds = (since[tie] <= published) & (until[tie] > published)
    return *_with_none(own, own[place][holds], block[tie[holds]]), _block_industries


def _with_none(own: Numbers, standard: Numbers, group: Numbers) -> tuple[Numbers, Numbers]:
    """The groups of standards, with 0 for those that have none."""
    without = np.setdiff1d(own, standard)
    return np.concatenate([group, np.zeros_like(without)]), np.concatenate([standard, without])


def _counts(group: Numbers, standard: Numbers, found: Drafted) -> dict[int, Counts]:
    """Each standard once in each group: in its best role there, which for groups of standards is the city's."""
    width = found.standards.width
    by_body = standard is found.standard
    key, place = np.unique(group * width + standard, return_inverse=True)
    lead = np.zeros(len(key), np.int64)
    np.maximum.at(lead, place, found.lead if by_body else found.local_lead[standard])
    of_group, revised = key // width, found.standards.revises[key % width]
    groups, at = np.unique(of_group, return_inverse=True)
    total = np.bincount(at, minlength=len(groups)).tolist()
    led = np.bincount(at[lead == 1], minlength=len(groups)).tolist()
    again = np.bincount(at[(lead == 1) & revised], minlength=len(groups)).tolist()
    return {
        each: Counts(led[n], total[n] - led[n], led[n] - again[n], again[n]) for n, each in enumerate(groups.tolist())
    }


def _organizations(ids: list[int]) -> Mapping[int, tuple[str | None, str | None]]:
    rows = db.session.execute(select(Organization.id, Organization.name).where(among(Organization.id, ids)))
    return {own: (str(own), name) for own, name in rows}


def _committees(ids: list[int]) -> Mapping[int, tuple[str | None, str | None]]:
    asked = select(Committee.id, Committee.number, Committee.name).where(among(Committee.id, ids))
    return {0: (None, None)} | {own: (number, name or number) for own, number, name in db.session.execute(asked)}


def _block_industries(ids: list[int]) -> Mapping[int, tuple[str | None, str | None]]:
    asked = select(BlockIndustry.id, BlockIndustry.code, BlockIndustry.name).where(among(BlockIndustry.id, ids))
    return {0: (None, None)} | {own: (code, name) for own, code, name in db.session.execute(asked)}


def _left_out(found: Drafted) -> dict[LeftOut, int]:
    """Standards without a list of bodies, and those in which a body of unknown county would change the city's part."""
    published = found.published
    counts = {
        LeftOut.DRAFTERS_UNKNOWN: int((~found.listed[published]).sum()),
        LeftOut.COUNTY_UNKNOWN: int((found.perhaps_lead[published] > found.local_lead[published]).sum()),
    }
    return {reason: count for reason, count in counts.items() if count}
