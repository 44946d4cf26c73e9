"""Documents for the tests of the search room."""

from datetime import date
from typing import Any

from app.registry.numbers.parsing import parse_number
from app.search.documents import IndexDocument
from app.search.engine import Engine, Found
from app.search.query import Asked

DAY = date(2026, 11, 23)


def make_document(
    number: int = 1, text: str = "GB/T 1.1-2020", title: str | None = "标准化工作导则", **values: Any
) -> IndexDocument:
    """A document; `in_force` and `ended` are days of a simple life, `ended_as` the status after it."""
    read = parse_number(text)
    in_force: date = values.pop("in_force", date(2020, 1, 1))
    ended: date | None = values.pop("ended", None)
    timeline = [(1, "upcoming"), (in_force.toordinal(), "current")]
    if ended is not None:
        timeline.append((ended.toordinal(), values.pop("ended_as", "superseded")))
    plain: dict[str, Any] = {
        "id": number,
        "number": str(read),
        "order": read.order_text,
        "document_key": read.document_key,
        "former_numbers": (),
        "title_zh": title,
        "title_en": None,
        "title_original": None,
        "scope": None,
        "keywords": (),
        "kind": "national" if read.kind is None else read.kind.value,
        "obligation": None if read.obligation is None else read.obligation.value,
        "year": read.year,
        "published_on": (read.year or 0) * 10_000,
        "implemented_on": (read.year or 0) * 10_000,
        "timeline": tuple(timeline),
        "ics": (),
        "ccs": (),
        "committees": (),
        "issuer": None,
        "organizations": (),
        "drafters": (),
        "block_industries": (),
        "counties": (),
    }
    return IndexDocument(**plain | values)


def ask(engine: Engine, text: str = "", **values: Any) -> Found:
    """One search; filters are named like the fields of `Asked`."""
    return engine.find(Asked(text, values.pop("as_of", DAY), **values))


def ids(found: Found) -> list[int]:
    """The ids of the page, in order."""
    return [hit.id for hit in found.hits]
