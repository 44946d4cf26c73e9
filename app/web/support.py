"""What an enterprise's standards qualify for under schemes and subsidies, and what proof is missing."""

from flask import render_template

from app.api.schemas.fields import LARGEST_ID
from app.registry.queries.support import supported
from app.registry.words import Kind
from app.web.asked import OfDay, read
from app.web.blueprint import pages


@pages.get(f"/organizations/<int(max={LARGEST_ID}):organization_id>/support")
def organization_support(organization_id: int) -> str:
    """Every rule against every standard of the enterprise on a day."""
    day = read(OfDay)["as_of"]
    body, rules = supported(organization_id, day)
    return render_template("organization_support.html", body=body, rules=rules, day=day, kind_of=Kind.read)
