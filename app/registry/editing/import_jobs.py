"""Imports started in the browser: taken in, looked at, tried, and carried out while the page may be closed.

What a job has done so far lies in its folder (`progress`, `fates.jsonl`, the rejects), since a trial is one transaction that
keeps other writers waiting, its own reports among them. Rows go in by natural key, so a job that was interrupted is repeated.
"""

import json
import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from app.accounts.permissions import Actor, Permission, require
from app.clock import now
from app.database import db
from app.errors import BiaolianError, Conflict, FieldError, Invalid, NotFound
from app.registry.importing.columns import Table, table_of
from app.registry.importing.headings import look
from app.registry.importing.outcomes import Done, Report
from app.registry.importing.reading import ReadRow
from app.registry.importing.rows import Format, Refusal
from app.registry.importing.service import import_file
from app.registry.models import ImportJob
from app.registry.words import JobState, Through

LARGEST = 50 << 20
"""Bytes of an uploaded file."""

SILENT_SECONDS = 120
"""A job that says nothing for so long has died with its process."""

REFUSED = "退回"
_SHOWN = 200
_SOURCE = "source"
_REJECTS = "rejects.xlsx"


@dataclass(frozen=True)
class Fate:
    """What became, or would become, of one row: `line` of the file, `what` was done, `key`; why where it was refused."""

    line: int
    what: str
    key: str
    field: str = ""
    value: str = ""
    reason: str = ""


