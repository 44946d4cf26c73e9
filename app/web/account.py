"""One's own account: what one holds, password, sessions, tokens, two-step sign-in."""

from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from app.accounts import auth
from app.accounts.permissions import Permission
from app.accounts.services import two_step
from app.accounts.services.events import events_of
from app.accounts.services.people import change_person, offices_held
from app.accounts.services.sessions import end_session, sessions_of
from app.accounts.services.signing_in import change_password
from app.accounts.services.tokens import LONGEST_DAYS, make_token, revoke_token, tokens_of
from app.api.schemas.fields import LARGEST_ID, Controlled, Plain, Whole
from app.clock import now
from app.errors import BiaolianError, Conflict, Invalid
from app.registry.queries.names import organization_names
from app.web.blueprint import pages
from app.web.forms import Form, FormSchema
from app.web.qr import qr_code


class PersonForm(FormSchema):
    """What people may change of themselves."""

    name = Plain(required=True)
    email = Plain(load_default=None)


class PasswordForm(FormSchema):
    """A new password, and that one knows the present one."""

    current = Plain(required=True)
    password = Plain(required=True)


class TokenForm(FormSchema):
    """A token for a program."""

    name = Plain(required=True)
    days = Whole(least=1, most=LONGEST_DAYS, required=True)
    scope = fields.List(Controlled(Permission), load_default=list)


class ConfirmForm(FormSchema):
    """A first code, which shows that the authenticator has read the secret."""

    code = Plain(required=True)


class SwitchOffForm(FormSchema):
    """One's password again."""

    password = Plain(required=True)


@pages.get("/account")
def account() -> ResponseReturnValue:
    """What the account holds and where it is signed in."""
    return _account()


@pages.post("/account")
def change_account() -> ResponseReturnValue:
    """Change one's name or e-mail address."""
    user = auth.signed_in_as().user
    form = Form(PersonForm)
    if asked := form.load():
        try:
            change_person(user.id, asked["name"], asked["email"], actor=auth.signed_in())
        except Invalid as refused:
            form.refuse(refused)
        else:
            return redirect(url_for("web.account", done="person"), 303)
    return _account(person=form)


@pages.post("/account/password")
def change_own_password() -> ResponseReturnValue:
    """Set a new password; sessions elsewhere end."""
    known = auth.signed_in_as()
    form = Form(PasswordForm)
    if asked := form.load():
        keep = known.session.id if known.session else None
        try:
            change_password(known.user, asked["current"], asked["password"], auth.network_address(), but_session=keep)
        except BiaolianError as refused:
            form.refuse(refused)
        else:
            return redirect(url_for("web.account", done="password"), 303)
    return _account(password=form)


@pages.post(f"/account/sessions/<int(max={LARGEST_ID}):session_id>/end")
def end_own_session(session_id: int) -> ResponseReturnValue:
    """End a session from elsewhere."""
    actor = auth.signed_in()
    owner = end_session(session_id, actor=actor)
    if owner != actor.user_id:
        return redirect(url_for("web.person", user_id=owner), 303)
    return redirect(url_for("web.account", done="session", _anchor="sessions"), 303)


@pages.get("/account/tokens")
def tokens() -> ResponseReturnValue:
    """One's tokens, and a form for another."""
    return _tokens(Form(TokenForm, {"days": 90}))


@pages.post("/account/tokens")
def make_own_token() -> ResponseReturnValue:
    """Make a token, and show it this once."""
    actor = auth.signed_in()
    form = Form(TokenForm)
    if asked := form.load():
        try:
            _token, secret = make_token(asked["name"], asked["scope"], asked["days"], actor=actor)
        except Invalid as refused:
            form.refuse(refused)
        else:
            return _tokens(Form(TokenForm, {"days": 90}), secret=secret)
    return _tokens(form)


@pages.post(f"/account/tokens/<int(max={LARGEST_ID}):token_id>/revoke")
def revoke_own_token(token_id: int) -> ResponseReturnValue:
    """Let a token hold no longer."""
    actor = auth.signed_in()
    owner = revoke_token(token_id, actor=actor).user_id
    if owner != actor.user_id:
        return redirect(url_for("web.person", user_id=owner), 303)
    return redirect(url_for("web.tokens"), 303)


@pages.get("/account/two-step")
def own_two_step() -> ResponseReturnValue:
    """Set up two-step sign-in, or switch it off."""
    return _two_step(Form(ConfirmForm))


@pages.post("/account/two-step")
def confirm_two_step() -> ResponseReturnValue:
    """Confirm with a first code; the recovery codes are shown this once."""
    actor = auth.signed_in()
    form = Form(ConfirmForm)
    if asked := form.load():
        try:
            codes = two_step.confirm(auth.signed_in_as().user.id, asked["code"], actor=actor)
        except Conflict:
            return redirect(url_for("web.own_two_step"), 303)
        except Invalid as refused:
            form.refuse(refused)
        else:
            return secretly(render_template("recovery_codes.html", codes=codes))
    return _two_step(form)


@pages.post("/account/two-step/off")
def switch_off_two_step() -> ResponseReturnValue:
    """Ask for no second step any more."""
    form = Form(SwitchOffForm)
    if asked := form.load():
        try:
            two_step.switch_off(auth.signed_in_as().user.id, asked["password"], actor=auth.signed_in())
        except Invalid as refused:
            form.refuse(refused)
        else:
            return redirect(url_for("web.account", done="two-step-off"), 303)
    return _two_step(form)


def secretly(page: str, status: int = 200) -> ResponseReturnValue:
    """A page that shows a secret: kept by no cache, not even the browser's own."""
    response = make_response(page, status)
    response.cache_control.no_store = True
    return response


_DONE = {
    "person": "已保存姓名和邮箱",
    "password": "密码已更换，其他浏览器中的会话都已结束",
    "session": "该会话已结束",
    "two-step-off": "两步验证已关闭",
}


def _account(person: Form | None = None, password: Form | None = None) -> ResponseReturnValue:
    known = auth.signed_in_as()
    user = known.user
    held = offices_held(user)
    shown = person or password
    page = render_template(
        "account.html",
        user=user,
        offices=held,
        names=organization_names({office.organization_id for office in held if office.organization_id}),
        person=person or Form(PersonForm, {"name": user.name, "email": user.email}),
        password=password or Form(PasswordForm),
        sessions=sessions_of(user.id),
        this_session=known.session,
        events=events_of(user.id),
        done=_DONE.get(request.args.get("done", "")),
    )
    return page, *(shown.answer if shown else (200, {}))


def _tokens(form: Form, secret: str | None = None) -> ResponseReturnValue:
    actor = auth.signed_in()
    user = auth.signed_in_as().user
    page = render_template(
        "tokens.html",
        form=form,
        secret=secret,
        tokens=tokens_of(user.id),
        scopes=[(each.value, each.label) for each in Permission if each in actor.all_permissions],
        labels={each.value: each.label for each in Permission},
        moment=now(),
    )
    return secretly(page) if secret else (page, *form.answer)


def _two_step(form: Form) -> ResponseReturnValue:
    user = auth.signed_in_as().user
    shown: dict[str, Any] = {"form": form, "user": user}
    if not user.is_two_step:
        address = two_step.begin(user.id)
        shown |= {"secret": user.totp_secret, "qr": qr_code(address, "用验证器应用扫描", "包含两步验证密钥的二维码")}
    response = make_response(render_template("two_step.html", **shown), *form.answer)
    response.cache_control.no_store = True
    return response
