"""One work item: where it stands, what comes next and what is missing for it; proposing one and changing what it says."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from app.accounts.auth import current_actor, signed_in
from app.accounts.permissions import Actor, Permission
from app.api.schemas.fields import LARGEST_ID, Day, Plain
from app.clock import today
from app.errors import NotAllowed
from app.registry.lifecycle.moves import OPEN_STAGES, STEPS, Move, missing, moves_from
from app.registry.lifecycle.people import is_late
from app.registry.lifecycle.words import Stage
from app.registry.models import BlockIndustry, IssuingBody, Standard, WorkItem
from app.registry.queries.block_industries import block_industries, industries_of
from app.registry.queries.issuing_bodies import body_of_code
from app.registry.queries.names import named_standard
from app.registry.queries.patents import patent_calls
from app.registry.queries.work_items import sees_all_of, standings, work_item
from app.registry.services.alliance.items import Contents, change_item, propose, require_proposer, revision_contents
from app.registry.services.alliance.reviewing import counted
from app.web.blueprint import pages
from app.web.forms import Form, FormSchema

ITEM = f"/alliance-standards/<int(max={LARGEST_ID}):item_id>"
MOST_INDUSTRIES = 500


class ContentsForm(FormSchema):
    """What a work item says."""

    title_zh = Plain(required=True)
    title_en = Plain(load_default=None)
    purpose = Plain(load_default=None)
    scope = Plain(load_default=None)
    ics = Plain(load_default="")
    ccs = Plain(load_default="")
    block_industries = fields.List(fields.Integer(strict=False), load_default=list)
    part = Plain(load_default=None)
    part_of = Plain(load_default=None)
    contact = Plain(load_default=None)
    plan_number = Plain(load_default=None)
    takes_over_on = Day(load_default=None)
    stage_due = Day(load_default=None)


class ProposalForm(ContentsForm):
    """The same, with the day of the proposal."""

    on = Day(load_default=None)


@pages.get(ITEM)
def alliance_item(item_id: int) -> str:
    """One work item."""
    actor = current_actor()
    item = work_item(item_id, actor)
    [standing] = standings([item], today())
    organization = item.issuing_body.organization_id
    return render_template(
        "alliance/item.html",
        item=item,
        standing=standing,
        stages=OPEN_STAGES,
        steps=_steps(item, standing.known, actor),
        runs=actor.may(Permission.ALLIANCE_DRAFT, organization),
        decides=actor.may(Permission.ALLIANCE_PUBLISH, organization),
        insider=sees_all_of(actor, organization),
        day=today(),
        Stage=Stage,
        late=is_late,
        **_beside(item),
    )


@pages.route("/alliance-bodies/<body_code>/propose", methods=["GET", "POST"])
def propose_standard(body_code: str) -> ResponseReturnValue:
    """Propose a standard to a body, or the revision of the standard that the address names."""
    actor = signed_in()
    body = body_of_code(body_code)
    require_proposer(actor, body)
    revised = named_standard(request.args["revises"], today(), "revises") if request.args.get("revises") else None
    shown = _shown_contents(revision_contents(revised, industries_of(revised.id))) if revised else {}
    form = Form(ProposalForm, shown | {"on": today()})
    if asked := form.load():
        on = asked.pop("on")
        with form.trying():
            item = propose(body, contents_of(asked), actor=actor, revises=revised, on=on)
            flash(f"已登记提案“{item.title_zh}”。")
            return redirect(url_for("web.alliance_item", item_id=item.id), 303)
    return _contents_page(form, body, actor, revised=revised), *form.answer


@pages.route(f"{ITEM}/edit", methods=["GET", "POST"])
def edit_alliance_item(item_id: int) -> ResponseReturnValue:
    """Change what a work item says."""
    actor = signed_in()
    item = work_item(item_id, actor)
    form = Form(ContentsForm, _shown_contents(item))
    if (asked := form.load()) is not None:
        with form.trying():
            change_item(item_id, contents_of(asked), actor=actor)
            flash("已保存。")
            return redirect(url_for("web.alliance_item", item_id=item_id), 303)
        item = work_item(item_id, actor)
    return _contents_page(form, item.issuing_body, actor, item=item, revised=item.revises), *form.answer


def contents_of(asked: Mapping[str, Any]) -> Contents:
    """What a form says; codes are separated by blanks, commas or semicolons."""
    codes = {name: asked[name].replace("；", ";").replace("，", ";").replace(",", ";").split(";") for name in ("ics", "ccs")}
    return Contents(**{**asked, **codes})


def _beside(item: WorkItem) -> dict[str, Any]:
    """What the page shows of reviews and patents."""
    calls, disclosed = patent_calls(item.id)
    return {
        "calls": calls,
        "disclosed": disclosed,
        "counts": {review.id: counted(item, review) for review in item.reviews},
    }


def _steps(item: WorkItem, known: Any, actor: Actor) -> Sequence[tuple[Move, bool, Sequence[str]]]:
    """The steps of this stage: each with whether the actor may take it, and what is missing for it."""
    organization = item.issuing_body.organization_id
    return [
        (
            move,
            actor.may(Permission.ALLIANCE_PUBLISH if STEPS[move].decides else Permission.ALLIANCE_DRAFT, organization),
            missing(move, known, today()),
        )
        for move in moves_from(item.stage)
        if not (move is Move.APPROVE and known.approved)
    ]


def _shown_contents(of: WorkItem | Contents) -> dict[str, Any]:
    blocks: Sequence[Any] = list(of.block_industries)
    shown = {name: getattr(of, name) for name in ContentsForm().fields if name not in ("ics", "ccs", "block_industries")}
    ids = [each.id if isinstance(each, BlockIndustry) else each for each in blocks]
    return shown | {"ics": "; ".join(of.ics), "ccs": "; ".join(of.ccs), "block_industries": ids}


def _contents_page(
    form: Form, body: IssuingBody, actor: Actor, *, item: WorkItem | None = None, revised: Standard | None = None
) -> str:
    if item is not None and not actor.may(Permission.ALLIANCE_DRAFT, body.organization_id):
        raise NotAllowed(f"项目由{body.organization.name}的经办人或负责人修改")
    return render_template(
        "alliance/contents.html",
        form=form,
        body=body,
        item=item,
        revised=revised,
        industries=[(each.id, each.name) for each in block_industries(per_page=MOST_INDUSTRIES).items],
    )
