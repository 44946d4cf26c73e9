"""How two texts differ, clause by clause and word by word, and how two records differ, field by field. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

import rjieba

from app.registry.texts.clauses import Clause

_SENTENCES = re.compile(r"[^。；!?！？]*[。；!?！？]?")
_BETWEEN_HAN = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])\s+(?=[\u3000-\u9fff\uff00-\uffef])|(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*"
)
_MOST_WORDS = 2_000
"""Words of one changed place, or sentences of a clause, compared one by one; a larger one is shown as taken out and put in."""

_MOST_PAIRS = 40_000
_ALIKE = 0.5
_MOVED_ALIKE = 0.6


class Change(StrEnum):
    """What became of a clause; `label` is what people read."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        """What people read."""
        return {"same": "未变", "moved": "移动", "changed": "修改", "added": "新增", "removed": "删除"}[self.value]


class Mark(NamedTuple):
    """A run of text that is in both (`same`), in the new one alone (`added`) or in the old one alone (`removed`)."""

    change: Change
    text: str


@dataclass(frozen=True)
class ClauseDifference:
    """One clause of two texts. `before` or `after` is None where only the other has it; `marks` run through title and text.

    `moved`: its number is another now, beside whatever else changed.
    """

    change: Change
    before: Clause | None
    after: Clause | None
    title: tuple[Mark, ...]
    marks: tuple[Mark, ...]
    moved: bool = False


@dataclass(frozen=True)
class FieldDifference:
    """One field of two records; values are texts or lists of texts, None where not stated."""

    field: str
    before: str | tuple[str, ...] | None
    after: str | tuple[str, ...] | None
    marks: tuple[Mark, ...]


def compare_texts(before: Sequence[Clause], after: Sequence[Clause]) -> tuple[ClauseDifference, ...]:
    """All clauses of both texts in the order of the new one; those taken out stand behind what they stood behind."""
    old, new = [_Side(each) for each in before], [_Side(each) for each in after]
    pairs = _pairs(old, new)
    partner = {b: a for a, b in pairs.items()}
    removed_behind: dict[int, list[int]] = {}
    last = -1
    for at in range(len(old)):
        if at in pairs:
            last = pairs[at]
        else:
            removed_behind.setdefault(last, []).append(at)
    told = [_removed(old[at]) for at in removed_behind.get(-1, ())]
    for at, side in enumerate(new):
        told.append(_paired(old[partner[at]], side) if at in partner else _added(side))
        told += [_removed(old[gone]) for gone in removed_behind.get(at, ())]
    return tuple(told)


def compare_fields(
    before: Mapping[str, str | Sequence[str] | None], after: Mapping[str, str | Sequence[str] | None]
) -> tuple[FieldDifference, ...]:
    """The fields in which two records differ, in the order in which they are named; a list is compared item by item."""
    told = []
    for field in dict.fromkeys((*before, *after)):
        one, other = _value(before.get(field)), _value(after.get(field))
        if one != other:
            told.append(FieldDifference(field, one, other, tuple(_field_marks(one, other))))
    return tuple(told)


def mark_words(before: str, after: str) -> tuple[Mark, ...]:
    """Both texts in one, the new one in order, word by word: what is the same, what was taken out, what was put in."""
    marks: list[Mark] = []
    one, other = _SENTENCES.findall(before), _SENTENCES.findall(after)
    if max(len(one), len(other)) > _MOST_WORDS and before != after:
        return tuple(_joined([Mark(Change.REMOVED, before), Mark(Change.ADDED, after)]))
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            marks.append(Mark(Change.SAME, "".join(one[a:b])))
        else:
            marks += _marked_words("".join(one[a:b]), "".join(other[c:d]))
    return tuple(_joined(marks))


class _Side:
    """A clause with what is compared of it."""

    def __init__(self, clause: Clause) -> None:
        self.clause = clause
        self.title = " ".join(clause.title.split())
        self.text = _BETWEEN_HAN.sub("", clause.text).replace("\n", " ")

    @property
    def whole(self) -> str:
        return re.sub(r"\s", "", self.title + self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(word for word in rjieba.cut(self.title + self.text) if word.strip())

    def alike(self, other: "_Side") -> float:
        """How many words two clauses share, 0 to 1."""
        of = len(self.words) + len(other.words)
        return 2 * len(self.words & other.words) / of if of else 1.0


def _pairs(old: Sequence[_Side], new: Sequence[_Side]) -> dict[int, int]:
    """Which clause of the old text became which of the new one: the same words, number or title, else most alike."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()

    def pair(a: int, b: int) -> None:
        pairs[a] = b
        taken.add(b)

    for same in (_same_all, _same_words, _same_number, _same_title):
        free = [b for b in range(len(new)) if b not in taken]
        for a in (a for a in range(len(old)) if a not in pairs):
            found = next((b for b in free if b not in taken and same(old[a], new[b])), None)
            if found is not None:
                pair(a, found)
    for _, a, b in _most_alike(old, new, pairs, taken):
        if a not in pairs and b not in taken:
            pair(a, b)
    return pairs


