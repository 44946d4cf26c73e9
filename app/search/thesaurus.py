"""Words that mean the same in the trade: a query is widened by them, and says so. Pure."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from app.search.analysis import letters


class Thesaurus:
    """Groups of synonyms, looked up by any of their words."""

    def __init__(self, groups: Iterable[Iterable[str]] = ()) -> None:
        """Each group is words of one meaning; a word may stand in several groups."""
        synonyms: dict[str, dict[str, None]] = {}
        for group in groups:
            words = list(group)
            for word in words:
                synonyms.setdefault(letters(word), {}).update(dict.fromkeys(other for other in words if other != word))
        self._synonyms: Mapping[str, tuple[str, ...]] = {word: tuple(others) for word, others in synonyms.items()}

    @classmethod
    def read(cls, path: Path) -> "Thesaurus":
        """A file of groups as the exchange table `thesaurus` has them: `term`, and `synonyms` separated by `;`."""
        with path.open(encoding="utf-8", newline="") as lines:
            return cls((row["term"], *row["synonyms"].split(";")) for row in csv.DictReader(lines))

    def __contains__(self, word: str) -> bool:
        return letters(word) in self._synonyms

    def of(self, word: str) -> tuple[str, ...]:
        """The synonyms of a word, as they are written."""
        return self._synonyms.get(letters(word), ())
