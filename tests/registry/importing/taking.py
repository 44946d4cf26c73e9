"""What the tests of importing share: the shape of a call, its counts, and codes of bodies that can't exist."""

from typing import Any, Protocol

from stdnum.cn.uscc import calc_check_digit

from app.registry.importing.outcomes import Report
from app.registry.importing.rows import Refusal

Counts = tuple[int, int, int, int]
"""Created, updated, unchanged, rejected."""


class Take(Protocol):
    def __call__(
        self, *rows: dict[str, Any], table: str = "standards", dry_run: bool = False
    ) -> tuple[Report, list[Refusal]]: ...


def counts(report: Report) -> Counts:
    return report.created, report.updated, report.unchanged, report.rejected


def code(serial: int) -> str:
    """A code under division 330399, which no real body can hold."""
    body = f"91330399MA{serial:07d}"
    return body + calc_check_digit(body)
