"""International and foreign forms of standard numbers: kept as their bodies write them, with the edition told apart. Pure.

Every quantifier is bounded, so that no text takes more than a time linear in its length.
Source: docs/rules.md section 1; the numbers that ISO, IEC, ITU, ETSI, IEEE and JISC publish.
"""

import re
from functools import lru_cache

from app.registry.numbers.matched import DEGREES, YEAR, Matched, Typed
from app.registry.numbers.prefixes import FOREIGN, INTERNATIONAL, PREFIX_WORDS, describe
from app.registry.numbers.value import StandardNumber

_WRITTEN = {"GUIDE": "Guide", "DGUIDE": "DGuide", "STD": "Std", "PREN": "prEN", "MWT": "mWT", "THZ": "THz"}
"""Words of a prefix that are not written in capitals."""


def _any_of(words: frozenset[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_BODY = _any_of(INTERNATIONAL | FOREIGN)
_MORE = _any_of((PREFIX_WORDS | INTERNATIONAL | FOREIGN) - {"AS", "SS", "NOM", "UNI"})
_END = rf"(?:(?={DEGREES})|(?![A-Z0-9]|[.:-]\d|-(?:[A-Z]{{1,3}}\d|[A-Z]{{1,2}}(?![A-Z0-9])|/\d)))"
_SUPPLEMENT = (
    r"(?P<supplement>(?: ?[+/] ?(?:(?:F?D|PD|CD|WD|NP|AWI|PRF|DIS|FDIS) ?)?(?:AMD|AM|A|CORR?|AC|C|EXT|ADD|ISH|SUPP?L?)"
    rf"[. ]?\d{{0,2}}(?: ?: ?{YEAR}(?:-\d\d)?)?(?![A-Z0-9])){{0,8}}"
    r"(?: (?:CSV|RLV|EXV|CMV|PRV|SER)(?![A-Z0-9]))?)"
)
_HEAD = (
    r"(?P<head>(?:JIS|TR|TS|OIML|KS)[ -]?(?P<class>[A-Z])(?=[ -]?\d)"
    rf"|(?:{_BODY})(?![A-Z])(?:(?: ?/ ?(?:{_MORE}|(?!GB|DB|J?TC|SC|WG)[A-Z]{{2,8}})| (?:{_MORE}))(?![A-Z0-9])){{0,4}})"
)
_GENERAL = re.compile(
    _HEAD + r"[ -]?(?P<serial>(?:(?<=ASTM )[A-G] )?(?:NO)?[A-Z]{0,3}\.?\d[A-Z0-9]{0,24}(?:\.[A-Z0-9]{1,12}){0,5}"
    r"(?:/[A-Z]?\d[A-Z0-9]{0,12})?)"
    r"(?P<parts>(?:-(?:[A-Z]{0,3}\d[A-Z0-9]{0,11}(?:\.[A-Z0-9]{1,6}){0,3}|[A-Z]{1,2}(?![A-Z0-9])|/\d{1,4})(?:/\d{1,4})?){0,8}?)"
    rf"(?P<edition> ?: ?(?P<year>{YEAR})(?:-\d\d){{0,2}}[A-Z]?"
    rf"| (?P<blank_year>{YEAR})(?=\Z| ?[\u3400-\u9fff《])(?!年)"
    rf"|-(?:(?P<hyphen_year>{YEAR})|(?P<short_year>\d\d))(?P<again>[A-Z]?(?:\({YEAR}\))?(?:E\d)?)(?!-\d)"
    r"|)" + _SUPPLEMENT + _END,
    re.ASCII,
)
_ITU_NAME = r"[A-Z]{1,3}\.\d[A-Z0-9]{0,8}(?:\.[A-Z0-9]{1,6}){0,4}"
_ITU_SUFFIX = r"(?: ?(?:BIS|TER|QUATER|QUARTER|[A-F]|R)(?![A-Z0-9]))?"
_ITU = re.compile(
    r"(?P<head>ITU-[TR]) (?:REC(?:OMMENDATION|\.)? ?)?(?P<serial>"
    rf"{_ITU_NAME}(?:-(?:{_ITU_NAME}|\d{{1,4}}))?{_ITU_SUFFIX}(?:/{_ITU_NAME}{_ITU_SUFFIX}){{0,3}})(?P<parts>)"
    r"(?P<edition>(?: ?\(V\d{1,3}\)| V\.\d{1,3})? ?\((?:0\d|1[0-2])/(?P<year>\d{4})\)|)(?P<supplement>)" + _END,
    re.ASCII,
)
_ETSI = re.compile(
    r"(?P<head>ETSI (?:G[SR] [A-Z0-9]{2,6}(?:-[A-Z0-9]{2,6})?|GTS GSM|[A-Z-]{2,6})|EN)[ -]?"
    r"(?P<serial>\d{3}(?: ?\d{3})?|\d\d\.\d\d)(?P<parts>(?:-(?:\d{1,4}[A-Z]?|[A-Z]{2,4}(?![A-Z0-9]))){0,5})"
    r"(?P<edition> ?(?:V\d{1,3}\.\d{1,3}(?:\.\d{1,3})?|ED\.\d{1,3})(?: ?\((?P<year>\d{4})-\d\d\))?|)(?P<supplement>)" + _END,
    re.ASCII,
)
_VERBATIM = re.compile(
    _HEAD + r" (?P<serial>[!-~](?:[ -~]{0,100}[!-~])?)(?P<parts>)"
    rf"(?P<edition>[:-](?P<year>{YEAR})| \((?:0\d|1[0-2])/(?P<itu_year>{YEAR})\)"
    rf"| (?:V\d[\d.]{{0,12}}[A-Z]?|ED\.\d{{1,3}}) \((?P<etsi_year>{YEAR})-\d\d\)){_SUPPLEMENT}\Z",
    re.ASCII,
)
_SHORT_YEARS = frozenset({"ASTM", "ANSI", "ASA", "ASME", "GOST"})
"""Bodies whose two-digit tail is a year; with the others it is a part."""

_YEARS = ("year", "hyphen_year", "blank_year", "itu_year", "etsi_year")

_LOWER_WORDS = re.compile(r"\b(?:ED|V)(?=\.)|\b(?:BIS|TER|QUATER|QUARTER)\b")
_ISO_WORD = re.compile(r"AMD|COR|EXT|ADD|SUPPL")
_SUPPLEMENT_WORD = re.compile(r" ?([+/]) ?([A-Z]+(?: (?=[A-Z])[A-Z]+)?)[. ]?(\d*)(?: ?: ?([\d-]+))?")


def match_foreign(text: Typed, start: int) -> Matched | None:
    """Read a number of an international or foreign body at `start`; None where there is none."""
    for sign, form in (("ITU-", _ITU), ("ETSI", _ETSI), ("EN", _ETSI)):
        if text.upper.startswith(sign, start):
            found = form.match(text.upper, start)
            if found is not None:
                return _read(text, found)
    found = _GENERAL.match(text.upper, start)
    return _read(text, found) if found is not None else None


def match_verbatim(text: Typed) -> Matched | None:
    """Keep a whole text that begins with a body's name and ends in an edition: `IEC White Paper Smart Cities:2014`."""
    found = _VERBATIM.match(text.upper)
    return _read(text, found) if found is not None else None


def _read(text: Typed, found: re.Match[str]) -> Matched:
    prefix = _prefix(found["head"], found.groupdict().get("class"))
    body = prefix.split("/")[0].split(" ")[0]
    typed = text.kept[found.start("serial") : found.end("parts")]
    edition = text.kept[found.start("edition") : found.end("edition")]
    if text.kept[found.start() : found.end()].islower():
        typed, edition = _LOWER_WORDS.sub(lambda word: word[0].lower(), typed.upper()), edition.upper()
    serial, *parts = typed.split("-") if found.re is not _VERBATIM else [typed]
    if body == "ASTM":
        serial = serial.replace(" ", "")
    elif found.re is _ETSI and len(serial) == 6:
        serial = f"{serial[:3]} {serial[3:]}"
    if prefix == "ITU-R" and len(parts) == 1:
        parts, edition = [], f"-{parts[0]}"
    elif found.re is _GENERAL and found["short_year"] and body not in _SHORT_YEARS:
        parts, edition = [*parts, edition[1:]], ""
    year, edition, note = _dated(found, _tidy_edition(edition), describe(prefix).year_mark)
    number = StandardNumber(prefix, serial, tuple(parts), year, edition, supplement=_tidy_supplement(found["supplement"]))
    return Matched(number, found.end(), note)


def _dated(found: re.Match[str], edition: str, year_mark: str) -> tuple[int | None, str, tuple[str, ...]]:
    """The year, what of the edition is more than the year, and a note where a hyphen was read as the body's colon."""
    groups = found.groupdict()
    written = next((groups[name] for name in _YEARS if groups.get(name)), None)
    if written is None:
        return None, edition, ()
    if groups.get("blank_year") or (edition == f"-{written}" and year_mark == ":" and groups.get("hyphen_year")):
        return int(written), "", (f"“{edition}”读作年份",)
    return int(written), "" if edition == f"{year_mark}{written}" else edition, ()


@lru_cache(maxsize=1024)
def _prefix(head: str, letter: str | None) -> str:
    """The prefix as its body writes it: `IEC / TR` is `IEC/TR`, `JISC` is `JIS C`, `ISO/IEC GUIDE` is `ISO/IEC Guide`."""
    if letter is not None:
        return f"{head[:-1].rstrip(' -')} {letter}"
    words = re.split("([ /])", head.replace(" /", "/").replace("/ ", "/"))
    return "".join(_WRITTEN.get(word, word) for word in words)


def _tidy_edition(edition: str) -> str:
    """The edition with one blank before what stands apart, none about a colon."""
    if "(" not in edition and "." not in edition:
        return edition.replace(" ", "")
    spaced = re.sub(r" ?\((?=\d\d/|V|\d{4}-)", " (", edition.upper())
    spaced = re.sub(r"^ ?(?=V\d|ED)", " ", spaced)
    return _LOWER_WORDS.sub(lambda word: word[0].lower(), spaced)


def _tidy_supplement(supplement: str) -> str:
    """Supplements as ISO (`/Amd 1:2024`) and IEC (`+AMD1:2019 CSV`) write them."""

    def written(found: re.Match[str]) -> str:
        sign, word, count, year = found.groups()
        if sign == "/":
            word = _ISO_WORD.sub(lambda part: part[0].capitalize(), word)
        blank = " " if sign == "/" and len(word) > 2 and count else ""
        return f"{sign}{word}{blank}{count}" + (f":{year}" if year else "")

    return _SUPPLEMENT_WORD.sub(written, supplement) if supplement else ""
