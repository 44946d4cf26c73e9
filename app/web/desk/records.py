"""Lists of every table, and the forms by which one record is created and changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.auth import current_actor, signed_in
from app.accounts.limiting import exporting
from app.accounts.permissions import Permission, require
from app.api.exporting import FORMS, table_file
from app.api.schemas.fields import LARGEST_ID
from app.errors import BiaolianError, NotFound
from app.registry.editing.kept import Kept, kept, standard_id
from app.registry.editing.listing import PER_PAGE, records_page
from app.registry.editing.past import Past, record_history, row_of_version
from app.registry.editing.saving import AlreadyThere, StaleEdit, change, create
from app.registry.editing.withdrawing import ENDS
from app.registry.history import Author
from app.registry.importing.columns import TABLES, Column, table_of
from app.registry.importing.outcomes import Done
from app.registry.importing.service import export_rows
from app.registry.importing.shapes import said
from app.registry.numbers import read_number
from app.registry.words import Through
from app.web.asked import Listing, read
from app.web.blueprint import pages
from app.web.desk.forms import TableForm, field_text
from app.web.presentation import printed, standard_url

TABLE = f"/workbench/records/<any({', '.join(repr(name) for name in TABLES)}):table_name>"
ONE = f"{TABLE}/<int(max={LARGEST_ID}):record_id>"
LISTED = 6
"""Columns of a list."""

_GROUPS: Sequence[tuple[str, Sequence[str]]] = (
    ("标准与起草", ("standards", "draftings", "committees", "standard-block-industries")),
    ("单位与块状产业", ("organizations", "block-industries", "memberships", "implementations")),
    ("评定", ("award-schemes", "award-criteria", "award-batches", "award-candidates", "awards")),
    ("规划与指标", ("plans", "targets", "county-targets", "observations", "yearly-facts", "leading-products", "projects")),
)


@dataclass(frozen=True)
class Choice:
    """A field in which two edits differ: what stands now, and what was typed; `theirs`: only the other changed it."""

    name: str
    label: str
    now: str
    mine: str
    theirs: bool


def author(actor: Any = None) -> Author:
    """Who writes by this request, with the reason typed beside it."""
    reason = request.form.get("reason", "").strip() or None
    return Author(actor or signed_in(), Through.PAGE, reason)


def editor() -> None:
    """Let nobody on who may not edit."""
    require(signed_in(), Permission.REGISTER_EDIT)


def public_url(record: Kept) -> str | None:
    """The page by which everybody reads a record; None where it has none of its own."""
    match record.table.name:
        case "standards":
            return standard_url(str(record.row["number"]))
        case "organizations":
            return url_for("web.organization", organization_id=record.id)
        case "committees":
            return url_for("web.committee", committee_id=record.id)
        case "block-industries":
            return url_for("web.block_industry", block_industry_id=record.id)
    return None


def beside(table_name: str, record_id: int) -> dict[str, Any] | None:
    """What the page of a record shows whoever may edit it or read its history; None for everybody else."""
    actor = current_actor()
    edits, reads = actor.may(Permission.REGISTER_EDIT), actor.may(Permission.HISTORY_READ)
    if not (edits or reads):
        return None
    past: Sequence[Past] = record_history(table_name, record_id, actor=actor) if reads else ()
    return {"table": table_of(table_name), "id": record_id, "may_edit": edits, "past": past, "reads": reads}


@pages.get("/workbench/records")
def desk() -> str:
    """All tables."""
    editor()
    grouped = {name for _, names in _GROUPS for name in names}
    others = ("代码与词汇", tuple(name for name in TABLES if name not in grouped))
    groups = [(label, [TABLES[name] for name in names if name in TABLES]) for label, names in (*_GROUPS, others)]
    return render_template("desk/tables.html", groups=groups)


@pages.get(TABLE)
def desk_records(table_name: str) -> str:
    """Records of a table, looked up by what stands in them."""
    editor()
    asked = read(Listing)
    table = table_of(table_name)
    found = records_page(table_name, q=asked["q"], page=asked["page"], per_page=PER_PAGE)
    columns = [table.column(name) for name in table.written[:LISTED]]
    return render_template("desk/records.html", table=table, columns=columns, found=found, asked=asked, text=_cell_text)


@pages.get(f"{TABLE}.<any({', '.join(FORMS)}):form>")
@exporting
def desk_export(table_name: str, form: str) -> Response:
    """A whole table as a file, with its Chinese headings, which an import reads back."""
    editor()
    table = table_of(table_name)
    return table_file(table.label, form, [table.column(name).label for name in table.written], export_rows(table_name))


@pages.route(f"{TABLE}/new", methods=["GET", "POST"])
def desk_new(table_name: str) -> ResponseReturnValue:
    """Create a record."""
    editor()
    table = table_of(table_name)
    form = TableForm(table)
    if request.method == "GET":
        form.typed = {name: value for name, value in request.args.items() if name in form.asked}
        return render_template("desk/form.html", form=form, table=table, record=None, ends=None)
    given = form.take(request.form)
    try:
        saved = create(table_name, given, author=author())
    except AlreadyThere as there:
        form.message = str(there)
        return render_template("desk/form.html", form=form, table=table, record=None, ends=None, there=there.standing), 409
    except BiaolianError as refused:
        form.refuse(refused)
        return render_template("desk/form.html", form=form, table=table, record=None, ends=None), form.status
    flash(f"已新增{table.label} {saved.record.key}")
    _warn(saved.warnings)
    return redirect(url_for("web.desk_record", table_name=table_name, record_id=saved.record.id), 303)


@pages.route(ONE, methods=["GET", "POST"])
def desk_record(table_name: str, record_id: int) -> ResponseReturnValue:
    """Change a record from the version that was opened; two who change it at once choose between both on one page."""
    editor()
    record = kept(table_name, record_id)
    form = TableForm(record.table, record)
    if request.method == "GET":
        return _record_page(form, record)
    given = form.take(request.form)
    try:
        saved = change(table_name, record_id, given, author=author(), version=request.form.get("version"))
    except StaleEdit as stale:
        return _choices_page(stale, request.form.get("version", ""), form)
    except BiaolianError as refused:
        form.refuse(refused)
        return _record_page(form, record)
    flash(f"{record.table.label} {saved.record.key}{'没有改动' if saved.done is Done.UNCHANGED else '已保存'}")
    _warn(saved.warnings)
    return redirect(url_for("web.desk_record", table_name=table_name, record_id=record_id), 303)


@pages.get("/workbench/reading")
def desk_reading() -> Response:
    """How a standard number is read, for the hint beside a field that is being typed in."""
    editor()
    typed = request.args.get("number", "").strip()[:240]
    try:
        found = read_number(typed)
    except BiaolianError as refused:
        return jsonify(reading=None, said=str(refused))
    number = found.number
    kind = f"{number.kind.label}" if number.kind else "类别未知"
    said = f"读作 {printed(str(number))}（{kind}{'，' + number.obligation.label if number.obligation else ''}）"
    try:
        standard_id(str(number))
        said += "，已在库中"
    except NotFound:
        said += "，库中还没有"
    return jsonify(reading=str(number), said="；".join((said, *found.notes)))


def _cell_text(record: Kept, column: Column) -> str:
    return field_text(said(column, record.row[column.name])).replace("\n", "、")


def _record_page(form: TableForm, record: Kept) -> ResponseReturnValue:
    past = record_history(record.table.name, record.id, actor=signed_in()) if current_actor().may(Permission.HISTORY_READ) else []
    page = render_template(
        "desk/form.html",
        form=form,
        table=record.table,
        record=record,
        ends=ENDS.get(record.table.name),
        public=public_url(record),
        past=past,
    )
    return page, form.status


def _choices_page(stale: StaleEdit, version: str, form: TableForm) -> ResponseReturnValue:
    """Both versions side by side, field by field; what only one of the two changed is chosen beforehand."""
    now = TableForm(stale.current.table, stale.current)
    base = row_of_version(stale.current.table.name, stale.current.id, version)
    before = TableForm(base.table, base).shown if base else {}
    choices = []
    for name, asked in now.asked.items():
        mine, current = form.value(name).replace("\r\n", "\n").strip(), now.value(name)
        if mine != current:
            untouched = bool(before) and mine == before.get(name, "").strip()
            choices.append(Choice(name, asked.column.label, current, mine, untouched))
    page = render_template(
        "desk/choices.html", record=stale.current, choices=choices, reason=request.form.get("reason", ""), message=str(stale)
    )
    return page, 409


def _warn(warnings: Sequence[str]) -> None:
    for warning in warnings:
        flash(warning, "warning")
