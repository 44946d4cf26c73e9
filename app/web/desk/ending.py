"""Ending a record, taking one out that was entered by mistake, and making two records of one body one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app.api.schemas.fields import LARGEST_ID, Day, Plain
from app.clock import today
from app.database import db
from app.errors import BiaolianError
from app.registry.editing.kept import kept
from app.registry.editing.listing import records_page
from app.registry.editing.merging import BODIES, merge, preview
from app.registry.editing.withdrawing import ENDS, consequences, remove, withdraw
from app.registry.importing.outcomes import Done
from app.web.asked import Listing, read
from app.web.blueprint import pages
from app.web.desk.forms import field_text
from app.web.desk.records import ONE, author, editor
from app.web.forms import Form, FormSchema

_MERGED = f"/workbench/records/organizations/<int(max={LARGEST_ID}):record_id>/merge"
OFFERED = 20


class EndForm(FormSchema):
    """From which day on, and why."""

    on = Day(required=True)
    reason = Plain(load_default="")


class RemoveForm(FormSchema):
    """Why a record never should have been."""

    reason = Plain(required=True)


@pages.route(f"{ONE}/end", methods=["GET", "POST"])
def desk_end(table_name: str, record_id: int) -> ResponseReturnValue:
    """End a record from a day on."""
    editor()
    form = Form(EndForm, {"on": today()})
    if request.method == "POST" and (asked := form.load()):
        try:
            saved = withdraw(table_name, record_id, on=asked["on"], author=author(), version=request.form.get("version"))
        except BiaolianError as refused:
            form.refuse(refused)
        else:
            word = ENDS[table_name][1]
            done = "已有终止日期，没有改动" if saved.done is Done.UNCHANGED else f"自 {asked['on']} 起{word}"
            flash(f"{saved.record.table.label} {saved.record.key} {done}")
            return redirect(url_for("web.desk_record", table_name=table_name, record_id=record_id), 303)
    return _ending_page("desk/end.html", table_name, record_id, form)


@pages.route(f"{ONE}/remove", methods=["GET", "POST"])
def desk_remove(table_name: str, record_id: int) -> ResponseReturnValue:
    """Take a record out."""
    editor()
    form = Form(RemoveForm)
    if request.method == "POST" and form.load():
        try:
            gone = remove(table_name, record_id, author=author(), version=request.form.get("version"))
        except BiaolianError as refused:
            form.refuse(refused)
        else:
            flash(f"已删除{gone.table.label} {gone.key}，可在修改历史中恢复")
            return redirect(url_for("web.history", table=table_name, q=gone.key), 303)
    return _ending_page("desk/remove.html", table_name, record_id, form)


@pages.route(_MERGED, methods=["GET", "POST"])
def desk_merge(record_id: int) -> ResponseReturnValue:
    """Find the other record of the same body, see what would move, and let one stand for both."""
    editor()
    record = kept(BODIES, record_id)
    asked = read(Listing)
    into = request.values.get("into", "")
    shown, message, version = None, None, None
    if into.isdecimal() and len(into) <= len(str(LARGEST_ID)):
        try:
            shown = preview(record_id, int(into))
            version = shown.survivor.version
            if request.method == "POST":
                after = merge(record_id, int(into), author=author(), version=request.form.get("version"))
                flash(f"{record.row['name']} 已并入 {after.row['name']}，原名称记作曾用名")
                return redirect(url_for("web.desk_record", table_name=BODIES, record_id=after.id), 303)
        except BiaolianError as refused:
            message = str(refused)
    q = asked["q"].strip() or str(record.row["name"])
    found = [each for each in records_page(BODIES, q=q, per_page=OFFERED).items if each.id != record_id]
    page = render_template(
        "desk/merge.html", record=record, shown=shown, message=message, version=version, q=q, found=found, text=field_text
    )
    return page, 409 if message and request.method == "POST" else 200


def _ending_page(template: str, table_name: str, record_id: int, form: Form) -> ResponseReturnValue:
    record = kept(table_name, record_id)
    with Session(db.engine) as session:
        found = consequences(table_name, record_id, session)
    page = render_template(template, form=form, record=record, table=record.table, found=found, ends=ENDS.get(table_name))
    return page, *form.answer
