"""Looking records of any table up, by what stands in them or in what they name."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, String, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.registry.editing.kept import Kept, kept_rows
from app.registry.importing import references
from app.registry.importing.columns import table_of
from app.registry.importing.records import ModelRecords
from app.registry.importing.references import Reference
from app.registry.importing.registered import records_of
from app.registry.models import AwardScheme, BlockIndustry, Committee, Organization, Plan, Standard
from app.registry.numbers import key_of
from app.registry.queries.paging import Page, containing, page_of

PER_PAGE = 50

_NAMED: Mapping[Reference, tuple[Any, ...]] = {
    references.BODIES: (Organization.name, Organization.key),
    references.BLOCK_INDUSTRIES: (BlockIndustry.name, BlockIndustry.code),
    references.COMMITTEES: (Committee.name, Committee.number),
    references.SCHEMES: (AwardScheme.name, AwardScheme.code),
    references.PLANS: (Plan.name, Plan.code),
}
"""By which texts a record of another table is known."""


def records_page(table_name: str, *, q: str = "", page: int = 1, per_page: int = PER_PAGE) -> Page[Kept]:
    """A page of records that contain `q`, in the order of entry; standards by number. Raises `Invalid` for an unknown table."""
    table = table_of(table_name)
    model: Any = records_of(table.name).model
    asked = select(model.id).order_by(*((Standard.number_order,) if model is Standard else ()), model.id)
    if q.strip():
        asked = asked.where(_contains(table.name, q.strip()))
    found = page_of(asked, page, per_page)
    return Page(found.total, found.page, found.per_page, kept_rows(table.name, list(found.items)))


def _contains(table_name: str, q: str) -> ColumnElement[bool]:
    like = containing(q)
    if table_name == "standards":
        return _of_standards(q)
    records = records_of(table_name)
    if not isinstance(records, ModelRecords):
        return false()
    found: list[ColumnElement[bool]] = []
    for field in records.fields:
        column = getattr(records.model, field.attribute, None)
        if not isinstance(column, InstrumentedAttribute):
            continue  # put together from other tables
        if field.reference is references.STANDARDS:
            found.append(column.in_(select(Standard.id).where(_of_standards(q))))
        elif field.reference is not None and field.reference in _NAMED:
            named = _NAMED[field.reference]
            ids = select(named[0].class_.id).where(or_(*(each.ilike(like, escape="\\") for each in named)))
            found.append(column.in_(ids))
        elif isinstance(column.type, String):
            found.append(column.ilike(like, escape="\\"))
    return or_(false(), *found)


def _of_standards(q: str) -> ColumnElement[bool]:
    key, like = containing(key_of(q)), containing(q)
    titles = (Standard.title_zh, Standard.title_en)
    return or_(Standard.key.like(key, escape="\\"), *(title.ilike(like, escape="\\") for title in titles))


