"""Relations that records state: joined to the records they name as those arrive, from either end, in any order.

A relation is stored once. Each end may state it, and only what its own record states can be taken back by that record.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.registry.contradictions import replaces_loop
from app.registry.importing.bulk import THE_ID, add_rows, change_rows
from app.registry.importing.incoming import Incoming
from app.registry.models import FormerNumber, LeftOut, Relation, Standard
from app.registry.numbers import key_of
from app.registry.words import Degree, RelationKind

_STATED = {
    "replaces": (RelationKind.REPLACES, True),
    "partly_replaces": (RelationKind.PARTLY_REPLACES, True),
    "replaced_by": (RelationKind.REPLACES, False),
    "amends": (RelationKind.AMENDS, True),
    "adopts": (RelationKind.ADOPTS, True),
    "cites": (RelationKind.CITES, True),
}
"""Columns that state relations: the kind, and whether the record is the subject (it replaces) or the object (replaced by)."""

RELATION_COLUMNS = tuple(_STATED)
_REPLACING = (RelationKind.REPLACES, RelationKind.PARTLY_REPLACES)
_SHOWN = 10


@dataclass
class _Link:
    """A relation while rows are taken in; `id` is None until the database has it."""

    kind: RelationKind
    subject_number: str
    subject_key: str
    object_number: str
    object_key: str
    id: int | None = None
    subject_id: int | None = None
    object_id: int | None = None
    degree: Degree | None = None
    stated_by_subject: bool = False
    stated_by_object: bool = False
    left_out: LeftOut | None = None

    @property
    def identity(self) -> tuple[RelationKind, str, str]:
        """What tells relations apart."""
        return self.kind, self.subject_key, self.object_key


_KEPT = [getattr(Relation, field.name) for field in fields(_Link)]
_CHANGING = ("subject_id", "object_id", "degree", "stated_by_subject", "stated_by_object", "left_out")


class Relations:
    """Takes in what rows state of relations; remembers the whole graph of replacements, to see loops."""

    def __init__(self) -> None:
        self._replaces: dict[str, set[str]] | None = None
        self._left_out: list[str] = []

    def sync(self, session: Session, items: Sequence[Incoming]) -> set[int]:
        """Make relations what the rows say. Returns ids of the standards at either end of whatever changed."""
        work = _Work(session, items)
        graph = self._graph(session)
        for item in items:
            for column, (kind, as_subject) in _STATED.items():
                whole = column in item.row.values
                behind = column == "adopts" and item.reading.adopted
                if (whole or behind) and work.state(item, kind, as_subject, _stated(item, column), whole=whole):
                    item.changed = True
        work.join(items)
        for link in work.settle(graph):
            self._left_out.append(f"{link.subject_number} → {link.object_number}")
        return work.write()

    def warnings(self) -> list[str]:
        """The links left out since the last call."""
        if not self._left_out:
            return []
        shown, count = "、".join(self._left_out[:_SHOWN]), len(self._left_out)
        self._left_out = []
        return [f"有 {count} 条关系指向自身或使代替关系成环，已照录但不起作用，请核对：{shown}{'等' if count > _SHOWN else ''}"]

    def _graph(self, session: Session) -> dict[str, set[str]]:
        """What each standard replaces, by key, of links that act; read once, then kept up."""
        if self._replaces is None:
            self._replaces = defaultdict(set)
            acting = select(Relation.subject_key, Relation.object_key).where(
                Relation.kind.in_(_REPLACING), Relation.left_out.is_(None)
            )
            for subject_key, object_key in session.execute(acting):
                self._replaces[subject_key].add(object_key)
        return self._replaces


def _stated(item: Incoming, column: str) -> dict[str, Degree | None]:
    """The numbers a column names, with degrees where it has them; sources behind the number are adopted too."""
    given = item.row.values.get(column, ())
    if column != "adopts":
        return dict.fromkeys(given)
    behind: dict[str, Degree | None] = {str(adopted.number): adopted.degree for adopted in item.reading.adopted}
    return behind | dict(given)


class _Work:
    """The relations around one chunk of standards."""

    def __init__(self, session: Session, items: Sequence[Incoming]) -> None:
        self._session = session
        self._links: dict[tuple[RelationKind, str, str], _Link] = {}
        self._of_subject: dict[str, list[_Link]] = defaultdict(list)
        self._of_object: dict[str, list[_Link]] = defaultdict(list)
        self._touched: dict[tuple[RelationKind, str, str], _Link] = {}
        self._bearing = self._keys_borne(items)
        known = list(self._bearing)
        for asked in (Relation.subject_key.in_(known), Relation.object_key.in_(known)):
            for row in session.execute(select(*_KEPT).where(asked)):
                link = _Link(**row._mapping)
                if link.identity not in self._links:
                    self._remember(link)

    def state(
        self, item: Incoming, kind: RelationKind, as_subject: bool, stated: Mapping[str, Degree | None], *, whole: bool
    ) -> bool:
        """Make the links of one kind that this record states those of `stated`; `whole`: others it stated go.

        Returns whether that changed what the record states.
        """
        flag = "stated_by_subject" if as_subject else "stated_by_object"
        mine = (self._of_subject if as_subject else self._of_object)[item.key]
        ours = [link for link in mine if link.kind is kind and getattr(link, flag)]
        standing = {link.object_key if as_subject else link.subject_key: link for link in ours}
        wanted = {key_of(number): (number, degree) for number, degree in stated.items()}
        changed = False
        for key, link in standing.items():
            if whole and key not in wanted:
                setattr(link, flag, False)
                self._touched[link.identity] = link
                changed = True
        for key, (number, degree) in wanted.items():
            if key in standing and (standing[key].degree == degree or not as_subject):
                self._recheck(standing[key])
                continue
            changed = True
            link = self._link(item, kind, as_subject, number, key)
            setattr(link, flag, True)
            if as_subject:
                link.degree = degree
            self._touched[link.identity] = link
        return changed

    def join(self, items: Iterable[Incoming]) -> None:
        """Give links the ids of the standards they name: those of this chunk, and for new links those of the register."""
        open_ends: set[str] = set()
        for link in self._links.values():
            for end in ("subject", "object"):
                if getattr(link, f"{end}_id") is None:
                    key = getattr(link, f"{end}_key")
                    if key in self._bearing:
                        setattr(link, f"{end}_id", self._bearing[key])
                        self._touched[link.identity] = link
                    elif link.id is None:
                        open_ends.add(key)
        found = _standing(self._session, open_ends)
        for link in self._touched.values():
            if link.id is None:
                link.subject_id = link.subject_id or found.get(link.subject_key)
                link.object_id = link.object_id or found.get(link.object_key)

    def settle(self, graph: dict[str, set[str]]) -> list[_Link]:
        """Leave out links that name the record itself or close a loop of replacements. Returns those newly left out."""
        newly = []
        for link in self._touched.values():
            replaced = graph[link.subject_key] if link.kind in _REPLACING else set()
            before = link.left_out
            if not (link.stated_by_subject or link.stated_by_object):
                replaced.discard(link.object_key)
                continue
            link.left_out = None
            if link.subject_key == link.object_key:
                link.left_out = LeftOut.SELF
            elif link.kind in _REPLACING and link.object_key not in replaced:
                if replaces_loop(graph, link.subject_key, link.object_key):
                    link.left_out = LeftOut.LOOP
                else:
                    replaced.add(link.object_key)
            if link.left_out and before is None:
                newly.append(link)
        return newly

    def write(self) -> set[int]:
        """Write what changed; ids of the standards at either end of it."""
        new, kept, gone = [], [], []
        ends: set[int | None] = set()
        for link in self._touched.values():
            ends |= {link.subject_id, link.object_id}
            if not (link.stated_by_subject or link.stated_by_object):
                gone.append(link.id)
            elif link.id is None:
                new.append({field.name: getattr(link, field.name) for field in fields(link) if field.name != "id"})
            else:
                kept.append({THE_ID: link.id, **{name: getattr(link, name) for name in _CHANGING}})
        if gone:
            self._session.execute(delete(Relation).where(Relation.id.in_([own for own in gone if own is not None])))
        add_rows(self._session, Relation, new)
        change_rows(self._session, Relation, kept)
        return {end for end in ends if end is not None}

    def _keys_borne(self, items: Sequence[Incoming]) -> dict[str, int]:
        """The standards of the chunk by their key, and by the keys of their former numbers."""
        borne = {item.key: item.id for item in items}
        formerly = select(FormerNumber.key, FormerNumber.standard_id).where(FormerNumber.standard_id.in_(set(borne.values())))
        return {row.key: row.standard_id for row in self._session.execute(formerly)} | borne

    def _link(self, item: Incoming, kind: RelationKind, as_subject: bool, number: str, key: str) -> _Link:
        """The link between a record and a number, made where it is not there."""
        ends = (item.number, item.key, number, key) if as_subject else (number, key, item.number, item.key)
        link = self._links.get((kind, ends[1], ends[3]))
        if link is None:
            link = _Link(kind, *ends)
            self._remember(link)
        return link

    def _remember(self, link: _Link) -> None:
        self._links[link.identity] = link
        self._of_subject[link.subject_key].append(link)
        self._of_object[link.object_key].append(link)

    def _recheck(self, link: _Link) -> None:
        """A link left out for a loop may act once another link is gone: it is looked at again when stated again."""
        if link.left_out is LeftOut.LOOP:
            self._touched[link.identity] = link


def _standing(session: Session, keys: Collection[str]) -> dict[str, int]:
    """Standards of the register by key, else by the key of a former number; of several that share one, the first."""
    found: dict[str, int] = {}
    if not keys:
        return found
    for key, own in session.execute(select(Standard.key, Standard.id).where(Standard.key.in_(keys)).order_by(Standard.id)):
        found.setdefault(key, own)
    formerly = select(FormerNumber.key, FormerNumber.standard_id).where(FormerNumber.key.in_(keys))
    for key, own in session.execute(formerly.order_by(FormerNumber.id)):
        found.setdefault(key, own)
    return found


def stated_numbers(session: Session, ids: Collection[int]) -> Mapping[tuple[int, str], tuple[Any, ...]]:
    """What the records of these standards state, by standard and column, as an export writes it: their own side alone."""
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    if not ids:
        return {}
    around = Relation.subject_id.in_(ids) | Relation.object_id.in_(ids)
    for link in session.execute(select(*_KEPT).where(around).order_by(Relation.id)):
        for column, (kind, as_subject) in _STATED.items():
            own = link.subject_id if as_subject else link.object_id
            stated = link.stated_by_subject if as_subject else link.stated_by_object
            if link.kind is kind and stated and own is not None:
                number = link.object_number if as_subject else link.subject_number
                found[own, column].append(f"{number} {link.degree.value}" if link.degree else number)
    return {key: tuple(numbers) for key, numbers in found.items()}
