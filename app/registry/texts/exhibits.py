"""Tables, figures and annexes: numbered in a row and referred to in the text. GB/T 1.1-2020, 9.6 to 9.8. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.registry.texts.clauses import Clause
from app.registry.texts.findings import Finding, Severity, why

_CAPTION = re.compile(r"^(?P<what>[表图])\s*(?P<number>(?:[A-Z]\s?[.．]\s?)?\d{1,3})(?P<rest>(?:\s+|(?=[\u4e00-\u9fff（(])).*)?$")
_IN_SENTENCE = re.compile(
    r"^\s*(?:的|中|所|规定|要求|给出|和|与|及|、|～|~|至|或|列出|执行|为|是|可|应|进行|确定|内)|[。；;]|，.*(?:应|规定|执行)"
)
_CONTINUED = re.compile(r"[（(]\s*续\s*[）)]")
_MENTION = re.compile(
    r"(?P<what>[表图])\s*(?P<numbers>(?:[A-Z]\s?[.．]\s?)?\d{1,3}(?:\s*(?:[、和与及～~至或—–-]|以及)\s*[表图]?\s*(?:[A-Z]\s?[.．]\s?)?\d{1,3})*)"
)
_NUMBER = re.compile(r"(?:(?P<letter>[A-Z])\s?[.．]\s?)?(?P<count>\d{1,3})")
_RANGE = re.compile(r"[～~至—–-]")
_LONGEST_CAPTION = 120
_SOURCES = {"表": "9.8", "图": "9.7"}


class _Caption(NamedTuple):
    what: str
    letter: str
    place: int
    clause: Clause
    page: int

    @property
    def text(self) -> str:
        return f"{self.what} {self.letter}{'.' if self.letter else ''}{self.place}"


def check_exhibits(clauses: Sequence[Clause]) -> Iterator[Finding]:
    """Tables and figures that are not numbered in a row or that nothing refers to, annexes that nothing refers to."""
    captions, mentions = _captions(clauses), _mentions(clauses)
    last: dict[tuple[str, str], int] = {}
    for caption in captions:
        series = (caption.what, caption.letter)
        expected = last.get(series, 0) + 1
        if caption.place != expected:
            missing = caption._replace(place=expected).text
            rule = why(_SOURCES[caption.what], f"{caption.what}从 1 起连续编号，附录中的另编")
            yield _of(caption, "exhibit_gap", f"{caption.text} 之前没有 {missing}", rule, f"把它改为 {missing}，其后依次顺延")
        last[series] = caption.place
        if (caption.what, caption.letter, caption.place) not in mentions:
            rule = why(_SOURCES[caption.what], f"每个{caption.what}在条文中提及")
            remedy = f"在有关的条款中写“见 {caption.text}”或“按 {caption.text} 的规定”"
            yield _of(caption, "exhibit_not_mentioned", f"正文没有提及{caption.text}", rule, remedy)
    yield from _annexes(clauses)


def _captions(clauses: Sequence[Clause]) -> list[_Caption]:
    seen: dict[tuple[str, str, int], _Caption] = {}
    for clause in clauses:
        for line in clause.lines if clause.number else ():
            found = _caption(line.text)
            if found and not _CONTINUED.search(line.text):
                number = _NUMBER.match(found["number"])
                if number:
                    caption = _Caption(found["what"], number["letter"] or "", int(number["count"]), clause, line.page)
                    seen.setdefault(caption[:3], caption)
    return list(seen.values())


def _mentions(clauses: Sequence[Clause]) -> set[tuple[str, str, int]]:
    """What the text refers to, each table and figure of `表 1～表 3` and `图 1、2`; captions themselves do not count."""
    mentioned: set[tuple[str, str, int]] = set()
    for clause in clauses:
        own = [line.text for line in clause.lines if not _caption(line.text)]
        for found in _MENTION.finditer("".join(own) + clause.title):
            numbers = [(each["letter"] or "", int(each["count"])) for each in _NUMBER.finditer(found["numbers"])]
            mentioned |= {(found["what"], *each) for each in numbers}
            if len(numbers) == 2 and _RANGE.search(found["numbers"]):
                (letter, first), (_, final) = numbers
                mentioned |= {(found["what"], letter, each) for each in range(first, final + 1)}
    return mentioned


def _caption(text: str) -> re.Match[str] | None:
    """The line as the title of a table or figure; None where it is a sentence that speaks of one."""
    found = _CAPTION.match(text) if len(text) <= _LONGEST_CAPTION else None
    return found if found and not _IN_SENTENCE.search(found["rest"] or "") else None


def _annexes(clauses: Sequence[Clause]) -> Iterator[Finding]:
    for annex in clauses:
        if not annex.is_annex:
            continue
        form = re.compile(
            rf"附\s*录\s*{annex.number}(?![A-Z])|(?<![A-Z\d]){annex.number}[.．]\d|附录\s*[A-Z]\s*[～~至、和与及]+\s*(?:附录)?\s*{annex.number}"
        )
        others = (each for each in clauses if each.number and each.parts[:1] != annex.parts)
        if not any(form.search("".join(line.text for line in each.lines)) for each in others):
            remedy = f"在有关的条款中写“按照附录 {annex.number}”（规范性）或“见附录 {annex.number}”（资料性）；用不到时删去"
            what = f"正文没有提及附录 {annex.number}"
            yield Finding(
                "annex_not_mentioned", Severity.MUST, what, why("9.6", "每个附录在条文中提及"), remedy, annex.place, annex.page
            )
        if annex.normative is None:
            rule = why("9.6", "附录编号之下注明规范性或资料性")
            remedy = f"在“附录 {annex.number}”下加“（规范性）”或“（资料性）”"
            what = f"附录 {annex.number} 没有注明规范性还是资料性"
            yield Finding("annex_kind", Severity.MUST, what, rule, remedy, annex.place, annex.page)


def _of(caption: _Caption, rule: str, what: str, reason: str, remedy: str) -> Finding:
    return Finding(rule, Severity.MUST, what, reason, remedy, caption.clause.place, caption.page)
