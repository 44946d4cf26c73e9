"""The board of all work items: each with its stage, whose turn it is, since when, and what is late."""

from collections.abc import Iterator, Sequence

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from app.accounts.auth import current_actor
from app.api.exporting import table_file
from app.api.schemas.fields import Choice, Controlled, Plain, several
from app.clock import today
from app.registry.importing.writing import Written
from app.registry.lifecycle.words import Stage
from app.registry.queries.issuing_bodies import bodies_of, body_of_code
from app.registry.queries.issuing_bodies import issuing_bodies as all_bodies
from app.registry.queries.work_items import SORTS, Asked, Standing, all_work_items, stage_counts, work_items
from app.web.asked import Listing, read
from app.web.blueprint import pages

PER_PAGE = 50


class BoardAsked(Listing):
    """Work items of a body, in stages, late ones alone."""

    body = Plain(load_default="")
    stage = several(Controlled(Stage))
    late = Choice("1", load_default=None)
    sort = Choice(*SORTS, load_default="stage")


@pages.get("/alliance-standards")
def alliance_board() -> ResponseReturnValue:
    """What is in the making: for the secretary a board, for everybody what is coming."""
    typed = read(BoardAsked)
    actor = current_actor()
    body = body_of_code(typed["body"]) if typed["body"].strip() else None
    asked = Asked(
        body_id=body.id if body else None,
        stages=typed["stage"],
        q=typed["q"],
        late=typed["late"] is not None,
        sort=typed["sort"],
    )
    if typed["form"]:
        return _file(typed["form"], all_work_items(asked, actor, today()))
    return render_template(
        "alliance/board.html",
        asked=typed,
        body=body,
        bodies=all_bodies(),
        mine=bodies_of(actor),
        stages=Stage,
        counts=stage_counts(actor, asked.body_id),
        found=work_items(asked, actor, today(), page=typed["page"], per_page=PER_PAGE),
        day=today(),
    )


def _file(form: str, found: Sequence[Standing]) -> Response:
    """The board, one work item a row."""
    headings = ("名称", "发布团体", "立项编号", "制修订", "阶段", "自", "轮到", "应完成", "超期（天）", "计划实施", "标准号")
    rows: Iterator[list[Written]] = (
        [
            each.item.title_zh,
            each.item.issuing_body.organization.name,
            each.item.plan_number,
            each.item.action.label,
            each.item.stage.label,
            str(each.item.stage_since),
            str(each.turn or ""),
            each.due.isoformat() if each.due else None,
            each.days_late or None,
            str(each.item.takes_over_on) if each.item.takes_over_on else None,
            each.item.standard.number if each.item.standard else None,
        ]
        for each in found
    )
    return table_file("联盟标准制修订项目", form, headings, rows)
