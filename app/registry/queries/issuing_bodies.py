"""Reading bodies that issue alliance standards: all of them, by code, and whose a standard is."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.permissions import Actor, Permission
from app.database import db
from app.errors import NotFound
from app.registry.models import IssuingBody, Standard, WorkItem
from app.registry.numbers import key_of, parse_number

_WITH_NAME = joinedload(IssuingBody.organization)


def issuing_bodies() -> Sequence[IssuingBody]:
    """All issuing bodies by code."""
    return db.session.scalars(select(IssuingBody).options(_WITH_NAME).order_by(IssuingBody.code_key)).all()


def bodies_of(actor: Actor) -> Sequence[IssuingBody]:
    """The issuing bodies for which the actor may run work items; all of them for whoever may everywhere."""
    query = select(IssuingBody).options(_WITH_NAME).order_by(IssuingBody.code_key)
    if not actor.may(Permission.ALLIANCE_DRAFT):
        query = query.where(IssuingBody.organization_id.in_(actor.organizations(Permission.ALLIANCE_DRAFT)))
    return db.session.scalars(query).all()


def body_of_code(code: str) -> IssuingBody:
    """A body by its code in any case, with or without `T/`. Raises `NotFound`."""
    found = _with_key(key_of(code.strip().upper().removeprefix("T/")))
    if found is None:
        raise NotFound(f"没有登记代号为 {code[:40]} 的发布团体")
    return found


def issuer_of(standard: Standard) -> IssuingBody | None:
    """The body that published a standard here, else the one whose code its number bears (`YANSHI` of `T/YANSHI 1-2026`)."""
    published = select(IssuingBody).join(WorkItem, WorkItem.issuing_body_id == IssuingBody.id).options(_WITH_NAME)
    found = db.session.scalar(published.where(WorkItem.standard_id == standard.id))
    if found is not None:
        return found
    prefix = parse_number(standard.number).prefix
    return _with_key(key_of(prefix.removeprefix("T/"))) if prefix.startswith("T/") else None


def _with_key(key: str) -> IssuingBody | None:
    return db.session.scalar(select(IssuingBody).where(IssuingBody.code_key == key).options(_WITH_NAME))
