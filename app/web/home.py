"""The first page: search, the plan's figures on a day, what changed and what is coming."""

from flask import render_template

from app.registry.queries.changes import coming_changes, recent_changes
from app.registry.queries.comments import open_drafts
from app.registry.words import Kind
from app.web.asked import OfDay, read
from app.web.blueprint import pages
from app.web.figures import board

CHANGES = 8
TILES = 6
EXAMPLES = ("GB/T 1.1", "断路器", "鞋 状态:现行")
CHINESE = (Kind.NATIONAL, Kind.INDUSTRY, Kind.LOCAL, Kind.ALLIANCE)
"""What a city reads of first; a delivery of foreign standards would fill the lists otherwise."""


@pages.get("/")
def home() -> str:
    """Everything here is of the day asked, today where none is."""
    day = read(OfDay)["as_of"]
    shown = board(day)
    return render_template(
        "home.html",
        day=day,
        examples=EXAMPLES,
        figures=shown,
        tiles=shown.defined[:TILES],
        drafts=open_drafts(day)[:CHANGES],
        recent=recent_changes(day, limit=CHANGES, kinds=CHINESE),
        coming=coming_changes(day, limit=CHANGES, kinds=CHINESE),
    )
