"""No other site makes a browser write here: what a session's cookie signs must also bear the token of our own pages.

Forms carry it as a field, scripts as the header X-CSRFToken. Requests by API token need none: browsers never add one by
themselves. Nor do requests of the API that nobody is signed in for: there is nothing of anybody's to misuse. Nor do questions
that are sent by POST for their length alone.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask_wtf.csrf import CSRFProtect

from app.accounts.auth import current, is_by_token

_protect = CSRFProtect()
_READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


View = TypeVar("View", bound=Callable[..., Any])


def only_asks(view: View) -> View:
    """Mark a view that changes nothing and answers everybody alike, whatever the method by which it is asked."""
    view.only_asks = True  # type: ignore[attr-defined]
    return view


def register(application: Flask) -> None:
    """Guard every request that writes."""
    application.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,  # when is decided below
        WTF_CSRF_TIME_LIMIT=None,      # as long as the session: people take their time over a form
    )
    _protect.init_app(application)
    application.before_request(_guard)


def _guard() -> None:
    if request.method in _READING or is_by_token() or request.url_rule is None:
        return
    if getattr(current_app.view_functions.get(request.endpoint or ""), "only_asks", False):
        return
    if request.path.startswith("/api/") and current() is None:
        return
    _protect.protect()
