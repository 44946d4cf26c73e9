"""The Chinese forms of standard numbers: national, industry, local, alliance, enterprise, regulations. Pure.

Every quantifier is bounded, so that no text takes more than a time linear in its length.
Source: docs/rules.md section 1; 《国家标准管理办法》 (2023) and 《团体标准管理规定》 (2019) on how numbers are made up.
"""

import re
from dataclasses import replace
from functools import lru_cache

from app.registry.numbers.characters import upper
from app.registry.numbers.matched import DEGREES, YEAR, Matched, Typed
from app.registry.numbers.prefixes import DECREES, GLUED, INDUSTRY, NATIONAL, PROVINCES, REGULATIONS, describe
from app.registry.numbers.value import StandardNumber

_TAIL = (
    # the year behind a dash; a blank for the dash only where nothing says that the figure is another thing
    rf"(?:(?P<dot>\.)?(?: ?[-:_]{{1,3}} ?(?P<year>{YEAR}|\d\d(?!(?!{DEGREES})[A-Z]))(?!\d)"
    rf"| {{1,2}}(?P<blank_year>(?:19[5-9]|20[0-4])\d(?![\dA-Z年月日.%~]| ?[-/.]\d)|\d\d\Z))"
    r"(?P<letter>[A-Z](?![A-Z0-9]))?)?"
)
_END = rf"(?:(?={DEGREES})|(?![A-Z0-9]|\.?[-:/]?\d))"
_END_OR_RANGE = rf"(?:(?=-\d{{1,6}}\.\d)|{_END})"

_CODED = re.compile(
    r"(?P<code>[A-Z]{2,8})(?P<place>\([\u4e00-\u9fff]{1,4}\))?"
    r"(?P<more>(?: ?/ ?[A-Z]{1,6}(?![A-Z])){0,2}(?:[ _-][TZ](?![A-Z]))?)(?:[\s_/-]{0,3}|(?:(?<=/[TZ])|(?<=GB))\.)"
    r"(?P<serial>[A-Z]{0,3}\d{1,9}[A-Z]{0,2}?)(?P<parts>(?:\.\d{1,5}[A-Z]{0,2}?){0,4}?)"
    r"(?P<inner>(?:[-/]\d{1,4}){0,2}?)" + _TAIL + _END_OR_RANGE,
    re.ASCII,
)
_LOCAL = re.compile(
    r"DB(?P<sub>[SJ]?) ?(?P<area>\d{6}|\d{4}|\d{2}(?:\([A-Z]\))?)"
    r"(?: ?[/_-]? ?(?P<degree>[TZ])[ _-]{0,2}| ?/ ?|(?P<soft>[ _-]{1,2}))"
    r"(?P<serial>\d{1,9})(?P<parts>(?:\.\d{1,5}){0,4})" + _TAIL + _END_OR_RANGE,
    re.ASCII,
)
_LOCAL_RUN = re.compile(r"DB(?P<run>\d{3,12})(?P<parts>(?:\.\d{1,5}){0,4})" + _TAIL + _END, re.ASCII)
_FREE_SERIAL = r"(?P<serial>(?:[A-Z]{1,4}[.:-]){0,2}[A-Z]{0,6}\d[A-Z0-9]{0,12}(?:[.:-][A-Z0-9]{1,12}){0,5}?)"
_ALLIANCE = (
    re.compile(r"T ?/ ?(?P<body>\d{9})-(?P<serial>[A-Z]\d{1,6})" + _TAIL + _END, re.ASCII),
    re.compile(r"T(?: ?/ ?|[ _-])(?P<body>\d{0,4}[A-Z]{2,20})[_-]?(?=\d)" + _FREE_SERIAL + _TAIL + _END + r"(?! \d)", re.ASCII),
    re.compile(r"T(?: ?/ ?|[ _-])(?P<body>[A-Z0-9]{2,20})[\s_]{1,3}" + _FREE_SERIAL + _TAIL + _END, re.ASCII),
)
_ENTERPRISE = (
    re.compile(r"Q(?: ?/ ?|[ _-])(?P<body>[A-Z]{1,16})[_-]?(?=\d)" + _FREE_SERIAL + _TAIL + _END + r"(?! \d)", re.ASCII),
    re.compile(
        r"Q(?: ?/ ?|[ _-])(?!Q ?/)(?P<body>[A-Z0-9]{1,16}(?:[ /](?!Q ?/)[A-Z0-9]{1,16}){0,3}?)[ _-]{1,3}"
        + _FREE_SERIAL + _TAIL + _END + r"(?! \d)",
        re.ASCII,
    ),
)
_HYPHENATED = re.compile(
    r"(?P<code>CNCA|CNAS|CCAR)[ -]?(?P<serial>[A-Z]{0,3}\d{1,3}[A-Z]{0,2})(?P<inner>(?:-[A-Z]{0,2}\d{1,3}){0,2}?)" + _TAIL + _END,
    re.ASCII,
)
_DECREE = re.compile(
    rf"(?P<prefix>[\u4e00-\u9fff]{{1,30}}(?:{'|'.join(DECREES)})) ?(?P<year>\({YEAR} ?年?\)|{YEAR} ?年)? ?"
    r"第 ?(?P<count>\d{1,5}|[一二三四五六七八九十百〇零]{1,7}) ?号",
    re.ASCII,
)
_COMMITTEE = re.compile(r"/ ?(?:J?TC|SC|S?WG)(?![A-Z])")
_DOTTED = re.compile(r"([A-Z0-9:-]+?)((?:\.[A-Z0-9]+)+)", re.ASCII)

