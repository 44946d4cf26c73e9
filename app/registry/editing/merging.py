"""Merging two records of one body: everything that names the one names the other afterwards.

What moves is read from the foreign keys of all tables. Where both bodies have the same thing (both drafted one standard, both
are members of one block industry from the same day) the survivor's stands, completed by what only the other knew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Column, Table, UniqueConstraint, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.permissions import Permission, require
from app.database import db
from app.errors import Conflict, FieldError, Invalid
from app.registry.editing.kept import Kept, kept
from app.registry.editing.naming import exchange_tables, foreign_columns, label_of
from app.registry.editing.saving import StaleEdit, alone
from app.registry.history import Author, Changed, key_text, write_changes
from app.registry.importing.bulk import add_rows
from app.registry.importing.records import ModelRecords
from app.registry.importing.registered import records_of
from app.registry.models import Organization, Stale
from app.registry.words import Deed

BODIES = "organizations"


@dataclass(frozen=True)
class Moving:
    """Records of one table that would name the survivor: those that move, and those it has already."""

    label: str
    moving: Sequence[str]
    double: Sequence[str]


@dataclass(frozen=True)
class Preview:
    """What a merger would do, before anybody decides."""

    gone: Kept
    survivor: Kept
    tables: Sequence[Moving]
    completed: Mapping[str, Any]


@dataclass(frozen=True)
class _Plan:
    """Rows of one column: ids (or whole primary keys) that move, and that are double with the survivor's own."""

    column: Column[int]
    moving: Sequence[Mapping[str, Any]]
    double: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]


def preview(gone_id: int, survivor_id: int) -> Preview:
    """What would move if two organizations were one. Raises `NotFound`, `Invalid`, `Conflict` where they can't be one."""
    with Session(db.engine) as session:
        gone, survivor = _both(session, gone_id, survivor_id)
        named = exchange_tables()
        tables = []
        for plan in _plans(session, gone_id, survivor_id):
            moving = _texts(session, named.get(plan.column.table.name), plan.moving)
            double = _texts(session, named.get(plan.column.table.name), [row for row, _ in plan.double])
            if moving or double:
                tables.append(Moving(label_of(plan.column.table), moving, double))
        return Preview(gone, survivor, tables, _completed(gone, survivor))


def merge(gone_id: int, survivor_id: int, *, author: Author, version: str | None = None) -> Kept:
    """Let the survivor stand for both organizations; the other goes, its name is kept as a former one.

    `version` is the survivor's. Raises what `preview` does, `StaleEdit`, `NotAllowed`.
    """
    require(author.actor, Permission.REGISTER_EDIT)
    author = replace(author, deed=Deed.MERGED)
    with alone(author) as session:
        gone, survivor = _both(session, gone_id, survivor_id)
        if version is not None and version != survivor.version:
            raise StaleEdit(survivor, {})
        completed = _completed(gone, survivor)
        body = session.get_one(Organization, survivor_id)
        if body.merged_into_id == gone_id:
            body.merged_into_id = body.merged_on = None
            session.flush()
        try:
            for plan in _plans(session, gone_id, survivor_id):
                _move(session, plan, survivor_id)
            session.execute(delete(Organization).where(Organization.id == gone_id))
        except IntegrityError:
            raise Conflict(f"{gone.key} 的记录与 {survivor.key} 的相冲突，没有合并；请先处理重复的记录") from None
        write_changes(session, BODIES, [Changed(gone_id, gone.key, before=gone.row)])
        _complete(session, body, completed)
        session.flush()
        after = kept(BODIES, survivor_id, session)
        write_changes(session, BODIES, [Changed(survivor_id, after.key, survivor.row, after.row)])
        _mark(session, body)
        session.commit()
    return after


def _both(session: Session, gone_id: int, survivor_id: int) -> tuple[Kept, Kept]:
    if gone_id == survivor_id:
        raise Invalid("不能与自己合并，请另选一个单位", (FieldError("into", "不能与自己合并，请另选一个单位"),))
    gone, survivor = kept(BODIES, gone_id, session), kept(BODIES, survivor_id, session)
    if gone.row["uscc"] and survivor.row["uscc"]:
        raise Conflict(
            f"{gone.row['name']} 与 {survivor.row['name']} 各有统一社会信用代码，不是同一单位；"
            "若一家并入另一家，请在单位记录里填“并入单位”与“并入日期”"
        )
    return gone, survivor


def _plans(session: Session, gone_id: int, survivor_id: int) -> list[_Plan]:
    return [
        _plan(session, column, gone_id, survivor_id) for column in foreign_columns(Organization.__table__)  # type: ignore[arg-type]
    ]


