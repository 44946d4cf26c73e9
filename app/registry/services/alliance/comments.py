"""Comments of the public on drafts and on published alliance standards: taken in, proven by a link, hidden where unfit.

Who is signed in is known. Anybody else gets a link by mail; until it is used, the association sees the comment marked and nobody
else sees it. What was sent twice is taken in once.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, update

from app.accounts.models import User
from app.accounts.permissions import Actor, Permission, require
from app.accounts.secrets import digest, new_secret
from app.accounts.services import outbox, throttling
from app.accounts.services.people import read_email, read_name
from app.clock import now, today
from app.database import db
from app.errors import Conflict, FieldError, Invalid, NotFound
from app.registry.lifecycle.commenting import Standing, clause_order
from app.registry.lifecycle.words import CommentDeed, DocumentKind
from app.registry.models import CommentTrace, Document, PublicComment, Standard, WorkItem
from app.registry.queries.comments import Subject, standing_of, subject_of, the_comment
from app.registry.services.writing import begin, hold, refuse_where, require_reason, tidy

CLAUSE_MOST = 80
TEXT_MOST = 4_000
UNIT_MOST = 120
ROWS_MOST = 300
LINK_HOLDS = timedelta(days=7)
_FREE_MAILS = 5
_FREE_FROM_A_NETWORK = 300

LinkOf = Callable[[str], str]
"""The path of the page that the code of a link opens."""


@dataclass(frozen=True)
class Remark:
    """One comment as typed: on which clause, what is said, and how it should read instead.

    `unit`: of a row that the association enters for another unit than the others. `row`: its place on the form, or what else
    it is called.
    """

    clause: str
    body: str
    proposal: str | None = None
    unit: str | None = None
    row: str = ""


@dataclass(frozen=True)
class Commenter:
    """Who comments, as typed. `on_behalf`: the association enters what somebody wrote or said to it."""

    name: str | None
    email: str | None
    unit: str | None = None
    on_behalf: bool = False


@dataclass(frozen=True)
class Taken:
    """What was taken in, and what of it had been sent before; `mailed` says whether a link was sent."""

    comments: Sequence[PublicComment]
    before: Sequence[PublicComment]
    mailed: bool


def may_answer(subject: Subject, *, actor: Actor) -> bool:
    """Whether the actor answers comments on it: its association, or staff where none is registered for it."""
    if subject.organization_id is None:
        return actor.may(Permission.REGISTER_EDIT)
    return actor.may(Permission.ALLIANCE_DRAFT, subject.organization_id)


def require_answering(subject: Subject, *, actor: Actor) -> None:
    """Raises `NotAllowed` where the actor doesn't answer comments on it."""
    if subject.organization_id is None:
        require(actor, Permission.REGISTER_EDIT)
    else:
        require(actor, Permission.ALLIANCE_DRAFT, subject.organization_id)


def refusal_of(subject: Subject, *, actor: Actor) -> str | None:
    """Why the actor can't comment on it today; None: they can."""
    standing = standing_of(subject, today())
    if standing is Standing.OPEN or (standing is Standing.ENDED and may_answer(subject, actor=actor)):
        return None
    first = subject.item.comment_from if subject.item else None
    if standing is Standing.ENDED:
        return "征求意见已经截止；迟到的意见请直接寄给归口团体，由其登记"
    if standing is Standing.NOT_YET and first is not None:
        return f"征求意见从 {first} 开始，请届时再提"
    return f"{standing.label}，目前不收意见"


def give_comments(
    subject: Subject, remarks: Sequence[Remark], author: Commenter, *, actor: Actor, address: str, link_of: LinkOf
) -> Taken:
    """Take in the comments of one author, all or none of them. `address`: where the request comes from.

    Raises `Conflict` where it is not open for comment, `NotAllowed` where the actor enters for others and may not, `Invalid`
    by field (`body-3` of row 3), `TooMany`.
    """
    if author.on_behalf:
        require_answering(subject, actor=actor)
    _require_open(subject, actor)
    rows, written = _read(remarks, author, actor)
    if written.confirmed_at is None:
        mailbox = throttling.Guarded(f"comment-mail:{digest((written.email or '').casefold())}", _FREE_MAILS)
        throttling.attempt(mailbox, throttling.Guarded(f"comments:{address}", _FREE_FROM_A_NETWORK))
    _hold_subject(subject)
    _require_open(subject, actor)
    known = _known(subject, written)
    fresh = [row for row in rows if _same(row, written) not in known]
    added = _add(subject, fresh, written)
    mailed = written.confirmed_at is None and _post_link(subject, [*added, *known.values()], link_of)
    db.session.commit()
    return Taken(added, [known[_same(row, written)] for row in rows if _same(row, written) in known], mailed)


