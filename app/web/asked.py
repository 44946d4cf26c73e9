"""What the address of a page asks for, read by the fields of the API so that both refuse alike."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, validates_schema
from marshmallow.fields import List

from app.api.arguments import parser
from app.api.exporting import FORMS
from app.api.schemas.fields import MOST_PAGES, Choice, Controlled, Day, Plain, Query, Whole
from app.clock import today
from app.errors import FieldError, Invalid


def as_file() -> Choice:
    """The form in which a page is to hand out its whole table as a file; None: it is to be looked at."""
    return Choice(*FORMS, data_key="format", load_default=None)


class OfDay(Query):
    """A page that holds on a day."""

    as_of = Day(load_default=today)


class TableOfDay(OfDay):
    """A page whose table holds on a day, to look at or to take away."""

    form = as_file()


class PeriodAsked(Query):
    """A period by its first and its last day, both included; pages write no half-open terms."""

    since = Day(data_key="from", load_default=None)
    last = Day(load_default=None)
    form = as_file()

    @validates_schema
    def in_order(self, given: Mapping[str, date | None], **_: object) -> None:
        """Refuse a period that ends before it begins."""
        since, last = given.get("since"), given.get("last")
        if since and last and last < since:
            raise ValidationError(f"止 {last} 早于起 {since}，请核对", "last")
        for name, field in (("since", "from"), ("last", "last")):
            if given.get(name) == date.max:
                raise ValidationError("这一天之后没有日子了，请写早一些", field)


class Listing(Query):
    """A list that can be narrowed by a text and turned over."""

    q = Plain(load_default="")
    page = Whole(least=1, most=MOST_PAGES, load_default=1)
    form = as_file()


def read(schema: type[Schema]) -> Any:
    """What the address asks, as `schema` loads it; what a page doesn't know (marks of newsletters …) is passed over.

    Raises `Invalid` with one entry a value that can't be used.
    """
    try:
        return parser.parse(schema, location="query", unknown=EXCLUDE)
    except Invalid as refusal:
        raise Invalid(str(refusal), tuple(_for_people(each, schema) for each in refusal.fields)) from None


def _for_people(wrong: FieldError, schema: type[Schema]) -> FieldError:
    """A refusal that names choices as the page does: a controlled word by its label alone, an order not at all."""
    field = {field.data_key or name: field for name, field in schema().fields.items()}.get(wrong.field)
    field = field.inner if isinstance(field, List) else field
    if isinstance(field, Controlled):
        return replace(wrong, reason=f"可选值：{'、'.join(word.label for word in field.words)}")
    if isinstance(field, Choice) and wrong.field == "sort":
        return replace(wrong, reason="没有这种排序，请清空后再试，再从页面上选择")
    return wrong
