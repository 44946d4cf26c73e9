"""When a new edition takes over: who implements the old one has to declare again, or the rate falls on that day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import not_, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.permissions import Actor
from app.clock import today
from app.database import db
from app.errors import Conflict
from app.registry.dates import PartialDate
from app.registry.models import DeclarationLink, Implementation, Relation, Standard, StandardBlockIndustry
from app.registry.queries.declaration_links import Asked, undeclared
from app.registry.queries.lives import lives
from app.registry.rates.implementation import Evidence, Rate
from app.registry.services.declaration_links import DAYS, make_links
from app.registry.statistics import implementation_course
from app.registry.words import Kind, RelationKind


@dataclass(frozen=True)
class Succession:
    """An old edition tied to a block industry and the new one that takes over on `day`.

    `rates`: what the rate of the block industry will be on that day by what is recorded now; `rates_before`: the day asked.
    `implementers`: enterprises that implement the old one; `to_ask`: those of them that have not declared the new one.
    """

    old: Standard
    new: Standard
    day: date
    is_tied: bool
    rates: dict[Evidence, Rate]
    rates_before: dict[Evidence, Rate]
    implementers: Collection[int]
    to_ask: Sequence[Asked]


def successions(block_id: int, day: date, *, since: date | None = None) -> list[Succession]:
    """The take-overs among the alliance standards of a block industry that come after `day`, or since `since`, by day."""
    earliest = since or day
    tied = set(
        db.session.scalars(
            select(StandardBlockIndustry.standard_id)
            .join(StandardBlockIndustry.standard)
            .where(StandardBlockIndustry.block_industry_id == block_id, Standard.kind == Kind.ALLIANCE)
        )
    )
    pairs = db.session.scalars(
        select(Relation)
        .where(
            Relation.kind == RelationKind.REPLACES,
            Relation.object_id.in_(tied),
            Relation.subject_id.is_not(None),
            Relation.left_out.is_(None),
        )
        .options(joinedload(Relation.subject), joinedload(Relation.object))
    ).all()
    life_of = lives([relation.subject_id for relation in pairs if relation.subject_id])
    coming = []
    for relation in pairs:
        old, new = relation.object, relation.subject
        start = life_of[new.id].start if new else None
        if old and new and start and start > earliest:
            coming.append((start, old, new))
    coming.sort(key=lambda each: (each[0], each[1].number_order))
    implementers = _implementers({old.id for _day, old, _new in coming}, day)
    left = set(undeclared(Asked(body, new.id) for _day, old, new in coming for body in implementers.get(old.id, ())))
    rates = _rates(block_id, [day, *(start for start, _old, _new in coming)])
    return [
        Succession(
            old=old,
            new=new,
            day=start,
            is_tied=new.id in tied,
            rates=rates[start],
            rates_before=rates[day],
            implementers=implementers.get(old.id, set()),
            to_ask=[Asked(body, new.id) for body in sorted(implementers.get(old.id, ())) if Asked(body, new.id) in left],
        )
        for start, old, new in coming
    ]


def ask_again(block_id: int, old_id: int, new_id: int, *, days: int = DAYS, actor: Actor) -> list[DeclarationLink]:
    """Ask all who implement the old edition to declare the new one, each by a link; who has declared it is not asked.

    Raises `NotAllowed`, `Conflict` where it is no take-over of this block industry, or nobody is left to be asked.
    """
    since = date(today().year - 5, 1, 1)
    for each in successions(block_id, today(), since=since):
        if (each.old.id, each.new.id) == (old_id, new_id):
            if not each.to_ask:
                raise Conflict(f"实施 {each.old.number} 的企业都已声明实施 {each.new.number}，不必再通知")
            return make_links(each.to_ask, days=days, actor=actor)
    raise Conflict("这两项标准在本块状产业中没有新旧代替关系，请刷新页面后再试")


def _rates(block_id: int, days: Sequence[date]) -> dict[date, dict[Evidence, Rate]]:
    """The rate of a block industry on each of `days`, by evidence; one to come is counted by what is recorded now."""
    courses = {evidence: implementation_course(block_id, days, evidence) for evidence in Evidence}
    return {day: {evidence: course[place] for evidence, course in courses.items()} for place, day in enumerate(days)}


def _implementers(standards: Collection[int], day: date) -> dict[int, set[int]]:
    """By standard, the enterprises whose declaration of it is alive on `day`."""
    rows = db.session.execute(
        select(Implementation.standard_id, Implementation.organization_id).where(
            Implementation.standard_id.in_(standards),
            or_(Implementation.until_on.is_(None), Implementation.until_on > PartialDate.of(day)),
            or_(Implementation.revoked_on.is_(None), not_(Implementation.revoked_on <= PartialDate.of(day))),
        )
    )
    found: dict[int, set[int]] = {}
    for standard, organization in rows:
        found.setdefault(standard, set()).add(organization)
    return found
