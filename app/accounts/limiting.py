"""How often one may ask: sign-in, tokens, writes, uploads and exports; reading only where a setting says so.

Counted by person where one is signed in, else by network address. A view that only gives whole tables away says so with
`@exporting`; a page that hands out its table is asked for it by `format` or `export`; all else is known by its request.
"""

import time
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from flask import Flask, current_app, request
from flask_limiter import ApplicationLimit, Limiter, RateLimitExceeded, RequestLimit

from app.accounts.auth import current, network_address, settings
from app.accounts.limits_file import SCHEME
from app.config import Settings
from app.errors import TooMany

_View = TypeVar("_View", bound=Callable[..., object])
_HERE = "biaolian.limiter"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_FILE_FORMS = ("format", "export")
"""What a page is asked by to hand out its table; a form that is posted names it in the address it is sent to."""

_UNGUARDED = frozenset({"healthz", "readyz", "metrics", "assets", "static"})
"""Paths that watchers and browsers ask for by themselves."""


class Asking(StrEnum):
    """The kinds of request that are counted apart."""

    SIGN_IN = "sign-in"
    TOKEN = "token"  # noqa: S105  a kind of request
    UPLOAD = "upload"
    WRITE = "write"
    EXPORT = "export"
    READ = "read"


LIMITS = {
    Asking.SIGN_IN: "60 per minute",
    Asking.TOKEN: "30 per hour",
    Asking.UPLOAD: "60 per minute",
    Asking.EXPORT: "60 per minute",
}
"""Those that no setting changes; of writing and reading see config.py."""


def exporting(view: _View) -> _View:
    """Mark a view that gives whole tables away."""
    view.is_export = True  # type: ignore[attr-defined]
    return view


def register(application: Flask) -> None:
    """Count requests and refuse those above the limit with 429 and Retry-After."""
    chosen: Settings = application.config["BIAOLIAN"]
    limiter = Limiter(
        _whose,
        app=application,
        application_limits=[ApplicationLimit(_limit)],
        storage_uri=f"{SCHEME}://{chosen.instance_dir / 'limits.db'}",
        swallow_errors=True,  # the register answers though its counters can't be kept; the log says so
    )
    limiter.request_filter(lambda: _kind() is None)
    application.extensions[_HERE] = limiter


def told(error: RateLimitExceeded) -> TooMany:
    """What went wrong in our own words, with the time to wait."""
    counted: RequestLimit | None = current_app.extensions[_HERE].current_limit
    seconds = max(1, int(counted.reset_at - time.time())) if counted else error.limit.limit.get_expiry()
    return TooMany(f"请求过于频繁，请在 {seconds} 秒后再试", seconds)


def _kind() -> Asking | None:
    """What kind of request this is; None: not counted."""
    if request.endpoint is None:
        return None
    view = current_app.view_functions[request.endpoint]
    if request.method in _READING or (getattr(view, "only_asks", False) and not _is_upload()):
        if getattr(view, "is_export", False) or _asks_for_a_file():
            return Asking.EXPORT
        counted = settings().read_limit and request.path.split("/")[1] not in _UNGUARDED
        return Asking.READ if counted else None
    if request.path.startswith(("/login", "/password", "/join")):
        return Asking.SIGN_IN
    if request.path == "/account/tokens":
        return Asking.TOKEN
    return Asking.UPLOAD if _is_upload() else Asking.WRITE


def _asks_for_a_file() -> bool:
    return any(request.args.get(name) for name in _FILE_FORMS)


def _is_upload() -> bool:
    return request.mimetype == "multipart/form-data"


def _limit() -> str:
    kind = _kind()
    if kind is Asking.READ:
        return settings().read_limit or ""
    return settings().write_limit if kind in (Asking.WRITE, None) else LIMITS[kind]


def _whose() -> str:
    known = current()
    return f"{_kind()}:{known.user.id}" if known else f"{_kind()}:{network_address()}"
