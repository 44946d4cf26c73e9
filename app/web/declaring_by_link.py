"""The page that a declaration link opens: an enterprise sees what it declares, and confirms once. Nobody needs to sign in."""

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Actor
from app.api.schemas.fields import Day, Plain
from app.clock import today
from app.database import db
from app.errors import Conflict, Invalid
from app.registry.models import DeclarationLink
from app.registry.queries.declaration_links import LinkState, refusal_of, state_of
from app.registry.services.declaration_links import declare_by_link, opened
from app.registry.services.declaring import EVIDENCE_MOST, PRODUCTS_MOST, Declaration, Declared
from app.web.blueprint import pages
from app.web.forms import Form, FormSchema
from app.web.uploads import carried_along, taken_file


class LinkForm(FormSchema):
    """What the enterprise adds to what the link already says."""

    class Meta(FormSchema.Meta):
        """A name that Python keeps for itself."""

        include = {"from": Day(required=True)}  # noqa: RUF012 - marshmallow reads it once

    last = Day(load_default=None)
    products = Plain(load_default=None)
    evidence = Plain(load_default=None)
    file = Plain(load_default=None)
    kept_file = Plain(load_default=None)
    by = Plain(required=True)


@pages.route("/declare/<token>", methods=["GET", "POST"])
def declare_here(token: str) -> ResponseReturnValue:
    """Show what is declared; declare it, once."""
    link = opened(token, current_app.config["SECRET_KEY"])
    form = Form(LinkForm, {"from": _first_day(link)})
    if request.method == "POST" and state_of(link, today()) is LinkState.OPEN and (asked := form.load()):
        try:
            file_id = _file(form, link)
            declared = declare_by_link(
                link.id,
                Declaration(
                    organization_id=link.organization_id,
                    standard_id=link.standard_id,
                    since=asked["from"],
                    last_day=asked["last"],
                    products=asked["products"],
                    evidence=asked["evidence"],
                    file_id=file_id,
                ),
                by=asked["by"],
            )
        except (Invalid, Conflict) as error:
            db.session.rollback()
            if state_of(link, today()) is LinkState.OPEN:
                form.refuse(error)
        else:
            return _page(link, form, declared)
    return _page(link, form, None), *form.answer


def _page(link: DeclarationLink, form: Form, declared: Declared | None) -> str:
    return render_template(
        "declarations/by_link.html",
        link=link,
        form=form,
        declared=declared,
        refusal=None if declared else refusal_of(link, today()),
        products_most=PRODUCTS_MOST,
        evidence_most=EVIDENCE_MOST,
    )


def _first_day(link: DeclarationLink) -> object:
    """The day offered: today, or the day a coming standard comes into force."""
    start = link.standard.implemented_on
    return start.first_day if start and start.first_day > today() else today()


def _file(form: Form, link: DeclarationLink) -> int | None:
    file_id = taken_file("file", "kept_file", actor=Actor(f"{link.organization.name}（凭链接）"))
    if file_id is not None:
        db.session.commit()
        form.typed["kept_file"] = carried_along(file_id)
        form.typed["kept_name"] = "证明材料"
    return file_id
