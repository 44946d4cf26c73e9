"""An import that is killed: what it acknowledged stays, and a repeat completes it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from app.accounts.permissions import OPERATOR
from app.config import Settings
from app.database import db
from app.registry.importing.records import CHUNK
from app.registry.importing.service import import_file
from app.registry.models import Drafter, Relation, Stale, Standard

ROWS = 8 * CHUNK
IMPORTING = """
import sys
from pathlib import Path
from app import create_app
from app.accounts.permissions import OPERATOR
from app.registry.importing.service import import_file
with create_app().app_context():
    import_file("standards", Path(sys.argv[1]), actor=OPERATOR)
"""


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def write_rows(path: Path) -> Path:
    """Standards that each replace the one after them, so that links reach over the ends of chunks."""
    with path.open("w", encoding="utf-8") as file:
        for serial in range(1, ROWS + 1):
            row = {
                "number": f"GB/T {serial}-2020",
                "title_zh": "断路器",
                "drafters": ["张三", "李四"],
                "replaces": [f"GB/T {serial + 1}-2020"],
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def test_a_killed_import_keeps_whole_chunks_and_a_repeat_completes_it(app: Flask, settings: Settings, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "rows.jsonl")
    environment = os.environ | {
        "BIAOLIAN_INSTANCE_DIR": str(settings.instance_dir),
        "BIAOLIAN_DATABASE_URL": settings.database_url,
    }
    with subprocess.Popen([sys.executable, "-c", IMPORTING, str(path)], env=environment) as importing:  # noqa: S603 - our own
        deadline = time.monotonic() + 120
        while count(Standard) < 2 * CHUNK and importing.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        importing.send_signal(signal.SIGKILL)
    assert importing.returncode == -signal.SIGKILL

    kept = count(Standard)
    assert 2 * CHUNK <= kept < ROWS
    assert kept % CHUNK == 0
    assert (count(Drafter), count(Relation)) == (2 * kept, kept)
    assert db.session.scalar(select(func.count(Stale.standard_id.distinct()))) == kept

    report = import_file("standards", path, actor=OPERATOR)
    assert (report.created, report.updated, report.unchanged, report.rejected) == (ROWS - kept, 0, kept, 0)
    assert (count(Standard), count(Drafter), count(Relation)) == (ROWS, 2 * ROWS, ROWS)
    joined = select(func.count()).select_from(Relation).where(Relation.subject_id.is_not(None), Relation.object_id.is_not(None))
    assert db.session.scalar(joined) == ROWS - 1
