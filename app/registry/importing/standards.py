"""Standards: whole chunks at a time, by statements over sets, since a register holds hundreds of thousands.

Simple columns are written here; drafting bodies, drafters, former numbers and committees in `standard_lists`, relations in
`relations`.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import Base
from app.registry.history import Changed, Row, write_changes
from app.registry.importing.bulk import THE_ID, add_rows, change_rows
from app.registry.importing.columns import STANDARDS
from app.registry.importing.incoming import Incoming
from app.registry.importing.outcomes import Done, Outcome, Taken
from app.registry.importing.reading import ReadRow
from app.registry.importing.records import CHUNK, written
from app.registry.importing.relations import RELATION_COLUMNS, Relations, stated_numbers
from app.registry.importing.standard_lists import LISTS, sync_committees
from app.registry.importing.standard_marks import mark_stale
from app.registry.importing.values import NAME_LIMIT
from app.registry.importing.writing import Written
from app.registry.models import Standard
from app.registry.numbers import Reading

_COLUMNS = {
    "title_zh": "title_zh",
    "title_en": "title_en",
    "title_original": "title_original",
    "kind": "kind",
    "obligation": "obligation",
    "status": "recorded_status",
    "status_as_of": "status_as_of",
    "published_on": "published_on",
    "implemented_on": "implemented_on",
    "withdrawn_on": "withdrawn_on",
    "reviewed_on": "reviewed_on",
    "ics": "ics",
    "ccs": "ccs",
    "committee": "committee",
    "proposer": "proposer",
    "issuer": "issuer",
    "plan_number": "plan_number",
    "record_number": "record_number",
    "action": "action",
    "pages": "pages",
    "language": "language",
    "keywords": "keywords",
    "scope": "scope",
    "category": "category",
    "form": "form",
    "lists_cut": "lists_cut",
    "source": "source",
}
_TITLES = ("title_zh", "title_en", "title_original")
_EMPTY: dict[str, Any] = {"lists_cut": False} | dict.fromkeys(("ics", "ccs", "committee", "language", "keywords", "source"), ())
_NEW: dict[str, Any] = {attribute: _EMPTY.get(attribute) for attribute in _COLUMNS.values()}
_KEPT = [Standard.id, Standard.number, Standard.key, *(getattr(Standard, attribute) for attribute in _COLUMNS.values())]


class StandardRecords:
    """See `outcomes.Records`."""

    table = STANDARDS
    model: type[Base] = Standard

    def __init__(self) -> None:
        self._relations = Relations()
        self._two_digit_years = 0
        self._unknown_prefixes: dict[str, None] = {}
        self._example = ""

    def identity(self, row: ReadRow) -> Hashable:
        """The canonical number."""
        reading = row.values.get("number")
        return None if reading is None else str(reading.number)

    def apply(self, session: Session, rows: Sequence[ReadRow], only: int | None = None) -> list[Outcome]:
        """See `outcomes.Records`. A standard is its number: `only` is the one that the row's number means."""
        outcomes: list[Outcome | Incoming] = [self._taken(row) for row in rows]
        taken = [item for item in outcomes if isinstance(item, Incoming)]
        known = self._known(session, taken)
        as_it_was = _Rows(session, list(known.values()))
        new: list[dict[str, Any]] = []
        updates: dict[frozenset[str], list[dict[str, Any]]] = defaultdict(list)
        accepted: list[Incoming] = []
        for at, item in enumerate(outcomes):
            if not isinstance(item, Incoming):
                continue
            before = known.get(item.number)
            values = _values(item, before)
            if not any(values.get(title) or getattr(before, title, None) for title in _TITLES):
                outcomes[at] = item.row.refused("title_zh", "没有任何一种文字的标准名称，请至少填写中文、英文或原文名称之一")
                continue
            accepted.append(item)
            if before is None:
                item.is_new = True
                new.append(_new_row(item, values))
                continue
            item.id = before.id
            changes = {name: value for name, value in values.items() if getattr(before, name) != value}
            if changes:
                item.changed = True
                updates[frozenset(changes)].append({THE_ID: item.id, **changes})
        add_rows(session, Standard, new)
        for alike in updates.values():
            change_rows(session, Standard, alike)
        self._identify(session, accepted)
        for kept in LISTS:
            kept.sync(session, accepted)
        sync_committees(session, accepted)
        touched = self._relations.sync(session, accepted)
        mark_stale(session, touched | {item.id for item in accepted if item.is_new or item.changed})
        self._remember(session, as_it_was, accepted)
        return [_outcome(item) for item in outcomes]

    def forget(self) -> None:
        """The graph of replacements is read again."""
        self._relations = Relations()

    def warnings(self) -> list[str]:
        """Numbers that were read with a doubt, and links that were left out."""
        found = self._relations.warnings()
        if self._unknown_prefixes:
            shown = "、".join(list(self._unknown_prefixes)[:10])
            found.append(f"有 {len(self._unknown_prefixes)} 种标准代号不在代号表内，已照录，请核对：{shown}")
        if self._two_digit_years:
            found.append(f"有 {self._two_digit_years} 个标准号按写法作了推断，例如{self._example}")
        self._unknown_prefixes, self._two_digit_years = {}, 0
        return found

    def rows(self, session: Session, ids: Collection[int]) -> Mapping[int, Mapping[str, Written]]:
        """See `outcomes.Records`."""
        if not ids:
            return {}
        return _Rows(session, session.execute(select(*_KEPT).where(Standard.id.in_(ids)).order_by(Standard.id)).all())

    def export(self, session: Session) -> Iterator[list[Written]]:
        """See `outcomes.Records`; in the order of entry."""
        last = 0
        while standards := session.execute(select(*_KEPT).where(Standard.id > last).order_by(Standard.id).limit(CHUNK)).all():
            for row in _Rows(session, standards).values():
                yield list(row.values())
            last = standards[-1].id

    def _remember(self, session: Session, before: Mapping[int, Row], accepted: Sequence[Incoming]) -> None:
        """Leave a trace of what became of standards; those just created keep no row."""
        after = self.rows(session, [item.id for item in accepted if item.changed and not item.is_new])
        write_changes(
            session,
            self.table.name,
            [
                Changed(item.id, item.number) if item.is_new else Changed(item.id, item.number, before[item.id], after[item.id])
                for item in accepted
                if item.is_new or item.changed
            ],
        )

    def _taken(self, row: ReadRow) -> Outcome | Incoming:
        reading: Reading | None = row.values.get("number")
        if reading is None:
            return row.refused("number", "缺少“标准号”，无法辨认是哪一项标准")
        number = str(reading.number)
        if len(number) > NAME_LIMIT:
            return row.refused("number", f"标准号长 {len(number)} 字，最多 {NAME_LIMIT} 字")
        if not reading.number.known_prefix:
            self._unknown_prefixes[reading.number.prefix] = None
        if reading.notes:
            self._two_digit_years += 1
            self._example = self._example or reading.notes[0]
        return Incoming(row, reading, number, reading.number.key)

    def _known(self, session: Session, taken: Sequence[Incoming]) -> Mapping[str, Any]:
        numbers = [item.number for item in taken]
        return {row.number: row for row in session.execute(select(*_KEPT).where(Standard.number.in_(numbers)))}

    def _identify(self, session: Session, accepted: Sequence[Incoming]) -> None:
        """Give new standards the ids that the database gave them."""
        made = {item.number: item for item in accepted if item.is_new}
        for number, own in session.execute(select(Standard.number, Standard.id).where(Standard.number.in_(made))):
            made[number].id = own


