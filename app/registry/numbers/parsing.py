"""A text that is given as one standard number. Pure."""

import re

from app.errors import Ambiguous, Invalid
from app.registry.numbers.characters import fold, upper, visible
from app.registry.numbers.chinese import match_decree
from app.registry.numbers.finding import find_numbers
from app.registry.numbers.foreign import match_verbatim
from app.registry.numbers.matched import Typed
from app.registry.numbers.reading import Reading, read_at
from app.registry.numbers.value import StandardNumber
from app.registry.words import Kind

LONGEST = 200
"""Characters of the longest text read as one number: a number, its title beside it."""

LONGEST_NUMBER = 120

_AROUND = " \n《》〈〉“”\"'‘’「」【】[]<>,;。、，；"
_TITLE = re.compile(r"[ \n(《〈“\"「【,;:。、]|[\u3400-\u9fff]")
"""What a title or remark behind a number begins with."""

_MORE_DIGITS = re.compile(r"\s*[-/:.]?\s*\d|/")
_WRONG_YEAR = re.compile(r"[-:] ?(\d+)\Z")


def parse_number(text: str) -> StandardNumber:
    """Read a standard number as people type it: any dash, full width, lower case, blanks or none; also inside 《》 or with
    its title beside it.

    Raises `Invalid` where the text is no standard number, `Ambiguous` with the candidates where it may be several: a
    range, two numbers, a local prefix that may end in two places.
    """
    reading = read_number(text)
    if reading.range_end is not None:
        texts = (str(reading.number), str(reading.range_end))
        raise Ambiguous(f"“{text[:60]}”是一组标准号，请写成其中一个，如 {texts[0]}", texts)
    return reading.number


def read_number(text: str) -> Reading:
    """The number that `text` gives, with what was read into it; a range gives its first number and `range_end`.

    Raises `Invalid` where the text is no standard number, `Ambiguous` where it may be several.
    """
    if len(text) > LONGEST:
        raise Invalid(f"标准号过长（{len(text)} 个字符，最多 {LONGEST} 个），请只写标准号，如 GB/T 1.1-2020")
    typed = _typed(text)
    if not typed.kept:
        raise Invalid("没有标准号，请写成 GB/T 1.1-2020 这样")
    reading = _from_the_start(typed) or _found_within(typed)
    if reading.ambiguous:
        candidates = (str(reading.number), *reading.candidates)
        raise Ambiguous(f"“{text}”可以读成 {'、'.join(candidates)}，请写明", candidates)
    if len(str(reading.number)) > LONGEST_NUMBER:
        raise Invalid(f"标准号过长（最多 {LONGEST_NUMBER} 个字符）：“{text[:60]}…”")
    return reading


def _typed(text: str) -> Typed:
    kept = " ".join(fold(visible(text)).split()).strip(_AROUND)
    return Typed(kept, upper(kept), whole=True)


def _from_the_start(typed: Typed) -> Reading | None:
    """The number with which the text begins, where it is the whole text or its title is all that follows."""
    read = read_at(typed, 0)
    if read is not None and read[1] == len(typed.kept):
        return read[0]
    other = match_decree(typed)
    if other is None and (read is None or read[0].undated):
        other = match_verbatim(typed)  # before what stands behind an undated number is taken for its title
    if other is not None:
        return Reading(other.number, other.notes)
    return read[0] if read is not None and _is_titled(typed, *read) else None


def _is_titled(typed: Typed, reading: Reading, end: int) -> bool:
    """Whether all that follows the number is its title, in which a source may be named."""
    number = reading.number
    if not number.known_prefix or not _TITLE.match(typed.kept, end) or _is_cut(number, typed.kept[end:]):
        return False
    abroad = (Kind.INTERNATIONAL, Kind.FOREIGN)
    return all(number.kind not in abroad and other.number.kind in abroad for other in find_numbers(typed.kept[end:]))


def _is_cut(number: StandardNumber, behind: str) -> bool:
    """Whether digits follow that may belong to the number; a title may begin with some, but only where the year stands."""
    more = _MORE_DIGITS.match(behind)
    return more is not None and (number.undated or not more[0][:-1].isspace())


def _found_within(typed: Typed) -> Reading:
    """The only number in the text. Raises `Invalid` where there is none, `Ambiguous` where there are several."""
    found = find_numbers(typed.kept)
    numbers = tuple(dict.fromkeys(str(each.number) for each in found))
    if len(numbers) > 1:
        raise Ambiguous(f"“{typed.kept[:60]}”含有 {len(numbers)} 个标准号，请只写一个", numbers)
    if numbers and not _is_cut(found[0].number, typed.kept[found[0].end :]):
        return found[0].reading
    year = _WRONG_YEAR.search(typed.kept)
    if year and len(year[1]) != 4:
        raise Invalid(f"“{typed.kept[:60]}”的年份“{year[1][:20]}”应为四位数，请写成 GB/T 1.1-2020 这样")
    raise Invalid(f"“{typed.kept[:60]}”不是标准号，请写成代号、顺序号、年份，如 GB/T 1.1-2020、T/ZZB 2061-2021、ISO 9001:2015")
