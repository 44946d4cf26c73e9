"""Numbers that people list to have them checked: a line may hold none, one, several, or a range that means many. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from app.errors import Ambiguous, Invalid
from app.registry.numbers.characters import fold, key_of
from app.registry.numbers.finding import Found, find_numbers
from app.registry.numbers.parsing import LONGEST, read_number
from app.registry.numbers.reading import Reading
from app.registry.numbers.value import StandardNumber

MOST_OF_RANGE = 200
"""Numbers that one range may stand for; a longer one is answered for its two ends, and said to be too long."""


_CONTINUED = re.compile(
    r"\x1f(?P<part>\d{1,2})| {0,2}(?:[、,;]|以及|[和及与]) {0,2}(?P<serial>[1-9]\d{0,5})?(?P<parts>(?:\.\d{1,3}){1,3})?"
    r"(?: ?- ?(?P<year>(?:19|20)\d\d))?(?![\d.%A-Za-z])",
    re.ASCII,
)
"""A further number whose code, or code and serial, stand before the last one: `GB/T 2423.1、2423.2、.3`."""

_PART_BEHIND = re.compile(r"\d{1,2}(?:-|(?= ?(?:$|\n|[、,;)]|以及|[和及与等部]|\.(?!\d))))", re.ASCII)
"""Bare digits that can be the next part, `GB/T 17626.2、3、4`, and are no quantity of what stands behind them."""

_PLACE = re.compile(r"^(\s*\d{1,4}) (?=[A-Za-z]{2,4}(?:/[TZtz])? ?(?:\d{1,6}\.\d|(?!(?:19|20)\d\d(?!\d))\d{4,6}))", re.ASCII)
"""The place of a row in a table, which is no quantity of what stands behind it: `3 GB 7000.1`, but not `16 GB 2020`."""

_NEXT_PART = "\x1f"
_SLASHED = re.compile(r"(?<=\d)\.\d{1,2}(?:/\d{1,2}){1,20}(?![\w./:-])", re.ASCII)
"""Parts behind slashes, `GB/T 2423.1/2/3`."""

_CHINESE_COMMAS = str.maketrans("，；", "、、")
_COMMAS = re.compile(r"(?<=\d)\.\d{1,2}(?:[,;]\d{1,2})+(?![\w.]| ?[,;])", re.ASCII)
"""Parts behind commas, `GB/T 17626.2,3,4`."""

_YEARLIKE = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class AskedNumber:
    """One number of a line.

    `input` is what was typed: all of the line where it holds one number or none, else the part that was read as this
    one. `typed` is the number's own part. `reading` is None where none was read, for the `reason` given; `readings` are
    the texts it may be read as where it may be several. `words` is what else the line says, such as a title.
    """

    input: str
    typed: str
    reading: Reading | None = None
    readings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    words: str = ""
    reason: str = ""

    @property
    def number(self) -> StandardNumber | None:
        """The number read, None where there is none or it may be several."""
        return None if self.reading is None else self.reading.number

    @property
    def other_readings(self) -> tuple[str, ...]:
        """The texts of other numbers that it may be read as."""
        return self.readings if self.reading is None else self.reading.candidates

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys under which it is looked up: all that was typed, the number's own part, the number as it was read."""
        texts = {self.input, self.typed} if self.number is None else {self.input, self.typed, str(self.number)}
        keys = {key for text in texts if len(text) <= LONGEST and (key := key_of(text))}
        return tuple(sorted(keys, key=lambda key: (-len(key), key)))

    @cached_property
    def loose_key(self) -> str | None:
        """The loose key of the document it names, None where no number was read."""
        return None if self.number is None else self.number.loose_key


def asked_numbers(line: str) -> list[AskedNumber]:
    """What one line asks about; never empty, so that a line without a number is not lost."""
    cells = _PLACE.sub(r"\1\n", line.replace("\t", "\n").translate(_CHINESE_COMMAS))
    cells = _COMMAS.sub(_listed, cells)
    cells = _SLASHED.sub(lambda parts: parts[0].replace("/", _NEXT_PART), cells)
    found = _with_continued(cells, find_numbers(cells))
    whole = line.strip()
    if not found:
        return [asked_number(whole)]
    return [each for place in found for each in numbers_of_range(_asked(line, place, whole if len(found) == 1 else None))]


def _listed(parts: re.Match[str]) -> str:
    """The commas as signs of a list, where the digits count on or are several; else they part cells: `GB/T 2423.1,12`."""
    part, *others = re.split("[,;]", parts[0][1:])
    return re.sub("[,;]", "、", parts[0]) if len(others) > 1 or int(others[0]) == int(part) + 1 else parts[0]


