"""From the numbers of a sheet to the rows that make them; sheets that are rows themselves lead nowhere."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from flask import url_for

from app.api.labels import NOT_STATED
from app.api.sheets import Cell, Name
from app.registry.statistics import Standing, Within
from app.registry.statistics.coverage import Health
from app.registry.statistics.coverage_rows import NO_KIND, NO_SOURCE
from app.registry.words import Kind

_KINDS: Mapping[Cell, str] = {kind.label: kind.value for kind in Kind}
_HEALTH = {health.label: health for health in Health}
_STANDING = {"成员企业": Standing.MEMBER, "实施企业": Standing.IMPLEMENTING}

Row = Sequence[Cell]


def link_of(name: str, day: date, row: Row, heading: str) -> str | None:
    """The page of the rows behind a number of a sheet's row; None: there is none."""
    find = _LINKS.get(name)
    return find(day, row, heading) if find else None


def _coverage(day: date, row: Row, heading: str) -> str | None:
    if row[0] == Health.CITING_WITHDRAWN.label:
        return url_for("web.statistics_covered", as_of=day, health=Health.CITING_WITHDRAWN)
    health = _HEALTH.get(heading)
    return health and url_for("web.statistics_covered", as_of=day, health=health, kind=_KINDS.get(row[0], NO_KIND))


def _source(day: date, row: Row, heading: str) -> str | None:
    return url_for("web.statistics_covered", as_of=day, source=NO_SOURCE if row[0] == NOT_STATED else row[0])


def _year(day: date, row: Row, heading: str) -> str | None:
    return url_for("web.statistics_covered", as_of=day, year=row[0])


def _block_industry(day: date, row: Row, heading: str) -> str | None:
    standing = _STANDING.get(heading)
    group = {"group_by": Within.BLOCK_INDUSTRY.value, "group": row[0]} if row[0] else {}
    return standing and url_for("web.statistics_enterprises", as_of=day, standing=standing, **group)  # type: ignore[arg-type]


_LINKS: Mapping[str, Callable[[date, Row, str], str | None]] = {
    Name.COVERAGE: _coverage,
    Name.SOURCES: _source,
    Name.YEARS: _year,
    Name.BLOCK_INDUSTRIES: _block_industry,
}
