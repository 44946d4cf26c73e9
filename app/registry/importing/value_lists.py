"""Reading lists of values: a JSON list, or one cell that holds several. Pure.

Readers take and raise what those of `values` do; an empty cell is an empty list. A value that comes twice counts once.
"""

import json
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from app.registry.classification import Scheme, read_code
from app.registry.importing.values import read_cached, text
from app.registry.words import Degree, Word

_DEGREES = "IDT|MOD|EQV|NEQ|等同采用|修改采用|等效采用|非等效采用|等同|修改|等效|非等效"
_ADOPTED = re.compile(rf"(?P<number>.*?\S)[\s,，]*[(（\s,，](?P<degree>{_DEGREES})[)）]?", re.IGNORECASE | re.DOTALL)
_NONE = frozenset({"无", "暂无", "/", "-", "—", "——", "--"})


def items(raw: object) -> tuple[str, ...]:
    """A list: a JSON list, or one text split at `;` or at line ends. A text that is a JSON list of texts is one too."""
    return _listed(raw, _split)


def names(raw: object) -> tuple[str, ...]:
    """A list of names: one text without `;` is also split at `、`, as the Chinese sites write them."""
    return _listed(raw, lambda written: _split(written, "、"))


def codes(raw: object) -> tuple[str, ...]:
    """A list of codes or numbers, which hold no commas of any sort: split at those too."""
    return _listed(raw, lambda written: _parts(written, "[;；\n、,，]"))


def words(kind: type[Word]) -> Callable[[object], tuple[str, ...]]:
    """Reader of a list of controlled words, kept by their English values."""

    def read(raw: object) -> tuple[str, ...]:
        return tuple(dict.fromkeys(kind.read(written).value for written in codes(raw)))

    return read


def adoptions(raw: object) -> tuple[tuple[str, Degree | None], ...]:
    """Standards adopted, each with its degree where given: `ISO 9001:2015 IDT`, `IEC 60947-2:2016，MOD`, `ISO 1 (NEQ)`."""
    written = _listed(raw, lambda one: _parts(one, f"[;；\n、]|[,，](?!\\s*(?:{_DEGREES}))"))
    found: dict[str, Degree | None] = {}
    for part in written:
        match = _ADOPTED.fullmatch(part)
        number, degree = (match["number"], Degree.read(match["degree"])) if match else (part, None)
        if number not in _NONE:
            found.setdefault(_canonical(number), degree)
    return tuple(found.items())


def numbers(raw: object) -> tuple[str, ...]:
    """Standard numbers in canonical form; the sites' 无 and dashes for none are none."""
    return tuple(dict.fromkeys(_canonical(written) for written in codes(raw) if written not in _NONE))


def _canonical(written: str) -> str:
    """One number; a range is kept as one text, since which standards lie in it is not said."""
    read = read_cached(written)
    return str(read.number) if read.range_end is None else f"{read.number}～{read.range_end}"


def degrees(raw: object) -> tuple[Degree, ...]:
    """Degrees of adoption in a column of their own, one for each standard adopted, or one for all."""
    parts = map(text, raw) if isinstance(raw, list) else _parts(text(raw) or "", "[;；\n、,，/]")
    return tuple(Degree.read(part) for part in parts if part)


def committees(raw: object) -> tuple[str, ...]:
    """Committees in charge: names may hold `、`, so it parts only after a bracketed number or before 全国."""
    return _listed(raw, lambda written: _split(written, "(?<=[)）])、|、(?=全国)"))


def classification(scheme: Scheme) -> Callable[[object], tuple[str, ...]]:
    """Reader of a list of classification codes, each in the one form of its scheme."""

    @lru_cache(maxsize=5_000)
    def code(written: str) -> str:
        return read_code(scheme, written)

    def read(raw: object) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code(written) for written in codes(raw)))

    return read


_ics_codes = classification(Scheme.ICS)


def ics(raw: object) -> tuple[str, ...]:
    """ICS codes; a number of a sheet has lost its zeros (13.100 became 13.1), which the fixed width gives back."""
    if isinstance(raw, float) and not raw.is_integer():
        return _ics_codes(f"{raw:06.3f}")
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _ics_codes(f"{int(raw):02d}")
    return _ics_codes(raw)


def _listed(raw: object, split: Callable[[str], list[str]]) -> tuple[str, ...]:
    if isinstance(raw, list):
        parts = [part for part in map(text, raw) if part]
    else:
        written = text(raw)
        parts = [] if written is None else _json_list(written) or split(written)
    return tuple(dict.fromkeys(parts))


def _json_list(written: str) -> list[str] | None:
    if not (written.startswith('["') and written.endswith('"]')):
        return None
    try:
        found = json.loads(written)
    except ValueError:
        return None
    return [part for part in map(text, found) if part]


def _split(written: str, else_at: str = "\n") -> list[str]:
    return _parts(written, "[;；]" if ";" in written or "；" in written else f"\n|{else_at}")


def _parts(written: str, at: str) -> list[str]:
    return [part.strip() for part in re.split(at, written) if part.strip()]


def joined(parts: Sequence[str]) -> str:
    """A list as one cell that `items`, `names`, `codes` and `committees` all read back as the same list."""
    if any(";" in part or "；" in part for part in parts) or (parts and parts[0].startswith('["')):
        return json.dumps(list(parts), ensure_ascii=False)
    return ";".join(parts) + (";" if len(parts) == 1 and re.search("[\n、,，]", parts[0]) else "")