def _with_continued(line: str, found: Sequence[Found]) -> list[Found]:
    """The numbers found, and those of which only the end is written because they stand in one list."""
    kept = fold(line)
    every: list[Found] = []
    for place in found:
        every.append(place)
        last, end = place.reading.range_end or place.number, place.end
        while (further := _CONTINUED.match(kept, end)) and (read := _continued(last, further)):
            start = next(further.start(name) for name in ("part", "serial", "parts") if further[name])
            last, end = read.number, further.end()
            every.append(Found(start, end, read))
    return every


def _continued(last: StandardNumber, further: re.Match[str]) -> Reading | None:
    """What the end of a number means behind `last`; None where it may as well be another figure."""
    parts = tuple(further["parts"][1:].split(".")) if further["parts"] else ()
    serial, year = further["serial"], int(further["year"]) if further["year"] else None
    if not last.chinese or not last.known_prefix or not last.serial.isdecimal():
        return None
    if part := further["part"] or _next_part(last, further):
        number = StandardNumber(last.prefix, last.serial, (*last.parts[:-1], part), year)
        others = (f"{last.prefix} {serial}-{year}",) if serial and year else ()
        return Reading(number, candidates=others) if last.parts else None
    if serial is None:
        number = StandardNumber(last.prefix, last.serial, (*last.parts[:-1], *parts), year)
        return Reading(number) if last.parts and parts else None
    same = serial == last.serial and bool(parts)
    dated = year is not None and not _YEARLIKE.fullmatch(serial)
    return Reading(StandardNumber(last.prefix, serial, parts, year)) if same or dated else None


def _next_part(last: StandardNumber, further: re.Match[str]) -> str | None:
    """The bare digits behind a part where they go on counting parts; dated as that one is, or undated as it is."""
    serial = further["serial"]
    if serial is None or further["parts"] or not last.parts or not last.parts[-1].isdecimal():
        return None
    if further[0] in (f",{serial}", f";{serial}"):
        return None  # the next cell of a row
    counts_on = int(serial) > int(last.parts[-1]) and (last.undated or further["year"] is not None)
    return serial if counts_on and _PART_BEHIND.match(further.string, further.start("serial")) else None


def asked_number(line: str) -> AskedNumber:
    """A text that is one number by itself: there more may be taken for one than where it stands among others."""
    if len(line) > LONGEST:
        return AskedNumber(line, line, words=line, reason="这一段文字里没有读出标准号")
    try:
        return AskedNumber(line, line, read_number(line))
    except Ambiguous as error:
        return AskedNumber(line, line, readings=error.candidates)
    except Invalid as error:
        return AskedNumber(line, line, words=line, reason=str(error))


def _asked(line: str, place: Found, whole: str | None) -> AskedNumber:
    typed = line[place.start : place.end].strip()
    words = "" if whole is None else f"{line[: place.start]} {line[place.end :]}".strip()
    notes = _notes(place.reading)
    if place.reading.ambiguous:
        readings = (str(place.number), *place.reading.candidates)
        return AskedNumber(whole or typed, typed, readings=readings, notes=notes, words=words)
    return AskedNumber(whole or typed, typed, place.reading, notes=notes, words=words)


def _notes(reading: Reading) -> tuple[str, ...]:
    """What has to be said of a reading: what was read into it, and the source behind it that is not checked by itself."""
    sources = "、".join(str(adopted.number) for adopted in reading.adopted)
    return (*reading.notes, f"其后的 {sources} 是所采用的标准，没有另查") if sources else reading.notes


def numbers_of_range(asked: AskedNumber) -> Iterator[AskedNumber]:
    """Every number that a range stands for; any other number as it is."""
    reading = asked.reading
    if reading is None or reading.range_end is None:
        yield asked
        return
    first, last = reading.number, reading.range_end
    between = _between(first, last)
    notes = asked.notes
    if len(between) > MOST_OF_RANGE - 2:
        between, notes = [], (*notes, f"范围超过 {MOST_OF_RANGE} 项，只查了首尾两项，请分开填写")
    for number in dict.fromkeys((first, *between, last)):
        yield replace(asked, reading=Reading(number), notes=notes)


def _between(first: StandardNumber, last: StandardNumber) -> list[StandardNumber]:
    """The numbers between the two ends of a range, of their year where both name the same one."""
    year = first.year if first.year == last.year else None
    if first.parts and len(first.parts) == len(last.parts) and first.serial == last.serial:
        if first.parts[:-1] != last.parts[:-1]:
            return []
        steps = _steps(first.parts[-1], last.parts[-1])
        return [replace(first, parts=(*first.parts[:-1], step), year=year, edition="") for step in steps]
    if not first.parts and not last.parts:
        return [replace(first, serial=step, year=year, edition="") for step in _steps(first.serial, last.serial)]
    return []


def _steps(first: str, last: str) -> Sequence[str]:
    """The figures between two, in as many digits as the first; one more than a range may have where they are too many."""
    if not (first.isdecimal() and last.isdecimal()):
        return []
    between = range(int(first) + 1, min(int(last), int(first) + MOST_OF_RANGE + 1))
    return [f"{step:0{len(first)}}" for step in between]
