"""The fields that schemas are made of: what is read says in Chinese why it can't be, what is shown has its label beside it."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from app.errors import Invalid
from app.registry.dates import PartialDate, read_day
from app.registry.words import Word

LARGEST_ID = 2**31 - 1
_HALF_SIGN = re.compile("[\ud800-\udfff]")
MOST_PAGES = 1_000_000
PER_PAGE = 20
PER_PAGE_MOST = 100

_Messages = dict[str, str | list[Any] | dict[Any, Any]]
_OF_TEXT: _Messages = {
    "invalid": "应为文字",
    "invalid_utf8": "应为 UTF-8 编码的文字",
    "nul": "含有不可用的空字符",
    "half": "含有半个字符，请改正该字",
}
_OF_NUMBERS: _Messages = {"invalid": "应为整数", "too_large": "数值过大"}
fields.Field.default_error_messages |= {"required": "缺少这一项，请填写", "null": "不能为空，请填写"}
_OF_NAMES = {"unknown": "没有这个参数，可用的参数见 /api/docs"}


class Plain(fields.String):
    """Text as typed, without what no database can hold: the sign of number 0, and half a sign, which JSON can write."""

    default_error_messages = _OF_TEXT

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if "\0" in text:
            raise self.make_error("nul")
        if _HALF_SIGN.search(text):
            raise self.make_error("half")
        return text


class Whole(fields.Integer):
    """A whole number between two bounds, both included."""

    default_error_messages = _OF_NUMBERS

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        bounds = validate.Range(least, most, error=f"应在 {least} 至 {most} 之间")
        super().__init__(validate=bounds, **kwargs)


class Day(fields.Field[date]):
    """A day of the calendar, in any form `read_day` takes; as ISO text in answers."""

    def _serialize(self, value: date | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else value.isoformat()

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> date:
        try:
            return read_day(str(value))
        except Invalid as error:
            raise ValidationError(str(error)) from None


class Known(fields.Field[PartialDate]):
    """A date as far as it is known: `2020-11-01`, `2020-11` or `2020`."""

    def _serialize(self, value: PartialDate | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else str(value)


class Controlled(fields.Field[Word]):
    """A controlled word: read from its English value or Chinese label, shown as its English value."""

    def __init__(self, words: type[Word], **kwargs: Any) -> None:
        self.words = words
        super().__init__(metadata={"enum": [word.value for word in words]} | kwargs.pop("metadata", {}), **kwargs)

    def _serialize(self, value: Word | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else value.value

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Word:
        try:
            return self.words.read(str(value))
        except Invalid:
            choices = "、".join(f"{word.value}（{word.label}）" for word in self.words)
            raise ValidationError(f"可选值：{choices}") from None


class Label(fields.Field[Word]):
    """The Chinese label of the controlled word in `attribute`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(dump_only=True, **kwargs)

    def _serialize(self, value: Word | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else value.label


class Choice(fields.String):
    """One of a few fixed texts."""

    def __init__(self, *choices: str, **kwargs: Any) -> None:
        super().__init__(validate=validate.OneOf(choices, error=f"可选值：{'、'.join(choices)}"), **kwargs)


class Query(Schema):
    """Base of what an address asks."""

    error_messages = _OF_NAMES


class Paged(Query):
    """Which page of a list."""

    page = Whole(least=1, most=MOST_PAGES, load_default=1, metadata={"description": "页码，从 1 起"})
    per_page = Whole(least=1, most=PER_PAGE_MOST, load_default=PER_PAGE, metadata={"description": "每页条数"})


class Listed(Schema):
    """A page of a list; `items` is each list's own."""

    total = fields.Integer()
    page = fields.Integer()
    per_page = fields.Integer()


class RecordSchema(Schema):
    """Base of a whole record given as `{"of": the record, …what stands beside it}`."""

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """What stands beside the record under that name, else the record's own."""
        return obj[attr] if attr in obj else super().get_attribute(obj["of"], attr, default)


def several(field: fields.Field[Any], **kwargs: Any) -> fields.List[Any]:
    """A filter that may be repeated; repeated it means *or*."""
    return fields.List(field, load_default=list, **kwargs)
