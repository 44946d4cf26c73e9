"""From numbers as typed to the records they mean: the steps of a look-up, for one number and for thousands alike.

First by key, then by the key without slashes, then by what was read; several records that fit are never a guess
(docs/rules.md section 1). `lookup.py` asks for one number, the currency check for all of its own.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from sqlalchemy.orm import Session

from app.registry.numbers import StandardNumber, key_of, parse_number
from app.registry.numbers.asking import AskedNumber
from app.registry.numbers.characters import bare
from app.registry.numbers.nearby import nearby_keys
from app.registry.numbers.parsing import LONGEST
from app.registry.numbers.prefixes import describe
from app.registry.queries.bearers import (
    Bearer,
    Once,
    by_bare_key,
    by_beginning,
    by_former_bare_key,
    by_former_document,
    by_joint_number,
    by_loose_key,
)
from app.registry.words import Kind

MOST_NEAR = 5
"""Candidates that are named for a number which nothing bears."""

MOST_SEARCHED = 1_000
"""Numbers of one check for which near ones are looked up; who has more unknown ones has another list than ours in hand."""


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
    where it may mean any of them. `part`: it stands for a whole series, and these are the editions of one part. `way` is
    how the number means its record; unless that bears it as it was read, `found_as` is the number read.
    """

    records: tuple[Bearer, ...] = ()
    undated: bool = False
    missing: bool = False
    part: bool = False
    way: Way = Way.AS_READ
    found_as: str | None = None

    @property
    def found(self) -> bool:
        """Whether the register holds what was asked for: the edition, where one was named."""
        return bool(self.records) and not self.missing

    @property
    def ambiguous(self) -> bool:
        """Whether the number may mean several records."""
        return len(self.records) > 1 and not (self.undated or self.missing)

    def found_as_of(self, number: str | None) -> str | None:
        """`found_as`, but where the edition with this number is one that bears it: others of its document may not."""
        if self.found_as is None or (self.undated and number is not None and number.startswith(self.found_as)):
            return None
        return self.found_as


