"""The implementation rate of alliance standards in block industries (块状产业联盟标准实施率): docs/rules.md section 4.

No published text fixes its formula; practice differs in the denominator. Ours: of all enterprises that are members of the
block industry on the day, those that implement an alliance standard of it that is current on the day.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from app.registry.dates import PartialDate
from app.registry.rates.bodies import Body, LeftOut, Ref, enterprise_on, reached
from app.registry.status import Life, status_on
from app.registry.words import Kind, Status, Word


class Evidence(Word):
    """What makes an implementation count."""

    VERIFIED = "verified", "已核实"
    DECLARED = "declared", "已申报"


class Scope(Word):
    """Which block industries the overall rate is taken over."""

    ALL = "all", "全部块状产业"
    WITH_STANDARDS = "with_standards", "有现行联盟标准的块状产业"


class Population(Word):
    """Which members are asked about."""

    ALL = "all", "全部成员企业"
    ABOVE_SCALE = "above_scale", "规模以上成员企业"


class Weight(Word):
    """What a member weighs in the rate."""

    COUNT = "count", "按企业数"
    OUTPUT = "output", "按产值"


@dataclass(frozen=True)
class Rate:
    """So many of so many. Only a page makes a percentage of it; 0 of 0 is no data."""

    count: int
    of: int

    @property
    def share(self) -> Fraction | None:
        """The exact share, None for no data."""
        return Fraction(self.count, self.of) if self.of else None

    def missing_to(self, target: Fraction) -> int:
        """How many more of the same whole would reach the target; 0 where it is reached."""
        return max(0, ceil(target * self.of) - self.count)

    def meets(self, target: Fraction) -> bool | None:
        """Whether the share is at least the target, None for no data."""
        return None if self.share is None else self.share >= target


@dataclass(frozen=True)
class Membership:
    """A body belongs to a block industry [since, until); without `since` it counts on no day and is reported."""

    block_industry: Ref
    body: Ref
    since: PartialDate | None
    until: PartialDate | None = None

    def covers(self, day: date) -> bool:
        """Whether it is a membership on `day`."""
        return reached(self.since, day) and not reached(self.until, day)


@dataclass(frozen=True)
class Tie:
    """A standard is tied to a block industry [since, until); either end None: always on that side."""

    standard: Ref
    block_industry: Ref
    since: PartialDate | None = None
    until: PartialDate | None = None

    def covers(self, day: date) -> bool:
        """Whether the standard is tied on `day`."""
        return (self.since is None or reached(self.since, day)) and not reached(self.until, day)


@dataclass(frozen=True)
class Implementation:
    """A body implements a standard [since, until), as declared and verified on those days where given."""

    body: Ref
    standard: Ref
    since: PartialDate
    until: PartialDate | None = None
    declared_on: PartialDate | None = None
    verified_on: PartialDate | None = None
    revoked_on: PartialDate | None = None


@dataclass(frozen=True)
class ImplementedStandard:
    """A standard as far as the rate asks: only an alliance standard current on the day counts."""

    kind: Kind | None
    life: Life


@dataclass(frozen=True)
class Register:
    """The records that the rate is taken over."""

    bodies: Mapping[Ref, Body]
    standards: Mapping[Ref, ImplementedStandard]
    memberships: Collection[Membership]
    ties: Collection[Tie]
    implementations: Collection[Implementation]


@dataclass(frozen=True)
class BlockImplementation:
    """One block industry on a day: who is a member, who of them implements, and why others who might do not.

    `has_standards`: an alliance standard tied to it is current.
    """

    block_industry: Ref
    members: frozenset[Ref]
    implementing: frozenset[Ref]
    left_out: Mapping[Ref, frozenset[LeftOut]]
    has_standards: bool

    @property
    def rate(self) -> Rate:
        """Implementing members of members."""
        return Rate(len(self.implementing), len(self.members))


@dataclass(frozen=True)
class OverallImplementation:
    """All block industries in scope together: distinct enterprises, and beside it the plain mean of their rates.

    `left_out`: why enterprises are kept out of the rate; who implements in one block industry is not kept out for another.
    """

    members: frozenset[Ref]
    implementing: frozenset[Ref]
    mean: Fraction | None
    left_out: Mapping[Ref, frozenset[LeftOut]]

    @property
    def rate(self) -> Rate:
        """Implementing enterprises of all."""
        return Rate(len(self.implementing), len(self.members))


@dataclass(frozen=True)
class Weighed:
    """The same by output value: `rate` in yuan, `counts` the enterprises whose output is known; the others are left out."""

    rate: Rate
    counts: Rate
    left_out: Mapping[Ref, frozenset[LeftOut]]


def weighed(found: BlockImplementation | OverallImplementation, outputs: Mapping[Ref, int]) -> Weighed:
    """Output of those implementing of the output of all members, in yuan; members without any are left out of both."""
    unknown = found.members - outputs.keys()
    members, implementing = found.members - unknown, found.implementing - unknown
    left_out = {
        body: found.left_out.get(body, frozenset()) | ({LeftOut.OUTPUT_UNKNOWN} if body in unknown else frozenset())
        for body in {*found.left_out, *unknown}
    }
    return Weighed(
        Rate(sum(outputs[body] for body in implementing), sum(outputs[body] for body in members)),
        Rate(len(implementing), len(members)),
        left_out,
    )


def implementation_in(
    register: Register, block_industry: Ref, day: date, evidence: Evidence, population: frozenset[Ref] | None = None
) -> BlockImplementation:
    """Members of a block industry on `day`, and those of them that implement an alliance standard of it then.

    Every body is first mapped to its survivor on the day, then existence and membership are tested, then distinct
    bodies are counted. Left out is each member that does not implement though it has an implementation, of an alliance
    standard tied to this block industry, that began by the day, with every reason that holds; further each enterprise
    that would be a member if its membership had a day on which it began. `population`: nobody else is asked about.
    """
    tied = {
        tie.standard
        for tie in register.ties
        if tie.block_industry == block_industry and tie.covers(day)
        if register.standards[tie.standard].kind is Kind.ALLIANCE
    }
    status = {standard: status_on(register.standards[standard].life, day).status for standard in tied}
    here = [membership for membership in register.memberships if membership.block_industry == block_industry]
    members = _enterprises(register, (each.body for each in here if each.covers(day)), day)
    undated = _enterprises(register, (each.body for each in here if each.since is None and not reached(each.until, day)), day)
    if population is not None:
        members, undated = members & population, undated & population

    implementing: set[Ref] = set()
    reasons: dict[Ref, set[LeftOut]] = defaultdict(set)
    for implementation in register.implementations:
        if implementation.standard not in tied or not reached(implementation.since, day):
            continue
        enterprise = enterprise_on(register.bodies, implementation.body, day)
        if enterprise is None or enterprise.ref not in members:
            continue
        against = set(_against(implementation, status[implementation.standard], day, evidence))
        if against:
            reasons[enterprise.ref] |= against
        else:
            implementing.add(enterprise.ref)
    for body in undated - members:
        reasons[body].add(LeftOut.MEMBERSHIP_UNDATED)
    return BlockImplementation(
        block_industry,
        members,
        frozenset(implementing),
        {body: frozenset(why) for body, why in reasons.items() if body not in implementing},
        Status.CURRENT in status.values(),
    )


def overall(blocks: Iterable[BlockImplementation], scope: Scope) -> OverallImplementation:
    """Distinct enterprises implementing anywhere, of the distinct members of every block industry in scope.

    A block industry without members has no rate and so no part in the mean.
    """
    counted = [block for block in blocks if scope is Scope.ALL or block.has_standards]
    members: frozenset[Ref] = frozenset().union(*(block.members for block in counted))
    implementing: frozenset[Ref] = frozenset().union(*(block.implementing for block in counted))
    shares = [share for block in counted if (share := block.rate.share) is not None]
    mean = sum(shares, start=Fraction(0)) / len(shares) if shares else None
    reasons: dict[Ref, frozenset[LeftOut]] = defaultdict(frozenset)
    for block in counted:
        for body, why in block.left_out.items():
            reasons[body] |= why - ({LeftOut.MEMBERSHIP_UNDATED} if body in members else set())
    left_out = {body: why for body, why in reasons.items() if why and body not in implementing}
    return OverallImplementation(members, implementing, mean, left_out)


def implementing_block_industries(blocks: Iterable[BlockImplementation], threshold: int = 1) -> int:
    """Block industries with at least `threshold` implementing enterprises (a setting of the plan)."""
    return sum(len(block.implementing) >= threshold for block in blocks)


def _enterprises(register: Register, refs: Iterable[Ref], day: date) -> frozenset[Ref]:
    """The distinct enterprises for which records of `refs` count on `day`."""
    found = (enterprise_on(register.bodies, ref, day) for ref in refs)
    return frozenset(enterprise.ref for enterprise in found if enterprise)


def _against(implementation: Implementation, status: Status, day: date, evidence: Evidence) -> Iterator[LeftOut]:
    """Every reason why an implementation that began by `day` doesn't count on it; none where it counts."""
    if evidence is Evidence.VERIFIED and not reached(implementation.verified_on, day):
        yield LeftOut.UNVERIFIED
    if evidence is Evidence.DECLARED and implementation.declared_on and not reached(implementation.declared_on, day):
        yield LeftOut.UNDECLARED
    if reached(implementation.until, day):
        yield LeftOut.ENDED
    if reached(implementation.revoked_on, day):
        yield LeftOut.REVOKED
    if status is Status.SUPERSEDED:
        yield LeftOut.EDITION_SUPERSEDED
    elif status is Status.WITHDRAWN:
        yield LeftOut.STANDARD_WITHDRAWN
    elif status is not Status.CURRENT:
        yield LeftOut.NOT_IN_FORCE
