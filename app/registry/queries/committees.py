"""Reading committees (标准化技术委员会) and the tree they make."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.database import db
from app.errors import NotFound
from app.registry.models import Committee, Organization, Standard, StandardCommittee
from app.registry.queries.paging import Page, containing, page_of
from app.registry.words import CommitteeLevel


@dataclass(frozen=True)
class CommitteeRecord:
    """A committee, its ancestors from the root down, and a page of its standards."""

    committee: Committee
    ancestors: Sequence[Committee]
    standards: Page[Standard]


_SEAT = func.coalesce(Organization.county, Committee.county)

SORTS: dict[str, Any] = {
    "number": Committee.number,
    "county": _SEAT,
    "level": case({level: place for place, level in enumerate(CommitteeLevel)}, value=Committee.level),
    "secretariat": Organization.name,
}
"""What committees can be ordered by; `-` first for descending."""


def committees(
    *,
    q: str = "",
    levels: Sequence[CommitteeLevel] = (),
    counties: Sequence[str] = (),
    roots_only: bool = False,
    sort: str = "number",
    page: int = 1,
    per_page: int = 20,
) -> Page[Committee]:
    """Committees in the order of one of `SORTS`, each with its children, what is not known last; `q` is a part of number or name.

    A division code in `counties` matches the seat, which is the secretariat's county or, unknown, the committee's own.
    """
    column = SORTS[sort.removeprefix("-")]
    first = (column.desc() if sort.startswith("-") else column.asc()).nulls_last()
    asked = (
        select(Committee)
        .outerjoin(Committee.secretariat)
        .options(joinedload(Committee.secretariat), joinedload(Committee.parent), selectinload(Committee.children))
        .order_by(first, Committee.number)
    )
    if q.strip():
        pattern = containing(q.strip())
        asked = asked.where(or_(Committee.number.ilike(pattern, escape="\\"), Committee.name.ilike(pattern, escape="\\")))
    if levels:
        asked = asked.where(Committee.level.in_(levels))
    if counties:
        asked = asked.where(or_(*(_SEAT.startswith(county, autoescape=True) for county in counties)))
    if roots_only:
        asked = asked.where(Committee.parent_id.is_(None))
    return page_of(asked, page, per_page)


def committees_below(committee_ids: Sequence[int]) -> dict[int, list[Committee]]:
    """The trees under these committees: the children of each by its id, one statement a level; leaves are absent.

    Each committee stands in one place, also where parents run in a circle.
    """
    below: dict[int, list[Committee]] = defaultdict(list)
    seen = level = set(committee_ids)
    while level:
        children = db.session.scalars(
            select(Committee)
            .where(Committee.parent_id.in_(level), Committee.id.not_in(seen))
            .options(joinedload(Committee.secretariat))
            .order_by(Committee.number)
        ).all()
        for child in children:
            if child.parent_id is not None:
                below[child.parent_id].append(child)
        level = {child.id for child in children}
        seen = seen | level
    return dict(below)


def standards_in_charge(committee_ids: Sequence[int]) -> dict[int, int]:
    """How many standards each of these committees is in charge of; committees without any are absent."""
    counted = (
        select(StandardCommittee.committee_id, func.count())
        .where(StandardCommittee.committee_id.in_(committee_ids))
        .group_by(StandardCommittee.committee_id)
    )
    return dict(db.session.execute(counted).all())


def committee_record(committee_id: int, *, page: int = 1, per_page: int = 20) -> CommitteeRecord:
    """One committee and a page of its standards, newest first. Raises `NotFound`."""
    committee = db.session.get(Committee, committee_id)
    if committee is None:
        raise NotFound(f"没有编号为 {committee_id} 的标准化技术委员会")
    ancestors: list[Committee] = []
    above = committee.parent
    while above is not None and above not in (committee, *ancestors):  # sources can make a circle of parents
        ancestors.insert(0, above)
        above = above.parent
    asked = (
        select(Standard)
        .join(StandardCommittee, StandardCommittee.standard_id == Standard.id)
        .where(StandardCommittee.committee_id == committee.id)
        .order_by(Standard.published_on.desc().nulls_last(), Standard.number_order)
    )
    return CommitteeRecord(committee, ancestors, page_of(asked, page, per_page))
