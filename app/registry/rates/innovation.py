"""Standard-innovation enterprises (标准创新型企业) on a day: docs/rules.md section 4."""

from collections.abc import Collection, Iterable, Mapping
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
        if counting and award.scheme not in counting:
            continue
        enterprise = enterprise_on(bodies, award.body, day)
        if enterprise and _stands(by_code[award.scheme], award, day):
            held[enterprise.ref] = award
    return held


def _stands(scheme: Scheme, award: Award, day: date) -> bool:
    """Whether an award stands on `day`."""
    ends = (award.valid_until, award.revoked_on, scheme.until)
    return reached(award.awarded_on, day) and not any(reached(end, day) for end in ends)


def _height(scheme: Scheme, award: Award) -> tuple[int, PartialDate, str]:
    """How high an award stands: the place of its level in the scheme from 1, 0 for none; then the later one."""
    place = scheme.levels.index(award.level) + 1 if award.level else 0
    return place, award.awarded_on, award.scheme
