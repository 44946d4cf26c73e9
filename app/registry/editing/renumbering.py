"""Another number for a standard that stays the same record: one typed wrong, or one that its body has renumbered.

Everything that names the record by id stays where it is (draftings, implementations, history). Relations name numbers: after
a correction all those joined to the record say the right number; after a renumbering what the record states itself does, and
what others state of the former number stays as they stated it and leads on.
"""

from collections.abc import Sequence

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from app.accounts.permissions import Permission, require
from app.errors import Conflict, FieldError, Invalid
from app.registry.editing.kept import Kept, kept
from app.registry.editing.saving import REPLACING, Saved, StaleEdit, alone, loop_through, save_in
from app.registry.history import Author, Changed, write_changes
from app.registry.importing.columns import STANDARDS
from app.registry.importing.outcomes import Done
from app.registry.importing.reading import read_given
from app.registry.importing.registered import records_of
from app.registry.importing.standard_marks import mark_stale
from app.registry.importing.values import NAME_LIMIT
from app.registry.models import FormerNumber, Relation, Standard
from app.registry.numbers import StandardNumber, parse_number
from app.registry.words import Word

_NUMBER = "number"


class NumberChange(Word):
    """Why a record gets another number."""

    CORRECTED = "corrected", "更正标准号"
    RENUMBERED = "renumbered", "发布机构改号"


def renumber(
    record_id: int, number: str, *, why: NumberChange, author: Author, version: str | None = None
) -> Saved:
    """Give a standard another number, with all that follows from it; the index takes it up from marks of the same transaction.

    Raises `Invalid` where the number can't be read or closes a loop of replacements, `Conflict` where it is taken, `StaleEdit`,
    `NotFound`, `NotAllowed`.
    """
    require(author.actor, Permission.REGISTER_EDIT)
    with alone(author) as session:
        standing = kept(STANDARDS.name, record_id, session)
        if version is not None and version != standing.version:
            raise StaleEdit(standing, {_NUMBER: number})
        became = _read(number)
        standard = session.get_one(Standard, record_id)
        if str(became) == standard.number:
            return Saved(standing, Done.UNCHANGED)
        _refuse_taken(session, standard, became)
        mark_stale(session, {record_id})
        around = _around(session, standard)
        others = _rows(session, around)
        _join_under(session, standard, became, why)
        _rename(session, standard, became, why)
        session.flush()
        _refuse_loop(session, standard)
        _remember(session, standing, others)
        renamed = kept(STANDARDS.name, record_id, session)
        saved = save_in(session, STANDARDS.name, {_NUMBER: str(became)}, author=author, standing=renamed)
        mark_stale(session, {record_id})
        session.commit()
    return Saved(saved.record, Done.UPDATED, saved.warnings)


def _read(number: str) -> StandardNumber:
    reading = read_given(STANDARDS, {_NUMBER: number}).values[_NUMBER]
    if reading is None:
        raise _refused("请填写新的标准号")
    found: StandardNumber = reading.number
    if len(str(found)) > NAME_LIMIT:
        raise _refused(f"标准号长 {len(str(found))} 字，最多 {NAME_LIMIT} 字")
    return found


def _refused(reason: str) -> Invalid:
    return Invalid(reason, (FieldError(_NUMBER, reason),))


def _refuse_taken(session: Session, standard: Standard, became: StandardNumber) -> None:
    """A number is taken by the record that bears it, and by one that bore it: it leads on to that one."""
    bearer = session.scalar(select(Standard.number).where(Standard.key == became.key, Standard.id != standard.id))
    if bearer:
        raise Conflict(f"{became} 已是库中另一项标准（{bearer}）的标准号，没有改动；两条记录是同一标准的，请删去登错的一条")
    former = session.scalar(
        select(Standard.number)
        .join(FormerNumber, FormerNumber.standard_id == Standard.id)
        .where(FormerNumber.key == became.key, Standard.id != standard.id)
    )
    if former:
        raise Conflict(f"{became} 是 {former} 的曾用标准号，没有改动；请先核对那一条记录")


