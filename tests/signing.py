"""People with offices, and their browsers: `sign_in(client, make_user(office=OfficeKind.STAFF))`.

`post(client, address, {...})` sends a form as a page of ours would, with the token that guards it.
"""

from itertools import count
from typing import Any

from flask import current_app
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from app.accounts.models import User
from app.accounts.permissions import OPERATOR, Actor, OfficeKind
from app.accounts.services import people
from app.accounts.services.acting import actor_of
from app.accounts.services.sessions import open_session
from app.database import db
from app.registry.models import Organization

PASSWORD = "eine gute Losung 7"
_serial = count(1)


def make_user(
    login: str | None = None,
    *,
    office: OfficeKind | None = None,
    organization: Organization | None = None,
    name: str = "演示用户",
    email: str | None = None,
    password: str | None = PASSWORD,
) -> User:
    """A person, holding an office from today on where one is named."""
    user = people.create_user(login or f"user{next(_serial)}", name, email=email, password=password, actor=OPERATOR)
    if office is not None:
        hold(user, office, organization)
    return user


def hold(user: User, office: OfficeKind, organization: Organization | None = None) -> None:
    """Give somebody a further office."""
    people.give_office(user.id, office, organization.id if organization else None, actor=OPERATOR)


def make_actor(office: OfficeKind, organization: Organization | None = None) -> Actor:
    """Somebody who holds that office, for calling services as them."""
    return actor_of(make_user(office=office, organization=organization))


def sign_in(client: FlaskClient, user: User) -> FlaskClient:
    """Let this browser be signed in, as it is after /login."""
    secret = open_session(user, "127.0.0.1", "test")
    db.session.commit()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = secret
    return client


def csrf_token(client: FlaskClient) -> str:
    """The token that our own pages would give this browser."""
    with client.session_transaction() as cookie:
        raw = cookie.setdefault("csrf_token", "0" * 40)
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="wtf-csrf-token").dumps(raw)


def post(client: FlaskClient, address: str, typed: dict[str, Any] | None = None, **more: Any) -> TestResponse:
    """Send a form."""
    return client.post(address, data={"csrf_token": csrf_token(client)} | (typed or {}), **more)


def csrf_header(client: FlaskClient) -> dict[str, str]:
    """What a script of our own pages adds to a request of the API that writes."""
    return {"X-CSRFToken": csrf_token(client)}
