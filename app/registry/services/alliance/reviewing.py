"""Technical review (技术审查): who is called, what they say, what it comes to."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts.models import User
from app.accounts.permissions import Actor, Permission
from app.clock import now, today
from app.database import db
from app.errors import Conflict, FieldError, NotAllowed, NotFound
from app.registry.dates import PartialDate
from app.registry.lifecycle.votes import Count, Drafting, Representative, count, still_to_vote, why_no_vote
from app.registry.lifecycle.words import Manner, Stage, Vote
from app.registry.models import Organization, ReviewRepresentative, TechnicalReview, WorkItem
from app.registry.services.alliance.items import held_item, require_of_body
from app.registry.services.alliance.steps import last_step_day
from app.registry.services.writing import refuse_where, tidy

MOST = 200


@dataclass(frozen=True, kw_only=True)
class Called:
    """Somebody called to a review; `login` of an account with which they vote by themselves."""

    name: str | None = None
    unit: str | None = None
    organization_id: int | None = None
    login: str | None = None
    present: bool = True


def open_review(item_id: int, manner: Manner, *, actor: Actor, held_on: date | None = None) -> TechnicalReview:
    """Begin a review. Raises `NotAllowed`, `NotFound`, `Invalid`, `Conflict` outside its stage, or while one is open."""
    item = _held(item_id, actor)
    if any(each.closed_at is None for each in item.reviews):
        raise Conflict("已有一次审查还没有作出结论，请先完成")
    day = held_on or today()
    last = last_step_day(item)
    if not last <= day <= today():
        refuse_where([FieldError("held_on", f"审查日期应在上一步的日期 {last} 与今天 {today()} 之间", str(day))])
    review = TechnicalReview(work_item_id=item.id, held_on=PartialDate.of(day), manner=manner)
    db.session.add(review)
    db.session.commit()
    return review


def call(item_id: int, review_id: int, called: Called, *, actor: Actor) -> ReviewRepresentative:
    """Call somebody to a review. Raises `NotAllowed`, `NotFound`, `Invalid`, `Conflict` where it is closed or they are called."""
    item = _held(item_id, actor)
    review = _open_review(item, review_id)
    wrong: list[FieldError] = []
    user = _user(called.login, wrong)
    name = tidy(called.name, "name", "姓名", 80, wrong) or (user.name if user else None)
    unit = tidy(called.unit, "unit", "单位", 200, wrong)
    if name is None and not wrong:
        wrong.append(FieldError("name", "请填写姓名，或填写其账户"))
    organization = db.session.get(Organization, called.organization_id) if called.organization_id else None
    if len(review.representatives) >= MOST:
        wrong.append(FieldError("name", f"一次审查最多 {MOST} 位代表"))
    refuse_where(wrong)
    organization = organization or _organization(unit)
    if user is not None and any(each.user_id == user.id for each in review.representatives):
        raise Conflict(f"{user.name} 已在代表名单中")
    one = ReviewRepresentative(
        review_id=review.id,
        user_id=user.id if user else None,
        name=name or "",
        unit=unit or (organization.name if organization else None),
        organization_id=organization.id if organization else None,
        present=called.present,
    )
    db.session.add(one)
    db.session.commit()
    return one


def vote(
    item_id: int,
    review_id: int,
    representative_id: int,
    said: Vote | None,
    *,
    actor: Actor,
    present: bool = True,
    opinion: str | None = None,
) -> ReviewRepresentative:
    """Enter what a representative says: those with an account say it themselves, the others through the secretary.

    Raises `NotAllowed`, `NotFound`, `Invalid`, `Conflict` where the review is closed or they have no vote.
    """
    item = held_item(item_id)
    review = _review(item, review_id)
    one = next((each for each in review.representatives if each.id == representative_id), None)
    if one is None:
        raise NotFound("代表名单里没有这一位")
    _require_voice(item, one, said, actor)
    _require_open(item, review)
    wrong: list[FieldError] = []
    kept = tidy(opinion, "opinion", "意见", 2_000, wrong)
    refuse_where(wrong)
    if said is not None:
        if review.manner is Manner.CONSENSUS:
            raise Conflict("这次审查以协商一致方式作结论，不投票；不能一致的，请另组织表决")
        if not present:
            refuse_where([FieldError("vote", "没有出席的代表不参加表决，请先登记出席")])
        if why := why_no_vote(_plain(one), drafting_of(item)):
            raise Conflict(f"{one.name}{why}")
    one.present, one.opinion = present, kept if kept is not None else one.opinion
    one.vote = said if present else None
    one.voted_at = now() if said else None
    db.session.commit()
    return one


def close_review(
    item_id: int, review_id: int, *, actor: Actor, conclusion: str | None, agreed: bool | None = None
) -> TechnicalReview:
    """Close a review. By consensus, `agreed` says whether there was one; a vote counts by itself.

    Raises `NotAllowed`, `NotFound`, `Invalid`, `Conflict` while a representative present has not voted.
    """
    item = _held(item_id, actor)
    review = _open_review(item, review_id)
    wrong: list[FieldError] = []
    kept = tidy(conclusion, "conclusion", "审查结论", 4_000, wrong)
    if kept is None and not wrong:
        wrong.append(FieldError("conclusion", "请写明审查结论"))
    if review.manner is Manner.CONSENSUS and agreed is None:
        wrong.append(FieldError("agreed", "请选择是否协商一致"))
    refuse_where(wrong)
    people = [_plain(each) for each in review.representatives]
    if not any(each.present and why_no_vote(each, drafting_of(item)) is None for each in people):
        raise Conflict("还没有登记起草方以外的出席代表，不能作结论")
    if review.manner is Manner.VOTE:
        silent = still_to_vote(people, drafting_of(item))
        if silent:
            raise Conflict(f"{'、'.join(silent[:5])} 等 {len(silent)} 位出席代表还没有表决；未出席的请登记为缺席")
        agreed = count(people, drafting_of(item)).passes(item.issuing_body.percent_needed)
    review.passed, review.conclusion, review.closed_at = agreed, kept, now()
    db.session.commit()
    return review


def drafting_of(item: WorkItem) -> Drafting:
    """Who drafted a work item: whoever was ever among them, also who left."""
    return Drafting(
        frozenset(each.organization_id for each in item.units),
        frozenset(each.organization.name for each in item.units),
        frozenset((each.name, each.unit) for each in item.drafters),
    )


def counted(item: WorkItem, review: TechnicalReview) -> Count:
    """The votes of a review."""
    return count([_plain(each) for each in review.representatives], drafting_of(item))


def voteless(item: WorkItem, one: ReviewRepresentative) -> str | None:
    """Why a representative has no vote; None where they have one."""
    return why_no_vote(_plain(one), drafting_of(item))


def _plain(one: ReviewRepresentative) -> Representative:
    return Representative(one.name, one.unit, one.organization_id, one.present, one.vote)


def _held(item_id: int, actor: Actor) -> WorkItem:
    item = held_item(item_id)
    require_of_body(actor, Permission.ALLIANCE_DRAFT, item)
    if item.stage is not Stage.REVIEW:
        raise Conflict(f"现在是“{item.stage.label}”阶段，技术审查在“{Stage.REVIEW.label}”阶段办理")
    return item


def _open_review(item: WorkItem, review_id: int) -> TechnicalReview:
    review = _review(item, review_id)
    _require_open(item, review)
    return review


def _review(item: WorkItem, review_id: int) -> TechnicalReview:
    review = next((each for each in item.reviews if each.id == review_id), None)
    if review is None:
        raise NotFound("这个项目没有这次审查")
    return review


def _require_open(item: WorkItem, review: TechnicalReview) -> None:
    if review.closed_at is not None or item.stage is not Stage.REVIEW:
        raise Conflict("这次审查已经结束，不能再改")


def _require_voice(item: WorkItem, one: ReviewRepresentative, said: Vote | None, actor: Actor) -> None:
    if one.user_id is not None and one.user_id == actor.user_id:
        return
    require_of_body(actor, Permission.ALLIANCE_DRAFT, item)
    if one.user_id is not None and said is not None:
        raise NotAllowed(f"{one.name} 有账户，由本人登录后表决")


def _user(login: str | None, wrong: list[FieldError]) -> User | None:
    asked = (login or "").strip()
    if not asked:
        return None
    found = db.session.scalar(select(User).where((User.login == asked.casefold()) | (User.login == asked)))
    if found is None:
        wrong.append(FieldError("login", "没有这个账户，请核对登录名；没有账户的代表由经办人代为登记", asked[:80]))
    return found


def _organization(unit: str | None) -> Organization | None:
    """The one body of that name; two of one name are none, since nobody says which."""
    found = db.session.scalars(select(Organization).where(Organization.name == unit).limit(2)).all() if unit else []
    return found[0] if len(found) == 1 else None
