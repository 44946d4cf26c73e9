"""What one text says when it is read as a standard number: the number, and all that was read into it. Pure."""

import re
from dataclasses import dataclass, replace

from app.registry.numbers.chinese import match_chinese
from app.registry.numbers.foreign import match_foreign
from app.registry.numbers.matched import DEGREES, YEAR, Matched, Typed
from app.registry.numbers.value import StandardNumber
from app.registry.words import Degree, Kind

_DIGITS = {digit: str(value) for value, digit in enumerate("一二三四五六七八九", 1)}
_AMENDMENT = re.compile(
    rf"[ /]{{0,3}}XG ?(?P<count>\d{{1,2}})(?: ?[-:]{{1,3}} ?(?P<year>{YEAR}))?(?![A-Z0-9])"
    r"|[ /《]{0,2}第 ?(?P<spoken>\d{1,2}|[一二三四五六七八九]) ?号修改单》?",
    re.ASCII,
)
_NOTE = re.compile(
    rf" ?\( ?(?:(?P<edition>{YEAR}) ?年?版|(?P<confirmed>{YEAR})"
    r"|(?P<words>[^()]{0,12}(?:版|修订|试行|暂行))|(?P<letter>[A-Z])) ?\)",
    re.ASCII,
)
_ALL_PARTS = re.compile(r" ?[(]?(?:所有部分|全部|系列标准|系列|ALL PARTS)[)]?")
_RANGE = re.compile(r" ?(?:~ ?(?=[A-Z]|\.?\d)|[至到] ?(?=[A-Z]|\d+\.\d)|-(?=\d+\.\d))", re.ASCII)
_RANGE_END = re.compile(rf"(?P<serial>\d{{1,9}})?(?P<parts>(?:\.\d{{1,5}}){{0,4}})(?:[-:](?P<year>{YEAR}))?(?![\d.])", re.ASCII)
_DEGREE = rf"(?:(?:{DEGREES})(?:(?=I[SET])|(?![A-Z]))|等同采用|修改采用|等效采用|非等效采用)"
_BEFORE_SOURCE = re.compile(rf"[ ,;]{{0,3}}(?=[/(]|{_DEGREE})(?P<sign>[/(]?) ?(?P<stated>{_DEGREE})?[ ,;:]{{0,3}}")
_BEHIND_SOURCE = re.compile(rf"[ ,;:]{{0,3}}(?P<stated>{_DEGREE})")
_JOINT = re.compile(r" ?/ ?(?=T ?/|CECS)")


@dataclass(frozen=True)
class Adopted:
    """A number that stands behind another as its source, with the degree written, else IDT behind a slash."""

    number: StandardNumber
    degree: Degree


@dataclass(frozen=True)
class Reading:
    """A standard number as it was read, and what was read into it.

    `notes`: Chinese sentences, one for each thing that was not typed as it stands now (`“GBT”读作“GB/T”`).
    `adopted`: the sources named behind the number. `all_parts`: it stands for every part, （所有部分）. `range_end`: the
    last number of `GB/T 2828.1～2828.4`. `candidates`: canonical texts of numbers that may be meant as well; where
    `ambiguous`, each is as likely as the number itself.
    """

    number: StandardNumber
    notes: tuple[str, ...] = ()
    adopted: tuple[Adopted, ...] = ()
    all_parts: bool = False
    range_end: StandardNumber | None = None
    candidates: tuple[str, ...] = ()
    ambiguous: bool = False

    @property
    def undated(self) -> bool:
        """It means the edition of the day: docs/rules.md section 1."""
        return self.number.undated


def match_number(text: Typed, start: int) -> Matched | None:
    """Read the number that begins at `start`, without what may stand behind it."""
    chinese = match_chinese(text, start)
    if chinese is not None and chinese.number.known_prefix:
        return chinese
    return match_foreign(text, start) or chinese