class Matching:
    """Finds the records of numbers: six statements at most, however many numbers there are, and two where keys tell all."""

    def __init__(self, session: Session, asked: Collection[AskedNumber], lines: Collection[str] = ()) -> None:
        """`asked`: the numbers; `lines`: texts of which it is asked beside whether they are a number as a `whole`.

        What a later step needs is read for those numbers alone that no earlier one settled.
        """
        self._session = session
        self._documents: dict[str, list[Bearer]] = {}
        self._once_documents: dict[str, list[Once]] = {}
        self._joint: dict[str, list[Bearer]] = {}
        self._nearby: dict[str, dict[str, int]] = {}
        keys = {bare(key) for each in asked for key in each.keys} | {bare(key_of(line)) for line in lines}
        self._bearing = by_bare_key(session, keys)
        self._once = by_former_bare_key(session, keys)
        self._parts = by_beginning(session, {series for each in asked if (series := _series(each))})
        read = [(each, each.number) for each in asked if each.number and (_series(each) or not self._by_keys(each))]
        self._documents = by_loose_key(session, {key for each, _ in read for key in _loose_keys(each)})
        further = [number for each, number in read if not self._by_reading(each, number).found]
        self._once_documents = by_former_document(session, {number.document_key: number for number in further})
        self._joint = by_joint_number(session, {number.key for number in further if number.kind is Kind.ALLIANCE})

    def whole(self, line: str) -> bool:
        """Whether all of a line is the number of a record, however it would be read otherwise."""
        key = key_of(line) if len(line) <= LONGEST else ""
        return any(each.key == key for each in self._bearing.get(bare(key), ()))

    def match(self, asked: AskedNumber) -> Match:
        """The records that one number means."""
        found = self._by_keys(asked)
        if found is None and asked.number is not None:
            found = self._by_reading(asked, asked.number)
        return found or Match()

    def matches(self, asked: AskedNumber) -> list[Match]:
        """The records that a number means, part by part where it stands for all parts of a series."""
        return self._parts_of(asked) or [self.match(asked)]

    def _parts_of(self, asked: AskedNumber) -> list[Match]:
        by_document: dict[str, list[Bearer]] = defaultdict(list)
        series = _series(asked)
        if series is None:
            return []
        whole = [each for each in self._documents.get(asked.loose_key or "", ()) if f"{each.document_key}{series[-1]}" == series]
        for part in (*whole, *self._parts.get(series, ())):
            by_document[part.document_key].append(part)
        inorder = sorted(by_document.values(), key=lambda editions: min(each.order for each in editions))
        return [Match(tuple(editions), undated=True, part=True) for editions in inorder]

    def look_around(self, unknown: Sequence[AskedNumber]) -> None:
        """Look up what is near to these numbers, of the first of them where they are very many."""
        for number in [each.number for each in unknown if each.number][:MOST_SEARCHED]:
            self._nearby[str(number)] = dict.fromkeys(_bases(number), 0) | nearby_keys(number)
        self._documents |= by_loose_key(self._session, {key for near in self._nearby.values() for key in near})

    def near(self, number: StandardNumber) -> tuple[str, ...]:
        """The numbers nearest to one that nothing bears: of each document the edition of its year, else the last."""
        distance = self._nearby.get(str(number), {})
        known = sorted((away, key) for key, away in distance.items() if key in self._documents)
        nearest = [_nearest_edition(self._documents[key], number.year) for _, key in known[:MOST_NEAR]]
        return tuple(each.number for each in nearest)

    def _by_keys(self, asked: AskedNumber) -> Match | None:
        return next((found for key in asked.keys if (found := self._by_key(key, asked))), None)

    def _by_key(self, key: str, asked: AskedNumber) -> Match | None:
        """What bears the key, else what once bore it; then the same without slashes."""
        bearing, once = self._bearing.get(bare(key), ()), self._once.get(bare(key), ())
        if exact := [each for each in bearing if each.key == key]:
            return Match(tuple(exact))
        if exactly_once := [each for each in once if each.key == key]:
            return _formerly(exactly_once)
        if bearing and _known_code(asked) and any(each.loose_key != asked.loose_key for each in bearing):
            return None  # `GBZ 1` is not `GB/Z 1`, though they differ in the slash alone
        if bearing:
            return Match(tuple(bearing))
        return _formerly(once) if once else None

    def _by_reading(self, asked: AskedNumber, number: StandardNumber) -> Match:
        """The editions of the document; one that bears its zeros as typed comes before those that differ in them."""
        found = [each for key in _loose_keys(asked) for each in self._documents.get(key, ())]
        own = number.document_key
        found = [each for each in found if each.document_key == own] or found
        if found and number.undated:
            return _undated(number, found)
        if dated := _of_edition(number, found):
            as_read = str(number) == dated[0].number
            return Match(tuple(dated)) if as_read else Match(tuple(dated), way=Way.OTHERWISE, found_as=str(number))
        otherwise = self._once_document(number) or self._jointly(number)
        return otherwise or Match(tuple(found), missing=bool(found))

    def _once_document(self, number: StandardNumber) -> Match | None:
        """What once bore a number of the document, of the year where one is named."""
        once = [
            each
            for each in self._once_documents.get(number.document_key, ())
            if number.undated or (number.year is not None and parse_number(each.number).year == number.year)
        ]
        if not once:
            return None
        records = tuple(dict.fromkeys(each.record for each in once))
        undated = len({record.document_key for record in records}) == 1 and (number.undated or len(records) > 1)
        return Match(
            records,
            undated=undated,
            way=Way.FORMERLY,
            found_as=str(number) if len(records) > 1 else once[-1].number,
        )

    def _jointly(self, number: StandardNumber) -> Match | None:
        """Standards of two bodies of which this is one number."""
        joint = self._joint.get(number.key)
        return Match(tuple(joint), way=Way.JOINTLY, found_as=str(number)) if joint else None


def _known_code(asked: AskedNumber) -> bool:
    return asked.number is not None and asked.number.chinese and asked.number.known_prefix


def _formerly(once: Sequence[Once]) -> Match:
    return Match(tuple(each.record for each in once), way=Way.FORMERLY, found_as=once[0].number)


def _undated(number: StandardNumber, editions: Sequence[Bearer]) -> Match:
    """All editions of a document that a number names without any; they may bear another code, GB/T instead of GB."""
    several = len({each.document_key for each in editions}) > 1
    own = f"{number.prefix}{describe(number.prefix).joiner}"
    moved = number.chinese and not all(each.number.startswith(own) for each in editions)
    way = Way.OTHERWISE if moved else Way.AS_READ
    return Match(tuple(editions), undated=not several, way=way, found_as=str(number) if moved else None)


def _of_edition(number: StandardNumber, editions: Sequence[Bearer]) -> Sequence[Bearer]:
    """Those of the edition that a number names, by its year and whatever else it says of it."""
    if number.year is None:
        return [each for each in editions if each.key.startswith(f"{number.key}(")]
    of_year = [each for each in editions if each.year == number.year]
    mark = key_of(number.edition)
    return [each for each in of_year if mark and mark in each.key] or of_year


def _loose_keys(asked: AskedNumber) -> Iterator[str]:
    """The loose key of a number, and the other that it may have: IEEE writes its own numbers with `Std` and without."""
    key = asked.loose_key or ""
    if key:
        yield key
    if key.startswith("ieeestd/"):
        yield key.replace("ieeestd/", "ieee/", 1)
    elif key.startswith("ieee/"):
        yield key.replace("ieee/", "ieeestd/", 1)


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
