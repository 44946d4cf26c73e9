"""Committees: a list that can be narrowed, and each with its place in the tree and its standards."""

from collections.abc import Mapping
from typing import Any

from app.api.caching import names_version
from app.api.schemas.bodies import CommitteeArguments, CommitteeListSchema, CommitteeRecordArguments, CommitteeSchema
from app.api.schemas.fields import LARGEST_ID
from app.api.smorest import Blueprint
from app.registry.models import Committee
from app.registry.queries import committees as queries
from app.registry.queries.paging import Page
from app.registry.queries.standards import cards

bp = Blueprint("committees", __name__, url_prefix="/api/v1/committees", description="标准化技术委员会")


@bp.get("")
@bp.doc(summary="标准化技术委员会一览，按编号")
@bp.arguments(CommitteeArguments, location="query")
@bp.response(200, CommitteeListSchema)
def listing(asked: Mapping[str, Any]) -> Page[Committee]:
    """Committees by number, each with those directly below it."""
    return queries.committees(
        q=asked["q"], levels=asked["level"], counties=asked["county"], page=asked["page"], per_page=asked["per_page"]
    )


@bp.get(f"/<int(max={LARGEST_ID}):committee_id>")
@bp.doc(summary="一个标准化技术委员会及其归口的标准")
@bp.arguments(CommitteeRecordArguments, location="query")
@bp.response(200, CommitteeSchema)
@bp.alt_response(404, "NOT_FOUND")
def record(asked: Mapping[str, Any], committee_id: int) -> dict[str, Any]:
    """One committee, and a page of its standards with their status on the day."""
    names_version("committees", committee_id)
    found = queries.committee_record(committee_id, page=asked["page"], per_page=asked["per_page"])
    standards = cards([standard.id for standard in found.standards.items], asked["as_of"])
    return {
        "of": found.committee,
        "ancestors": found.ancestors,
        "standards": vars(found.standards) | {"items": standards},
    }
