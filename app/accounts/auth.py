"""Whose request this is, for pages and API alike: a session's, a token's, or nobody's.

Requests of the API that bear a token are the token's and nobody else's; all others are the session's, whose secret the signed
cookie carries.
"""

from dataclasses import dataclass
from functools import cached_property

from flask import Flask, Response, current_app, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.middleware.proxy_fix import ProxyFix

from app.accounts.models import ApiToken, User, UserSession
from app.accounts.permissions import NOBODY, Actor
from app.accounts.services.acting import GUARDED, actor_of
from app.accounts.services.people import offices_held
from app.accounts.services.sessions import close_session, find_session
from app.accounts.services.tokens import find_token
from app.config import Settings
from app.errors import NotSignedIn

CHALLENGE = WWWAuthenticate("bearer", {"realm": "biaolian"})
"""What an answer 401 says of how to sign in."""


@dataclass(frozen=True, eq=False)
class SignedIn(UserMixin):  # type: ignore[misc]  # flask-login is not typed
    """Somebody whose request this is, and by which session or token."""

    user: User
    session: UserSession | None = None
    token: ApiToken | None = None
    secret: str = ""

    def get_id(self) -> str:
        """What the cookie carries."""
        return self.secret

    @cached_property
    def actor(self) -> Actor:
        """What they may do with this request."""
        scope = self.token.scope if self.token else None
        return actor_of(self.user, scope=scope, require_two_step=settings().require_totp)

    @property
    def lacks_two_step(self) -> bool:
        """Whether they hold an office that ought to be guarded by two-step sign-in, and is not."""
        return not self.user.is_two_step and any(office.kind in GUARDED for office in offices_held(self.user))

    @property
    def is_held_back(self) -> bool:
        """Whether such an office counts for nothing until then."""
        return settings().require_totp and self.lacks_two_step

    def may(self, permission: str) -> bool:
        """Whether they may do it somewhere, for what a page offers; services ask for themselves."""
        return permission in self.actor.all_permissions


def register(application: Flask) -> None:
    """Let requests tell whose they are."""
    chosen: Settings = application.config["BIAOLIAN"]
    application.config.update(
        SESSION_COOKIE_NAME="__Host-biaolian" if chosen.is_https else "biaolian",
        SESSION_COOKIE_SECURE=chosen.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    if chosen.proxies:
        application.wsgi_app = ProxyFix(application.wsgi_app, x_for=chosen.proxies, x_proto=chosen.proxies)  # type: ignore[method-assign]
    manager = LoginManager()
    manager.session_protection = None  # sessions are ours: known to the database, listed and ended there
    manager.user_loader(_by_secret)
    manager.request_loader(lambda _request: _by_token())
    manager.init_app(application)
    application.before_request(_heed_token)
    application.after_request(_keep_private)


def current() -> SignedIn | None:
    """Whose request this is; None: nobody's."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def current_actor() -> Actor:
    """Who acts, `NOBODY` where nobody is signed in: for what everybody may do, and some more of."""
    known = current()
    return known.actor if known else NOBODY


def signed_in() -> Actor:
    """Who acts. Raises `NotSignedIn`, which is a page's way to /login and a problem 401 in the API."""
    return signed_in_as().actor


def signed_in_as() -> SignedIn:
    """Whose request this is, with the session or token. Raises `NotSignedIn`."""
    known = current()
    if known is None:
        raise NotSignedIn("请先登录")
    return known


def begin(user: User, secret: str) -> None:
    """Let this browser be signed in by the session of that secret. What its cookie carried before is forgotten."""
    session.clear()
    login_user(SignedIn(user, secret=secret))


def end() -> None:
    """Sign this browser out, and end its session."""
    known = current()
    if known is not None and known.session is not None:
        close_session(known.session.id)
    logout_user()
    session.clear()


def network_address() -> str:
    """Where the request comes from."""
    return (request.remote_addr or "")[:64]


def is_by_token() -> bool:
    """Whether the request bears a token, which only programs send: no other site can make a browser do so."""
    return request.path.startswith("/api/") and "Authorization" in request.headers


def _by_secret(secret: str) -> SignedIn | None:
    if is_by_token():
        return _by_token()
    row = find_session(secret, settings(), network_address())
    return SignedIn(row.user, session=row, secret=secret) if row else None


def _by_token() -> SignedIn | None:
    if not is_by_token():
        return None
    given = request.authorization
    row = find_token(given.token) if given and given.type == "bearer" and given.token else None
    if row is None:
        raise NotSignedIn("访问令牌无效、已过期或已撤销：请在“我的账户”中新建，并以 Authorization: Bearer 提交")
    return SignedIn(row.user, token=row)


def _heed_token() -> None:
    """A token that is not valid is said to be so, even where none was needed."""
    if is_by_token():
        current()


def _keep_private(response: Response) -> Response:
    """What was made for one person is kept by no cache that others share."""
    if "_login_user" in g and current_user.is_authenticated and not response.cache_control.no_store:
        response.cache_control.private = True
        response.cache_control.no_cache = True
    return response


def settings() -> Settings:
    """The settings of the application that answers."""
    return current_app.config["BIAOLIAN"]  # type: ignore[no-any-return]
