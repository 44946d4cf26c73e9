"""The currency check (标准查新) of many numbers at once. It only reads, though it is asked by POST for its length."""

from collections.abc import Mapping
from typing import Any

from flask import request

from app.accounts.csrf import only_asks
from app.api.checking import checked_numbers
from app.api.schemas.currency import CheckAnswerSchema, CheckArguments
from app.api.smorest import Blueprint
from app.clock import today

LONGEST_REQUEST = 8 * 1024 * 1024
"""Bytes of a request: enough for the characters of one check, each written as a JSON escape."""

bp = Blueprint("currency-check", __name__, url_prefix="/api/v1/currency-check", description="标准查新")


@bp.before_request
def _bound() -> None:
    request.max_content_length = LONGEST_REQUEST


@bp.post("")
@bp.doc(summary="标准查新：一批标准号在某一天是否现行")
@bp.arguments(CheckArguments, location="json")
@bp.response(200, CheckAnswerSchema)
@bp.alt_response(400, "BAD_REQUEST")
@bp.alt_response(413, "REQUEST_ENTITY_TOO_LARGE")
@bp.alt_response(422, "UNPROCESSABLE_ENTITY")
@only_asks
def check(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Verdict, flags, chain and candidates of every number, as of a day."""
    day = asked["as_of"] or today()
    return {"as_of": day, "results": checked_numbers(asked["numbers"], day)}