def _same_all(one: _Side, other: _Side) -> bool:
    return one.clause.number == other.clause.number and one.whole == other.whole


def _same_words(one: _Side, other: _Side) -> bool:
    return one.whole == other.whole


def _same_number(one: _Side, other: _Side) -> bool:
    return one.clause.number == other.clause.number and (
        (one.title == other.title and bool(one.title)) or one.alike(other) >= _ALIKE
    )


def _same_title(one: _Side, other: _Side) -> bool:
    return bool(one.title) and one.title == other.title and len(one.clause.parts) == len(other.clause.parts)


def _most_alike(
    old: Sequence[_Side], new: Sequence[_Side], pairs: Mapping[int, int], taken: set[int]
) -> list[tuple[float, int, int]]:
    left = [a for a in range(len(old)) if a not in pairs]
    right = [b for b in range(len(new)) if b not in taken]
    if len(left) * len(right) > _MOST_PAIRS:
        return []
    scored = ((old[a].alike(new[b]), a, b) for a in left for b in right)
    return sorted((each for each in scored if each[0] >= _MOVED_ALIKE), key=lambda each: (-each[0], *each[1:]))


def _paired(one: _Side, other: _Side) -> ClauseDifference:
    moved = one.clause.number != other.clause.number
    title, marks = mark_words(one.title, other.title), mark_words(one.text, other.text)
    changed = any(mark.change is not Change.SAME and mark.text.strip() for mark in (*title, *marks))
    change = Change.CHANGED if changed else Change.MOVED if moved else Change.SAME
    return ClauseDifference(change, one.clause, other.clause, title, marks, moved)


def _added(side: _Side) -> ClauseDifference:
    return ClauseDifference(Change.ADDED, None, side.clause, _all(Change.ADDED, side.title), _all(Change.ADDED, side.text))


def _removed(side: _Side) -> ClauseDifference:
    return ClauseDifference(Change.REMOVED, side.clause, None, _all(Change.REMOVED, side.title), _all(Change.REMOVED, side.text))


def _all(change: Change, text: str) -> tuple[Mark, ...]:
    return (Mark(change, text),) if text else ()


def _marked_words(before: str, after: str) -> Iterator[Mark]:
    one, other = rjieba.cut(before), rjieba.cut(after)
    if len(one) > _MOST_WORDS or len(other) > _MOST_WORDS:
        yield Mark(Change.REMOVED, before)
        yield Mark(Change.ADDED, after)
        return
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Mark(Change.SAME, "".join(one[a:b]))
        else:
            yield Mark(Change.REMOVED, "".join(one[a:b]))
            yield Mark(Change.ADDED, "".join(other[c:d]))


def _joined(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Marks without empty ones; neighbours of one kind are one."""
    kept: Mark | None = None
    for mark in marks:
        if not mark.text:
            continue
        if kept is not None and kept.change is mark.change:
            kept = Mark(kept.change, kept.text + mark.text)
            continue
        if kept is not None:
            yield kept
        kept = mark
    if kept is not None:
        yield kept


def _value(value: str | Sequence[str] | None) -> str | tuple[str, ...] | None:
    if value is None or value == "" or isinstance(value, str):
        return value or None
    return tuple(value) or None


def _field_marks(before: str | tuple[str, ...] | None, after: str | tuple[str, ...] | None) -> Iterator[Mark]:
    if not isinstance(before, tuple) and not isinstance(after, tuple):
        yield from mark_words(before or "", after or "")
        return
    one, other = _items(before), _items(after)
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Mark(Change.SAME, item) for item in one[a:b])
        else:
            yield from (Mark(Change.REMOVED, item) for item in one[a:b])
            yield from (Mark(Change.ADDED, item) for item in other[c:d])


def _items(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()