def _plan(session: Session, column: Column[int], gone_id: int, survivor_id: int) -> _Plan:
    """The rows of one column, told apart by whether the survivor has the same by any unique constraint."""
    table = column.table
    rows = [dict(row) for row in session.execute(select(table).where(column == gone_id)).mappings()]
    own = [dict(row) for row in session.execute(select(table).where(column == survivor_id)).mappings()] if rows else []
    uniques = _uniques(table, column)
    standing = {(number, _rest(row, rest)): row for row in own for number, rest in enumerate(uniques)}
    moving: list[Mapping[str, Any]] = []
    double: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = []
    for row in rows:
        same = next(filter(None, (standing.get((number, _rest(row, rest))) for number, rest in enumerate(uniques))), None)
        if same is None:
            moving.append(row)
        else:
            double.append((row, same))
    return _Plan(column, moving, double)


def _uniques(table: Table, column: Column[int]) -> list[tuple[str, ...]]:
    """The other columns of each unique constraint that the column is part of."""
    sets = [each.columns.keys() for each in table.constraints if isinstance(each, UniqueConstraint)]
    sets.append(table.primary_key.columns.keys())
    return [tuple(name for name in names if name != column.name) for names in sets if column.name in names]


def _rest(row: Mapping[str, Any], names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def _move(session: Session, plan: _Plan, survivor_id: int) -> None:
    """Let rows name the survivor, and drop those it has already, with a trace where the table has a history."""
    if not plan.moving and not plan.double:
        return
    table = plan.column.table
    name = exchange_tables().get(table.name)
    ids = [row["id"] for row in plan.moving] + [row["id"] for pair in plan.double for row in pair] if name else []
    before = records_of(name).rows(session, ids) if name else {}
    before = {own: dict(row) for own, row in before.items()}
    for dropped, standing in plan.double:
        _hand_over(session, table, dropped, standing)
        session.execute(delete(table).where(*_is(table, dropped)))
        lacking = {key: value for key, value in dropped.items() if value is not None and standing[key] is None}
        if lacking:
            session.execute(update(table).where(*_is(table, standing)).values(lacking))
    for row in plan.moving:
        session.execute(update(table).where(*_is(table, row)).values({plan.column.name: survivor_id}))
    session.expire_all()
    if name:
        records = records_of(name)
        after = records.rows(session, ids)
        texts = {own: key_text(records.table.key, row) for own, row in before.items()}
        write_changes(session, name, [Changed(own, texts[own], row, after.get(own)) for own, row in before.items()])


def _hand_over(session: Session, table: Table, dropped: Mapping[str, Any], standing: Mapping[str, Any]) -> None:
    """Let what names a row that is dropped (its files, its reviews) name the one that stands."""
    for column in foreign_columns(table):
        session.execute(update(column.table).where(column == dropped["id"]).values({column.name: standing["id"]}))


def _is(table: Table, row: Mapping[str, Any]) -> list[Any]:
    return [column == row[column.name] for column in table.primary_key.columns]


def _texts(session: Session, table_name: str | None, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What people know the rows by."""
    if table_name is None:
        return ["" for _ in rows]
    records = records_of(table_name)
    found = records.rows(session, [row["id"] for row in rows])
    return [key_text(records.table.key, row) for row in found.values()]


def _completed(gone: Kept, survivor: Kept) -> dict[str, Any]:
    """What the survivor takes over: what only the other knew, and its names as former ones."""
    found: dict[str, Any] = {
        column: value
        for column, value in gone.row.items()
        if value not in (None, "", ()) and survivor.row[column] in (None, "", ()) and column in _TAKEN_OVER
    }
    names = [*_list(survivor.row["former_names"])]
    for name in (str(gone.row["name"]), *_list(gone.row["former_names"])):
        if name != survivor.row["name"] and name not in names:
            names.append(name)
    if names != _list(survivor.row["former_names"]):
        found["former_names"] = names
    return found


_TAKEN_OVER = frozenset({"uscc", "kind", "county", "established_on", "dissolved_on"})


def _list(value: Any) -> list[str]:
    return list(value or ())


def _complete(session: Session, body: Organization, completed: Mapping[str, Any]) -> None:
    """Write what the survivor takes over; its key follows its code, name and county."""
    records = records_of(BODIES)
    for column, raw in completed.items():
        value = records.table.column(column).read(raw)
        setattr(body, column, value)
    body.key = body.uscc or f"{body.name}@{body.county or ''}"
    body.unconfirmed = body.unconfirmed and not (body.uscc or body.county)
    session.flush()


def _mark(session: Session, body: Organization) -> None:
    records = records_of(BODIES)
    if isinstance(records, ModelRecords):
        add_rows(session, Stale, [{"standard_id": own} for own in sorted(records.stale(session, [body]))])
