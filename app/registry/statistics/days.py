"""Days of the calendar against dates of the register, in SQL: terms are half open, a partial date counts from its first day."""

from datetime import date

from sqlalchemy import ColumnElement, func, literal, or_
from sqlalchemy.orm import InstrumentedAttribute

from app.registry.dates import PartialDate

DateColumn = InstrumentedAttribute[PartialDate | None] | InstrumentedAttribute[PartialDate]


def reached(column: DateColumn, day: date) -> ColumnElement[bool]:
    """Whether the date is known and has come by `day`; false, never NULL, where it is not known."""
    return func.coalesce(column <= _packed(day), literal(False))


def begun(column: DateColumn, day: date) -> ColumnElement[bool]:
    """Whether a term that is unbounded where its start is not stated has begun by `day`."""
    return or_(column.is_(None), column <= _packed(day))


def _packed(day: date) -> int:
    """`PartialDate.of(day).packed` for every day of the calendar, also before the first that a register can hold."""
    return day.year * 10_000 + day.month * 100 + day.day
