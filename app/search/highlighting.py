"""Found words marked in a text, as HTML. Pure.

Marks are found on the folded text and set in the text as it was written: full width, traditional, upper case and plural are
marked where their plain forms are asked for.
"""

import re
from collections.abc import Iterable
from html import escape

from app.search.analysis import fold, has_cjk, stem, western_words


def highlight(text: str, terms: Iterable[str]) -> str:
    """The text, escaped, with `<mark>` around what matches one of the terms of `Found.terms`."""
    return _marked(text, _spans(text, terms), 0, len(text))


def snippet(text: str, terms: Iterable[str], width: int = 120) -> str:
    """About `width` characters of the text around its first match, escaped and marked; `…` where text is left out.

    Without a match, the beginning.
    """
    spans = _spans(text, terms)
    start = max(spans[0][0] - width // 4, 0) if spans else 0
    start = max(min(start, len(text) - width), 0)
    if start:
        blank = text.rfind(" ", max(start - 12, 0), start)  # not within a word, where words have blanks
        start = blank + 1 if blank >= 0 else start
    end = min(start + width, len(text))
    marked = _marked(
        text, [(max(first, start), min(last, end)) for first, last in spans if last > start and first < end], start, end
    )
    return f"{'…' if start else ''}{marked}{'…' if end < len(text) else ''}"


def _marked(text: str, spans: Iterable[tuple[int, int]], start: int, end: int) -> str:
    parts: list[str] = []
    for first, last in spans:
        parts += [escape(text[start:first]), "<mark>", escape(text[first:last]), "</mark>"]
        start = last
    parts.append(escape(text[start:end]))
    return "".join(parts)


def _spans(text: str, terms: Iterable[str]) -> list[tuple[int, int]]:
    """Where the terms stand in the text as written, ascending, touching ones made one."""
    folded, places = _folded(text)
    found: list[tuple[int, int]] = []
    stems: set[str] = set()
    for term in terms:
        plain = fold(term)
        if has_cjk(plain):
            found += _eastern(folded, plain)
        else:
            stems |= {form for word in western_words(plain) for form in (word[0], stem(word[0]))}
    if stems:
        found += [word.span() for word in western_words(folded) if stem(word[0]) in stems]
    joined: list[tuple[int, int]] = []
    for first, last in sorted(found):
        first, last = places[first], places[last - 1] + 1
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place in `text` that it came from."""
    folded = fold(text)
    if len(folded) == len(text):
        return folded, list(range(len(text)))
    places: list[int] = []
    for place, character in enumerate(text):
        places += [place] * len(fold(character))
    return folded, places


def _eastern(folded: str, term: str) -> Iterable[tuple[int, int]]:
    """Where the term's letters stand side by side; blanks and punctuation between them don't part them."""
    letters = [re.escape(letter) for letter in term if letter.isalnum()]
    if len(letters) == 1:
        return [match.span() for match in re.finditer(letters[0], folded)]
    return [match.span() for match in re.finditer(r"[\W_]{0,3}".join(letters), folded)]
