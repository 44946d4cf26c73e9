"""Taking a backup, beside a server that goes on serving."""

import json
from pathlib import Path

from sqlalchemy import text

from app.backups.archive import ArchiveWriter
from app.backups.rows import begin_reading, rows_out
from app.clock import now
from app.config import Settings
from app.database import db

FOLDERS = ("files", "uploads")
"""Folders of an instance that hold what people handed in."""


def back_up(settings: Settings, path: Path) -> int:
    """Write everything that cannot be derived to one file: rows as of one moment, files, the secret key.

    The rows come first, so that each file they name is there when files are copied. Returns the number of rows. Raises
    `Unavailable` where the file can't be written.
    """
    with db.engine.connect() as plain:
        connection = begin_reading(plain)
        revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
        count = 0
        with ArchiveWriter(path, {"revision": revision, "made_at": now().isoformat(timespec="seconds")}) as archive:
            for name, rows in rows_out(connection):
                with archive.lines(f"tables/{name}.jsonl") as out:
                    for row in rows:
                        out.write(json.dumps(row, ensure_ascii=False) + "\n")
                        count += 1
            _add_files(archive, settings)
    return count


def _add_files(archive: ArchiveWriter, settings: Settings) -> None:
    paths = [settings.instance_dir / "secret_key"]
    for folder in FOLDERS:
        paths += sorted(path for path in (settings.instance_dir / folder).rglob("*") if path.is_file() and path.name[0] != ".")
    for path in paths:
        try:
            content = path.open("rb")
        except FileNotFoundError:
            continue  # deleted since it was listed, and its row with it
        with content:
            archive.add(path.relative_to(settings.instance_dir).as_posix(), content)
