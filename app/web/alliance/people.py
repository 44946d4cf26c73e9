"""Drafting units and drafters of a work item, and the patents it needs."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.auth import signed_in
from app.accounts.permissions import Actor, Permission
from app.api.schemas.fields import LARGEST_ID, Choice, Controlled, Day, Plain, Whole
from app.clock import today
from app.registry.lifecycle.people import is_late
from app.registry.lifecycle.words import Licensing, Stage
from app.registry.models import WorkItemDrafter, WorkItemUnit
from app.registry.queries.names import named_organization
from app.registry.queries.patents import patent_calls
from app.registry.queries.work_items import work_item
from app.registry.services.alliance.items import require_of_body
from app.registry.services.alliance.patents import CALLED_FOR, Disclosure, call_for_patents, disclose
from app.registry.services.alliance.people import MOST, add_drafter, add_unit, leave
from app.registry.words import DraftingRole
from app.web.alliance.items import ITEM
from app.web.blueprint import pages
from app.web.forms import Form, FormSchema


class UnitForm(FormSchema):
    """A drafting unit."""

    organization = Plain(required=True)
    role = Controlled(DraftingRole, load_default=None)
    rank = Whole(least=1, most=MOST, load_default=None)
    reason = Plain(load_default=None)


class DrafterForm(FormSchema):
    """A drafter."""

    name = Plain(required=True)
    unit = Plain(load_default=None)
    rank = Whole(least=1, most=MOST, load_default=None)
    reason = Plain(load_default=None)


class CallForm(FormSchema):
    """A call for patents at a stage."""

    stage = Controlled(Stage, required=True)
    known = Choice("none", "some", required=True)
    on = Day(load_default=None)


class DisclosureForm(FormSchema):
    """A patent."""

    number = Plain(required=True)
    holder = Plain(required=True)
    title = Plain(load_default=None)
    clause = Plain(load_default=None)
    licensing = Controlled(Licensing, load_default=None)
    on = Day(load_default=None)


Deed = Callable[[Mapping[str, Any], Actor], str]


@pages.get(f"{ITEM}/units")
def alliance_units(item_id: int) -> str:
    """The drafting units, to add one."""
    return _page(item_id, "alliance/units.html", Form(UnitForm), _who_runs(item_id))


@pages.post(f"{ITEM}/units")
def add_alliance_unit(item_id: int) -> ResponseReturnValue:
    """Add a drafting unit."""

    def done(asked: Mapping[str, Any], actor: Actor) -> str:
        organization = named_organization(asked["organization"])
        add_unit(item_id, organization.id, actor=actor, role=asked["role"], rank=asked["rank"], reason=asked["reason"])
        return f"已加入起草单位：{organization.name}。"

    return _done(item_id, "alliance/units.html", "web.alliance_units", UnitForm, done)


@pages.post(f"{ITEM}/units/<int(max={LARGEST_ID}):unit_id>/leave")
def leave_alliance_unit(item_id: int, unit_id: int) -> ResponseReturnValue:
    """A drafting unit leaves."""
    leave(item_id, WorkItemUnit, unit_id, actor=signed_in())
    flash("已登记退出，名单中保留记录。")
    return redirect(url_for("web.alliance_units", item_id=item_id), 303)


@pages.get(f"{ITEM}/drafters")
def alliance_drafters(item_id: int) -> str:
    """The drafters, to add one."""
    return _page(item_id, "alliance/drafters.html", Form(DrafterForm), _who_runs(item_id))


@pages.post(f"{ITEM}/drafters")
def add_alliance_drafter(item_id: int) -> ResponseReturnValue:
    """Add a drafter."""

    def done(asked: Mapping[str, Any], actor: Actor) -> str:
        made = add_drafter(item_id, actor=actor, **asked)
        return f"已加入起草人：{made.name}。"

    return _done(item_id, "alliance/drafters.html", "web.alliance_drafters", DrafterForm, done)


@pages.post(f"{ITEM}/drafters/<int(max={LARGEST_ID}):drafter_id>/leave")
def leave_alliance_drafter(item_id: int, drafter_id: int) -> ResponseReturnValue:
    """A drafter leaves."""
    leave(item_id, WorkItemDrafter, drafter_id, actor=signed_in())
    flash("已登记退出，名单中保留记录。")
    return redirect(url_for("web.alliance_drafters", item_id=item_id), 303)


@pages.get(f"{ITEM}/patents")
def alliance_patents(item_id: int) -> str:
    """Patents disclosed, to add one."""
    return _page(item_id, "alliance/patents.html", Form(DisclosureForm, {"on": today()}), _who_runs(item_id))


@pages.post(f"{ITEM}/patents")
def disclose_alliance_patent(item_id: int) -> ResponseReturnValue:
    """Record a patent."""

    def done(asked: Mapping[str, Any], actor: Actor) -> str:
        made = disclose(item_id, Disclosure(**asked), actor=actor)
        return f"已登记专利 {made.number}。"

    return _done(item_id, "alliance/patents.html", "web.alliance_patents", DisclosureForm, done)


@pages.get(f"{ITEM}/patent-calls")
def alliance_patent_calls(item_id: int) -> str:
    """The calls for patents, to record one."""
    return _page(item_id, "alliance/patent_calls.html", Form(CallForm, {"on": today()}), _who_runs(item_id))


@pages.post(f"{ITEM}/patent-calls")
def call_alliance_patents(item_id: int) -> ResponseReturnValue:
    """Record a call for patents."""

    def done(asked: Mapping[str, Any], actor: Actor) -> str:
        call_for_patents(item_id, asked["stage"], actor=actor, none_known=asked["known"] == "none", on=asked["on"])
        return f"已登记“{asked['stage'].label}”阶段的专利征集。"

    return _done(item_id, "alliance/patent_calls.html", "web.alliance_patent_calls", CallForm, done)


def _who_runs(item_id: int) -> Actor:
    """Who asks, and may run the work item."""
    actor = signed_in()
    require_of_body(actor, Permission.ALLIANCE_DRAFT, work_item(item_id, actor))
    return actor


def _done(item_id: int, template: str, back: str, schema: type[FormSchema], deed: Deed) -> ResponseReturnValue:
    actor = _who_runs(item_id)
    form = Form(schema)
    asked = form.load()
    if asked is not None:
        with form.trying():
            flash(deed(asked, actor))
            return redirect(url_for(back, item_id=item_id), 303)
    return _page(item_id, template, form, actor), *form.answer


def _page(item_id: int, template: str, form: Form, actor: Actor) -> str:
    calls, disclosed = patent_calls(item_id)
    return render_template(
        template,
        item=work_item(item_id, actor),
        form=form,
        late=is_late,
        roles=[(each.value, each.label) for each in DraftingRole],
        licensings=[(each.value, each.label) for each in Licensing],
        stages=[(each.value, each.label) for each in CALLED_FOR],
        calls=calls,
        disclosed=disclosed,
    )
