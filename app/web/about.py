"""What each figure means."""

from flask import render_template

from app.registry.rates.definitions import DEFINITIONS, HEALTH, RECORDED, SHARED
from app.web.blueprint import pages


@pages.get("/about/definitions")
def definitions() -> str:
    """The definitions, one section a figure, addressed by the name of its metric."""
    return render_template("definitions.html", definitions=DEFINITIONS, shared=SHARED, recorded=RECORDED, health=HEALTH)
