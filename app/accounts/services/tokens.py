"""API tokens: secrets by which programs act for a person."""

from datetime import timedelta

from sqlalchemy import select

from app.accounts.models import ApiToken
from app.accounts.secrets import digest
from app.clock import now
from app.database import db

_USED_TO_WITHIN = timedelta(minutes=5)


def find_token(secret: str) -> ApiToken | None:
    """The token of that secret while it holds: not revoked, not expired, its person not disabled."""
    row = db.session.scalar(select(ApiToken).where(ApiToken.digest == digest(secret)))
    moment = now()
    if row is None or row.revoked_at is not None or row.expires_at <= moment or row.user.disabled_at is not None:
        return None
    if row.used_at is None or moment - row.used_at >= _USED_TO_WITHIN:
        row.used_at = moment
        db.session.commit()
    return row