def find_by_link(code: str, address: str) -> Sequence[PublicComment]:
    """The comments that a link proves the address of; looking uses nothing up. Raises `NotFound`, `TooMany`."""
    throttling.attempt(throttling.code(address))
    found = db.session.scalars(
        select(PublicComment)
        .where(PublicComment.digest == digest(code), PublicComment.made_at > now() - LINK_HOLDS)
        .order_by(PublicComment.serial)
    ).all()
    if not found:
        raise NotFound(f"链接不对或已过期（{LINK_HOLDS.days} 天内有效），请重新提交意见")
    throttling.succeeded(throttling.code(address))
    db.session.commit()
    return found


def prove(code: str, address: str) -> Sequence[PublicComment]:
    """Take the address of these comments as proven, once. Raises `NotFound`, `Conflict` where that was done before."""
    found = find_by_link(code, address)
    begin()
    proving = update(PublicComment).where(PublicComment.digest == digest(code), PublicComment.confirmed_at.is_(None))
    proven = db.session.execute(proving.values(confirmed_at=now())).rowcount  # type: ignore[attr-defined]  # of an update it has one
    db.session.commit()
    if not proven:
        raise Conflict("这个链接已经用过，邮箱已核实，不必再确认")
    return found


def hide(comment_id: int, reason: str | None, *, actor: Actor) -> PublicComment:
    """Show a comment to nobody but the association, which says why. Raises `NotFound`, `NotAllowed`, `Invalid`, `Conflict`."""
    comment = _to_moderate(comment_id, actor)
    said = require_reason(reason)
    if comment.hidden_at is not None:
        raise Conflict("这条意见已经隐藏")
    comment.hidden_at, comment.hidden_reason = now(), said
    trace(comment, CommentDeed.HIDDEN, said, actor)
    db.session.commit()
    return comment


def show_again(comment_id: int, *, actor: Actor) -> PublicComment:
    """Show a hidden comment again. Raises `NotFound`, `NotAllowed`, `Conflict`."""
    comment = _to_moderate(comment_id, actor)
    if comment.hidden_at is None:
        raise Conflict("这条意见没有隐藏")
    comment.hidden_at = comment.hidden_reason = None
    trace(comment, CommentDeed.SHOWN, None, actor)
    db.session.commit()
    return comment


def trace(comment: PublicComment, deed: CommentDeed, reason: str | None, actor: Actor) -> None:
    """Keep what was done with a comment, in the transaction under way."""
    db.session.add(
        CommentTrace(
            comment_id=comment.id,
            deed=deed,
            answer=comment.answer if deed is CommentDeed.ANSWERED else None,
            reason=reason,
            at=now(),
            by_name=actor.name,
            user_id=actor.user_id,
        )
    )


@dataclass(frozen=True)
class _Written:
    """The author as kept with each comment."""

    name: str
    unit: str | None
    email: str | None
    user_id: int | None
    entered_by: str | None
    confirmed_at: datetime | None


_Same = tuple[str, str, str | None, str]
"""What makes two comments of one author the same: clause, comment, wording proposed, by whom."""


def _require_open(subject: Subject, actor: Actor) -> None:
    refusal = refusal_of(subject, actor=actor)
    if refusal:
        raise Conflict(refusal)


def _read(remarks: Sequence[Remark], author: Commenter, actor: Actor) -> tuple[list[Remark], _Written]:
    """What is kept of what was typed. Raises `Invalid` by field."""
    wrong: list[FieldError] = []
    if not remarks:
        wrong.append(FieldError("rows", "请至少写一条意见：条款号与意见内容"))
    if len(remarks) > ROWS_MOST:
        wrong.append(FieldError("rows", f"一次最多提交 {ROWS_MOST} 条意见，现有 {len(remarks)} 条，请分次提交"))
    rows = [_tidied(each, wrong) for each in remarks[:ROWS_MOST]]
    written = _author(author, actor, wrong, all(row.unit for row in rows))
    refuse_where(wrong)
    return list({_same(row, written): row for row in rows}.values()), written


def _tidied(remark: Remark, wrong: list[FieldError]) -> Remark:
    ending = f"-{remark.row}" if remark.row else ""
    of_row = f"第 {remark.row} 行" if remark.row.isdigit() else remark.row
    clause = tidy(" ".join(remark.clause.split()), f"clause{ending}", f"{of_row}条款号", CLAUSE_MOST, wrong)
    body = tidy(remark.body, f"body{ending}", f"{of_row}意见内容", TEXT_MOST, wrong)
    proposal = tidy(remark.proposal, f"proposal{ending}", f"{of_row}修改建议", TEXT_MOST, wrong)
    unit = tidy(" ".join((remark.unit or "").split()), f"unit{ending}", f"{of_row}提出单位", UNIT_MOST, wrong)
    if clause is None:
        wrong.append(FieldError(f"clause{ending}", f"{of_row}请填写条款号；对全文的意见请写“全文”"))
    if body is None:
        wrong.append(FieldError(f"body{ending}", f"{of_row}请填写意见内容"))
    return Remark(clause or "", body or "", proposal, unit, remark.row)


