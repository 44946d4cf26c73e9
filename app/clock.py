"""What day and what moment it is; asked here and nowhere else."""

from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The registry's time, wherever its server stands: a standard comes into force at midnight in China."""


def today() -> date:
    """The day it is now in China."""
    return datetime.now(CHINA).date()


def now() -> datetime:
    """The moment it is, in UTC."""
    return datetime.now(UTC)
