"""Completions."""

from app.search.embedded_snapshot import Snapshot
from app.search.engine import Completion


def complete(typed: str, limit: int, index: Snapshot) -> list[Completion]:
    """Complete what is typed."""
    return []