def _around(session: Session, standard: Standard) -> Sequence[Relation]:
    return session.scalars(
        select(Relation).where(or_(Relation.subject_id == standard.id, Relation.object_id == standard.id))
    ).all()


def _rows(session: Session, links: Sequence[Relation]) -> dict[int, Kept]:
    """The records at either end of these links, as they stand."""
    ids = {own for link in links for own in (link.subject_id, link.object_id) if own is not None}
    rows = records_of(STANDARDS.name).rows(session, ids)
    return {own: Kept(STANDARDS, own, row) for own, row in rows.items()}


def _join_under(session: Session, standard: Standard, became: StandardNumber, why: NumberChange) -> None:
    """Let the links that name the record by its old number name the new one; one that is there already takes up the other."""
    session.flush()
    for link in _around(session, standard):
        as_subject, as_object = _follows(link, standard, why)
        if not (as_subject or as_object):
            continue
        subject = (str(became), became.key) if as_subject else (link.subject_number, link.subject_key)
        other = (str(became), became.key) if as_object else (link.object_number, link.object_key)
        there = session.scalar(
            select(Relation).where(
                Relation.kind == link.kind,
                Relation.subject_key == subject[1],
                Relation.object_key == other[1],
                Relation.id != link.id,
            )
        )
        if there is not None:
            _unite(link, there)
            session.delete(there)
            session.flush()
        link.subject_number, link.subject_key = subject
        link.object_number, link.object_key = other
        session.flush()


def _follows(link: Relation, standard: Standard, why: NumberChange) -> tuple[bool, bool]:
    """Whether the subject and the object of a link take the new number."""
    all_of_them = why is NumberChange.CORRECTED
    subject = link.subject_id == standard.id and link.subject_key == standard.key
    other = link.object_id == standard.id and link.object_key == standard.key
    return subject and (all_of_them or link.stated_by_subject), other and (all_of_them or link.stated_by_object)


def _unite(link: Relation, there: Relation) -> None:
    link.stated_by_subject |= there.stated_by_subject
    link.stated_by_object |= there.stated_by_object
    link.degree = link.degree or there.degree
    link.subject_id = link.subject_id or there.subject_id
    link.object_id = link.object_id or there.object_id


def _rename(session: Session, standard: Standard, became: StandardNumber, why: NumberChange) -> None:
    """The number with all that is told by it; kind and obligation where they were those of the old number's prefix."""
    was = parse_number(standard.number)
    session.execute(delete(FormerNumber).where(FormerNumber.standard_id == standard.id, FormerNumber.key == became.key))
    if why is NumberChange.RENUMBERED:
        session.add(
            FormerNumber(standard_id=standard.id, number=standard.number, key=standard.key, bare_key=standard.bare_key)
        )
    if standard.kind == was.kind and became.kind is not None:
        standard.kind = became.kind
    if standard.obligation == was.obligation:
        standard.obligation = became.obligation
    standard.number = str(became)
    standard.key = became.key
    standard.bare_key = became.bare_key
    standard.document_key = became.document_key
    standard.loose_key = became.loose_key
    standard.number_year = became.year
    standard.number_order = became.order_text
    standard.is_supplement = became.is_supplement


def _refuse_loop(session: Session, standard: Standard) -> None:
    """Links that name the new number already may close a loop with those of the record."""
    named = or_(Relation.subject_key == standard.key, Relation.object_key == standard.key)
    acting = select(Relation).where(named, Relation.kind.in_(REPLACING), Relation.left_out.is_(None))
    links = session.scalars(acting.order_by(Relation.subject_key != standard.key, Relation.id)).all()
    if loop := loop_through(session, links):
        raise _refused(f"换成这个号，代替关系会成环：{' → '.join(loop)}（箭头指被代替者），请核对")


def _remember(session: Session, standing: Kept, others: dict[int, Kept]) -> None:
    """Leave a trace of the record, and of those whose own statements now say its new number."""
    before = {**others, standing.id: standing}
    after = records_of(STANDARDS.name).rows(session, set(before))
    changes = [Changed(own, str(after[own][_NUMBER]), was.row, after[own]) for own, was in sorted(before.items())]
    write_changes(session, STANDARDS.name, changes)
