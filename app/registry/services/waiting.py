"""What waits for associations and enterprises: each thing with the day since when, the oldest first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.permissions import Actor, Permission
from app.clock import CHINA
from app.database import db
from app.registry.dates import months_later
from app.registry.lifecycle.periods import review_due
from app.registry.models import (
    Award,
    BlockIndustry,
    DeclarationLink,
    Implementation,
    Organization,
    Standard,
    StandardBlockIndustry,
)
from app.registry.models.alliance import LONGEST_REVIEW_YEARS
from app.registry.queries.awarding import reviews_due
from app.registry.queries.declaration_links import Asked, still_open, undeclared
from app.registry.queries.issuing_bodies import shorter_review_years
from app.registry.queries.lives import statuses
from app.registry.queries.review import ReviewDue
from app.registry.queries.reviewed import NOTICE_MONTHS
from app.registry.services.reach import verifiers_of, with_merged
from app.registry.words import Kind, Status


@dataclass(frozen=True)
class Waiting:
    """What waits for one person on a day. Lists of records are the oldest first."""

    day: date
    block_industries: Sequence[BlockIndustry]
    to_verify: Sequence[Implementation]
    unanswered: Sequence[DeclarationLink]
    standards_due: Sequence[ReviewDue]
    returned: Sequence[Implementation]
    to_answer: Sequence[DeclarationLink]
    awards_due: Sequence[Award]
    enterprises: Collection[int]
    evaluates: bool

    @property
    def count(self) -> int:
        """How many things wait."""
        lists = (self.to_verify, self.unanswered, self.standards_due, self.returned, self.to_answer, self.awards_due)
        return sum(len(each) for each in lists)

    @property
    def since(self) -> date | None:
        """The day since when the oldest of what others wait for is there."""
        days = [(each.declared_on or each.from_on).first_day for each in self.to_verify[:1]]
        days += [each.returned_on.first_day for each in self.returned[:1] if each.returned_on]
        days += [link.made_at.astimezone(CHINA).date() for link in (*self.unanswered[:1], *self.to_answer[:1])]
        return min(days, default=None)


def waiting_for(actor: Actor, day: date) -> Waiting:
    """What waits for the actor in their offices on organizations, and reviews of awards for whoever evaluates."""
    mine = actor.organizations(Permission.IMPLEMENTATION_VERIFY)
    blocks = db.session.scalars(
        select(BlockIndustry).where(BlockIndustry.association_id.in_(mine)).order_by(BlockIndustry.code)
    ).all()
    associations = {block.association_id for block in blocks if block.association_id is not None}
    enterprises = actor.organizations(Permission.IMPLEMENTATION_DECLARE) - associations
    tended = with_merged(enterprises, day)
    evaluates = actor.may(Permission.AWARD_EVALUATE)
    return Waiting(
        day=day,
        block_industries=blocks,
        to_verify=_to_verify([block.id for block in blocks], associations),
        unanswered=_links(DeclarationLink.association_id.in_(associations), day),
        standards_due=_standards_due([block.id for block in blocks], day),
        returned=_returned(tended),
        to_answer=_links(DeclarationLink.organization_id.in_(enterprises), day),
        awards_due=reviews_due(day, enterprises=None if evaluates else tended) if evaluates or enterprises else (),
        enterprises=enterprises,
        evaluates=evaluates,
    )


def _to_verify(blocks: Collection[int], associations: Collection[int]) -> Sequence[Implementation]:
    """Declarations that one of these associations may verify, and nobody has."""
    tied = select(StandardBlockIndustry.standard_id).where(StandardBlockIndustry.block_industry_id.in_(blocks))
    found = db.session.scalars(
        select(Implementation)
        .where(
            Implementation.standard_id.in_(tied),
            Implementation.verified_on.is_(None),
            Implementation.revoked_on.is_(None),
            Implementation.returned_on.is_(None),
        )
        .options(joinedload(Implementation.organization), joinedload(Implementation.standard))
    ).all()
    verifiers = verifiers_of(found)
    waiting = [each for each in found if verifiers[each.id] & set(associations)]
    return sorted(waiting, key=lambda each: ((each.declared_on or each.from_on).packed, each.id))


def _links(whose: ColumnElement[bool], day: date) -> Sequence[DeclarationLink]:
    """Open links of which nothing has been declared in another way meanwhile."""
    links = db.session.scalars(
        select(DeclarationLink)
        .where(whose, *still_open(day))
        .options(joinedload(DeclarationLink.organization), joinedload(DeclarationLink.standard))
        .order_by(DeclarationLink.made_at, DeclarationLink.id)
    ).all()
    left = set(undeclared(Asked(link.organization_id, link.standard_id) for link in links))
    return [link for link in links if Asked(link.organization_id, link.standard_id) in left]


def _returned(enterprises: Collection[int]) -> Sequence[Implementation]:
    return db.session.scalars(
        select(Implementation)
        .join(Organization, Organization.id == Implementation.organization_id)
        .where(
            Organization.id.in_(enterprises),
            Implementation.returned_on.is_not(None),
            Implementation.verified_on.is_(None),
            Implementation.revoked_on.is_(None),
        )
        .options(joinedload(Implementation.organization), joinedload(Implementation.standard))
        .order_by(Implementation.returned_on, Implementation.id)
    ).all()


def _standards_due(blocks: Collection[int], day: date) -> Sequence[ReviewDue]:
    """Current alliance standards of these block industries whose review is due within three months, or overdue."""
    tied = select(StandardBlockIndustry.standard_id).where(StandardBlockIndustry.block_industry_id.in_(blocks))
    standards = db.session.scalars(
        select(Standard).where(
            Standard.id.in_(tied),
            Standard.kind == Kind.ALLIANCE,
            or_(Standard.reviewed_on.is_not(None), Standard.published_on.is_not(None)),
        )
    ).all()
    ids = [standard.id for standard in standards]
    found, years = statuses(ids, day), shorter_review_years(ids)
    due = []
    for standard in standards:
        by = review_due(standard.published_on, standard.reviewed_on, years.get(standard.id, LONGEST_REVIEW_YEARS))
        if by and found[standard.id].status is Status.CURRENT and by <= months_later(day, NOTICE_MONTHS):
            due.append(ReviewDue(standard, by))
    return sorted(due, key=lambda each: (each.by, each.standard.number_order))
