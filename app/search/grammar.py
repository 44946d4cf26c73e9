"""How people write a query: words, numbers, "phrases", -not, OR, field:value, prefix*; no text is an error. Pure.

A sign is an operator only where it can't be part of a title: `-` after a blank and before a word, `字段:` where the word
names a field, brackets at the start of a word in a balanced query that has operators. All else is plain text.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.registry.numbers.finding import Found, find_numbers
from app.registry.numbers.value import StandardNumber

LONGEST = 400
"""Characters of a query that are read; the rest is cut, and the answer says so."""
MOST_WORDS = 40
DEEPEST = 6
NO_WORDS = "查询中没有可检索的词，请输入标准号或标题中的词"

FIELDS = {
    name: field
    for field, names in {
        "title": ("标题", "名称", "标准名称", "题名", "title"),
        "number": ("编号", "标准号", "标准编号", "number"),
        "scope": ("范围", "适用范围", "scope"),
        "keywords": ("关键词", "关键字", "keywords", "keyword"),
        "committee": ("委员会", "归口", "归口单位", "committee"),
        "organization": ("起草单位", "单位", "organization"),
        "drafter": ("起草人", "drafter"),
        "text": ("正文", "text"),
        "ics": ("ics",),
        "ccs": ("ccs",),
        "kind": ("类别", "标准类别", "kind"),
        "status": ("状态", "status"),
        "obligation": ("性质", "obligation"),
    }.items()
    for name in names
}
CODED = frozenset({"ics", "ccs", "kind", "status", "obligation"})
"""Fields whose value is a code or controlled word: they narrow like a filter."""

_QUOTES = {'"': '"', "“": "”", "「": "」", "『": "』", "＂": "＂"}
_OPENING, _CLOSING = "(（", ")）"
_EITHER = frozenset({"OR", "或", "|", "||", "｜"})
_WORDS = ("word", "phrase")
_BOTH = frozenset({"AND", "&", "&&", "且"})
_NAMED = re.compile(r"(?P<name>[^\W\d_]{1,16})[:：](?P<rest>.*)", re.DOTALL)
_WORDY = re.compile(r"\w")


@dataclass(frozen=True)
class Words:
    """A run of plain text without blanks; the engine cuts it. `field` None: everywhere."""

    text: str
    field: str | None = None


@dataclass(frozen=True)
class Phrase:
    """Text that must stand so, one word behind the other."""

    text: str
    field: str | None = None


@dataclass(frozen=True)
class Prefix:
    """Words that begin so."""

    text: str
    field: str | None = None


@dataclass(frozen=True)
class Number:
    """A standard number, wherever it stood."""

    text: str
    number: StandardNumber


@dataclass(frozen=True)
class Coded:
    """A field that narrows by code or controlled word: `ICS:13.220`, `状态:现行`."""

    text: str
    field: str


@dataclass(frozen=True)
class All:
    """Every part holds."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Either:
    """At least one part holds."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Without:
    """The part does not hold."""

    part: "Node"


Node = Words | Number | Phrase | Prefix | Coded | All | Either | Without


@dataclass(frozen=True)
class Parsed:
    """What a text asks for (None: nothing), and what the person should know about the reading."""

    tree: All | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Token:
    """`kind` is word, phrase, open, close or either; `negative` and `field` say what stood before it."""

    kind: str
    text: str = ""
    negative: bool = False
    field: str | None = None
    number: StandardNumber | None = None


def parse(text: str) -> Parsed:
    """Read a query. Every text has a reading; what had to be left out is said in the notes."""
    notes = []
    if len(text) > LONGEST:
        text = text[:LONGEST]
        notes.append(f"查询过长，只取前 {LONGEST} 个字符")
    scanner = _Scanner(text)
    tokens = scanner.tokens(grouping=False)
    if any(token.kind == "either" or token.negative for token in tokens) and _balanced(text):
        tokens = scanner.tokens(grouping=True)
    if sum(token.kind in _WORDS for token in tokens) > MOST_WORDS:
        tokens = [token for token in tokens if token.kind in (*_WORDS, "either")][: 2 * MOST_WORDS]
        while sum(token.kind in _WORDS for token in tokens) > MOST_WORDS:
            tokens.pop()
        notes.append(f"词太多，只取前 {MOST_WORDS} 个")
    tree = _Reader(tokens).everything()
    if tree is None and text.strip():
        notes.append(NO_WORDS)
    return Parsed(tree, tuple(notes))


def _balanced(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign in _OPENING) - (sign in _CLOSING)
        if not 0 <= depth <= DEEPEST:
            return False
    return depth == 0


class _Scanner:
    """Cuts a query at blanks, outside quotes and numbers."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.numbers: Mapping[int, Found] = {found.start: found for found in find_numbers(text)}

    def tokens(self, *, grouping: bool) -> list[_Token]:
        """The tokens of the text; with `grouping`, brackets at the edge of a word are operators."""
        text = self.text
        tokens: list[_Token] = []
        position = depth = 0
        while position < len(text):
            if text[position].isspace():
                position += 1
                continue
            negative = text[position] == "-" and self._word_begins(position + 1)
            position += negative
            if grouping and text[position] in _OPENING:
                tokens.append(_Token("open", negative=negative))
                depth += 1
                position += 1
            elif depth and text[position] in _CLOSING:
                tokens.append(_Token("close"))
                depth -= 1
                position += 1
            else:
                token, position = self._word(position, negative, depth)
                tokens.append(token)
        return tokens

    def _word_begins(self, position: int) -> bool:
        sign = self.text[position : position + 1]
        return sign.isalnum() or (sign != "" and (sign in _QUOTES or sign in _OPENING))

    def _word(self, start: int, negative: bool, depth: int) -> tuple[_Token, int]:
        """The token that begins at `start`, and where the next one may begin."""
        text = self.text
        field, start = _field_before(text, start)
        found = self.numbers.get(start)
        if found is not None:
            return _Token("word", text[start : found.end], negative, field, found.number), found.end
        closing = self._closing_quote(start)
        if closing is not None:
            return _Token("phrase", text[start + 1 : closing], negative, field, self._number_within(start, closing)), closing + 1
        end = start + 1
        inner = (text[start] in _OPENING) - (text[start] in _CLOSING)
        while end < len(text) and not text[end].isspace() and end not in self.numbers:
            inner += (text[end] in _OPENING) - (text[end] in _CLOSING)
            if (depth and inner < 0) or self._closing_quote(end) is not None:
                break
            end += 1
        if field is None and not negative and text[start:end] in _EITHER:
            return _Token("either"), end
        return _Token("word", text[start:end], negative, field), end

    def _closing_quote(self, opening: int) -> int | None:
        closing = _QUOTES.get(self.text[opening])
        end = self.text.find(closing, opening + 1) if closing is not None else -1
        return end if end > 0 else None

    def _number_within(self, opening: int, closing: int) -> StandardNumber | None:
        found = self.numbers.get(opening + 1)
        return found.number if found is not None and found.end == closing else None


