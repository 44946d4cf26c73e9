"""The sets in SQL that the implementation rate is counted from, for one day and one kind of evidence."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import CTE, ColumnElement, Row, and_, case, not_, select

from app.database import db
from app.registry.models import Implementation, Membership, Standard, StandardBlockIndustry
from app.registry.queries.lives import statuses
from app.registry.rates.bodies import LeftOut
from app.registry.rates.implementation import Evidence
from app.registry.statistics.bodies import enterprises_on
from app.registry.statistics.days import begun, reached
from app.registry.statistics.ids import among
from app.registry.words import Kind, Status

_STATUS_REASON = {Status.SUPERSEDED: LeftOut.EDITION_SUPERSEDED, Status.WITHDRAWN: LeftOut.STANDARD_WITHDRAWN}

Reasons = Mapping[int, Collection[LeftOut]]
"""Why enterprises are left out, by their id."""

ByBlockIndustry = Mapping[int, Reasons]


@dataclass(frozen=True)
class ImplementationSets:
    """Members, begun implementations and what counts of them on `day`; each set is one common table expression."""

    day: date
    evidence: Evidence

    @cached_property
    def status(self) -> Mapping[int, Status]:
        """Status on the day of every alliance standard tied to a block industry then, by the one rule of status.py."""
        tied = db.session.scalars(
            select(StandardBlockIndustry.standard_id)
            .distinct()
            .join(StandardBlockIndustry.standard)
            .where(self._tied, Standard.kind == Kind.ALLIANCE)
        ).all()
        return {standard: found.status for standard, found in statuses(tied, self.day).items()}

    @cached_property
    def _current(self) -> Collection[int]:
        return [standard for standard, word in self.status.items() if word is Status.CURRENT]

    @cached_property
    def with_standards(self) -> Collection[int]:
        """Ids of the block industries to which a current alliance standard is tied."""
        asked = select(StandardBlockIndustry.block_industry_id).distinct()
        return db.session.scalars(asked.where(self._tied, among(StandardBlockIndustry.standard_id, self._current))).all()

    @cached_property
    def members(self) -> CTE:
        """(block_industry_id, enterprise): distinct members."""
        stands = self._stands
        return (
            select(Membership.block_industry_id, stands.c.enterprise)
            .join(stands, stands.c.id == Membership.organization_id)
            .where(reached(Membership.from_on, self.day), not_(reached(Membership.until_on, self.day)))
            .distinct()
            .cte("member")
        )

    @cached_property
    def begun(self) -> CTE:
        """Implementations of alliance standards that have begun, in each block industry their standard is tied to.

        (block_industry_id, enterprise, standard_id) and whether each of the other dates has come: verified, declared
        (where a day is given), ended, revoked.
        """
        stands = self._stands
        return (
            select(
                StandardBlockIndustry.block_industry_id,
                stands.c.enterprise,
                Implementation.standard_id,
                reached(Implementation.verified_on, self.day).label("verified"),
                begun(Implementation.declared_on, self.day).label("declared"),
                reached(Implementation.until_on, self.day).label("ended"),
                reached(Implementation.revoked_on, self.day).label("revoked"),
            )
            .join(stands, stands.c.id == Implementation.organization_id)
            .join(StandardBlockIndustry, StandardBlockIndustry.standard_id == Implementation.standard_id)
            .where(reached(Implementation.from_on, self.day), self._tied, among(Implementation.standard_id, self.status))
            .cte("begun")
        )

    @cached_property
    def counts(self) -> ColumnElement[bool]:
        """Whether a row of `begun` counts: its standard is current, the evidence is there, it was not ended or revoked."""
        proof = self.begun.c.verified if self.evidence is Evidence.VERIFIED else self.begun.c.declared
        return and_(
            among(self.begun.c.standard_id, self._current), proof, not_(self.begun.c.ended), not_(self.begun.c.revoked)
        )

    @cached_property
    def counted(self) -> CTE:
        """(block_industry_id, enterprise, implements): each member, with 1 or 0."""
        members = self.members
        implementing = (
            select(self.begun.c.block_industry_id, self.begun.c.enterprise).where(self.counts).distinct().cte("implementing")
        )
        same = and_(
            implementing.c.block_industry_id == members.c.block_industry_id,
            implementing.c.enterprise == members.c.enterprise,
        )
        implements = case((implementing.c.enterprise.is_not(None), 1), else_=0).label("implements")
        return (
            select(members.c.block_industry_id, members.c.enterprise, implements)
            .outerjoin(implementing, same)
            .cte("counted")
        )

    def left_out(self) -> ByBlockIndustry:
        """By block industry and enterprise, every reason that holds against a member that does not implement.

        Further each enterprise that would be a member if its membership had a day on which it began.
        """
        counted, begun_here = self.counted, self.begun
        same = and_(
            begun_here.c.block_industry_id == counted.c.block_industry_id, begun_here.c.enterprise == counted.c.enterprise
        )
        rows = db.session.execute(select(begun_here).join(counted, same).where(counted.c.implements == 0).distinct())
        found: dict[int, dict[int, set[LeftOut]]] = defaultdict(lambda: defaultdict(set))
        for row in rows:
            found[row.block_industry_id][row.enterprise].update(self._against(row))
        for block_industry_id, enterprise in self._undated():
            found[block_industry_id][enterprise].add(LeftOut.MEMBERSHIP_UNDATED)
        return found

    def _against(self, row: Row[Any]) -> Iterable[LeftOut]:
        """Every reason why a row of `begun` does not count."""
        proof = LeftOut.UNVERIFIED if self.evidence is Evidence.VERIFIED else LeftOut.UNDECLARED
        proven = row.verified if self.evidence is Evidence.VERIFIED else row.declared
        if not proven:
            yield proof
        if row.ended:
            yield LeftOut.ENDED
        if row.revoked:
            yield LeftOut.REVOKED
        status = self.status[row.standard_id]
        if status is not Status.CURRENT:
            yield _STATUS_REASON.get(status, LeftOut.NOT_IN_FORCE)

    def _undated(self) -> Iterable[tuple[int, int]]:
        stands, members = self._stands, self.members
        same = and_(
            members.c.block_industry_id == Membership.block_industry_id, members.c.enterprise == stands.c.enterprise
        )
        rows = db.session.execute(
            select(Membership.block_industry_id, stands.c.enterprise)
            .join(stands, stands.c.id == Membership.organization_id)
            .outerjoin(members, same)
            .where(
                Membership.from_on.is_(None),
                not_(reached(Membership.until_on, self.day)),
                members.c.enterprise.is_(None),
            )
            .distinct()
        )
        return [(block_industry_id, enterprise) for block_industry_id, enterprise in rows]

    @cached_property
    def _stands(self) -> CTE:
        return enterprises_on(self.day)

    @cached_property
    def _tied(self) -> ColumnElement[bool]:
        return and_(begun(StandardBlockIndustry.from_on, self.day), not_(reached(StandardBlockIndustry.until_on, self.day)))
