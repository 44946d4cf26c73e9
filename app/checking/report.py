"""The report on a text before it is published."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from app.checking.similar import Similar, mandatory_on, similar_to
from app.registry.currency import Finding as CurrencyFinding
from app.registry.queries.currency import check_currency
from app.registry.texts.citations import Citation, Where, citations_of
from app.registry.texts.clauses import clauses_of
from app.registry.texts.findings import Finding
from app.registry.texts.structure import check_structure


@dataclass(frozen=True)
class Cited:
    """A number that the text cites, every place where it stands, and what the currency check says of it."""

    number: str
    places: tuple[Citation, ...]
    found: tuple[CurrencyFinding, ...]

    @property
    def normative(self) -> bool:
        """Whether it is listed among the normative references."""
        return any(place.normative for place in self.places)


@dataclass(frozen=True)
class Report:
    """All that is said of a text on a day: faults in its structure, what it cites, similar and mandatory standards."""

    as_of: date
    structure: tuple[Finding, ...]
    cited: tuple[Cited, ...]
    similar: tuple[Similar, ...]
    mandatory: tuple[Similar, ...]


def check_before_publishing(
    title: str,
    scope: str | None,
    ics: Sequence[str],
    pages: Sequence[str],
    as_of: date,
    *,
    own: str | None = None,
    industries: Collection[int] = (),
) -> Report:
    """Check a text given page by page; without pages only what title, scope and ICS tell is said.

    `own` is the number of the document itself or of the edition it revises, which is no neighbour of its own; `industries`
    are ids of block industries. Changes nothing. Raises `Unavailable` as a search does.
    """
    apart = [own] if own else []
    return Report(
        as_of,
        check_structure(pages) if pages else (),
        _cited(citations_of(clauses_of(pages), own), as_of),
        similar_to(title, scope, ics, as_of, industries=industries, apart_from=apart),
        mandatory_on(title, scope, ics, as_of, apart_from=apart),
    )


def _cited(citations: Sequence[Citation], day: date) -> tuple[Cited, ...]:
    """Each number once, those listed first, with the verdict of the day; the cover and the foreword cite nothing."""
    places: dict[str, list[Citation]] = {}
    for each in citations:
        if each.where is not Where.FRONT:
            places.setdefault(each.number, []).append(each)
    found = _verdicts(list(places), day)
    cited = [Cited(number, tuple(where), tuple(found[number])) for number, where in places.items()]
    return tuple(sorted(cited, key=lambda each: not each.normative))


def _verdicts(numbers: Sequence[str], day: date) -> dict[str, list[CurrencyFinding]]:
    """What the check says of each number; a series that is cited as a whole has a finding for each part."""
    found: dict[str, list[CurrencyFinding]] = {number: [] for number in numbers}
    for checked in check_currency(numbers, day) if numbers else ():
        found.setdefault(checked.input, []).append(checked.finding)
    return found
