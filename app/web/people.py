"""Accounts of everybody, for the administrator; auditors read them."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import auth
from app.accounts.models import LinkKind
from app.accounts.passwords import made_password
from app.accounts.permissions import OfficeKind, Permission, require
from app.accounts.services import links, people, signing_in, two_step
from app.accounts.services.events import events_of
from app.accounts.services.sessions import sessions_of
from app.accounts.services.tokens import tokens_of
from app.api.schemas.fields import LARGEST_ID, Controlled, Day, Plain
from app.clock import now
from app.errors import BiaolianError, FieldError, Invalid
from app.registry.queries.names import named_organization, organization_names
from app.web.account import secretly
from app.web.blueprint import pages
from app.web.forms import Form, FormSchema
from app.web.invitations import link_page

_PERSON = f"/people/<int(max={LARGEST_ID}):user_id>"


class OfficeForm(FormSchema):
    """An office to be given."""

    kind = Controlled(OfficeKind, required=True)
    organization = Plain(load_default=None)
    last = Day(load_default=None)


class EndForm(FormSchema):
    """The last day of an office; none: it ends at once."""

    last = Day(load_default=None)


class PersonForm(OfficeForm):
    """A new account, with its first office where it has one."""

    login = Plain(required=True)
    name = Plain(required=True)
    email = Plain(load_default=None)
    kind = Controlled(OfficeKind, load_default=None)


@pages.get("/people")
def everybody() -> str:
    """Everybody with what they hold."""
    known = people.everybody(actor=auth.signed_in())
    held = {each.id: people.offices_held(each) for each in known}
    on = {office.organization_id for offices in held.values() for office in offices if office.organization_id}
    return render_template("people.html", people=known, held=held, names=organization_names(on))


@pages.route("/people/new", methods=["GET", "POST"])
def new_person() -> ResponseReturnValue:
    """Make an account, and show its first password this once."""
    actor = auth.signed_in()
    require(actor, Permission.ACCOUNT_MANAGE)
    form = Form(PersonForm)
    if asked := form.load():
        password = made_password()
        try:
            held_on = named_organization(asked["organization"]).id if asked["organization"] else None
            user = people.create_user(
                asked["login"],
                asked["name"],
                email=asked["email"],
                password=password,
                office=asked["kind"],
                organization_id=held_on,
                last_day=asked["last"],
                actor=actor,
            )
        except BiaolianError as refused:
            form.refuse(refused)
        else:
            return secretly(render_template("new_person_made.html", user=user, password=password))
    page = render_template("new_person.html", form=form, kinds=[(each.value, each.label) for each in OfficeKind])
    return page, *form.answer


@pages.get(_PERSON)
def person(user_id: int) -> ResponseReturnValue:
    """One account: offices, sessions, tokens, what happened to it."""
    return _person(user_id, Form(OfficeForm))


@pages.post(f"{_PERSON}/offices")
def give_office(user_id: int) -> ResponseReturnValue:
    """Give an office."""
    actor = auth.signed_in()
    require(actor, Permission.ACCOUNT_MANAGE)
    form = Form(OfficeForm)
    if asked := form.load():
        try:
            held_on = named_organization(asked["organization"]).id if asked["organization"] else None
            people.give_office(user_id, asked["kind"], held_on, actor=actor, last_day=asked["last"])
        except BiaolianError as refused:
            form.refuse(refused)
        else:
            return _back(user_id)
    return _person(user_id, form)


@pages.post(f"/offices/<int(max={LARGEST_ID}):office_id>/end")
def end_office(office_id: int) -> ResponseReturnValue:
    """End an office: any as administrator, those on one's own organization as its manager."""
    actor = auth.signed_in()
    form = Form(EndForm)
    asked = form.load()
    if asked is None:
        raise Invalid(form.errors["last"], (FieldError("last", form.errors["last"], form.value("last")),))
    user_id = people.end_office(office_id, actor=actor, last_day=asked["last"])
    return _back(user_id) if actor.may(Permission.ACCOUNT_READ) else redirect(url_for("web.invitations"), 303)


@pages.post(f"{_PERSON}/disable")
def disable(user_id: int) -> ResponseReturnValue:
    """Let somebody sign in no longer."""
    signing_in.disable_user(user_id, actor=auth.signed_in())
    return _back(user_id)


@pages.post(f"{_PERSON}/enable")
def enable(user_id: int) -> ResponseReturnValue:
    """Let somebody sign in again."""
    signing_in.enable_user(user_id, actor=auth.signed_in())
    return _back(user_id)


@pages.post(f"{_PERSON}/two-step/off")
def reset_two_step(user_id: int) -> ResponseReturnValue:
    """Help somebody who has lost phone and recovery codes."""
    actor = auth.signed_in()
    require(actor, Permission.ACCOUNT_MANAGE)
    two_step.switch_off(user_id, request.form.get("password"), actor=actor)
    return _back(user_id)


@pages.post(f"{_PERSON}/password-link")
def make_password_link(user_id: int) -> ResponseReturnValue:
    """Make a link by which somebody sets a new password, to be handed over."""
    made = links.password_link(user_id, actor=auth.signed_in())
    user = people.the_user(user_id)
    return link_page(LinkKind.PASSWORD, made, f"为 {user.name}（{user.login}）设置新密码", url_for("web.person", user_id=user_id))


def _back(user_id: int) -> ResponseReturnValue:
    return redirect(url_for("web.person", user_id=user_id), 303)


def _person(user_id: int, form: Form) -> ResponseReturnValue:
    actor = auth.signed_in()
    require(actor, Permission.ACCOUNT_READ)
    user = people.the_user(user_id)
    held = people.offices_held(user)
    page = render_template(
        "person.html",
        user=user,
        form=form,
        offices=held,
        names=organization_names({office.organization_id for office in held if office.organization_id}),
        kinds=[(each.value, each.label) for each in OfficeKind],
        sessions=sessions_of(user.id),
        tokens=[each for each in tokens_of(user.id) if each.revoked_at is None and each.expires_at > now()],
        events=events_of(user.id),
        may_manage=actor.may(Permission.ACCOUNT_MANAGE),
        is_self=actor.user_id == user.id,
    )
    return page, *form.answer
