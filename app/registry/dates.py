"""Days known in full, or only to the month or year, and terms between them. Pure."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, total_ordering

from app.errors import Invalid

_WRITTEN = re.compile(
    r"(?P<year>\d{4})(?:(?P<sep>[-/.])(?P<month>\d{1,2})(?:(?P=sep)(?P<day>\d{1,2}))?"
    r"|年(?:(?P<cmonth>\d{1,2})月(?:(?P<cday>\d{1,2})日)?)?"
    r"|(?P<pmonth>\d{2})(?P<pday>\d{2}))?",
    re.ASCII,
)
_FIRST_YEAR = 1000


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A day as far as it is known: `month` or `day` is None where the source does not say.

    It counts from its first day (docs/rules.md section 2). Order: by what is known, a shorter date before the fuller ones it
    holds, so 2020 < 2020-01 < 2020-01-01 < 2020-02.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not _FIRST_YEAR <= self.year <= 9999:
            raise Invalid(f"年份“{self.year}”应为四位数")
        if self.month is None and self.day is not None:
            raise Invalid("日期有日而无月")
        try:
            date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)
        except ValueError:
            raise Invalid(f"“{self}”不是日历上的日子") from None

    def __str__(self) -> str:
        """ISO text as far as known: `2020`, `2020-11`, `2020-11-01`."""
        known = f"{self.year:04d}"
        if self.month is not None:
            known += f"-{self.month:02d}"
        if self.day is not None:
            known += f"-{self.day:02d}"
        return known

    def __lt__(self, other: "PartialDate") -> bool:
        return self.packed < other.packed

    @property
    def packed(self) -> int:
        """The date as one integer yyyymmdd, unknown parts 00: `2020-11` is 20201100.

        For a full day D, `self.packed <= packed(D)` holds exactly where `self.first_day <= D`: SQL compares these.
        """
        return self.year * 10_000 + (self.month or 0) * 100 + (self.day or 0)

    @property
    def first_day(self) -> date:
        """The day from which it counts."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The last day it can mean."""
        if self.day is not None:
            return self.first_day
        month = self.month or 12
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def is_day(self) -> bool:
        """Whether it is known to the day."""
        return self.day is not None

    @classmethod
    def of(cls, day: date) -> "PartialDate":
        """The fully known date of a calendar day."""
        return cls(day.year, day.month, day.day)

    @classmethod
    @lru_cache(maxsize=1 << 16)
    def unpack(cls, packed: int) -> "PartialDate":
        """The inverse of `packed`. Kept, since there are few days in many rows."""
        return cls(packed // 10_000, packed // 100 % 100 or None, packed % 100 or None)

    @classmethod
    def read(cls, text: str, such_as: str = "2020-11-01、2020-11 或 2020") -> "PartialDate":
        """Read `2020-11-01`, `2020-11`, `2020`, also `2020/11/1`, `2020.11.1`, `20201101` and `2020年11月1日`, in any width.

        A time of day behind a full date (as spreadsheets write it) is passed over where it is midnight.
        Raises `Invalid` where the text is no date, naming what would be (`such_as`), or no day of the calendar.
        """
        narrow = text if text.isascii() else unicodedata.normalize("NFKC", text)
        tidy = re.sub(r"[T ]00:00(:00(\.0+)?)?Z?$", "", narrow.strip())
        found = _WRITTEN.fullmatch(tidy)
        if found is None:
            raise Invalid(f"“{text[:40]}”不是日期，请写成 {such_as}")
        part = found.groupdict()
        if int(part["year"]) < _FIRST_YEAR:
            raise Invalid(f"“{text[:40]}”的年份应在 {_FIRST_YEAR} 至 9999 之间，请核对")
        month = part["month"] or part["cmonth"] or part["pmonth"]
        day = part["day"] or part["cday"] or part["pday"]
        try:
            return cls(int(part["year"]), int(month) if month else None, int(day) if day else None)
        except Invalid:
            raise Invalid(f"“{text[:40]}”不是日历上的日子，请核对年月日") from None


def read_day(text: str) -> date:
    """A day of the calendar, in any form `PartialDate.read` takes a full date in. Raises `Invalid` where it is none."""
    known = PartialDate.read(text, such_as="2020-11-01")
    if not known.is_day:
        raise Invalid(f"“{text[:40]}”没有写到日，请写成 2020-11-01")
    return known.first_day


def day_after(day: date) -> date:
    """The end of a half-open term whose last day is `day`; the last day there is has none after it."""
    return day if day == date.max else day + timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months on, before where negative; the last of the month where it has no such day.

    Where the calendar ends before that, its own first or last day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return date.max if months > 0 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Term:
    """A half-open stretch of days: `since` counts, `until` does not; None is unbounded on that side."""

    since: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether `day` lies in the term."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)
