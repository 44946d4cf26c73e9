"""One-time links: taking up an invitation, and setting a password that was forgotten."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import auth
from app.accounts.models import LinkKind, OneTimeLink
from app.accounts.secrets import read_code
from app.accounts.services import links
from app.accounts.services.people import the_user
from app.api.schemas.fields import Plain
from app.errors import BiaolianError
from app.registry.queries.names import organization_names
from app.web.account import secretly
from app.web.blueprint import pages
from app.web.forms import Form, FormSchema
from app.web.signing import enter


class CodeForm(FormSchema):
    """A code from paper."""

    code = Plain(required=True)


class JoinForm(FormSchema):
    """A new account."""

    login = Plain(required=True)
    name = Plain(required=True)
    password = Plain(required=True)


class ForgottenForm(FormSchema):
    """Whose password was forgotten."""

    login = Plain(required=True)


class NewPasswordForm(FormSchema):
    """A new password."""

    password = Plain(required=True)


@pages.route("/join", methods=["GET", "POST"])
def type_code() -> ResponseReturnValue:
    """Type the code of a printed invitation."""
    form = Form(CodeForm)
    if asked := form.load():
        try:
            links.find_link(LinkKind.INVITATION, asked["code"], auth.network_address())
        except BiaolianError as refused:
            form.refuse(refused)
        else:
            return redirect(url_for("web.join", code=read_code(asked["code"])), 303)
    return render_template("type_code.html", form=form), *form.answer


@pages.get("/join/<code>")
def join(code: str) -> ResponseReturnValue:
    """What one is invited to; looking at it uses nothing up."""
    link = links.find_link(LinkKind.INVITATION, code, auth.network_address())
    return _join(link, Form(JoinForm, {"name": link.name, "login": link.email}))


@pages.post("/join/<code>")
def accept(code: str) -> ResponseReturnValue:
    """Take it up with a new account."""
    link = links.find_link(LinkKind.INVITATION, code, auth.network_address())
    form = Form(JoinForm)
    if asked := form.load():
        try:
            user = links.accept_as_new(code, **asked, address=auth.network_address())
        except BiaolianError as refused:
            form.refuse(refused)
        else:
            return enter(user, url_for("web.account"))
    return _join(link, form)


@pages.post("/join/<code>/mine")
def accept_with_own(code: str) -> ResponseReturnValue:
    """Take it up with the account one is signed in with."""
    links.accept_as(code, auth.signed_in_as().user.id, auth.network_address())
    return redirect(url_for("web.account"), 303)


@pages.route("/password", methods=["GET", "POST"])
def forgotten() -> ResponseReturnValue:
    """Ask for a link to set a new password; the answer is the same whether there is such an account."""
    form = Form(ForgottenForm)
    asked = form.load()
    if asked:
        try:
            links.ask_for_password(asked["login"], auth.network_address())
        except BiaolianError as refused:
            form.refuse(refused)
            asked = None
    return render_template("forgotten.html", form=form, sent=bool(asked)), *form.answer


@pages.route("/password/<code>", methods=["GET", "POST"])
def new_password(code: str) -> ResponseReturnValue:
    """Set a new password by a link."""
    link = links.find_link(LinkKind.PASSWORD, code, auth.network_address())
    form = Form(NewPasswordForm)
    if asked := form.load():
        try:
            links.use_password_link(code, asked["password"], auth.network_address())
        except BiaolianError as refused:
            form.refuse(refused)
        else:
            auth.end()
            return redirect(url_for("web.login"), 303)
    page = render_template("new_password.html", form=form, user=the_user(link.user_id or 0))
    return secretly(page, form.answer[0])


def _join(link: OneTimeLink, form: Form) -> ResponseReturnValue:
    names = organization_names([link.organization_id] if link.organization_id else [])
    page = render_template(
        "join.html", link=link, form=form, organization=names.get(link.organization_id or 0), mine=auth.current()
    )
    return secretly(page, form.answer[0])
