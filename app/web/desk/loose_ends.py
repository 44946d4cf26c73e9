"""What waits for staff besides contradictions: bodies 待核, numbers not in the register, claims to drafting."""

from flask import render_template

from app.accounts.auth import current_actor, signed_in
from app.accounts.permissions import Permission, require
from app.clock import today
from app.registry.queries.loose_ends import LooseEnds, loose_ends, named_bodies, named_numbers
from app.registry.queries.review import reviews_due
from app.web.asked import Listing, read
from app.web.blueprint import pages


def for_staff() -> LooseEnds | None:
    """The counts, for whoever reads the worklist; None for everybody else."""
    return loose_ends(today()) if current_actor().may(Permission.WORKLIST_READ) else None


@pages.get("/workbench/unconfirmed-bodies")
def unconfirmed_bodies() -> str:
    """Bodies known by name alone."""
    require(signed_in(), Permission.WORKLIST_READ)
    return render_template("desk/unconfirmed.html", found=named_bodies(read(Listing)["page"]))


@pages.get("/workbench/missing-numbers")
def missing_numbers() -> str:
    """Numbers that records name and the register does not hold."""
    require(signed_in(), Permission.WORKLIST_READ)
    return render_template("desk/missing.html", found=named_numbers(read(Listing)["page"]))


@pages.get("/workbench/reviews-due")
def standards_to_review() -> str:
    """Alliance standards whose review is due or overdue."""
    require(signed_in(), Permission.WORKLIST_READ)
    day = today()
    return render_template("desk/reviews.html", found=reviews_due(day, read(Listing)["page"]), day=day)
