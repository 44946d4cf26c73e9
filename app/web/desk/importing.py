"""Imports in the browser: a file or pasted cells, columns joined, a trial with every row's fate, then the import itself.

The work is done by a thread of the serving process and goes on when the page is closed; a process that dies leaves a job that
says so and can be continued.
"""

from collections import Counter
from io import BytesIO
from pathlib import Path
from threading import Thread

from flask import Flask, Response, current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.accounts.auth import signed_in
from app.accounts.permissions import Actor
from app.api.exporting import FORMS
from app.api.schemas.fields import LARGEST_ID, Plain
from app.database import db
from app.errors import BiaolianError, FieldError, Invalid, NotFound, Unavailable
from app.files import plain_name
from app.registry.editing.import_jobs import LARGEST, REFUSED, ImportJobs
from app.registry.importing.columns import TABLES, table_of
from app.registry.importing.templates import write_template
from app.registry.models import ImportJob
from app.registry.queries.paging import Page
from app.search import sync
from app.web.asked import Listing, read
from app.web.blueprint import pages
from app.web.desk.records import TABLE, editor
from app.web.forms import Form, FormSchema

_JOB = f"/workbench/imports/<int(max={LARGEST_ID}):job_id>"
_FATES = 100


class FileForm(FormSchema):
    """Which table, and what was pasted where no file was chosen."""

    table = Plain(required=True)
    pasted = Plain(load_default="")


class JobAsked(Listing):
    """Which rows of a job."""

    what = Plain(load_default="")


@pages.route("/workbench/imports", methods=["GET", "POST"])
def imports() -> ResponseReturnValue:
    """Hand in a file; the last imports."""
    actor = signed_in()
    jobs = _jobs()
    shown = jobs.all(actor=actor)
    form = Form(FileForm, {"table": request.args.get("table", "")})
    if asked := form.load():
        try:
            job = _taken_in(jobs, asked["table"], asked["pasted"], actor)
        except BiaolianError as refused:
            form.refuse(refused)
            if "file" in form.errors:
                form.message = None
        else:
            return redirect(url_for("web.import_job", job_id=job.id), 303)
    page = render_template("desk/imports.html", form=form, jobs=shown, tables=TABLES, largest=LARGEST >> 20)
    return page, *form.answer


@pages.get(_JOB)
def import_job(job_id: int) -> ResponseReturnValue:
    """One import: its columns, how far it is, what became of each row."""
    return _job_page(job_id)


@pages.post(f"{_JOB}/columns")
def choose_import(job_id: int) -> ResponseReturnValue:
    """Join the columns and try."""
    actor = signed_in()
    job = _jobs().get(job_id, actor=actor)
    known = {column.name for column in table_of(job.table_name).columns}
    typed = {heading: request.form.get(f"column-{at}", "") for at, heading in enumerate(job.headings)}
    chosen = {heading: column if column in known else None for heading, column in typed.items()}
    try:
        _jobs().choose(job_id, chosen, actor=actor)
    except BiaolianError as refused:
        return _job_page(job_id, str(refused))
    return _go_on(job_id, actor)


@pages.post(f"{_JOB}/confirm")
def confirm_import(job_id: int) -> ResponseReturnValue:
    """Carry out what was tried."""
    actor = signed_in()
    _jobs().confirm(job_id, actor=actor)
    return _go_on(job_id, actor)


@pages.post(f"{_JOB}/resume")
def resume_import(job_id: int) -> ResponseReturnValue:
    """Go on with an import that was interrupted."""
    actor = signed_in()
    _jobs().resume(job_id, actor=actor)
    return _go_on(job_id, actor)


@pages.get(f"{_JOB}/rejects.xlsx")
def import_rejects(job_id: int) -> Response:
    """The refused rows, to be mended and imported again."""
    jobs = _jobs()
    job = jobs.get(job_id, actor=signed_in())
    path = jobs.rejects(job)
    if path is None:
        raise NotFound("这次导入没有退回的行")
    return _workbook(path, f"退回-{Path(job.name).stem}")


@pages.get(f"{TABLE}/template.xlsx")
def desk_template(table_name: str) -> Response:
    """A workbook of a table to fill in."""
    editor()
    file = BytesIO()
    write_template(file, table_of(table_name))
    file.seek(0)
    return _workbook(file, f"{table_of(table_name).label}-模板")


def _taken_in(jobs: ImportJobs, table_name: str, pasted: str, actor: Actor) -> ImportJob:
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        return jobs.open(table_name, plain_name(upload.filename), upload.save, actor=actor)
    if not pasted.strip():
        raise Invalid("请选择文件或粘贴内容", (FieldError("file", "请选择文件，或在下面粘贴内容"),))
    lines = pasted.strip("\r\n") + "\n"
    return jobs.open(table_name, "粘贴的内容", lambda path: path.write_text(lines, encoding="utf-8"), actor=actor)


def _job_page(job_id: int, message: str | None = None) -> ResponseReturnValue:
    jobs = _jobs()
    job = jobs.get(job_id, actor=signed_in())
    asked = read(JobAsked)
    fates = sorted(jobs.fates(job), key=lambda fate: fate.line)
    kinds = Counter(fate.what for fate in fates)
    narrowed = [fate for fate in fates if fate.what == asked["what"]] if asked["what"] else fates
    start = (asked["page"] - 1) * _FATES
    page = render_template(
        "desk/import_job.html",
        job=job,
        table=table_of(job.table_name),
        fraction=jobs.fraction(job),
        fates=Page(len(narrowed), asked["page"], _FATES, narrowed[start : start + _FATES]),
        kinds=kinds,
        asked=asked,
        refused=REFUSED,
        has_rejects=jobs.rejects(job) is not None,
        loop_at={heading: at for at, heading in enumerate(job.headings)},
        message=message,
    )
    return page, 422 if message else 200


def _go_on(job_id: int, actor: Actor) -> ResponseReturnValue:
    application: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy has it
    Thread(target=_work, args=(application, job_id, actor), name=f"import-{job_id}", daemon=True).start()
    return redirect(url_for("web.import_job", job_id=job_id), 303)


def _work(application: Flask, job_id: int, actor: Actor) -> None:
    with application.app_context():
        try:
            _jobs().run(job_id, actor=actor, follow=_take_up)
        finally:
            db.session.remove()


def _take_up() -> None:
    """Bring the index up to date, where no other process is at it."""
    try:
        sync.catch_up(sync.search_engine())
    except Unavailable as busy:
        current_app.logger.info("the index is taken up by another process: %s", busy)


def _jobs() -> ImportJobs:
    settings = current_app.config["BIAOLIAN"]
    return ImportJobs(settings.instance_dir / "imports", settings.import_days)


def _workbook(file: Path | BytesIO, name: str) -> Response:
    return send_file(file, mimetype=FORMS["xlsx"], as_attachment=True, download_name=f"{name}.xlsx")
