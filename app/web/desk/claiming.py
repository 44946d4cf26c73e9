"""Drafting that an enterprise finds missing: claimed by it, settled by staff against the printed document."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.auth import signed_in
from app.accounts.permissions import Permission, require
from app.api.files import file_store
from app.api.schemas.fields import LARGEST_ID, Controlled, Plain, Whole
from app.errors import BiaolianError
from app.registry.editing import claims
from app.registry.queries.names import organization_names
from app.registry.words import DraftingRole
from app.web.blueprint import pages
from app.web.forms import Form, FormSchema
from app.web.uploads import attachment, file_along

_ONE = f"/workbench/drafting-claims/<int(max={LARGEST_ID}):claim_id>"
MOST_BODIES = 999


class EvidenceForm(FormSchema):
    """What the printed document says."""

    rank = Whole(least=1, most=MOST_BODIES, load_default=None)
    role = Controlled(DraftingRole, load_default=None)
    source = Plain(required=True)


class ClaimForm(EvidenceForm):
    """Which standard, for which of one's own bodies."""

    file = Plain(load_default=None)
    number = Plain(required=True)
    organization = Whole(least=1, most=LARGEST_ID, required=True)


class RejectForm(FormSchema):
    """Why not."""

    reason = Plain(required=True)


@pages.get("/workbench/drafting-claims")
def drafting_claims() -> str:
    """One's own claims; all of them for whoever settles them."""
    actor = signed_in()
    found = claims.claims(actor)
    may_claim = bool(actor.organizations(Permission.DRAFTING_CLAIM))
    settles = actor.may(Permission.DRAFTING_CONFIRM)
    return render_template("desk/claims.html", claims=found, may_claim=may_claim, settles=settles)


@pages.route("/workbench/drafting-claims/new", methods=["GET", "POST"])
def claim_drafting() -> ResponseReturnValue:
    """Claim a drafting for one's own body."""
    actor = signed_in()
    bodies = organization_names(actor.organizations(Permission.DRAFTING_CLAIM))
    if not bodies:
        require(actor, Permission.DRAFTING_CLAIM)
    form = Form(ClaimForm, {"number": request.args.get("number", ""), "organization": next(iter(bodies), "")})
    if asked := form.load():
        evidence = {name: asked[name] for name in ("rank", "role", "source")}
        try:
            file_id = file_along(form, actor=actor)
            claims.claim(asked["organization"], asked["number"], **evidence, actor=actor, file_id=file_id)
        except BiaolianError as refused:
            form.refuse(refused)
        else:
            flash("已提交，工作人员核对印刷本后会在这里给出结果")
            return redirect(url_for("web.drafting_claims"), 303)
    return render_template("desk/claim.html", form=form, bodies=bodies, roles=DraftingRole), *form.answer


@pages.get(_ONE)
def drafting_claim(claim_id: int) -> ResponseReturnValue:
    """One claim that waits, for whoever settles it."""
    return _settling(claim_id, None, Form(RejectForm))


@pages.get(f"{_ONE}/evidence")
def drafting_evidence(claim_id: int) -> ResponseReturnValue:
    """The file handed in with a claim."""
    return attachment(*claims.claim_file(claim_id, file_store(), actor=signed_in()))


@pages.post(f"{_ONE}/confirm")
def confirm_drafting(claim_id: int) -> ResponseReturnValue:
    """Enter what the printed document says."""
    actor = signed_in()
    form = Form(EvidenceForm)
    if asked := form.load():
        try:
            claims.confirm(claim_id, **asked, actor=actor)
        except BiaolianError as refused:
            form.refuse(refused)
        else:
            flash("已确认并写入起草单位")
            return redirect(url_for("web.drafting_claims"), 303)
    return _settling(claim_id, form, Form(RejectForm))


@pages.post(f"{_ONE}/reject")
def reject_drafting(claim_id: int) -> ResponseReturnValue:
    """Say why not."""
    actor = signed_in()
    form = Form(RejectForm)
    if asked := form.load():
        claims.reject(claim_id, reason=asked["reason"], actor=actor)
        flash("已告知申报单位未采纳的原因")
        return redirect(url_for("web.drafting_claims"), 303)
    return _settling(claim_id, None, form)


def _settling(claim_id: int, form: Form | None, rejecting: Form) -> ResponseReturnValue:
    found = claims.open_claim(claim_id, signed_in())
    shown = {"rank": found.rank, "role": found.role.value if found.role else None, "source": found.source}
    evidence = form or Form(EvidenceForm, shown)
    page = render_template("desk/settle.html", claim=found, form=evidence, rejecting=rejecting, roles=DraftingRole)
    return page, *(evidence if form else rejecting).answer
