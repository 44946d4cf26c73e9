"""Reading the values of a row: what a cell or a JSON value may hold, to what the register keeps. Pure.

Every reader takes a raw value (text, number, date, list, as the file gave it) and returns the value read, None where the
cell is empty. It raises `Invalid` with a Chinese sentence that names the remedy.
"""

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache, partial
from typing import TypeVar, cast

from app.errors import Invalid
from app.registry.dates import PartialDate
from app.registry.importing.committee_numbers import canonical_committee
from app.registry.numbers import Reading, read_number
from app.registry.uscc import read_uscc
from app.registry.words import Word

NAME_LIMIT = 240
"""Longest name and number, as the database keeps them."""

_W = TypeVar("_W", bound=Word)

# Beyond 15 digits a spreadsheet keeps zeros in place of what was typed.
_EXACT_IN_A_SHEET = 10**15
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff\ufffe\uffff]")
_UNPAIRED = re.compile("[\ud800-\udfff]")
_COUNT = re.compile(r"\d{1,9}")
_AMOUNT = re.compile(r"[+-]?(\d{1,15}(\.\d{1,20})?|\.\d{1,20})", re.ASCII)
_MONEY = re.compile(r"\d{1,11}(\.\d{1,4}0*)?", re.ASCII)
_YEAR = re.compile(r"[1-9]\d{3}")
_DIVISION = re.compile(r"\d\d(\d\d(\d\d)?)?")
_TRUE = frozenset({"true", "1", "yes", "y", "是", "√"})
_FALSE = frozenset({"false", "0", "no", "n", "否", "×"})


def text(raw: object) -> str | None:
    """One text, tidied: no blanks around it, no invisible control characters, lines ended by a newline alone."""
    if isinstance(raw, str):
        written = raw
    elif raw is None:
        return None
    else:
        written = _written_out(raw)
    if not written.isprintable():
        if _UNPAIRED.search(written):
            raise Invalid("含有无法保存的字符（不成对的代理字符），请改正该字")
        written = _INVISIBLE.sub("", written.replace("\r\n", "\n").replace("\r", "\n"))
    return written.strip() or None


def _written_out(raw: object) -> str:
    if isinstance(raw, bool):
        raise Invalid("应是文字，不是 true 或 false")
    if isinstance(raw, int):
        if abs(raw) >= 10**300:
            raise Invalid("数字过长，请核对")
        return str(raw)
    if isinstance(raw, float):
        return _plain_number(raw)
    if isinstance(raw, datetime):
        return str(raw.date()) if raw.time() == time() else raw.isoformat(" ")
    if isinstance(raw, date):
        return str(raw)
    if isinstance(raw, time | timedelta):
        return str(raw)
    if isinstance(raw, list):
        raise Invalid("这一列只能有一个值，不能是列表")
    raise Invalid("应是文字，不能是嵌套的对象")


def _plain_number(raw: float) -> str:
    """A number of a sheet as it was typed: 2020, not 2020.0."""
    if not math.isfinite(raw):
        raise Invalid("不是有效的数字")
    if abs(raw) >= _EXACT_IN_A_SHEET:
        raise Invalid("表格软件把长号码存成了数字，后几位已失真；请把该列设为“文本”后重新填写")
    return str(int(raw)) if raw.is_integer() else f"{Decimal(repr(raw)):f}"


def short(limit: int = NAME_LIMIT) -> Callable[[object], str | None]:
    """Reader of a text of at most `limit` characters, blanks and line ends within it made single blanks."""
    return partial(read_short, limit)


def read_short(limit: int, raw: object) -> str | None:
    """See `short`."""
    found = text(raw)
    if found is None:
        return None
    if "\n" in found or "\t" in found:
        found = " ".join(found.split())
    if len(found) > limit:
        raise Invalid(f"长 {len(found)} 字，最多 {limit} 字，请缩短")
    return found


name = short()


def day(raw: object) -> PartialDate | None:
    """A date as far as known: day, month or year; also what spreadsheets make of dates."""
    if isinstance(raw, float) and not raw.is_integer():
        raise Invalid(f"“{raw}”被表格软件存成了小数，分不清 2020.1 与 2020.10；请写成文本 2020-10")
    found = text(raw)
    return None if found is None else _day(found)


@lru_cache(maxsize=20_000)
def _day(written: str) -> PartialDate:
    return PartialDate.read(written)


def last_day_included(raw: object) -> PartialDate | None:
    """A last day that still counts (有效期至, 止), as the first that does not; months and years likewise."""
    last = day(raw)
    if last is None:
        return None
    try:
        following = last.last_day + timedelta(days=1)
    except OverflowError:
        raise Invalid(f"“{last}”之后没有日子了；长期有效请留空") from None
    if last.day is not None:
        return PartialDate.of(following)
    return PartialDate(following.year, following.month if last.month is not None else None)


def last_day_before(end: PartialDate) -> PartialDate:
    """The last day included of a term that ends before `end`, as far as that is known: what `last_day_included` reads back."""
    last = end.first_day - timedelta(days=1)
    if end.day is not None:
        return PartialDate.of(last)
    return PartialDate(last.year, last.month if end.month is not None else None)


