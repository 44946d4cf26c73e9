"""Documents for the benches of the search room: the reference files, and a generator with their vocabulary."""

import gzip
import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate, pairwise
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

from app.errors import Invalid
from app.registry.dates import PartialDate
from app.registry.numbers.characters import key_of
from app.registry.numbers.parsing import parse_number
from app.search.analysis import Analyzer, has_cjk
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
        issuer=record.get("issuer") if record["type"] == "团体标准" else None,
        organizations=tuple((crc32(name.encode()), name) for name in record.get("drafting_units", ())),
        drafters=tuple(record.get("drafters", ())),
        block_industries=(),
        counties=(),
    )


def reference_documents(folder: Path) -> Iterator[IndexDocument]:
    """Every record of the files."""
    return (document_of(number, record) for number, record in enumerate(reference_records(folder), 1))


def generated_documents(size: int, folder: Path) -> Iterator[IndexDocument]:
    """The same `size` documents each time: words of the real Chinese titles, Zipf, one word in twelve very common."""
    words = _vocabulary(folder)
    random = Random(size)  # the same documents each time
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    common = ["技术", "要求", "方法", "规范", "安全", "试验", "产品", "设备"]
    bodies = [(number, f"浙江{first}{second}有限公司") for number, (first, second) in enumerate(pairwise(words[:2000]), 1)]

    def text(least: int, most: int) -> str:
        drawn = random.choices(words, cum_weights=weights, k=random.randint(least, most))
        return "".join(random.choice(common) if random.random() < 1 / 12 else word for word in drawn)

    for number in range(1, size + 1):
        year = random.randint(1985, 2026)
        day = date(year, random.randint(1, 12), 1)
        ended = ((day.toordinal() + random.randint(300, 4000), "superseded"),) if random.random() < 0.3 else ()
        ics, letter = random.randint(1, 97), random.choice("ABCDEFGHJKLMNPQRSTUVWXYZ")
        committee = f"SAC/TC {random.randint(1, 600)}"
        yield IndexDocument(
            id=number,
            number=f"GB/T {number}-{year}",
            order=f"{number:09}",
            document_key=f"gb/{number}",
            former_numbers=(),
            title_zh=text(3, 9),
            title_en=None,
            title_original=None,
            scope=text(0, 25) or None,
            keywords=(text(1, 2),),
            kind=random.choice(("national", "industry", "local", "alliance")),
            obligation=random.choice(("mandatory", "recommended", "recommended")),
            year=year,
            published_on=year * 10_000 + day.month * 100 + 1,
            implemented_on=0,
            timeline=((1, "upcoming"), (day.toordinal(), "current"), *ended),
            ics=(f"{ics:02}.{random.randint(10, 40) * 10}",),
            ccs=(f"{letter}{random.randint(0, 99):02}",),
            committees=((committee, committee),),
            issuer=None,
            organizations=tuple(random.sample(bodies, random.randint(0, 4))),
            drafters=(),
            block_industries=(),
            counties=(),
        )


def _vocabulary(folder: Path) -> list[str]:
    analyzer = Analyzer()
    words: Counter[str] = Counter()
    for record in reference_records(folder):
        if "title_zh" in record:
            words.update(word for word in analyzer.words(record["title_zh"]).texts if has_cjk(word) and len(word) > 1)
    return [word for word, _ in words.most_common()]


def mixed_queries(documents: Sequence[IndexDocument], size: int = 240) -> list[str]:
    """Queries as people mix them: one word rare or common, two to four words, sentences, numbers, phrases, bodies."""
    random = Random(3)
    analyzer = Analyzer()
    titled = [document for document in documents if document.title_zh] or list(documents)
    words: Counter[str] = Counter()
    for document in random.sample(titled, min(len(titled), 5000)):
        words.update({word for word in analyzer.words(document.title_zh or "").texts if len(word) > 1})
    common = [word for word, _ in words.most_common(40)]
    rare = [word for word, count in words.items() if count < 3]
    named = [document for document in titled if document.organizations]

    def some(document: IndexDocument, count: int) -> str:
        cut = [word for word in analyzer.words(document.title_zh or "").texts if len(word) > 1]
        return " ".join(random.sample(cut, min(count, len(cut))))

    queries: list[str] = []
    while len(queries) < size:
        document = random.choice(titled)
        title = document.title_zh or ""
        queries += [
            random.choice(common),
            random.choice(rare),
            some(document, 2),
            some(document, 3),
            some(document, 4),
            f"{random.choice(common)} {random.choice(common)}",
            f"{title[:12]}用哪个标准",
            document.number.rpartition("-")[0][:-1] or document.number,
            document.number,
            f'"{title[:6]}"',
            title[2:7],
            random.choice(named).organizations[0][1][2:8] if named else random.choice(common),
        ]
    return [query for query in queries if query.strip()][:size]
