"""Another number for a standard: one typed wrong, or one that its body has renumbered."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app.api.schemas.fields import LARGEST_ID, Controlled, Plain
from app.database import db
from app.errors import BiaolianError
from app.registry.editing.kept import kept
from app.registry.editing.renumbering import NumberChange, renumber
from app.registry.editing.withdrawing import consequences
from app.web.blueprint import pages
from app.web.desk.records import author, editor
from app.web.forms import Form, FormSchema

_STANDARDS = "standards"


class NumberForm(FormSchema):
    """Which number, why, and what shows it."""

    number = Plain(required=True)
    why = Controlled(NumberChange, required=True)
    reason = Plain(required=True)


@pages.route(f"/workbench/records/standards/<int(max={LARGEST_ID}):record_id>/number", methods=["GET", "POST"])
def desk_number(record_id: int) -> ResponseReturnValue:
    """Correct the number of a standard, or follow its body in renumbering it."""
    editor()
    record = kept(_STANDARDS, record_id)
    form = Form(NumberForm, {"number": record.key})
    if request.method == "POST" and (asked := form.load()):
        try:
            saved = renumber(record_id, asked["number"], why=asked["why"], author=author(), version=request.form.get("version"))
        except BiaolianError as refused:
            form.refuse(refused)
        else:
            flash(f"{record.key} {asked['why'].label}：{saved.record.key}")
            return redirect(url_for("web.desk_record", table_name=_STANDARDS, record_id=record_id), 303)
    with Session(db.engine) as session:
        found = consequences(_STANDARDS, record_id, session)
    page = render_template(
        "desk/number.html",
        form=form,
        record=record,
        table=record.table,
        found=found,
        whys=[(each.value, each.label) for each in NumberChange],
    )
    return page, *form.answer
