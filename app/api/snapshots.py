"""Snapshots (报送快照): what was reported, read back, and how the register as it is now differs from it."""

from typing import Any

from app.api import sheets
from app.api.differing import differences
from app.api.reports import Report, thawed
from app.api.schemas.fields import LARGEST_ID
from app.api.schemas.snapshots import DifferencesSchema, SnapshotListSchema, SnapshotSchema
from app.api.smorest import Blueprint
from app.registry.models import Snapshot
from app.registry.services import snapshots as kept

bp = Blueprint("snapshots", __name__, url_prefix="/api/v1/statistics/snapshots", description="报送快照")

_ONE = f"/<int(max={LARGEST_ID}):snapshot_id>"
_TOLD = ("id", "title", "as_of", "taken_at", "taken_by", "definition_version")


@bp.get("")
@bp.doc(summary="报送快照，最近的在前")
@bp.response(200, SnapshotListSchema)
def snapshots() -> dict[str, Any]:
    """All snapshots without their tables, the newest first."""
    return {"items": kept.snapshots()}


@bp.get(_ONE)
@bp.doc(summary="一份报送快照：指标定义与当时的各表")
@bp.response(200, SnapshotSchema)
@bp.alt_response(404, "NOT_FOUND")
def snapshot(snapshot_id: int) -> dict[str, Any]:
    """What was frozen."""
    found = kept.snapshot_whole(snapshot_id)
    report = thawed_of(found)
    return {name: getattr(found, name) for name in _TOLD} | {
        name: getattr(report, name) for name in ("plan", "definitions", "sheets")
    }


@bp.get(f"{_ONE}/differences")
@bp.doc(summary="登记现状与报送快照的差异：只在快照中的行，只在现状中的行")
@bp.response(200, DifferencesSchema)
@bp.alt_response(404, "NOT_FOUND")
def snapshot_differences(snapshot_id: int) -> dict[str, Any]:
    """The tables that the register would fill differently now for the same day."""
    found = kept.snapshot_whole(snapshot_id)
    now = sheets.sheets(found.as_of.first_day)
    return {"id": found.id, "as_of": found.as_of, "items": differences(thawed_of(found).sheets, now)}


def thawed_of(snapshot: Snapshot) -> Report:
    """The report that a snapshot holds."""
    return thawed(snapshot.title, snapshot.as_of.first_day, snapshot.definition_version, snapshot.content)
