"""From one number as people type it to the record meant on a day (docs/rules.md section 1)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import unquote, unquote_plus

from sqlalchemy import select

from app.database import db
from app.errors import NotFound
from app.registry.currency import edition_of_the_day
from app.registry.models import Standard
from app.registry.numbers.asking import AskedNumber, asked_number, numbers_of_range
from app.registry.numbers.parsing import LONGEST
from app.registry.queries.lives import lives
from app.registry.queries.many import listed_ids
from app.registry.queries.matching import Match, Matching, Way

_OCCUPATIONAL = "GBZ", "GBZ/T"

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
    """Find the standard a number means on `day`, however it is typed, by the steps of `matching.py`.

    Several hits are candidates, never a guess. Raises `NotFound` where the register holds nothing by that number, also
    where it is no number at all.
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
    asked = asked_number(text)
    numbers = [*numbers_of_range(asked)]
    matching = Matching(db.session(), numbers, [text])
    if matching.whole(text):
        numbers = [AskedNumber(text, text)]
    matches = [match for number in numbers for match in matching.matches(number)]
    known = [match for match in matches if match.found]
    if not known:
        return _offered(asked, day)
    held = _Held(known, day)
    if len(matches) > 1:
        return held.several(known)
    found = held.one(known[0])
    if found.standard and asked.number and asked.number.prefix in _OCCUPATIONAL:
        return replace(found, candidates=[other for other in _others(asked, day) if other is not found.standard])
    return found


def _offered(asked: AskedNumber, day: date) -> FoundStandard:
    """Other readings of the text that the register holds, as candidates. Raises `NotFound` where it holds none."""
    if others := _others(asked, day):
        return FoundStandard(None, candidates=others)
    shown = str(asked.number) if asked.number else asked.input
    raise NotFound(f"标准库中没有“{shown[:60]}”" + (f"（{asked.reason}）" if asked.reason else ""))


def _others(asked: AskedNumber, day: date) -> Sequence[Standard]:
    """What the register holds of the other numbers that a text may be read as, just as they are read."""
    numbers = [asked_number(text) for text in asked.other_readings]
    if not numbers:
        return ()
    matching = Matching(db.session(), numbers)
    matches = [match for each in numbers if (match := matching.match(each)).found and match.way is not Way.OTHERWISE]
    return _Held(matches, day).candidates(matches)


class _Held:
    """The standards that some numbers mean, read in a fixed number of statements, and what is meant of them on a day."""

    def __init__(self, matches: Sequence[Match], day: date) -> None:
        self._day = day
        ids = {record.id for match in matches for record in match.records}
        asked = select(Standard).where(Standard.id.in_(listed_ids(db.session(), ids)))
        self._standards = {standard.id: standard for standard in db.session.scalars(asked)}
        self._life_of = lives(ids) if any(match.undated for match in matches) else {}

    def one(self, match: Match) -> FoundStandard:
        """What one number means, candidates where it may be several."""
        standards = [self._standards[record.id] for record in match.records]
        if match.ambiguous:
            return FoundStandard(None, candidates=standards)
        if not match.undated:
            return FoundStandard(standards[0], found_as=match.found_as)
        chosen, upcoming = edition_of_the_day(
            standards,
            self._day,
            lambda standard: self._life_of[standard.id],
            lambda standard: (not standard.is_supplement, standard.number_order),
        )
        return FoundStandard(chosen, asked_undated=True, upcoming=upcoming, found_as=match.found_as_of(chosen.number))

    def several(self, matches: Sequence[Match]) -> FoundStandard:
        """What several numbers mean, as candidates; the one where it is all that they come to."""
        every = self.candidates(matches)
        if len(every) == 1:
            return FoundStandard(every[0], asked_undated=any(match.undated for match in matches))
        return FoundStandard(None, candidates=every[:MOST_CANDIDATES])

    def candidates(self, matches: Sequence[Match]) -> list[Standard]:
        """All that these numbers may mean."""
        found = map(self.one, matches)
        return [*dict.fromkeys(each for one in found for each in ([one.standard] if one.standard else one.candidates))]
