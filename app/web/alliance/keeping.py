"""What an association decides of what it has published: periodic review, withdrawal, another number; and what is coming."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.auth import current_actor, signed_in
from app.accounts.permissions import Permission
from app.api.schemas.fields import LARGEST_ID, Controlled, Day, Plain
from app.clock import today
from app.registry.editing.alliance_standards import Outcome, its_body, renumber_standard, require_body, review_standard
from app.registry.history import Author
from app.registry.lifecycle.periods import review_due
from app.registry.lifecycle.words import ReviewResult
from app.registry.models import Standard
from app.registry.queries.issuing_bodies import issuer_of
from app.registry.queries.patents import patents_of
from app.registry.queries.profiles import reviews_of
from app.registry.queries.work_items import coming_for
from app.registry.words import Kind, Through
from app.web.blueprint import pages
from app.web.forms import Form, FormSchema
from app.web.presentation import standard_url

PUBLISHED = f"/alliance-bodies/standards/<int(max={LARGEST_ID}):standard_id>"


class OutcomeForm(FormSchema):
    """What a review came to."""

    result = Controlled(ReviewResult, required=True)
    reviewed_on = Day(load_default=None)
    takes_effect_on = Day(load_default=None)
    reason = Plain(load_default=None)


class NumberForm(FormSchema):
    """Another number."""

    number = Plain(required=True)
    reason = Plain(load_default=None)


@pages.route(f"{PUBLISHED}/review", methods=["GET", "POST"])
def review_alliance_standard(standard_id: int) -> ResponseReturnValue:
    """Review a published standard, or withdraw it."""
    actor = signed_in()
    standard, body = its_body(standard_id)
    require_body(actor, body)
    number = standard.number
    form = Form(OutcomeForm, {"reviewed_on": today()})
    if (asked := form.load()) is not None:
        with form.trying():
            review = review_standard(standard_id, Outcome(**asked), author=Author(actor, Through.PAGE))
            flash(f"已登记 {number} 的复审结论：{review.result.label}。")
            if review.work_item_id:
                return redirect(url_for("web.alliance_item", item_id=review.work_item_id), 303)
            return redirect(standard_url(number), 303)
    standard, body = its_body(standard_id)
    return render_template(
        "alliance/standard_review.html",
        standard=standard,
        body=body,
        form=form,
        due=review_due(standard.published_on, standard.reviewed_on, body.review_years),
        results=[(each.value, each.label) for each in ReviewResult],
        reviews=reviews_of(standard.id),
    ), *form.answer


@pages.route(f"{PUBLISHED}/number", methods=["GET", "POST"])
def renumber_alliance_standard(standard_id: int) -> ResponseReturnValue:
    """Give a published standard another number."""
    actor = signed_in()
    standard, body = its_body(standard_id)
    require_body(actor, body)
    form = Form(NumberForm, {"number": standard.number})
    if (asked := form.load()) is not None:
        with form.trying():
            saved = renumber_standard(standard_id, asked["number"], author=Author(actor, Through.PAGE, asked["reason"]))
            flash(f"标准号现在是 {saved.record.row['number']}，原标准号仍能查到它。")
            return redirect(standard_url(str(saved.record.row["number"])), 303)
    standard, body = its_body(standard_id)
    return render_template("alliance/standard_number.html", standard=standard, body=body, form=form), *form.answer


def life_beside(standard: Standard) -> dict[str, Any] | None:
    """What the page of an alliance standard says of its life: what is coming, its reviews, what may be decided; None: nothing."""
    if standard.kind is not Kind.ALLIANCE:
        return None
    body = issuer_of(standard)
    return {
        "coming": coming_for(standard.id),
        "reviews": reviews_of(standard.id),
        "disclosed": patents_of(standard.id),
        "body": body,
        "due": review_due(standard.published_on, standard.reviewed_on, body.review_years) if body else None,
        "decides": body is not None and current_actor().may(Permission.ALLIANCE_PUBLISH, body.organization_id),
        "runs": body is not None and current_actor().may(Permission.ALLIANCE_DRAFT, body.organization_id),
    }
