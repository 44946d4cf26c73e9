"""The association's page of comments: answer one or many, hide what is unfit, take the table away."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from app.accounts.auth import signed_in
from app.accounts.limiting import exporting
from app.accounts.permissions import Actor
from app.api.schemas.fields import LARGEST_ID, MOST_PAGES, Controlled, Plain, Query, Whole
from app.clock import today
from app.errors import NotFound
from app.registry.lifecycle.words import CommentAnswer
from app.registry.queries.comments import (
    Subject,
    comments_to_answer,
    counts_of,
    draft_subject,
    kept_for_review,
    standard_subject,
    subject_of,
    the_comment,
    units_called,
)
from app.registry.services.alliance.answering import REASON_MOST, answer_comments
from app.registry.services.alliance.calling import remind_of_draft, send_for_comment
from app.registry.services.alliance.comments import hide, require_answering, show_again
from app.web.alliance.comment_files import FORMS, summary_file
from app.web.alliance.comments import DRAFT, PER_PAGE, PUBLISHED, comments_address
from app.web.asked import read
from app.web.blueprint import pages
from app.web.forms import Form, FormSchema

ONE = f"/comments/<int(max={LARGEST_ID}):comment_id>"


class AnswersAsked(Query):
    """Which comments."""

    show = Plain(load_default="unanswered")
    clause = Plain(load_default="")
    page = Whole(least=1, most=MOST_PAGES, load_default=1)


class AnswerForm(FormSchema):
    """One answer to the comments ticked."""

    comment = fields.List(fields.Integer(strict=False, error_messages={"invalid": "请重新勾选意见"}), load_default=list)
    answer = Controlled(CommentAnswer, required=True)
    reason = Plain(load_default=None)
    for_review = Plain(load_default=None)


class ReasonForm(FormSchema):
    """Why a comment is hidden."""

    reason = Plain(load_default=None)


@pages.route(f"{DRAFT}/answers", methods=["GET", "POST"])
def draft_answers(item_id: int) -> ResponseReturnValue:
    """Answer comments on a draft."""
    return _answers_page(draft_subject(item_id))


@pages.route(f"{PUBLISHED}/answers", methods=["GET", "POST"])
def standard_answers(standard_id: int) -> ResponseReturnValue:
    """Answer comments on a published standard."""
    return _answers_page(standard_subject(standard_id, today()))


@pages.get(f"{DRAFT}/summary.<form>")
@exporting
def draft_summary(item_id: int, form: str) -> Response:
    """The table of comments on a draft and what became of them."""
    return _summary(draft_subject(item_id), form)


@pages.get(f"{PUBLISHED}/summary.<form>")
@exporting
def standard_summary(standard_id: int, form: str) -> Response:
    """The same of a published standard."""
    return _summary(standard_subject(standard_id, today()), form)


@pages.post(f"{DRAFT}/call")
def call_for_comments(item_id: int) -> ResponseReturnValue:
    """Send the draft for comment, or remind those who have said nothing."""
    actor = signed_in()
    link = url_for("web.draft_comments", item_id=item_id)
    if request.form.get("act") == "remind":
        units = remind_of_draft(item_id, link=link, actor=actor)
        flash(f"已提醒 {units} 个还没有提意见的单位" if units else "收到征求意见稿的单位都已提过意见，或还没有发送")
    else:
        units = send_for_comment(item_id, link=link, actor=actor)
        nobody = "没有新的单位可以通知：成员与起草单位都已通知过，或没有带邮箱的账户"
        flash(f"征求意见稿已通知 {units} 个单位" if units else nobody)
    return redirect(url_for("web.draft_answers", item_id=item_id), 303)


@pages.post(f"{ONE}/hide")
def hide_comment(comment_id: int) -> ResponseReturnValue:
    """Hide a comment, with the reason."""
    actor = signed_in()
    form = Form(ReasonForm)
    asked: dict[str, Any] = form.load() or {}
    hide(comment_id, asked.get("reason"), actor=actor)
    flash("意见已隐藏，原文与理由保留")
    return redirect(_back_to(comment_id), 303)


@pages.post(f"{ONE}/show")
def show_comment(comment_id: int) -> ResponseReturnValue:
    """Show it again."""
    show_again(comment_id, actor=signed_in())
    flash("意见已恢复显示")
    return redirect(_back_to(comment_id), 303)


def answers_address(subject: Subject, **asked: Any) -> str:
    """The page where comments on it are answered."""
    if subject.item is not None:
        return url_for("web.draft_answers", item_id=subject.item.id, **asked)
    return url_for("web.standard_answers", standard_id=subject.standard.id if subject.standard else 0, **asked)


def _back_to(comment_id: int) -> str:
    return answers_address(subject_of(the_comment(comment_id), today()), show="all")


def _answers_page(subject: Subject) -> ResponseReturnValue:
    actor = signed_in()
    require_answering(subject, actor=actor)
    form = Form(AnswerForm)
    asked = form.load()
    if asked is not None:
        with form.trying():
            changed = answer_comments(
                asked["comment"],
                asked["answer"],
                asked["reason"],
                for_review=bool(asked["for_review"]),
                link=comments_address(subject),
                actor=actor,
            )
            flash(f"已答复 {changed} 条意见，已写信告知邮箱经核实的提出人" if changed else "答复与原来相同，没有更改")
            return redirect(answers_address(subject, **request.args.to_dict()), 303)
    return _shown(subject, form, actor), *form.answer


def _shown(subject: Subject, form: Form, actor: Actor) -> str:
    asked = read(AnswersAsked)
    found = comments_to_answer(
        subject, unanswered=asked["show"] != "all", clause=asked["clause"].strip(), page=asked["page"], per_page=PER_PAGE
    )
    return render_template(
        "alliance/answers.html",
        subject=subject,
        item=subject.item,
        standard=subject.standard,
        form=form,
        asked=asked,
        found=found,
        counts=counts_of(subject),
        called=units_called(subject.item.id) if subject.item else 0,
        for_review=kept_for_review(subject.standard.id) if subject.standard else (),
        answers=CommentAnswer,
        reason_most=REASON_MOST,
        forms=FORMS,
        here=comments_address(subject),
        actor=actor,
    )


def _summary(subject: Subject, form: str) -> Response:
    require_answering(subject, actor=signed_in())
    if form not in FORMS:
        raise NotFound(f"没有 .{form[:10]} 格式的汇总表，可用的有：{'、'.join(FORMS)}")
    return summary_file(subject, form)
