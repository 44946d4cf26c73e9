"""Taking a step of a work item: one page a step, with what is missing for it or what it asks."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.auth import signed_in
from app.accounts.permissions import Actor, Permission
from app.api.schemas.fields import Controlled, Day, Plain
from app.clock import today
from app.errors import NotFound
from app.registry.lifecycle.moves import STEPS, Move, last_day_by_rule, missing, returns_to
from app.registry.lifecycle.words import Stage
from app.registry.models import WorkItem
from app.registry.queries.situations import situation
from app.registry.queries.work_items import work_item
from app.registry.services.alliance.items import require_of_body
from app.registry.services.alliance.publishing import Issue, publish
from app.registry.services.alliance.steps import Asked, take_step
from app.web.alliance.items import ITEM
from app.web.blueprint import pages
from app.web.forms import Form, FormSchema


class StepForm(FormSchema):
    """The day, and a remark."""

    on = Day(load_default=None)
    remark = Plain(load_default=None)
    due = Day(load_default=None)


class ProjectForm(StepForm):
    """Also the number of the project."""

    plan_number = Plain(load_default=None)


class CommentForm(StepForm):
    """Also the comment period, both ends included."""

    comment_from = Day(load_default=None)
    last_comment_day = Day(load_default=None)
    comment_short_reason = Plain(load_default=None)


class ExtensionForm(FormSchema):
    """A later end of the comment period."""

    on = Day(load_default=None)
    remark = Plain(load_default=None)
    last_comment_day = Day(load_default=None)


class ReturnForm(FormSchema):
    """Into which stage, and why."""

    on = Day(load_default=None)
    to = Controlled(Stage, load_default=None)
    remark = Plain(load_default=None)


class EndForm(FormSchema):
    """Why it is given up."""

    on = Day(load_default=None)
    remark = Plain(load_default=None)


class IssueForm(FormSchema):
    """Days of publication and implementation."""

    on = Day(load_default=None)
    implemented_on = Day(load_default=None)
    remark = Plain(load_default=None)


FORMS: Mapping[Move, type[FormSchema]] = {
    Move.APPROVE_PROJECT: ProjectForm,
    Move.START_DRAFTING: StepForm,
    Move.OPEN_COMMENT: CommentForm,
    Move.EXTEND_COMMENT: ExtensionForm,
    Move.START_REVIEW: StepForm,
    Move.SUBMIT: StepForm,
    Move.APPROVE: StepForm,
    Move.PUBLISH: IssueForm,
    Move.RETURN: ReturnForm,
    Move.TERMINATE: EndForm,
}


@pages.route(f"{ITEM}/steps/<move>", methods=["GET", "POST"])
def alliance_step(item_id: int, move: str) -> ResponseReturnValue:
    """One step of a work item."""
    actor = signed_in()
    asked_move = next((each for each in FORMS if each.value == move), None)
    if asked_move is None:
        raise NotFound("没有这个步骤")
    item = work_item(item_id, actor)
    require_of_body(actor, Permission.ALLIANCE_PUBLISH if STEPS[asked_move].decides else Permission.ALLIANCE_DRAFT, item)
    form = Form(FORMS[asked_move], _shown(item, asked_move))
    if (asked := form.load()) is not None:
        with form.trying():
            flash(_take(item_id, asked_move, asked, actor))
            return redirect(url_for("web.alliance_item", item_id=item_id), 303)
    return _step_page(item_id, asked_move, form, actor), *form.answer


def _take(item_id: int, move: Move, asked: Mapping[str, Any], actor: Actor) -> str:
    """Take the step; returns what was done."""
    if move is Move.PUBLISH:
        standard = publish(item_id, Issue(**asked), actor=actor)
        return f"已发布为 {standard.number}，自 {standard.implemented_on} 起实施。"
    item = take_step(item_id, move, Asked(**asked), actor=actor)
    return f"已登记“{move.label}”，现在是“{item.stage.label}”阶段。"


def _shown(item: WorkItem, move: Move) -> dict[str, Any]:
    shown: dict[str, Any] = {"on": today()}
    if move is Move.OPEN_COMMENT:
        shown |= {"comment_from": today(), "last_comment_day": last_day_by_rule(today(), item.issuing_body.comment_days)}
    if move is Move.PUBLISH:
        shown["implemented_on"] = item.takes_over_on
    if move is Move.APPROVE_PROJECT:
        shown["plan_number"] = item.plan_number
    return shown


def _step_page(item_id: int, move: Move, form: Form, actor: Actor) -> str:
    item = work_item(item_id, actor)
    return render_template(
        "alliance/step.html",
        item=item,
        move=move,
        form=form,
        fields=set(form.schema.fields),
        lacking=missing(move, situation(item), today()),
        returns=[(each.value, each.label) for each in returns_to(item.stage)],
    )