_LETTERED = frozenset({"ZB", "JTG", "GSB", "TSG"})
"""Codes whose serials begin with letters: `JTG F40-2004`, `TSG D0001-2009`."""

_PLAIN = frozenset({"GB", "GBZ", "GBJ", "GBn", "JJG", "JJF"})
"""Codes whose serials hold no dash: what follows one is the year, or no number at all."""

_FIRST_T_YEAR = 2015
"""T/ numbers begin with the 深化标准化工作改革方案 of 2015."""


def match_chinese(text: Typed, start: int) -> Matched | None:
    """Read a number of a Chinese form, or of an unknown code in such a form, at `start`; None where there is none."""
    first = text.upper[start : start + 1]
    if first == "T" and (matched := _match_body("T", _ALLIANCE, text, start)):
        return matched
    if first == "Q" and (matched := _match_body("Q", _ENTERPRISE, text, start)):
        return matched
    if first == "D" and (matched := _match_local(text, start)):
        return matched
    if first == "C" and (found := _HYPHENATED.match(text.upper, start)):
        return _dated(found, found["code"], found["serial"] + found["inner"], ())
    return _match_coded(text, start)


def match_decree(text: Typed) -> Matched | None:
    """Read the number of a decree or notice (令, 公告) that documents cite beside standards, `国务院令第591号`."""
    found = _DECREE.match(text.upper)
    if found is None:
        return None
    year = f"{found['year'].strip('() 年')}年" if found["year"] else ""
    return Matched(StandardNumber(found["prefix"], f"{year}第{found['count']}号"), found.end())


def known_code(letters: str) -> bool:
    """Whether `letters`, in upper case, are a Chinese code or one with its T or Z run on."""
    return letters in _CODES or letters in GLUED


_CODES = frozenset(map(upper, NATIONAL)) | INDUSTRY | REGULATIONS | {"CECS", "DBJ", "DBS"}


def _match_body(letter: str, forms: tuple[re.Pattern[str], ...], text: Typed, start: int) -> Matched | None:
    """`T/` and a body, or `Q/` and an enterprise's code; their serials may hold letters, dots and dashes."""
    for form in forms:
        found = form.match(text.upper, start)
        if found is None:
            continue
        slash = "/" in text.upper[start : start + 3]
        capital = text.kept[start : found.start("serial")].isupper()
        if not slash and not (_is_dated(found) and (capital or text.whole)):
            return None
        if letter == "T" and not re.search("[A-Z]", found["body"]) and len(found["body"]) != 9:
            continue
        dotted = _DOTTED.fullmatch(found["serial"])
        serial, parts = (dotted[1], dotted[2][1:].split(".")) if dotted else (found["serial"], [])
        return _dated(found, f"{letter}/{found['body']}", serial, tuple(parts))
    return None


def _match_local(text: Typed, start: int) -> Matched | None:
    found = _LOCAL.match(text.upper, start)
    if found is not None and not (found["soft"] and (found["sub"] == "J" or not _is_dated(found))):
        prefix = f"DB{found['sub']}{found['area']}" + (f"/{found['degree']}" if found["degree"] else "")
        return _dated(found, prefix, found["serial"], _parts(found))
    found = _LOCAL_RUN.match(text.upper, start)
    if found is None or found["year"] is None:
        return None
    readings = [
        _dated(found, f"DB{found['run'][:digits]}", found["run"][digits:], _parts(found))
        for digits in (2, 4, 6)
        if found["run"][:2] in PROVINCES and len(found["run"]) > digits
    ]
    if not readings:
        return None
    first, *others = readings
    return replace(first, others=tuple(other.number for other in others), ambiguous=bool(others))


