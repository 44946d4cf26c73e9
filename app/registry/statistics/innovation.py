"""Standard-innovation enterprises (标准创新型企业), docs/rules.md section 4; the plain rule is rates/innovation.py."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.database import db
from app.registry.models import Award, AwardLevel, BlockIndustry, Organization
from app.registry.rates.bodies import LeftOut
from app.registry.statistics.awards import award_rows
from app.registry.statistics.counties import county_today
from app.registry.statistics.drafted import county_of
from app.registry.statistics.enterprises import enterprises_on
from app.registry.statistics.ids import among
from app.registry.statistics.implementing import members_on
from app.registry.statistics.keeping import kept

_Record = TypeVar("_Record", Organization, Award)


@dataclass(frozen=True)
class InnovationRow:
    """One enterprise that counts, with the award at the highest level that it, or a body merged into it, holds."""

    enterprise: Organization
    award: Award
    block_industries: tuple[BlockIndustry, ...]


@dataclass(frozen=True)
class InnovationFigure:
    """How many distinct enterprises hold an award on a day, and which. `left_out`: by county only, whose is not known."""

    as_of: date
    rows: Sequence[InnovationRow]

    @property
    def count(self) -> int:
        """The figure."""
        return len(self.rows)

    @property
    def by_level(self) -> Mapping[AwardLevel | None, int]:
        """Enterprises by highest level, highest first; None for awards without a level."""
        counted = Counter(row.award.level for row in self.rows)
        return dict(sorted(counted.items(), key=lambda item: -(item[0].position if item[0] else 0)))

    @property
    def by_county(self) -> Mapping[str | None, int]:
        """Enterprises by today's division code of their county; None where it is not known."""
        return _in_order(Counter(county_today(row.enterprise.county) for row in self.rows))

    @property
    def by_block_industry(self) -> Mapping[BlockIndustry | None, int]:
        """Enterprises by block industry; one in two counts in both, None for those in none."""
        counted = Counter(block for row in self.rows for block in row.block_industries or (None,))
        return dict(sorted(counted.items(), key=lambda item: (item[0] is None, item[0].code if item[0] else "")))

    @property
    def left_out(self) -> Mapping[LeftOut, int]:
        """Enterprises that the figure holds, but no county's."""
        unknown = sum(row.enterprise.county is None for row in self.rows)
        return {LeftOut.COUNTY_UNKNOWN: unknown} if unknown else {}


def innovation_enterprises(day: date, *, schemes: Sequence[str] = ()) -> InnovationFigure:
    """The enterprises that hold an award on `day`; `schemes`: codes of the schemes that the plan counts, none: all."""
    held = awards_held(day, schemes)
    belongs = kept(("block industries of innovation enterprises", day, tuple(schemes)), lambda: _belongs(held, day))
    enterprises = _by_id(Organization, held)
    awards = _by_id(Award, held.values(), joinedload(Award.scheme), joinedload(Award.level), joinedload(Award.organization))
    blocks = {block.id: block for block in db.session.scalars(select(BlockIndustry))}
    rows = [
        InnovationRow(enterprises[body], awards[award], _by_code(blocks, belongs.get(body, ())))
        for body, award in held.items()
        if body in enterprises and award in awards
    ]
    return InnovationFigure(day, sorted(rows, key=lambda row: (row.enterprise.name, row.enterprise.id)))


def _by_code(blocks: Mapping[int, BlockIndustry], ids: Collection[int]) -> tuple[BlockIndustry, ...]:
    return tuple(sorted((blocks[each] for each in ids if each in blocks), key=lambda block: block.code))


def awards_held(day: date, schemes: Sequence[str] = ()) -> Mapping[int, int]:
    """By id of each enterprise that holds an award on `day` the id of the one at the highest level."""
    return kept(("innovation enterprises", day, tuple(schemes)), lambda: _highest(day, schemes))


def innovation_by_county(day: date, *, schemes: Sequence[str] = ()) -> Mapping[str | None, int]:
    """The figure told apart by today's division code of the county, None where it is not known; without the rows."""
    counties = county_of()
    places = counties.of_bodies(np.array(list(awards_held(day, schemes)), np.int64))
    return _in_order(Counter(county_today(counties.codes[place]) for place in places.tolist()))


def _belongs(held: Mapping[int, int], day: date) -> Mapping[int, set[int]]:
    """By enterprise the block industries that it is a member of on `day`."""
    block, member = members_on(day)
    here = np.isin(member, list(held))
    belongs: dict[int, set[int]] = defaultdict(set)
    for enterprise, own in zip(member[here].tolist(), block[here].tolist(), strict=True):
        belongs[enterprise].add(own)
    return dict(belongs)


def _highest(day: date, schemes: Sequence[str]) -> dict[int, int]:
    rows = award_rows()
    stands = rows.standing_on(day, schemes)
    enterprise = enterprises_on(day).standing_for(rows.body[stands])
    # the lowest first, so the highest stays
    return {own: held for own, held in zip(enterprise.tolist(), rows.award[stands].tolist(), strict=True) if own}


def _in_order(counted: Mapping[str | None, int]) -> Mapping[str | None, int]:
    """Counts by code, what is not known last."""
    return dict(sorted(counted.items(), key=lambda item: (item[0] is None, item[0] or "")))


def _by_id(model: type[_Record], ids: Collection[int], *options: ORMOption) -> dict[int, _Record]:
    return {each.id: each for each in db.session.scalars(select(model).where(among(model.id, ids)).options(*options))}
