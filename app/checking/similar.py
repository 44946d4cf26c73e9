"""Standards on the same subject as a title and scope, and why: shared telling words, the same class, the same industry."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import load_only

from app.checking.subject import Subject, longest, subject_of, titled, words_of
from app.database import db
from app.registry.models import Standard, StandardBlockIndustry
from app.registry.numbers import parse_number
from app.registry.queries.lives import statuses
from app.registry.queries.many import listed_ids
from app.registry.words import Obligation, Status
from app.search.engine import Engine
from app.search.serving import find
from app.search.sync import search_engine

MOST = 10
_SHOWN = frozenset({Status.CURRENT, Status.UPCOMING, Status.DRAFT, Status.UNKNOWN})
_ALIKE = 0.35
_MANDATORY_ALIKE = 0.3
_SAME_CLASS = 0.1
_SAME_GROUP = 0.05
_SAME_INDUSTRY = 0.05
_IN_SCOPE = 0.02
_MOST_TELLING = 4
_MOST_SCOPE_WORDS = 3


@dataclass(frozen=True)
class Similar:
    """A standard on the same subject: how alike, 0 to 1, the words shared, and sentences that say why."""

    standard_id: int
    number: str
    title: str
    status: Status
    mandatory: bool
    likeness: float
    shared: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Sought:
    subject: Subject
    scope: frozenset[str]
    ics: tuple[str, ...]
    industries: frozenset[int]


def similar_to(
    title: str,
    scope: str | None,
    ics: Sequence[str],
    day: date,
    *,
    industries: Collection[int] = (),
    apart_from: Collection[str] = (),
) -> tuple[Similar, ...]:
    """Standards not yet ended on `day` whose subject is that of a title, most alike first, at most ten.

    `industries` are ids of block industries; `apart_from` are numbers of documents, all of whose editions are left out.
    A title of words that every other title holds has none. Raises `Unavailable` as a search does.
    """
    engine, sought = _sought(title, scope, ics, industries, day)
    ids = _candidates(engine, title, sought.subject, day, {})
    return _chosen(ids, sought, day, _ALIKE, apart_from)


def mandatory_on(
    title: str, scope: str | None, ics: Sequence[str], day: date, *, apart_from: Collection[str] = ()
) -> tuple[Similar, ...]:
    """Mandatory standards in force on `day` on the subject of a title; what is published must not fall below them."""
    engine, sought = _sought(title, scope, ics, (), day)
    ids = _candidates(engine, title, sought.subject, day, {"obligation": (Obligation.MANDATORY.value,), "status": ("current",)})
    return _chosen(ids, sought, day, _MANDATORY_ALIKE, apart_from)


def _sought(title: str, scope: str | None, ics: Sequence[str], industries: Collection[int], day: date) -> tuple[Engine, _Sought]:
    engine = search_engine()
    subject = subject_of(engine, title, day)
    return engine, _Sought(subject, frozenset(words_of(engine, scope or "")), tuple(ics), frozenset(industries))


def _candidates(engine: Engine, title: str, subject: Subject, day: date, filters: Mapping[str, tuple[str, ...]]) -> list[int]:
    """Who may be alike: found by the whole title, by two telling words together, by one."""
    if not subject.telling:
        return []
    telling = subject.telling[:_MOST_TELLING]
    questions = [" ".join(pair) for pair in combinations(telling, 2)] + list(telling)
    found = find(titled(" ".join(list(subject.worth)[:_MOST_TELLING]), day, filters=filters)).hits
    ids = dict.fromkeys(hit.id for hit in found)
    for question in questions:
        ids.update(dict.fromkeys(hit.id for hit in engine.find(titled(question, day, filters=filters)).hits))
    return list(ids)


def _chosen(ids: Sequence[int], sought: _Sought, day: date, least: float, apart_from: Collection[str]) -> tuple[Similar, ...]:
    if not ids:
        return ()
    apart = {parse_number(number).document_key for number in apart_from}
    columns = (Standard.number, Standard.document_key, Standard.title_zh, Standard.ics, Standard.scope, Standard.obligation)
    listed = listed_ids(db.session(), ids)
    records = db.session.scalars(select(Standard).where(Standard.id.in_(listed)).options(load_only(*columns))).all()
    status = {standard_id: each.status for standard_id, each in statuses(ids, day).items()}
    tied = _industries(ids) if sought.industries else {}
    engine = search_engine()
    found = [
        similar
        for record in records
        if record.document_key not in apart and status[record.id] in _SHOWN
        for similar in [_judged(engine, record, status[record.id], sought, tied.get(record.id, frozenset()))]
        if similar is not None and similar.likeness >= least
    ]
    return tuple(sorted(found, key=lambda each: (-each.likeness, each.number))[:MOST])


def _industries(ids: Sequence[int]) -> dict[int, frozenset[int]]:
    rows = db.session.execute(
        select(StandardBlockIndustry.standard_id, StandardBlockIndustry.block_industry_id).where(
            StandardBlockIndustry.standard_id.in_(listed_ids(db.session(), ids))
        )
    ).all()
    tied: dict[int, set[int]] = {}
    for standard_id, industry_id in rows:
        tied.setdefault(standard_id, set()).add(industry_id)
    return {standard_id: frozenset(each) for standard_id, each in tied.items()}


def _judged(engine: Engine, record: Standard, status: Status, sought: _Sought, tied: frozenset[int]) -> Similar | None:
    title = record.title_zh or ""
    words = frozenset(words_of(engine, title))
    shared = sought.subject.shared(words)
    if not sought.subject.met_by(words):
        return None
    likeness = sought.subject.likeness(words)
    reasons = [f"标题都有“{'”“'.join(shared)}”"]
    extra, why = _same_class(sought.ics, record.ics)
    likeness += extra
    reasons += why
    also = longest(word for word in words_of(engine, record.scope or "") if word in sought.scope and word not in words)
    if also:
        likeness += _IN_SCOPE * min(len(also), 5)
        reasons.append(f"范围都提到“{'”“'.join(also[:_MOST_SCOPE_WORDS])}”")
    if tied & sought.industries:
        likeness += _SAME_INDUSTRY
        reasons.append("同属一个块状产业")
    mandatory = record.obligation is Obligation.MANDATORY
    return Similar(record.id, record.number, title, status, mandatory, min(likeness, 1.0), shared, tuple(reasons))


def _same_class(one: Sequence[str], other: Sequence[str]) -> tuple[float, list[str]]:
    same = [code for code in one if code in other]
    if same:
        return _SAME_CLASS, [f"ICS 同为 {same[0]}"]
    groups = {".".join(code.split(".")[:2]) for code in one if "." in code} & {
        ".".join(code.split(".")[:2]) for code in other if "." in code
    }
    return (_SAME_GROUP, [f"ICS 同属 {min(groups)}"]) if groups else (0.0, [])
