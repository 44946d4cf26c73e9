"""Committees: what their numbers say of them, and those that standards name."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.registry.history import Changed, write_changes
from app.registry.importing import references
from app.registry.importing.bulk import add_rows
from app.registry.importing.columns import TABLES
from app.registry.importing.committee_numbers import NamedCommittee
from app.registry.importing.outcomes import Done, Outcome, Taken
from app.registry.importing.reading import ReadRow
from app.registry.importing.records import Field, ModelRecords, Problem
from app.registry.importing.standard_marks import mark_stale
from app.registry.models import Committee, Stale, Standard, StandardCommittee

_TREE_DEPTH = 20


class CommitteeRecords(ModelRecords):
    """A new committee takes level, kind and parent from its number where the row does not say."""

    exported_by = "number"

    def __init__(self) -> None:
        super().__init__(
            TABLES["committees"],
            Committee,
            ("number",),
            (
                Field("number", "number", required=True),
                Field("name", "name"),
                Field("level", "level"),
                Field("kind", "kind"),
                Field("parent", "parent_id", references.COMMITTEES),
                Field("secretariat_uscc", "secretariat_id", references.BODIES),
                Field("county", "county", references.DIVISIONS),
                Field("established_on", "established_on"),
                Field("dissolved_on", "dissolved_on"),
            ),
            term=("established_on", "dissolved_on"),
        )
        self._found: dict[Hashable, Any] = {}

    def find(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> dict[Hashable, Any]:
        """Committees by number; kept, since a committee may lie under one that came a few rows before."""
        self._found = super().find(session, rows)
        return self._found

    def apply(self, session: Session, rows: Sequence[ReadRow], only: int | None = None) -> list[Outcome]:
        """See `outcomes.Records`. Standards that gave a committee by its full name alone are linked once it is known."""
        outcomes = super().apply(session, rows, only)
        ids = [each.record_id for each in outcomes if isinstance(each, Taken) and each.done is not Done.UNCHANGED]
        changed = session.scalars(select(Committee).where(Committee.id.in_(ids))).all()
        mark_stale(session, _link_by_name(session, changed))
        return outcomes

    def complete(self, session: Session, record: Any | None, values: dict[str, Any]) -> None:
        """What the number says stands where the row says nothing; a committee can't lie under itself."""
        if record is None:
            named = NamedCommittee(values["number"])
            for attribute, said in (("level", named.level), ("kind", named.kind)):
                values[attribute] = values.get(attribute) or said
            if named.parent and "parent_id" not in values:
                if (named.parent,) not in self._found:
                    made = ensure_committees(session, [NamedCommittee(named.parent)])
                    self._found |= {(number,): committee for number, committee in made.items()}
                values["parent"] = self._found[named.parent,]
        elif (parent_id := values.get("parent_id")) is not None:
            upper: int | None = parent_id
            for _ in range(_TREE_DEPTH):
                if upper is None:
                    return
                if upper == record.id:
                    raise Problem("parent", "上级委员会最终又是它自己，请核对上下级关系")
                above = session.get(Committee, upper)  # as it stands with the rows before this one
                upper = above.parent_id if above else None
            raise Problem("parent", f"上级委员会超过 {_TREE_DEPTH} 层，请核对上下级关系")

    def stale(self, session: Session, records: Sequence[Any]) -> Collection[int]:
        """Standards in their charge show their names."""
        return _in_charge_of(session, [record.id for record in records])


def ensure_committees(session: Session, named: Iterable[NamedCommittee]) -> Mapping[str, Committee]:
    """These committees by number; those not in the register are made, with all above them.

    A committee known by its number alone takes the name that stands beside the number here.
    """
    wanted: dict[str, NamedCommittee] = {}
    for committee in named:
        if committee.number not in wanted or wanted[committee.number].name is None:
            wanted[committee.number] = committee
    for committee in list(wanted.values()):
        while (above := committee.parent) and above not in wanted:
            committee = wanted[above] = NamedCommittee(above)
    new: list[Committee] = []
    known = {each.number: each for each in session.scalars(select(Committee).where(Committee.number.in_(wanted)))}
    unnamed = {known[number].id for number, each in wanted.items() if each.name and number in known and not known[number].name}
    rows = CommitteeRecords().rows(session, unnamed)
    for number in sorted(wanted, key=lambda number: number.count("/")):
        committee = wanted[number]
        if number not in known:
            known[number] = Committee(
                number=number,
                name=committee.name,
                level=committee.level,
                kind=committee.kind,
                parent=known[committee.parent] if committee.parent else None,
            )
            session.add(known[number])
            new.append(known[number])
        elif known[number].name is None and committee.name:
            known[number].name = committee.name
    session.flush()
    numbers = {own: str(row["number"]) for own, row in rows.items()}
    changes = [Changed(own, numbers[own], row, {**row, "name": wanted[numbers[own]].name}) for own, row in rows.items()]
    write_changes(session, "committees", [*(Changed(made.id, made.number) for made in new), *changes])
    add_rows(session, Stale, [{"standard_id": own} for own in sorted(_in_charge_of(session, unnamed))])
    return known


def _in_charge_of(session: Session, committee_ids: Collection[int]) -> set[int]:
    if not committee_ids:
        return set()
    linked = select(StandardCommittee.standard_id).where(StandardCommittee.committee_id.in_(committee_ids))
    return set(session.scalars(linked))


def _link_by_name(session: Session, committees: Collection[Committee]) -> set[int]:
    """Link the standards whose text gives the full name of one of these committees, where no other bears it."""
    ids = committees_by_name(session, {committee.name for committee in committees if committee.name})
    if not ids:
        return set()
    wanted = {
        (own, ids[text])
        for own, texts in session.execute(select(Standard.id, Standard.committee))
        for text in texts
        if text in ids
    }
    linked = select(StandardCommittee.standard_id, StandardCommittee.committee_id)
    wanted -= {(row[0], row[1]) for row in session.execute(linked.where(StandardCommittee.committee_id.in_(ids.values())))}
    add_rows(session, StandardCommittee, [{"standard_id": own, "committee_id": above} for own, above in sorted(wanted)])
    return {own for own, _ in wanted}


def committees_by_name(session: Session, names: Collection[str]) -> Mapping[str, int]:
    """Ids of committees by full name; a name that two bear names none."""
    found: dict[str, int] = {}
    twice: set[str] = set()
    if names:
        for own, name in session.execute(select(Committee.id, Committee.name).where(Committee.name.in_(names))):
            if name and found.setdefault(name, own) != own:
                twice.add(name)
    return {name: own for name, own in found.items() if name not in twice}
