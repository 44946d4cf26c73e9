"""What the rules of status.py need to know of standards, read in sets: two statements, however many standards."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.database import db
from app.registry.models import Relation, Standard
from app.registry.queries.many import dialect_of, given_ids
from app.registry.status import Edition, Life, StatusOn, Successor, edition_of, status_on
from app.registry.words import Kind, RelationKind

CHINESE_KINDS = frozenset({Kind.NATIONAL, Kind.INDUSTRY, Kind.LOCAL, Kind.ALLIANCE, Kind.ENTERPRISE})
SUCCESSION = (RelationKind.REPLACES, RelationKind.PARTLY_REPLACES)


def lives(standard_ids: Collection[int], session: Session | None = None) -> dict[int, Life]:
    """The life of each of these standards, with its successors and the unlinked editions of its document.

    Ids that are not in the register are absent. `session` is for readers outside a request.
    """
    session = session or db.session()
    of_editions, of_successors = _statements(dialect_of(session))
    given = {"ids": list(standard_ids)}
    rows = session.execute(of_editions, given).all()
    successors, linked = _succession(session.execute(of_successors, given))
    alone = {row.id: _life(row, successors[row.id]) for row in rows}
    of_document: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if not row.is_supplement:
            of_document[row.document_key].append(row.id)
    known: dict[int, Edition] = {}
    asked = set(standard_ids)
    found: dict[int, Life] = {}
    for row in rows:
        if row.id not in asked:
            continue
        beside = [
            other
            for other in of_document[row.document_key]
            if other != row.id and frozenset((other, row.id)) not in linked
        ]
        for other in beside:
            if other not in known:
                known[other] = edition_of(alone[other])
        life = alone[row.id]
        found[row.id] = replace(life, editions=tuple(known[other] for other in beside)) if beside else life
    return found


def statuses(standard_ids: Collection[int], day: date) -> dict[int, StatusOn]:
    """The status of each of these standards on `day`."""
    return {standard_id: status_on(life, day) for standard_id, life in lives(standard_ids).items()}


@cache
def _statements(dialect: str) -> tuple[Select[Any], Select[Any]]:
    """The editions of the documents of the standards given, and what replaces those; see `given_ids`.

    Of tables and not of models: their rows are plain, and there may be very many.
    """
    standard, relation = Standard.__table__.c, Relation.__table__.c
    replaced, successor = Standard.__table__.alias("replaced"), Standard.__table__.alias("successor")
    documents = select(standard.document_key).where(standard.id.in_(given_ids(dialect)))
    of_editions = select(
        standard.id,
        standard.number,
        standard.number_year,
        standard.document_key,
        standard.is_supplement,
        standard.kind,
        standard.recorded_status,
        standard.status_as_of,
        standard.published_on,
        standard.implemented_on,
        standard.withdrawn_on,
    ).where(standard.document_key.in_(documents))
    of_successors = (
        select(
            relation.kind,
            relation.object_id,
            relation.subject_id,
            relation.subject_number,
            successor.c.published_on,
            successor.c.implemented_on,
            successor.c.recorded_status,
        )
        .join(replaced, relation.object_id == replaced.c.id)
        .outerjoin(successor, relation.subject_id == successor.c.id)
        .where(replaced.c.document_key.in_(documents), relation.kind.in_(SUCCESSION), relation.left_out.is_(None))
        .order_by(relation.subject_number)
    )
    return of_editions, of_successors


def _succession(rows: Iterable[Any]) -> tuple[dict[int, list[Successor]], set[frozenset[int]]]:
    """Successors by the id of the standard they replace, and the pairs of standards that such a link joins."""
    successors: dict[int, list[Successor]] = defaultdict(list)
    linked: set[frozenset[int]] = set()
    for row in rows:
        successors[row.object_id].append(
            Successor(
                number=row.subject_number,
                whole=row.kind is RelationKind.REPLACES,
                published_on=row.published_on,
                implemented_on=row.implemented_on,
                recorded=row.recorded_status,
            )
        )
        if row.subject_id is not None:
            linked.add(frozenset((row.subject_id, row.object_id)))
    return successors, linked


def _life(row: Any, successors: list[Successor]) -> Life:
    return Life(
        number=row.number,
        year=row.number_year,
        chinese=row.kind in CHINESE_KINDS,
        recorded=row.recorded_status,
        recorded_as_of=row.status_as_of,
        published_on=row.published_on,
        implemented_on=row.implemented_on,
        withdrawn_on=row.withdrawn_on,
        successors=tuple(successors),
    )
