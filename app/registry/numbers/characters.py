"""Characters as people type them in standard numbers, made one; and the key under which numbers meet. Pure."""

import re
import unicodedata

_FORMS = (0x2000, 0x2070), (0xFE50, 0xFE70), (0xFF00, 0xFF5F)
"""Where Unicode keeps general punctuation, small forms and full width forms of ASCII."""

_DASHES = "‐‑‒–—―−﹘﹣－─━⁃"
_SLASHES = "\\∕⁄＼⧸"
_TILDES = "～〜∼"
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))

_CJK_ONE = re.compile(r"(?<=\d)一(?=\d)")
"""The character 一 between digits: a dash as some keyboards write it."""

_SPECIAL = re.compile(r"[^\x21-\x5b\x5d-\x7e]|--")
"""What a key cannot hold as it stands: blanks, the backslash, doubled dashes, whatever is no ASCII."""


def _folding() -> dict[int, str]:
    table = {}
    for first, after in _FORMS:
        for code in range(first, after):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain.isascii():
                table[code] = plain
    for characters, plain in ((_DASHES, "-"), (_SLASHES, "/"), (_TILDES, "~"), ("\t\r\v\f\u00a0\u3000", " ")):
        table.update(dict.fromkeys(map(ord, characters), plain))
    return table


_FOLDING = _folding()
_UPPER = {code: chr(code - 32) for code in range(ord("a"), ord("z") + 1)}


def fold(text: str) -> str:
    """Half width, one sort of dash, slash, tilde and blank; as long as `text`, so that positions stay true."""
    folded = text.translate(_FOLDING)
    return folded if folded.isascii() else _CJK_ONE.sub("-", folded)


def upper(text: str) -> str:
    """ASCII letters in upper case, as long as `text`: `str.upper` makes two letters of some others."""
    return text.upper() if text.isascii() else text.translate(_UPPER)


def visible(text: str) -> str:
    """The text without marks that take no room (zero width blanks, soft hyphens), which copying from pages leaves."""
    return text if text.isascii() else text.translate(_INVISIBLE)


def key_of(text: str) -> str:
    r"""The key of any text: NFKC, case folded, all dashes one, `∕` and `\` as `/`, all blanks out.

    Points, hyphens, slashes and zeros stay, for numbers differ in nothing else (`IEC 60728-1-1`, `IEC 60728-11`).
    Source: docs/rules.md section 1.
    """
    key = text.casefold()
    if _SPECIAL.search(key) is None:
        return key
    if not key.isascii():
        key = fold(_compatible(_compatible(visible(text)).casefold()))
    key = "".join(key.replace("\\", "/").split())
    if not key.isascii():
        key = _CJK_ONE.sub("-", _compatible(key))
    return re.sub("-{2,}", "-", key)


def _compatible(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def bare(key: str) -> str:
    """A key without slashes: `gb/t1.1`, `gbt1.1` and `gb t 1.1` are one."""
    return key.replace("/", "")
