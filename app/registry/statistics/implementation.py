"""Implementation rate of alliance standards (块状产业联盟标准实施率), docs/rules.md section 4.

Who counts is worked out in implementing.py over columns of numbers; the plain rule of the whole, and the oracle of the tests,
is rates/implementation.py.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np
from sqlalchemy import select

from app.database import db
from app.registry.models import BlockIndustry
from app.registry.rates.bodies import LeftOut
from app.registry.rates.implementation import Evidence, Population, Rate, Scope, Weight
from app.registry.statistics.columns import Numbers
from app.registry.statistics.implementing import Implementing, Pairs, grouped, implementing_on, narrowed
from app.registry.statistics.implementing_course import distinct, implementing_over
from app.registry.statistics.keeping import kept
from app.registry.statistics.tallies import NOBODY, Tally, tallies


@dataclass(frozen=True)
class Asked:
    """Which rate is asked for."""

    evidence: Evidence = Evidence.VERIFIED
    scope: Scope = Scope.ALL
    population: Population = Population.ALL
    weight: Weight = Weight.COUNT


AS_A_RULE = Asked()


@dataclass(frozen=True)
class Block:
    """A block industry as figures name it."""

    id: int
    code: str
    name: str
    county: str | None
    association_id: int | None


@dataclass(frozen=True)
class BlockIndustryRate(Tally):
    """A block industry on a day. `implementing`: how many of its members do, whatever they weigh."""

    block_industry: Block
    has_standards: bool
    implementing: int


@dataclass(frozen=True)
class ImplementationFigure:
    """The rate on a day: overall over the block industries in scope, and for every block industry.

    `mean` is the plain mean of the rates in scope, None where none has members. `list_year`: of the list of enterprises
    above scale that holds on the day. `total.left_out`: who implements in another block industry in scope is not kept out.
    """

    as_of: date
    asked: Asked
    total: Tally
    mean: Fraction | None
    list_year: int | None
    block_industries: Sequence[BlockIndustryRate]

    @property
    def overall(self) -> Rate:
        """The overall rate."""
        return self.total.rate

    @property
    def left_out(self) -> Mapping[LeftOut, int]:
        """How many enterprises each reason keeps out of the overall rate."""
        return self.total.left_out

    def implementing_block_industries(self, threshold: int = 1) -> int:
        """How many block industries have at least so many implementing enterprises, a setting of the plan."""
        return sum(each.implementing >= threshold for each in self.block_industries)


def implementation_rate(
    day: date,
    *,
    evidence: Evidence = Evidence.VERIFIED,
    scope: Scope = Scope.ALL,
    population: Population = Population.ALL,
    weight: Weight = Weight.COUNT,
) -> ImplementationFigure:
    """The implementation rate on `day`; as the plan means it: of all members everywhere, verified, each counting once."""
    asked = Asked(evidence, scope, population, weight)
    return kept(("implementation rate", day, asked), lambda: _figure(day, asked))


def implementation_course(block_industry_id: int, days: Sequence[date], evidence: Evidence = Evidence.VERIFIED) -> list[Rate]:
    """The rate of a block industry on each of `days`; the number of statements does not grow with the days."""

    def course() -> list[Rate]:
        found = implementing_over(days, evidence, block_industry_id)
        return [Rate(len(each.implementing), len(each.member)) for each in found]

    return kept(("implementation course", block_industry_id, tuple(days), evidence), course)


def overall_course(days: Sequence[date], threshold: int) -> tuple[list[Rate], list[int]]:
    """The overall rate as the plan means it on each of `days`, and how many block industries have enough implementing."""
    rates, industries = [], []
    for found in implementing_over(days, Evidence.VERIFIED):
        rates.append(Rate(len(distinct(found.implementing)), len(distinct(found.member))))
        industries.append(int((np.bincount(found.implementing_block) >= threshold).sum()))
    return rates, industries


def block_industry_courses(days: Sequence[date]) -> Mapping[int, Sequence[Rate]]:
    """The rate of every block industry on each of `days`, by id; the number of statements does not grow with the days."""

    def courses() -> Mapping[int, Sequence[Rate]]:
        known = [block.id for block in blocks()]
        width = max(known, default=0) + 1
        of_day = []
        for day in days:
            pairs = implementing_on(day, Evidence.VERIFIED).pairs
            of, counts = np.bincount(pairs.group, minlength=width), np.bincount(pairs.group[pairs.implements], minlength=width)
            of_day.append((counts.tolist(), of.tolist()))
        return {block: [Rate(counts[block], of[block]) for counts, of in of_day] for block in known}

    return kept(("block industry courses", tuple(days)), courses)


def blocks() -> Sequence[Block]:
    """All block industries by code."""

    def read() -> Sequence[Block]:
        columns = (
            BlockIndustry.id,
            BlockIndustry.code,
            BlockIndustry.name,
            BlockIndustry.county,
            BlockIndustry.association_id,
        )
        return [Block(*row) for row in db.session.execute(select(*columns).order_by(BlockIndustry.code))]

    return kept("block industries", read, ("block_industry",))


def _figure(day: date, asked: Asked) -> ImplementationFigure:
    found = implementing_on(day, asked.evidence, asked.population)
    counted = tallies(found.pairs, found.enterprises, asked.weight)
    implementing = dict(zip(*(each.tolist() for each in _how_many(found.pairs.group[found.pairs.implements])), strict=True))
    with_standards = set(found.with_standards.tolist())
    rates = []
    for block in blocks():
        tally = counted.get(block.id, NOBODY)
        rates.append(
            BlockIndustryRate(
                **vars(tally),
                block_industry=block,
                has_standards=block.id in with_standards,
                implementing=implementing.get(block.id, 0),
            )
        )
    pairs = in_scope(found, asked)
    together = grouped(pairs, np.zeros_like(pairs.group), np.zeros_like(pairs.undated_group), found.enterprises.width)
    return ImplementationFigure(
        as_of=day,
        asked=asked,
        total=tallies(together, found.enterprises, asked.weight).get(0, NOBODY),
        mean=_mean([each.rate for each in rates if asked.scope is Scope.ALL or each.has_standards]),
        list_year=found.enterprises.list_year,
        block_industries=rates,
    )


def _mean(rates: Sequence[Rate]) -> Fraction | None:
    """The plain mean of those that have members; rates over as many members are added first, since fractions are slow."""
    counts: dict[int, int] = defaultdict(int)
    known = [rate for rate in rates if rate.of]
    for rate in known:
        counts[rate.of] += rate.count
    total = sum((Fraction(count, of) for of, count in counts.items()), start=Fraction(0))
    return total / len(known) if known else None


def in_scope(found: Implementing, asked: Asked) -> Pairs:
    """The members of the block industries that the rate is taken over."""
    return found.pairs if asked.scope is Scope.ALL else narrowed(found.pairs, found.with_standards.tolist())


def _how_many(column: Numbers) -> tuple[Numbers, Numbers]:
    return np.unique(column, return_counts=True)


