"""Days of the calendar against dates of the register, in SQL: terms are half open, a partial date counts from its first day."""

from datetime import date

from sqlalchemy import ColumnElement, Integer, and_, case, func, literal, or_, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from app.registry.dates import PartialDate

DateColumn = InstrumentedAttribute[PartialDate | None] | InstrumentedAttribute[PartialDate]


def reached(column: DateColumn, day: date) -> ColumnElement[bool]:
    """Whether the date is known and has come by `day`; false, never NULL, where it is not known."""
    return func.coalesce(column <= _packed(day), literal(False))


def begun(column: DateColumn, day: date) -> ColumnElement[bool]:
    """Whether a term that is unbounded where its start is not stated has begun by `day`."""
    return or_(column.is_(None), column <= _packed(day))


def within(column: DateColumn, since: date, until: date) -> ColumnElement[bool]:
    """Whether the date is known and counts from a day in [since, until)."""
    return and_(column >= _least_packed(since), column < _least_packed(until))


def packed_first_day(column: DateColumn) -> ColumnElement[int]:
    """The first day of a date as a packed integer, which another column's date has reached where it is not above it."""
    packed = type_coerce(column, Integer)
    return packed + case((packed % 10_000 == 0, 101), (packed % 100 == 0, 1), else_=0)


def _packed(day: date) -> int:
    """`PartialDate.of(day).packed` for every day of the calendar, also before the first that a register can hold."""
    return day.year * 10_000 + day.month * 100 + day.day


def _least_packed(day: date) -> int:
    """The least packed date that counts from `day`: the first of January is also that of a year known alone."""
    if day.day > 1:
        return _packed(day)
    return day.year * 10_000 + (day.month * 100 if day.month > 1 else 0)
