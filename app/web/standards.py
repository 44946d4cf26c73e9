"""One standard: its permalink by number, however the number is spelled."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from urllib.parse import urlencode

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.registry.classification import Scheme, first_level
from app.registry.models import Relation
from app.registry.queries.lookup import find_standard
from app.registry.queries.standards import StandardCard, StandardRecord, cards, standard_record
from app.registry.status import ENDED
from app.registry.words import RelationKind
from app.web.asked import OfDay, read
from app.web.blueprint import pages
from app.web.charts.lineage import EditionLife, LineageChart, lineage_chart
from app.web.presentation import OFFICIAL_SEARCH, printed, standard_url

ISO_SEARCH = "https://www.iso.org/search.html?"
DRAWN_EDITIONS = 12


@pages.get("/standards/<path:number>")
def standard(number: str) -> ResponseReturnValue:
    """The record of the standard that a number means on the day asked; a page of candidates where it may mean several."""
    day = read(OfDay)["as_of"]
    found = find_standard(number, day)
    if found.standard is None:
        candidates = cards([each.id for each in found.candidates], day)
        return render_template("candidates.html", asked=number, day=day, candidates=candidates), 300
    if number != found.standard.number and not found.asked_undated and found.found_as is None:
        # only another spelling: the permalink is the canonical text
        return redirect(standard_url(found.standard.number, **_query()))
    record = standard_record(found.standard.id, day)
    return render_template(
        "standard.html",
        asked=number,
        found=found,
        record=record,
        card=record.card,
        standard=record.card.standard,
        day=day,
        chart=_chart(record.editions, record.card, day),
        relations=_relations(record),
        official=_official(record.card),
        citations=_citations(record.card),
        first_levels={scheme.value: partial(first_level, scheme) for scheme in (Scheme.ICS, Scheme.CCS)},
    )


def _query() -> dict[str, str]:
    """What else the address asks, for the permalink."""
    return {"as_of": request.args["as_of"]} if "as_of" in request.args else {}


def _chart(editions: Sequence[StandardCard], this: StandardCard, day: date) -> LineageChart | None:
    """The lineage, where a beginning is known; of a document with very many editions the last, and this one."""
    left_out = max(0, len(editions) - DRAWN_EDITIONS)
    drawn = [each for at, each in enumerate(editions) if at >= left_out or each.standard.id == this.standard.id]
    return lineage_chart(
        [
            EditionLife(
                label=printed(each.standard.number),
                word=each.status.status.label,
                start=each.life.start,
                end=each.life.end,
                published=each.standard.published_on.first_day if each.standard.published_on else None,
                ended=each.status.status in ENDED,
                this=each.standard.id == this.standard.id,
            )
            for each in drawn
        ],
        day,
    )


_READINGS: Sequence[tuple[RelationKind, bool, str]] = (
    (RelationKind.REPLACES, True, "代替"),
    (RelationKind.REPLACES, False, "被代替"),
    (RelationKind.PARTLY_REPLACES, True, "部分代替"),
    (RelationKind.PARTLY_REPLACES, False, "部分被代替"),
    (RelationKind.AMENDS, True, "修改（本文件是修改单）"),
    (RelationKind.AMENDS, False, "修改单"),
    (RelationKind.ADOPTS, True, "采用"),
    (RelationKind.ADOPTS, False, "被采用"),
    (RelationKind.CITES, True, "引用"),
    (RelationKind.CITES, False, "被引用"),
)
"""How a relation reads from each end: from its subject (True) and from its object."""


def _relations(record: StandardRecord) -> dict[str, list[tuple[str, Relation]]]:
    """The relations that act, as (number at the far end, relation) under the words they read as here."""
    found: dict[str, list[tuple[str, Relation]]] = {}
    for kind, from_subject, words in _READINGS:
        for relation in record.out if from_subject else record.into:
            if relation.kind is kind:
                far = relation.object_number if from_subject else relation.subject_number
                found.setdefault(words, []).append((far, relation))
    return found


def _citations(card: StandardCard) -> list[tuple[str, str]]:
    """How the standard is cited: within a standard (GB/T 1.1), and in a list of references (GB/T 7714)."""
    standard = card.standard
    title = standard.title_zh or standard.title_en or standard.title_original or ""
    number = printed(standard.number)
    reference = f"{standard.issuer}. " if standard.issuer else ""
    return [
        ("规范性引用", f"{number}　{title}"),
        ("参考文献", f"{reference}{title}：{number}[S]."),
    ]


def _official(card: StandardCard) -> tuple[str, str]:
    """Name and address of the official platform's search for this number."""
    if card.standard.number.startswith("ISO"):
        return "ISO 官网", ISO_SEARCH + urlencode({"q": card.standard.number})
    return "全国标准信息公共服务平台", OFFICIAL_SEARCH + urlencode({"q": card.standard.number})
