"""Signing in, by password and where it is set up by a second step, and out."""

import time
from urllib.parse import urlsplit

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts import auth
from app.accounts.models import User
from app.accounts.passwords import LONGEST
from app.accounts.services.people import the_user
from app.accounts.services.signing_in import begin_session, check_password
from app.accounts.services.two_step import check_code
from app.api.schemas.fields import Plain
from app.errors import Invalid, TooMany
from app.web.blueprint import pages
from app.web.forms import Form, FormSchema

_HALFWAY = "halfway"
"""Where the signed cookie keeps who has shown their password, and when."""
_HALFWAY_SECONDS = 600


class LoginForm(FormSchema):
    """Who signs in."""

    login = Plain(required=True)
    password = Plain(required=True)


class CodeForm(FormSchema):
    """The second step."""

    code = Plain(required=True)


@pages.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    """Sign in, then on to the page that asked for it."""
    onward = local(request.args.get("next"))
    form = Form(LoginForm)
    if request.method == "GET" and auth.current() is not None:
        return redirect(onward, 303)
    if asked := form.load():
        try:
            user = check_password(asked["login"], asked["password"][: LONGEST + 1], auth.network_address())
        except (Invalid, TooMany) as refused:
            form.refuse(refused)
        else:
            return _halfway(user, onward) if user.is_two_step else enter(user, onward)
    return render_template("login.html", form=form), *form.answer


@pages.route("/login/code", methods=["GET", "POST"])
def second_step() -> ResponseReturnValue:
    """Show a code of the moment after the password."""
    onward = local(request.args.get("next"))
    user_id, since = session.get(_HALFWAY, (None, 0))
    if user_id is None or time.time() - since > _HALFWAY_SECONDS:
        return redirect(url_for("web.login", next=onward), 303)
    user = the_user(user_id)
    form = Form(CodeForm)
    if asked := form.load():
        try:
            check_code(user, asked["code"], auth.network_address())
        except (Invalid, TooMany) as refused:
            form.refuse(refused)
        else:
            return enter(user, onward)
    return render_template("login_code.html", form=form), *form.answer


@pages.post("/logout")
def logout() -> ResponseReturnValue:
    """Sign out, and end the session."""
    auth.end()
    return redirect(url_for("web.home"), 303)


def enter(user: User, onward: str) -> ResponseReturnValue:
    """Sign somebody in who has shown who they are, in a session of its own, and go on."""
    auth.end()
    auth.begin(user, begin_session(user, auth.network_address(), request.user_agent.string))
    return redirect(onward, 303)


def local(address: str | None) -> str:
    """The address within this site that somebody is to go on to; the front page where it is missing or leads elsewhere."""
    home = url_for("web.home")
    if not address or not address.startswith("/") or "\\" in address or not address.isprintable():
        return home
    parts = urlsplit(address)
    return home if parts.scheme or parts.netloc or address.startswith("//") else address


def _halfway(user: User, onward: str) -> ResponseReturnValue:
    auth.end()
    session[_HALFWAY] = user.id, int(time.time())
    return redirect(url_for("web.second_step", next=onward), 303)
