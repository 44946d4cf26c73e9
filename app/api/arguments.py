"""Reading what a request gives: through marshmallow schemas, with refusals in our own words, one entry a value."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NoReturn

from flask import Request
from marshmallow import RAISE, Schema, ValidationError
from webargs.flaskparser import FlaskParser

from app.errors import FieldError, Invalid


class Parser(FlaskParser):
    """webargs, refusing parameters it doesn't know: a filter with a slip in its name must not widen the answer unseen.

    Nor must one of two values be taken unseen where only one can hold. A parameter left blank, as forms send them, is one
    not given.
    """

    DEFAULT_UNKNOWN_BY_LOCATION = FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION | {"query": RAISE}

    def pre_load(self, location_data: Any, *, schema: Schema, req: Request, location: str) -> Any:
        """Leave blank parameters of the address out, and refuse several values of what has one."""
        if location != "query":
            return location_data
        given: dict[str, list[str]] = {name: _filled(location_data.data.getlist(name)) for name in location_data}
        known = {field.data_key or name for name, field in schema.fields.items()} - location_data.multiple_keys
        repeated = {name: "、".join(values) for name, values in given.items() if name in known and len(set(values)) > 1}
        if repeated:
            raise ValidationError({name: ["只能给一个值，请去掉多余的"] for name in repeated}, data=repeated)
        return {
            name: values if name in location_data.multiple_keys else values[0] for name, values in given.items() if values
        }

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


def _filled(values: Iterable[str]) -> list[str]:
    return [value for value in values if value.strip()]
