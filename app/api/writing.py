"""Writing records of every exchange table, by the keys that files use: one set of routes, on the resource of each table.

A record's ETag is its version. `If-Match` is a writer's promise to know the record as it stands: where that is no longer so, the
answer is 409 with nothing written. Without it, only the cells named are written, over whatever state the record is in.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any

from flask import Response, request, url_for
from werkzeug.exceptions import UnsupportedMediaType

from app.accounts.auth import signed_in
from app.accounts.permissions import Permission, require
from app.api import block_industries, committees, organizations, standards
from app.api.schemas.fields import LARGEST_ID
from app.api.schemas.tables import (
    NumberArguments,
    TableArguments,
    Why,
    WithdrawalArguments,
    given_schema,
    list_schema,
    shown_schema,
)
from app.api.smorest import Blueprint
from app.clock import today
from app.errors import FieldError, Invalid
from app.registry.editing.kept import Kept, kept, standard_id
from app.registry.editing.listing import records_page
from app.registry.editing.renumbering import renumber
from app.registry.editing.repeating import HEADER, create_once
from app.registry.editing.saving import change
from app.registry.editing.withdrawing import ENDS, remove, withdraw
from app.registry.history import Author
from app.registry.importing.columns import TABLES, Table
from app.registry.words import Through

ONE = f"/<int(max={LARGEST_ID}):record_id>"
_ID = re.compile(r"[0-9]{1,10}")
_INTERNAL = frozenset({"award-candidates"})
"""Tables that only offices read: what is being evaluated is not public."""

_TEXT = {"type": "string"}
_IF_MATCH = {"in": "header", "name": "If-Match", "schema": _TEXT, "description": "读到的 ETag；已被他人修改时答 409"}
ONCE = {"in": "header", "name": HEADER, "schema": _TEXT, "description": "同一键、同一内容的重复请求只新增一次，答同一结果"}
_EXISTING = {
    "standards": standards.bp,
    "organizations": organizations.bp,
    "committees": committees.bp,
    "block-industries": block_industries.bp,
}


def _resources() -> list[Blueprint]:
    """Add the writing routes to the resources there are, and make a resource of every table that has none yet."""
    made = []
    for name, table in TABLES.items():
        if name in _EXISTING:
            _add_writing(_EXISTING[name], table, _rule_of(name))
            continue
        resource = Blueprint(name, __name__, url_prefix=f"/api/v1/{name}", description=table.label)
        _add_reading(resource, table)
        _add_writing(resource, table, ONE)
        made.append(resource)
    return made


def _rule_of(name: str) -> str:
    """The rule of one record as the resource has it, whose parameter this module passes on whatever it is called."""
    rules = {"standards": "/<path:number>", "block-industries": f"/<int(max={LARGEST_ID}):block_industry_id>"}
    return rules.get(name, f"/<int(max={LARGEST_ID}):{name.removesuffix('s')}_id>")


def _add_reading(resource: Blueprint, table: Table) -> None:
    shown = shown_schema(table)

    @resource.get("")
    @resource.doc(summary=f"{table.label}一览")
    @resource.arguments(TableArguments, location="query")
    @resource.response(200, list_schema(table, shown))
    @_guarded(resource, table)
    def listing(asked: Mapping[str, Any]) -> dict[str, Any]:
        found = records_page(table.name, q=asked["q"], page=asked["page"], per_page=asked["per_page"])
        items = [_shown(record) for record in found.items]
        return {"total": found.total, "page": found.page, "per_page": found.per_page, "items": items}

    @resource.get(ONE)
    @resource.doc(summary=f"一条{table.label}")
    @resource.response(200, shown)
    @resource.alt_response(404, "NOT_FOUND")
    @_guarded(resource, table)
    def record(record_id: int) -> tuple[dict[str, Any], int, dict[str, str]]:
        found = kept(table.name, record_id)
        return _shown(found), 200, {"ETag": f'"{found.version}"'}


def _guarded(resource: Blueprint, table: Table) -> Callable[[Any], Any]:
    """Keep what is not for everybody from whoever may not read it."""

    def decorate(view: Any) -> Any:
        if table.name not in _INTERNAL:
            return view

        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            require(signed_in(), Permission.WORKLIST_READ)
            return view(*args, **kwargs)

        return resource.alt_response(401, "UNAUTHORIZED")(resource.alt_response(403, "FORBIDDEN")(guarded))

    return decorate


def _add_writing(resource: Blueprint, table: Table, rule: str) -> None:
    given, shown = given_schema(table), shown_schema(table)
    resource.before_request(_may_write)

    @resource.post("")
    @_described(resource, f"新增一条{table.label}", ONCE, 201, shown)
    @resource.arguments(given, location="json")
    @resource.arguments(Why, location="query")
    def create(cells: Mapping[str, object], why: Mapping[str, str | None]) -> Any:
        made = create_once(table.name, cells, author=_author(why), key=request.headers.get(HEADER))
        return _answer(made.record, 201, {"Location": url_for(f"{resource.name}.record", **_place(table, rule, made.record))})

    @resource.patch(rule)
    @_described(resource, f"修改一条{table.label}：给出的各项", _IF_MATCH, 200, shown)
    @resource.alt_response(404, "NOT_FOUND")
    @resource.arguments(given, location="json")
    @resource.arguments(NumberArguments if table.name == "standards" else Why, location="query")
    def change_one(cells: Mapping[str, object], why: Mapping[str, Any], **place: Any) -> Any:
        own = _meant(table, place)
        if as_number := why.get("number_change"):
            number = _number_alone(cells)
            saved = renumber(own, number, why=as_number, author=_author(why), version=_version(table, own))
        else:
            saved = change(table.name, own, cells, author=_author(why), version=_version(table, own))
        return _answer(saved.record)

    @resource.delete(rule)
    @_described(resource, _withdrawal(table), _IF_MATCH, 200, shown)
    @resource.alt_response(204, description="登错的记录已删去，留有历史")
    @resource.alt_response(404, "NOT_FOUND")
    @resource.arguments(WithdrawalArguments, location="query")
    def withdraw_one(asked: Mapping[str, Any], **place: Any) -> Any:
        own = _meant(table, place)
        version = _version(table, own)
        if asked["mistake"] or table.name not in ENDS:
            remove(table.name, own, author=_author(asked), version=version)
            return Response(status=204)
        on: date = asked["on"] or today()
        return _answer(withdraw(table.name, own, on=on, author=_author(asked), version=version).record)


def _described(resource: Blueprint, summary: str, header: dict[str, Any], status: int, shown: Any) -> Callable[[Any], Any]:
    """Describe a route that writes, with all it may answer."""

    def decorate(view: Any) -> Any:
        for code, name in ((400, "BAD_REQUEST"), (401, "UNAUTHORIZED"), (403, "FORBIDDEN"), (409, "CONFLICT"),
                           (413, "REQUEST_ENTITY_TOO_LARGE"), (415, "UNSUPPORTED_MEDIA_TYPE"), (429, "TOO_MANY_REQUESTS")):
            view = resource.alt_response(code, name)(view)
        view = resource.response(status, shown)(view)
        return resource.doc(summary=summary, parameters=[header], security=[{"token": []}])(view)

    return decorate


def _withdrawal(table: Table) -> str:
    if table.name in ENDS:
        return f"终止一条{table.label}（{ENDS[table.name][1]}），记录仍在；登错的可删去"
    return f"删去一条{table.label}，留有历史，可恢复"


def _may_write() -> None:
    """Whoever writes is known and may, before anything of the request is read."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    require(signed_in(), Permission.REGISTER_EDIT)
    if request.method in ("POST", "PATCH") and not request.is_json:
        raise UnsupportedMediaType