def _match_coded(text: Typed, start: int) -> Matched | None:
    found = _CODED.match(text.upper, start)
    if found is None:
        return None
    serial, inner = found["serial"], found["inner"]
    prefix, note = _prefix(found["code"], found["place"] or "", found["more"])
    if prefix == "ZB/T":
        prefix, serial, note = "ZB", f"T{serial}", None
    traits = describe(prefix)
    if not traits.chinese:
        return None
    if not traits.known:
        return _unknown(text, found, prefix) if _worth_keeping(text, found) else None
    code = prefix.split("/")[0].split("(")[0]
    if (serial[0].isalpha() and code not in _LETTERED) or (inner and code in _PLAIN):
        return None
    matched = _dated(found, prefix, *_body(found, serial), note)
    if prefix == "GBZ" and found["code"] == "GBZ" and not found["more"]:
        return replace(matched, others=(replace(matched.number, prefix="GB/Z"),))
    return matched


def _body(found: re.Match[str], serial: str) -> tuple[str, tuple[str, ...]]:
    """Serial and parts; where a dash stands within, all of it is the serial."""
    parts = _parts(found)
    return (".".join((serial, *parts)) + found["inner"], ()) if found["inner"] else (serial, parts)


@lru_cache(maxsize=4096)
def _prefix(code: str, place: str, more: str) -> tuple[str, str | None]:
    """The prefix as registered, and what has to be said of the reading: `GBT` is `GB/T`."""
    glued = GLUED.get(code)
    degrees = re.findall("[A-Z]+", more)
    prefix = "/".join((f"{glued or code}{place}", *degrees))
    return prefix, f"“{code}”读作“{glued}”" if glued and glued != "GBn" else None


def _worth_keeping(text: Typed, found: re.Match[str]) -> bool:
    """Whether an unknown code in a number's form may be taken for one: dated, in capitals, and not in running text."""
    if _COMMITTEE.search(found["more"]):
        return False
    shaped = found["more"].endswith(("/T", "/Z"))
    capital = text.kept[found.start("code") : found.end("code")].isupper()
    if text.whole:
        return shaped or found["year"] is not None or capital
    return shaped and capital and len(found["code"]) <= 4


def _unknown(text: Typed, found: re.Match[str], prefix: str) -> Matched:
    """A number of an unknown code as it stands; a year behind a colon is no Chinese form, and kept so.

    Since the slash is often left out, a code that begins with T or Q is read as `T/` or `Q/` and a body where it can be one.
    """
    prefix, note = _spoken(prefix, found["year"])
    matched = _dated(found, prefix, *_body(found, found["serial"]), note)
    if found["year"] is None or ":" not in text.upper[found.end("inner") : found.start("year")]:
        return matched
    return replace(matched, number=replace(matched.number, edition=f":{matched.number.year}"))


def _spoken(prefix: str, year: str | None) -> tuple[str, str]:
    if "/" not in prefix and len(prefix) > 2:
        rest = prefix[1:]
        recent = len(prefix) > 3 if year is None else len(year) == 4 and int(year) >= _FIRST_T_YEAR
        if (prefix[0] == "T" and recent) or (prefix[0] == "Q" and len(rest) > 1):
            return f"{prefix[0]}/{rest}", f"“{prefix}”读作“{prefix[0]}/{rest}”"
    return prefix, f"代号“{prefix}”不在已知代号之内"


def _is_dated(found: re.Match[str]) -> bool:
    return (found["year"] or found["blank_year"]) is not None


def _parts(found: re.Match[str]) -> tuple[str, ...]:
    return tuple(found["parts"][1:].split(".")) if found["parts"] else ()


def _dated(found: re.Match[str], prefix: str, serial: str, parts: tuple[str, ...], note: str | None = None) -> Matched:
    """The number with the year that the tail of `found` gives; two digits are 1950-2049, which is noted."""
    written = found["year"] or found["blank_year"]
    notes: tuple[str, ...] = (note,) if note else ()
    year = int(written) if written else None
    if year is not None and year < 100:
        year += 1900 if year >= 50 else 2000
        notes += (f"年份“{written}”读作 {year}",)
    if found["dot"] and parts:
        parts = (*parts[:-1], f"{parts[-1]}.")
    elif found["dot"]:
        serial += "."
    number = StandardNumber(prefix, serial, parts, year, letter=found["letter"] or "")
    return Matched(number, found.end(), notes)
