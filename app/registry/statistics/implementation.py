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
from app.registry.models import BlockIndustry, Organization, Standard
from app.registry.models.facts import YUAN
from app.registry.rates.bodies import LeftOut
from app.registry.rates.implementation import Evidence, Population, Rate, Scope, Weight
from app.registry.statistics.columns import UNKNOWN_OUTPUT, Numbers
from app.registry.statistics.counties import county_today
from app.registry.statistics.ids import among
from app.registry.statistics.implementing import (
    BIT,
    Enterprises,
    Implementing,
    Pairs,
    by_standard,
    grouped,
    implementing_on,
    narrowed,
)
from app.registry.statistics.keeping import kept
from app.registry.words import Word


class ImplementationGroup(Word):
    """What the overall rate can be told apart by."""

    COUNTY = "county", "县（市、区）"
    ASSOCIATION = "association", "行业协会"
    STANDARD = "standard", "联盟标准"


@dataclass(frozen=True)
class Asked:
    """Which rate is asked for."""

    evidence: Evidence = Evidence.VERIFIED
    scope: Scope = Scope.ALL
    population: Population = Population.ALL
    weight: Weight = Weight.COUNT


@dataclass(frozen=True)
class Block:
    """A block industry as figures name it."""

    id: int
    code: str
    name: str
    county: str | None
    association_id: int | None


@dataclass(frozen=True)
class Tally:
    """A rate. `counts` are its enterprises; `rate` is the same, or in yuan where they weigh by output.

    `left_out`: how many enterprises each reason keeps out, several may hold for one.
    """

    counts: Rate
    rate: Rate
    left_out: Mapping[LeftOut, int]


_AS_A_RULE = Asked()
_NOBODY = Tally(Rate(0, 0), Rate(0, 0), {})


@dataclass(frozen=True)
class BlockIndustryRate(Tally):
    """A block industry on a day. `implementing`: how many of its members do, whatever they weigh."""

    block_industry: Block
    has_standards: bool
    implementing: int


@dataclass(frozen=True)
class GroupRate(Tally):
    """The members of one group. `value` is its code or id as text, None for members that belong to none."""

    value: str | None
    label: str | None


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


@dataclass(frozen=True)
class MemberRow:
    """One enterprise behind a rate: it implements `standards`, or else `left_out` says why not, empty for no attempt.

    `is_member` is false for one whose membership has no day on which it began. `output` in 万元, None for unknown.
    """

    enterprise: Organization
    is_member: bool
    standards: tuple[str, ...]
    left_out: frozenset[LeftOut]
    output: Fraction | None

    @property
    def implements(self) -> bool:
        """Whether it counts in the numerator."""
        return bool(self.standards)


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


def implementation_groups(day: date, by: ImplementationGroup, asked: Asked = _AS_A_RULE) -> Sequence[GroupRate]:
    """The overall rate told apart: members by their county or by the associations of their block industries, best known first.

    By standard: of the members of the block industries that a current alliance standard is tied to, who implements it.
    """
    return kept(("implementation groups", by, day, asked), lambda: _groups(day, by, asked))


def implementation_rows(
    block_industry_id: int, day: date, evidence: Evidence = Evidence.VERIFIED, population: Population = Population.ALL
) -> list[MemberRow]:
    """The enterprises behind the rate of one block industry on `day`, by name: its members, then those left out of it."""
    found = implementing_on(day, evidence, population)
    here = narrowed(found.pairs, [block_industry_id])
    against = dict(zip(here.enterprise.tolist(), here.against.tolist(), strict=True))
    undated = set(here.undated_enterprise.tolist())
    counting = found.begun.counting
    implemented = counting.block == block_industry_id
    numbers = _numbers(counting.standard[implemented])
    implements: dict[int, set[int]] = defaultdict(set)
    for enterprise, standard in zip(
        counting.enterprise[implemented].tolist(), counting.standard[implemented].tolist(), strict=True
    ):
        implements[enterprise].add(standard)
    output = found.enterprises.output
    bodies = db.session.scalars(
        select(Organization)
        .where(among(Organization.id, {*against, *undated}))
        .order_by(Organization.name, Organization.id)
    )
    rows = [
        MemberRow(
            enterprise=body,
            is_member=body.id in against,
            standards=tuple(number for standard, number in numbers.items() if standard in implements[body.id]),
            left_out=_reasons(against.get(body.id, 0)) if body.id in against else frozenset({LeftOut.MEMBERSHIP_UNDATED}),
            output=None if output[body.id] == UNKNOWN_OUTPUT else Fraction(int(output[body.id]), YUAN),
        )
        for body in bodies
    ]
    return sorted(rows, key=lambda row: not row.is_member)


