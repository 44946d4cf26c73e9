"""From very many numbers as typed to the records they mean: the rules of lookup.py over sets, in a few statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.registry.models import FormerNumber, Standard
from app.registry.numbers import StandardNumber, key_of, parse_number
from app.registry.numbers.asking import AskedNumber
from app.registry.numbers.characters import bare
from app.registry.numbers.nearby import nearby_keys
from app.registry.numbers.prefixes import describe
from app.registry.queries.lookup import LONGEST, other_keys
from app.registry.queries.many import listed_texts
from app.registry.words import Kind

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


class Way(Enum):
    """How a number means a record."""

    AS_READ = "as read"
    OTHERWISE = "written otherwise"  # another form of the same number: its code, its zeros, a letter or a note
    FORMERLY = "formerly"
    JOINTLY = "jointly"              # one of the two numbers of a standard of two bodies


@dataclass(frozen=True)
class Match:
    """What the register holds for one number.

    `records`: one, where the number means it; all editions, where it names none or one that is missing; several records
    where it may mean any of them. `way` is how the number means its record; unless that bears it as it was read, `found_as`
    is the number read.
    """

    records: tuple[Bearer, ...] = ()
    undated: bool = False
    missing: bool = False
    way: Way = Way.AS_READ
    found_as: str | None = None

    @property
    def ambiguous(self) -> bool:
        """Whether the number may mean several records."""
        return len(self.records) > 1 and not (self.undated or self.missing)


class Matching:
    """Finds the records of many numbers: seven statements at most, however many numbers there are."""

    def __init__(self, session: Session, asked: Collection[AskedNumber], lines: Collection[str] = ()) -> None:
        """`asked`: the numbers; `lines`: texts of which it is asked beside whether they are a number as a `whole`."""
        self._session = session
        keys = {bare(key) for each in asked for key in each.keys} | {bare(key_of(line)) for line in lines}
        self._bearing = _by_bare_key(session.execute(_bearers(session, Standard.bare_key, keys)))
        self._once = self._former(keys)
        loose = {key for each in asked if each.loose_key for key in (each.loose_key, *other_keys(each.loose_key))}
        self._documents = self._by_loose_key(loose)
        self._parts = self._parts_of({prefix for each in asked if (prefix := _series(each))})
        self._once_documents: Mapping[str, Sequence[tuple[Bearer, str]]] = {}
        self._joint: Mapping[str, Sequence[Bearer]] = {}
        self._nearby: dict[str, dict[str, int]] = {}

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
        series = _series(asked)
        if series is None:
            return []
        whole = [each for each in self._documents.get(asked.loose_key or "", ()) if f"{each.document_key}{series[-1]}" == series]
        for part in (*whole, *self._parts.get(series, ())):
            by_document[part.document_key].append(part)
        return sorted(by_document.values(), key=lambda editions: min(each.order for each in editions))

    def look_further(self, unmatched: Sequence[AskedNumber]) -> None:
        """Look up what is seldom asked for, for numbers of which nothing was found: after it they are matched again."""
        numbers = [each.number for each in unmatched if each.number]
        self._once_documents = self._former_documents({number.document_key: number for number in numbers})
        self._joint = self._joint_numbers({number.key for number in numbers if number.kind is Kind.ALLIANCE})

    def look_around(self, unknown: Sequence[AskedNumber]) -> None:
        """Look up what is near to these numbers, of the first of them where they are very many."""
        for number in [each.number for each in unknown if each.number][:MOST_SEARCHED]:
            self._nearby[str(number)] = dict.fromkeys(_bases(number), 0) | nearby_keys(number)
        self._documents |= self._by_loose_key({key for distance in self._nearby.values() for key in distance})

    def near(self, number: StandardNumber) -> tuple[str, ...]:
        """The numbers nearest to one that nothing bears: of each document the edition of its year, else the last."""
        distance = self._nearby.get(str(number), {})
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
            return Match(tuple(record for _, record, _ in once), way=Way.FORMERLY, found_as=once[0][2])
        if loose_key is not None and any(each.loose_key != loose_key for each in bearing):
            return None  # `GBZ 1` is not `GB/Z 1`, though they differ in the slash alone
        if bearing:
            return Match(tuple(bearing))
        former = self._once.get(bare(key), [])
        if not former:
            return None
        return Match(tuple(record for _, record, _ in former), way=Way.FORMERLY, found_as=former[0][2])

    def _by_reading(self, number: StandardNumber, loose_key: str | None) -> Match:
        """The editions of the document; one that bears its zeros as typed comes before those that differ in them."""
        keys = () if loose_key is None else (loose_key, *other_keys(loose_key))
        found = [each for key in keys for each in self._documents.get(key, ())]
        own = number.document_key
        found = [each for each in found if each.document_key == own] or found
        if not found:
            return self._once_or_joint(number)
        if number.undated:
            several = len({each.document_key for each in found}) > 1
            moved = not found[-1].number.startswith(f"{number.prefix} ") and number.chinese
            way = Way.OTHERWISE if moved else Way.AS_READ
            return Match(tuple(found), undated=not several, way=way, found_as=str(number) if moved else None)
        dated = [each for each in found if number.year is not None and each.year == number.year]
        if number.edition:
            mark = key_of(number.edition)
            dated = [each for each in dated if mark in each.key] or dated
        if not dated:
            return Match(tuple(found), missing=True)
        if str(number) == dated[0].number:
            return Match(tuple(dated))
        return Match(tuple(dated), way=Way.OTHERWISE, found_as=str(number))

    def _once_or_joint(self, number: StandardNumber) -> Match:
        """What once bore the number of a document without its year, or bears the number beside another body's."""
        bore = [
            (record, former)
            for record, former in self._once_documents.get(number.document_key, ())
            if number.undated or parse_number(former).year == number.year
        ]
        if bore:
            records = tuple(dict.fromkeys(record for record, _ in bore))
            several = len({record.document_key for record in records}) > 1
            undated = len(records) > 1 and not several
            return Match(records, undated=undated, way=Way.FORMERLY, found_as=str(number) if undated else bore[-1][1])
        joint = tuple(self._joint.get(number.key, ()))
        return Match(joint, way=Way.JOINTLY, found_as=str(number)) if joint else Match()

    def _former_documents(self, numbers: Mapping[str, StandardNumber]) -> dict[str, list[tuple[Bearer, str]]]:
        """The records that once bore a number of these documents, with that number, by document key."""
        plain = (replace(number, year=None, edition="", letter="", note="", supplement="") for number in numbers.values())
        asked = listed_texts(self._session, {number.key for number in plain}).subquery()
        within = FormerNumber.key >= asked.c.value, FormerNumber.key < asked.c.value + LAST_SIGN
        bore: Any = (
            select(FormerNumber.number, *_BEARER)
            .join(asked, within[0] & within[1])
            .join(Standard, FormerNumber.standard_id == Standard.id)
            .order_by(Standard.number_order)
        )
        found: dict[str, list[tuple[Bearer, str]]] = defaultdict(list)
        for former, *bearer in self._session.execute(bore):
            document = parse_number(former).document_key
            if document in numbers:
                found[document].append((Bearer(*bearer), former))
        return found

    def _joint_numbers(self, keys: set[str]) -> dict[str, list[Bearer]]:
        """Standards of two bodies by the key of either number, `T/CEC 212-2019/T/CEEIA 380-2019`."""
        found: dict[str, list[Bearer]] = defaultdict(list)
        if not keys:
            return found
        joint = select(*_BEARER).where(Standard.key > "t/", Standard.key < "t0", Standard.key.like("t/%/t/%"))
        for row in self._session.execute(joint.order_by(Standard.number_order)):
            bearer = Bearer(*row)
            first, _, second = bearer.key.partition("/t/")
            for key in keys & {first, f"t/{second}"}:
                found[key].append(bearer)
        return found

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
