"""What sort of thing a column holds, told from its reader: which field a form has for it, which type the API. Pure."""

from collections.abc import Mapping
from enum import Enum
from functools import partial
from typing import cast

from app.registry.importing import value_lists, values
from app.registry.importing.columns import Column, Reader
from app.registry.words import Word


class Shape(Enum):
    """The sorts of values."""

    LINE = "line"
    AREA = "area"
    LIST = "list"
    DAY = "day"
    LAST_DAY = "last day"
    WORD = "word"
    FLAG = "flag"
    COUNT = "count"
    AMOUNT = "amount"
    NUMBER = "number"
    BODY = "body"
    DIVISION = "division"
    COMMITTEE = "committee"

    @property
    def hint(self) -> str:
        """How it is typed, in one sentence; empty where nothing needs to be said."""
        return _HINTS.get(self, "")


_HINTS = {
    Shape.LIST: "一行一个，或用分号隔开",
    Shape.DAY: "可写到日、月或年：2020-11-01、2020-11、2020",
    Shape.LAST_DAY: "最后一个有效的日子，含当日；长期有效请留空",
    Shape.COUNT: "整数",
    Shape.AMOUNT: "数字",
    Shape.NUMBER: "怎么印就怎么写：全角、空格、连接号都能识别",
    Shape.BODY: "统一社会信用代码；没有代码的写 名称@县区代码",
    Shape.DIVISION: "行政区划代码或名称，如 330382 或 乐清市",
    Shape.COMMITTEE: "如 SAC/TC 189、SAC/TC 189/SC 1",
}
_BY_READER: Mapping[Reader, Shape] = {
    values.text: Shape.AREA,
    values.day: Shape.DAY,
    values.last_day_included: Shape.LAST_DAY,
    values.flag: Shape.FLAG,
    values.year: Shape.COUNT,
    values.amount: Shape.AMOUNT,
    values.money: Shape.AMOUNT,
    values.number: Shape.NUMBER,
    values.reading: Shape.NUMBER,
    values.body: Shape.BODY,
    values.division: Shape.DIVISION,
    values.committee: Shape.COMMITTEE,
}
_BY_FUNCTION = {values.read_word: Shape.WORD, values.read_count: Shape.COUNT}


def shape_of(column: Column) -> Shape:
    """What sort of thing a column holds."""
    read = column.read
    if isinstance(read, partial):
        return _BY_FUNCTION.get(read.func, Shape.LINE)
    if getattr(read, "__module__", None) == value_lists.__name__:
        return Shape.LIST
    return _BY_READER.get(read, Shape.LINE)


def words_of(column: Column) -> type[Word] | None:
    """The controlled words of a column that holds one of them."""
    read = column.read
    return cast(type[Word], read.args[0]) if isinstance(read, partial) and read.func is values.read_word else None


def said(column: Column, value: object) -> object:
    """A cell as people say it: controlled words by their label, yes and no in Chinese; all else as it is."""
    if isinstance(value, bool):
        return "是" if value else "否"
    words = words_of(column)
    if words is None or not isinstance(value, str):
        return value
    return next((word.label for word in words if word.value == value), value)
