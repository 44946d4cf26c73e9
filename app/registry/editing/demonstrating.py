"""The demonstration's association with standards in several stages of the making; invented, and dated from the day of loading."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.accounts.permissions import OPERATOR
from app.clock import now, today
from app.database import db
from app.registry.dates import PartialDate
from app.registry.lifecycle.moves import OPEN_STAGES
from app.registry.lifecycle.words import Stage
from app.registry.models import BlockIndustry, IssuingBody, Organization, Standard, WorkItem
from app.registry.services.alliance.bodies import Rules, register_body
from app.registry.services.alliance.items import step_of
from app.registry.words import Action

FILE = "alliance.json"


def load_alliance(folder: Path) -> int:
    """Register the demonstration's issuing body with its work items, once. Returns how many records were made."""
    path = folder / FILE
    if not path.exists() or db.session.scalar(select(IssuingBody.id).limit(1)) is not None:
        return 0
    said = json.loads(path.read_text("utf-8"))
    organization = db.session.scalars(select(Organization).where(Organization.uscc == said["body"]["uscc"])).one()
    rules = Rules(serial_width=said["body"]["serial_width"])
    body = register_body(organization.id, said["body"]["code"], rules, actor=OPERATOR)
    db.session.add_all([_item(body, each) for each in said["items"]])
    db.session.commit()
    return 1 + len(said["items"])


def _item(body: IssuingBody, said: Mapping[str, Any]) -> WorkItem:
    since = today() - timedelta(days=said["days_ago"])
    stage = Stage(said["stage"])  # type: ignore[call-arg]  # looked up by its value
    revised = said.get("revises")
    item = WorkItem(
        issuing_body_id=body.id,
        title_zh=said["title_zh"],
        action=Action.REVISED if revised else Action.FORMULATED,
        revises_id=db.session.scalar(select(Standard.id).where(Standard.number == revised)) if revised else None,
        purpose=said["purpose"],
        scope=said["scope"],
        contact=said.get("contact"),
        plan_number=said.get("plan_number"),
        stage=stage,
        stage_since=PartialDate.of(since),
        stage_due=_after(today(), said.get("due_days")),
        takes_over_on=_after(today(), said.get("takes_over_days")),
        created_at=now(),
        created_by=OPERATOR.name,
    )
    if "comment_days" in said:
        item.comment_from, item.comment_until = PartialDate.of(since), _after(since, said["comment_days"])
    codes = said.get("block_industries", ())
    item.block_industries = list(db.session.scalars(select(BlockIndustry).where(BlockIndustry.code.in_(codes))))
    reached = OPEN_STAGES[: OPEN_STAGES.index(stage) + 1]
    for before, after in zip((None, *reached), reached, strict=False):
        item.steps.append(step_of(before, after, since, OPERATOR))
    return item


def _after(day: date, days: int | None) -> PartialDate | None:
    return None if days is None else PartialDate.of(day + timedelta(days=days))
