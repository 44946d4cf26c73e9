"""The standard numbers that a text cites, with clause and page, apart by what the citing does. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from app.registry.numbers import Reading, find_numbers
from app.registry.texts.clauses import Clause

_BROKEN = re.compile(r"(?<=[A-Z])(/[TZ])?[ ]?\n(?=\d)|(?<=\d[-—－])\n(?=\d{2,4})")
_LONGEST_TITLE = 200
_BOOK_TITLE = re.compile(r"[《》]")


class Where(StrEnum):
    """Where a number stands: on the cover or in the foreword, in the list of clause 2, in the text, in the bibliography."""

    FRONT = "front"
    LISTED = "listed"
    TEXT = "text"
    BIBLIOGRAPHY = "bibliography"


@dataclass(frozen=True)
class Citation:
    """A number that a text names. `typed` is how, `clause` and `page` where; `words` is what else the line of a list says."""

    reading: Reading
    typed: str
    where: Where
    clause: str
    page: int
    words: str = ""

    @property
    def normative(self) -> bool:
        """Whether it is listed as necessary for applying the text."""
        return self.where is Where.LISTED

    @property
    def number(self) -> str:
        """The number in canonical form."""
        return str(self.reading.number)


def citations_of(clauses: Sequence[Clause], own: str | None = None) -> tuple[Citation, ...]:
    """All that these clauses cite, in the order of the text; not the `own` number, in canonical form, of the document."""
    document = {number.reading.number.document_key for number in find_numbers(own or "")}
    return tuple(cited for clause in clauses for cited in _of_clause(clause) if cited.reading.number.document_key not in document)


def is_list(clause: Clause) -> bool:
    """Whether a clause is the list of normative references."""
    return clause.number.isdigit() and "引用" in clause.title and ("文件" in clause.title or "标准" in clause.title)


def _where(clause: Clause) -> Where:
    if is_list(clause):
        return Where.LISTED
    if clause.number:
        return Where.TEXT
    return Where.BIBLIOGRAPHY if clause.title == "参考文献" else Where.FRONT


def _of_clause(clause: Clause) -> Iterator[Citation]:
    where = _where(clause)
    if clause.number and clause.title:
        for found in find_numbers(clause.title):
            yield Citation(found.reading, clause.title[found.start : found.end], where, clause.place, clause.page)
    text = _BROKEN.sub(lambda broken: broken[0].replace("\n", " "), clause.text)
    starts = [0, *accumulate(len(line.text) + 1 for line in clause.lines)]
    for found in find_numbers(text):
        line = clause.lines[bisect_right(starts, found.start) - 1]
        words = _title_behind(text, found.end) if where is not Where.TEXT else ""
        yield Citation(found.reading, text[found.start : found.end].replace("\n", " "), where, clause.place, line.page, words)


def _title_behind(text: str, end: int) -> str:
    """What follows a number in its line of a list, which is its title."""
    behind = text[end : end + _LONGEST_TITLE].split("\n", 1)[0]
    return _BOOK_TITLE.sub("", behind).strip(" 　。；;，,")
