"""The public comment page of a draft or a published standard, and the link by which an address is proven."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.accounts.auth import current, current_actor, network_address
from app.accounts.permissions import Actor
from app.api.schemas.fields import LARGEST_ID, MOST_PAGES, Plain, Query, Whole
from app.clock import today
from app.database import db
from app.errors import BiaolianError
from app.registry.lifecycle.commenting import Standing
from app.registry.models import Standard, WorkItem
from app.registry.queries.comments import (
    Counts,
    Subject,
    counts_of,
    draft_documents,
    draft_subject,
    open_drafts,
    public_comments,
    shown_counts,
    standard_subject,
    standing_of,
    subject_of,
)
from app.registry.services.alliance.comment_tables import FIELD, read_comment_table
from app.registry.services.alliance.comments import (
    CLAUSE_MOST,
    LINK_HOLDS,
    TEXT_MOST,
    UNIT_MOST,
    Commenter,
    Remark,
    Taken,
    find_by_link,
    give_comments,
    may_answer,
    prove,
    refusal_of,
)
from app.registry.words import Kind
from app.web.account import secretly
from app.web.asked import read
from app.web.blueprint import pages
from app.web.forms import Form, FormSchema
from app.web.uploads import written_aside

DRAFT = f"/alliance-standards/<int(max={LARGEST_ID}):item_id>/comments"
PUBLISHED = f"/standard-comments/<int(max={LARGEST_ID}):standard_id>"
PER_PAGE = 50
ROWS = 3
"""Rows that lie open; the others of `ROWS_OFFERED` are there as well, folded away."""

ROWS_OFFERED = 12
ROWS_TYPED_MOST = 60
_CELLS = "clause", "body", "proposal"


class CommentsAsked(Query):
    """Which page of the comments."""

    page = Whole(least=1, most=MOST_PAGES, load_default=1)


class AuthorForm(FormSchema):
    """Who comments; what stands in the rows is read by place."""

    name = Plain(load_default=None)
    unit = Plain(load_default=None)
    email = Plain(load_default=None)
    on_behalf = Plain(load_default=None)
    table = Plain(load_default=None)


@dataclass(frozen=True)
class Beside:
    """Comments as another page tells of them: how many, whether one may comment now, and whether the reader answers them."""

    counts: Counts
    standing: Standing
    days_left: int | None
    may_answer: bool


@pages.get("/alliance-standards/open-for-comment")
def open_for_comment() -> str:
    """What anybody may comment on today."""
    day = today()
    items = open_drafts(day)
    counts = shown_counts([each.id for each in items])
    return render_template("alliance/open_for_comment.html", items=items, counts=counts, day=day)


@pages.route(DRAFT, methods=["GET", "POST"])
def draft_comments(item_id: int) -> ResponseReturnValue:
    """Comments on a draft."""
    return _comments_page(draft_subject(item_id))


@pages.route(PUBLISHED, methods=["GET", "POST"])
def standard_comments(standard_id: int) -> ResponseReturnValue:
    """Comments on a published alliance standard."""
    return _comments_page(standard_subject(standard_id, today()))


@pages.route("/comments/confirm/<code>", methods=["GET", "POST"])
def confirm_comments(code: str) -> ResponseReturnValue:
    """What a link proves the address of; looking uses nothing up, since programs look at links too."""
    if request.method == "POST":
        found = prove(code, network_address())
        flash(f"邮箱已核实，您的 {len(found)} 条意见已公开，答复会寄到您的邮箱")
        return redirect(comments_address(subject_of(found[0], today())), 303)
    found = find_by_link(code, network_address())
    proven = all(each.confirmed_at for each in found)
    page = render_template("alliance/confirm_comments.html", comments=found, proven=proven, subject=subject_of(found[0], today()))
    return secretly(page, 200)


def comments_address(subject: Subject) -> str:
    """The page of comments on it."""
    if subject.item is not None:
        return url_for("web.draft_comments", item_id=subject.item.id)
    return url_for("web.standard_comments", standard_id=subject.standard.id if subject.standard else 0)


def link_of(code: str) -> str:
    """The page that proves an address by that code."""
    return url_for("web.confirm_comments", code=code)


def comments_beside(record: WorkItem | Standard) -> Beside | None:
    """What a page of that record tells of its comments; None: nobody can comment on it here."""
    day, actor = today(), current_actor()
    if isinstance(record, WorkItem):
        subject = draft_subject(record.id)
    elif record.kind is not Kind.ALLIANCE or (record.published_on is not None and record.published_on.first_day > day):
        return None
    else:
        subject = standard_subject(record.id, day)
    period = subject.period()
    left = period.days_left(day) if period else None
    return Beside(counts_of(subject), standing_of(subject, day), left, may_answer(subject, actor=actor))


def _comments_page(subject: Subject) -> ResponseReturnValue:
    actor = current_actor()
    form = Form(AuthorForm, _of_account())
    typed = form.load()
    if typed is not None:
        try:
            taken = _give(subject, form.typed, typed, actor)
        except BiaolianError as error:
            db.session.rollback()
            form.refuse(error)
        else:
            flash(_thanks(taken, typed))
            return redirect(comments_address(subject), 303)
    return _shown(subject, form, actor), *form.answer


def _give(subject: Subject, rows: MultiDict[str, Any], typed: Mapping[str, Any], actor: Actor) -> Taken:
    remarks = [*_remarks(rows), *_of_table(typed)]
    author = Commenter(typed["name"], typed["email"], typed["unit"], on_behalf=bool(typed["on_behalf"]))
    return give_comments(subject, remarks, author, actor=actor, address=network_address(), link_of=link_of)


def _remarks(rows: MultiDict[str, Any]) -> list[Remark]:
    """The rows in which anything stands."""
    remarks = [
        Remark(rows.get(f"clause-{place}", ""), rows.get(f"body-{place}", ""), rows.get(f"proposal-{place}", ""), row=str(place))
        for place in range(1, _rows_typed(rows) + 1)
    ]
    return [each for each in remarks if f"{each.clause}{each.body}{each.proposal}".strip()]


def _of_table(typed: Mapping[str, Any]) -> Sequence[Remark]:
    """The rows of the workbook that came along; the units in it count where the association enters for others."""
    upload = request.files.get(FIELD)
    if upload is None or not upload.filename:
        return ()
    with written_aside(FIELD, ".xlsx") as path:
        found = read_comment_table(path)
    if typed["on_behalf"]:
        return found
    return [Remark(each.clause, each.body, each.proposal, row=each.row) for each in found]


def _rows_typed(rows: MultiDict[str, Any]) -> int:
    """The last row of the form in which anything stands."""
    cells = ((place, name) for place in range(1, ROWS_TYPED_MOST + 1) for name in _CELLS)
    return max((place for place, name in cells if rows.get(f"{name}-{place}", "").strip()), default=0)


def _of_account() -> Mapping[str, Any]:
    known = current()
    return {"name": known.user.name, "email": known.user.email or ""} if known else {}


def _thanks(taken: Taken, typed: Mapping[str, Any]) -> str:
    said = f"收到 {len(taken.comments)} 条意见" if taken.comments else "这些意见此前已经收到，没有重复登记"
    if taken.comments and taken.before:
        said += f"；另有 {len(taken.before)} 条此前已经收到，没有重复登记"
    if taken.mailed:
        said += f"。确认链接已寄到 {typed['email']}，{LINK_HOLDS.days} 天内打开确认后意见公开"
    return said


def _shown(subject: Subject, form: Form, actor: Actor) -> str:
    day = today()
    typed = _rows_typed(form.typed)
    period = subject.period()
    return render_template(
        "alliance/comments.html",
        subject=subject,
        item=subject.item,
        standard=subject.standard,
        form=form,
        rows=range(1, ROWS + 1),
        further=range(ROWS + 1, max(ROWS_OFFERED, typed) + 1),
        unfolded=typed > ROWS,
        found=public_comments(subject, page=read(CommentsAsked)["page"], per_page=PER_PAGE),
        counts=counts_of(subject),
        refusal=refusal_of(subject, actor=actor),
        standing=standing_of(subject, day),
        days_left=period.days_left(day) if period else None,
        documents=draft_documents(subject.item.id) if subject.item else (),
        answering=may_answer(subject, actor=actor),
        clause_most=CLAUSE_MOST,
        text_most=TEXT_MOST,
        unit_most=UNIT_MOST,
        holds_days=LINK_HOLDS.days,
    )
