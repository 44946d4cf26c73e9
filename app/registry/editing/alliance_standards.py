"""What an association decides of the alliance standards it has published: periodic review, withdrawal, another number.

It speaks for its own standards alone: the permission is asked within the association, and the record is then written as any
other is, with the history naming who decided.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from app.accounts.permissions import Actor, Permission
from app.clock import now, today
from app.database import db
from app.errors import Conflict, FieldError, Invalid, NotAllowed, NotFound
from app.registry.dates import PartialDate
from app.registry.editing.kept import kept
from app.registry.editing.renumbering import NumberChange, renumber
from app.registry.editing.saving import Saved, alone, save_in
from app.registry.history import Author
from app.registry.lifecycle.words import ReviewResult
from app.registry.models import IssuingBody, Standard, StandardReview, WorkItem
from app.registry.numbers import parse_number
from app.registry.queries.block_industries import industries_of
from app.registry.queries.issuing_bodies import issuer_of
from app.registry.queries.lives import statuses
from app.registry.services.alliance.items import propose, revision_contents
from app.registry.services.writing import refuse_where, require_reason
from app.registry.status import ENDED
from app.registry.words import Deed

_AHEAD_YEARS = 3


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a review came to, why, on which day (None: today); `takes_effect_on`: the first day it is no longer in force."""

    result: ReviewResult
    reason: str | None
    reviewed_on: date | None = None
    takes_effect_on: date | None = None


def review_standard(standard_id: int, outcome: Outcome, *, author: Author) -> StandardReview:
    """Record a periodic review: confirmed sets the day of review, withdrawn ends it, revised begins a work item.

    Raises `NotAllowed`, `NotFound`, `Invalid`, `Conflict` where the standard has ended or is not yet in the register's force.
    """
    standard, body = its_body(standard_id)
    require_body(author.actor, body)
    reason = require_reason(outcome.reason)
    day = outcome.reviewed_on or today()
    refuse_where(_wrong_days(standard, outcome, day))
    if statuses([standard.id], day)[standard.id].status in ENDED:
        raise Conflict(f"{standard.number} 在 {day} 已经终止，不用复审")
    item = _begin_revision(standard, body, day, author.actor) if outcome.result is ReviewResult.REVISED else None
    own, item_id = standard.id, item.id if item else None
    deed = Deed.WITHDRAWN if outcome.result is ReviewResult.WITHDRAWN else None
    with _for_body(replace(author, reason=reason, deed=deed)) as (session, empowered):
        review = StandardReview(
            standard_id=own,
            reviewed_on=PartialDate.of(day),
            result=outcome.result,
            reason=reason,
            takes_effect_on=PartialDate.of(outcome.takes_effect_on or day) if outcome.result is ReviewResult.WITHDRAWN else None,
            at=now(),
            by_name=author.actor.name,
            work_item_id=item_id,
        )
        session.add(review)
        cells = _cells(outcome, day)
        if cells:
            save_in(session, "standards", cells, author=empowered, standing=kept("standards", own, session))
        session.commit()
    db.session.expire_all()
    return review


def renumber_standard(standard_id: int, number: str, *, author: Author) -> Saved:
    """Give a published standard another number of the same body; the former one leads on.

    Raises `NotAllowed`, `NotFound`, `Invalid`, `Conflict` where the number is taken.
    """
    standard, body = its_body(standard_id)
    require_body(author.actor, body)
    reason = require_reason(author.reason)
    became = _read(number)
    if became != f"T/{body.code}":
        said = f"新编号应仍在 T/{body.code} 之下；改为别的类别由标准化院办理"
        raise Invalid(said, (FieldError("number", said, number[:80]),))
    own = standard.id
    db.session.rollback()  # what was read so far is let go, or SQLite would wait for itself
    saved = renumber(own, number, why=NumberChange.RENUMBERED, author=_empowered(replace(author, reason=reason)))
    db.session.expire_all()
    return saved


def its_body(standard_id: int) -> tuple[Standard, IssuingBody]:
    """A standard and the body under whose code it stands. Raises `NotFound` where there is none."""
    standard = db.session.get(Standard, standard_id)
    body = issuer_of(standard) if standard else None
    if standard is None or body is None:
        raise NotFound("没有这项联盟标准，或它的发布团体还没有登记")
    return standard, body


def require_body(actor: Actor, body: IssuingBody) -> None:
    """Raises `NotAllowed` where the actor does not decide for the body."""
    if not actor.may(Permission.ALLIANCE_PUBLISH, body.organization_id):
        raise NotAllowed(f"复审、废止与改号由{body.organization.name}的负责人办理")


@contextmanager
def _for_body(author: Author) -> Iterator[tuple[Session, Author]]:
    """The only writer's session, and the author with the right to write this one record, which its body decides about."""
    empowered = _empowered(author)
    db.session.rollback()  # what was read so far is let go, or SQLite would wait for itself
    with alone(empowered) as session:
        yield session, empowered


def _empowered(author: Author) -> Author:
    actor = replace(author.actor, everywhere=author.actor.everywhere | {Permission.REGISTER_EDIT})
    return replace(author, actor=actor)


def _cells(outcome: Outcome, day: date) -> dict[str, object]:
    match outcome.result:
        case ReviewResult.CONFIRMED:
            return {"reviewed_on": str(day)}
        case ReviewResult.WITHDRAWN:
            return {"withdrawn_on": str(outcome.takes_effect_on or day)}
        case _:
            return {}


def _wrong_days(standard: Standard, outcome: Outcome, day: date) -> list[FieldError]:
    wrong = []
    last = max((each.first_day for each in (standard.published_on, standard.reviewed_on) if each), default=None)
    if day > today():
        wrong.append(FieldError("reviewed_on", f"复审日期不能晚于今天 {today()}", str(day)))
    elif last and day < last:
        wrong.append(FieldError("reviewed_on", f"复审日期不能早于发布或上次复审的日期 {last}", str(day)))
    effect = outcome.takes_effect_on
    if outcome.result is ReviewResult.WITHDRAWN and effect:
        if effect < day:
            wrong.append(FieldError("takes_effect_on", f"废止日期不能早于复审日期 {day}", str(effect)))
        elif effect.year > day.year + _AHEAD_YEARS:
            wrong.append(FieldError("takes_effect_on", "废止日期应在复审之后三年以内，请核对", str(effect)))
    return wrong


def _begin_revision(standard: Standard, body: IssuingBody, day: date, actor: Actor) -> WorkItem:
    """The work item that a review ends in; it begins with what the last edition says."""
    contents = replace(revision_contents(standard, industries_of(standard.id)), purpose=f"{day} 复审结论为修订")
    return propose(body, contents, actor=actor, revises=standard, on=day)


def _read(number: str) -> str:
    try:
        return parse_number(number).prefix
    except Invalid as error:
        raise Invalid(str(error), (FieldError("number", str(error), number[:80]),)) from None
