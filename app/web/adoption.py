"""采标率 year by year, with every leading product behind each number."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.api.schemas.fields import MOST_PAGES, Controlled, Whole
from app.registry import statistics as counted
from app.registry.rates.bodies import LeftOut
from app.registry.statistics import ProductRow
from app.registry.words import Word
from app.web.asked import TableOfDay, read
from app.web.blueprint import pages
from app.web.tables import products_file

YEARS = 8
PER_PAGE = 100


class Which(Word):
    """Which of a year's products."""

    ALL = "all", "全部主导产品"
    ADOPTING = "adopting", "采标的"
    NOT_ADOPTING = "not_adopting", "没有采标的"
    NOT_EQUIVALENT = LeftOut.NOT_EQUIVALENT.value, LeftOut.NOT_EQUIVALENT.label
    DEGREE_UNKNOWN = LeftOut.DEGREE_UNKNOWN.value, LeftOut.DEGREE_UNKNOWN.label
    THROUGH_NATIONAL = LeftOut.THROUGH_NATIONAL.value, LeftOut.THROUGH_NATIONAL.label


class ProductsAsked(TableOfDay):
    """The products of a year, by itself that of the figure on the day."""

    year = Whole(least=1, most=9999, load_default=None)
    which = Controlled(Which, load_default=Which.ALL)
    page = Whole(least=1, most=MOST_PAGES, load_default=1)


@pages.get("/statistics/adoption")
def statistics_products() -> ResponseReturnValue:
    """The rate of each year up to that of the day, and the products of one of them."""
    asked = read(ProductsAsked)
    day = asked["as_of"]
    through = counted.settings_on(day).adopts_through_national
    course = counted.adoption_by_year(day.year, YEARS, through_national=through)
    year = asked["year"] or (course[-1].year if course else day.year)
    rows = [row for row in counted.adoption_rows(year, through_national=through) if _belongs(row, asked["which"])]
    if asked["form"]:
        return products_file(asked["form"], year, rows)
    start = (asked["page"] - 1) * PER_PAGE
    return render_template(
        "statistics_products.html",
        asked=asked,
        day=day,
        year=year,
        figure=course[-1] if course else None,
        course=course[::-1],
        through=through,
        whiches=Which,
        rows=rows[start : start + PER_PAGE],
        total=len(rows),
        pages=max(1, -(-len(rows) // PER_PAGE)),
    )


def _belongs(row: ProductRow, which: Which) -> bool:
    if which is Which.ALL:
        return True
    if which in (Which.ADOPTING, Which.NOT_ADOPTING):
        return row.adopting is (which is Which.ADOPTING)
    return row.left_out is not None and row.left_out.value == which.value