def word(kind: type[_W]) -> Callable[[object], _W | None]:
    """Reader of a controlled word, by its English value, its Chinese label or a source's spelling."""
    return partial(read_word, kind)


def read_word(kind: type[_W], raw: object) -> _W | None:
    """See `word`."""
    found = text(raw)
    return None if found is None else cast(_W, _known_word(kind, found))


@lru_cache(maxsize=10_000)
def _known_word(kind: type[Word], written: str) -> Word:
    return kind.read(written)


def count(least: int = 0) -> Callable[[object], int | None]:
    """Reader of a whole number from `least` on."""
    return partial(read_count, least)


def read_count(least: int, raw: object) -> int | None:
    """See `count`."""
    found = text(raw)
    if found is None:
        return None
    if not _COUNT.fullmatch(found) or int(found) < least:
        raise Invalid(f"“{found[:40]}”应是不小于 {least} 的整数")
    return int(found)


def flag(raw: object) -> bool | None:
    """Yes or no."""
    if isinstance(raw, bool):
        return raw
    found = text(raw)
    if found is None:
        return None
    if found.casefold() in _TRUE:
        return True
    if found.casefold() in _FALSE:
        return False
    raise Invalid(f"“{found[:40]}”应为 true 或 false（是 或 否）")


def amount(raw: object) -> float | None:
    """A number without a unit; `1,200` is read too."""
    found = text(raw)
    if found is None:
        return None
    plain = _narrow(found)
    if not _AMOUNT.fullmatch(plain):
        raise Invalid(f"“{found[:40]}”应是数字，不带单位和百分号，例如 30")
    return float(plain)


def quantity(raw: object) -> float | None:
    """A number that is no share and not negative: how many, how much."""
    found = amount(raw)
    if found is not None and found < 0:
        raise Invalid(f"“{found:g}”不能为负，请核对")
    return found


def money(raw: object) -> Decimal | None:
    """An amount in 万元, not negative, at most to the yuan; `1,200.5` is read too."""
    found = text(raw)
    if found is None:
        return None
    plain = _narrow(found).removesuffix("万元").strip()
    if not _MONEY.fullmatch(plain):
        raise Invalid(f"“{found[:40]}”应是以万元计的数字，不为负，最多 4 位小数（到元）")
    return Decimal(plain)


def year(raw: object) -> int | None:
    """A year of four digits, also `2013年`."""
    found = text(raw)
    if found is None:
        return None
    plain = found.removesuffix("年")
    if not _YEAR.fullmatch(plain):
        raise Invalid(f"“{found[:40]}”应是四位数的年份，例如 2013")
    return int(plain)


def rate(raw: object) -> float | None:
    """A share as a fraction of 1: `30%` or `0.3`; 1 is all. A bare number above 1 is refused, asking for a percent sign."""
    found = text(raw)
    if found is None:
        return None
    plain = _narrow(found)
    written = plain.removesuffix("%").rstrip()
    if not _AMOUNT.fullmatch(written):
        raise Invalid(f"“{found[:40]}”不是比率，请写成 30% 或 0.3")
    number = float(written)
    if plain == written and 1 < number <= 100:
        raise Invalid(f"“{found[:40]}”大于 1，比率请带上百分号：{number:g}%，或写成小数：{number / 100:g}")
    share = number if plain == written else float(f"{number / 100:.12g}")
    if not 0 <= share <= 1:
        raise Invalid(f"“{found[:40]}”应在 0 与 100% 之间，写成 30% 或 0.3")
    return share


def _narrow(written: str) -> str:
    """A number without width and without the commas between its thousands."""
    narrow = written if written.isascii() else unicodedata.normalize("NFKC", written)
    return narrow.replace(",", "")


def division(raw: object) -> str | None:
    """A division code of two, four or six digits, or the name of a place, for whoever knows the names to look up."""
    found = name(raw)
    if found is not None and found.isdecimal() and not _DIVISION.fullmatch(found):
        raise Invalid(f"行政区划代码“{found[:40]}”应为 6 位数字（市 4 位、省 2 位）")
    return found


def body(raw: object) -> str | None:
    """A body by its code, or by `name@county` with nothing behind @ where the county is not known."""
    found = name(raw)
    if found is None:
        return None
    if "@" not in found:
        return read_uscc(found)
    called, _, county = found.rpartition("@")
    if not called.strip():
        raise Invalid(f"“{found[:40]}”缺少单位名称，请写成 名称@县区代码")
    return f"{called.strip()}@{county.strip()}"


def reading(raw: object) -> Reading | None:
    """A standard number with what was read into it: a source behind it, a note on the reading. A range is refused."""
    found = name(raw)
    if found is None:
        return None
    read = read_cached(found)
    if read.range_end is not None:
        raise Invalid(f"“{found[:60]}”是一组标准号，请逐个写明")
    return read


@lru_cache(maxsize=10_000)
def read_cached(written: str) -> Reading:
    """Numbers come again: a record's own is soon named by its neighbours in the file."""
    return read_number(written)


def number(raw: object) -> str | None:
    """A standard number in canonical form."""
    read = reading(raw)
    return None if read is None else str(read.number)


def committee(raw: object) -> str | None:
    """A committee number in canonical form."""
    found = name(raw)
    return None if found is None else canonical_committee(found)