def read_at(text: Typed, start: int) -> tuple[Reading, int] | None:
    """Read the number that begins at `start` with all that belongs to it behind; its reading, and where it ends."""
    matched = match_number(text, start)
    if matched is None:
        return None
    number, end = matched.number, matched.end
    candidates = tuple(str(other) for other in matched.others)
    if end == len(text.upper):
        return Reading(number, matched.notes, candidates=candidates, ambiguous=matched.ambiguous), end
    chinese = number.kind not in (Kind.INTERNATIONAL, Kind.FOREIGN)
    if chinese:
        number, end = _with_supplements(text, number, end)
    if number.kind is Kind.ALLIANCE:
        number, end = _with_joint(text, number, end)
    range_end, end = _range(text, number, end)
    if range_end is not None and number.undated:
        number = replace(number, year=range_end.year)
    every = _ALL_PARTS.match(text.upper, end)
    end = every.end() if every else end
    adopted, end = _adopted(text, end) if chinese else ((), end)
    return Reading(number, matched.notes, adopted, every is not None, range_end, candidates, matched.ambiguous), end


def _with_supplements(text: Typed, number: StandardNumber, end: int) -> tuple[StandardNumber, int]:
    """With 修改单 (`/XG1-2019`) and a note of the edition (`(2018年版)`)."""
    if found := _NOTE.match(text.upper, end):
        note = found["confirmed"] or found["words"] or found["letter"]
        number = replace(number, note=f"({note})" if note else f"({found['edition']}年版)")
        end = found.end()
    if found := _AMENDMENT.match(text.upper, end):
        count = found["count"] or _DIGITS.get(found["spoken"], found["spoken"])
        year = f"-{found['year']}" if found["year"] else ""
        number, end = replace(number, supplement=f"/XG{count}{year}"), found.end()
    return number, end


def _with_joint(text: Typed, number: StandardNumber, end: int) -> tuple[StandardNumber, int]:
    """With the second number of a standard of two bodies, `T/CEC 212-2019/T/CEEIA 380-2019`."""
    slash = _JOINT.match(text.upper, end)
    second = match_chinese(text, slash.end()) if slash else None
    if second is None or second.number.kind is not Kind.ALLIANCE:
        return number, end
    return replace(number, joint=second.number), second.end


def _range(text: Typed, number: StandardNumber, end: int) -> tuple[StandardNumber | None, int]:
    """The last number of a range, whose prefix and serial may be left out: `GB/T 2828.1～2828.4`, `GB/T 2828.1～4`."""
    sign = _RANGE.match(text.upper, end)
    if sign is None or (sign[0].strip() == "-" and not number.parts):
        return None, end  # `04-011.7` is one serial
    last = match_number(text, sign.end())
    if last is not None:
        same = last.number.prefix == number.prefix
        return (last.number, last.end) if same else (None, end)
    found = _RANGE_END.match(text.upper, sign.end())
    if found is None:
        return None, end
    parts = tuple(found["parts"][1:].split(".")) if found["parts"] else ()
    serial = found["serial"] or number.serial
    if not parts and number.parts:
        serial, parts = number.serial, (*number.parts[:-1], serial)
    year = int(found["year"]) if found["year"] else number.year
    return StandardNumber(number.prefix, serial, parts, year), found.end()


def _adopted(text: Typed, end: int) -> tuple[tuple[Adopted, ...], int]:
    """The source behind a number: `/ISO 9001:2015`, `(ISO 9001:2015, MOD)`, `idt ISO 9001:2000`."""
    before = _BEFORE_SOURCE.match(text.upper, end)
    source = match_foreign(text, before.end()) if before else None
    if before is None or source is None:
        return (), end
    behind = None if before["stated"] else _BEHIND_SOURCE.match(text.upper, source.end)
    stated = before["stated"] or (behind and behind["stated"])
    if not stated and before["sign"] != "/":
        return (), end
    closed = behind.end() if behind else source.end
    if before["sign"] == "(" and text.upper[closed : closed + 1] == ")":
        closed += 1
    return (Adopted(source.number, Degree.read(stated) if stated else Degree.IDT),), closed
