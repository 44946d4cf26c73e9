"""Declaring implementations, verifying, sending back, revoking and ending them: what the pages do, for programs."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import wraps
from typing import Any

from flask import Response, jsonify, request
from marshmallow import Schema
from werkzeug.exceptions import UnsupportedMediaType

from app.accounts.auth import signed_in
from app.api.files import file_named
from app.api.schemas.declarations import DeclarationGiven, DeclarationShown, DeclaredShown, EndGiven, OnGiven
from app.api.schemas.fields import LARGEST_ID
from app.api.smorest import Blueprint
from app.api.writing import ONCE
from app.clock import today
from app.errors import Conflict
from app.registry.editing.repeating import HEADER, answered_once
from app.registry.models import Implementation
from app.registry.queries.names import named_organization, named_standard
from app.registry.services.declaring import Declaration, declare, end
from app.registry.services.verifying import revoke, send_back, verify
from app.registry.services.writing import written_through
from app.registry.words import Through

bp = Blueprint("declarations", __name__, url_prefix="/api/v1/declarations", description="联盟标准实施声明")
ONE = f"/<int(max={LARGEST_ID}):declaration_id>"

View = Callable[..., Any]


def _described(summary: str, shown: Any) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        for code, name in ((400, "BAD_REQUEST"), (401, "UNAUTHORIZED"), (403, "FORBIDDEN"), (404, "NOT_FOUND"),
                           (409, "CONFLICT"), (413, "REQUEST_ENTITY_TOO_LARGE"), (415, "UNSUPPORTED_MEDIA_TYPE"),
                           (422, "UNPROCESSABLE_ENTITY"), (429, "TOO_MANY_REQUESTS")):  # fmt: skip
            view = bp.alt_response(code, name)(view)
        described: View = bp.doc(summary=summary, parameters=[ONCE], security=[{"token": []}])(bp.response(200, shown)(view))
        return described

    return decorate


def _repeatable(shown: type[Schema]) -> Callable[[View], View]:
    """Answer a request that is repeated with its key as the first time."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(given: Mapping[str, Any], **place: Any) -> Response:
            def made() -> dict[str, Any]:
                dumped: dict[str, Any] = shown().dump(view(given, **place))
                return dumped

            return jsonify(answered_once(request.path, given, made, actor=signed_in(), key=request.headers.get(HEADER)))

        return answer

    return decorate


@bp.before_request
def _who_asks() -> None:
    """Whoever asks is known before anything of the request is read."""
    signed_in()
    if not request.is_json:
        raise UnsupportedMediaType
    written_through(Through.API)


@bp.post("")
@_described("声明一家企业实施一项联盟标准；重复或期间重叠的声明答已有的那一项", DeclaredShown)
@bp.arguments(DeclarationGiven, location="json")
@_repeatable(DeclaredShown)
def declare_implementation(given: Mapping[str, Any]) -> dict[str, Any]:
    """Declare."""
    asked = Declaration(
        organization_id=named_organization(given["organization"]).id,
        standard_id=named_standard(given["number"], today(), "number").id,
        since=given["from"],
        last_day=_last_day(given["to"]),
        products=given["products"],
        evidence=given["evidence"],
        file_id=file_named(given["file"], actor=signed_in()),
    )
    declared = declare(asked, actor=signed_in())
    return {
        "outcome": declared.outcome.name.lower(),
        "warning": declared.warning,
        "declaration": declared.implementation,
    }


@bp.post(f"{ONE}/verification")
@_described("协会核实", DeclarationShown)
@bp.arguments(OnGiven, location="json")
@_repeatable(DeclarationShown)
def verify_declaration(given: Mapping[str, Any], declaration_id: int) -> Implementation:
    """The association verifies."""
    found = verify([declaration_id], on=given["on"] or today(), actor=signed_in())
    if found.refused:
        raise Conflict(found.refused[0][1])
    return (*found.done, *found.before)[0]


@bp.post(f"{ONE}/return")
@_described("协会退回补正，须写明理由", DeclarationShown)
@bp.arguments(OnGiven, location="json")
@_repeatable(DeclarationShown)
def return_declaration(given: Mapping[str, Any], declaration_id: int) -> Implementation:
    """The association sends it back."""
    return send_back([declaration_id], reason=given["reason"], actor=signed_in())[0]


@bp.post(f"{ONE}/revocation")
@_described("标准化院抽查撤销，须写明理由", DeclarationShown)
@bp.arguments(OnGiven, location="json")
@_repeatable(DeclarationShown)
def revoke_declaration(given: Mapping[str, Any], declaration_id: int) -> Implementation:
    """Staff revoke."""
    return revoke(declaration_id, on=given["on"] or today(), reason=given["reason"], actor=signed_in())


@bp.post(f"{ONE}/end")
@_described("登记停止实施", DeclarationShown)
@bp.arguments(EndGiven, location="json")
@_repeatable(DeclarationShown)
def end_declaration(given: Mapping[str, Any], declaration_id: int) -> Implementation:
    """The enterprise, or who declares for it, says until when."""
    last = _last_day(given["to"])
    return end(declaration_id, last_day=last or given["to"], actor=signed_in())


def _last_day(until: date | None) -> date | None:
    """The last day included of a term that ends before `until`."""
    return None if until is None or until == date.min else until - timedelta(days=1)
