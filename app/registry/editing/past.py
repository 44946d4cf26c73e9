"""Reading the history: of one record, of all of them, and putting a record back to how it was."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, or_, select

from app.accounts.permissions import Actor, Permission, require
from app.clock import CHINA
from app.database import db
from app.errors import NotFound
from app.registry.editing.kept import Kept, differences, kept_rows
from app.registry.editing.saving import Saved, StaleEdit, alone, create_in, save_in
from app.registry.history import Author, filled
from app.registry.importing.columns import TABLES, Table, table_of
from app.registry.importing.records import CHUNK
from app.registry.importing.shapes import said
from app.registry.models import Change
from app.registry.queries.paging import Page, containing, page_of
from app.registry.words import Deed, Through

PER_PAGE = 50


@dataclass(frozen=True)
class Past:
    """One change with what it did: the cells that differ, as (column label, cell before, cell after)."""

    change: Change
    differences: Sequence[tuple[str, Any, Any]]

    @property
    def table_label(self) -> str:
        """What the table is called."""
        return TABLES[self.change.table_name].label if self.change.table_name in TABLES else self.change.table_name


@dataclass(frozen=True)
class Asked:
    """Which changes: of a table, of a key (a part of it), by somebody, of a deed, between two days (both included)."""

    table: str | None = None
    q: str = ""
    by: str = ""
    deed: Deed | None = None
    through: Through | None = None
    since: date | None = None
    until: date | None = None


def history(asked: Asked, *, actor: Actor, page: int = 1, per_page: int = PER_PAGE) -> Page[Past]:
    """A page of changes, newest first. Raises `NotAllowed`."""
    require(actor, Permission.HISTORY_READ)
    found = page_of(_asked(asked), page, per_page)
    return Page(found.total, found.page, found.per_page, _pasts(found.items))


def all_history(asked: Asked, *, actor: Actor) -> Iterator[Past]:
    """All changes, newest first, for an export. Raises `NotAllowed` at once, not when the first is read."""
    require(actor, Permission.HISTORY_READ)
    return _every(asked)


def _every(asked: Asked) -> Iterator[Past]:
    last: int | None = None
    while True:
        following = _asked(asked).limit(CHUNK)
        changes = db.session.scalars(following if last is None else following.where(Change.id < last)).all()
        yield from _pasts(changes)
        if len(changes) < CHUNK:
            return
        last = changes[-1].id


def record_history(table_name: str, record_id: int, *, actor: Actor) -> list[Past]:
    """What became of one record, newest first, back to its beginning. Raises `NotAllowed`."""
    require(actor, Permission.HISTORY_READ)
    asked = (
        select(Change)
        .where(Change.table_name == table_name, Change.record_id == record_id)
        .order_by(Change.id.desc())
        .limit(PER_PAGE)
    )
    own: list[Change] = []
    for change in db.session.scalars(asked):
        if own and change.after is None and change.before is not None:
            break  # another record had the id before
        own.append(change)
    return _pasts(own)


def row_of_version(table_name: str, record_id: int, version: str) -> Kept | None:
    """A record as it was in an earlier version; None where the history holds no such state."""
    table = table_of(table_name)
    asked = select(Change.before).where(
        Change.table_name == table_name, Change.record_id == record_id, Change.before.is_not(None)
    )
    for before in db.session.scalars(asked.order_by(Change.id.desc()).limit(PER_PAGE)):
        found = Kept(table, record_id, {column: before.get(column) for column in table.written})
        if found.version == version:
            return found
    return None


def change_of(change_id: int, *, actor: Actor) -> Past:
    """One change. Raises `NotFound`, `NotAllowed`."""
    require(actor, Permission.HISTORY_READ)
    change = db.session.get(Change, change_id)
    if change is None:
        raise NotFound("没有这条修改记录")
    [found] = _pasts([change])
    return found


def put_back(change_id: int, *, author: Author, version: str | None = None) -> Saved:
    """Put a record back to how it was before a change; one that is gone is made anew.

    Raises what saving does, and `StaleEdit` where it changed since it was looked at.
    """
    require(author.actor, Permission.REGISTER_EDIT)
    change = db.session.get(Change, change_id)
    if change is None or change.before is None:
        raise NotFound("这次修改之前没有可恢复的内容")
    table = table_of(change.table_name)
    row: dict[str, Any] = {column: change.before.get(column) for column in table.written}
    author = replace(author, deed=Deed.RESTORED)
    with alone(author) as session:
        standing = kept_rows(table.name, [change.record_id], session) if _is_the_same_record(change) else []
        if standing and version is not None and version != standing[0].version:
            raise StaleEdit(standing[0], row)
        saved = (
            save_in(session, table.name, row, author=author, standing=standing[0])
            if standing
            else create_in(session, table.name, row, author=author)
        )
        session.commit()
    return saved


def what_putting_back_changes(change: Change) -> list[tuple[str, Any, Any]]:
    """The cells, by label, that putting back before a change would change in the record as it stands, from and to."""
    table = TABLES.get(change.table_name)
    if table is None or change.before is None:
        return []
    standing = kept_rows(table.name, [change.record_id]) if _is_the_same_record(change) else []
    return _said(table, differences(table, standing[0].row if standing else None, change.before))


def _is_the_same_record(change: Change) -> bool:
    """Whether the id still means the record that was changed: SQLite may give that of one that is gone to another."""
    if change.after is None:
        return False
    gone = select(Change.id).where(
        Change.table_name == change.table_name,
        Change.record_id == change.record_id,
        Change.id > change.id,
        Change.before.is_not(None),
        Change.after.is_(None),
    )
    return db.session.scalar(gone.limit(1)) is None


def _asked(asked: Asked) -> Select[Any]:
    query = select(Change).order_by(Change.id.desc())
    if asked.table:
        query = query.where(Change.table_name == asked.table)
    if asked.q.strip():
        query = query.where(or_(Change.key.ilike(containing(asked.q.strip()), escape="\\")))
    if asked.by.strip():
        query = query.where(Change.by_name.ilike(containing(asked.by.strip()), escape="\\"))
    if asked.deed:
        query = query.where(Change.deed == asked.deed)
    if asked.through:
        query = query.where(Change.through == asked.through)
    if asked.since:
        query = query.where(Change.at >= _midnight(asked.since))
    if asked.until:
        query = query.where(Change.at < _midnight(asked.until + timedelta(days=1)))
    return query


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)


def _pasts(changes: Sequence[Change]) -> list[Past]:
    made = _as_created([change for change in changes if change.before is None and change.after is None])
    found = []
    for change in changes:
        table = TABLES.get(change.table_name)
        became = made.get(change.id) if change.id in made else change.after
        cells = differences(table, change.before, became) if table else []
        found.append(Past(change, _said(table, cells) if table else []))
    return found


def _said(table: Table, cells: Sequence[tuple[str, Any, Any]]) -> list[tuple[str, Any, Any]]:
    """Cells as people say them, under the labels of their columns."""
    columns = [(table.column(name), was, now) for name, was, now in cells]
    return [(column.label, said(column, was), said(column, now)) for column, was, now in columns]


def _as_created(changes: Sequence[Change]) -> dict[int, Mapping[str, Any] | None]:
    """What creations that kept no row made: the row before the change that follows, else the record as it stands."""
    found: dict[int, Mapping[str, Any] | None] = {}
    by_table: dict[str, list[Change]] = {}
    for change in changes:
        by_table.setdefault(change.table_name, []).append(change)
    for table_name, created in by_table.items():
        ids = {change.record_id for change in created}
        later = db.session.scalars(
            select(Change)
            .where(Change.table_name == table_name, Change.record_id.in_(ids), Change.before.is_not(None))
            .order_by(Change.id)
        ).all()
        standing = {each.id: each.row for each in kept_rows(table_name, sorted(ids))} if table_name in TABLES else {}
        for change in created:
            following = next((each for each in later if each.record_id == change.record_id and each.id > change.id), None)
            row = following.before if following else standing.get(change.record_id)
            found[change.id] = filled(row) if row else None
    return found
