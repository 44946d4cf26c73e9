"""Reports and snapshots: files to hand in, what was frozen, and how the register differs from it since."""

from collections.abc import Sequence
from urllib.parse import quote

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.http import dump_options_header

from app.accounts.auth import current_actor, signed_in
from app.accounts.limiting import exporting
from app.accounts.permissions import Permission, require
from app.api.differing import FLAT, Difference, flat
from app.api.exporting import FORMS, table_file
from app.api.reports import ROWS_IN_PRINT, Report, definition_version, live_report, thawed_of
from app.api.schemas.fields import LARGEST_ID, Choice, Day, Plain, Query
from app.api.sheets import named
from app.api.snapshots import differences_of, taken
from app.clock import today
from app.errors import NotFound
from app.registry.models import Snapshot
from app.registry.rates.definitions_document import as_markdown
from app.registry.services.snapshots import snapshot_whole, snapshots
from app.web.asked import OfDay, read
from app.web.blueprint import pages
from app.web.forms import Form, FormSchema
from app.web.report_document import document
from app.web.report_pictures import pictures_of
from app.web.report_workbook import about, workbook

ROWS_SHOWN = 100
ONE = f"/statistics/snapshots/<int(max={LARGEST_ID}):snapshot_id>"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class SnapshotForm(FormSchema):
    """Under which title, and as of which day."""

    title = Plain(load_default=None)
    as_of = Day(required=True)


class RowsAsked(Query):
    """Whether all rows behind the figures are wanted too, as on paper."""

    rows = Choice("all", load_default=None)


class ReportAsked(OfDay, RowsAsked):
    """The report on a day."""


@pages.get("/statistics/report")
def statistics_report() -> str:
    """The report on a day, to read and to print."""
    asked = read(ReportAsked)
    return _report_page(live_report(asked["as_of"]), asked["rows"] is not None)


@pages.get("/statistics/report.<form>")
@exporting
def statistics_report_file(form: str) -> Response:
    """The report on a day as a file."""
    return _report_file(live_report(read(OfDay)["as_of"]), form)


@pages.get("/statistics/snapshots")
def statistics_snapshots() -> ResponseReturnValue:
    """All snapshots, and a form for whoever may take one."""
    return _list(Form(SnapshotForm, {"as_of": today()}))


@pages.post("/statistics/snapshots")
def take_statistics_snapshot() -> ResponseReturnValue:
    """Freeze the report on a day."""
    actor = signed_in()
    require(actor, Permission.SNAPSHOT_TAKE)
    form = Form(SnapshotForm)
    asked = form.load()
    if asked is None:
        return _list(form)
    report = live_report(asked["as_of"])
    with form.trying():
        kept = taken(asked["title"], report, actor)
        flash(f"已存报送快照“{kept.title}”，此后的更正不会改变它。")
        return redirect(url_for("web.statistics_snapshot", snapshot_id=kept.id), 303)
    return _list(form)


@pages.get(ONE)
def statistics_snapshot(snapshot_id: int) -> str:
    """What was frozen, and how the register as it is now differs for the same day."""
    snapshot = snapshot_whole(snapshot_id)
    return _report_page(thawed_of(snapshot), read(RowsAsked)["rows"] is not None, snapshot, differences_of(snapshot))


@pages.get(f"{ONE}/report.<form>")
@exporting
def statistics_snapshot_file(snapshot_id: int, form: str) -> Response:
    """The frozen report as a file."""
    return _report_file(thawed_of(snapshot_whole(snapshot_id)), form)


@pages.get(f"{ONE}/differences.<form>")
@exporting
def statistics_snapshot_differences(snapshot_id: int, form: str) -> Response:
    """How the register differs from it now, cell by cell, as a file."""
    _require_form(form)
    snapshot = snapshot_whole(snapshot_id)
    return table_file(f"{snapshot.title}-与现在登记的差异-{today()}", form, FLAT, flat(differences_of(snapshot)))


@pages.get(f"{ONE}/<name>.<form>")
@exporting
def statistics_snapshot_sheet(snapshot_id: int, name: str, form: str) -> Response:
    """The frozen rows of one sheet as a file."""
    _require_form(form)
    report = thawed_of(snapshot_whole(snapshot_id))
    sheet = report.sheet(named(name).value)
    return table_file(f"{report.title}-{sheet.title}", form, sheet.headings, sheet.rows)


def _require_form(form: str) -> None:
    if form not in FORMS:
        raise NotFound(f"没有 .{form[:10]} 格式的导出，可用的有：{'、'.join(FORMS)}")


def _list(form: Form) -> ResponseReturnValue:
    page = render_template(
        "snapshots.html",
        form=form,
        snapshots=snapshots(),
        may_take=current_actor().may(Permission.SNAPSHOT_TAKE),
    )
    return page, *form.answer


def _report_page(
    report: Report, is_whole: bool, snapshot: Snapshot | None = None, found: Sequence[Difference] = ()
) -> str:
    return render_template(
        "report.html",
        report=report,
        about=about(report),
        definitions=report.definition_parts,
        pictures=pictures_of(report),
        is_whole=is_whole,
        most=ROWS_IN_PRINT if is_whole else ROWS_SHOWN,
        snapshot=snapshot,
        differences=found,
        differences_shown=ROWS_SHOWN,
        definition_version_now=definition_version(as_markdown()),
    )


def _report_file(report: Report, form: str) -> Response:
    makers = {"docx": (document, _DOCX), "xlsx": (workbook, FORMS["xlsx"])}
    if form not in makers:
        raise NotFound(f"报告没有 .{form[:10]} 格式，可用的有：docx、xlsx；PDF 请用浏览器打印报告页")
    make, mimetype = makers[form]
    response = Response(make(report), mimetype=mimetype)
    response.headers["Content-Disposition"] = dump_options_header(
        "attachment", {"filename*": f"UTF-8''{quote(report.title)}.{form}"}
    )
    response.cache_control.no_store = True
    return response
