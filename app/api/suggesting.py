"""Completions while a query is typed, each with the page it leads to."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from app.api.schemas.suggesting import SuggestArguments, SuggestionsSchema
from app.api.smorest import Blueprint
from app.registry.queries.names import committee_ids
from app.search import serving
from app.search.engine import Completion

MOST = 10

bp = Blueprint("suggest", __name__, url_prefix="/api/v1/suggest", description="检索框补全")


@bp.get("")
@bp.doc(summary="补全正在输入的检索词")
@bp.arguments(SuggestArguments, location="query")
@bp.response(200, SuggestionsSchema)
@bp.alt_response(503, "SERVICE_UNAVAILABLE")
def suggest(asked: Mapping[str, str]) -> dict[str, Any]:
    """Numbers, titles, bodies, committees and words that begin so."""
    found = serving.suggest(asked["q"], MOST)
    ids = committee_ids([each.key for each in found if each.type == "committee"])
    return {"items": [{"type": each.type, "text": each.text, "url": _page_of(each, ids)} for each in found]}


def _page_of(found: Completion, ids: Mapping[str, int]) -> str:
    """The page of a record; a search where there is none, as for a word or a committee known by its name alone."""
    if found.type in ("number", "title"):
        return f"/standards/{quote(found.key)}"
    if found.type == "organization":
        return f"/organizations/{found.key}"
    if found.type == "committee":
        return f"/committees/{ids[found.key]}" if found.key in ids else f"/search?{urlencode({'committee': found.key})}"
    return f"/search?{urlencode({'q': found.key})}"
