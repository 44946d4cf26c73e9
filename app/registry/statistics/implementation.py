"""Implementation rate of alliance standards (块状产业联盟标准实施率), docs/rules.md section 4.

The status of the standards concerned comes from the one rule of status.py, who counts from one statement over sets. The
plain rule of the whole, and the oracle of the tests, is rates/implementation.py.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import Select, func, literal, null, select, union_all

from app.database import db
from app.registry.models import BlockIndustry, Organization, Standard
from app.registry.rates.bodies import LeftOut
from app.registry.rates.implementation import Evidence, Rate, Scope
from app.registry.statistics.ids import among
from app.registry.statistics.implementation_sets import ByBlockIndustry, ImplementationSets, Reasons


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
    those with at least `threshold` implementing enterprises. `left_out`: how many enterprises each reason keeps out of
    the overall rate; who implements in another block industry in scope is not kept out of it.
    """

    as_of: date
    evidence: Evidence
    scope: Scope
    overall: Rate
    mean: Fraction | None
    implementing_block_industries: int
    left_out: Mapping[LeftOut, int]
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
    scoped = None if scope is Scope.ALL else frozenset(sets.with_standards)
    rates = _rates(sets, scoped)
    left_out = sets.left_out()
    blocks = [
        BlockIndustryRate(
            block,
            rates.get(block.id, Rate(0, 0)),
            block.id in sets.with_standards,
            _how_many(left_out.get(block.id, {}).values()),
        )
        for block in db.session.scalars(select(BlockIndustry).order_by(BlockIndustry.code))
    ]
    in_scope = [block for block in blocks if scoped is None or block.block_industry.id in scoped]
    shares = [share for block in in_scope if (share := block.rate.share) is not None]
    return ImplementationFigure(
        as_of=day,
        evidence=evidence,
        scope=scope,
        overall=rates[None],
        mean=sum(shares, start=Fraction(0)) / len(shares) if shares else None,
        implementing_block_industries=sum(block.rate.count >= threshold for block in blocks),
        left_out=_how_many(_out_of_all(sets, scoped, left_out).values()),
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
        select(Organization).where(among(Organization.id, members | set(left_out))).order_by(Organization.name, Organization.id)
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


def _rates(sets: ImplementationSets, scope: Collection[int] | None) -> dict[int | None, Rate]:
    """The rate of every block industry with members, and under None that of all in scope together, in one statement."""
    counted = sets.counted
    each = _each_in(sets, scope).subquery()
    rows = db.session.execute(
        union_all(
            select(counted.c.block_industry_id, func.count(), func.sum(counted.c.implements)).group_by(
                counted.c.block_industry_id
            ),
            select(null(), func.count(), func.coalesce(func.sum(each.c.implements), 0)).select_from(each),
        )
    )
    return {block_industry_id: Rate(int(implementing), of) for block_industry_id, of, implementing in rows}


def _each_in(sets: ImplementationSets, scope: Collection[int] | None) -> Select[int, int]:
    """(enterprise, implements): the distinct members of the block industries in scope, None: all, with 1 or 0."""
    counted = sets.counted
    return (
        select(counted.c.enterprise, func.max(counted.c.implements).label("implements"))
        .where(literal(True) if scope is None else among(counted.c.block_industry_id, scope))
        .group_by(counted.c.enterprise)
    )


def _out_of_all(sets: ImplementationSets, scope: Collection[int] | None, left_out: ByBlockIndustry) -> Reasons:
    """Why enterprises are left out of the overall rate: what keeps them out anywhere, unless they are in it elsewhere."""
    everywhere: dict[int, set[LeftOut]] = defaultdict(set)
    for block_industry, enterprises in left_out.items():
        if scope is None or block_industry in scope:
            for enterprise, reasons in enterprises.items():
                everywhere[enterprise].update(reasons)
    asked = _each_in(sets, scope).where(among(sets.counted.c.enterprise, everywhere))
    for enterprise, implements in db.session.execute(asked):
        everywhere[enterprise] = set() if implements else everywhere[enterprise] - {LeftOut.MEMBERSHIP_UNDATED}
    return everywhere


def _how_many(reasons: Iterable[Collection[LeftOut]]) -> dict[LeftOut, int]:
    """How many times each reason stands, in the order of the reasons."""
    counted = Counter(reason for each in reasons for reason in each)
    return {reason: counted[reason] for reason in LeftOut if reason in counted}
