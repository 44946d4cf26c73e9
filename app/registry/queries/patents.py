"""Reading patents: what was called for and disclosed while a standard was made, and for one that is published."""

from collections.abc import Sequence

from sqlalchemy import select

from app.database import db
from app.registry.models import PatentCall, PatentDisclosure


def patent_calls(work_item_id: int) -> tuple[Sequence[PatentCall], Sequence[PatentDisclosure]]:
    """The calls for patents of a work item, and the patents disclosed."""
    calls = db.session.scalars(select(PatentCall).where(PatentCall.work_item_id == work_item_id).order_by(PatentCall.id)).all()
    disclosed = db.session.scalars(
        select(PatentDisclosure).where(PatentDisclosure.work_item_id == work_item_id).order_by(PatentDisclosure.id)
    ).all()
    return calls, disclosed


def patents_of(standard_id: int) -> Sequence[PatentDisclosure]:
    """The patents disclosed for a published standard, as they came."""
    asked = select(PatentDisclosure).where(PatentDisclosure.standard_id == standard_id).order_by(PatentDisclosure.id)
    return db.session.scalars(asked).all()