def _author(author: Commenter, actor: Actor, wrong: list[FieldError], units_in_rows: bool) -> _Written:
    """Of somebody signed in, what is not typed is their account's; of others only the association knows no address.

    Where it enters a table that names the units, nobody else need be named.
    """
    user = db.session.get(User, actor.user_id) if actor.user_id and not author.on_behalf else None
    unit = tidy(" ".join((author.unit or "").split()), "unit", "单位", UNIT_MOST, wrong)
    name, email = author.name or (user.name if user else None), author.email or (user.email if user else None)
    kept_name, kept_email = "", None
    try:
        named = (name or "").strip() or not author.on_behalf or not (unit or units_in_rows)
        kept_name = read_name(name or "") if named else unit or ""
    except Invalid as error:
        wrong.extend(error.fields)
    try:
        kept_email = read_email(email)
        if kept_email is None and user is None and not author.on_behalf:
            wrong.append(FieldError("email", "请填写邮箱：确认链接与答复会寄到这里，不会公开"))
    except Invalid as error:
        wrong.extend(error.fields)
    known = user is not None or author.on_behalf
    return _Written(
        name=kept_name,
        unit=unit,
        email=kept_email,
        user_id=actor.user_id,
        entered_by=actor.name if author.on_behalf else None,
        confirmed_at=now() if known else None,
    )


def _hold_subject(subject: Subject) -> None:
    """Let nobody else comment on it until the transaction ends: serials have no gap."""
    if subject.item is not None:
        hold(WorkItem, [subject.item.id])
    elif subject.standard is not None:
        hold(Standard, [subject.standard.id])


def _same(row: Remark, written: _Written) -> _Same:
    return row.clause, row.body, row.proposal, row.unit or written.unit or written.name


def _known(subject: Subject, written: _Written) -> dict[_Same, PublicComment]:
    """What the same author sent before; comments whose link has expired unused are as never sent."""
    by_name: ColumnElement[bool] = PublicComment.name == written.name
    same: ColumnElement[bool]
    if written.entered_by:
        same = PublicComment.entered_by.is_not(None)
    elif written.email:
        same = by_name & (PublicComment.email == written.email)
    else:
        same = by_name & (PublicComment.user_id == written.user_id)
    asked = select(PublicComment).where(
        subject.where,
        same,
        or_(PublicComment.confirmed_at.is_not(None), PublicComment.made_at > now() - LINK_HOLDS),
    )
    if written.confirmed_at is not None:
        asked = asked.where(PublicComment.confirmed_at.is_not(None))
    return {(each.clause, each.body, each.proposal, each.unit or each.name): each for each in db.session.scalars(asked)}


def _add(subject: Subject, rows: Sequence[Remark], written: _Written) -> list[PublicComment]:
    last = db.session.scalar(select(func.max(PublicComment.serial)).where(subject.where)) or 0
    late = standing_of(subject, today()) is Standing.ENDED
    draft = _newest_draft(subject)
    added = [
        PublicComment(
            work_item_id=subject.item.id if subject.item else None,
            standard_id=subject.standard.id if subject.standard else None,
            document_id=draft,
            serial=serial,
            clause=row.clause,
            clause_order=clause_order(row.clause),
            body=row.body,
            proposal=row.proposal,
            name=row.unit if row.unit and written.name in ("", written.unit) else written.name,
            unit=row.unit or written.unit,
            email=written.email,
            user_id=written.user_id,
            entered_by=written.entered_by,
            made_at=now(),
            confirmed_at=written.confirmed_at,
            late=late,
        )
        for serial, row in enumerate(rows, last + 1)
    ]
    db.session.add_all(added)
    db.session.flush()
    return added


def _newest_draft(subject: Subject) -> int | None:
    if subject.item is None:
        return None
    return db.session.scalar(
        select(func.max(Document.id)).where(
            Document.work_item_id == subject.item.id,
            Document.kind == DocumentKind.COMMENT_DRAFT,
            Document.withdrawn_at.is_(None),
        )
    )


def _post_link(subject: Subject, comments: Collection[PublicComment], link_of: LinkOf) -> bool:
    """Send one link for all comments of this author whose address is not proven; an earlier link holds no more."""
    unproven = [each for each in comments if each.confirmed_at is None]
    if not unproven:
        return False
    code = new_secret()
    for each in unproven:
        each.digest = digest(code)
    title = " ".join(subject.title.split())
    first = unproven[0]
    body = (
        f"{first.name}：\n\n收到您对《{title}》的 {len(unproven)} 条意见。请在 {LINK_HOLDS.days} 天内打开下面的链接，"
        f"确认意见是您提的；确认后意见公开，答复会寄到这个邮箱：\n\n{outbox.LINK}\n\n"
        "如果不是您本人提交，请忽略这封邮件，意见不会公开。\n"
    )
    outbox.post(first.email, first.name, "标联：请确认您的意见", body, link_of(code))
    return True


def _to_moderate(comment_id: int, actor: Actor) -> PublicComment:
    comment = the_comment(comment_id)
    if not actor.may(Permission.REGISTER_EDIT):
        require_answering(subject_of(comment, today()), actor=actor)
    held: Sequence[PublicComment] = hold(PublicComment, [comment_id])
    return held[0]
