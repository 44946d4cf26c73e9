"""What the whole register holds for staff to look at on a day, found once and brought up to date by what has changed since.

To judge a hundred thousand standards takes seconds, a change of a few of them milliseconds. The history says which records
were changed; a standard is judged anew where its own record, another edition of its document or one that it replaces, or
that replaces it, is among them. Each process keeps its own.
"""

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, or_, select

from app.database import db
from app.registry.contradictions import Finding, Flaw, findings
from app.registry.dates import months_later
from app.registry.lifecycle.periods import review_due
from app.registry.models import Change, LeftOut, Relation, Standard
from app.registry.models.alliance import LONGEST_REVIEW_YEARS
from app.registry.models.stamps import Stamp, is_written
from app.registry.queries.issuing_bodies import shorter_review_years
from app.registry.queries.lives import lives
from app.registry.queries.many import listed_ids, listed_texts
from app.registry.status import status_on
from app.registry.words import Kind, RelationKind, Status

_MOST_CHANGES = 500  # more of them are a bulk import, after which everything is judged anew
_MOST_DAYS = 4
_TABLES = ("standard", "relation")
_RULES = "issuing_body"
NOTICE_MONTHS = 3
_SUCCESSION = (RelationKind.REPLACES, RelationKind.PARTLY_REPLACES)


@dataclass(frozen=True)
class Waits:
    """How many standards wait for one reason, and since when the oldest does, where the history knows."""

    flaw: Flaw
    count: int
    since: datetime | None


@dataclass(frozen=True)
class _Known:
    """The state of the register that a review speaks of: stamps of its tables, and the last change with its time.

    `rules`: the stamp of how often each issuing body reviews its standards.
    """

    stamps: tuple[str | None, ...]
    rules: str | None
    change: int
    at: datetime | None


@dataclass
class Review:
    """Findings by standard, of a day. `since`: when the record was last written, of those with findings.

    `due`: by when current alliance standards are to be reviewed, of those whose day lies within three months or behind.
    """

    day: date
    found: dict[int, tuple[Finding, ...]] = field(default_factory=dict)
    since: dict[int, datetime] = field(default_factory=dict)
    due: dict[int, date] = field(default_factory=dict)
    documents: dict[int, str] = field(default_factory=dict)
    replaced: dict[int, frozenset[int]] = field(default_factory=dict)
    known: _Known | None = None

    def counts(self) -> list[Waits]:
        """What waits by reason; reasons for which nothing does are absent."""
        count: Counter[Flaw] = Counter()
        since: dict[Flaw, datetime] = {}
        for standard_id, found in self.found.items():
            at = self.since.get(standard_id)
            for flaw in {finding.flaw for finding in found}:
                count[flaw] += 1
                if at is not None:
                    since[flaw] = min(at, since.get(flaw, at))
        return [Waits(flaw, count[flaw], since.get(flaw)) for flaw in Flaw if count[flaw]]

    def with_flaws(self, flaws: Collection[Flaw]) -> list[int]:
        """Ids of the standards with one of these flaws, or with any where none is named."""
        wanted = set(flaws)
        return [each for each, found in self.found.items() if not wanted or any(one.flaw in wanted for one in found)]


