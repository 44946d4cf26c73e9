"""From a number as people type it to the record meant (docs/rules.md section 1)."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import unquote, unquote_plus

from sqlalchemy import ColumnElement, select

from app.database import db
from app.errors import Ambiguous, Invalid, NotFound
from app.registry.currency import edition_of_the_day
from app.registry.models import FormerNumber, Standard
from app.registry.numbers import StandardNumber, bare, key_of, parse_number, read_number
from app.registry.queries.lives import lives
from app.registry.words import Kind

LONGEST = 240
"""Characters of the longest number that the register can hold."""

_OCCUPATIONAL = re.compile(r"gbz\d")

MOST_CANDIDATES = 100
"""Parts of a document that are offered at once."""


@dataclass(frozen=True)
class FoundStandard:
    """What a typed number led to: one standard, or candidates where it may mean several.

    `candidates` beside a `standard` are others that may be meant as well: GB/Z of the same serial beside a GBZ.

    `asked_undated`: the number named no edition, and `standard` is the one of the day; `upcoming` then is the edition
    that is to follow it. `found_as` is the number typed where the record bears another one: a former number, or `GB` of
    what is now `GB/T`.
    """

    standard: Standard | None
    candidates: Sequence[Standard] = ()
    asked_undated: bool = False
    upcoming: Standard | None = None
    found_as: str | None = None


def find_standard(text: str, day: date) -> FoundStandard:
    """Find the standard a number means on `day`, however it is typed.

    First by key, then by the key without slashes, then by the parser's reading; several hits are candidates, never a
    guess. Raises `NotFound` where the register holds nothing by that number, also where it is no number at all.
    """
    *others, last = _spellings(text)
    for spelling in others:
        try:
            return _find(spelling, day)
        except NotFound:
            continue
    return _find(last, day)


def _spellings(text: str) -> list[str]:
    """The text, and what it was before an address wrote it: a `+` for a blank, percent signs once more than needed."""
    return list(dict.fromkeys((text, text.replace("+", " "), unquote(text), unquote_plus(text))))


def _find(text: str, day: date) -> FoundStandard:
    if "\0" in text or len(text) > LONGEST:
        raise NotFound("标准库中没有这个标准号，请核对写法")
    key = key_of(text)
    standards = _by_key(key) or _by_bare_key(bare(key))
    found = _settled(standards, key) if standards else _by_reading(text, day)
    return _with_guidance(found, text, day) if _OCCUPATIONAL.match(key) else found


def _with_guidance(found: FoundStandard, text: str, day: date) -> FoundStandard:
    """Beside a GBZ (occupational health) the GB/Z of the same serial, which many write without its slash; alone it is offered."""
    standard = found.standard
    if standard is None:
        return found
    if found.found_as is None and not _OCCUPATIONAL.match(standard.key):
        return FoundStandard(None, candidates=[standard])
    others = [each for number in read_number(text).candidates for each in _held(parse_number(number), day)]
    return replace(found, candidates=[each for each in others if each.id != standard.id])


def _by_key(key: str) -> Sequence[Standard]:
    return _current_or_former(Standard.key == key, FormerNumber.key == key)


def _by_bare_key(bare_key: str) -> Sequence[Standard]:
    return _current_or_former(Standard.bare_key == bare_key, FormerNumber.bare_key == bare_key)


def _current_or_former(current: ColumnElement[bool], former: ColumnElement[bool]) -> Sequence[Standard]:
    """Standards that bear the number, else those that once bore it."""
    bearing = select(Standard).where(current).order_by(Standard.number_order)
    once = select(Standard).join(Standard.former_numbers).where(former).order_by(Standard.number_order)
    return db.session.scalars(bearing).all() or db.session.scalars(once).unique().all()


def _settled(standards: Sequence[Standard], key: str) -> FoundStandard:
    if len(standards) > 1:
        return FoundStandard(None, candidates=standards)
    standard = standards[0]
    if standard.key == key or standard.bare_key == bare(key):
        return FoundStandard(standard)
    return FoundStandard(standard, found_as=_former(standard, lambda former: former.bare_key == bare(key)))


def _former(standard: Standard, means: Callable[[FormerNumber], bool]) -> str | None:
    """The former number of a standard that led to it."""
    return next((former.number for former in standard.former_numbers if means(former)), None)


def _by_reading(text: str, day: date) -> FoundStandard:
    """Find by what the parser reads: the document in any form of its number, in the edition named or that of the day."""
    try:
        reading = read_number(text)
    except Ambiguous as error:
        return _offered(text, error.candidates, day)
    except Invalid as error:
        raise NotFound(f"标准库中没有“{text[:60]}”（{error}）") from None
    number = reading.number
    if reading.range_end is not None or reading.all_parts:
        parts = _of_each_document(_parts(number, reading.range_end), day)
        if len(parts) != 1:
            return FoundStandard(None, candidates=parts) if parts else _offered(str(number), reading.candidates, day)
        return FoundStandard(parts[0], asked_undated=number.undated)
    if exact := _by_key(number.key):
        return _settled(exact, number.key)
    editions = _editions(number)
    if editions:
        return _of_editions(number, editions, day)
    return _by_former_document(number, day) or _by_joint_number(number) or _offered(str(number), reading.candidates, day)


def _of_editions(number: StandardNumber, editions: Sequence[Standard], day: date) -> FoundStandard:
    """The one edition meant, of those of a document; candidates where it may be several."""
    if len(editions) > 1 and (not number.undated or len({standard.document_key for standard in editions}) > 1):
        return FoundStandard(None, candidates=editions)
    if number.undated:
        found = _of_the_day(editions, day)
        moved = found.standard and not found.standard.number.startswith(f"{number.prefix} ")
        return replace(found, found_as=str(number)) if moved and number.chinese else found
    return FoundStandard(editions[0], found_as=str(number) if str(number) != editions[0].number else None)


def _editions(number: StandardNumber) -> Sequence[Standard]:
    """The editions of the document that a number means, of its year where it names one.

    Leading zeros belong to a number, so a document that bears them as typed comes before those that differ in them.
    """
    asked = Standard.loose_key.in_({number.loose_key, *other_keys(number.loose_key)})
    found = db.session.scalars(select(Standard).where(asked).order_by(Standard.number_order)).all()
    found = [standard for standard in found if standard.document_key == number.document_key] or found
    if number.undated:
        return found
    key, mark = number.key, key_of(number.edition)
    if number.year is None:
        return [standard for standard in found if standard.key.startswith(f"{key}(")]
    of_year = [standard for standard in found if standard.number_year == number.year]
    return [standard for standard in of_year if mark and mark in standard.key] or of_year


def other_keys(loose_key: str) -> Iterator[str]:
    """IEEE writes its own numbers with `Std` and without; the documents are the same."""
    if loose_key.startswith("ieeestd/"):
        yield loose_key.replace("ieeestd/", "ieee/", 1)
    elif loose_key.startswith("ieee/"):
        yield loose_key.replace("ieee/", "ieeestd/", 1)


def _parts(first: StandardNumber, last: StandardNumber | None) -> Sequence[Standard]:
    """All editions of the parts of a document, from `first` to `last` where it is a range, else all of them."""
    whole = replace(first, parts=first.parts[:-1]) if last else first
    key = replace(whole, year=None).document_key
    mark = "-" if whole.kind in (Kind.INTERNATIONAL, Kind.FOREIGN) else "."
    within = (Standard.document_key == key) | Standard.document_key.startswith(f"{key}{mark}", autoescape=True)
    found = db.session.scalars(select(Standard).where(within).order_by(Standard.number_order)).all()
    if last is None:
        return found
    least, most = _place(first), _place(last)
    return [standard for standard in found if least <= _place(parse_number(standard.number)) <= most]


def _place(number: StandardNumber) -> tuple[Any, ...]:
    """Where a part stands among the parts of its document."""
    _kind, _prefix, serial, parts, *_edition = number.order()
    return serial, parts


def _of_each_document(standards: Sequence[Standard], day: date) -> Sequence[Standard]:
    """The edition of the day of each document."""
    by_document: dict[str, list[Standard]] = defaultdict(list)
    for standard in standards:
        by_document[standard.document_key].append(standard)
    chosen = (_of_the_day(editions, day).standard for editions in by_document.values())
    return [standard for standard in chosen if standard][:MOST_CANDIDATES]


def _by_former_document(number: StandardNumber, day: date) -> FoundStandard | None:
    """An undated number, or one of another spelling, that standards once bore."""
    start = replace(number, year=None, edition="", letter="", note="", supplement="").key
    once = select(FormerNumber).where(FormerNumber.key.startswith(start, autoescape=True)).order_by(FormerNumber.id)
    bore = [
        former
        for former in db.session.scalars(once)
        if (read := parse_number(former.number)).document_key == number.document_key
        if number.undated or (read.year == number.year and read.year is not None)
    ]
    if not bore:
        return None
    found = db.session.scalars(select(Standard).where(Standard.id.in_({former.standard_id for former in bore}))).all()
    if len({standard.document_key for standard in found}) > 1:
        return FoundStandard(None, candidates=found)
    chosen = _of_the_day(found, day)
    numbers = [former.number for former in bore if chosen.standard and former.standard_id == chosen.standard.id]
    return replace(chosen, found_as=numbers[-1], asked_undated=number.undated)


def _by_joint_number(number: StandardNumber) -> FoundStandard | None:
    """A standard of two bodies by the number of one of them: `T/CEEIA 380-2019` of `T/CEC 212-2019/T/CEEIA 380-2019`."""
    if number.kind is not Kind.ALLIANCE or number.undated:
        return None
    first = Standard.key.startswith(f"{number.key}/t/", autoescape=True)
    second = Standard.key.endswith(f"/{number.key}", autoescape=True)
    found = db.session.scalars(select(Standard).where(first | second).order_by(Standard.number_order)).all()
    if len(found) > 1:
        return FoundStandard(None, candidates=found)
    return FoundStandard(found[0], found_as=str(number)) if found else None


def _offered(asked: str, numbers: Sequence[str], day: date) -> FoundStandard:
    """Other readings of the text that the register holds, as candidates. Raises `NotFound` where it holds none."""
    known = [standard for number in numbers for standard in _held(parse_number(number), day)]
    if not known:
        raise NotFound(f"标准库中没有“{asked[:60]}”")
    return FoundStandard(None, candidates=known)


def _held(number: StandardNumber, day: date) -> Sequence[Standard]:
    """What the register holds of one reading: the standard of that number, or of an undated one the edition of the day."""
    if not number.undated:
        return _by_key(number.key)
    editions = db.session.scalars(select(Standard).where(Standard.document_key == number.document_key)).all()
    return _of_each_document(editions, day)


def _of_the_day(editions: Iterable[Standard], day: date) -> FoundStandard:
    """The edition current on `day`, else the last that was in force; an upcoming one is named beside it."""
    known = list(editions)
    life_of = lives([standard.id for standard in known])
    chosen, upcoming = edition_of_the_day(
        known,
        day,
        lambda standard: life_of[standard.id],
        lambda standard: (not standard.is_supplement, standard.number_order),
    )
    return FoundStandard(chosen, asked_undated=True, upcoming=upcoming)
