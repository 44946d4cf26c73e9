"""Text to terms: one spelling for what readers hold to be the same, words by jieba, pairs of characters. Pure.

jieba is the segmenter of record. rjieba cuts runs of Han exactly as jieba does (a test proves it on all real titles), loads
five times as fast and cuts ten times as fast, so it does the work where it is installed.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

import zhconv
from whoosh.lang.porter import stem as _porter  # the stemmer alone: none of the index

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〇"
_KANA = "\u3041-\u3096\u30a1-\u30faー"
_LETTERS = "0-9a-z\u0370-\u03ff\u0400-\u04ff\u00df-\u024f\uac00-\ud7af"
_RUNS = re.compile(f"(?P<han>[{_HAN}]+)|(?P<other>[{_KANA}]+|[{_LETTERS}]+)")
_NAME_RUNS = re.compile(f"(?P<cjk>[{_HAN}{_KANA}]+)|[{_LETTERS}]+")
_WESTERN = re.compile(f"[{_LETTERS}]+")
_CJK = re.compile(f"[{_HAN}{_KANA}]")
_SOFT_HYPHEN = "\u00ad"
_PIECES = re.compile(r"[0-9]+|[^0-9]+")
_STEMMED = re.compile(r"[a-z]{4,}")
STOP_WORDS = frozenset(
    ("an and are as at by de des du en et for from in is la le les of on or pour the to with").split()  # noqa: SIM905 -- a line of words reads better
)
"""English and French words that say nothing of a subject; they hold a place in a phrase and are no terms."""
FUNCTION_WORDS = frozenset(
    "a的了着吗呢啊呀吧么嘛哦之和与及或在是有为以于对等其也都就把被从由到向"
    "这那哪个些我你您他她它们不没很给让"
)
"""Words of one character that join others: terms of a text as any, but no query asks for them beside other words."""


class Terms(NamedTuple):
    """The terms of a text and the place of each; several may share a place (a long word and the words within it)."""

    texts: list[str]
    places: list[int]


class _Fold(dict[int, str]):
    """A table for `str.translate` that learns each character on its first sight."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code)).lower().replace(_SOFT_HYPHEN, "")
        if _CJK.search(folded):
            folded = zhconv.convert(folded, "zh-hans")
        else:
            parts = unicodedata.normalize("NFD", folded)
            folded = "".join(part for part in parts if not unicodedata.combining(part))
        self[code] = folded
        return folded


_FOLD = _Fold()


def fold(text: str) -> str:
    """Half width, lower case, simplified, without accents. Character by character, so that places can be traced back."""
    return text.translate(_FOLD)


def western_words(folded: str) -> Iterator[re.Match[str]]:
    """The words of a folded text that are neither Han nor kana, with their places."""
    return _WESTERN.finditer(folded)


def has_cjk(text: str) -> bool:
    """Whether the text holds a Han or kana character."""
    return _CJK.search(text) is not None


def letters(text: str) -> str:
    """Folded letters and digits alone: what two texts share that differ in blanks and punctuation only."""
    return "".join(filter(str.isalnum, fold(text)))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a folded English word; words with digits, short words and other scripts stay as they are."""
    return str(_porter(word)) if _STEMMED.fullmatch(word) else word


class Cutter(Protocol):
    """What jieba and rjieba have in common."""

    def cut(self, sentence: str) -> Iterable[str]:
        """Words, by the most likely path."""

    def cut_for_search(self, sentence: str) -> Iterable[str]:
        """Words, and the dictionary's words within them."""


def own_words(dictionary: Path | None) -> list[tuple[str, int]]:
    """Words and frequencies of a jieba dictionary of ours: `word frequency` a line, `#` for remarks."""
    if dictionary is None:
        return []
    lines = (line.split() for line in dictionary.read_text(encoding="utf-8").splitlines())
    return [(fold(line[0]), int(line[1])) for line in lines if line and not line[0].startswith("#")]


def jieba_cutter(dictionary: Path | None, cache: Path | None) -> Cutter:
    """Jieba itself with our words; its prepared dictionary is kept in the folder `cache`."""
    import jieba  # half a second and 100 MB that most processes never need

    tokenizer = jieba.Tokenizer()
    if cache is not None:
        cache.mkdir(parents=True, exist_ok=True)
        tokenizer.tmp_dir = str(cache)
    tokenizer.cache_file = "jieba.cache"
    jieba.setLogLevel("WARNING")
    for word, frequency in own_words(dictionary):
        tokenizer.add_word(word, frequency)
    return tokenizer  # type: ignore[no-any-return]


