"""The history of all records: looked up, handed out, and a record put back to how it was."""

from collections.abc import Iterator
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.auth import signed_in
from app.accounts.limiting import exporting
from app.api.exporting import FORMS, table_file
from app.api.schemas.fields import LARGEST_ID, Controlled, Day, Plain
from app.clock import CHINA
from app.errors import BiaolianError
from app.registry.editing import past
from app.registry.editing.kept import kept_rows
from app.registry.importing.columns import TABLES
from app.registry.importing.writing import Written
from app.registry.words import Deed, Through
from app.web.asked import Listing, read
from app.web.blueprint import pages
from app.web.desk.forms import field_text
from app.web.desk.records import author, editor

_ONE = f"/workbench/history/<int(max={LARGEST_ID}):change_id>"
_HEADINGS = ("时间", "何人", "途径", "数据", "记录", "做了什么", "项目", "原为", "改为", "原因")


class HistoryAsked(Listing):
    """Which changes."""

    table = Plain(load_default="")
    by = Plain(load_default="")
    deed = Controlled(Deed, load_default=None)
    through = Controlled(Through, load_default=None)
    since = Day(load_default=None)
    until = Day(load_default=None)


@pages.get("/workbench/history")
def history() -> str:
    """Changes, newest first."""
    asked = read(HistoryAsked)
    found = past.history(_asked(asked), actor=signed_in(), page=asked["page"])
    return render_template(
        "desk/history.html", asked=asked, found=found, tables=TABLES, deeds=Deed, ways=Through, text=field_text
    )


@pages.get(f"/workbench/history.<any({', '.join(FORMS)}):form>")
@exporting
def history_file(form: str) -> Response:
    """The same changes as a file, a cell a row."""
    found = past.all_history(_asked(read(HistoryAsked)), actor=signed_in())
    return table_file("修改历史", form, _HEADINGS, _rows(found))


@pages.route(_ONE, methods=["GET", "POST"])
def history_change(change_id: int) -> ResponseReturnValue:
    """One change; staff put the record back to how it was before it."""
    found = past.change_of(change_id, actor=signed_in())
    standing = kept_rows(found.change.table_name, [found.change.record_id]) if found.change.table_name in TABLES else []
    message = None
    if request.method == "POST":
        editor()
        try:
            saved = past.put_back(change_id, author=author(), version=request.form.get("version"))
        except BiaolianError as refused:
            message = str(refused)
        else:
            flash(f"{saved.record.table.label} {saved.record.key} 已恢复到那次修改之前")
            return redirect(url_for("web.desk_record", table_name=saved.record.table.name, record_id=saved.record.id), 303)
    back = past.what_putting_back_changes(found.change)
    page = render_template(
        "desk/change.html", past=found, standing=standing[0] if standing else None, back=back, message=message, text=field_text
    )
    return page, 409 if message else 200


def _asked(asked: dict[str, Any]) -> past.Asked:
    return past.Asked(
        **{name: asked[name] for name in ("q", "by", "deed", "through", "since", "until")}, table=asked["table"] or None
    )


def _rows(found: Iterator[past.Past]) -> Iterator[list[Written]]:
    for each in found:
        change = each.change
        what: list[Written] = [
            change.at.astimezone(CHINA).isoformat(" ", "seconds")[:19],
            change.by_name,
            change.through.label,
            each.table_label,
            change.key,
            change.deed.label,
        ]
        for label, was, now in each.differences or [("", None, None)]:
            yield [*what, label, field_text(was), field_text(now), change.reason]
