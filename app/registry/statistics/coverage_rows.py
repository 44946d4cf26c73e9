"""The standards behind the numbers of coverage: by health and kind, by source, by year of publication."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Integer, String, cast, select, type_coerce

from app.database import db
from app.registry.models import Standard
from app.registry.queries.paging import Page, page_of
from app.registry.statistics.coverage import Health, citing_withdrawn, conditions
from app.registry.words import Kind

NO_KIND = "none"
NO_SOURCE = ""


@dataclass(frozen=True)
class Covered:
    """Which standards: of one kind (`NO_KIND`: regulations), source (`NO_SOURCE`: none stated) and year; None: of any."""

    health: Health = Health.RECORDS
    kind: str | None = None
    source: str | None = None
    year: int | None = None


def covered_standards(day: date, asked: Covered, page: int, per_page: int) -> Page[Standard]:
    """One page of them, by number."""
    found = select(Standard)
    if asked.health is Health.CITING_WITHDRAWN:
        found = found.where(Standard.id.in_(citing_withdrawn(day)))
    elif asked.health is not Health.RECORDS:
        found = found.where(conditions(day)[asked.health])
    if asked.kind is not None:
        found = found.where(Standard.kind.is_(None) if asked.kind == NO_KIND else Standard.kind == Kind.read(asked.kind))
    if asked.source is not None:
        found = found.where(cast(Standard.source, String).in_(_written(asked.source)))
    if asked.year is not None:
        found = found.where(type_coerce(Standard.published_on, Integer) // 10_000 == asked.year)
    return page_of(found.order_by(Standard.number_order, Standard.id), page, per_page)


def _written(source: str) -> list[str]:
    """All that is written in the register for what begins with this source: a record may name several."""
    written = cast(Standard.source, String)
    rows = db.session.execute(select(written, Standard.source).distinct())
    return [text for text, texts in rows if (texts[0] if texts else NO_SOURCE) == source]
