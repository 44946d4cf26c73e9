"""The standards behind drafting counts: all of a period, those of one group, or those left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from app.database import db
from app.registry.models import Drafting, Organization, Standard
from app.registry.queries.paging import Page, page_of
from app.registry.statistics.columns import Numbers
from app.registry.statistics.drafted import Drafted, drafted_in
from app.registry.statistics.drafting import GroupBy, grouping
from app.registry.statistics.ids import among
from app.registry.words import Kind, Word


class Part(Word):
    """Which of the numbers a standard stands behind: a part in it, or why it is left out."""

    LEAD = "lead", "为主"
    FORMULATED = "formulated", "为主制定"
    REVISED = "revised", "为主修订"
    PARTICIPATE = "participate", "参与"
    DRAFTERS_UNKNOWN = "drafters_unknown", "起草单位未载"
    COUNTY_UNKNOWN = "county_unknown", "所在县（市、区）未载"


@dataclass(frozen=True)
class Narrowing:
    """Some of a period's standards: of one group (its value None: of none), with one part in them."""

    group_by: GroupBy | None = None
    value: str | None = None
    part: Part | None = None


ALL = Narrowing()


@dataclass(frozen=True)
class DraftingRow:
    """One standard behind the counts: the role of the city (or of the group asked for), and its local bodies with their places.

    `lead` None: no part is known, the standard is left out. Bodies of unknown county stand with those left out for that.
    """

    standard: Standard
    lead: bool | None
    revised: bool
    bodies: Sequence[Drafting]


def drafting_rows(
    since: date,
    until: date,
    *,
    city: str,
    kinds: Sequence[Kind] = (),
    lead_rank: int = 1,
    narrowing: Narrowing = ALL,
) -> list[DraftingRow]:
    """The standards behind the counts, newest first. Raises `Invalid` where `until` is before `since`."""
    found = drafted_in(since, until, kinds, city, lead_rank)
    roles = _roles(found, narrowing)
    standards = db.session.scalars(_ordered(_chosen(found, roles, narrowing.part))).all()
    return _rows(standards, found, roles, city, narrowing.part)


def drafting_page(
    since: date,
    until: date,
    page: int,
    per_page: int,
    *,
    city: str,
    kinds: Sequence[Kind] = (),
    lead_rank: int = 1,
    narrowing: Narrowing = ALL,
) -> Page[DraftingRow]:
    """One page of the same."""
    found = drafted_in(since, until, kinds, city, lead_rank)
    roles = _roles(found, narrowing)
    listed = page_of(_ordered(_chosen(found, roles, narrowing.part)), page, per_page)
    return Page(listed.total, page, per_page, _rows(listed.items, found, roles, city, narrowing.part))


def _roles(found: Drafted, narrowing: Narrowing) -> Numbers:
    """By id of a standard the best role in it that the counts know: -1 none, 0 took part, 1 led."""
    if narrowing.group_by is None:
        return found.local_lead
    group, standard, names = grouping(found, narrowing.group_by)
    named = names(np.unique(group).tolist())
    here = np.isin(group, [key for key, (value, _) in named.items() if value == narrowing.value])
    lead = found.lead if standard is found.standard else found.local_lead[standard]
    roles = np.full(found.standards.width, -1)
    np.maximum.at(roles, standard[here], lead[here])
    return roles


def _chosen(found: Drafted, roles: Numbers, part: Part | None) -> list[int]:
    """Ids of the standards asked for."""
    published, revises = found.published, found.standards.revises
    if part is Part.DRAFTERS_UNKNOWN:
        chosen = published[~found.listed[published]]
    elif part is Part.COUNTY_UNKNOWN:
        chosen = published[found.perhaps_lead[published] > found.local_lead[published]]
    elif part is Part.PARTICIPATE:
        chosen = np.flatnonzero(roles == 0)
    elif part is Part.REVISED:
        chosen = np.flatnonzero((roles == 1) & revises)
    elif part is Part.FORMULATED:
        chosen = np.flatnonzero((roles == 1) & ~revises)
    else:
        chosen = np.flatnonzero(roles == 1 if part is Part.LEAD else roles >= 0)
    ids: list[int] = chosen.tolist()
    return ids


def _ordered(standards: Sequence[int]) -> Select[Standard]:
    return (
        select(Standard)
        .where(among(Standard.id, standards))
        .order_by(Standard.published_on.desc(), Standard.number_order, Standard.id)
    )


def _rows(
    standards: Sequence[Standard], found: Drafted, roles: Numbers, city: str, part: Part | None
) -> list[DraftingRow]:
    local = Organization.county.startswith(city, autoescape=True)
    drafting = db.session.scalars(
        select(Drafting)
        .join(Drafting.organization)
        .where(
            among(Drafting.standard_id, [standard.id for standard in standards]),
            or_(local, Organization.county.is_(None)) if part is Part.COUNTY_UNKNOWN else local,
        )
        .options(joinedload(Drafting.organization))
        .order_by(Drafting.rank.nulls_last(), Drafting.id)
    )
    bodies: dict[int, list[Drafting]] = {}
    for each in drafting:
        bodies.setdefault(each.standard_id, []).append(each)
    return [
        DraftingRow(
            standard,
            None if (role := int(roles[standard.id])) < 0 else role == 1,
            bool(found.standards.revises[standard.id]),
            bodies.get(standard.id, []),
        )
        for standard in standards
    ]
