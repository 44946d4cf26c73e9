"""Organizations: a list to look one up in, and what each did."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.api.caching import names_version
from app.api.schemas.bodies import OrganizationArguments, OrganizationListSchema, OrganizationSchema
from app.api.schemas.fields import LARGEST_ID
from app.api.schemas.standards import OfDay
from app.api.smorest import Blueprint
from app.registry.models import Organization
from app.registry.queries import organizations as queries
from app.registry.queries.paging import Page
from app.registry.queries.standards import cards_by_id

bp = Blueprint("organizations", __name__, url_prefix="/api/v1/organizations", description="单位")


@bp.get("")
@bp.doc(summary="单位一览")
@bp.arguments(OrganizationArguments, location="query")
@bp.response(200, OrganizationListSchema)
def listing(asked: Mapping[str, Any]) -> Page[Organization]:
    """Organizations by name."""
    return queries.organizations(
        q=asked["q"], kinds=asked["kind"], counties=asked["county"], page=asked["page"], per_page=asked["per_page"]
    )


@bp.get(f"/<int(max={LARGEST_ID}):organization_id>")
@bp.doc(summary="一个单位：起草、实施、成员身份、获评、秘书处")
@bp.arguments(OfDay, location="query")
@bp.response(200, OrganizationSchema)
@bp.alt_response(404, "NOT_FOUND")
def record(asked: Mapping[str, date], organization_id: int) -> dict[str, Any]:
    """One organization with everything recorded of it; its standards with their status on the day."""
    names_version("organizations", organization_id)
    found = queries.organization_record(organization_id)
    spoken_of = {each.standard_id for each in found.draftings} | {each.standard_id for each in found.implementations}
    standards = cards_by_id(spoken_of, asked["as_of"])
    return vars(found) | {
        "of": found.organization,
        "draftings": [{"of": each, "standard": standards[each.standard_id]} for each in found.draftings],
        "implementations": [{"of": each, "standard": standards[each.standard_id]} for each in found.implementations],
    }
