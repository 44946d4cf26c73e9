"""Which bodies draft with which: pairs that stand on the same standards, of the bodies that draft most."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from app.database import db
from app.registry.models import Drafting, Organization, Standard
from app.registry.queries.paging import Page, page_of

MOST = 60


@dataclass(frozen=True)
class DraftingBody:
    """A body in the network; `standards`: how many it drafted in the period."""

    id: int
    name: str
    county: str | None
    standards: int


@dataclass(frozen=True)
class DraftingNetwork:
    """The bodies that drafted most, most first, and for pairs of them on how many standards both stand."""

    bodies: Sequence[DraftingBody]
    pairs: Sequence[tuple[int, int, int]]


def drafting_network(since: date, until: date, *, top: int) -> DraftingNetwork:
    """The network of standards published in [since, until), of the `top` bodies; three statements."""
    published = select(Standard.id).where(*_published(since, until)).subquery()
    drafted = (
        select(Drafting.organization_id, func.count().label("standards"))
        .where(Drafting.standard_id.in_(select(published.c.id)))
        .group_by(Drafting.organization_id)
        .order_by(func.count().desc(), Drafting.organization_id)
        .limit(top)
        .subquery()
    )
    bodies = [
        DraftingBody(*row)
        for row in db.session.execute(
            select(Organization.id, Organization.name, Organization.county, drafted.c.standards)
            .join(drafted, drafted.c.organization_id == Organization.id)
            .order_by(drafted.c.standards.desc(), Organization.name, Organization.id)
        )
    ]
    chosen = [body.id for body in bodies]
    one, other = aliased(Drafting), aliased(Drafting)
    pairs = db.session.execute(
        select(one.organization_id, other.organization_id, func.count())
        .join(other, (other.standard_id == one.standard_id) & (other.organization_id > one.organization_id))
        .where(
            one.organization_id.in_(chosen),
            other.organization_id.in_(chosen),
            one.standard_id.in_(select(published.c.id)),
        )
        .group_by(one.organization_id, other.organization_id)
        .order_by(func.count().desc(), one.organization_id, other.organization_id)
    )
    return DraftingNetwork(bodies, [(first, second, count) for first, second, count in pairs])


def drafted_together(since: date, until: date, bodies: Collection[int], page: int, per_page: int) -> Page[Standard]:
    """One page of the standards published in [since, until) that all of these bodies drafted, newest first."""
    asked = select(Standard).where(*_published(since, until))
    for body in set(bodies):
        asked = asked.where(Standard.id.in_(select(Drafting.standard_id).where(Drafting.organization_id == body)))
    return page_of(asked.order_by(Standard.published_on.desc(), Standard.number_order, Standard.id), page, per_page)


def _published(since: date, until: date) -> tuple[ColumnElement[bool], ...]:
    return Standard.published_on >= _packed(since), Standard.published_on < _packed(until), Standard.kind.is_not(None)


def _packed(day: date) -> int:
    """As dates are stored; a year or month alone counts from its first day, so it lies just below that."""
    return day.year * 10_000 + (day.month * 100 if day.month > 1 or day.day > 1 else 0) + (day.day if day.day > 1 else 0)
