"""API tokens: secrets by which programs act for a person, within a scope and until a day."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select

from app.accounts.models import ApiToken, EventKind
from app.accounts.permissions import Actor, Permission, require
from app.accounts.secrets import digest, new_token
from app.accounts.services.events import note
from app.accounts.services.people import the_user
from app.clock import now
from app.database import db
from app.errors import FieldError, Invalid, NotFound

LONGEST_DAYS = 366
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


def tokens_of(user_id: int) -> list[ApiToken]:
    """Somebody's tokens, newest first, those that no longer hold too."""
    return list(db.session.scalars(select(ApiToken).where(ApiToken.user_id == user_id).order_by(ApiToken.id.desc())))


def make_token(name: str, scope: Collection[Permission], days: int, *, actor: Actor) -> tuple[ApiToken, str]:
    """A token for oneself and its secret, which can't be shown again. Reading what is open to all needs no scope.

    Raises `Invalid` where the scope is wider than what the actor may do, or the term none of 1 to 366 days.
    """
    called = " ".join(name.split())
    if not called or len(called) > 80:
        raise Invalid("名称无法使用", (FieldError("name", "请填写用途，1 至 80 个字", name),))
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid("有效期无法使用", (FieldError("days", f"有效期为 1 至 {LONGEST_DAYS} 天", str(days)),))
    if beyond := set(scope) - actor.all_permissions:
        labels = "、".join(sorted(each.label for each in beyond))
        raise Invalid("范围超出本人权限", (FieldError("scope", f"本人没有这些权限：{labels}"),))
    user = the_user(actor.user_id or 0)
    secret = new_token()
    moment = now()
    token = ApiToken(
        user_id=user.id,
        digest=digest(secret),
        name=called,
        scope=tuple(sorted(each.value for each in scope)),
        created_at=moment,
        expires_at=moment + timedelta(days=days),
    )
    db.session.add(token)
    note(user, EventKind.TOKEN_MADE, actor.name, detail=called)
    db.session.commit()
    return token, secret


def revoke_token(token_id: int, *, actor: Actor) -> ApiToken:
    """Let a token hold no longer: one's own, or anybody's with the permission. Raises `NotFound`, `NotAllowed`."""
    token = db.session.get(ApiToken, token_id)
    if token is None:
        raise NotFound("没有这个访问令牌")
    if token.user_id != actor.user_id:
        require(actor, Permission.ACCOUNT_MANAGE)
    if token.revoked_at is None:
        token.revoked_at = now()
        note(token.user, EventKind.TOKEN_REVOKED, actor.name, detail=token.name)
        db.session.commit()
    return token
