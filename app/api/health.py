"""Whether the server is alive, and whether it can do its work."""

from collections.abc import Callable

from flask import Blueprint, Response, jsonify

from app.errors import Unavailable
from app.registry.queries.standing import require_database
from app.search.serving import mend
from app.search.sync import search_engine

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> Response:
    """The process answers; nothing else is asked."""
    return jsonify(status="ok")


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    """Database and index can be used; 503 with the reasons where one can't."""
    reasons = {name: reason for name, check in _CHECKS.items() if (reason := check())}
    answer = {"status": "unavailable" if reasons else "ok"} | {name: reasons.get(name, "ok") for name in _CHECKS}
    return jsonify(answer), 503 if reasons else 200


def _database() -> str | None:
    try:
        require_database()
    except Unavailable as error:
        return str(error)
    return None


def _index() -> str | None:
    try:
        engine = search_engine()
        if engine.ready():
            return None
        mend(engine)
    except Unavailable as error:
        return str(error)
    return "检索索引缺失或损坏，正在重新建立"


_CHECKS: dict[str, Callable[[], str | None]] = {"database": _database, "index": _index}
