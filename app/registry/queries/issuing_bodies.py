"""Reading bodies that issue alliance standards: all of them, by code, and whose a standard is."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.accounts.permissions import Actor, Permission
from app.database import db
from app.errors import NotFound
from app.registry.models import IssuingBody, Standard, WorkItem
from app.registry.models.alliance import LONGEST_REVIEW_YEARS
from app.registry.numbers import key_of, parse_number
from app.registry.queries.many import listed_ids

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


def shorter_review_years(standard_ids: Collection[int]) -> Mapping[int, int]:
    """Years between reviews of those of these standards whose issuing body set fewer than the rules ask for."""
    asked = select(IssuingBody.id, IssuingBody.code_key, IssuingBody.review_years)
    bodies = db.session.execute(asked.where(IssuingBody.review_years < LONGEST_REVIEW_YEARS)).all()
    if not bodies:
        return {}
    of_code, of_body = {body.code_key: body.review_years for body in bodies}, {body.id: body.review_years for body in bodies}
    numbered = select(Standard.id, Standard.number).where(
        Standard.id.in_(listed_ids(db.session(), standard_ids)),
        or_(*(Standard.key.startswith(f"t/{code}", autoescape=True) for code in of_code)),
    )
    coded = ((own, key_of(parse_number(number).prefix.removeprefix("T/"))) for own, number in db.session.execute(numbered))
    published = select(WorkItem.standard_id, WorkItem.issuing_body_id).where(
        WorkItem.standard_id.in_(listed_ids(db.session(), standard_ids))
    )
    issued = {own: body for own, body in db.session.execute(published) if own is not None}
    by_code = {own: of_code[code] for own, code in coded if code in of_code and own not in issued}
    return by_code | {own: of_body[body] for own, body in issued.items() if body in of_body}


def _with_key(key: str) -> IssuingBody | None:
    return db.session.scalar(select(IssuingBody).where(IssuingBody.code_key == key).options(_WITH_NAME))