class _Reviews:
    """The reviews of one database."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._of_day: OrderedDict[date, Review] = OrderedDict()

    def of(self, day: date) -> Review:
        """The review of a day as the register stands now."""
        now = _known()
        with self._lock:
            review = self._of_day.get(day)
            if review is None or review.known != now:
                review = _brought_up(review, now) if review else None
                review = review or _whole(day)
                review.known = now
                self._of_day[day] = review
            self._of_day.move_to_end(day)
            while len(self._of_day) > _MOST_DAYS:
                self._of_day.popitem(last=False)
            return review


_of_engine: WeakKeyDictionary[Engine, _Reviews] = WeakKeyDictionary()


def review_on(day: date) -> Review:
    """What is to be looked at on a day. It is shared and must not be changed by who gets it."""
    if is_written(db.session.connection()):
        return _whole(day)
    return _of_engine.setdefault(db.engine, _Reviews()).of(day)


def _known() -> _Known:
    asked = select(Stamp.table_name, Stamp.value).where(Stamp.table_name.in_((*_TABLES, _RULES)))
    stamps = dict(db.session.execute(asked).all())
    last = db.session.execute(select(Change.id, Change.at).order_by(Change.id.desc()).limit(1)).one_or_none()
    change, at = last or (0, None)
    return _Known(tuple(stamps.get(name) for name in _TABLES), stamps.get(_RULES), change, at)


def _whole(day: date) -> Review:
    """The review of the whole register."""
    review = Review(day)
    review.documents = dict(db.session.execute(select(Standard.id, Standard.document_key)).all())
    review.replaced = _replaced()
    _judge(review, list(review.documents))
    return review


def _brought_up(old: Review, now: _Known) -> Review | None:
    """An older review with what has changed since; None where the history does not tell, or tells of too much."""
    changed = _changed_since(old.known, now)
    if changed is None:
        return None
    review = Review(old.day, dict(old.found), dict(old.since), dict(old.due), dict(old.documents), dict(old.replaced))
    touched = changed | _around(review, changed)
    for standard_id in changed:
        review.documents.pop(standard_id, None)
        review.replaced.pop(standard_id, None)
    mine = Standard.id.in_(listed_ids(db.session(), changed))
    review.documents.update(db.session.execute(select(Standard.id, Standard.document_key).where(mine)).all())
    review.replaced.update(_replaced(changed))
    touched |= _around(review, changed)
    for standard_id in touched:
        review.found.pop(standard_id, None)
        review.since.pop(standard_id, None)
        review.due.pop(standard_id, None)
    _judge(review, touched)
    return review


def _changed_since(known: _Known | None, now: _Known) -> set[int] | None:
    """Ids of the standards whose records the history shows to have changed."""
    if known is None or now.change <= known.change or now.rules != known.rules:
        return None
    if known.at and db.session.scalar(select(Change.at).where(Change.id == known.change)) != known.at:
        return None
    asked = select(Change.record_id).where(Change.id > known.change, Change.table_name == "standards")
    changed = db.session.scalars(asked.limit(_MOST_CHANGES + 1)).all()
    return set(changed) if len(changed) <= _MOST_CHANGES else None


def _around(review: Review, changed: Collection[int]) -> set[int]:
    """The editions of the same documents, and what the changed ones replace."""
    keys = {review.documents[each] for each in changed if each in review.documents}
    editions = select(Standard.id).where(Standard.document_key.in_(listed_texts(db.session(), keys)))
    replaced: set[int] = set().union(*(review.replaced.get(each, frozenset()) for each in changed))
    return {*db.session.scalars(editions), *replaced}


def _replaced(only: Collection[int] | None = None) -> dict[int, frozenset[int]]:
    """What each standard replaces, wholly or in part, of those that the register holds."""
    asked = select(Relation.subject_id, Relation.object_id).where(Relation.kind.in_(_SUCCESSION))
    if only is not None:
        asked = asked.where(Relation.subject_id.in_(listed_ids(db.session(), only)))
    found: dict[int, set[int]] = defaultdict(set)
    for subject, other in db.session.execute(asked):
        if subject is not None and other is not None:
            found[subject].add(other)
    return {subject: frozenset(others) for subject, others in found.items()}


def _judge(review: Review, standard_ids: Collection[int]) -> None:
    """Write into the review what is found of these standards."""
    left_out = findings_left_out(standard_ids)
    due = _due(standard_ids, review.day)
    for standard_id, life in lives(standard_ids).items():
        found = (*findings(life, day=review.day, imported_on=review.day), *left_out.get(standard_id, ()))
        if found:
            review.found[standard_id] = found
        if standard_id in due and status_on(life, review.day).status is Status.CURRENT:
            review.due[standard_id] = due[standard_id]
    review.since.update(last_written(each for each in standard_ids if each in review.found))


def _due(standard_ids: Collection[int], day: date) -> dict[int, date]:
    """By when alliance standards are to be reviewed, where that is within three months of the day or behind it."""
    asked = select(Standard.id, Standard.published_on, Standard.reviewed_on).where(
        Standard.id.in_(listed_ids(db.session(), standard_ids)), Standard.kind == Kind.ALLIANCE
    )
    years = shorter_review_years(standard_ids)
    found = {
        own: review_due(published, reviewed, years.get(own, LONGEST_REVIEW_YEARS))
        for own, published, reviewed in db.session.execute(asked)
    }
    latest = months_later(day, NOTICE_MONTHS)
    return {each: by for each, by in found.items() if by and by <= latest}


def last_written(standard_ids: Iterable[int]) -> Mapping[int, datetime]:
    """When each of these standards was last written, as far as the history knows."""
    mine = Change.record_id.in_(listed_ids(db.session(), list(standard_ids)))
    asked = select(Change.record_id, func.max(Change.at)).where(Change.table_name == "standards", mine)
    return dict(db.session.execute(asked.group_by(Change.record_id)).all())


def findings_left_out(standard_ids: Collection[int]) -> dict[int, list[Finding]]:
    """Findings about links that a source states and that can't act, by the standard in whose record they stand."""
    mine = listed_ids(db.session(), standard_ids)
    rows = db.session.scalars(
        select(Relation).where(
            Relation.left_out.is_not(None), or_(Relation.subject_id.in_(mine), Relation.object_id.in_(mine))
        )
    )
    found: dict[int, list[Finding]] = defaultdict(list)
    for relation in rows:
        stating = relation.subject_id if relation.stated_by_subject else relation.object_id
        if stating is None:
            continue
        if relation.left_out is LeftOut.SELF:
            reason = f"{relation.subject_number} 载明代替自身，该代替关系不生效"
        else:
            reason = f"{relation.subject_number} 代替 {relation.object_number} 与已有代替关系成环，该代替关系不生效"
        found[stating].append(Finding(Flaw.LINK_LEFT_OUT, reason))
    return found
