"""Standard-innovation enterprises (标准创新型企业) on a day: docs/rules.md section 4."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.registry.dates import PartialDate
from app.registry.rates.bodies import Body, Ref, enterprise_on, reached


@dataclass(frozen=True)
class Scheme:
    """Under which rule awards are made; `levels` lowest first. When it ends, at `until`, it ends its awards."""

    code: str
    levels: tuple[str, ...] = ()
    until: PartialDate | None = None


@dataclass(frozen=True)
class Award:
    """A body holds an award [awarded_on, valid_until), open where no end is given, and not from `revoked_on` on."""

    body: Ref
    scheme: str
    awarded_on: PartialDate
    level: str | None = None
    valid_until: PartialDate | None = None
    revoked_on: PartialDate | None = None


def innovation_enterprises(
    bodies: Mapping[Ref, Body],
    schemes: Iterable[Scheme],
    awards: Iterable[Award],
    day: date,
    counting: Collection[str] = (),
) -> dict[Ref, Award]:
    """The distinct surviving enterprises with an award on `day`, each with the one at the highest level.

    `counting`: codes of the schemes that the plan counts, none: all. Levels are ordered within their scheme; over
    several schemes the higher place in its own order counts, then the later award. The figure is how many there are.
    """
    by_code = {scheme.code: scheme for scheme in schemes}
    held: dict[Ref, Award] = {}
    for award in sorted(awards, key=lambda award: _height(by_code[award.scheme], award)):
        if (counting and award.scheme not in counting) or not _stands(by_code[award.scheme], award, day):
            continue
        enterprise = enterprise_on(bodies, award.body, day)
        if enterprise:
            held[enterprise.ref] = award
    return held


@dataclass(frozen=True)
class Changes:
    """Awards that began, ran out and were revoked in a period, by their places: the day of each, as known.

    One revoked before its end never runs out.
    """

    awarded: Mapping[int, PartialDate]
    expired: Mapping[int, PartialDate]
    revoked: Mapping[int, PartialDate]


def changes_in(
    schemes: Iterable[Scheme], awards: Sequence[Award], since: date, until: date, counting: Collection[str] = ()
) -> Changes:
    """What became of awards in [since, until): an award ends at its own end or with its scheme, whichever comes first."""
    by_code = {scheme.code: scheme for scheme in schemes}

    def within(day: PartialDate) -> bool:
        return since <= day.first_day < until

    awarded: dict[int, PartialDate] = {}
    expired: dict[int, PartialDate] = {}
    revoked: dict[int, PartialDate] = {}
    for place, award in enumerate(awards):
        if counting and award.scheme not in counting:
            continue
        ends = [end for end in (award.valid_until, by_code[award.scheme].until) if end]
        end = min(ends, key=lambda each: each.first_day, default=None)
        taken = award.revoked_on
        ends_first = end is not None and (taken is None or end.first_day <= taken.first_day)
        if within(award.awarded_on):
            awarded[place] = award.awarded_on
        if ends_first and end and within(end):
            expired[place] = end
        if not ends_first and taken and within(taken):
            revoked[place] = taken
    return Changes(awarded, expired, revoked)


def _stands(scheme: Scheme, award: Award, day: date) -> bool:
    """Whether an award stands on `day`."""
    ends = (award.valid_until, award.revoked_on, scheme.until)
    return reached(award.awarded_on, day) and not any(reached(end, day) for end in ends)


def _height(scheme: Scheme, award: Award) -> tuple[int, PartialDate, str]:
    """How high an award stands: the place of its level in the scheme from 1, 0 for none; then the later one."""
    place = scheme.levels.index(award.level) + 1 if award.level else 0
    return place, award.awarded_on, award.scheme