@dataclass(frozen=True)
class MemberOf:
    """A member of a block industry on a day, or one left out of it, as lists of all of them have it."""

    block: Block
    name: str
    uscc: str | None
    county: str | None
    is_member: bool
    standards: tuple[str, ...]
    left_out: frozenset[LeftOut]


def all_members(day: date, evidence: Evidence = Evidence.VERIFIED) -> list[MemberOf]:
    """The enterprises behind the rates of all block industries, by block industry and name."""
    found = implementing_on(day, evidence)
    pairs = found.pairs
    named = {block.id: block for block in blocks()}
    columns = (Organization.id, Organization.name, Organization.uscc, Organization.county)
    everybody = {*pairs.enterprise.tolist(), *pairs.undated_enterprise.tolist()}
    bodies = {row.id: row for row in db.session.execute(select(*columns).where(among(Organization.id, everybody)))}
    counting = found.begun.counting
    numbers = _numbers(counting.standard)
    implements: dict[tuple[int, int], set[str]] = defaultdict(set)
    for block, body, standard in zip(
        counting.block.tolist(), counting.enterprise.tolist(), counting.standard.tolist(), strict=True
    ):
        implements[block, body].add(numbers[standard])
    found_out = zip(pairs.group.tolist(), pairs.enterprise.tolist(), pairs.against.tolist(), strict=True)
    rows = [(block, body, True, _reasons(against)) for block, body, against in found_out]
    undated = zip(pairs.undated_group.tolist(), pairs.undated_enterprise.tolist(), strict=True)
    rows += [(block, body, False, frozenset({LeftOut.MEMBERSHIP_UNDATED})) for block, body in undated]
    listed = [
        MemberOf(
            named[block],
            bodies[body].name,
            bodies[body].uscc,
            bodies[body].county,
            is_member,
            tuple(sorted(implements[block, body])) if is_member else (),
            left_out,
        )
        for block, body, is_member, left_out in rows
        if block in named and body in bodies
    ]
    return sorted(listed, key=lambda row: (row.block.code, not row.is_member, row.name))


def implementation_course(block_industry_id: int, days: Sequence[date], evidence: Evidence = Evidence.VERIFIED) -> list[Rate]:
    """The rate of a block industry on each of `days`; the number of statements does not grow with the days."""

    def course() -> list[Rate]:
        found = []
        for day in days:
            here = narrowed(implementing_on(day, evidence).pairs, [block_industry_id])
            found.append(Rate(int(here.implements.sum()), len(here.enterprise)))
        return found

    return kept(("implementation course", block_industry_id, tuple(days), evidence), course)


def overall_course(days: Sequence[date], threshold: int) -> tuple[list[Rate], list[int]]:
    """The overall rate as the plan means it on each of `days`, and how many block industries have enough implementing."""
    rates, industries = [], []
    for day in days:
        found = implementing_on(day, Evidence.VERIFIED)
        pairs = found.pairs
        members, implementing = np.unique(pairs.enterprise), np.unique(pairs.enterprise[pairs.implements])
        rates.append(Rate(len(implementing), len(members)))
        _, counts = _how_many(pairs.group[pairs.implements])
        industries.append(int((counts >= threshold).sum()))
    return rates, industries


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
    tallies = _tallies(found.pairs, found.enterprises, asked.weight)
    implementing = dict(zip(*(each.tolist() for each in _how_many(found.pairs.group[found.pairs.implements])), strict=True))
    with_standards = set(found.with_standards.tolist())
    rates = []
    for block in blocks():
        tally = tallies.get(block.id, _NOBODY)
        rates.append(
            BlockIndustryRate(
                **vars(tally),
                block_industry=block,
                has_standards=block.id in with_standards,
                implementing=implementing.get(block.id, 0),
            )
        )
    in_scope = _in_scope(found, asked)
    together = grouped(in_scope, np.zeros_like(in_scope.group), np.zeros_like(in_scope.undated_group), found.enterprises.width)
    shares = [
        share for each in rates if asked.scope is Scope.ALL or each.has_standards if (share := each.rate.share) is not None
    ]
    return ImplementationFigure(
        as_of=day,
        asked=asked,
        total=_tallies(together, found.enterprises, asked.weight).get(0, _NOBODY),
        mean=sum(shares, start=Fraction(0)) / len(shares) if shares else None,
        list_year=found.enterprises.list_year,
        block_industries=rates,
    )


