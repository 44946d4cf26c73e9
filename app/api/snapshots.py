"""Snapshots (报送快照): what was reported, frozen and read back, and how the register as it is now differs from it."""

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, request, url_for
from werkzeug.exceptions import UnsupportedMediaType

from app.accounts.auth import signed_in
from app.accounts.permissions import Actor, Permission, require
from app.api.differing import Difference, differences
from app.api.reports import Report, definition_version, frozen, live_report, thawed_of
from app.api.schemas.fields import LARGEST_ID
from app.api.schemas.snapshots import (
    DifferencesSchema,
    SnapshotGiven,
    SnapshotItemSchema,
    SnapshotListSchema,
    SnapshotSchema,
)
from app.api.sheets import sheets
from app.api.smorest import Blueprint
from app.api.writing import ONCE
from app.registry.editing.repeating import HEADER, answered_once
from app.registry.models import Snapshot
from app.registry.rates.definitions_document import as_markdown
from app.registry.services import snapshots as kept

bp = Blueprint("snapshots", __name__, url_prefix="/api/v1/statistics/snapshots", description="报送快照")

_ONE = f"/<int(max={LARGEST_ID}):snapshot_id>"
_TOLD = ("id", "title", "as_of", "taken_at", "taken_by", "definition_version", "checksum")


@bp.before_request
def _who_writes() -> None:
    """Whoever takes one may, before anything of the request is read."""
    if request.method == "POST":
        require(signed_in(), Permission.SNAPSHOT_TAKE)
        if not request.is_json:
            raise UnsupportedMediaType


@bp.get("")
@bp.doc(summary="报送快照，最近的在前")
@bp.response(200, SnapshotListSchema)
def snapshots() -> dict[str, Any]:
    """All snapshots without their tables, the newest first."""
    return {"items": kept.snapshots()}


@bp.post("")
@bp.doc(summary="留存一份报送快照：截至某日的全部指标、口径与明细", parameters=[ONCE], security=[{"token": []}])
@bp.response(201, SnapshotItemSchema)
@bp.alt_response(400, "BAD_REQUEST")
@bp.alt_response(401, "UNAUTHORIZED")
@bp.alt_response(403, "FORBIDDEN")
@bp.alt_response(413, "REQUEST_ENTITY_TOO_LARGE")
@bp.alt_response(415, "UNSUPPORTED_MEDIA_TYPE")
@bp.alt_response(429, "TOO_MANY_REQUESTS")
@bp.arguments(SnapshotGiven, location="json")
def take(given: Mapping[str, Any]) -> Response:
    """Freeze the report on a day."""
    actor = signed_in()

    def made() -> dict[str, Any]:
        dumped: dict[str, Any] = SnapshotItemSchema().dump(taken(given["title"], live_report(given["as_of"]), actor))
        return dumped

    said = answered_once(request.path, given, made, actor=actor, key=request.headers.get(HEADER))
    response = jsonify(said)
    response.status_code = 201
    response.headers["Location"] = url_for("snapshots.snapshot", snapshot_id=said["id"])
    return response


@bp.get(_ONE)
@bp.doc(summary="一份报送快照：指标定义与当时的各表")
@bp.response(200, SnapshotSchema)
@bp.alt_response(404, "NOT_FOUND")
@bp.alt_response(409, "CONFLICT")
def snapshot(snapshot_id: int) -> dict[str, Any]:
    """What was frozen."""
    return whole(kept.snapshot_whole(snapshot_id))


@bp.get(f"{_ONE}/differences")
@bp.doc(summary="登记现状与报送快照的差异：减少、增加的行，改变的行逐项列出快照值与现在值")
@bp.response(200, DifferencesSchema)
@bp.alt_response(404, "NOT_FOUND")
@bp.alt_response(409, "CONFLICT")
def snapshot_differences(snapshot_id: int) -> dict[str, Any]:
    """The tables that the register would fill differently now for the same day."""
    return differing(kept.snapshot_whole(snapshot_id))


def taken(title: str | None, report: Report, actor: Actor) -> Snapshot:
    """The snapshot that keeps a report. Raises what `take_snapshot` does."""
    return kept.take_snapshot(title, report.as_of, report.definition_version, frozen(report), actor=actor)


def whole(snapshot: Snapshot) -> dict[str, Any]:
    """A snapshot with all it holds, for `SnapshotSchema`."""
    report = thawed_of(snapshot)
    return {name: getattr(snapshot, name) for name in _TOLD} | {
        name: getattr(report, name) for name in ("plan", "definitions", "sheets")
    }


def differing(snapshot: Snapshot) -> dict[str, Any]:
    """How the register as it is now, and the definitions as they are now, differ from a snapshot, for `DifferencesSchema`."""
    return {
        "id": snapshot.id,
        "as_of": snapshot.as_of,
        "definition_version": snapshot.definition_version,
        "definition_version_now": definition_version(as_markdown()),
        "items": differences_of(snapshot),
    }


def differences_of(snapshot: Snapshot) -> list[Difference]:
    """The tables that differ."""
    return differences(thawed_of(snapshot).sheets, sheets(snapshot.as_of.first_day))
