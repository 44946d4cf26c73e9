"""From very many numbers as typed to the records they mean: the rules of lookup.py over sets, in a few statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.registry.models import FormerNumber, Standard
from app.registry.numbers import StandardNumber, key_of
from app.registry.numbers.asking import AskedNumber
from app.registry.numbers.characters import bare
from app.registry.numbers.nearby import nearby_keys
from app.registry.numbers.prefixes import describe
from app.registry.queries.lookup import LONGEST
from app.registry.queries.many import listed_texts

MOST_NEAR = 5
"""Candidates that are named for a number which nothing bears."""

MOST_SEARCHED = 1_000
"""Numbers of one check for which near ones are looked up; who has more unknown ones has another list than ours in hand."""


class Bearer(NamedTuple):
    """A record, by what tells which numbers mean it."""

    id: int
    number: str
    key: str
    bare_key: str
    document_key: str
    loose_key: str
    year: int | None
    order: str


@dataclass(frozen=True)
class Match:
    """What the register holds for one number.

    `records`: one, where the number means it; all editions, where it names none or one that is missing; several records
    where it may mean any of them. `found_as` is the number read where the record bears another one now.
    """

    records: tuple[Bearer, ...] = ()
    undated: bool = False
    missing: bool = False
    found_as: str | None = None

    @property
    def ambiguous(self) -> bool:
        """Whether the number may mean several records."""
        return len(self.records) > 1 and not (self.undated or self.missing)


class Matching:
    """Finds the records of many numbers: five statements, however many numbers there are."""

    def __init__(self, session: Session, asked: Collection[AskedNumber], lines: Collection[str] = ()) -> None:
        """`asked`: the numbers; `lines`: texts of which it is asked beside whether they are a number as a `whole`."""
        self._session = session
        keys = {bare(key) for each in asked for key in each.keys} | {bare(key_of(line)) for line in lines}
        self._bearing = _by_bare_key(session.execute(_bearers(session, Standard.bare_key, keys)))
        self._once = self._former(keys)
        loose = {each.loose_key for each in asked if each.loose_key}
        self._documents = self._by_loose_key(loose)
        self._parts = self._parts_of({prefix for each in asked if (prefix := _series(each))})
        self._near: dict[str, list[Bearer]] = {}

    def whole(self, line: str) -> bool:
        """Whether all of a line is the number of a record, however it would be read otherwise."""
        key = key_of(line) if len(line) <= LONGEST else ""
        return any(each.key == key for each in self._bearing.get(bare(key), ()))

    def match(self, asked: AskedNumber) -> Match:
        """The records that one number means: by key, by the key without slashes, by what was read."""
        for key in asked.keys:
            if found := self._by_key(key, asked.loose_key):
                return found
        return self._by_reading(asked.number, asked.loose_key) if asked.number else Match()

    def parts(self, asked: AskedNumber) -> list[list[Bearer]]:
        """The editions of every part of a series, one list a part in order, where the number stands for all parts."""
        by_document: dict[str, list[Bearer]] = defaultdict(list)
        for part in self._parts.get(_series(asked) or "", ()):
            by_document[part.document_key].append(part)
        return sorted(by_document.values(), key=lambda editions: min(each.order for each in editions))

    def look_around(self, unknown: Sequence[AskedNumber]) -> None:
        """Look up what is near to these numbers, of the first of them where they are very many."""
        numbers = [each.number for each in unknown[:MOST_SEARCHED] if each.number]
        keys = {key for number in numbers for key in (*nearby_keys(number), *_bases(number))}
        self._documents |= self._by_loose_key(keys)

    def near(self, number: StandardNumber) -> tuple[str, ...]:
        """The numbers nearest to one that nothing bears: of each document the edition of its year, else the last."""
        distance = dict.fromkeys(_bases(number), 0) | nearby_keys(number)
        known = sorted((away, key) for key, away in distance.items() if key in self._documents)
        nearest = [_nearest_edition(self._documents[key], number.year) for _, key in known[:MOST_NEAR]]
        return tuple(each.number for each in nearest)

    def _by_key(self, key: str, loose_key: str | None) -> Match | None:
        bearing = self._bearing.get(bare(key), [])
        once = [each for each in self._once.get(bare(key), ()) if each[0] == key]
        exact = [each for each in bearing if each.key == key]
        if exact:
            return Match(tuple(exact))
        if once:
            return Match(tuple(record for _, record, _ in once), found_as=once[0][2])
        if loose_key is not None and any(each.loose_key != loose_key for each in bearing):
            return None  # `GBZ 1` is not `GB/Z 1`, though they differ in the slash alone
        if bearing:
            return Match(tuple(bearing))
        former = self._once.get(bare(key), [])
        return Match(tuple(record for _, record, _ in former), found_as=former[0][2]) if former else None

    def _by_reading(self, number: StandardNumber, loose_key: str | None) -> Match:
        """The editions of the document; one that bears its zeros as typed comes before those that differ in them."""
        found = self._documents.get(loose_key or "", [])
        own = number.document_key
        found = [each for each in found if each.document_key == own] or found
        if not found:
            return Match()
        if number.undated:
            several = len({each.document_key for each in found}) > 1
            return Match(tuple(found), undated=not several)
        dated = [each for each in found if number.year is not None and each.year == number.year]
        if not dated:
            return Match(tuple(found), missing=True)
        return Match(tuple(dated), found_as=str(number) if str(number) != dated[0].number else None)

    def _former(self, keys: Collection[str]) -> dict[str, list[tuple[str, Bearer, str]]]:
        """Former number's key, the record that once bore it, and that number, by the number's bare key."""
        asked = (
            select(FormerNumber.bare_key, FormerNumber.key, FormerNumber.number, *_BEARER)
            .join(Standard, FormerNumber.standard_id == Standard.id)
            .where(FormerNumber.bare_key.in_(listed_texts(self._session, keys)))
            .order_by(Standard.number_order)
        )
        found: dict[str, list[tuple[str, Bearer, str]]] = defaultdict(list)
        for bare_key, key, number, *bearer in self._session.execute(asked):
            found[bare_key].append((key, Bearer(*bearer), number))
        return found

    def _by_loose_key(self, keys: Collection[str]) -> dict[str, list[Bearer]]:
        found: dict[str, list[Bearer]] = defaultdict(list)
        for row in self._session.execute(_bearers(self._session, Standard.loose_key, keys)):
            bearer = Bearer(*row)
            found[bearer.loose_key].append(bearer)
        return found

    def _parts_of(self, beginnings: Collection[str]) -> dict[str, list[Bearer]]:
        """The records whose document key begins so, by that beginning."""
        asked = listed_texts(self._session, beginnings).subquery()
        within = Standard.document_key > asked.c.value, Standard.document_key < asked.c.value + LAST_SIGN
        rows = self._session.execute(select(asked.c.value, *_BEARER).join(Standard, within[0] & within[1]))
        found: dict[str, list[Bearer]] = defaultdict(list)
        for beginning, *bearer in rows:
            found[beginning].append(Bearer(*bearer))
        return found


LAST_SIGN = "\U0010ffff"
"""Sorts after every other sign, byte by byte: what begins with a text lies between the text and the text with this behind."""

_BEARER = (
    Standard.id,
    Standard.number,
    Standard.key,
    Standard.bare_key,
    Standard.document_key,
    Standard.loose_key,
    Standard.number_year,
    Standard.number_order,
)


def _bearers(session: Session, column: InstrumentedAttribute[str], keys: Collection[str]) -> Any:
    return select(*_BEARER).where(column.in_(listed_texts(session, keys))).order_by(Standard.number_order)


def _by_bare_key(rows: Iterable[Iterable[Any]]) -> dict[str, list[Bearer]]:
    found: dict[str, list[Bearer]] = defaultdict(list)
    for row in rows:
        bearer = Bearer(*row)
        found[bearer.bare_key].append(bearer)
    return found


def _series(asked: AskedNumber) -> str | None:
    """What the document keys of all parts begin with, where the number stands for all of them."""
    if asked.reading is None or not asked.reading.all_parts:
        return None
    return asked.reading.number.document_key + describe(asked.reading.number.prefix).part_mark


def _bases(number: StandardNumber) -> tuple[str, ...]:
    """Loose keys of what an amendment amends, and of the series to which a part belongs."""
    base = StandardNumber(number.prefix, number.serial, number.parts)
    series = StandardNumber(number.prefix, number.serial)
    own = number.loose_key
    return tuple(key for key in dict.fromkeys((base.loose_key, series.loose_key)) if key != own)


def _nearest_edition(editions: Sequence[Bearer], year: int | None) -> Bearer:
    return next((each for each in editions if each.year == year), editions[-1])