def fast_cutter(dictionary: Path | None) -> Cutter | None:
    """Rjieba with our words, or None where it is not installed."""
    try:
        import rjieba  # loaded with the first text
    except ImportError:
        return None
    cutter = rjieba.Jieba()
    for word, frequency in own_words(dictionary):
        cutter.add_word(word, frequency, None)
    return cutter


class Analyzer:
    """Text to terms, the same way for what is indexed and what is asked.

    `dictionary` is a jieba dictionary of the trade's words, `cache` the folder for what jieba prepares; both are read with
    the first text.
    """

    def __init__(self, dictionary: Path | None = None, cache: Path | None = None) -> None:
        self._dictionary = dictionary
        self._cache = cache
        self._within: dict[str, tuple[str, ...]] = {}

    @cached_property
    def _cutter(self) -> Cutter:
        return fast_cutter(self._dictionary) or jieba_cutter(self._dictionary, self._cache)

    def words(self, text: str) -> Terms:
        """The words of a query: Han by jieba, others folded and stemmed; stop words leave their place empty."""
        terms, places = found = Terms([], [])
        place = 0
        for run in _RUNS.finditer(fold(text)):
            if run.lastgroup == "han":
                cut = list(self._cutter.cut(run[0]))
                terms += cut
                places += range(place, place + len(cut))
                place += len(cut)
                continue
            if run[0] not in STOP_WORDS:
                terms.append(stem(run[0]))
                places.append(place)
            place += 1
        return found

    def index_words(self, text: str) -> Terms:
        """The terms of an indexed text: its words, the dictionary's words within long ones, the pieces of codes."""
        terms, places = found = Terms([], [])
        place = 0
        for run in _RUNS.finditer(fold(text)):
            word = run[0]
            if run.lastgroup == "han":
                for cut in self._cutter.cut(word):
                    within = self._words_within(cut) if len(cut) > 2 else ()
                    terms += (cut, *within)
                    places += [place] * (1 + len(within))
                    place += 1
                continue
            if word not in STOP_WORDS:
                pieces = code_pieces(word)
                terms += (stem(word), *pieces)
                places += [place] * (1 + len(pieces))
            place += 1
        return found

    def _words_within(self, word: str) -> tuple[str, ...]:
        known = self._within.get(word)
        if known is None:
            known = tuple(part for part in dict.fromkeys(self._cutter.cut_for_search(word)) if part != word)
            self._within[word] = known
        return known

    def split(self, word: str) -> tuple[str, ...]:
        """A long Han word as the dictionary's words side by side (建筑工地: 建筑, 工地); empty where it is not made of such."""
        if len(word) < 4 or not has_cjk(word):
            return ()
        within = sorted(self._words_within(word), key=len, reverse=True)
        covers: dict[int, tuple[str, ...]] = {0: ()}
        for end in range(2, len(word) + 1):
            for part in within:
                before = covers.get(end - len(part))
                if before is not None and word.endswith(part, 0, end) and end not in covers:
                    covers[end] = (*before, part)
        return covers.get(len(word), ())


def code_pieces(word: str) -> list[str]:
    """The letters and digits of a code such as `iec60947`, where there are both; single characters say nothing."""
    if word.isascii() and not word.isalpha() and not word.isdigit():
        return [stem(piece) for piece in _PIECES.findall(word) if len(piece) > 1]
    return []


def pairs(text: str) -> Terms:
    """Neighbouring letters and digits of the text, each pair at its place, and every single one.

    Any fragment is a row of these, whatever a segmenter makes of it.
    """
    run = letters(text)
    places = list(range(len(run)))
    return Terms([*(run[at : at + 2] for at in places[:-1]), *run], [*places[:-1], *places])


def fragment(text: str) -> tuple[str, ...]:
    """The terms of `pairs` that stand in a row wherever a title holds this text."""
    run = letters(text)
    return tuple(run[at : at + 2] for at in range(len(run) - 1)) or tuple(run)


def name_terms(text: str) -> Terms:
    """The terms of a name (a body, a person): pairs of Han and kana, so that any part finds it, and whole other words."""
    terms, places = found = Terms([], [])
    place = 0
    for run in _NAME_RUNS.finditer(fold(text)):
        word = run[0]
        if run.lastgroup == "cjk":
            steps = range(max(len(word) - 1, 1))
            terms += [word[at : at + 2] for at in steps]
            places += [place + at for at in steps]
            place += len(word) + 1
        else:
            if word not in STOP_WORDS:
                terms.append(stem(word))
                places.append(place)
            place += 1
    return found
