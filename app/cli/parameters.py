"""Kinds of command-line values: days, whole numbers, names and the words of the trade, with Chinese messages."""

import re
from datetime import date
from typing import Any

import click

from app.errors import FieldError, Invalid
from app.registry.dates import read_day
from app.registry.words import Word

_DIGITS = re.compile(r"[0-9]{1,18}")


class _Day(click.ParamType[date]):
    """A day of the calendar, in every form that addresses and forms take it in."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return read_day(value)
        except Invalid as error:
            self.fail(str(error), param, ctx)


DAY = _Day()


class _Whole(click.ParamType[int]):
    name = "整数"

    def __init__(self, least: int, most: int) -> None:
        self._least = least
        self._most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        written = str(value)
        if not _DIGITS.fullmatch(written) or not self._least <= int(written) <= self._most:
            self.fail(f"“{written[:40]}”应是 {self._least} 至 {self._most} 之间的整数", param, ctx)
        return int(written)


def integer(least: int, most: int) -> click.ParamType[int]:
    """The type of a whole number between two bounds, both included."""
    return _Whole(least, most)


class OneOf(click.Choice[str]):
    """One of a few names."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """The names there are."""
        return f"“{str(value)[:40]}”不在可选值之内：{'、'.join(self.choices)}"


class _WordOf(click.ParamType[Word]):
    """A controlled word, in English or Chinese."""

    def __init__(self, words: type[Word]) -> None:
        self.name = words.__name__.lower()
        self._words = words

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return f"[{'|'.join(word.value for word in self._words)}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Word:
        if isinstance(value, self._words):
            return value
        try:
            return self._words.read(value)
        except Invalid as error:
            self.fail(str(error), param, ctx)


def words(kind: type[Word]) -> click.ParamType[Word]:
    """The type of an option that takes one of these words."""
    return _WordOf(kind)


def require_in_order(since: date, until: date) -> None:
    """Refuse a period [since, until) that holds no day."""
    if until <= since:
        raise Invalid("统计期内没有一天", (FieldError("--to", f"{until} 应晚于 --from 的 {since}", until.isoformat()),))
