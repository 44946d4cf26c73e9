"""Inviting people to offices, by e-mail or by a printed code; and who holds which office on one's own organizations."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import auth
from app.accounts.models import LinkKind
from app.accounts.permissions import Actor, OfficeKind, Permission, require
from app.accounts.services import links
from app.accounts.services.people import offices_on
from app.api.schemas.fields import LARGEST_ID, Controlled, Plain
from app.errors import BiaolianError
from app.registry.queries.names import named_organization, organization_names
from app.web.account import secretly
from app.web.blueprint import pages
from app.web.forms import Form, FormSchema
from app.web.qr import qr_code


class InvitationForm(FormSchema):
    """Who is invited to what."""

    name = Plain(required=True)
    kind = Controlled(OfficeKind, required=True)
    organization = Plain(load_default=None)
    email = Plain(load_default=None)


@pages.get("/invitations")
def invitations() -> ResponseReturnValue:
    """Open invitations, a form for another, and the people of one's own organizations."""
    return _invitations(Form(InvitationForm))


@pages.post("/invitations")
def invite() -> ResponseReturnValue:
    """Invite somebody, and show the code this once, fit to be printed."""
    actor = auth.signed_in()
    _require_may_invite(actor)
    form = Form(InvitationForm)
    if asked := form.load():
        try:
            organization = named_organization(asked["organization"]) if asked["organization"] else None
            made = links.invite(
                asked["kind"],
                organization.id if organization else None,
                asked["name"],
                asked["email"],
                where=organization.name if organization else "",
                actor=actor,
            )
        except BiaolianError as refused:
            form.refuse(refused)
        else:
            held_on = organization.name if organization else "标联"
            return link_page(
                LinkKind.INVITATION, made, f"邀请 {made.link.name} 担任{held_on}{asked['kind'].label}", url_for("web.invitations")
            )
    return _invitations(form)


@pages.post(f"/invitations/<int(max={LARGEST_ID}):link_id>/revoke")
def revoke_invitation(link_id: int) -> ResponseReturnValue:
    """Let an invitation hold no longer."""
    links.revoke_invitation(link_id, actor=auth.signed_in())
    return redirect(url_for("web.invitations"), 303)


def link_page(kind: LinkKind, made: links.Made, title: str, back: str) -> ResponseReturnValue:
    """The page to print: what the code is for, where it is typed, and the same as a QR code."""
    root = public_root()
    address = root + links.path_of(kind, made.code)
    page = render_template(
        "link.html",
        title=title,
        made=made,
        address=address,
        typed_at=f"{root}{url_for('web.type_code')}" if kind is LinkKind.INVITATION else None,
        qr=qr_code(address, "扫描打开链接", address),
        back=back,
    )
    return secretly(page)


def public_root() -> str:
    """The address of this site without a slash at the end: as set, else as the one who asks reached it."""
    return auth.settings().public_url or request.host_url.rstrip("/")


def _require_may_invite(actor: Actor) -> None:
    if not actor.organizations(Permission.OFFICE_INVITE):
        require(actor, Permission.OFFICE_INVITE)


def _invitations(form: Form) -> ResponseReturnValue:
    actor = auth.signed_in()
    _require_may_invite(actor)
    everywhere = actor.may(Permission.OFFICE_INVITE)
    mine = actor.organizations(Permission.OFFICE_INVITE)
    waiting = links.open_invitations(actor=actor)
    names = organization_names({*mine, *(link.organization_id for link in waiting if link.organization_id)})
    page = render_template(
        "invitations.html",
        form=form,
        waiting=waiting,
        names=names,
        offices=offices_on(mine),
        everywhere=everywhere,
        organizations=[(str(each), names[each]) for each in sorted(mine)],
        kinds=[(each.value, each.label) for each in OfficeKind if everywhere or each.on_organization],
    )
    return page, *form.answer
