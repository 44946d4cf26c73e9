"""What became of awards in a period: newly awarded, expired, revoked, and the enterprises behind each number."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.database import db
from app.errors import FieldError, Invalid
from app.registry.dates import PartialDate
from app.registry.models import Award, AwardLevel, AwardScheme, Organization
from app.registry.rates import innovation
from app.registry.statistics.keeping import kept
from app.registry.words import Word


class Became(Word):
    """What an award can come to in a period."""

    AWARDED = "awarded", "新认定"
    EXPIRED = "expired", "到期"
    REVOKED = "revoked", "撤销"


@dataclass(frozen=True)
class InnovationChanges:
    """How many enterprises (by their records, before any merger) got, lost by time and lost by revocation an award."""

    since: date
    until: date
    awarded: int
    expired: int
    revoked: int


def innovation_changes(since: date, until: date, *, schemes: Sequence[str] = ()) -> InnovationChanges:
    """What became of awards in [since, until). Raises `Invalid` where it ends before it begins."""
    awards = _awards().awards
    became = _became(since, until, schemes)
    counts = {each.value: len({awards[place].body for place in places}) for each, places in became.items()}
    return InnovationChanges(since, until, **counts)


@dataclass(frozen=True)
class ChangedEnterprise:
    """An enterprise, by its record, of which awards began, ran out or were revoked in a period: each with its day."""

    enterprise: Organization
    became: Became
    awards: Sequence[tuple[Award, PartialDate]]


def innovation_change_rows(
    since: date, until: date, *, schemes: Sequence[str] = (), became: Became | None = None
) -> Sequence[ChangedEnterprise]:
    """The enterprises behind each number of `innovation_changes`, or behind one of them; the latest day first."""
    ids = _awards().ids
    asked = {each: places for each, places in _became(since, until, schemes).items() if became in (None, each)}
    whole = {
        award.id: award
        for award in db.session.scalars(
            select(Award)
            .where(Award.id.in_([ids[place] for places in asked.values() for place in places]))
            .options(joinedload(Award.organization), joinedload(Award.scheme), joinedload(Award.level))
        )
    }
    found: list[ChangedEnterprise] = []
    for each, places in asked.items():
        of_enterprise: dict[int, list[tuple[Award, PartialDate]]] = defaultdict(list)
        for place, on in places.items():
            award = whole[ids[place]]
            of_enterprise[award.organization_id].append((award, on))
        found += (ChangedEnterprise(awards[0][0].organization, each, awards) for awards in of_enterprise.values())
    return sorted(found, key=lambda row: (max(on.first_day for _, on in row.awards), row.enterprise.id), reverse=True)


def _became(since: date, until: date, schemes: Sequence[str]) -> Mapping[Became, Mapping[int, PartialDate]]:
    if until < since:
        reason = f"统计期的终止日期 {until} 早于起始日期 {since}，请调换或更正"
        raise Invalid(reason, (FieldError("to", reason, until.isoformat()),))
    known = _awards()
    found = innovation.changes_in(known.schemes, known.awards, since, until, schemes)
    return {Became.AWARDED: found.awarded, Became.EXPIRED: found.expired, Became.REVOKED: found.revoked}


@dataclass(frozen=True)
class _Awards:
    """All schemes and awards, as the plain rules read them, and the id of each award."""

    schemes: Sequence[innovation.Scheme]
    awards: Sequence[innovation.Award]
    ids: Sequence[int]


def _awards() -> _Awards:
    return kept("awards", _read_awards, ("award", "award_scheme", "award_level"))


def _read_awards() -> _Awards:
    schemes = [
        innovation.Scheme(row.code, tuple(level.name for level in row.levels), row.until_on)
        for row in db.session.scalars(select(AwardScheme).options(selectinload(AwardScheme.levels)))
    ]
    columns = (Award.organization_id, AwardScheme.code, Award.awarded_on, AwardLevel.name, Award.valid_until, Award.revoked_on)
    rows = db.session.execute(select(Award.id, *columns).join(Award.scheme).outerjoin(Award.level).order_by(Award.id)).all()
    return _Awards(schemes, [innovation.Award(*row[1:]) for row in rows], [row.id for row in rows])
