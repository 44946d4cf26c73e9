"""The record of what happened to accounts; added to the transaction of whoever does it."""

from app.accounts.models import AccountEvent, EventKind, User
from app.clock import now
from app.database import db


def note(user: User, kind: EventKind, by: str, *, detail: str | None = None, address: str | None = None) -> None:
    """Remember it, within the transaction under way."""
    db.session.flush()
    db.session.add(AccountEvent(at=now(), user_id=user.id, kind=kind, by=by, detail=detail, address=address))
