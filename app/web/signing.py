"""Signing in and out."""

from urllib.parse import urlsplit

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import auth
from app.accounts.passwords import LONGEST
from app.accounts.services.signing_in import begin_session, check_password
from app.api.schemas.fields import Plain
from app.errors import Invalid, TooMany
from app.web.blueprint import pages
from app.web.forms import Form, FormSchema


class LoginForm(FormSchema):
    """Who signs in."""

    login = Plain(required=True)
    password = Plain(required=True)


@pages.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    """Sign in, then on to the page that asked for it."""
    onward = local(request.args.get("next"))
    form = Form(LoginForm)
    if request.method == "GET":
        if auth.current() is not None:
            return redirect(onward, 303)
    elif asked := form.load():
        address = auth.network_address()
        try:
            user = check_password(asked["login"], asked["password"][: LONGEST + 1], address)
        except (Invalid, TooMany) as refused:
            form.refuse(refused)
        else:
            auth.end()
            auth.begin(user, begin_session(user, address, request.user_agent.string))
            return redirect(onward, 303)
    return render_template("login.html", form=form), *form.answer


@pages.post("/logout")
def logout() -> ResponseReturnValue:
    """Sign out, and end the session."""
    auth.end()
    return redirect(url_for("web.home"), 303)


def local(address: str | None) -> str:
    """The address within this site that somebody is to go on to; the front page where it is missing or leads elsewhere."""
    home = url_for("web.home")
    if not address or not address.startswith("/") or "\\" in address or not address.isprintable():
        return home
    parts = urlsplit(address)
    return home if parts.scheme or parts.netloc or address.startswith("//") else address
