"""Rows into a table of the application's database."""

from typing import Any

import pytest
from flask import Flask

from app.accounts.permissions import OPERATOR
from app.database import db
from app.registry.importing.outcomes import Report
from app.registry.importing.rows import Refusal, Row
from app.registry.importing.service import import_rows
from tests.registry.importing.taking import Take


@pytest.fixture
def take(app: Flask) -> Take:
    """Imports rows as if each were a line of a file, the first line 1; gives the report and what was refused."""

    def taking(*rows: dict[str, Any], table: str = "standards", dry_run: bool = False) -> tuple[Report, list[Refusal]]:
        refused: list[Refusal] = []
        lines = (Row(line, values) for line, values in enumerate(rows, 1))
        report = import_rows(table, lines, actor=OPERATOR, dry_run=dry_run, on_refusal=refused.append)
        db.session.expire_all()
        return report, refused

    return taking
