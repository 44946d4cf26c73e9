"""Creating and changing one record: by the rules of an import, but whoever types is told of all that is wrong at once."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from app.accounts.permissions import Permission, require
from app.database import db
from app.errors import Conflict, FieldError, Invalid
from app.registry.contradictions import replaces_loop
from app.registry.editing.kept import Kept, kept
from app.registry.history import Author, sign
from app.registry.importing.outcomes import Done, Taken
from app.registry.importing.reading import ReadRow, read_given
from app.registry.importing.registered import records_of
from app.registry.importing.rows import Refusal
from app.registry.importing.turns import await_turn
from app.registry.models import LeftOut, Relation
from app.registry.words import RelationKind

LONGEST_REASON = 500
REPLACING = (RelationKind.REPLACES, RelationKind.PARTLY_REPLACES)


class StaleEdit(Conflict):
    """Somebody changed the record since it was read: `current` is how it stands now, `given` what was to be written."""

    def __init__(self, current: Kept, given: Mapping[str, object]) -> None:
        super().__init__(f"{current.table.label} {current.key} 在您打开之后已被他人修改，没有写入；请对照现在的内容再决定")
        self.current = current
        self.given = given


class AlreadyThere(Conflict):
    """A record of that key is in the register already."""

    def __init__(self, standing: Kept) -> None:
        super().__init__(f"{standing.table.label} {standing.key} 已在库中，没有新增；要改动请编辑那一条")
        self.standing = standing


@dataclass(frozen=True)
class Saved:
    """What became of a record."""

    record: Kept
    done: Done
    warnings: tuple[str, ...] = ()


@contextmanager
def alone(author: Author) -> Iterator[Session]:
    """A session of whoever is the only writer until it commits. Raises `Invalid` where the reason given is too long."""
    if author.reason and len(author.reason) > LONGEST_REASON:
        raise Invalid(
            f"原因长 {len(author.reason)} 字，最多 {LONGEST_REASON} 字",
            (FieldError("reason", f"长 {len(author.reason)} 字，最多 {LONGEST_REASON} 字，请缩短"),),
        )
    with Session(db.engine, autoflush=False, expire_on_commit=False) as session:
        sign(session, author)
        await_turn(session)
        yield session


def create(table_name: str, given: Mapping[str, object], *, author: Author) -> Saved:
    """Add a record of these cells (raw, by column). See `save_in` for what it raises, and `AlreadyThere`."""
    with alone(author) as session:
        saved = create_in(session, table_name, given, author=author)
        session.commit()
    return saved


def create_in(session: Session, table_name: str, given: Mapping[str, object], *, author: Author) -> Saved:
    """The same within the transaction of a session from `alone`."""
    saved = save_in(session, table_name, given, author=author)
    if saved.done is not Done.CREATED:
        session.rollback()
        raise AlreadyThere(kept(table_name, saved.record.id, session))
    return saved


def change(
    table_name: str, record_id: int, given: Mapping[str, object], *, author: Author, version: str | None = None
) -> Saved:
    """Change the cells given (raw, by column; an empty one clears) and leave the others.

    `version`: the state the change was made from; another raises `StaleEdit`. None: from whatever state it is in.
    """
    with alone(author) as session:
        standing = kept(table_name, record_id, session)
        if version is not None and version != standing.version:
            raise StaleEdit(standing, given)
        saved = save_in(session, table_name, given, author=author, standing=standing)
        session.commit()
    return saved


def save_in(
    session: Session, table_name: str, given: Mapping[str, object], *, author: Author, standing: Kept | None = None
) -> Saved:
    """Write one record within the transaction of a session from `alone`, which the caller commits.

    Raises `Invalid` with an entry for each cell that can't be used, `Conflict` where the database holds something that
    does not go with it, `NotAllowed`.
    """
    require(author.actor, Permission.REGISTER_EDIT)
    records = records_of(table_name)
    row = read_given(records.table, _with_key(standing, given))
    if standing is not None:
        _refuse_renumbering(row, standing)
    left_out = _left_out(session, standing)
    try:
        [outcome] = records.apply(session, [row], standing.id if standing else None)
    except (IntegrityError, DataError):
        raise Conflict(f"与库中其他{records.table.label}记录冲突，没有写入；请核对是否重复") from None
    if not isinstance(outcome, Taken):
        refused = outcome if isinstance(outcome, Refusal) else outcome.refusal
        raise Invalid(refused.reason, (FieldError(refused.field or records.table.key[0], refused.reason, refused.value),))
    saved = kept(table_name, outcome.record_id, session)
    if table_name == "standards":
        _refuse_loops(session, saved, left_out)
    return Saved(saved, outcome.done, tuple(records.warnings()))


def _with_key(standing: Kept | None, given: Mapping[str, object]) -> dict[str, object]:
    """The cells given, and those of the key from the record where they are not."""
    if standing is None:
        return dict(given)
    missing = {column: standing.row[column] for column in standing.table.key if column not in given}
    return missing | dict(given)


def _refuse_renumbering(row: ReadRow, standing: Kept) -> None:
    """A standard is its number: another number is another standard."""
    if standing.table.name == "standards":
        number = row.values["number"]
        if number is None or str(number.number) != standing.row["number"]:
            reason = "标准号在这里不能改；登错的请用“更正标准号”，发布机构改了号的请用“发布机构改号”"
            raise Invalid(reason, (FieldError("number", reason, str(row.row.values.get("number"))),))


def _left_out(session: Session, standing: Kept | None) -> set[int]:
    """Relations around a standard that do not act already."""
    if standing is None or standing.table.name != "standards":
        return set()
    return {link.id for link in _idle(session, standing.id)}


def _idle(session: Session, standard_id: int) -> list[Relation]:
    around = (Relation.subject_id == standard_id) | (Relation.object_id == standard_id)
    return list(session.scalars(select(Relation).where(around, Relation.left_out.is_not(None))))


def _refuse_loops(session: Session, saved: Kept, before: set[int]) -> None:
    """Who types a link that can't act is told why; an import keeps it and flags it (docs/rules.md section 2)."""
    for link in _idle(session, saved.id):
        mine = link.stated_by_subject if link.subject_id == saved.id else link.stated_by_object
        if link.id in before or not mine:
            continue
        field = link.kind.value if link.subject_id == saved.id else "replaced_by"
        if link.left_out is LeftOut.SELF:
            reason = f"{link.subject_number} 不能{link.kind.label}它自己，请核对"
        else:
            loop = _loop(session, link)
            reason = f"这样代替关系会成环：{' → '.join(loop)}（箭头指被代替者），请核对"
        raise Invalid(reason, (FieldError(field, reason),))


def _loop(session: Session, link: Relation) -> tuple[str, ...]:
    """The loop spelled out, each standard by its number."""
    return loop_through(session, [link]) or (link.subject_number, link.object_number)


def loop_through(session: Session, links: Sequence[Relation]) -> tuple[str, ...] | None:
    """The first loop of replacements that acting links close with one of these, by numbers; None where there is none."""
    acting = select(Relation).where(Relation.kind.in_(REPLACING), Relation.left_out.is_(None))
    replaces: dict[str, list[str]] = {}
    numbers: dict[str, str] = {}
    for each in (*session.scalars(acting), *links):
        replaces.setdefault(each.subject_key, []).append(each.object_key)
        numbers |= {each.subject_key: each.subject_number, each.object_key: each.object_number}
    for link in links:
        if found := replaces_loop(replaces, link.subject_key, link.object_key):
            return tuple(numbers[key] for key in found)
    return None
