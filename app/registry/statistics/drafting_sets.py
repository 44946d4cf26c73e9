"""The sets in SQL that drafting counts are taken from, for one period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import CTE, ColumnElement, and_, case, exists, false, func, not_, or_, select
from sqlalchemy.orm import aliased

from app.errors import FieldError, Invalid
from app.registry.models import Drafting, Organization, Relation, Standard
from app.registry.statistics.days import within
from app.registry.words import Action, DraftingRole, Kind, RelationKind


@dataclass(frozen=True)
class DraftingSets:
    """The sets in SQL that drafting counts are taken from: one period, some kinds (none: all), one city and lead rank.

    Raises `Invalid` where the period ends before it begins; an empty one holds nothing.
    """

    since: date
    until: date
    kinds: Sequence[Kind]
    city: str
    lead_rank: int

    def __post_init__(self) -> None:
        if self.until < self.since:
            reason = f"统计期的终止日期 {self.until} 早于起始日期 {self.since}，请调换或更正"
            raise Invalid(reason, (FieldError("to", reason, self.until.isoformat()),))

    @cached_property
    def published(self) -> ColumnElement[bool]:
        """Whether a standard counts in the period; amendments, regulations and drafts never published do not."""
        amends = exists().where(
            Relation.subject_id == Standard.id, Relation.kind == RelationKind.AMENDS, Relation.left_out.is_(None)
        )
        return and_(
            Standard.kind.in_(self.kinds or tuple(Kind)),
            within(Standard.published_on, self.since, self.until),
            not_(Standard.is_supplement),
            not_(amends),
        )

    @cached_property
    def parts(self) -> CTE:
        """(standard_id, organization_id, county, local, lead): every body listed on a standard of the period.

        `lead` is its role were it local: where any body of the standard has a recorded role, lead as recorded, else by
        its place in the list. `local` is NULL where the county is not known.
        """
        recorded = aliased(Drafting)
        has_roles = exists().where(recorded.standard_id == Drafting.standard_id, recorded.role.is_not(None))
        by_role = func.coalesce(Drafting.role == DraftingRole.LEAD, false())
        by_rank = func.coalesce(Drafting.rank <= self.lead_rank, false())
        return (
            select(
                Drafting.standard_id,
                Drafting.organization_id,
                Organization.county,
                Organization.county.startswith(self.city, autoescape=True).label("local"),
                case((and_(has_roles, by_role), 1), (and_(not_(has_roles), by_rank), 1), else_=0).label("lead"),
            )
            .join(Drafting.organization)
            .join(Drafting.standard)
            .where(self.published)
            .cte("part")
        )

    @cached_property
    def revised(self) -> ColumnElement[int]:
        """1 for a standard that is a revision, else 0: it replaces an earlier one wholly or partly, or is recorded so."""
        replaces = exists().where(
            Relation.subject_id == Standard.id,
            Relation.kind.in_((RelationKind.REPLACES, RelationKind.PARTLY_REPLACES)),
            Relation.left_out.is_(None),
        )
        return case((or_(Standard.action == Action.REVISED, replaces), 1), else_=0)
