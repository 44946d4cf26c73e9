"""Drafting counts (起草) of a period: docs/rules.md section 4.

They are flows: records stay with the body that did the thing, whatever became of it since, so no merger is applied.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app.registry.dates import PartialDate, Term
from app.registry.rates.bodies import Body, LeftOut, Ref
from app.registry.words import DraftingRole, Kind


@dataclass(frozen=True)
class Drafting:
    """A body among those that drafted a standard: its place in the printed list from 1, its role where recorded."""

    body: Ref
    rank: int | None = None
    role: DraftingRole | None = None


@dataclass(frozen=True)
class DraftedStandard:
    """A standard as far as the counts ask.

    `revises`: it replaces any earlier standard wholly or partly, or is recorded as 修订. `bodies`, each of them once:
    empty where not recorded.
    `kind` None: a regulation, which is no standard.
    """

    ref: Ref
    kind: Kind | None
    published_on: PartialDate | None
    bodies: tuple[Drafting, ...] = ()
    revises: bool = False
    amendment: bool = False


@dataclass(frozen=True)
class Counts:
    """Standards in which somebody had a part; those led are divided into formulated (制定) and revised (修订)."""

    lead: int = 0
    participate: int = 0
    formulated: int = 0
    revised: int = 0

    @property
    def taken_part(self) -> int:
        """Standards in which there was any part: of international ones, the plan's own figure."""
        return self.lead + self.participate


@dataclass(frozen=True)
class DraftingCounts:
    """The counts of a period for the city, and for each local body in its best role.

    `left_out`: standards whose bodies are not recorded, and standards in which a body of unknown county would have made
    the city count, or count as lead, were it local.
    """

    city: Counts
    bodies: Mapping[Ref, Counts]
    left_out: Mapping[LeftOut, frozenset[Ref]]


def drafting_counts(
    standards: Iterable[DraftedStandard],
    bodies: Mapping[Ref, Body],
    period: Term,
    city: str,
    lead_rank: int = 1,
) -> DraftingCounts:
    """Count the standards published in `period` [since, until) that bodies of the city led or took part in.

    Per standard the city counts once, lead before participate; each body counts once for itself. `city` is a division
    code, `lead_rank` a setting of the plan. Give the standards of the kinds asked for.
    """
    of_city: list[tuple[DraftedStandard, DraftingRole]] = []
    of_bodies: dict[Ref, list[tuple[DraftedStandard, DraftingRole]]] = defaultdict(list)
    left_out: dict[LeftOut, set[Ref]] = defaultdict(set)
    for standard in standards:
        if not counts_in(standard, period):
            continue
        if not standard.bodies:
            left_out[LeftOut.DRAFTERS_UNKNOWN].add(standard.ref)
        local = roles(standard, lambda ref: bodies[ref].is_local(city), lead_rank)
        for ref, role in local.items():
            of_bodies[ref].append((standard, role))
        best = best_role(local.values())
        if best:
            of_city.append((standard, best))
        perhaps = roles(standard, lambda ref: bodies[ref].county is None or bodies[ref].is_local(city), lead_rank)
        if best_role(perhaps.values()) is not best:
            left_out[LeftOut.COUNTY_UNKNOWN].add(standard.ref)
    return DraftingCounts(
        _counted(of_city),
        {ref: _counted(parts) for ref, parts in of_bodies.items()},
        {reason: frozenset(refs) for reason, refs in left_out.items()},
    )


def counts_in(standard: DraftedStandard, period: Term) -> bool:
    """Whether it is a standard published in the period; amendments and drafts never published do not count."""
    if standard.kind is None or standard.amendment or standard.published_on is None:
        return False
    return period.covers(standard.published_on.first_day)


def roles(standard: DraftedStandard, local: Callable[[Ref], bool], lead_rank: int) -> dict[Ref, DraftingRole]:
    """The role of each local body of a standard.

    Where any body of it has a recorded role, local or not, those recorded as lead have led; else those in the list up to
    `lead_rank`. Every other listed body took part.
    """
    recorded = any(drafting.role for drafting in standard.bodies)
    found: dict[Ref, DraftingRole] = {}
    for drafting in standard.bodies:
        by_rank = drafting.rank is not None and drafting.rank <= lead_rank
        leads = drafting.role is DraftingRole.LEAD if recorded else by_rank
        if local(drafting.body):
            found[drafting.body] = DraftingRole.LEAD if leads else DraftingRole.PARTICIPATE
    return found


def best_role(found: Iterable[DraftingRole]) -> DraftingRole | None:
    """Lead before participate; None where there is no part."""
    among = set(found)
    return next((role for role in (DraftingRole.LEAD, DraftingRole.PARTICIPATE) if role in among), None)


def _counted(parts: Iterable[tuple[DraftedStandard, DraftingRole]]) -> Counts:
    """Add up parts, one a standard."""
    led, participated, revised = 0, 0, 0
    for standard, role in parts:
        led += role is DraftingRole.LEAD
        participated += role is DraftingRole.PARTICIPATE
        revised += role is DraftingRole.LEAD and standard.revises
    return Counts(led, participated, led - revised, revised)
