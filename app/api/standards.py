"""Standards: the search, and one whole record by id or number."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Response, jsonify

from app.accounts.limiting import exporting
from app.api.caching import names_version
from app.api.exporting import FORMS
from app.api.found import found_file
from app.api.schemas.searching import ExportArguments, SearchAnswerSchema, SearchArguments
from app.api.schemas.standards import CandidatesSchema, OfDay, StandardSchema
from app.api.searching import SearchAnswer, search_standards
from app.api.smorest import Blueprint
from app.registry.queries.lookup import FoundStandard, find_standard
from app.registry.queries.standards import StandardRecord, cards, standard_record
from app.registry.words import RelationKind
from app.search.query import Asked

bp = Blueprint("standards", __name__, url_prefix="/api/v1/standards", description="标准")

A_FILE = {"type": "string", "format": "binary"}

_ID = re.compile(r"[0-9]{1,10}")


@bp.get("")
@bp.doc(summary="检索标准")
@bp.arguments(SearchArguments, location="query")
@bp.response(200, SearchAnswerSchema)
@bp.alt_response(503, "SERVICE_UNAVAILABLE")
def search(asked: Asked) -> SearchAnswer:
    """Search; an empty text lists all."""
    return search_standards(asked)


@bp.get("/export")
@exporting
@bp.doc(summary="检索结果全部导出为表格文件，不分页")
@bp.arguments(ExportArguments, location="query")
@bp.doc(responses={200: {"description": "每项标准一行", "content": {form: {"schema": A_FILE} for form in FORMS.values()}}})
@bp.alt_response(503, "SERVICE_UNAVAILABLE")
def export(asked: tuple[Asked, str]) -> Response:
    """Everything that a search finds, as one file."""
    search, form = asked
    return found_file(search, form)


@bp.get("/<path:number>")
@bp.doc(summary="一项标准的全部记录，按 id 或任意写法的标准号")
@bp.arguments(OfDay, location="query")
@bp.response(200, StandardSchema)
@bp.alt_response(300, schema=CandidatesSchema, description="标准号可能指几项标准")
@bp.alt_response(404, "NOT_FOUND")
def record(asked: Mapping[str, date], number: str) -> dict[str, Any] | Response:
    """One whole record on a day; several candidates where the number may mean several."""
    day = asked["as_of"]
    if _ID.fullmatch(number):
        known = standard_record(int(number), day)
        return _whole(known, FoundStandard(known.card.standard), day)
    found = find_standard(number, day)
    if found.standard is None:
        ids = [standard.id for standard in found.candidates]
        answer = jsonify(CandidatesSchema().dump({"asked": number, "as_of": day, "candidates": cards(ids, day)}))
        answer.status_code = 300
        return answer
    return _whole(standard_record(found.standard.id, day), found, day)


def _whole(record: StandardRecord, found: FoundStandard, day: date) -> dict[str, Any]:
    """What `StandardSchema` shows of a record."""
    standard = record.card.standard
    names_version("standards", standard.id)
    return vars(record.card) | {
        "as_of": day,
        "asked_undated": found.asked_undated,
        "found_as": found.found_as,
        "candidates": cards([each.id for each in found.candidates], day) if found.candidates else [],
        "upcoming": next(iter(cards([found.upcoming.id], day)), None) if found.upcoming else None,
        "former_numbers": [former.number for former in standard.former_numbers],
        "drafters": [drafter.name for drafter in standard.drafters],
        "record": record,
        "related": _related(record),
    }


_NAMES = {
    RelationKind.REPLACES: ("replaces", "replaced_by"),
    RelationKind.PARTLY_REPLACES: ("partly_replaces", "partly_replaced_by"),
    RelationKind.AMENDS: ("amends", "amended_by"),
    RelationKind.ADOPTS: ("adoptions", "adopted_by"),
    RelationKind.CITES: ("citations", "cited_by"),
}
_AS_NUMBERS = frozenset((RelationKind.REPLACES, RelationKind.PARTLY_REPLACES, RelationKind.AMENDS))


def _related(record: StandardRecord) -> dict[str, list[Any]]:
    """The far ends of all relations by the name each has at this end; lineage tells more of those named by number alone."""
    related: dict[str, list[Any]] = {name: [] for names in _NAMES.values() for name in names}
    outward = ((relation, 0, relation.object_number, relation.object) for relation in record.out)
    inward = ((relation, 1, relation.subject_number, relation.subject) for relation in record.into)
    for relation, end, number, standard in (*outward, *inward):
        far = {"number": number, "standard": standard, "degree": relation.degree}
        related[_NAMES[relation.kind][end]].append(number if relation.kind in _AS_NUMBERS else far)
    return related
