"""Block industries: the list, and each with its members and standards."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.api.caching import names_version
from app.api.schemas.fields import LARGEST_ID
from app.api.schemas.industries import BlockIndustryArguments, BlockIndustryListSchema, BlockIndustrySchema
from app.api.schemas.standards import OfDay
from app.api.smorest import Blueprint
from app.registry.models import BlockIndustry
from app.registry.queries import block_industries as queries
from app.registry.queries.paging import Page
from app.registry.queries.standards import cards_by_id

bp = Blueprint("block_industries", __name__, url_prefix="/api/v1/block-industries", description="块状产业")


@bp.get("")
@bp.doc(summary="块状产业一览")
@bp.arguments(BlockIndustryArguments, location="query")
@bp.response(200, BlockIndustryListSchema)
def listing(asked: Mapping[str, Any]) -> Page[BlockIndustry]:
    """Block industries by code."""
    return queries.block_industries(
        q=asked["q"], counties=asked["county"], page=asked["page"], per_page=asked["per_page"]
    )


@bp.get(f"/<int(max={LARGEST_ID}):block_industry_id>")
@bp.doc(summary="一个块状产业：成员企业与标准，含已往和将来的")
@bp.arguments(OfDay, location="query")
@bp.response(200, BlockIndustrySchema)
@bp.alt_response(404, "NOT_FOUND")
def record(asked: Mapping[str, date], block_industry_id: int) -> dict[str, Any]:
    """One block industry with all memberships and ties; its standards with their status on the day."""
    names_version("block-industries", block_industry_id)
    found = queries.block_industry_record(block_industry_id)
    standards = cards_by_id([tie.standard_id for tie in found.standards], asked["as_of"])
    return {
        "of": found.block_industry,
        "members": found.memberships,
        "standards": [{"of": tie, "standard": standards[tie.standard_id]} for tie in found.standards],
    }
