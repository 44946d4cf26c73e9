"""Standard-innovation enterprises (标准创新型企业), docs/rules.md section 4; the plain rule is rates/innovation.py."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, not_, select
from sqlalchemy.orm import aliased, joinedload

from app.database import db
from app.registry.models import Award, AwardLevel, AwardScheme, BlockIndustry, Membership, Organization
from app.registry.rates.bodies import LeftOut
from app.registry.statistics.bodies import enterprises_on
from app.registry.statistics.counties import county_today
from app.registry.statistics.days import reached
from app.registry.statistics.ids import among


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
        counted = Counter(county_today(row.enterprise.county) for row in self.rows)
        return dict(sorted(counted.items(), key=lambda item: (item[0] is None, item[0] or "")))

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
    stands = enterprises_on(day)
    height = func.row_number().over(
        partition_by=stands.c.enterprise,
        order_by=(
            func.coalesce(AwardLevel.position, 0).desc(),
            Award.awarded_on.desc(),
            AwardScheme.code.desc(),
            Award.id.desc(),
        ),
    )
    held = (
        select(stands.c.enterprise, Award.id.label("award_id"), height.label("height"))
        .join(stands, stands.c.id == Award.organization_id)
        .join(Award.scheme)
        .outerjoin(Award.level)
        .where(
            reached(Award.awarded_on, day),
            *(not_(reached(end, day)) for end in (Award.valid_until, Award.revoked_on, AwardScheme.until_on)),
        )
    )
    if schemes:
        held = held.where(AwardScheme.code.in_(schemes))
    highest = held.subquery()
    enterprise = aliased(Organization)
    found = db.session.execute(
        select(enterprise, Award)
        .select_from(highest)
        .join(enterprise, enterprise.id == highest.c.enterprise)
        .join(Award, Award.id == highest.c.award_id)
        .where(highest.c.height == 1)
        .options(joinedload(Award.scheme), joinedload(Award.level), joinedload(Award.organization))
        .order_by(enterprise.name, enterprise.id)
    ).all()
    blocks = _block_industries(day, [body.id for body, _award in found])
    return InnovationFigure(day, [InnovationRow(body, award, tuple(blocks.get(body.id, ()))) for body, award in found])


def _block_industries(day: date, enterprises: Sequence[int]) -> dict[int, list[BlockIndustry]]:
    """The block industries of which these enterprises are members on `day`."""
    stands = enterprises_on(day)
    belongs = (
        select(stands.c.enterprise, Membership.block_industry_id)
        .join(Membership, Membership.organization_id == stands.c.id)
        .where(
            among(stands.c.enterprise, enterprises),
            reached(Membership.from_on, day),
            not_(reached(Membership.until_on, day)),
        )
        .distinct()
        .subquery()
    )
    rows = db.session.execute(
        select(belongs.c.enterprise, BlockIndustry)
        .join(BlockIndustry, BlockIndustry.id == belongs.c.block_industry_id)
        .order_by(BlockIndustry.code)
    )
    found: dict[int, list[BlockIndustry]] = {}
    for enterprise, block in rows:
        found.setdefault(enterprise, []).append(block)
    return found
