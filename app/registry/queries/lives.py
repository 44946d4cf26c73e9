"""What the rules of status.py need to know of standards, read in sets: three statements, however many standards."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.database import db
from app.registry.models import Relation, Standard
from app.registry.queries.many import listed_ids
from app.registry.status import Edition, Life, StatusOn, Successor, edition_of, status_on
from app.registry.words import Kind, RelationKind

CHINESE_KINDS = frozenset({Kind.NATIONAL, Kind.INDUSTRY, Kind.LOCAL, Kind.ALLIANCE, Kind.ENTERPRISE})
_SUCCESSION = (RelationKind.REPLACES, RelationKind.PARTLY_REPLACES)


def lives(standard_ids: Collection[int], session: Session | None = None) -> dict[int, Life]:
    """The life of each of these standards, with its successors and the unlinked editions of its document.

    Ids that are not in the register are absent. `session` is for readers outside a request.
    """
    session = session or db.session()
    documents = select(Standard.document_key).where(Standard.id.in_(listed_ids(session, standard_ids)))
    rows = session.execute(
        select(
            Standard.id,
            Standard.number,
            Standard.number_year,
            Standard.document_key,
            Standard.is_supplement,
            Standard.kind,
            Standard.recorded_status,
            Standard.status_as_of,
            Standard.published_on,
            Standard.implemented_on,
            Standard.withdrawn_on,
        ).where(Standard.document_key.in_(documents))
    ).all()
    successors, linked = _succession(session, documents)
    alone = {row.id: _life(row, successors[row.id]) for row in rows}
    editions: dict[str, list[tuple[int, Edition]]] = defaultdict(list)
    held = Counter(row.document_key for row in rows)
    for row in rows:
        if held[row.document_key] > 1 and not row.is_supplement:
            editions[row.document_key].append((row.id, edition_of(alone[row.id])))
    asked = set(standard_ids)
    return {
        row.id: replace(
            alone[row.id],
            editions=tuple(
                edition
                for other, edition in editions[row.document_key]
                if other != row.id and frozenset((other, row.id)) not in linked
            ),
        )
        for row in rows
        if row.id in asked
    }


def statuses(standard_ids: Collection[int], day: date) -> dict[int, StatusOn]:
    """The status of each of these standards on `day`."""
    return {standard_id: status_on(life, day) for standard_id, life in lives(standard_ids).items()}


@cache
def _ends() -> tuple[type[Standard], type[Standard]]:
    """The standard replaced and its successor in a statement; made once, since an alias takes longer than the statement."""
    return aliased(Standard), aliased(Standard)


def _succession(session: Session, documents: Any) -> tuple[dict[int, list[Successor]], set[frozenset[int]]]:
    """Successors by the id of the standard they replace, and the pairs of standards that such a link joins."""
    replaced, successor = _ends()
    rows = session.execute(
        select(
            Relation.kind,
            Relation.object_id,
            Relation.subject_id,
            Relation.subject_number,
            successor.published_on,
            successor.implemented_on,
            successor.recorded_status,
        )
        .join(replaced, Relation.object_id == replaced.id)
        .outerjoin(successor, Relation.subject_id == successor.id)
        .where(
            replaced.document_key.in_(documents),
            Relation.kind.in_(_SUCCESSION),
            Relation.left_out.is_(None),
        )
        .order_by(Relation.subject_number)
    )
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
