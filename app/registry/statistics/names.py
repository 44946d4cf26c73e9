"""What people call the records whose ids a figure found out."""

from collections.abc import Collection

from sqlalchemy import select

from app.database import db
from app.registry.models import Organization, Standard
from app.registry.statistics.ids import among


def numbers_of(standards: Collection[int]) -> dict[int, str]:
    """Numbers of these standards, in their order."""
    asked = select(Standard.id, Standard.number).where(among(Standard.id, set(standards)))
    return dict(db.session.execute(asked.order_by(Standard.number_order)).all())


def names_of(bodies: Collection[int]) -> dict[int, str]:
    """Names of these bodies."""
    rows = db.session.execute(select(Organization.id, Organization.name).where(among(Organization.id, bodies)))
    return dict(rows.all())
