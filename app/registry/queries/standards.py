"""Reading standards: cards for a list of them, and one whole record."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.database import db
from app.errors import NotFound
from app.registry.models import Drafting, Implementation, Relation, Standard, StandardBlockIndustry
from app.registry.queries.lives import lives
from app.registry.queries.many import dialect_of, given_ids
from app.registry.status import Life, StatusOn, status_on
from app.registry.words import RelationKind


@dataclass(frozen=True)
class StandardCard:
    """A standard as a list shows it, with its status on the day asked and the numbers that replaced it wholly."""

    standard: Standard
    life: Life
    status: StatusOn
    replaced_by: tuple[str, ...]


@dataclass(frozen=True)
class StandardRecord:
    """One standard with everything the register knows of it, on a day.

    `editions` is the lineage (历次版本), oldest first, this one among them. Relations are those that act, told apart by
    the end at which this standard stands: it is the subject of `out`, the object of `into`.
    """

    card: StandardCard
    editions: Sequence[StandardCard]
    out: Sequence[Relation]
    into: Sequence[Relation]
    implementations: Sequence[Implementation]
    block_industries: Sequence[StandardBlockIndustry]


def cards(standard_ids: Sequence[int], day: date) -> list[StandardCard]:
    """Cards of these standards in the order asked; ids that are no longer in the register are passed over."""
    asked = _standards(dialect_of(db.session()))
    found = {standard.id: standard for standard in db.session.scalars(asked, {"ids": list(standard_ids)})}
    life_of = lives(list(found))
    return [_card(found[each], life_of[each], day) for each in standard_ids if each in found]


@cache
def _standards(dialect: str) -> Select[Standard]:
    return select(Standard).where(Standard.id.in_(given_ids(dialect))).options(selectinload(Standard.committees))


def cards_by_id(standard_ids: Collection[int], day: date) -> dict[int, StandardCard]:
    """The same cards by id, for rows that each speak of a standard."""
    return {card.standard.id: card for card in cards(list(set(standard_ids)), day)}


def _card(standard: Standard, life: Life, day: date) -> StandardCard:
    replaced_by = tuple(successor.number for successor in life.successors if successor.whole)
    return StandardCard(standard, life, status_on(life, day), replaced_by)


def standard_record(standard_id: int, day: date) -> StandardRecord:
    """One standard and everything around it on `day`; the number of statements does not grow with its rows.

    Raises `NotFound`.
    """
    standard = db.session.scalars(
        select(Standard)
        .where(Standard.id == standard_id)
        .options(
            selectinload(Standard.draftings).joinedload(Drafting.organization),
            selectinload(Standard.drafters),
            selectinload(Standard.committees),
            selectinload(Standard.former_numbers),
        )
    ).one_or_none()
    if standard is None:
        raise NotFound(f"没有 id 为 {standard_id} 的标准")
    relations = db.session.scalars(
        select(Relation)
        .where(or_(Relation.subject_id == standard_id, Relation.object_id == standard_id), Relation.left_out.is_(None))
        .options(joinedload(Relation.subject), joinedload(Relation.object))
        .order_by(Relation.kind, Relation.subject_number, Relation.object_number)
    ).all()
    lineage = _lineage(standard)
    by_id = cards_by_id(lineage, day)
    return StandardRecord(
        card=by_id[standard_id],
        editions=sorted(by_id.values(), key=lambda card: (card.life.start or date.min, card.standard.number_order)),
        out=[relation for relation in relations if relation.subject_id == standard_id],
        into=[relation for relation in relations if relation.object_id == standard_id],
        implementations=db.session.scalars(
            select(Implementation)
            .where(Implementation.standard_id == standard_id)
            .options(joinedload(Implementation.organization))
            .order_by(Implementation.from_on.desc(), Implementation.id)
        ).all(),
        block_industries=db.session.scalars(
            select(StandardBlockIndustry)
            .where(StandardBlockIndustry.standard_id == standard_id)
            .options(joinedload(StandardBlockIndustry.block_industry))
        ).all(),
    )


def _lineage(standard: Standard) -> list[int]:
    """Ids of the editions of its document and of everything that a chain of replacements joins to one of them."""
    known = set(db.session.scalars(select(Standard.id).where(Standard.document_key == standard.document_key)))
    fresh: Collection[int] = known
    while fresh:
        pairs = db.session.execute(
            select(Relation.subject_id, Relation.object_id).where(
                or_(Relation.subject_id.in_(fresh), Relation.object_id.in_(fresh)),
                Relation.kind == RelationKind.REPLACES,
                Relation.left_out.is_(None),
            )
        )
        fresh = {end for pair in pairs for end in pair if end is not None} - known
        known |= fresh
    return sorted(known)
