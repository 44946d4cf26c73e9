"""What standards adopt (采用), for lists that name it beside each of them."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import select

from app.database import db
from app.registry.models import Relation
from app.registry.words import RelationKind


def adoptions_of(standard_ids: Collection[int]) -> dict[int, Sequence[Relation]]:
    """The relations by which each of these standards adopts another; those that adopt none are absent. One statement."""
    found: dict[int, list[Relation]] = defaultdict(list)
    asked = (
        select(Relation)
        .where(
            Relation.subject_id.in_(standard_ids), Relation.kind == RelationKind.ADOPTS, Relation.left_out.is_(None)
        )
        .order_by(Relation.object_number)
    )
    for relation in db.session.scalars(asked):
        if relation.subject_id is not None:
            found[relation.subject_id].append(relation)
    return dict(found)
