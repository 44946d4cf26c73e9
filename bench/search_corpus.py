"""Documents for the benches of the search room: the reference files, and a generator with their vocabulary."""

import gzip
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

from app.errors import Invalid
from app.registry.dates import PartialDate
from app.registry.numbers.characters import key_of
from app.registry.numbers.parsing import parse_number
from app.search.documents import IndexDocument

FILES = ("standards.jsonl.gz", "standards-iso.jsonl.gz", "standards-foreign.jsonl.gz")
KINDS = {
    "国家标准": "national",
    "行业标准": "industry",
    "地方标准": "local",
    "团体标准": "alliance",
    "企业标准": "enterprise",
    "国际标准": "international",
    "国外标准": "foreign",
}
_YEAR = re.compile(r"[-:](\d{4})")


def reference_folder() -> Path | None:
    """The folder of the reference data, where it is set."""
    folder = os.environ.get("BIAOLIAN_REFERENCE_DATA")
    return Path(folder) if folder else None


def reference_records(folder: Path) -> Iterator[dict[str, Any]]:
    """The records of the three files."""
    for name in FILES:
        with gzip.open(folder / name, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def _packed(text: str | None) -> int:
    return PartialDate.read(text).packed if text else 0


def _list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def document_of(number: int, record: dict[str, Any]) -> IndexDocument:
    """A record of the files as the index sees it; the status is that of the source."""
    published, implemented = _packed(record.get("published")), _packed(record.get("implemented"))
    year = _YEAR.search(record["number"])
    try:
        parsed = parse_number(record["number"])
        order, document_key = parsed.order_text, parsed.document_key
    except Invalid:
        order = document_key = key_of(record["number"])
    begun = (PartialDate.unpack(implemented or published).first_day.toordinal()) if implemented or published else 2
    status = "withdrawn" if record.get("status") == "废止" else "current"
    committees = [(name.partition(" ")[0] if name.startswith("ISO/") else name, name) for name in _list(record.get("committee"))]
    return IndexDocument(
        id=number,
        number=record["number"],
        order=order,
        document_key=document_key,
        former_numbers=(),
        title_zh=record.get("title_zh"),
        title_en=record.get("title_en"),
        title_original=record.get("title_ja") or record.get("title_fr"),
        scope=record.get("scope"),
        keywords=(),
        kind=KINDS[record["type"]],
        obligation=None,
        year=published // 10000 or (int(year[1]) if year else None),
        published_on=published,
        implemented_on=implemented,
        timeline=((1, "upcoming"), (begun, status)),
        ics=tuple(_list(record.get("ics"))),
        ccs=tuple(_list(record.get("ccs"))),
        committees=tuple(committees),
        organizations=tuple((crc32(name.encode()), name) for name in record.get("drafting_units", ())),
        drafters=tuple(record.get("drafters", ())),
        block_industries=(),
        counties=(),
    )


def reference_documents(folder: Path) -> Iterator[IndexDocument]:
    """Every record of the files."""
    return (document_of(number, record) for number, record in enumerate(reference_records(folder), 1))
