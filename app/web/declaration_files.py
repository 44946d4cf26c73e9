"""Declaring many implementations by a table: a template to fill in, and what became of every row."""

import tempfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from flask import Response, render_template, request, send_file
from flask.typing import ResponseReturnValue

from app.accounts.auth import signed_in
from app.accounts.permissions import Actor
from app.api.schemas.fields import LARGEST_ID, Plain, Query, Whole
from app.clock import today
from app.errors import Invalid, NotAllowed
from app.registry.importing.outcomes import Report
from app.registry.importing.rows import Refusal
from app.registry.queries.block_industries import block_industry_record
from app.registry.services.declaration_files import TABLE, declare_file, write_template
from app.registry.services.industries import may_keep
from app.registry.services.reach import require_may_declare
from app.registry.statistics.declarations import board_of
from app.web.asked import read
from app.web.blueprint import pages
from app.web.forms import Form, FormSchema
from app.web.uploads import written_aside

SHOWN = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(FormSchema):
    """A table, and whether it is only to be tried."""

    file = Plain(load_default=None)
    dry_run = Plain(load_default=None)


class TemplateAsked(Query):
    """Of which block industry."""

    block_industry = Whole(least=1, most=LARGEST_ID, load_default=None)


@pages.route("/declarations/upload", methods=["GET", "POST"])
def upload_declarations() -> ResponseReturnValue:
    """Declare what a table says."""
    actor = signed_in()
    require_may_declare(actor, today())
    form = Form(UploadForm)
    report: Report | None = None
    refused: list[Refusal] = []
    asked = form.load() if request.method == "POST" else None
    if asked is not None:
        try:
            with written_aside("file", ".xlsx") as path:
                report = declare_file(path, actor=actor, dry_run=bool(asked["dry_run"]), on_refusal=refused.append)
        except Invalid as error:
            form.refuse(error)
    page = render_template(
        "declarations/upload.html",
        form=form,
        report=report,
        dry_run=bool(asked and asked["dry_run"]),
        refused=_labelled(refused[:SHOWN]),
        more=max(0, len(refused) - SHOWN),
    )
    return page, *form.answer


@pages.get("/declarations/template.xlsx")
def declaration_template() -> Response:
    """The table to fill in; of a block industry that one keeps, with a row for all that is missing there."""
    actor = signed_in()
    block_id = read(TemplateAsked)["block_industry"]
    rows = _missing(block_id, actor) if block_id else ()
    with tempfile.TemporaryDirectory(prefix="biaolian-") as folder:
        path = Path(folder) / "实施声明.xlsx"
        write_template(path, rows)
        content = BytesIO(path.read_bytes())
    return send_file(content, mimetype=XLSX, as_attachment=True, download_name="实施声明.xlsx")


def _missing(block_id: int, actor: Actor) -> list[tuple[str, str]]:
    """Members and standards of which nothing is declared. Raises `NotAllowed`."""
    block = block_industry_record(block_id).block_industry
    if not may_keep(block, actor=actor):
        raise NotAllowed(f"{block.name}的实施工作由其牵头协会或标准化院办理")
    places = board_of(block.id, today()).places
    return [(place.enterprise.key, place.standard.number) for place in places if place.implementation is None]


def _labelled(refused: Sequence[Refusal]) -> list[tuple[Refusal, str]]:
    return [(each, TABLE.column(each.field).label if each.field else "整行") for each in refused]
