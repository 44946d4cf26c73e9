"""Loose ends for staff: claims, bodies known by name alone, numbers not in the register, reviews due, what to look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Subquery, and_, distinct, func, select, union_all

from app.database import db
from app.registry.models import Change, Drafting, DraftingClaim, Organization, Relation
from app.registry.queries.paging import Page
from app.registry.queries.reviewed import Waits, review_on
from app.registry.words import ClaimState, Deed

PER_PAGE = 50


@dataclass(frozen=True)
class LooseEnds:
    """How many there are of each, and since when the oldest waits where that is known.

    `flaws`: standards to look at by reason; `reviews`: alliance standards to be reviewed, the first of them by `reviews_by`.
    """

    claims: int
    claims_since: datetime | None
    bodies: int
    bodies_since: datetime | None
    numbers: int
    numbers_since: datetime | None
    flaws: Sequence[Waits]
    reviews: int
    reviews_by: date | None


@dataclass(frozen=True)
class NamedBody:
    """A body known by name alone, with how many standards it drafted, and since when the register knows it."""

    organization: Organization
    draftings: int
    since: datetime | None


@dataclass(frozen=True)
class NamedNumber:
    """A number not in the register, with how many relations name it, and since when the first does as records stand."""

    number: str
    relations: int
    since: datetime | None


def loose_ends(day: date) -> LooseEnds:
    """All counts, of reviews and reasons those of a day: a few statements."""
    unconfirmed = select(func.count()).select_from(Organization).where(Organization.unconfirmed)
    made = (
        select(func.min(Change.at))
        .join(Organization, Organization.id == Change.record_id)
        .where(Change.table_name == "organizations", Change.deed == Deed.CREATED, Organization.unconfirmed)
    )
    waiting = select(func.count(), func.min(DraftingClaim.made_at)).where(DraftingClaim.state == ClaimState.OPEN)
    claims, since = db.session.execute(waiting).one()
    ends = _open_ends()
    by_standard = and_(Change.record_id == ends.c.standard_id, Change.table_name == "standards")
    naming = select(func.min(Change.at)).join(ends, by_standard)
    review = review_on(day)
    return LooseEnds(
        claims=claims,
        claims_since=since,
        bodies=db.session.scalar(unconfirmed) or 0,
        bodies_since=db.session.scalar(made),
        numbers=db.session.scalar(select(func.count(distinct(ends.c.key)))) or 0,
        numbers_since=db.session.scalar(naming),
        flaws=review.counts(),
        reviews=len(review.due),
        reviews_by=min(review.due.values(), default=None),
    )


def named_bodies(page: int) -> Page[NamedBody]:
    """Bodies known by name alone, those that drafted most first."""
    total = db.session.scalar(select(func.count()).select_from(Organization).where(Organization.unconfirmed)) or 0
    count = func.count(Drafting.id)
    since = (
        select(func.min(Change.at))
        .where(Change.table_name == "organizations", Change.record_id == Organization.id)
        .scalar_subquery()
    )
    asked = (
        select(Organization, count, since)
        .outerjoin(Drafting, Drafting.organization_id == Organization.id)
        .where(Organization.unconfirmed)
        .group_by(Organization.id)
        .order_by(count.desc(), Organization.name, Organization.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    found: Sequence[NamedBody] = [NamedBody(*row) for row in db.session.execute(asked)]
    return Page(total, page, PER_PAGE, found)


def named_numbers(page: int) -> Page[NamedNumber]:
    """Numbers that relations name and the register does not hold, those named most first."""
    ends = _open_ends()
    total = db.session.scalar(select(func.count(distinct(ends.c.key)))) or 0
    count = func.count()
    asked = (
        select(func.min(ends.c.number), count, ends.c.key)
        .group_by(ends.c.key)
        .order_by(count.desc(), ends.c.key)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    rows = db.session.execute(asked).all()
    since = _named_since([row.key for row in rows])
    return Page(total, page, PER_PAGE, [NamedNumber(number, count, since.get(key)) for number, count, key in rows])


def _named_since(keys: Sequence[str]) -> Mapping[str, datetime]:
    """When the first record that names each of these numbers came in, where the history knows."""
    ends = _open_ends()
    asked = (
        select(ends.c.key, func.min(Change.at))
        .join(Change, and_(Change.record_id == ends.c.standard_id, Change.table_name == "standards"))
        .where(ends.c.key.in_(keys))
        .group_by(ends.c.key)
    )
    return dict(db.session.execute(asked).all())


def _open_ends() -> Subquery:
    """Every end of a relation that is no record, with the record that names it."""
    return union_all(
        select(
            Relation.object_key.label("key"),
            Relation.object_number.label("number"),
            Relation.subject_id.label("standard_id"),
        ).where(Relation.object_id.is_(None)),
        select(Relation.subject_key, Relation.subject_number, Relation.object_id).where(Relation.subject_id.is_(None)),
    ).subquery()
