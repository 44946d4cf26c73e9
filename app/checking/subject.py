"""What a title and a scope are about: the words that tell subjects apart, each with its worth."""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.search.analysis import fold
from app.search.engine import Engine
from app.search.query import Asked

_GENERIC_WORDS = (
    "技术|验方|要求|规范|方法|试验|通用|通则|规程|条件|标准|规定|导则|指南|指导|术语|定义|分类|部分|"
    "管理|产品|质量|评价|测定|检验|检测|总则|一般|基本|安全|设计|系统|应用|服务|使用|生产|制造|"
    "工艺|工程|操作|原则|代号|标志|包装|运输|贮存|文件|本|适用于|适用|规则|描述|以及|其他|相关|"
    "有关|进行|用于|采用|包括|主要|不同|各类|各种|内容|企业|团体|联盟|浙江|特殊|专用|名词|验收|"
    "施工|工业|行业|设备|装置|材料|制品|用"
)
_GENERIC = re.compile(f"(?:{_GENERIC_WORDS})+")
"""Words of many titles and of every scope, and what is made of them alone: sharing them says nothing."""

_GENERIC_END = re.compile(f"(?:{_GENERIC_WORDS}|和|与|及|、)+$")

_COMMON = 0.02
"""A word that more of the Chinese standards than this hold in their titles does not tell a subject by itself."""

_FEW = 50
"""In a small register a word of so many titles still tells one."""

_COVERED = 0.5
_FIRST_PART = re.compile(r"\s+|第\s*\d+\s*部分|[（(：:]")
_CHINESE = ("national", "industry", "local", "alliance", "enterprise")
_MOST_WORDS = 12


@dataclass(frozen=True)
class Subject:
    """The words of a title with their worth, rarest first; `telling` are those that tell the subject by themselves.

    `heads` are those in which the name of the thing ends, which what stands before only narrows: 门锁 of 电子门锁.
    """

    worth: Mapping[str, float]
    telling: tuple[str, ...]
    heads: frozenset[str]

    def met_by(self, words: Collection[str]) -> bool:
        """Whether another title is about the same thing: it names it, or has most of what narrows it in several words."""
        met = [word for word in self.telling if word in words]
        return any(word in self.heads for word in met) or (len(self.shared(met)) > 1 and self.covered(words) >= _COVERED)

    def shared(self, words: Collection[str]) -> tuple[str, ...]:
        """Its words that are among these, the most telling first; a word within another shared one is left out."""
        return longest(word for word in self.worth if word in words)

    def covered(self, words: Collection[str]) -> float:
        """How much of what this title says these words hold, 0 to 1."""
        whole = sum(self.worth.values())
        return sum(worth for word, worth in self.worth.items() if word in words) / whole if whole else 0.0

    def likeness(self, words: Collection[str]) -> float:
        """How much of what both titles say they share, 0 to 1; a word that this one lacks weighs as its own on average."""
        if not self.worth:
            return 0.0
        shared = sum(self.worth[word] for word in self.worth if word in words)
        mean = sum(self.worth.values()) / len(self.worth)
        theirs = shared + mean * len([word for word in words if word not in self.worth])
        return 2 * shared / (sum(self.worth.values()) + theirs)


def words_of(engine: Engine, text: str) -> tuple[str, ...]:
    """The words of a text that may tell its subject, each once, in order."""
    return tuple(
        word
        for word in dict.fromkeys(engine.words(text))
        if len(word) > 1 and not word.isdigit() and not _GENERIC.fullmatch(word)
    )


def longest(words: Iterable[str]) -> tuple[str, ...]:
    """These words without those that are part of another of them."""
    found = list(words)
    return tuple(word for word in found if not any(word != other and word in other for other in found))


def subject_of(engine: Engine, title: str, day: date) -> Subject:
    """How much each word of a title says: the fewer titles hold it, the more.

    A long word that no title holds counts by the words within it that some do (眼镜架: 眼镜).
    """
    of = engine.find(Asked("", day, filters={"kind": _CHINESE}, per_page=1)).total
    held = {word: engine.find(titled(word, day, per_page=1)).total for word in words_of(engine, title)[:_MOST_WORDS]}
    unheld = [word for word, count in held.items() if not count]
    covered = {word for word in unheld if any(other in word for other, count in held.items() if count)}
    covered |= {word for word in unheld if any(word != other and word in other for other in unheld)}
    kept = sorted((count, word) for word, count in held.items() if word not in covered)
    worth = {word: math.log((of + 2) / (count + 1)) for count, word in kept}
    telling = tuple(word for count, word in kept if 0 < count <= max(of * _COMMON, _FEW))
    return Subject(worth, telling, frozenset(_heads(title, held)))


def _heads(title: str, words: Iterable[str]) -> Iterator[str]:
    name = fold(_FIRST_PART.split(title.strip())[0])
    thing = _GENERIC_END.sub("", name)
    return (word for word in words if name.endswith(word) or thing.endswith(word))


def titled(words: str, day: date, *, per_page: int = 100, filters: Mapping[str, tuple[str, ...]] | None = None) -> Asked:
    """The question which titles hold all these words, as they are."""
    text = " ".join(f'标题:"{word}"' for word in words.split())
    return Asked(text, day, filters=filters or {}, per_page=per_page, widen=False, interpret=False)
