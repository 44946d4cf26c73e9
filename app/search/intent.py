"""Questions as people put them: words of status and kind that act as filters, and words that only ask. Pure.

The literal text always goes first; this reading is taken only where no title holds the text as typed.
"""

import re
from dataclasses import dataclass

from app.registry.words import Kind, Obligation, Status
from app.search.analysis import FUNCTION_WORDS
from app.search.engine import Understood

_FILTERS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("现行", "现行有效", "有效", "在用"), ("status", Status.CURRENT.value)),
    **dict.fromkeys(("即将实施", "未实施", "待实施"), ("status", Status.UPCOMING.value)),
    **dict.fromkeys(("被代替", "已被代替", "被替代"), ("status", Status.SUPERSEDED.value)),
    **dict.fromkeys(("废止", "已废止", "作废", "已作废"), ("status", Status.WITHDRAWN.value)),
    **dict.fromkeys(("国家标准", "国标"), ("kind", Kind.NATIONAL.value)),
    **dict.fromkeys(("行业标准", "行标"), ("kind", Kind.INDUSTRY.value)),
    **dict.fromkeys(("地方标准", "地标"), ("kind", Kind.LOCAL.value)),
    **dict.fromkeys(("团体标准", "团标", "联盟标准"), ("kind", Kind.ALLIANCE.value)),
    **dict.fromkeys(("企业标准", "企标"), ("kind", Kind.ENTERPRISE.value)),
    **dict.fromkeys(("国际标准",), ("kind", Kind.INTERNATIONAL.value)),
    **dict.fromkeys(("国外标准",), ("kind", Kind.FOREIGN.value)),
    **dict.fromkeys(("强制性", "强制", "强制性标准"), ("obligation", Obligation.MANDATORY.value)),
    **dict.fromkeys(("推荐性", "推荐性标准"), ("obligation", Obligation.RECOMMENDED.value)),
}
_LONGEST_FIRST = sorted(_FILTERS, key=len, reverse=True)
_LAST = "|".join(_LONGEST_FIRST)
_FIRST = "|".join(word for word in _LONGEST_FIRST if not word.endswith("标"))  # 国标舞 is no 国标
_AT_EDGE = re.compile(f"^(?P<first>{_FIRST})的?(?=..)|(?<=..)的?(?P<last>{_LAST})$")

_WHICH = "(?:什么|哪个|哪些|哪一个|哪几个|哪项|哪种|啥|多少)"
_SHOULD = "(?:应该?|应当|需要?|必须|要|该|可以?|得)*"
_USE = "(?:用|使用|按照?|依照?|依据|执行|采用|遵循|遵守|遵照|符合|满足|达到|参照|参考|适用|属于|对应|涉及|有|看|查|找)"
_OF_NO_KIND = "".join(f"(?<!{word[:-2]})" for word in _FILTERS if word.endswith("标准"))
_ASKING = re.compile(
    r"[?？。!！]+"
    rf"|{_SHOULD}{_USE}{_WHICH}的?(?:标准号?|规范|国标|要求)?(?:来?(?:执行|做|验收|检测|检验))?"
    rf"|(?:是|的)?{_WHICH}(?:标准号?|规范)?"
    r"|有没有|有无|是否有|请问|我?想(?:找|查|知道|了解)|帮我(?:找|查)?|查一下|查找|请查|怎么[测查做]?|如何|最新(?:版本?|的)?"
    rf"|(?:的|相关|有关)*{_OF_NO_KIND}(?:标准号|标准|规范)(?:是|呢|吗)?$|(?:相关|有关|方面)的?$|[呢吗]$"
)
_BEFORE = re.compile(r"^(?:关于|有关)?(?:我们?(?:厂|公司|企业|单位)?(?:想|要)?)?(?:做|生产|销售|卖|买)?(?=..)")
"""What stands before the subject of a question."""

_LITTLE = re.compile(rf"[\W{''.join(FUNCTION_WORDS)}]*")


@dataclass(frozen=True)
class Intent:
    """The text without the words that only ask, and the filters that some of its words meant."""

    text: str
    understood: tuple[Understood, ...] = ()


def intended(text: str) -> Intent | None:
    """What a question means, None where it is no question. Nothing is taken where nothing would be left to look for."""
    left: list[str] = []
    understood: list[Understood] = []
    for run in text.split():
        rest = run
        if run in _FILTERS:
            understood.append(Understood(run, *_FILTERS[run]))
            continue
        asked = _without_asking(rest)
        asked = _BEFORE.sub("", asked) if asked != rest else asked
        rest = asked or ("" if left or understood or len(text.split()) > 1 else rest)
        while (found := _AT_EDGE.search(rest)) is not None:
            word = found["first"] or found["last"]
            understood.append(Understood(word, *_FILTERS[word]))
            rest = (rest[: found.start()] + rest[found.end() :]).strip()
        left.append(rest)
    remaining = " ".join(filter(None, left))
    if _LITTLE.fullmatch(remaining) or (remaining == text and not understood):
        return None
    return Intent(remaining, tuple(understood))


def _without_asking(run: str) -> str:
    """The run without the words that only ask; what they leave at its end may ask as well (…的标准是什么)."""
    left = _ASKING.sub(" ", run).strip()
    return left if left == run else _without_asking(left)
