"""Ending a record, and taking out one that should never have been there. Both leave a trace and can be put back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import delete, or_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.permissions import Permission, require
from app.errors import Conflict, Invalid
from app.registry.dates import PartialDate
from app.registry.editing.kept import Kept, kept
from app.registry.editing.naming import Naming, naming
from app.registry.editing.saving import Saved, StaleEdit, alone, save_in
from app.registry.history import Author, Changed, write_changes
from app.registry.importing.bulk import add_rows
from app.registry.importing.outcomes import Done
from app.registry.importing.recording import recording
from app.registry.importing.records import ModelRecords
from app.registry.importing.registered import records_of
from app.registry.importing.standard_marks import mark_stale
from app.registry.models import Drafting, Relation, Stale
from app.registry.words import Deed

ENDS: Mapping[str, tuple[str, str]] = {
    "standards": ("withdrawn_on", "废止"),
    "organizations": ("dissolved_on", "注销"),
    "committees": ("dissolved_on", "撤销"),
    "memberships": ("to", "终止"),
    "standard-block-industries": ("to", "终止"),
    "implementations": ("revoked_on", "撤销"),
    "award-schemes": ("to", "终止"),
    "awards": ("revoked_on", "撤销"),
    "classifications": ("to", "终止"),
    "support-rules": ("to", "终止"),
}
"""Where the trade knows an end: the column that holds it, and what it is called. The day is the first that no longer counts."""


@dataclass(frozen=True)
class Consequences:
    """What stands in the way of removing a record, and what would go with it."""

    blocking: Sequence[Naming]
    along: Sequence[Naming]


def consequences(table_name: str, record_id: int, session: Session) -> Consequences:
    """What names a record."""
    found = naming(session, records_of(table_name).model.__table__, record_id)  # type: ignore[arg-type]  # it is a Table
    along = [each for each in found if each.goes_along or each.label == _RELATIONS]
    return Consequences([each for each in found if each not in along], along)


_RELATIONS = "代替、采用、引用等关系"


def withdraw(
    table_name: str, record_id: int, *, on: date, author: Author, version: str | None = None
) -> Saved:
    """End a record from a day on; it stays in the register, and one that has an end already stays as it was.

    Raises `Invalid` where the table knows no end or the day can't be it, `NotFound`, `StaleEdit`, `NotAllowed`.
    """
    if table_name not in ENDS:
        raise Invalid(f"{records_of(table_name).table.label}没有终止日期，登错的请删除")
    column, _ = ENDS[table_name]
    with alone(replace(author, deed=Deed.WITHDRAWN)) as session:
        require(author.actor, Permission.REGISTER_EDIT)
        standing = kept(table_name, record_id, session)
        if version is not None and version != standing.version:
            raise StaleEdit(standing, {column: str(on)})
        if standing.row[column]:
            return Saved(standing, Done.UNCHANGED)
        saved = save_in(session, table_name, {column: str(PartialDate.of(on))}, author=author, standing=standing)
        session.commit()
    return saved


def remove(table_name: str, record_id: int, *, author: Author, version: str | None = None) -> Kept:
    """Take a record out that was entered by mistake. Returns it as it was; its row stays in the history.

    Raises `Conflict` naming what still names it, `NotFound`, `StaleEdit`, `NotAllowed`.
    """
    require(author.actor, Permission.REGISTER_EDIT)
    with alone(author) as session:
        standing = kept(table_name, record_id, session)
        if version is not None and version != standing.version:
            raise StaleEdit(standing, {})
        found = consequences(table_name, record_id, session)
        if found.blocking:
            shown = "、".join(f"{each.label} {each.count} 条" for each in found.blocking)
            raise Conflict(f"还有 {shown} 与 {standing.key} 有关，不能删除；请先处理它们，或改用终止、合并")
        _mark(session, table_name, record_id)
        if table_name == "standards":
            _let_go_of_standard(session, record_id, author)
        model = records_of(table_name).model
        try:
            session.execute(delete(model).where(model.id == record_id))  # type: ignore[attr-defined]  # all have one
        except IntegrityError:
            raise Conflict(f"还有其他记录与 {standing.key} 有关，不能删除；请先处理它们，或改用终止、合并") from None
        write_changes(session, table_name, [Changed(record_id, standing.key, before=standing.row)])
        session.commit()
    return standing


def _mark(session: Session, table_name: str, record_id: int) -> None:
    """Mark for the index what shows the record, while it can still be asked."""
    records = records_of(table_name)
    if table_name == "standards":
        mark_stale(session, {record_id})
    elif isinstance(records, ModelRecords):
        record = session.get(records.model, record_id)
        add_rows(session, Stale, [{"standard_id": own} for own in sorted(records.stale(session, [record]))])


def _let_go_of_standard(session: Session, record_id: int, author: Author) -> None:
    """Draftings go with a standard, and what it stated itself; what others state of its number stays, as a number."""
    entries = [own for (own,) in session.query(Drafting.id).filter(Drafting.standard_id == record_id)]
    with recording(session, author, "draftings", entries):
        session.execute(delete(Drafting).where(Drafting.id.in_(entries)))
    around = session.query(Relation).filter(or_(Relation.subject_id == record_id, Relation.object_id == record_id))
    for link in around:
        if link.subject_id == record_id:
            link.subject_id, link.stated_by_subject = None, False
        if link.object_id == record_id:
            link.object_id, link.stated_by_object = None, False
        if not (link.stated_by_subject or link.stated_by_object) or (link.subject_id is None and link.object_id is None):
            session.delete(link)
    session.flush()
