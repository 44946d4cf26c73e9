"""National and provincial committees (标准化技术委员会) seated in the city on a day: docs/rules.md sections 3 and 4."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.registry.dates import PartialDate
from app.registry.rates.bodies import Body, Ref, reached, survivor_on
from app.registry.words import CommitteeLevel

COUNTED_LEVELS = (CommitteeLevel.NATIONAL, CommitteeLevel.PROVINCIAL)


@dataclass(frozen=True)
class Seated:
    """A committee as far as the figure asks. `county`: its own seat, where none of its secretariat is known."""

    ref: Ref
    level: CommitteeLevel | None = None
    secretariat: Ref | None = None
    county: str | None = None
    established_on: PartialDate | None = None
    dissolved_on: PartialDate | None = None

    def exists_on(self, day: date) -> bool:
        """Whether it exists on `day`; a committee without a day of establishment does."""
        established = self.established_on is None or reached(self.established_on, day)
        return established and not reached(self.dissolved_on, day)


@dataclass(frozen=True)
class CommitteesIn:
    """The committees seated in the city, and those left out because nobody knows where they sit."""

    seated: frozenset[Ref]
    county_unknown: frozenset[Ref]


def committees_in(committees: Iterable[Seated], bodies: Mapping[Ref, Body], day: date, city: str) -> CommitteesIn:
    """National and provincial committees that sit in the city on `day`: there sits the body that then is the secretariat."""
    counted = [each for each in committees if each.level in COUNTED_LEVELS and each.exists_on(day)]
    seats = {each.ref: _seat(each, bodies, day) for each in counted}
    return CommitteesIn(
        frozenset(ref for ref, seat in seats.items() if seat and seat.startswith(city)),
        frozenset(ref for ref, seat in seats.items() if seat is None),
    )


def _seat(committee: Seated, bodies: Mapping[Ref, Body], day: date) -> str | None:
    secretariat = None if committee.secretariat is None else survivor_on(bodies, committee.secretariat, day)
    return secretariat.county if secretariat and secretariat.county else committee.county