def _field_before(text: str, start: int) -> tuple[str | None, int]:
    """The field named at `start` with its colon, and where its value begins; blanks may stand between."""
    named = _NAMED.match(text, start)
    field = FIELDS.get(named["name"].casefold()) if named else None
    if named is None or field is None or not _WORDY.search(named["rest"]):
        return None, start
    value = named.start("rest")
    while text[value].isspace():
        value += 1
    return field, value


class _Reader:
    """Recursive descent over the tokens: alternatives of conjunctions."""

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def everything(self) -> All | None:
        node = self._alternatives()
        if node is None or isinstance(node, All):
            return node
        return All((node,))

    def _alternatives(self) -> Node | None:
        """OR binds closer than the blank, as in web search: `a b OR c` is a and (b or c)."""
        parts: list[Node] = []
        joined = False
        while self.at < len(self.tokens) and self.tokens[self.at].kind != "close":
            token = self.tokens[self.at]
            self.at += 1
            if token.kind == "either":
                joined = bool(parts)
                continue
            node = self._one(token)
            if node is None:
                continue
            if joined and not isinstance(node, Without):
                before = parts.pop()
                parts.append(Either((*(before.parts if isinstance(before, Either) else (before,)), node)))
            else:
                parts.append(node)
            joined = False
        if not parts:
            return None
        return All(tuple(parts))

    def _one(self, token: _Token) -> Node | None:
        if token.kind == "open":
            node = self._alternatives()
            self.at += 1
        else:
            node = _leaf(token)
        if node is None or not token.negative:
            return node
        return Without(node)


def _leaf(token: _Token) -> Node | None:
    text = token.text
    if token.number is not None and token.field in (None, "number"):
        return Number(text, token.number)
    if not _WORDY.search(text) or (token.kind == "word" and text in _BOTH):
        return None
    if token.field in CODED:
        return Coded(text.strip(), token.field)
    if token.kind == "phrase":
        return Phrase(text, token.field)
    if text.endswith(("*", "＊")):
        return Prefix(text.rstrip("*＊"), token.field)
    return Words(text, token.field)
