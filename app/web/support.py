"""What an enterprise's standards qualify for under schemes and subsidies, and what proof is missing."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.api.exporting import table_file
from app.api.schemas.fields import LARGEST_ID
from app.api.sheets.singly import support_sheet
from app.api.trends import support_answer
from app.registry.queries.support import supported
from app.registry.words import Kind
from app.web.asked import TableOfDay, read
from app.web.blueprint import pages


@pages.get(f"/organizations/<int(max={LARGEST_ID}):organization_id>/support")
def organization_support(organization_id: int) -> ResponseReturnValue:
    """Every rule against every standard of the enterprise on a day."""
    asked = read(TableOfDay)
    day = asked["as_of"]
    if asked["form"]:
        sheet = support_sheet(support_answer(organization_id, day))
        return table_file(f"{sheet.title}-{day}", asked["form"], sheet.headings, sheet.rows)
    body, rules = supported(organization_id, day)
    return render_template("organization_support.html", body=body, rules=rules, day=day, kind_of=Kind.read)
