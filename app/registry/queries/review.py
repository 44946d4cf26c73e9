"""What staff should look at, standard by standard, with the reason."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from app.database import db
from app.registry.contradictions import Finding, Flaw, findings
from app.registry.models import LeftOut, Relation, Standard
from app.registry.queries.lives import lives
from app.registry.words import Kind

_CHUNK = 500
_MOST_SCANNED = 5_000  # a request looks at no more standards than this, so that its time stays bounded


@dataclass(frozen=True)
class ToReview:
    """A standard with what is to be looked at in it."""

    standard: Standard
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class ReviewPage:
    """Some standards to look at, in number order; `after` is the number to go on from, None where none is left."""

    items: Sequence[ToReview]
    after: str | None


def review_page(
    day: date, *, kinds: Collection[Kind] = (), flaws: Collection[Flaw] = (), after: str | None = None, limit: int = 50
) -> ReviewPage:
    """Up to `limit` standards to look at on `day`, of these kinds and with one of these flaws where any are named.

    It looks at a bounded number of standards, so a page may hold fewer and still have an `after`.
    """
    items: list[ToReview] = []
    for scanned, (standard, found) in enumerate(_scan(day, kinds, flaws, after), start=1):
        if found:
            items.append(ToReview(standard, found))
        if len(items) == limit or scanned == _MOST_SCANNED:
            return ReviewPage(items, standard.number)
    return ReviewPage(items, None)


def to_review(day: date, *, kinds: Collection[Kind] = (), flaws: Collection[Flaw] = ()) -> Iterator[ToReview]:
    """All standards to look at on `day`, in number order."""
    for standard, found in _scan(day, kinds, flaws, None):
        if found:
            yield ToReview(standard, found)


def _scan(
    day: date, kinds: Collection[Kind], flaws: Collection[Flaw], after: str | None
) -> Iterator[tuple[Standard, tuple[Finding, ...]]]:
    """Each standard after a number, in number order, with its findings."""
    asked = select(Standard).order_by(Standard.number_order, Standard.id).limit(_CHUNK)
    if kinds:
        asked = asked.where(Standard.kind.in_(kinds))
    last = db.session.scalar(select(Standard).where(Standard.number == after)) if after else None
    while True:
        following = asked
        if last is not None:
            following = asked.where(
                or_(
                    Standard.number_order > last.number_order,
                    (Standard.number_order == last.number_order) & (Standard.id > last.id),
                )
            )
        standards = db.session.scalars(following).all()
        life_of = lives([standard.id for standard in standards])
        left_out = _left_out([standard.id for standard in standards])
        for standard in standards:
            found = (*findings(life_of[standard.id], day=day, imported_on=day), *left_out[standard.id])
            yield standard, tuple(each for each in found if not flaws or each.flaw in flaws)
        if len(standards) < _CHUNK:
            return
        last = standards[-1]


def _left_out(standard_ids: Sequence[int]) -> dict[int, list[Finding]]:
    """Findings about links that a source states and that can't act, by the standard that replaces."""
    rows = db.session.scalars(
        select(Relation).where(
            or_(Relation.subject_id.in_(standard_ids), Relation.object_id.in_(standard_ids)), Relation.left_out.is_not(None)
        )
    )
    found: dict[int, list[Finding]] = defaultdict(list)
    for relation in rows:
        mine = relation.subject_id if relation.stated_by_subject else relation.object_id
        if mine is None:
            continue
        if relation.left_out is LeftOut.SELF:
            reason = f"{relation.subject_number} 载明代替自身，该代替关系不生效"
        else:
            reason = f"{relation.subject_number} 代替 {relation.object_number} 与已有代替关系成环，该代替关系不生效"
        found[mine].append(Finding(Flaw.LINK_LEFT_OUT, reason))
    return found