class ImportJobs:
    """The jobs whose folders lie in one folder; the file of a job is kept `keep_days`, its report as long as the register."""

    def __init__(self, folder: Path, keep_days: int = 90) -> None:
        self._folder = folder
        self._keep_days = keep_days

    def open(self, table_name: str, name: str, save: Callable[[Path], Any], *, actor: Actor) -> ImportJob:
        """Take in a file; `save` writes it to the path it is given. Raises `Invalid` where it can't be used, `NotAllowed`."""
        require(actor, Permission.REGISTER_IMPORT)
        table = table_of(table_name)
        token = secrets.token_hex(16)
        place = self._folder / token
        place.mkdir(parents=True, mode=0o700)
        source = place / _SOURCE
        try:
            save(source)
            if source.stat().st_size > LARGEST:
                raise _unfit(f"文件超过 {LARGEST >> 20} MiB，请拆成较小的文件，或用命令行导入")
            seen = look(source, table)
        except BiaolianError as error:
            source.unlink(missing_ok=True)
            place.rmdir()
            raise _unfit(str(error).replace(_SOURCE, "文件")) from None
        source.rename(place / f"{_SOURCE}.{seen.form.value}")
        job = ImportJob(
            token=token,
            table_name=table_name,
            name=name[:240],
            by_name=actor.name,
            user_id=actor.user_id,
            made_at=now(),
            state=JobState.CHOOSING,
            headings=tuple(seen.headings),
            samples=[list(row) for row in seen.samples],
            chosen=dict(zip(seen.headings, seen.meant, strict=True)),
            warnings=(),
        )
        db.session.add(job)
        db.session.commit()
        self.forget_old_files()
        return job

    def forget_old_files(self) -> int:
        """Delete the files of jobs that are older than they are kept and not under way. Returns how many there were."""
        oldest = now() - timedelta(days=self._keep_days)
        at_work = (JobState.WAITING, JobState.RUNNING)
        old = db.session.scalars(select(ImportJob.token).where(ImportJob.made_at < oldest, ImportJob.state.not_in(at_work)))
        files = [path for token in old for path in (self._folder / token).glob(f"{_SOURCE}.*")]
        for path in files:
            path.unlink(missing_ok=True)
        return len(files)

    def all(self, *, actor: Actor, limit: int = 50) -> list[ImportJob]:
        """The last jobs of everybody, newest first. Raises `NotAllowed`."""
        require(actor, Permission.REGISTER_IMPORT)
        jobs = list(db.session.scalars(select(ImportJob).order_by(ImportJob.id.desc()).limit(limit)))
        for job in jobs:
            self._see_whether_it_lives(job)
        return jobs

    def get(self, job_id: int, *, actor: Actor) -> ImportJob:
        """One job. Raises `NotFound`, `NotAllowed`."""
        require(actor, Permission.REGISTER_IMPORT)
        job = db.session.get(ImportJob, job_id, populate_existing=True)
        if job is None:
            raise NotFound("没有这次导入")
        self._see_whether_it_lives(job)
        return job

    def choose(self, job_id: int, chosen: Mapping[str, str | None], *, actor: Actor) -> ImportJob:
        """Say which column each heading means, and let the job be tried. Raises `Invalid` naming what is wrong."""
        job = self.get(job_id, actor=actor)
        table = table_of(job.table_name)
        taken = [column for column in chosen.values() if column]
        twice = sorted({column for column in taken if taken.count(column) > 1})
        if twice:
            raise Invalid(f"有两列都对应到“{table.column(twice[0]).label}”，请改正其中一列")
        if not any(column in taken for column in table.key):
            raise Invalid(f"请至少对应“{table.column(table.key[0]).label}”这一列，才知道是哪一条")
        self._queue(job, trial=True, chosen={heading: chosen.get(heading) or None for heading in job.headings})
        return job

    def confirm(self, job_id: int, *, actor: Actor) -> ImportJob:
        """Let a job that was tried be carried out. Raises `Conflict` where it was not tried."""
        job = self.get(job_id, actor=actor)
        if job.state is not JobState.CHECKED:
            raise Conflict("这次导入还没有试运行，或已经导入")
        self._queue(job, trial=False)
        return job

    def resume(self, job_id: int, *, actor: Actor) -> ImportJob:
        """Let a job that was interrupted go on: what is in already counts as unchanged."""
        job = self.get(job_id, actor=actor)
        if job.state is not JobState.INTERRUPTED:
            raise Conflict("这次导入没有中断")
        self._queue(job, trial=job.is_trial)
        return job

    def run(self, job_id: int, *, actor: Actor, follow: Callable[[], None]) -> None:
        """Carry out a job that waits, unless another process has it in hand; it has ended once `follow` has returned."""
        claimed = db.session.execute(
            update(ImportJob)
            .where(ImportJob.id == job_id, ImportJob.state == JobState.WAITING)
            .values(state=JobState.RUNNING)
        )
        db.session.commit()
        if claimed.rowcount != 1:  # type: ignore[attr-defined]  # it is the result of an update
            return
        job = db.session.get_one(ImportJob, job_id)
        ended = JobState.INTERRUPTED  # unless it comes to an end of its own
        try:
            report = self._import(job, actor)
            follow()
        except BiaolianError as error:
            ended, job.failure = JobState.FAILED, str(error).replace(_SOURCE, "文件")
        else:
            ended = JobState.CHECKED if job.is_trial else JobState.DONE
            job.created, job.updated = report.created, report.updated
            job.unchanged, job.rejected = report.unchanged, report.rejected
            job.warnings = tuple(report.warnings)
        finally:
            job.state, job.ended_at = ended, now()
            db.session.commit()

    def fraction(self, job: ImportJob) -> float:
        """How far a job is, 0..1."""
        try:
            return float((self._place(job) / "progress").read_text() or 0)
        except (OSError, ValueError):
            return 0.0

    def fates(self, job: ImportJob) -> Iterator[Fate]:
        """What became of each row, as it was settled."""
        with suppress(FileNotFoundError), (self._place(job) / "fates.jsonl").open(encoding="utf-8") as file:
            for line in file:
                yield Fate(*json.loads(line))

    def rejects(self, job: ImportJob) -> Path | None:
        """The workbook of refused rows, to be mended and imported again; None where there is none."""
        path = self._place(job) / _REJECTS
        return path if path.exists() else None

    def _import(self, job: ImportJob, actor: Actor) -> Report:
        place = self._place(job)
        (place / _REJECTS).unlink(missing_ok=True)
        [source] = place.glob(f"{_SOURCE}.*")
        table, label = table_of(job.table_name), job.name
        chosen, is_trial, name = dict(job.chosen), job.is_trial, job.table_name
        db.session.commit()  # nothing is held open while the rows go in
        with (place / "fates.jsonl.part").open("w", encoding="utf-8") as fates:

            def note(fate: Fate) -> None:
                parts = (fate.line, fate.what, fate.key, fate.field, fate.value, fate.reason)
                fates.write(json.dumps(parts, ensure_ascii=False) + "\n")

            self._say(place, 0.0)
            report = import_file(
                name,
                source,
                actor=actor,
                asked=Format(source.suffix[1:]),
                through=Through.PAGE,
                dry_run=is_trial,
                rejects=place / _REJECTS,
                name_shown=label,
                headings=chosen,
                on_taken=lambda row, done: note(_taken(table, row, done)),
                on_refusal=lambda refusal: note(_refused(table, refusal)),
                progress=lambda fraction: self._say(place, fraction),
            )
        os.replace(place / "fates.jsonl.part", place / "fates.jsonl")
        self._say(place, 1.0)
        return report

    def _queue(self, job: ImportJob, *, trial: bool, chosen: Mapping[str, str | None] | None = None) -> None:
        if job.state in (JobState.WAITING, JobState.RUNNING):
            raise Conflict("这次导入正在进行，请等它结束")
        if not any(self._place(job).glob(f"{_SOURCE}.*")):
            raise Conflict(f"这次导入的文件已超过 {self._keep_days} 天的保存期，已删除；请重新上传")
        job.state, job.is_trial, job.failure, job.ended_at = JobState.WAITING, trial, None, None
        if chosen is not None:
            job.chosen = dict(chosen)
        self._say(self._place(job), 0.0)
        db.session.commit()

    def _see_whether_it_lives(self, job: ImportJob) -> None:
        if job.state not in (JobState.WAITING, JobState.RUNNING):
            return
        try:
            silent = time.time() - (self._place(job) / "progress").stat().st_mtime
        except OSError:
            silent = SILENT_SECONDS + 1
        if silent > SILENT_SECONDS:
            job.state = JobState.INTERRUPTED
            db.session.commit()

    def _place(self, job: ImportJob) -> Path:
        return self._folder / job.token

    def _say(self, place: Path, fraction: float) -> None:
        (place / "progress").write_text(f"{fraction:.4f}")


def _unfit(reason: str) -> Invalid:
    return Invalid(reason, (FieldError("file", reason),))


def _taken(table: Table, row: ReadRow, done: Done) -> Fate:
    return Fate(row.row.line, done.value, _key(table, row.row.values))


def _refused(table: Table, refusal: Refusal) -> Fate:
    label = table.column(refusal.field).label if refusal.field else ""
    return Fate(refusal.line, REFUSED, _key(table, refusal.row), label, refusal.value or "", refusal.reason)


def _key(table: Table, values: Mapping[str, object]) -> str:
    return " ".join(str(values[name]) for name in table.key if values.get(name) not in (None, ""))[:_SHOWN]
