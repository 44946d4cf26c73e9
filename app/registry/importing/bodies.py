"""Organizations, and what they drafted."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from app.registry.history import Changed, write_changes
from app.registry.importing import references
from app.registry.importing.bulk import add_rows
from app.registry.importing.columns import TABLES
from app.registry.importing.outcomes import Outcome
from app.registry.importing.reading import ReadRow
from app.registry.importing.records import CHUNK, Field, ModelRecords, Problem
from app.registry.importing.writing import Written
from app.registry.models import Drafting, Organization

_MERGERS = 50


class OrganizationRecords(ModelRecords):
    """The key is the code, else name and county; a row that brings the code of a body known without one completes it."""

    exported_by = "key"

    def __init__(self) -> None:
        super().__init__(
            TABLES["organizations"],
            Organization,
            ("key",),
            (
                Field("uscc", "uscc"),
                Field("name", "name", required=True),
                Field("kind", "kind"),
                Field("county", "county", references.DIVISIONS),
                Field("established_on", "established_on"),
                Field("dissolved_on", "dissolved_on"),
                Field("merged_into_uscc", "merged_into_id", references.BODIES),
                Field("merged_on", "merged_on"),
                Field("former_names", "former_names", empty=()),
            ),
            term=("established_on", "dissolved_on"),
        )

    def identity(self, row: ReadRow) -> Hashable:
        """The code, else name and county."""
        values = row.values
        if values.get("uscc"):
            return str(values["uscc"])
        return f"{values['name']}@{values.get('county') or ''}" if values.get("name") else None

    def prepare(self, values: dict[str, Any]) -> None:
        """`name@county` in the code's place is name and county; without a code, the name can't be absent."""
        uscc = values.get("uscc")
        if uscc and "@" in uscc:
            name, _, county = uscc.rpartition("@")
            values["name"] = values.get("name") or name
            values["county"] = values.get("county") or county or None
            del values["uscc"]
        if not values.get("uscc"):
            values.pop("uscc", None)
            if not values.get("name"):
                raise Problem("name", "没有统一社会信用代码的单位要有名称")

    def find(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> dict[Hashable, Any]:
        """Bodies by code, and by name and county."""
        usccs = {row["uscc"] for row in rows if row.get("uscc")}
        names = {row["name"] for row in rows if row.get("name")}
        found: dict[Hashable, Any] = {}
        known = select(Organization).where(Organization.uscc.in_(usccs) | Organization.name.in_(names))
        for body in session.scalars(known).all():
            found[body.key] = body
            if body.uscc and body.county:
                found.setdefault(f"{body.name}@{body.county}", body)
        return found

    def key_of(self, record: Any) -> Hashable:
        """The key as the body itself holds it."""
        key: str = record.key
        return key

    def sought(self, found: Mapping[Hashable, Any], values: Mapping[str, Any]) -> Any | None:
        """By code; then by name and county, but no body that bears another code, and none of unknown county for a code."""
        uscc, county = values.get("uscc"), values.get("county")
        if uscc in found:
            return found[uscc]
        body = found.get(f"{values.get('name')}@{county or ''}")
        if uscc and (body is None or body.uscc or not county):
            return None
        return body

    def complete(self, session: Session, record: Any | None, values: dict[str, Any]) -> None:
        """The key follows code, name and county; who has neither code nor county is marked 待核."""
        uscc, name, county = (values.get(part) or getattr(record, part, None) for part in ("uscc", "name", "county"))
        if "county" in values:
            county = values["county"]
        values["key"] = uscc or f"{name}@{county or ''}"
        if record is None:
            values["unconfirmed"] = not uscc and not county
        elif record.unconfirmed and (uscc or county):
            values["unconfirmed"] = False
        survivor = values["merged_into_id"] if "merged_into_id" in values else getattr(record, "merged_into_id", None)
        merged_on = values["merged_on"] if "merged_on" in values else getattr(record, "merged_on", None)
        if merged_on and survivor is None:
            raise Problem("merged_on", "有并入日期而没有并入单位，请补上并入单位")
        if record is not None and survivor is not None:
            self._check_mergers(session, record, survivor)

    def _check_mergers(self, session: Session, record: Any, survivor: int) -> None:
        after: int | None = survivor
        for _ in range(_MERGERS):
            if after is None:
                return
            if after == record.id:
                break
            following = session.get(Organization, after)  # as it stands with the rows before this one
            after = following.merged_into_id if following else None
        raise Problem("merged_into_uscc", "并入关系最终又回到它自己，请核对并入单位")

    def stale(self, session: Session, records: Sequence[Any]) -> Collection[int]:
        """Standards they drafted show their names and counties."""
        ids = [record.id for record in records]
        return set(session.scalars(select(Drafting.standard_id).where(Drafting.organization_id.in_(ids))))


class DraftingRecords(ModelRecords):
    """A body that is confirmed takes over the entry of the same name that the standard's own record made."""

    def __init__(self) -> None:
        super().__init__(
            TABLES["draftings"],
            Drafting,
            ("standard_id", "organization_id"),
            (
                Field("number", "standard_id", references.STANDARDS, required=True),
                Field("uscc", "organization_id", references.BODIES, required=True),
                Field("rank", "rank"),
                Field("role", "role"),
                Field("source", "source"),
            ),
        )
        self._taken: dict[int, int] = {}

    def apply(self, session: Session, rows: Sequence[ReadRow], only: int | None = None) -> list[Outcome]:
        """See `outcomes.Records`. Bodies that no entry names any more go."""
        self._taken = {}
        outcomes = super().apply(session, rows, only)
        drop_unnamed(session, set(self._taken.values()))
        return outcomes

    def export(self, session: Session) -> Iterator[list[Written]]:
        """See `outcomes.Records`; by standard and place, since entries come with standards and from files of their own."""
        placed = select(Drafting.id).join(Drafting.organization)
        by_place = (Drafting.standard_id, Drafting.rank.is_(None), Drafting.rank, Organization.key)
        ids = session.scalars(placed.order_by(*by_place)).all()
        for start in range(0, len(ids), CHUNK):
            chunk = ids[start : start + CHUNK]
            rows = self.rows(session, chunk)
            yield from ([rows[own][column] for column in self.table.written] for own in chunk)
            session.expunge_all()

    def find(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> dict[Hashable, Any]:
        """Draftings by their key, and those of unconfirmed bodies by the confirmed body of the same name."""
        standard_ids = {row["standard_id"] for row in rows}
        bodies = session.scalars(select(Organization).where(Organization.id.in_({row["organization_id"] for row in rows}))).all()
        called = {(name, body.id) for body in bodies if not body.unconfirmed for name in (body.name, *body.former_names)}
        ids_of: dict[str, list[int]] = {}
        for name, body_id in called:
            ids_of.setdefault(name, []).append(body_id)
        found: dict[Hashable, Any] = {}
        entries = select(Drafting).where(Drafting.standard_id.in_(standard_ids)).options(joinedload(Drafting.organization))
        for entry in session.scalars(entries).all():
            found[self.key_of(entry)] = entry
            if entry.organization.unconfirmed:
                for body_id in ids_of.get(entry.organization.name, ()):
                    found.setdefault((entry.standard_id, body_id), entry)
        return found

    def sought(self, found: Mapping[Hashable, Any], values: Mapping[str, Any]) -> Any | None:
        """An entry can be taken over once."""
        entry = super().sought(found, values)
        return None if entry is not None and entry.id in self._taken else entry

    def complete(self, session: Session, record: Any | None, values: dict[str, Any]) -> None:
        """An entry taken over keeps what the row does not say."""
        if record is not None and record.organization_id != values["organization_id"]:
            self._taken[record.id] = record.organization_id
            for attribute in ("rank", "role", "source"):
                if values.get(attribute) is None:
                    values.pop(attribute, None)

    def stale(self, session: Session, records: Sequence[Any]) -> Collection[int]:
        """The standards drafted."""
        return {record.standard_id for record in records}


def ensure_named(session: Session, names: Iterable[str]) -> Mapping[str, int]:
    """Ids of the bodies known by these names alone, marked 待核; those not there are made."""
    keys = {f"{name}@": name for name in names}
    known = _by_key(session, keys)
    missing = [key for key in keys if key not in known]
    if missing:
        made = [{"key": key, "name": keys[key], "former_names": (), "unconfirmed": True} for key in missing]
        add_rows(session, Organization, made)
        new = _by_key(session, missing)
        write_changes(session, "organizations", [Changed(own, keys[key]) for key, own in new.items()])
        known |= new
    return {name: known[key] for key, name in keys.items()}


def _by_key(session: Session, keys: Collection[str]) -> dict[str, int]:
    asked = select(Organization.key, Organization.id).where(Organization.key.in_(keys))
    return {row.key: row.id for row in session.execute(asked)}


def drop_unnamed(session: Session, body_ids: Collection[int]) -> None:
    """Delete those unconfirmed bodies that nothing names any more; the database says whether something does."""
    if not body_ids:
        return
    drafting = select(Drafting.organization_id).where(Drafting.organization_id.in_(body_ids))
    left = set(body_ids) - set(session.scalars(drafting))
    unconfirmed = select(Organization.id).where(Organization.id.in_(left), Organization.unconfirmed)
    rows = OrganizationRecords().rows(session, session.scalars(unconfirmed).all())
    for body_id, row in rows.items():
        try:
            with session.begin_nested():
                session.execute(delete(Organization).where(Organization.id == body_id))
        except IntegrityError:
            continue
        write_changes(session, "organizations", [Changed(body_id, str(row["name"]), before=row)])
