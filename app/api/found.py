"""All that a search finds, as rows of a table."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import Response

from app.api.exporting import table_file
from app.registry.importing.writing import Written
from app.registry.queries.standards import StandardCard, cards
from app.search import serving
from app.search.query import Asked

CHUNK = 500
HEADINGS = (
    *("标准号", "标准名称", "英文名称", "标准类别", "性质", "状态", "状态截至", "发布日期", "实施日期", "终止日期", "被代替"),
    *("ICS", "CCS", "归口单位", "发布部门"),
)


def found_file(asked: Asked, form: str) -> Response:
    """A row for each standard found, in the order asked for, whatever page is asked for. Raises `Unavailable`."""
    found = serving.ids(asked)
    return table_file(f"标准检索-{asked.as_of}", form, HEADINGS, _rows(found, asked.as_of))


def _rows(standard_ids: Sequence[int], day: date) -> Iterator[list[Written]]:
    for start in range(0, len(standard_ids), CHUNK):
        yield from (_row(card, day) for card in cards(standard_ids[start : start + CHUNK], day))


def _row(card: StandardCard, day: date) -> list[Written]:
    standard = card.standard
    in_charge = [f"{each.number} {each.name or ''}".strip() for each in standard.committees] or standard.committee
    return [
        standard.number,
        standard.title_zh or standard.title_original,
        standard.title_en,
        standard.kind.label if standard.kind else None,
        standard.obligation.label if standard.obligation else None,
        card.status.status.label,
        day.isoformat(),
        *(str(known) if known else None for known in (standard.published_on, standard.implemented_on, card.life.end)),
        card.replaced_by,
        standard.ics,
        standard.ccs,
        in_charge,
        standard.issuer,
    ]