class _Rows(Mapping[int, Mapping[str, Written]]):
    """Standards by id, cells by column: read at once, as they are now, and put together when asked for."""

    def __init__(self, session: Session, standards: Sequence[Any]) -> None:
        self._standards = {standard.id: standard for standard in standards}
        self._stated = stated_numbers(session, self._standards)
        self._lists = {kept.column: kept.read(session, self._standards) for kept in LISTS} if self._standards else {}

    def __getitem__(self, own: int) -> Mapping[str, Written]:
        standard = self._standards[own]
        cells: dict[str, Written] = {"number": standard.number}
        cells |= {column: written(getattr(standard, attribute)) for column, attribute in _COLUMNS.items()}
        cells |= {column: self._stated.get((own, column), ()) for column in RELATION_COLUMNS}
        cells |= {column: found.get(own, ()) for column, found in self._lists.items()}
        return {column: cells[column] for column in STANDARDS.written}

    def __iter__(self) -> Iterator[int]:
        return iter(self._standards)

    def __len__(self) -> int:
        return len(self._standards)


def _values(item: Incoming, before: Any | None) -> dict[str, Any]:
    """Values by attribute. Kind and obligation come from the prefix where the row gives none; a source's word stands."""
    given = item.row.values
    values = {
        attribute: _EMPTY.get(attribute) if given[column] is None else given[column]
        for column, attribute in _COLUMNS.items()
        if column in given
    }
    for attribute in ("kind", "obligation"):
        if values.get(attribute) is None and (before is None or attribute in values):
            values[attribute] = getattr(item.reading.number, attribute)
    return values


def _new_row(item: Incoming, values: Mapping[str, Any]) -> dict[str, Any]:
    number = item.reading.number
    return {
        **_NEW,
        **values,
        "number": item.number,
        "key": item.key,
        "bare_key": number.bare_key,
        "document_key": number.document_key,
        "loose_key": number.loose_key,
        "number_year": number.year,
        "number_order": number.order_text,
        "is_supplement": number.is_supplement,
    }


def _outcome(item: Outcome | Incoming) -> Outcome:
    if not isinstance(item, Incoming):
        return item
    done = Done.UPDATED if item.changed else Done.UNCHANGED
    return Taken(Done.CREATED if item.is_new else done, item.id)
