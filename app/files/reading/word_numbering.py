"""The numbers that Word counts by itself before headings and items: ISO/IEC 29500-1, 17.9."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

_PLACE = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_DEEPEST = 8
_MOST_STYLES = 20


class _Level(NamedTuple):
    form: str
    text: str
    start: int


class _Use(NamedTuple):
    """That a style or paragraph is numbered: the list and its level, each as far as stated; list 0 means not at all."""

    number: str | None
    level: int | None


@dataclass
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    styles: dict[str, int] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts through a document, paragraph by paragraph in order."""

    def __init__(self, document: Document) -> None:
        self._abstract: dict[str, _List] = {}
        self._lists: dict[str, _List] = {}
        self._uses: dict[str, _Use] = {}
        self._based: dict[str, str] = {}
        for relation in document.part.rels.values():
            if not relation.is_external and relation.reltype.endswith("/numbering"):
                self._read_lists(etree.fromstring(relation.target_part.blob))
        self._default_style: str | None = None
        for style in document.styles.element.iterchildren(qn("w:style")):
            self._read_style(style)

    def _read_lists(self, root: etree._Element) -> None:
        for abstract in root.iterchildren(qn("w:abstractNum")):
            read = self._abstract.setdefault(abstract.get(qn("w:abstractNumId"), ""), _List())
            for level in abstract.iterchildren(qn("w:lvl")):
                depth = _whole(level.get(qn("w:ilvl")))
                read.levels[depth] = _Level(
                    _value(level, "w:numFmt") or "decimal", _value(level, "w:lvlText") or "", _whole(_value(level, "w:start"), 1)
                )
                if style := _value(level, "w:pStyle"):
                    read.styles[style] = depth
        for number in root.iterchildren(qn("w:num")):
            if found := self._abstract.get(_value(number, "w:abstractNumId") or ""):
                self._lists[number.get(qn("w:numId"), "")] = found

    def _read_style(self, style: etree._Element) -> None:
        name = style.get(qn("w:styleId"), "")
        self._uses[name] = _use_of(style)
        if based := _value(style, "w:basedOn"):
            self._based[name] = based
        if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true"):
            self._default_style = name

    def next_of(self, paragraph: etree._Element) -> str:
        """The number before this paragraph and a blank, as Word shows it; empty where it has none or a mere mark."""
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = self._default_style if style is None else style.get(qn("w:val"))
        number, level = _use_of(paragraph)
        for _ in range(_MOST_STYLES):
            if number is not None or name is None:
                break
            number, level = self._of_style(name, level)
            name = self._based.get(name)
        listed = self._lists.get(number or "")
        if listed is None:
            return ""
        return _counted(listed, min(level or 0, _DEEPEST))

    def _of_style(self, name: str, level: int | None) -> _Use:
        number, own = self._uses.get(name, _Use(None, None))
        listed = self._lists.get(number or "")
        if level is None and listed is not None:
            level = listed.styles.get(name, own)
        return _Use(number, own if level is None else level)


def _use_of(owner: etree._Element) -> _Use:
    said = owner.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if said is None:
        return _Use(None, None)
    level = _value(said, "w:ilvl")
    return _Use(_value(said, "w:numId"), None if level is None else _whole(level))


def _counted(listed: _List, depth: int) -> str:
    level = listed.levels.get(depth)
    if level is None:
        return ""
    counts = listed.counts
    counts[depth] = counts.get(depth, level.start - 1) + 1
    for deeper in [each for each in counts if each > depth]:
        del counts[deeper]
    for higher in range(depth):
        counts.setdefault(higher, listed.levels[higher].start if higher in listed.levels else 1)
    if level.form in ("bullet", "none") or not level.text:
        return ""

    def shown(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        form = listed.levels[at].form if at in listed.levels else "decimal"
        return _written(counts.get(at, 1), form)

    return _PLACE.sub(shown, level.text).strip() + " "


def _written(count: int, form: str) -> str:
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form.startswith(("chinese", "taiwanese", "ideograph", "japanese")):
        return _chinese(count)
    return str(count)


def _chinese(count: int) -> str:
    if not 0 < count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    before = "" if not tens else ("" if tens == 1 else _DIGITS[tens]) + "十"
    return before + (_DIGITS[ones] if ones or not tens else "")


def _value(owner: etree._Element, name: str) -> str | None:
    found = owner.find(qn(name))
    return None if found is None else found.get(qn("w:val"))


def _whole(text: str | None, default: int = 0) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() else default
