"""Drafting counts (起草) of a period, docs/rules.md section 4; the plain rule is rates/drafting.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, and_, case, cast, func, literal, or_, select, type_coerce
from sqlalchemy.orm import joinedload

from app.database import db
from app.registry.models import (
    BlockIndustry,
    Committee,
    Drafting,
    Organization,
    Standard,
    StandardBlockIndustry,
    StandardCommittee,
)
from app.registry.rates.bodies import LeftOut
from app.registry.rates.drafting import Counts
from app.registry.statistics.counties import county_today_of
from app.registry.statistics.days import packed_first_day
from app.registry.statistics.drafting_sets import DraftingSets
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


@dataclass(frozen=True)
class DraftingRow:
    """One standard behind the counts: the city's role in it, and its local bodies with their places in the list."""

    standard: Standard
    lead: bool
    revised: bool
    bodies: Sequence[Drafting]


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
    sets = DraftingSets(since, until, kinds, city, lead_rank)
    total = _counted(_each_part(sets, literal("total"), literal("total")))
    groups = _counted(_grouped(sets, group_by))
    if group_by is GroupBy.ORGANIZATION:
        # an id says nothing to people: who did most comes first
        groups.sort(key=lambda group: (-group.counts.lead, -group.counts.participate, group.label or ""))
    return DraftingFigure(
        since=since,
        until=until,
        kinds=kinds,
        total=total[0].counts if total else Counts(),
        groups=groups,
        left_out=_left_out(sets),
    )


def drafting_rows(
    since: date, until: date, *, city: str, kinds: Sequence[Kind] = (), lead_rank: int = 1
) -> list[DraftingRow]:
    """The standards behind the counts, newest first. Raises `Invalid` where `until` is before `since`."""
    sets = DraftingSets(since, until, kinds, city, lead_rank)
    parts = sets.parts
    local = (
        select(parts.c.standard_id, func.max(parts.c.lead).label("lead"))
        .where(parts.c.local)
        .group_by(parts.c.standard_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Standard, local.c.lead, sets.revised)
        .join(local, local.c.standard_id == Standard.id)
        .order_by(Standard.published_on.desc(), Standard.number_order)
    ).all()
    of_city: dict[int, list[Drafting]] = {}
    for drafting in db.session.scalars(
        select(Drafting)
        .join(Drafting.organization)
        .where(
            Drafting.standard_id.in_(select(local.c.standard_id)),
            Organization.county.startswith(city, autoescape=True),
        )
        .options(joinedload(Drafting.organization))
        .order_by(Drafting.rank.nulls_last(), Drafting.id)
    ):
        of_city.setdefault(drafting.standard_id, []).append(drafting)
    return [DraftingRow(standard, bool(lead), bool(revised), of_city[standard.id]) for standard, lead, revised in rows]


def published_parts(
    since: date, until: date, *, city: str, kinds: Sequence[Kind], lead_rank: int
) -> Sequence[tuple[date, bool]]:
    """For each standard of the period that local bodies had a part in, the day of its publication and whether they led."""
    sets = DraftingSets(since, until, kinds, city, lead_rank)
    parts = sets.parts
    rows = db.session.execute(
        select(Standard.published_on, func.max(parts.c.lead))
        .join(parts, parts.c.standard_id == Standard.id)
        .where(parts.c.local)
        .group_by(Standard.id, Standard.published_on)
    )
    return [(published.first_day, bool(lead)) for published, lead in rows if published]


def _grouped(sets: DraftingSets, group_by: GroupBy) -> Select[Any]:
    """Each standard once in each group it belongs to.

    Committees are those in charge of it, block industries those it is tied to on the day of its publication.
    """
    if group_by is GroupBy.KIND:
        return _each_part(sets, cast(Standard.kind, String), cast(Standard.kind, String))
    if group_by is GroupBy.YEAR:
        year = cast(type_coerce(Standard.published_on, Integer) // 10_000, String)
        return _each_part(sets, year, year)
    if group_by is GroupBy.COUNTY:
        county = county_today_of(Organization.county)
        return _each_part(sets, county, county)
    if group_by is GroupBy.ORGANIZATION:
        return _each_part(sets, cast(Organization.id, String), Organization.name.expression)
    if group_by is GroupBy.COMMITTEE:
        name = func.coalesce(Committee.name, Committee.number)
        return (
            _each_part(sets, Committee.number.expression, name)
            .outerjoin(StandardCommittee, StandardCommittee.standard_id == Standard.id)
            .outerjoin(Committee, Committee.id == StandardCommittee.committee_id)
        )
    published = packed_first_day(Standard.published_on)
    tied = and_(
        StandardBlockIndustry.standard_id == Standard.id,
        or_(StandardBlockIndustry.from_on.is_(None), StandardBlockIndustry.from_on <= published),
        or_(StandardBlockIndustry.until_on.is_(None), StandardBlockIndustry.until_on > published),
    )
    return (
        _each_part(sets, BlockIndustry.code.expression, BlockIndustry.name.expression)
        .outerjoin(StandardBlockIndustry, tied)
        .outerjoin(BlockIndustry, BlockIndustry.id == StandardBlockIndustry.block_industry_id)
    )


def _each_part(sets: DraftingSets, value: ColumnElement[Any], label: ColumnElement[Any]) -> Select[Any]:
    """(value, label, standard_id, lead, revised): one row a group and standard that local bodies had a part in."""
    parts = sets.parts
    lead, revised = func.max(parts.c.lead).label("lead"), func.max(sets.revised).label("revised")
    return (
        select(value.label("value"), label.label("label"), parts.c.standard_id, lead, revised)
        .select_from(parts)
        .join(Standard, Standard.id == parts.c.standard_id)
        .join(Organization, Organization.id == parts.c.organization_id)
        .where(parts.c.local)
        .group_by(value, label, parts.c.standard_id)
    )


def _counted(each: Select[Any]) -> list[DraftingGroup]:
    """Counts of each group, in order of its value."""
    rows = each.subquery()
    led = func.sum(rows.c.lead)
    asked = (
        select(rows.c.value, rows.c.label, led, func.count(), func.sum(rows.c.lead * rows.c.revised))
        .group_by(rows.c.value, rows.c.label)
        .order_by(rows.c.value.nulls_last())
    )
    return [
        DraftingGroup(value, label, Counts(int(lead), int(of - lead), int(lead - revised), int(revised)))
        for value, label, lead, of, revised in db.session.execute(asked)
    ]


def _left_out(sets: DraftingSets) -> dict[LeftOut, int]:
    """Standards without a list of bodies, and those in which a body of unknown county would change the city's part."""
    listed = select(sets.parts.c.standard_id)
    unlisted = db.session.scalar(
        select(func.count()).select_from(Standard).where(sets.published, Standard.id.not_in(listed))
    )
    parts = sets.parts
    local_lead = func.max(case((parts.c.local, parts.c.lead), else_=-1))
    perhaps_lead = func.max(case((or_(parts.c.local, parts.c.local.is_(None)), parts.c.lead), else_=-1))
    unsure = select(parts.c.standard_id).group_by(parts.c.standard_id).having(perhaps_lead > local_lead).subquery()
    unknown = db.session.scalar(select(func.count()).select_from(unsure))
    found = {LeftOut.DRAFTERS_UNKNOWN: unlisted or 0, LeftOut.COUNTY_UNKNOWN: unknown or 0}
    return {reason: count for reason, count in found.items() if count}
