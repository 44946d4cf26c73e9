"""Loose ends for staff: bodies known by name alone, and numbers that records name and the register does not hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Subquery, distinct, func, select, union_all

from app.database import db
from app.registry.models import Change, Drafting, DraftingClaim, Organization, Relation
from app.registry.queries.paging import Page
from app.registry.words import ClaimState, Deed

PER_PAGE = 50


@dataclass(frozen=True)
class LooseEnds:
    """How many there are of each, and since when the oldest waits where that is known."""

    claims: int
    claims_since: datetime | None
    bodies: int
    bodies_since: datetime | None
    numbers: int


@dataclass(frozen=True)
class NamedBody:
    """A body known by name alone, with how many standards it drafted."""

    organization: Organization
    draftings: int


@dataclass(frozen=True)
class NamedNumber:
    """A number not in the register, with how many relations name it."""

    number: str
    relations: int


def loose_ends() -> LooseEnds:
    """All counts: a few statements."""
    unconfirmed = select(func.count()).select_from(Organization).where(Organization.unconfirmed)
    made = (
        select(func.min(Change.at))
        .join(Organization, Organization.id == Change.record_id)
        .where(Change.table_name == "organizations", Change.deed == Deed.CREATED, Organization.unconfirmed)
    )
    waiting = select(func.count(), func.min(DraftingClaim.made_at)).where(DraftingClaim.state == ClaimState.OPEN)
    claims, since = db.session.execute(waiting).one()
    ends = _open_ends()
    return LooseEnds(
        claims=claims,
        claims_since=since,
        bodies=db.session.scalar(unconfirmed) or 0,
        bodies_since=db.session.scalar(made),
        numbers=db.session.scalar(select(func.count(distinct(ends.c.key)))) or 0,
    )


def named_bodies(page: int) -> Page[NamedBody]:
    """Bodies known by name alone, those that drafted most first."""
    total = db.session.scalar(select(func.count()).select_from(Organization).where(Organization.unconfirmed)) or 0
    count = func.count(Drafting.id)
    asked = (
        select(Organization, count)
        .outerjoin(Drafting, Drafting.organization_id == Organization.id)
        .where(Organization.unconfirmed)
        .group_by(Organization.id)
        .order_by(count.desc(), Organization.name, Organization.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    found: Sequence[NamedBody] = [NamedBody(body, draftings) for body, draftings in db.session.execute(asked)]
    return Page(total, page, PER_PAGE, found)


def named_numbers(page: int) -> Page[NamedNumber]:
    """Numbers that relations name and the register does not hold, those named most first."""
    ends = _open_ends()
    total = db.session.scalar(select(func.count(distinct(ends.c.key)))) or 0
    count = func.count()
    asked = (
        select(func.min(ends.c.number), count)
        .group_by(ends.c.key)
        .order_by(count.desc(), ends.c.key)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    return Page(total, page, PER_PAGE, [NamedNumber(number, relations) for number, relations in db.session.execute(asked)])


def _open_ends() -> Subquery:
    """Every end of a relation that is no record."""
    return union_all(
        select(Relation.object_key.label("key"), Relation.object_number.label("number")).where(Relation.object_id.is_(None)),
        select(Relation.subject_key.label("key"), Relation.subject_number.label("number")).where(Relation.subject_id.is_(None)),
    ).subquery()
