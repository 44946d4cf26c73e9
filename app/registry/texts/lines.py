"""Lines of a text with the page they stand on; what pages repeat and what a table of contents announces is left out. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_LEADER = re.compile(r"(?:[.．·…‥]\s?){3,}\s*[\dIVXivxⅠ-Ⅻⅰ-ⅻ]*$")
_PAGE_BEHIND = re.compile(r"^(?P<entry>.*\S)(?:\s+|(?<=[\u4e00-\u9fff）)]))[\dIVXivxⅠ-Ⅻⅰ-ⅻ]{1,4}$")
_PAGE_NUMBER = re.compile(r"[-—–\s]*(?:\d{1,4}|[ivxIVXⅠ-Ⅻⅰ-ⅻ]{1,6}|第\s*\d+\s*页(?:\s*共\s*\d+\s*页)?)[-—–\s]*")
_CONTENTS = ("目次", "目录")
_LONGEST_ENTRY = 60
_LONGEST_LINE = 400
"""A longer line announces nothing and is no heading: what looks for such does not look at it."""

_OFTEN = 3
_EDGE = 2


class Line(NamedTuple):
    """One line as it stands on a page, counted from 1."""

    page: int
    text: str


class Body(NamedTuple):
    """The lines of a text; `contents` are the entries of its table of contents without blanks, None where it has none."""

    lines: tuple[Line, ...]
    contents: frozenset[str] | None
    contents_page: int | None


def squeezed(text: str) -> str:
    """The text without blanks: `前　言` is `前言`."""
    return re.sub(r"\s+", "", text)


def body_of(pages: Sequence[str]) -> Body:
    """The lines of a text that is given page by page."""
    lines: list[Line] = []
    entries: set[str] = set()
    contents_page: int | None = None
    within = False
    for line in _without_edges(pages):
        if squeezed(line.text) in _CONTENTS and contents_page is None:
            within, contents_page = True, line.page
            continue
        within = within and not _ends_contents(line.text, entries)
        if within or (len(line.text) <= _LONGEST_LINE and _LEADER.search(line.text)):
            if contents_page is not None:
                entries.add(_entry(line.text))
            continue
        lines.append(line)
    return Body(tuple(lines), None if contents_page is None else frozenset(entries), contents_page)


def _entry(text: str) -> str:
    text = text[:_LONGEST_LINE]
    without = _LEADER.sub("", text)
    if without == text and (behind := _PAGE_BEHIND.match(text)):
        without = behind["entry"]
    return squeezed(without)


def _ends_contents(text: str, entries: set[str]) -> bool:
    """What a table of contents announced comes, or a line that is no entry."""
    if squeezed(text) in entries:
        return True
    if len(text) > _LONGEST_LINE:
        return True
    return len(text) > _LONGEST_ENTRY and not _LEADER.search(text) and not _PAGE_BEHIND.match(text)


def _without_edges(pages: Sequence[str]) -> Iterator[Line]:
    """All lines with something on them but the numbers of pages and what stands at the edge of page after page."""
    split = [[text for line in page.split("\n") if (text := line.replace("\u3000", " ").strip())] for page in pages]
    edges = Counter(key for texts in split for key in {_edge_key(text) for text in (*texts[:_EDGE], *texts[-_EDGE:])})
    for number, texts in enumerate(split, 1):
        for at, text in enumerate(texts):
            at_edge = at < _EDGE or at >= len(texts) - _EDGE
            if (
                at_edge
                and len(text) <= _LONGEST_LINE
                and (_PAGE_NUMBER.fullmatch(text) or (number > 1 and edges[_edge_key(text)] >= _OFTEN))
            ):
                continue
            yield Line(number, text)


def _edge_key(text: str) -> str:
    return re.sub("[—–―－-]", "-", squeezed(text)).upper()
