"""The clauses of a text: by their numbers, in the order in which numbers can follow one another. Pure.

Source: GB/T 1.1-2020, 7.2 and 7.3 (章、条), chapter 8 (要素).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from app.registry.texts.lines import Body, Line, body_of, squeezed

COVER = "封面"
UNNUMBERED = ("前言", "引言", "参考文献", "索引")
"""Elements without a number; cover and table of contents stand apart."""

_NUMBERED = re.compile(
    r"^(?P<number>\d{1,2}(?:\s?[.．]\s?\d{1,3}){0,5}|[A-Z](?:[.．]\d{1,3}){1,5})(?:[.．、]?\s+|(?=[^\d\s.．,，%~～×/-]))(?P<rest>.*)$"
)
_ALONE = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,3}){1,5}|[A-Z](?:\.\d{1,3}){1,5})$")
_ANNEX = re.compile(r"^附\s*录\s*(?P<letter>[A-Z])\s*(?:[（(]\s*(?P<kind>规范性|资料性)(?:附录)?\s*[）)])?\s*(?P<title>.*)$")
_ANNEX_KIND = re.compile(r"^[（(]\s*(?P<kind>规范性|资料性)(?:附录)?\s*[）)]\s*(?P<title>.*)$")
_TABLE = re.compile(r"^表\s*(?:[A-Z][.．])?\d+")
_HAN = re.compile("[\u4e00-\u9fff]")
_SENTENCE = re.compile("[。；;，：！？]")
_CELL = re.compile(r"(?:^|\s)[\d.～~≤≥<>±/-]+(?:\s|$)")
_COUNTED = re.compile(r"^(?:年|月|日|个|只|次|台|件|份|mm|cm|kg|MPa|℃|%|号|倍|级|h\b|min\b|s\b)")
_USUAL = re.compile("范围|引用文件|术语|缩略语|分类|要求|试验|检验|检测|标志|包装|运输|贮存|方法|规则|承诺|总则|原则|基本")
_LONGEST_TITLE = 25
"""Han characters; a line without a full stop that holds more of them is the beginning of a sentence."""

_WIDEST_GAP = 3
_KINDS = {"规范性": True, "资料性": False}


@dataclass(frozen=True)
class Clause:
    """A clause of a text. `number` is "4.1" or "A.2", the letter of an annex, or empty for cover, foreword and the like.

    `title` is empty for a clause that has none; `normative` is whether an annex says that it binds, None where it does not
    say or is none. `lines` are those of its own text, without those of the clauses within it, each with its page.
    """

    number: str
    title: str
    page: int
    lines: tuple[Line, ...] = ()
    normative: bool | None = None

    @cached_property
    def text(self) -> str:
        """Its own text."""
        return "\n".join(line.text for line in self.lines)

    @property
    def parts(self) -> tuple[str, ...]:
        """The number taken apart."""
        return tuple(self.number.split(".")) if self.number else ()

    @property
    def is_annex(self) -> bool:
        """Whether it is an annex as a whole."""
        return len(self.number) == 1 and self.number.isalpha()

    @property
    def place(self) -> str:
        """How people name it: 第 4 章, 4.1, 附录 A, 前言."""
        if not self.number:
            return self.title
        if self.is_annex:
            return f"附录 {self.number}"
        return f"第 {self.number} 章" if "." not in self.number else self.number


def clauses_of(pages: Sequence[str]) -> tuple[Clause, ...]:
    """The clauses of a text given page by page, in order; what stands before the first is the cover."""
    return clauses_within(body_of(pages))


def clauses_within(body: Body) -> tuple[Clause, ...]:
    """The clauses of these lines."""
    return _Reading(body).clauses()


def _may_be_title(text: str) -> bool:
    return len(_HAN.findall(text)) <= _LONGEST_TITLE and not _SENTENCE.search(text)


def _order(parts: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() else (100, part) for part in parts)


class _Open:
    """A clause that is being read."""

    def __init__(self, number: str, title: str, page: int, normative: bool | None = None) -> None:
        self.number, self.title, self.page, self.normative = number, title, page, normative
        self.lines: list[Line] = []
        self.awaits_title = False

    def closed(self) -> Clause:
        return Clause(self.number, self.title, self.page, tuple(self.lines), self.normative)


class _Reading:
    """One pass over the lines, which knows what number may come next."""

    def __init__(self, body: Body) -> None:
        self._lines = body.lines
        self._contents = body.contents
        self._done = [_Open("", COVER, 1)]
        self._path: tuple[str, ...] = ()
        self._in_table = False
        self._counting = 0  # the last line that began with a whole number and was no heading

    def clauses(self) -> tuple[Clause, ...]:
        for at, line in enumerate(self._lines):
            if not self._begins(at, line):
                self._continue(line)
        read = [each.closed() for each in self._done]
        return tuple(each for each in read if each.number or each.lines or each.title != COVER)

    def _begins(self, at: int, line: Line) -> bool:
        name = squeezed(line.text)
        if name in UNNUMBERED:
            self._open(_Open("", name, line.page), self._path if name != "参考文献" else ("Z",))
            return True
        return self._begins_annex(line) or self._begins_numbered(at, line)

    def _begins_annex(self, line: Line) -> bool:
        found = _ANNEX.match(line.text)
        if found is None or not self._path:
            return False
        title, letter = found["title"].strip(), found["letter"]
        is_next = letter > self._path[0] if self._path[0].isalpha() else True
        if not is_next or not _may_be_title(title):
            return False
        if title and not found["kind"] and (line.text[found.start("title") - 1] != " " or title[0] in "的中和与给规所、"):
            return False
        annex = _Open(letter, title, line.page, _KINDS.get(found["kind"] or ""))
        annex.awaits_title = not title
        self._open(annex, (letter,))
        return True

    def _begins_numbered(self, at: int, line: Line) -> bool:
        found = _NUMBERED.match(line.text) or _ALONE.match(line.text)
        if found is None:
            return False
        parts = tuple(re.split(r"[.．]", re.sub(r"\s", "", found["number"])))
        rest = (found.groupdict().get("rest") or "").strip()
        is_heading = self._is_chapter(at, int(parts[0]), rest) if len(parts) == 1 else self._follows(parts, rest)
        if not is_heading:
            self._counting = int(parts[0]) if len(parts) == 1 and parts[0].isdigit() else self._counting
            return False
        is_title = _may_be_title(rest)
        opened = _Open(".".join(parts), rest if is_title else "", line.page)
        opened.awaits_title = not rest
        if rest and not is_title:
            opened.lines.append(Line(line.page, rest))
        self._open(opened, parts)
        return True

    def _is_chapter(self, at: int, number: int, rest: str) -> bool:
        """Whether a whole number begins a chapter, and is not a row, an item or a quantity."""
        last = int(self._path[0]) if self._path and self._path[0].isdigit() else 0 if not self._path else 99
        if not last < number <= last + _WIDEST_GAP or not _HAN.search(rest) or _COUNTED.match(rest):
            return False
        if not _may_be_title(rest) or _CELL.search(rest):
            return False
        if self._contents and any(entry[:1].isdigit() for entry in self._contents):
            return squeezed(f"{number}{rest}") in self._contents
        if _USUAL.search(rest) or self._is_divided(at, number):
            return True
        return not self._in_table and self._counting != number - 1

    def _is_divided(self, at: int, number: int) -> bool:
        """Whether what follows at once is the chapter's first clause."""
        return any(re.match(rf"{number}\s?\.\s?1\D", f"{line.text} ") for line in self._lines[at + 1 : at + 3])

    def _follows(self, parts: tuple[str, ...], rest: str) -> bool:
        """Whether a number of several parts can come after the last one: the next of its level or of a higher one."""
        if rest and (not re.search(r"[\u4e00-\u9fffA-Za-z《“]", rest[:6]) or _COUNTED.match(rest)):
            return False
        if not self._path or _order(parts) <= _order(self._path):
            return False
        if parts[0] != self._path[0]:
            return (
                parts[0].isdigit() and self._path[0].isdigit() and parts[0] == str(int(self._path[0]) + 1) and parts[1:] == ("1",)
            )
        for depth in range(1, len(parts)):
            before = self._path[depth] if depth < len(self._path) else "0"
            if parts[depth] == before and depth < len(parts) - 1:
                continue
            step = int(parts[depth]) - int(before)
            return 1 <= step <= (_WIDEST_GAP if rest else 1) and all(part == "1" for part in parts[depth + 1 :])
        return False

    def _open(self, opened: _Open, path: tuple[str, ...]) -> None:
        self._done.append(opened)
        self._path = path
        self._in_table = False
        self._counting = 0

    def _continue(self, line: Line) -> None:
        current = self._done[-1]
        if current.number.isalpha() and not current.lines and (kind := _ANNEX_KIND.match(line.text)):
            current.normative = _KINDS[kind["kind"]]
            current.title = current.title or kind["title"].strip()
            current.awaits_title = not current.title
            return
        if current.awaits_title and not current.lines and _may_be_title(line.text):
            current.title, current.awaits_title = line.text, False
            return
        if _TABLE.match(line.text):
            self._in_table = True
        elif line.text.endswith("。"):
            self._in_table = False
        current.lines.append(line)
