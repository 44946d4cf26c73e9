"""The records that bear numbers, or once bore them, in sets: each function is one statement, however many are asked for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.registry.models import FormerNumber, Standard
from app.registry.numbers import StandardNumber, parse_number
from app.registry.queries.many import listed_texts

LAST_SIGN = "\U0010ffff"
"""Sorts after every other sign, byte by byte: what begins with a text lies between the text and the text with this behind."""


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


class Once(NamedTuple):
    """A number that a record bore before, with its key."""

    record: Bearer
    number: str
    key: str


def by_bare_key(session: Session, keys: Collection[str]) -> dict[str, list[Bearer]]:
    """The records with these bare keys, by key, in the order of numbers."""
    found: dict[str, list[Bearer]] = defaultdict(list)
    for bearer in _bearers(session, Standard.bare_key, keys):
        found[bearer.bare_key].append(bearer)
    return found


def by_loose_key(session: Session, keys: Collection[str]) -> dict[str, list[Bearer]]:
    """The records with these loose keys, by key, in the order of numbers."""
    found: dict[str, list[Bearer]] = defaultdict(list)
    for bearer in _bearers(session, Standard.loose_key, keys):
        found[bearer.loose_key].append(bearer)
    return found


def _bearers(session: Session, column: InstrumentedAttribute[str], keys: Collection[str]) -> Iterable[Bearer]:
    if not keys:
        return ()
    asked = select(*_BEARER).where(column.in_(listed_texts(session, keys))).order_by(Standard.number_order)
    return map(Bearer._make, session.execute(asked))


def by_former_bare_key(session: Session, keys: Collection[str]) -> dict[str, list[Once]]:
    """The records that once bore a number with one of these bare keys, by key."""
    asked = (
        select(FormerNumber.bare_key, FormerNumber.key, FormerNumber.number, *_BEARER)
        .join(Standard, FormerNumber.standard_id == Standard.id)
        .where(FormerNumber.bare_key.in_(listed_texts(session, keys)))
        .order_by(Standard.number_order)
    )
    found: dict[str, list[Once]] = defaultdict(list)
    for bare_key, key, number, *bearer in session.execute(asked):
        found[bare_key].append(Once(Bearer._make(bearer), number, key))
    return found


def by_former_document(session: Session, numbers: Mapping[str, StandardNumber]) -> dict[str, list[Once]]:
    """The records that once bore a number of these documents, by document key; each is given with a number of its own."""
    found: dict[str, list[Once]] = defaultdict(list)
    if not numbers:
        return found
    plain = (replace(number, year=None, edition="", letter="", note="", supplement="") for number in numbers.values())
    asked = listed_texts(session, {number.key for number in plain}).subquery()
    within = FormerNumber.key >= asked.c.value, FormerNumber.key < asked.c.value + LAST_SIGN
    bore: Any = (
        select(FormerNumber.key, FormerNumber.number, *_BEARER)
        .join(asked, within[0] & within[1])
        .join(Standard, FormerNumber.standard_id == Standard.id)
        .order_by(Standard.number_order)
    )
    for key, number, *bearer in session.execute(bore):
        document = parse_number(number).document_key
        if document in numbers:
            found[document].append(Once(Bearer._make(bearer), number, key))
    return found


def by_joint_number(session: Session, keys: Collection[str]) -> dict[str, list[Bearer]]:
    """Standards of two bodies by the key of either number, `T/CEC 212-2019/T/CEEIA 380-2019`."""
    found: dict[str, list[Bearer]] = defaultdict(list)
    if not keys:
        return found
    joint = select(*_BEARER).where(Standard.key > "t/", Standard.key < "t0", Standard.key.like("t/%/t/%"))
    for bearer in map(Bearer._make, session.execute(joint.order_by(Standard.number_order))):
        first, _, second = bearer.key.partition("/t/")
        for key in {first, f"t/{second}"}.intersection(keys):
            found[key].append(bearer)
    return found


def by_beginning(session: Session, beginnings: Collection[str]) -> dict[str, list[Bearer]]:
    """The records whose document key begins so, by that beginning."""
    found: dict[str, list[Bearer]] = defaultdict(list)
    if not beginnings:
        return found
    asked = listed_texts(session, beginnings).subquery()
    within = Standard.document_key > asked.c.value, Standard.document_key < asked.c.value + LAST_SIGN
    for beginning, *bearer in session.execute(select(asked.c.value, *_BEARER).join(Standard, within[0] & within[1])):
        found[beginning].append(Bearer._make(bearer))
    return found
