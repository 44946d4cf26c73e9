"""Technical reviews of a work item: beginning one, who was called, votes, the conclusion."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.auth import signed_in
from app.accounts.permissions import Actor, Permission
from app.api.schemas.fields import LARGEST_ID, Choice, Controlled, Day, Plain
from app.clock import today
from app.errors import NotFound
from app.registry.lifecycle.words import Manner, Vote
from app.registry.models import TechnicalReview, WorkItem
from app.registry.queries.work_items import work_item
from app.registry.services.alliance.items import require_of_body
from app.registry.services.alliance.reviewing import Called, call, close_review, counted, open_review, vote, voteless
from app.web.alliance.items import ITEM
from app.web.blueprint import pages
from app.web.forms import Form, FormSchema

REVIEW = f"{ITEM}/reviews/<int(max={LARGEST_ID}):review_id>"
VOICE = f"{REVIEW}/representatives/<int(max={LARGEST_ID}):representative_id>"


class ReviewForm(FormSchema):
    """When, and how it decides."""

    manner = Controlled(Manner, required=True)
    held_on = Day(load_default=None)


class CalledForm(FormSchema):
    """Somebody called to it."""

    name = Plain(load_default=None)
    unit = Plain(load_default=None)
    login = Plain(load_default=None)


class VoteForm(FormSchema):
    """What somebody says."""

    said = Choice("agree", "against", "abstain", "absent", "present", required=True)
    opinion = Plain(load_default=None)


class ConclusionForm(FormSchema):
    """What it came to."""

    agreed = Choice("yes", "no", load_default=None)
    conclusion = Plain(load_default=None)


@pages.route(f"{ITEM}/reviews", methods=["GET", "POST"])
def alliance_reviews(item_id: int) -> ResponseReturnValue:
    """Begin a review."""
    actor = signed_in()
    item = work_item(item_id, actor)
    require_of_body(actor, Permission.ALLIANCE_DRAFT, item)
    form = Form(ReviewForm, {"held_on": today()})
    if (asked := form.load()) is not None:
        with form.trying():
            review = open_review(item_id, asked["manner"], actor=actor, held_on=asked["held_on"])
            return redirect(url_for("web.alliance_review", item_id=item_id, review_id=review.id), 303)
    manners = [(each.value, each.label) for each in Manner]
    return render_template("alliance/new_review.html", item=work_item(item_id, actor), form=form, manners=manners), *form.answer


@pages.get(REVIEW)
def alliance_review(item_id: int, review_id: int) -> str:
    """One review."""
    return _page(item_id, review_id, signed_in())


@pages.post(f"{REVIEW}/representatives")
def call_representative(item_id: int, review_id: int) -> ResponseReturnValue:
    """Call somebody to it."""

    def done(asked: Mapping[str, Any], actor: Actor) -> str:
        one = call(item_id, review_id, Called(**asked), actor=actor)
        return f"已登记代表 {one.name}。"

    return _done(item_id, review_id, "called", CalledForm, done)


@pages.post(f"{VOICE}/vote")
def vote_in_review(item_id: int, review_id: int, representative_id: int) -> ResponseReturnValue:
    """Somebody votes, or is noted as there or not."""

    def done(asked: Mapping[str, Any], actor: Actor) -> str:
        said = asked["said"]
        voted = next((each for each in Vote if each.value == said), None)
        one = vote(item_id, review_id, representative_id, voted, actor=actor, present=said != "absent", opinion=asked["opinion"])
        return f"已登记 {one.name}：{one.vote.label if one.vote else '出席' if one.present else '缺席'}。"

    return _done(item_id, review_id, f"vote-{representative_id}", VoteForm, done)


@pages.post(f"{REVIEW}/conclusion")
def conclude_review(item_id: int, review_id: int) -> ResponseReturnValue:
    """Close it."""

    def done(asked: Mapping[str, Any], actor: Actor) -> str:
        agreed = None if asked["agreed"] is None else asked["agreed"] == "yes"
        review = close_review(item_id, review_id, actor=actor, conclusion=asked["conclusion"], agreed=agreed)
        return "审查通过。" if review.passed else "审查没有通过。"

    return _done(item_id, review_id, "conclusion", ConclusionForm, done)


def _review(item: WorkItem, review_id: int, actor: Actor) -> TechnicalReview:
    """A review, for whoever runs the work item or was called to it. Raises `NotFound`, `NotAllowed`."""
    review = next((each for each in item.reviews if each.id == review_id), None)
    if review is None:
        raise NotFound("这个项目没有这次审查")
    if not any(each.user_id == actor.user_id for each in review.representatives if each.user_id is not None):
        require_of_body(actor, Permission.ALLIANCE_DRAFT, item)
    return review


def _done(
    item_id: int, review_id: int, what: str, schema: type[FormSchema], deed: Callable[[Mapping[str, Any], Actor], str]
) -> ResponseReturnValue:
    actor = signed_in()
    _review(work_item(item_id, actor), review_id, actor)
    form = Form(schema)
    asked = form.load()
    if asked is not None:
        with form.trying():
            flash(deed(asked, actor))
            return redirect(url_for("web.alliance_review", item_id=item_id, review_id=review_id), 303)
    return _page(item_id, review_id, actor, **{what: form}), *form.answer


def _page(item_id: int, review_id: int, actor: Actor, **forms: Form) -> str:
    item = work_item(item_id, actor)
    review = _review(item, review_id, actor)
    return render_template(
        "alliance/review.html",
        item=item,
        review=review,
        runs=actor.may(Permission.ALLIANCE_DRAFT, item.issuing_body.organization_id),
        own=actor.user_id,
        apart={each.id: voteless(item, each) for each in review.representatives},
        count=counted(item, review),
        votes=[(each.value, each.label) for each in Vote],
        is_vote=review.manner is Manner.VOTE,
        forms={"called": Form(CalledForm), "conclusion": Form(ConclusionForm)} | forms,
        voting=Form(VoteForm),
    )
