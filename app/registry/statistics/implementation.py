"""Implementation rate of alliance standards (块状产业联盟标准实施率), DOMAIN.md section 4.

The status of the standards concerned comes from the one rule of status.py, who counts from one statement over sets. The
plain rule of the whole, and the oracle of the tests, is rates/implementation.py.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import func, literal, null, select, union_all

from app.database import db
from app.registry.models import BlockIndustry, Organization, Standard
from app.registry.rates.bodies import LeftOut
from app.registry.rates.implementation import Evidence, Rate, Scope
from app.registry.statistics.implementation_sets import ImplementationSets


@dataclass(frozen=True)
class BlockIndustryRate:
    """A block industry on a day. `left_out`: how many enterprises each reason keeps out, several may hold for one."""

    block_industry: BlockIndustry
    rate: Rate
    has_standards: bool
    left_out: Mapping[LeftOut, int]


@dataclass(frozen=True)
class ImplementationFigure:
    """The rate on a day: overall over the block industries in `scope`, and for every block industry.

    `mean` is the plain mean of the rates in scope, None where none has members. `implementing_block_industries` are
    those with at least `threshold` implementing enterprises.
    """

    as_of: date
    evidence: Evidence
    scope: Scope
    overall: Rate
    mean: Fraction | None
    implementing_block_industries: int
    block_industries: Sequence[BlockIndustryRate]


@dataclass(frozen=True)
class MemberRow:
    """One enterprise behind a rate: it implements `standards`, or else `left_out` says why not, empty for no attempt.

    `is_member` is false for one whose membership has no day on which it began.
    """

    enterprise: Organization
    is_member: bool
    standards: tuple[str, ...]
    left_out: frozenset[LeftOut]

    @property
    def implements(self) -> bool:
        """Whether it counts in the numerator."""
        return bool(self.standards)


def implementation_rate(
    day: date, *, evidence: Evidence = Evidence.VERIFIED, scope: Scope = Scope.ALL, threshold: int = 1
) -> ImplementationFigure:
    """The implementation rate on `day`; `threshold` is the plan's setting of when a block industry implements."""
    sets = ImplementationSets(day, evidence)
    with_standards = sets.with_standards()
    rates = _rates(sets, with_standards if scope is Scope.WITH_STANDARDS else None)
    left_out = sets.left_out()
    blocks = [
        BlockIndustryRate(
            block,
            rates.get(block.id, Rate(0, 0)),
            block.id in with_standards,
            Counter(reason for reasons in left_out.get(block.id, {}).values() for reason in sorted(reasons)),
        )
        for block in db.session.scalars(select(BlockIndustry).order_by(BlockIndustry.code))
    ]
    in_scope = [block for block in blocks if scope is Scope.ALL or block.has_standards]
    shares = [share for block in in_scope if (share := block.rate.share) is not None]
    return ImplementationFigure(
        as_of=day,
        evidence=evidence,
        scope=scope,
        overall=rates[None],
        mean=sum(shares, start=Fraction(0)) / len(shares) if shares else None,
        implementing_block_industries=sum(block.rate.count >= threshold for block in blocks),
        block_industries=blocks,
    )


def implementation_rows(block_industry_id: int, day: date, evidence: Evidence = Evidence.VERIFIED) -> list[MemberRow]:
    """The enterprises behind the rate of one block industry on `day`, by name: its members, then those left out of it."""
    sets = ImplementationSets(day, evidence)
    here = sets.members.c.block_industry_id == block_industry_id
    members = set(db.session.scalars(select(sets.members.c.enterprise).where(here)))
    implements: dict[int, list[str]] = defaultdict(list)
    for enterprise, number in db.session.execute(
        select(sets.begun.c.enterprise, Standard.number, Standard.number_order)
        .join(Standard, Standard.id == sets.begun.c.standard_id)
        .where(sets.begun.c.block_industry_id == block_industry_id, sets.counts)
        .distinct()
        .order_by(Standard.number_order)
    ).columns(0, 1):
        implements[enterprise].append(number)
    left_out = sets.left_out().get(block_industry_id, {})
    bodies = db.session.scalars(
        select(Organization).where(Organization.id.in_(members | set(left_out))).order_by(Organization.name, Organization.id)
    )
    rows = [
        MemberRow(
            enterprise=body,
            is_member=body.id in members,
            standards=tuple(implements[body.id]) if body.id in members else (),
            left_out=frozenset(left_out.get(body.id, ())),
        )
        for body in bodies
    ]
    return sorted(rows, key=lambda row: not row.is_member)


def _rates(sets: ImplementationSets, scope: set[int] | None) -> dict[int | None, Rate]:
    """The rate of every block industry with members, and under None that of all in scope together, in one statement."""
    counted = sets.counted
    each = (
        select(counted.c.enterprise, func.max(counted.c.implements).label("implements"))
        .where(literal(True) if scope is None else counted.c.block_industry_id.in_(scope))
        .group_by(counted.c.enterprise)
        .subquery()
    )
    rows = db.session.execute(
        union_all(
            select(counted.c.block_industry_id, func.count(), func.sum(counted.c.implements)).group_by(
                counted.c.block_industry_id
            ),
            select(null(), func.count(), func.coalesce(func.sum(each.c.implements), 0)).select_from(each),
        )
    )
    return {block_industry_id: Rate(int(implementing), of) for block_industry_id, of, implementing in rows}
