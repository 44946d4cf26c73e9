"""Completions while a query is typed: numbers, the trade's words, titles, committees and bodies."""

from collections.abc import Iterator
from itertools import islice

import numpy as np

from app.registry.numbers.characters import bare, key_of
from app.search.analysis import fold, fragment, has_cjk, letters, name_terms, stem
from app.search.embedded_columns import Ints
from app.search.embedded_plan import Every, Plan, Row, Some, Term, evaluate
from app.search.embedded_snapshot import NOTHING, Snapshot
from app.search.engine import Completion

MOST_OF_A_TYPE = 4
"""Completions of one type while there are others."""

MOST_DOCUMENTS = 500
"""Documents that are looked through for the bodies they name."""

LOOKED_AT = 64
"""Numbers or titles that are put in order; shorter titles are looked at first."""


def complete(typed: str, limit: int, index: Snapshot) -> list[Completion]:
    """At most `limit` completions of `typed`, those of a number first, then words, titles, committees, bodies."""
    typed = typed.strip()[:60]
    if not letters(typed):
        return []
    sources = [
        _numbers(typed, index),
        _words(typed, index),
        _titles(typed, index),
        _tagged("committee", typed, index),
        _tagged("organization", typed, index),
    ]
    found: list[Completion] = []
    rest: list[Completion] = []
    for source in sources:
        completions = list(islice(source, limit))
        found += completions[:MOST_OF_A_TYPE]
        rest += completions[MOST_OF_A_TYPE:]
    return list(dict.fromkeys(found + rest))[:limit]


def _numbers(typed: str, index: Snapshot) -> Iterator[Completion]:
    key = key_of(typed)
    if not key.isascii() or not any(sign.isdigit() for sign in key):
        return
    terms = index.texts_beginning_with("number", f"={bare(key)}", LOOKED_AT)
    terms += index.texts_beginning_with("number", f"#{key}", LOOKED_AT) if not terms else []
    docs = {doc for term in terms for doc in index.term("number", term).docs.tolist()}
    for number in sorted({index.number_text(doc) for doc in docs}, key=lambda number: (len(number), number)):
        yield Completion("number", number, number)


def _words(typed: str, index: Snapshot) -> Iterator[Completion]:
    """Words of titles that begin so, the most frequent first."""
    begun = fold(typed)
    if not has_cjk(begun):
        return
    for word in index.beginning_with("title", begun, MOST_OF_A_TYPE + 1):
        if word != begun:
            yield Completion("term", word, word)


def _titles(typed: str, index: Snapshot) -> Iterator[Completion]:
    """Titles that hold what is typed: those that begin so first, then the shorter ones."""
    plan = _title_plan(typed, index)
    docs = (evaluate(plan, index) if plan is not None else NOTHING).docs
    asked = letters(typed)
    titles = {index.title_text(doc): doc for doc in _shortest(docs, index)}
    order = sorted(titles, key=lambda title: (not letters(title).startswith(asked), len(title), title))
    for title in order:
        yield Completion("title", title, index.number_text(titles[title]))


def _title_plan(typed: str, index: Snapshot) -> Plan | None:
    if has_cjk(typed):
        return Row("pairs", fragment(typed))
    words = [word for word in fold(typed).split() if word.isalnum()]
    if not words or len(words[-1]) < 2:
        return None
    begun = index.beginning_with("title_en", words[-1], LOOKED_AT)
    endings = Some(tuple(Term("title_en", term) for term in {*begun, stem(words[-1])}))
    return Every((*(Term("title_en", stem(word)) for word in words[:-1]), endings))


def _shortest(docs: Ints, index: Snapshot) -> list[int]:
    if len(docs) <= LOOKED_AT:
        return [int(doc) for doc in docs]
    lengths = (index.lengths("pairs") + index.lengths("title_en"))[docs]
    return [int(doc) for doc in docs[np.argpartition(lengths, LOOKED_AT)[:LOOKED_AT]]]


def _tagged(tag: str, typed: str, index: Snapshot) -> Iterator[Completion]:
    """Committees or bodies whose name holds what is typed, by way of the documents that name them."""
    asked = fold(typed)
    terms = name_terms(typed)
    if len(asked) < 2 or not terms.texts:
        return
    docs = evaluate(Row(tag, tuple(terms.texts)), index).docs[:MOST_DOCUMENTS]
    tags = index.tags(tag)
    among = np.zeros(index.size, bool)
    among[docs] = True
    codes = np.unique(np.concatenate([tags.first[docs], tags.more_codes[among[tags.more_docs]]]))
    names = ((value, name or value) for value, name in (tags.names[code] for code in codes if code))
    found = [(value, name) for value, name in names if asked in fold(name) or asked in fold(value)]
    for value, name in sorted(found, key=lambda each: (not fold(each[1]).startswith(asked), len(each[1]), each[1])):
        yield Completion(tag, name, value)
