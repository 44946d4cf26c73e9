"""Declaring that an enterprise implements an alliance standard, and one declaration with all that is done with it."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.auth import signed_in
from app.accounts.permissions import Actor, Permission
from app.api.files import file_store
from app.api.schemas.fields import LARGEST_ID, Day, Plain, Whole, several
from app.clock import today
from app.errors import Invalid, NotAllowed
from app.registry.importing.columns import TABLES
from app.registry.models import Change, Implementation
from app.registry.queries.declarations import DeclarationRecord, declarable_standards, declaration_record, declarations_of
from app.registry.queries.names import named_organization, organization_names
from app.registry.services.declaring import (
    EVIDENCE_MOST,
    PRODUCTS_MOST,
    Contents,
    Declaration,
    counting_warning,
    declare,
    end,
    mend,
)
from app.registry.services.evidence import file_of, may_see
from app.registry.services.reach import (
    declares_for,
    require_may_declare,
    tends,
    verifiers_of,
    verifying_within,
    with_merged,
)
from app.registry.services.verifying import revoke, send_back, verify
from app.registry.statistics.registers import counting_of
from app.web.blueprint import pages
from app.web.forms import Form, FormSchema
from app.web.uploads import attachment, file_along

ONE = f"/declarations/<int(max={LARGEST_ID}):declaration_id>"


class ContentsForm(FormSchema):
    """What a declaration says."""

    last = Day(load_default=None)
    products = Plain(load_default=None)
    evidence = Plain(load_default=None)
    file = Plain(load_default=None)
    kept_file = Plain(load_default=None)


class DeclarationForm(FormSchema):
    """A declaration."""

    class Meta(FormSchema.Meta):
        """A name that Python keeps for itself."""

        include = {"from": Day(required=True)}  # noqa: RUF012 - marshmallow reads it once

    organization = Plain(required=True)
    standard = Whole(least=1, most=LARGEST_ID, required=True)
    last = Day(load_default=None)
    products = Plain(load_default=None)
    evidence = Plain(load_default=None)
    file = Plain(load_default=None)
    kept_file = Plain(load_default=None)


class OnForm(FormSchema):
    """A day and a reason."""

    on = Day(load_default=today)
    reason = Plain(load_default=None)


class ChosenForm(FormSchema):
    """Which declarations."""

    declaration = several(Whole(least=1, most=LARGEST_ID))


class EndForm(FormSchema):
    """A last day."""

    last = Day(required=True)


@pages.get("/declarations")
def declarations() -> str:
    """What one's own enterprises have declared, and those merged into them."""
    actor = signed_in()
    mine = actor.organizations(Permission.IMPLEMENTATION_DECLARE)
    found = declarations_of(with_merged(mine, today()))
    return render_template("declarations/list.html", found=found, names=organization_names(mine))


@pages.route("/declarations/new", methods=["GET", "POST"])
def new_declaration() -> ResponseReturnValue:
    """Declare."""
    actor = signed_in()
    allowed = require_may_declare(actor, today())
    choices = None if allowed is None else sorted(organization_names(allowed).items(), key=lambda item: item[1])
    form = Form(DeclarationForm, _asked_in_address(choices))
    if request.method == "POST" and (asked := form.load()):
        with form.trying():
            declared = declare(_declaration(form, asked, actor), actor=actor)
            flash(f"{declared.outcome.value}。{declared.warning or ''}")
            return redirect(url_for("web.declaration", declaration_id=declared.implementation.id), 303)
    page = render_template(
        "declarations/new.html", form=form, choices=choices, standards=declarable_standards(today()), **_limits()
    )
    return page, *form.answer


@pages.post("/declarations/verifications")
def verify_declarations() -> ResponseReturnValue:
    """The association verifies those chosen, as of today."""
    actor = signed_in()
    form = Form(ChosenForm)
    asked = form.load() or {"declaration": []}
    found = verify(asked["declaration"], on=today(), actor=actor)
    refused = "".join(f"{each.organization.name}：{why}。" for each, why in found.refused[:10])
    flash(f"已核实 {len(found.done)} 项。{refused}")
    return redirect(url_for("web.workbench"), 303)


@pages.get(ONE)
def declaration(declaration_id: int) -> str:
    """One declaration: what it says, what became of it, what can be done."""
    return _shown(declaration_id, signed_in())


@pages.route(f"{ONE}/mend", methods=["GET", "POST"])
def mend_declaration(declaration_id: int) -> ResponseReturnValue:
    """Change what was declared, until it is verified."""
    actor = signed_in()
    found = _own(declaration_id, actor).implementation
    declares_for(actor, found.organization_id, today())
    last = found.until_on and date.fromordinal(found.until_on.first_day.toordinal() - 1)
    form = Form(ContentsForm, {"last": last or "", "products": found.products or "", "evidence": found.evidence or ""})
    if request.method == "POST" and (asked := form.load()):
        with form.trying():
            file_id = file_along(form, actor=actor)
            changed = Contents(last_day=asked["last"], products=asked["products"], evidence=asked["evidence"], file_id=file_id)
            mend(declaration_id, changed, actor=actor)
            flash("已补正声明，等待协会核实。")
            return redirect(url_for("web.declaration", declaration_id=declaration_id), 303)
    return render_template("declarations/mend.html", form=form, record=_own(declaration_id, actor), **_limits()), *form.answer


