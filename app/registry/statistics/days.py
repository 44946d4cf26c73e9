"""Days of the calendar against dates of the register, in SQL: terms are half open, a partial date counts from its first day."""

from datetime import date

from sqlalchemy import ColumnElement, Integer, case, func, literal, or_, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from app.registry.dates import PartialDate

DateColumn = InstrumentedAttribute[PartialDate | None] | InstrumentedAttribute[PartialDate]


def reached(column: DateColumn, day: date) -> ColumnElement[bool]:
    """Whether the date is known and has come by `day`; false, never NULL, where it is not known."""
    return func.coalesce(column <= _packed(day), literal(False))


def begun(column: DateColumn, day: date) -> ColumnElement[bool]:
    """Whether a term that is unbounded where its start is not stated has begun by `day`."""
    return or_(column.is_(None), column <= _packed(day))


def first_day(column: DateColumn) -> ColumnElement[int]:
    """The first day that a date can mean, as a number that orders as days do: of 2011 it is that of 2011-01-01."""
    stored = type_coerce(column, Integer)
    return stored + case((stored % 10_000 == 0, 101), (stored % 100 == 0, 1), else_=0)


def _packed(day: date) -> int:
    """`PartialDate.of(day).packed` for every day of the calendar, also before the first that a register can hold."""
    return day.year * 10_000 + day.month * 100 + day.day
