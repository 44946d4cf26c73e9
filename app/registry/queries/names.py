"""What records are called, for pages that know only their code or id."""

from collections.abc import Collection

from sqlalchemy import select

from app.database import db
from app.registry.models import BlockIndustry, Committee, Organization


def block_industry_names() -> dict[str, str]:
    """Code to name of every block industry."""
    return dict(db.session.execute(select(BlockIndustry.code, BlockIndustry.name)).all())


def organization_names(organization_ids: Collection[int]) -> dict[int, str]:
    """Id to name of these organizations; ids that are not in the register are absent."""
    asked = select(Organization.id, Organization.name).where(Organization.id.in_(organization_ids))
    return dict(db.session.execute(asked).all())


def committee_ids(numbers: Collection[str]) -> dict[str, int]:
    """Number to id of these committees; numbers that are not in the register are absent."""
    return dict(db.session.execute(select(Committee.number, Committee.id).where(Committee.number.in_(numbers))).all())
