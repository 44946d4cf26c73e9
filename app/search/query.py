"""What was asked of the index. Pure; never an engine's own query."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.errors import FieldError, Invalid

FILTERS = ("kind", "status", "obligation", "ics", "ccs", "committee", "organization", "block_industry", "county")
"""Filters by value: several values of one mean *or*, different filters *and*; an ICS or CCS code holds all below it."""

SORTS = ("relevance", "published", "implemented", "number")
PER_PAGE_MOST = 100


@dataclass(frozen=True)
class Asked:
    """One search: a text as typed, filters, the day, order and page.

    `filters` maps names of `FILTERS` to values (organizations by id written as text); years are inclusive. `sort` is
    one of `SORTS`, `-` first for descending; None is relevance with a text and `-published` without. `widen` lets
    synonyms in, `interpret` lets words of kind and status ("现行", "团体标准") and question words mean what they say.
    Raises `Invalid` with one entry a field for a page, size, sort or filter that can't be used.
    """

    text: str
    as_of: date
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    sort: str | None = None
    page: int = 1
    per_page: int = 20
    widen: bool = True
    interpret: bool = True

    def __post_init__(self) -> None:
        wrong: list[FieldError] = []
        if self.page < 1:
            wrong.append(FieldError("page", "页码从 1 起", str(self.page)))
        if not 1 <= self.per_page <= PER_PAGE_MOST:
            wrong.append(FieldError("per_page", f"每页条数为 1 至 {PER_PAGE_MOST}", str(self.per_page)))
        if self.sort is not None and self.sort.removeprefix("-") not in SORTS:
            wrong.append(FieldError("sort", f"排序可选 {'、'.join(SORTS)}，前加 - 为倒序", self.sort[:40]))
        unknown = [name for name in self.filters if name not in FILTERS]
        wrong += [FieldError(name, f"没有这个筛选项，可选 {'、'.join(FILTERS)}") for name in unknown]
        if wrong:
            raise Invalid("；".join(f"{each.field}：{each.reason}" for each in wrong), tuple(wrong))
