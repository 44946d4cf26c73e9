"""Issuing bodies: their list, their profile, registering one and changing its rules."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.auth import current_actor, signed_in
from app.accounts.permissions import Permission, require
from app.api.schemas.fields import Controlled, Day, Plain, Whole
from app.clock import today
from app.registry.lifecycle.words import SerialRule
from app.registry.queries.issuing_bodies import body_of_code, issuing_bodies
from app.registry.queries.names import named_organization
from app.registry.queries.profiles import profile_of
from app.registry.services.alliance.bodies import LONGEST_COMMENT_DAYS, WIDEST, Rules, register_body, set_rules
from app.web.blueprint import pages
from app.web.forms import Form, FormSchema

BODY = "/alliance-bodies/<body_code>"


class RulesForm(FormSchema):
    """How a body numbers, asks for comment, votes and reviews."""

    serial_rule = Controlled(SerialRule, load_default=SerialRule.RUNNING)
    first_serial = Whole(least=1, most=999_999, load_default=1)
    serial_width = Whole(least=1, most=WIDEST, load_default=1)
    comment_days = Whole(least=0, most=LONGEST_COMMENT_DAYS, load_default=30)
    percent_needed = Whole(least=0, most=100, load_default=75)
    review_years = Whole(least=0, most=99, load_default=5)


class BodyForm(RulesForm):
    """Also whose code it is."""

    organization = Plain(required=True)
    code = Plain(required=True)
    registered_on = Day(load_default=None)


@pages.route("/alliance-bodies", methods=["GET", "POST"])
def alliance_bodies() -> ResponseReturnValue:
    """The bodies that issue alliance standards; staff register one here."""
    form = Form(BodyForm, _shown(Rules()))
    actor = current_actor()
    if asked := form.load():
        require(signed_in(), Permission.REGISTER_EDIT)
        with form.trying():
            organization = named_organization(asked["organization"])
            body = register_body(organization.id, asked["code"], _rules(asked), actor=actor, registered_on=asked["registered_on"])
            flash(f"已登记{body.organization.name}的代号 T/{body.code}。")
            return redirect(url_for("web.alliance_body", body_code=body.code), 303)
    elif form.errors:
        require(signed_in(), Permission.REGISTER_EDIT)
    return render_template(
        "alliance/bodies.html",
        bodies=issuing_bodies(),
        form=form,
        registers=actor.may(Permission.REGISTER_EDIT),
        rules=[(each.value, each.label) for each in SerialRule],
    ), *form.answer


@pages.get(BODY)
def alliance_body(body_code: str) -> str:
    """One body."""
    body = body_of_code(body_code)
    actor = current_actor()
    return render_template(
        "alliance/body.html",
        body=body,
        profile=profile_of(body, today()),
        decides=actor.may(Permission.ALLIANCE_PUBLISH, body.organization_id),
        runs=actor.may(Permission.ALLIANCE_DRAFT, body.organization_id),
        day=today(),
    )


@pages.route(f"{BODY}/rules", methods=["GET", "POST"])
def alliance_body_rules(body_code: str) -> ResponseReturnValue:
    """Change the rules of a body."""
    actor = signed_in()
    body = body_of_code(body_code)
    if not actor.may(Permission.REGISTER_EDIT):
        require(actor, Permission.ALLIANCE_PUBLISH, body.organization_id)
    form = Form(RulesForm, _shown(body))
    if asked := form.load():
        with form.trying():
            set_rules(body_code, _rules(asked), actor=actor)
            flash("已保存规则，从下一步起适用。")
            return redirect(url_for("web.alliance_body", body_code=body.code), 303)
    return render_template(
        "alliance/rules.html", body=body_of_code(body_code), form=form, rules=[(each.value, each.label) for each in SerialRule]
    ), *form.answer


def _rules(asked: Mapping[str, Any]) -> Rules:
    return Rules(**{name: asked[name] for name in Rules.__dataclass_fields__})


def _shown(of: Any) -> dict[str, Any]:
    return {name: getattr(of, name) for name in Rules.__dataclass_fields__}
