"""What a standard has a list of: drafting bodies, drafters, former numbers, committees in charge.

Each list of a row stands for the whole list; a row without the column leaves it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.registry.importing.bodies import drop_unnamed, ensure_named
from app.registry.importing.bulk import THE_ID, add_rows, change_rows
from app.registry.importing.committee_numbers import NamedCommittee, read_committee
from app.registry.importing.committees import committees_by_name, ensure_committees
from app.registry.importing.incoming import Incoming
from app.registry.models import Drafter, Drafting, FormerNumber, Organization, StandardCommittee
from app.registry.numbers import key_of

Names = Mapping[int, tuple[str, ...]]


class KeptList(Protocol):
    """A list of a standard that is kept in a table of its own."""

    column: str

    def sync(self, session: Session, items: Sequence[Incoming]) -> None:
        """Make the lists of these standards what their rows say, and note which have changed."""

    def read(self, session: Session, ids: Collection[int]) -> Names:
        """The lists of these standards, as an export writes them."""


class Drafters:
    """起草人, in the printed order."""

    column = "drafters"

    def sync(self, session: Session, items: Sequence[Incoming]) -> None:
        """See `KeptList`."""
        changed = _changed(self, session, items)
        places = ((item, rank, name) for item, names in changed for rank, name in enumerate(names, 1))
        _replace(session, Drafter, changed, ({"standard_id": item.id, "rank": rank, "name": name} for item, rank, name in places))

    def read(self, session: Session, ids: Collection[int]) -> Names:
        """See `KeptList`."""
        return _lists(
            session.execute(select(Drafter.standard_id, Drafter.name).where(Drafter.standard_id.in_(ids)).order_by(Drafter.rank))
        )


class FormerNumbers:
    """曾用标准号."""

    column = "former_numbers"

    def sync(self, session: Session, items: Sequence[Incoming]) -> None:
        """See `KeptList`."""
        changed = _changed(self, session, items)
        _replace(
            session,
            FormerNumber,
            changed,
            (
                {"standard_id": item.id, "number": number, "key": key_of(number), "bare_key": key_of(number).replace("/", "")}
                for item, numbers in changed
                for number in numbers
            ),
        )

    def read(self, session: Session, ids: Collection[int]) -> Names:
        """See `KeptList`."""
        asked = select(FormerNumber.standard_id, FormerNumber.number).where(FormerNumber.standard_id.in_(ids))
        return _lists(session.execute(asked.order_by(FormerNumber.id)))


class DraftingUnits:
    """起草单位, in the printed order: places 1, 2, … of bodies known by name alone.

    An entry whose body has been confirmed since is the same entry; entries that the list does not name go, but for those
    that a confirmed body or a role shows to come from elsewhere.
    """

    column = "drafting_units"

    def sync(self, session: Session, items: Sequence[Incoming]) -> None:
        """See `KeptList`."""
        asked = [item for item in items if self.column in item.row.values]
        entries = self._entries(session, [item.id for item in asked if not item.is_new])
        unlisted: list[Any] = []
        added: list[tuple[int, int, str]] = []
        moved: list[dict[str, int]] = []
        for item in asked:
            names: tuple[str, ...] = item.row.values[self.column]
            standing = entries.get(item.id, [])
            matched = {name: entry for entry in reversed(standing) for name in _names_of(entry) if name in names}
            gone = [entry for entry in standing if entry not in matched.values() and entry.unconfirmed and entry.role is None]
            ranked = [entry for entry in standing if entry.rank is not None and entry in matched.values()]
            if not gone and [matched.get(name) for name in names] == ranked:
                continue
            item.changed = True
            unlisted += gone
            for rank, name in enumerate(names, 1):
                if name not in matched:
                    added.append((item.id, rank, name))
                elif matched[name].rank != rank:
                    moved.append({THE_ID: matched[name].id, "rank": rank})
        self._write(session, unlisted, added, moved)

    def read(self, session: Session, ids: Collection[int]) -> Names:
        """See `KeptList`."""
        asked = (
            select(Drafting.standard_id, Organization.name)
            .join(Drafting.organization)
            .where(Drafting.standard_id.in_(ids), Drafting.rank.is_not(None))
        )
        return _lists(session.execute(asked.order_by(Drafting.rank, Drafting.id)))

    def _entries(self, session: Session, ids: Collection[int]) -> Mapping[int, list[Any]]:
        found: dict[int, list[Any]] = defaultdict(list)
        if ids:
            asked = (
                select(
                    Drafting.id,
                    Drafting.standard_id,
                    Drafting.organization_id,
                    Drafting.rank,
                    Drafting.role,
                    Organization.name,
                    Organization.former_names,
                    Organization.unconfirmed,
                )
                .join(Drafting.organization)
                .where(Drafting.standard_id.in_(ids))
                .order_by(Drafting.rank, Drafting.id)
            )
            for entry in session.execute(asked):
                found[entry.standard_id].append(entry)
        return found

    def _write(
        self, session: Session, unlisted: Sequence[Any], added: Sequence[tuple[int, int, str]], moved: Sequence[dict[str, int]]
    ) -> None:
        if unlisted:
            session.execute(delete(Drafting).where(Drafting.id.in_([entry.id for entry in unlisted])))
            drop_unnamed(session, {entry.organization_id for entry in unlisted})
        if added:
            bodies = ensure_named(session, [name for _, _, name in added])
            entries = [{"standard_id": own, "organization_id": bodies[name], "rank": rank} for own, rank, name in added]
            add_rows(session, Drafting, entries)
        change_rows(session, Drafting, moved)


def _names_of(entry: Any) -> tuple[str, ...]:
    return (entry.name, *entry.former_names)


LISTS: tuple[KeptList, ...] = (FormerNumbers(), Drafters(), DraftingUnits())


def sync_committees(session: Session, items: Sequence[Incoming]) -> None:
    """Link each standard to the committees its text names by number, or by the full name of one in the register."""
    asked = [item for item in items if item.row.values.get("committee") or ("committee" in item.row.values and not item.is_new)]
    named: dict[str, NamedCommittee | None] = {}
    for item in asked:
        for text in item.row.values["committee"]:
            if text not in named:
                named[text] = read_committee(text)
    numbered = ensure_committees(session, [committee for committee in named.values() if committee])
    called = committees_by_name(session, [text for text, committee in named.items() if committee is None])
    id_of = {text: numbered[committee.number].id if committee else called.get(text) for text, committee in named.items()}
    linked: dict[int, set[int]] = defaultdict(set)
    old = [item.id for item in asked if not item.is_new]
    if old:
        asked_links = select(StandardCommittee.standard_id, StandardCommittee.committee_id)
        for standard_id, committee_id in session.execute(asked_links.where(StandardCommittee.standard_id.in_(old))):
            linked[standard_id].add(committee_id)
    added: list[dict[str, int]] = []
    for item in asked:
        wanted = {own for text in item.row.values["committee"] if (own := id_of[text]) is not None}
        if wanted == linked[item.id]:
            continue
        item.changed = True
        added += [{"standard_id": item.id, "committee_id": new} for new in wanted - linked[item.id]]
        if gone := linked[item.id] - wanted:
            session.execute(
                delete(StandardCommittee).where(
                    StandardCommittee.standard_id == item.id, StandardCommittee.committee_id.in_(gone)
                )
            )
    add_rows(session, StandardCommittee, added)


def _changed(kept: KeptList, session: Session, items: Sequence[Incoming]) -> list[tuple[Incoming, tuple[str, ...]]]:
    """The standards whose list in the row differs from the one kept, with the row's; they are noted as changed."""
    asked = [(item, item.row.values[kept.column]) for item in items if kept.column in item.row.values]
    old = [item.id for item, _ in asked if not item.is_new]
    standing = kept.read(session, old) if old else {}
    changed = [(item, names) for item, names in asked if standing.get(item.id, ()) != names]
    for item, _ in changed:
        item.changed = True
    return changed


def _replace(
    session: Session, model: Any, changed: Sequence[tuple[Incoming, tuple[str, ...]]], rows: Iterable[dict[str, Any]]
) -> None:
    """Put the rows in the place of all that these standards had."""
    old = [item.id for item, _ in changed if not item.is_new]
    if old:
        session.execute(delete(model).where(model.standard_id.in_(old)))
    add_rows(session, model, list(rows))


def _lists(pairs: Iterable[Any]) -> Names:
    found: dict[int, list[str]] = defaultdict(list)
    for own, name in pairs:
        found[own].append(name)
    return {own: tuple(names) for own, names in found.items()}
