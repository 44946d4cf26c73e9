"""The enterprises behind the implementation rate, with what each implements or what is against it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select

from app.database import db
from app.registry.models import Organization
from app.registry.models.facts import YUAN
from app.registry.rates.bodies import LeftOut
from app.registry.rates.implementation import Evidence, Population
from app.registry.statistics.columns import UNKNOWN_OUTPUT
from app.registry.statistics.ids import among
from app.registry.statistics.implementation import Block, blocks
from app.registry.statistics.implementing import implementing_on, narrowed, reasons_of
from app.registry.statistics.names import numbers_of


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


def held_back(block_industry_id: int, day: date) -> frozenset[int]:
    """Members that what they declared would make implement on `day`, were it verified; whatever else of them does not count."""
    verified, declared = (narrowed(implementing_on(day, each).pairs, [block_industry_id]) for each in Evidence)
    already = set(verified.enterprise[verified.implements].tolist())
    return frozenset(declared.enterprise[declared.implements].tolist()) - already


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
    numbers = numbers_of(counting.standard[implemented].tolist())
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
            left_out=reasons_of(against.get(body.id, 0)) if body.id in against else frozenset({LeftOut.MEMBERSHIP_UNDATED}),
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
    numbers = numbers_of(counting.standard.tolist())
    implements: dict[tuple[int, int], set[str]] = defaultdict(set)
    for block, body, standard in zip(
        counting.block.tolist(), counting.enterprise.tolist(), counting.standard.tolist(), strict=True
    ):
        implements[block, body].add(numbers[standard])
    found_out = zip(pairs.group.tolist(), pairs.enterprise.tolist(), pairs.against.tolist(), strict=True)
    rows = [(block, body, True, reasons_of(against)) for block, body, against in found_out]
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
