"""From a number as people type it to the record meant (docs/rules.md section 1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.database import db
from app.errors import Ambiguous, Invalid, NotFound
from app.registry.models import FormerNumber, Standard
from app.registry.numbers import StandardNumber, key_of, read_number
from app.registry.queries.lives import lives
from app.registry.status import status_on
from app.registry.words import Status

LONGEST = 240
"""Characters of the longest number that the register can hold."""


@dataclass(frozen=True)
class FoundStandard:
    """What a typed number led to: one standard, or candidates where it may mean several.

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
    if "\0" in text or len(text) > LONGEST:
        raise NotFound("标准库中没有这个标准号，请核对写法")
    key = key_of(text)
    for standards in (_by_key(key), _by_bare_key(key.replace("/", ""))):
        if standards:
            return _settled(standards, key)
    return _by_reading(text, day)


def _by_key(key: str) -> Sequence[Standard]:
    return _current_or_former(Standard.key == key, FormerNumber.key == key)


def _by_bare_key(bare_key: str) -> Sequence[Standard]:
    return _current_or_former(Standard.bare_key == bare_key, FormerNumber.bare_key == bare_key)


def _current_or_former(current: object, former: object) -> Sequence[Standard]:
    """Standards that bear the number, else those that once bore it."""
    bearing = select(Standard).where(current).order_by(Standard.number_order)  # type: ignore[arg-type]
    once = select(Standard).join(Standard.former_numbers).where(former).order_by(Standard.number_order)  # type: ignore[arg-type]
    return db.session.scalars(bearing).all() or db.session.scalars(once).unique().all()


def _settled(standards: Sequence[Standard], key: str) -> FoundStandard:
    if len(standards) > 1:
        return FoundStandard(None, candidates=standards)
    standard = standards[0]
    former = None if standard.key == key else next((each.number for each in standard.former_numbers if each.key == key), None)
    return FoundStandard(standard, found_as=former)


def _by_reading(text: str, day: date) -> FoundStandard:
    """Find by what the parser reads: the document in any form of its number, in the edition named or that of the day."""
    try:
        reading = read_number(text)
    except Ambiguous as error:
        return _offered(text, error.candidates)
    except Invalid as error:
        raise NotFound(f"标准库中没有“{text[:60]}”（{error}）") from None
    number = reading.number
    editions = _editions(number)
    if not editions:
        return _offered(str(number), reading.candidates)
    if len(editions) > 1 and (not number.undated or len({standard.document_key for standard in editions}) > 1):
        return FoundStandard(None, candidates=editions)
    if number.undated:
        return _of_the_day(editions, day)
    return FoundStandard(editions[0], found_as=str(number) if str(number) != editions[0].number else None)


def _editions(number: StandardNumber) -> Sequence[Standard]:
    """The editions of the document that a number means, of its year where it names one.

    Leading zeros belong to a number, so a document that bears them as typed comes before those that differ in them.
    """
    found = db.session.scalars(
        select(Standard).where(Standard.loose_key == number.loose_key).order_by(Standard.number_order)
    ).all()
    found = [standard for standard in found if standard.document_key == number.document_key] or found
    if number.undated:
        return found
    return [standard for standard in found if number.year is not None and standard.number_year == number.year]


def _offered(asked: str, numbers: Sequence[str]) -> FoundStandard:
    """Other readings of the text that the register holds, as candidates. Raises `NotFound` where it holds none."""
    known = db.session.scalars(
        select(Standard).where(Standard.key.in_([key_of(number) for number in numbers])).order_by(Standard.number_order)
    ).all()
    if not known:
        raise NotFound(f"标准库中没有“{asked[:60]}”")
    return FoundStandard(None, candidates=known)


def _of_the_day(editions: Iterable[Standard], day: date) -> FoundStandard:
    """The edition current on `day`, else the last that was in force; an upcoming one is named beside it."""
    known = list(editions)
    life_of = lives([standard.id for standard in known])
    status_of = {standard.id: status_on(life_of[standard.id], day).status for standard in known}

    def began(standard: Standard) -> date:
        return life_of[standard.id].start or date.min

    def latest(statuses: tuple[Status, ...]) -> Standard | None:
        found = [standard for standard in known if status_of[standard.id] in statuses]
        return max(found, key=lambda standard: (not standard.is_supplement, began(standard), standard.number_order), default=None)

    upcoming = latest((Status.UPCOMING, Status.DRAFT))
    chosen = latest((Status.CURRENT,)) or latest((Status.SUPERSEDED, Status.WITHDRAWN)) or latest((Status.UNKNOWN,)) or upcoming
    return FoundStandard(chosen, asked_undated=True, upcoming=upcoming if upcoming is not chosen else None)
