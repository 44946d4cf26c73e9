"""What waits for staff: records that contradict themselves, with the reason."""

from flask import render_template

from app.accounts.auth import current_actor
from app.accounts.permissions import Permission
from app.api.schemas.fields import Controlled, Plain, several
from app.clock import today
from app.registry.contradictions import Flaw
from app.registry.queries.comments import waiting_comments
from app.registry.queries.review import review_page
from app.registry.queries.work_items import reviews_to_vote_in, waiting_items
from app.registry.services.waiting import waiting_for
from app.registry.words import Kind
from app.web.asked import OfDay, read
from app.web.blueprint import pages
from app.web.desk.loose_ends import for_staff

LIMIT = 50


class ReviewAsked(OfDay):
    """What is to be looked at on a day, narrowed, from a number on."""

    kind = several(Controlled(Kind))
    flaw = several(Controlled(Flaw))
    after = Plain(load_default=None)


@pages.get("/workbench")
def workbench() -> str:
    """Standards to look at, in number order."""
    asked = read(ReviewAsked)
    found = review_page(asked["as_of"], kinds=asked["kind"], flaws=asked["flaw"], after=asked["after"], limit=LIMIT)
    return render_template(
        "workbench.html",
        asked=asked,
        day=asked["as_of"],
        found=found,
        kinds=Kind,
        flaws=Flaw,
        waiting=waiting_for(current_actor(), today()),
        ends=for_staff(),
        in_the_making=waiting_items(current_actor(), today()),
        to_vote=reviews_to_vote_in(current_actor()),
        comments=waiting_comments(current_actor().organizations(Permission.ALLIANCE_DRAFT)),
    )
