"""The dated lists of a block industry: its members and the standards tied to it, kept by its association or staff."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.auth import signed_in
from app.accounts.permissions import Actor
from app.api.schemas.fields import LARGEST_ID, Day, Plain
from app.clock import today
from app.errors import NotAllowed
from app.registry.queries.block_industries import block_industry_record
from app.registry.queries.names import named_organization, named_standard
from app.registry.services.industries import add_member, end_membership, end_tie, may_keep, tie_standard
from app.web.blueprint import pages
from app.web.forms import Form, FormSchema

LISTS = f"/block-industries/<int(max={LARGEST_ID}):block_industry_id>/lists"


class MemberForm(FormSchema):
    """A new member."""

    class Meta(FormSchema.Meta):
        """A name that Python keeps for itself."""

        include = {"from": Day(required=True)}  # noqa: RUF012 - marshmallow reads it once

    organization = Plain(required=True)


class TieForm(FormSchema):
    """A standard to be tied."""

    class Meta(FormSchema.Meta):
        """A name that Python keeps for itself."""

        include = {"from": Day(load_default=None)}  # noqa: RUF012 - marshmallow reads it once

    standard = Plain(required=True)


class EndForm(FormSchema):
    """Until when, and why."""

    last = Day(required=True)
    reason = Plain(load_default=None)


@pages.get(LISTS)
def industry_lists(block_industry_id: int) -> str:
    """Both lists, with forms to add and end."""
    return _page(block_industry_id, signed_in())


@pages.post(f"{LISTS}/members")
def add_block_member(block_industry_id: int) -> ResponseReturnValue:
    """Add a member."""

    def done(asked: dict[str, Any], actor: Actor) -> str:
        member = add_member(block_industry_id, named_organization(asked["organization"]).id, since=asked["from"], actor=actor)
        return f"{member.organization.name}自 {member.from_on} 起为成员。"

    return _done(block_industry_id, "member", MemberForm, done)


@pages.post(f"{LISTS}/standards")
def tie_block_standard(block_industry_id: int) -> ResponseReturnValue:
    """Tie a standard."""

    def done(asked: dict[str, Any], actor: Actor) -> str:
        tie = tie_standard(block_industry_id, named_standard(asked["standard"], today()).id, since=asked["from"], actor=actor)
        return f"已关联 {tie.standard.number}。"

    return _done(block_industry_id, "tie", TieForm, done)


@pages.post(f"{LISTS}/members/<int(max={LARGEST_ID}):membership_id>/end")
def end_block_membership(block_industry_id: int, membership_id: int) -> ResponseReturnValue:
    """End a membership."""

    def done(asked: dict[str, Any], actor: Actor) -> str:
        member = end_membership(membership_id, last_day=asked["last"], reason=asked["reason"], actor=actor)
        return f"{member.organization.name}的成员期到 {asked['last']}（含）为止。"

    return _done(block_industry_id, f"member-{membership_id}", EndForm, done)


@pages.post(f"{LISTS}/standards/<int(max={LARGEST_ID}):tie_id>/end")
def end_block_tie(block_industry_id: int, tie_id: int) -> ResponseReturnValue:
    """End a tie."""

    def done(asked: dict[str, Any], actor: Actor) -> str:
        tie = end_tie(tie_id, last_day=asked["last"], reason=asked["reason"], actor=actor)
        return f"{tie.standard.number} 的关联到 {asked['last']}（含）为止。"

    return _done(block_industry_id, f"tie-{tie_id}", EndForm, done)


def _done(
    block_industry_id: int, what: str, schema: type[FormSchema], done: Callable[[dict[str, Any], Actor], str]
) -> ResponseReturnValue:
    """Do one thing and show the lists; where it can't be done, they say why beside what was typed."""
    actor = signed_in()
    form = Form(schema)
    if asked := form.load():
        with form.trying():
            flash(done(asked, actor))
            return redirect(url_for("web.industry_lists", block_industry_id=block_industry_id), 303)
    return _page(block_industry_id, actor, **{what: form}), *form.answer


def _page(block_industry_id: int, actor: Actor, **forms: Form) -> str:
    record = block_industry_record(block_industry_id)
    if not may_keep(record.block_industry, actor=actor):
        raise NotAllowed(f"{record.block_industry.name}的成员与标准由其牵头协会或标准化院维护")
    return render_template(
        "declarations/lists.html",
        record=record,
        block=record.block_industry,
        forms={"member": Form(MemberForm, {"from": today()}), "tie": Form(TieForm)} | forms,
        ending=Form(EndForm, {"last": today()}),
    )