@pages.post(f"{ONE}/verification")
def verify_declaration(declaration_id: int) -> ResponseReturnValue:
    """The association verifies it."""

    def done(asked: dict[str, Any], actor: Actor) -> str:
        found = verify([declaration_id], on=asked["on"], actor=actor)
        if found.refused:
            raise Invalid(found.refused[0][1])
        return f"已核实，自 {asked['on']} 起按已核实计入。" if found.done else "这项声明此前已经核实，没有改动。"

    return _done_with(declaration_id, "verification", OnForm, done)


@pages.post(f"{ONE}/return")
def return_declaration(declaration_id: int) -> ResponseReturnValue:
    """The association sends it back."""

    def done(asked: dict[str, Any], actor: Actor) -> str:
        send_back([declaration_id], reason=asked["reason"], actor=actor)
        return "已退回企业补正。"

    return _done_with(declaration_id, "return", OnForm, done)


@pages.post(f"{ONE}/revocation")
def revoke_declaration(declaration_id: int) -> ResponseReturnValue:
    """Staff revoke it."""

    def done(asked: dict[str, Any], actor: Actor) -> str:
        revoke(declaration_id, on=asked["on"], reason=asked["reason"], actor=actor)
        return f"已撤销，自 {asked['on']} 起不再计入。"

    return _done_with(declaration_id, "revocation", OnForm, done)


@pages.post(f"{ONE}/end")
def end_declaration(declaration_id: int) -> ResponseReturnValue:
    """The enterprise, or who declares for it, says until when."""

    def done(asked: dict[str, Any], actor: Actor) -> str:
        end(declaration_id, last_day=asked["last"], actor=actor)
        return f"已登记实施到 {asked['last']}（含）为止。"

    return _done_with(declaration_id, "end", EndForm, done)


@pages.get(f"{ONE}/evidence")
def evidence_file(declaration_id: int) -> ResponseReturnValue:
    """The file handed in with it."""
    return attachment(*file_of(declaration_id, file_store(), actor=signed_in()))


def _done_with(declaration_id: int, what: str, schema: type[FormSchema], done: Any) -> ResponseReturnValue:
    """Do one thing with a declaration and show it; where it can't be done, the page says why beside what was typed."""
    actor = signed_in()
    _own(declaration_id, actor)
    form = Form(schema)
    asked = form.load()
    if asked is not None:
        with form.trying():
            flash(done(asked, actor))
            return redirect(url_for("web.declaration", declaration_id=declaration_id), 303)
    return _shown(declaration_id, actor, **{what: form}), *form.answer


def _shown(declaration_id: int, actor: Actor, **forms: Form) -> str:
    record = _own(declaration_id, actor)
    found = record.implementation
    settled = bool(found.revoked_on)
    tended = not settled and tends(actor, found.organization_id, today())
    return render_template(
        "declarations/one.html",
        changes=[(change, _differences(change)) for change in record.changes],
        found=found,
        warning=counting_warning(found, counting_of([found])[found.id]),
        may_verify=not settled and not found.verified_on and _verifies(found, actor),
        may_mend=tended and not found.verified_on,
        may_end=tended,
        may_revoke=not settled and actor.may(Permission.IMPLEMENTATION_AUDIT),
        forms={"verification": Form(OnForm, {"on": today()}), "return": Form(OnForm), "end": Form(EndForm)}
        | {"revocation": Form(OnForm, {"on": today()})}
        | forms,
    )


def _differences(change: Change) -> list[tuple[str, Any, Any]]:
    """What a change made of what, by the label of its column; nothing for what it created."""
    if change.before is None or change.after is None:
        return []
    before, after = change.before, change.after
    names = [name for name in TABLES["implementations"].written if before.get(name) != after.get(name)]
    return [(TABLES["implementations"].column(name).label, before.get(name, "无"), after.get(name, "无")) for name in names]


def _verifies(found: Implementation, actor: Actor) -> bool:
    if Permission.IMPLEMENTATION_VERIFY in actor.everywhere:
        return True
    return verifying_within(actor, verifiers_of([found])[found.id]) is not None


def _own(declaration_id: int, actor: Actor) -> DeclarationRecord:
    record = declaration_record(declaration_id)
    if not may_see(record.implementation, actor=actor):
        raise NotAllowed("这项声明只有企业自己、所在块状产业的协会与标准化院可以查看")
    return record


def _declaration(form: Form, asked: dict[str, Any], actor: Actor) -> Declaration:
    file_id = file_along(form, actor=actor)
    return Declaration(
        organization_id=named_organization(asked["organization"]).id,
        standard_id=asked["standard"],
        since=asked["from"],
        last_day=asked["last"],
        products=asked["products"],
        evidence=asked["evidence"],
        file_id=file_id,
    )


def _asked_in_address(choices: list[tuple[int, str]] | None) -> dict[str, Any]:
    shown: dict[str, Any] = {name: request.args[name] for name in ("organization", "standard") if request.args.get(name)}
    if choices is not None and len(choices) == 1:
        shown.setdefault("organization", choices[0][0])
    return {"from": today()} | shown


def _limits() -> dict[str, int]:
    return {"products_most": PRODUCTS_MOST, "evidence_most": EVIDENCE_MOST}
