"""Freezing what is reported, and reading it back."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.accounts.permissions import Actor, Permission, require
from app.database import db
from app.errors import Conflict, FieldError, NotFound
from app.registry.dates import PartialDate
from app.registry.models import Snapshot
from app.registry.services.writing import refuse_where, tidy

_LONGEST_TITLE = 120


def take_snapshot(
    title: str | None, as_of: date, definition_version: str, content: Mapping[str, Any], *, actor: Actor
) -> Snapshot:
    """Keep a report as it is now; `content` is plain JSON. Raises `NotAllowed`, `Invalid` for a title that can't be used."""
    require(actor, Permission.SNAPSHOT_TAKE)
    wrong: list[FieldError] = []
    known_as = tidy(title, "title", "标题", _LONGEST_TITLE, wrong)
    if known_as is None and not wrong:
        wrong.append(FieldError("title", "请写标题，例如：2013 年度报送"))
    refuse_where(wrong)
    snapshot = Snapshot(
        title=known_as,
        as_of=PartialDate.of(as_of),
        taken_at=datetime.now(UTC),
        taken_by=actor.name,
        definition_version=definition_version,
        content=dict(content),
    )
    snapshot.checksum = snapshot.summed()
    db.session.add(snapshot)
    db.session.commit()
    return snapshot


def snapshots() -> Sequence[Snapshot]:
    """All snapshots without their content, the newest first."""
    return db.session.scalars(select(Snapshot).order_by(Snapshot.id.desc())).all()


def snapshot_whole(snapshot_id: int) -> Snapshot:
    """A snapshot with its content. Raises `NotFound`, `Conflict` where it is not what was frozen any more."""
    found = db.session.get(Snapshot, snapshot_id, options=[undefer(Snapshot.content)])
    if found is None:
        raise NotFound("没有这份报送快照，请从列表中选择")
    if found.summed() != found.checksum:
        raise Conflict(f"报送快照“{found.title}”的内容与留存时的校验值不符，不能作为依据；请从备份恢复")
    return found


def altered_snapshots() -> Sequence[Snapshot]:
    """The snapshots that are not what was frozen any more, read one by one."""
    every = db.session.scalars(
        select(Snapshot).options(undefer(Snapshot.content)).order_by(Snapshot.id).execution_options(yield_per=1)
    )
    return [each for each in every if each.summed() != each.checksum]
