"""Reading what a request gives: through marshmallow schemas, with refusals in our own words, one entry a value."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NoReturn

from flask import Request
from marshmallow import RAISE, Schema, ValidationError
from webargs.flaskparser import FlaskParser

from app.errors import FieldError, Invalid


class Parser(FlaskParser):
    """webargs, refusing parameters it doesn't know: a filter with a slip in its name must not widen the answer unseen.

    A parameter left blank, as forms send them, is one not given.
    """

    DEFAULT_UNKNOWN_BY_LOCATION = FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION | {"query": RAISE}

    def pre_load(self, location_data: Any, *, schema: Schema, req: Request, location: str) -> Any:
        """Leave blank parameters of the address out."""
        if location != "query":
            return location_data
        given = {name: _without_blanks(value) for name, value in location_data.items()}
        return {name: value for name, value in given.items() if value}

    def handle_error(
        self,
        error: ValidationError,
        req: Request,
        schema: Schema,
        *,
        error_status_code: int | None,
        error_headers: Mapping[str, str] | None,
    ) -> NoReturn:
        """Refuse with `Invalid`."""
        raise refusal(error) from None


parser = Parser()


@cache
def made_once(schema: type[Schema]) -> Schema:
    """A schema ready to load: to make one copies all of its fields, and takes longer than to read an address."""
    return schema()


def refusal(error: ValidationError) -> Invalid:
    """The refusal of everything that a schema could not use; webargs puts the place it read above the fields."""
    given = error.data if isinstance(error.data, Mapping) else {}
    found = [each for fields in error.messages_dict.values() for each in _entries(fields, given)]
    return Invalid("；".join(f"{each.field}：{each.reason}" for each in found), tuple(found))


def _entries(fields: Mapping[str, Any], given: Mapping[str, Any]) -> Iterator[FieldError]:
    for name, reasons in fields.items():
        value = given.get(name)
        if isinstance(reasons, Mapping):
            for index, deeper in reasons.items():
                yield FieldError(name, _sentence(deeper), str(value[index]) if isinstance(value, list) else None)
        else:
            yield FieldError(name, _sentence(reasons), None if value is None else str(value))


def _sentence(reasons: list[str]) -> str:
    return "；".join(str(reason) for reason in reasons)


def _without_blanks(value: Any) -> Any:
    if isinstance(value, list):
        return [each for each in value if each.strip()]
    return value if value.strip() else None
