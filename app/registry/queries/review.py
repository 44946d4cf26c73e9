"""What staff should look at, standard by standard, with the reason and since when."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select

from app.database import db
from app.registry.contradictions import Finding, Flaw
from app.registry.models import Standard
from app.registry.queries.many import listed_ids
from app.registry.queries.paging import Page
from app.registry.queries.reviewed import Review, review_on
from app.registry.words import Kind

_CHUNK = 500
_PER_PAGE = 50


@dataclass(frozen=True)
class ToReview:
    """A standard with what is to be looked at in it, and when its record was last written."""

    standard: Standard
    findings: tuple[Finding, ...]
    since: datetime | None


@dataclass(frozen=True)
class ReviewDue:
    """A standard whose review falls due on `by`."""

    standard: Standard
    by: date


@dataclass(frozen=True)
class ReviewPage:
    """Some standards to look at, in number order; `after` is the number to go on from, None where none is left."""

    items: Sequence[ToReview]
    after: str | None


def review_page(
    day: date, *, kinds: Collection[Kind] = (), flaws: Collection[Flaw] = (), after: str | None = None, limit: int = 50
) -> ReviewPage:
    """Up to `limit` standards to look at on `day`, of these kinds and with one of these flaws where any are named."""
    items = _some(review_on(day), kinds, flaws, after, limit + 1)
    return ReviewPage(items[:limit], items[limit - 1].standard.number if len(items) > limit else None)


def reviews_due(day: date, page: int) -> Page[ReviewDue]:
    """Current alliance standards whose review is due within three months of `day` or overdue, the longest due first."""
    due = review_on(day).due
    first = (page - 1) * _PER_PAGE
    ids = sorted(due, key=lambda each: (due[each], each))[first : first + _PER_PAGE]
    standards = db.session.scalars(select(Standard).where(Standard.id.in_(ids)))
    items = sorted((ReviewDue(each, due[each.id]) for each in standards), key=lambda each: (each.by, each.standard.id))
    return Page(len(due), page, _PER_PAGE, items)


def to_review(day: date, *, kinds: Collection[Kind] = (), flaws: Collection[Flaw] = ()) -> Iterator[ToReview]:
    """All standards to look at on `day`, in number order."""
    review, after = review_on(day), None
    while items := _some(review, kinds, flaws, after, _CHUNK):
        yield from items
        after = items[-1].standard.number


def _some(
    review: Review, kinds: Collection[Kind], flaws: Collection[Flaw], after: str | None, limit: int
) -> list[ToReview]:
    """The next standards of a review after a number."""
    asked = (
        select(Standard)
        .where(Standard.id.in_(listed_ids(db.session(), review.with_flaws(flaws))))
        .order_by(Standard.number_order, Standard.id)
        .limit(limit)
    )
    if kinds:
        asked = asked.where(Standard.kind.in_(kinds))
    last = db.session.scalar(select(Standard).where(Standard.number == after)) if after else None
    if last is not None:
        level = (Standard.number_order == last.number_order) & (Standard.id > last.id)
        asked = asked.where(or_(Standard.number_order > last.number_order, level))
    return [
        ToReview(
            standard,
            tuple(each for each in review.found[standard.id] if not flaws or each.flaw in flaws),
            review.since.get(standard.id),
        )
        for standard in db.session.scalars(asked)
    ]
