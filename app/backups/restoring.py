"""Putting a backup back: checked whole before anything is touched, the rows in one transaction."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from sqlalchemy import Connection

from app import migrating
from app.backups.archive import Archive
from app.backups.rows import Plain, begin_writing, clear, is_occupied, renew_counters, rows_in, tables_of
from app.backups.taking import FOLDERS
from app.config import Settings
from app.database import db
from app.errors import Conflict, Invalid

_TABLES = "tables/"


def restore(settings: Settings, path: Path, *, force: bool = False) -> int:
    """Make the instance what it was when the backup was taken. Returns the number of rows; the index is to be rebuilt.

    `force`: overwrite what the instance holds. Raises `Invalid` where the file is no whole backup, or one of a newer
    version, `Conflict` where the instance holds anything and `force` is not given.
    """
    archive = Archive(path)
    revision = str(archive.facts["revision"])
    if revision not in migrating.revisions():
        raise Invalid(f"{path.name} 是较新版本的标联做的备份，请先升级标联再恢复")
    with db.engine.connect() as connection:
        if is_occupied(connection) and not force:
            raise Conflict("该实例已有数据，没有恢复；确要以备份覆盖请加 --force，或用 BIAOLIAN_INSTANCE_DIR 指定一个新的实例")
    _stand_at(revision)
    with db.engine.connect() as plain:
        # tables of an older version may have no stamps to renew; the migrations that follow bring them
        connection = plain.execution_options(migrating=not migrating.is_current())
        begin_writing(connection)
        count = _put_rows(connection, archive)
        connection.commit()
    _put_files(settings, archive)
    if not migrating.is_current():
        migrating.upgrade()
    return count


def _stand_at(revision: str) -> None:
    """Give the database the tables that the backup was taken from; rows that are in the way go with the other tables."""
    standing = migrating.revision()
    if standing == revision:
        return
    if standing is not None and standing > revision:
        with db.engine.connect() as connection:
            begin_writing(connection)
            clear(connection)
            connection.commit()
        migrating.downgrade(revision)
    else:
        migrating.upgrade(revision)


def _put_rows(connection: Connection, archive: Archive) -> int:
    clear(connection)
    tables = {f"{_TABLES}{table.name}.jsonl": table for table in tables_of(connection)}
    count = 0
    for name, content in archive.members():
        if name.startswith(_TABLES):
            count += rows_in(connection, tables[name], _rows(content))
    renew_counters(connection)
    return count


def _rows(content: IO[bytes]) -> Iterator[Plain]:
    return (json.loads(line) for line in content)


def _put_files(settings: Settings, archive: Archive) -> None:
    """Put the files beside those that are there, then in their place, so that none is seen half."""
    fresh = settings.instance_dir / f".restored-{os.getpid()}"
    try:
        for name, content in archive.members():
            if name == "secret_key" or name.split("/")[0] in FOLDERS:
                _write(fresh / name, content)
        for folder in FOLDERS:
            shutil.rmtree(settings.instance_dir / folder, ignore_errors=True)
            if (fresh / folder).exists():
                os.replace(fresh / folder, settings.instance_dir / folder)
        if (fresh / "secret_key").exists():
            os.replace(fresh / "secret_key", settings.instance_dir / "secret_key")
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _write(path: Path, content: IO[bytes]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        shutil.copyfileobj(content, file)
