"""Reading declarations of implementation: one whole, those of some enterprises, and which standards can be declared."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from app.database import db
from app.errors import NotFound
from app.registry.models import Change, Implementation, Standard, StandardBlockIndustry
from app.registry.queries.lives import statuses
from app.registry.words import Kind, Status


@dataclass(frozen=True)
class DeclarationRecord:
    """One declaration with what became of it, newest change first."""

    implementation: Implementation
    changes: Sequence[Change]


def declaration_record(implementation_id: int) -> DeclarationRecord:
    """One declaration. Raises `NotFound`."""
    implementation = db.session.get(
        Implementation,
        implementation_id,
        options=[
            joinedload(Implementation.organization),
            joinedload(Implementation.standard),
            joinedload(Implementation.evidence_file),
        ],
    )
    if implementation is None:
        raise NotFound("没有这条实施记录")
    changes = db.session.scalars(
        select(Change)
        .where(Change.table_name == "implementations", Change.record_id == implementation.id)
        .order_by(Change.id.desc())
    ).all()
    return DeclarationRecord(implementation, changes)


def declarations_of(enterprises: Collection[int]) -> Sequence[Implementation]:
    """All declarations of these enterprises, what needs a hand first, then the newest."""
    return db.session.scalars(
        select(Implementation)
        .where(Implementation.organization_id.in_(enterprises))
        .options(joinedload(Implementation.organization), joinedload(Implementation.standard))
        .order_by(
            Implementation.returned_on.is_(None),
            Implementation.verified_on.is_not(None),
            Implementation.from_on.desc(),
            Implementation.id,
        )
    ).all()


def declarable_standards(day: date) -> list[tuple[Standard, Status]]:
    """The alliance standards tied to any block industry, with their status on `day`: those in force or coming, by number."""
    tied = db.session.scalars(
        select(Standard)
        .where(Standard.kind == Kind.ALLIANCE, exists().where(StandardBlockIndustry.standard_id == Standard.id))
        .order_by(Standard.number_order)
    ).all()
    found = statuses([standard.id for standard in tied], day)
    words = [(standard, found[standard.id].status) for standard in tied]
    return [(standard, word) for standard, word in words if word in (Status.CURRENT, Status.UPCOMING)]
