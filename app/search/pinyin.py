"""Han words by the Latin letters that people type for them. Pure."""

from functools import lru_cache

from app.search.analysis import has_cjk


@lru_cache(maxsize=100_000)
def spellings(word: str) -> tuple[str, ...]:
    """A word's pinyin whole and by initials, `duanluqi` and `dlq` for 断路器; none for single characters and other scripts."""
    if len(word) < 2 or not has_cjk(word):
        return ()
    from pypinyin import lazy_pinyin  # fifty megabytes that only a process needs that writes

    syllables = [syllable for syllable in lazy_pinyin(word, errors="ignore") if syllable.isascii()]
    if len(syllables) < len(word):
        return ()
    return "".join(syllables), "".join(syllable[0] for syllable in syllables)


def spelt_terms(words: list[str]) -> list[str]:
    """The terms of the words of a title: spelling, blank, word; so those that begin with a spelling name their words."""
    return [f"{spelling} {word}" for word in dict.fromkeys(words) for spelling in spellings(word)]
