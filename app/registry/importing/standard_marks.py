"""Marks for the index, written with the change: the standards touched, and those whose document follows from them."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.registry.importing.bulk import add_rows
from app.registry.models import Relation, Stale, Standard


def mark_stale(session: Session, standard_ids: Collection[int]) -> None:
    """Mark standards and their neighbours: either end of their relations, and the other editions of their documents."""
    if not standard_ids:
        return
    ids = set(standard_ids)
    documents = select(Standard.document_key).where(Standard.id.in_(standard_ids))
    neighbours = (
        select(Relation.object_id).where(Relation.subject_id.in_(standard_ids)),
        select(Relation.subject_id).where(Relation.object_id.in_(standard_ids)),
        select(Standard.id).where(Standard.document_key.in_(documents)),
    )
    for asked in neighbours:
        ids.update(found for found in session.scalars(asked) if found is not None)
    add_rows(session, Stale, [{"standard_id": own} for own in sorted(ids)])