def _author(asked: Mapping[str, Any]) -> Author:
    return Author(signed_in(), Through.API, (asked["reason"] or "").strip() or None)


def _meant(table: Table, place: Mapping[str, Any]) -> int:
    """The id of the record that an address names."""
    [named] = place.values()
    if table.name != "standards":
        return int(named)
    if _ID.fullmatch(named):
        return int(named) if int(named) <= LARGEST_ID else 0
    return standard_id(named)


def _place(table: Table, rule: str, record: Kept) -> dict[str, Any]:
    """What leads to a record by its rule."""
    [name] = re.findall(r":(\w+)>", rule)
    return {name: str(record.row["number"]) if table.name == "standards" else record.id}


def _number_alone(cells: Mapping[str, object]) -> str:
    """The number that a request gives a standard, which changes nothing else. Raises `Invalid`."""
    number = cells.get("number")
    if not isinstance(number, str) or set(cells) != {"number"}:
        reason = "改标准号时只给 number 一项，文字；其他各项请另行修改"
        raise Invalid(reason, (FieldError("number", reason),))
    return number


def _version(table: Table, record_id: int) -> str | None:
    """The version that the request says it knows: the present one where that is among those it names, else what it named."""
    if "If-Match" not in request.headers or request.if_match.star_tag:
        return None
    # a tag without anything in it is read as None
    named = {(tag or "").partition(".")[0] for tag in request.if_match.as_set(include_weak=True)}
    present = kept(table.name, record_id).version
    return present if present in named else min(named, default="-")


def _answer(record: Kept, status: int = 200, headers: Mapping[str, str] | None = None) -> Any:
    return _shown(record), status, {"ETag": f'"{record.version}"', **(headers or {})}


def _shown(record: Kept) -> dict[str, Any]:
    return {"id": record.id, **record.row}


RESOURCES = _resources()
"""The resources that this module makes: those of the tables that no other module shows."""