def _groups(day: date, by: ImplementationGroup, asked: Asked) -> list[GroupRate]:
    found = implementing_on(day, asked.evidence, asked.population)
    width = found.enterprises.width
    pairs = _in_scope(found, asked)
    if by is ImplementationGroup.STANDARD:
        tallies = _tallies(by_standard(found, pairs), found.enterprises, asked.weight)
        return [
            GroupRate(**vars(tallies[standard]), value=number, label=number)
            for standard, number in _numbers(found.tied_standard).items()
            if standard in tallies
        ]
    if by is ImplementationGroup.ASSOCIATION:
        kept_by = {block.id: block.association_id or 0 for block in blocks()}
        group, undated = (_mapped(kept_by, column) for column in (pairs.group, pairs.undated_group))
        tallies = _tallies(grouped(pairs, group, undated, width), found.enterprises, asked.weight)
        names = _names([each for each in tallies if each])
        return [
            GroupRate(**vars(tally), value=str(key) if key else None, label=names.get(key))
            for key, tally in sorted(tallies.items(), key=lambda item: (item[0] == 0, names.get(item[0], "")))
        ]
    codes, county = _counties(width)
    tallies = _tallies(
        grouped(pairs, county[pairs.enterprise], county[pairs.undated_enterprise], width), found.enterprises, asked.weight
    )
    return [
        GroupRate(**vars(tally), value=codes[key], label=None)
        for key, tally in sorted(tallies.items(), key=lambda item: (codes[item[0]] is None, codes[item[0]] or ""))
    ]


def _in_scope(found: Implementing, asked: Asked) -> Pairs:
    return found.pairs if asked.scope is Scope.ALL else narrowed(found.pairs, found.with_standards.tolist())


def _tallies(pairs: Pairs, enterprises: Enterprises, weight: Weight) -> dict[int, Tally]:
    """The rate of every group that has members, or somebody left out."""
    groups, place = np.unique(np.concatenate([pairs.group, pairs.undated_group]), return_inverse=True)
    of_member, of_undated = place[: len(pairs.group)], place[len(pairs.group) :]
    size = len(groups)
    output = enterprises.output[pairs.enterprise]
    known = output != UNKNOWN_OUTPUT if weight is Weight.OUTPUT else np.ones(len(output), bool)
    counts = (np.bincount(of_member[known & pairs.implements], minlength=size), np.bincount(of_member[known], minlength=size))
    left_out = {
        reason: np.bincount(of_member[pairs.against & bit > 0], minlength=size) for reason, bit in BIT.items()
    } | {
        LeftOut.MEMBERSHIP_UNDATED: np.bincount(of_undated, minlength=size),
        LeftOut.OUTPUT_UNKNOWN: np.bincount(of_member[~known], minlength=size),
    }
    if weight is Weight.OUTPUT:
        of = _sums(of_member[known], output[known], size)
        implementing = _sums(of_member[known & pairs.implements], output[known & pairs.implements], size)
    else:
        implementing, of = (column.tolist() for column in counts)
    reasons = [(reason, left_out[reason].tolist()) for reason in LeftOut if reason in left_out]
    return {
        group: Tally(
            Rate(int(counts[0][at]), int(counts[1][at])),
            Rate(implementing[at], of[at]),
            {reason: column[at] for reason, column in reasons if column[at]},
        )
        for at, group in enumerate(groups.tolist())
    }


_HALF = 1 << 24


def _sums(group: Numbers, amount: Numbers, size: int) -> list[int]:
    """Exact sums by group; in two halves, since all output of a city in yuan may be more than 64 bits hold."""
    high, low = np.zeros(size, np.int64), np.zeros(size, np.int64)
    np.add.at(high, group, amount // _HALF)
    np.add.at(low, group, amount % _HALF)
    return [upper * _HALF + lower for upper, lower in zip(high.tolist(), low.tolist(), strict=True)]


def _how_many(column: Numbers) -> tuple[Numbers, Numbers]:
    return np.unique(column, return_counts=True)


def _mapped(mapping: Mapping[int, int], column: Numbers) -> Numbers:
    return np.fromiter((mapping.get(each, 0) for each in column.tolist()), np.int64, len(column))


def _reasons(bits: int) -> frozenset[LeftOut]:
    return frozenset(reason for reason, bit in BIT.items() if bits & bit)


def _numbers(standards: Numbers) -> dict[int, str]:
    """Numbers of these standards, in their order."""
    asked = select(Standard.id, Standard.number).where(among(Standard.id, set(standards.tolist())))
    return dict(db.session.execute(asked.order_by(Standard.number_order)).all())


def _names(bodies: Sequence[int]) -> dict[int, str]:
    rows = db.session.execute(select(Organization.id, Organization.name).where(among(Organization.id, bodies)))
    return dict(rows.all())


def _counties(width: int) -> tuple[list[str | None], Numbers]:
    """The counties there are, and for each body by id the place of its own among them; the first is None, not known."""

    def read() -> tuple[list[str | None], Numbers]:
        codes: dict[str | None, int] = {None: 0}
        of_body = np.zeros(width, np.int64)
        for own, county in db.session.execute(select(Organization.id, Organization.county)):
            if own < width:
                of_body[own] = codes.setdefault(county_today(county), len(codes))
        return list(codes), of_body

    return kept(("counties", width), read, ("organization",))
