"""The record of what happened to accounts; added to the transaction of whoever does it."""

from sqlalchemy import select

from app.accounts.models import AccountEvent, EventKind, User
from app.clock import now
from app.database import db


def note(user: User, kind: EventKind, by: str, *, detail: str | None = None, address: str | None = None) -> None:
    """Remember it, within the transaction under way."""
    db.session.flush()
    db.session.add(AccountEvent(at=now(), user_id=user.id, kind=kind, by=by, detail=detail, address=address))


def events_of(user_id: int, most: int = 30) -> list[AccountEvent]:
    """What happened to an account lately, newest first."""
    asked = select(AccountEvent).where(AccountEvent.user_id == user_id).order_by(AccountEvent.id.desc()).limit(most)
    return list(db.session.scalars(asked))
