"""Kinds of command-line values: days and the words of the trade, with Chinese messages."""

from datetime import date
from typing import Any

import click

from app.errors import Invalid
from app.registry.words import Word


class _Day(click.ParamType[date]):
    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是日期，请写成 2020-11-01", param, ctx)


DAY = _Day()


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
