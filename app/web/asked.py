"""What the address of a page asks for, read by the fields of the API so that both refuse alike."""

from typing import Any

from marshmallow import EXCLUDE, Schema

from app.api.arguments import parser
from app.api.schemas.fields import MOST_PAGES, Day, Plain, Query, Whole
from app.clock import today


class OfDay(Query):
    """A page that holds on a day."""

    as_of = Day(load_default=today)


class Listing(Query):
    """A list that can be narrowed by a text and turned over."""

    q = Plain(load_default="")
    page = Whole(least=1, most=MOST_PAGES, load_default=1)


def read(schema: type[Schema]) -> Any:
    """What the address asks, as `schema` loads it; what a page doesn't know (marks of newsletters …) is passed over.

    Raises `Invalid` with one entry a value that can't be used.
    """
    return parser.parse(schema, location="query", unknown=EXCLUDE)
