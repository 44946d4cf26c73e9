"""The list of normative references: its lead, its order, and whether it agrees with the text. GB/T 1.1-2020, 8.6. Pure."""

import re
from collections.abc import Iterator, Sequence

from app.registry.numbers import StandardNumber
from app.registry.texts.citations import Citation, Where, citations_of, is_list
from app.registry.texts.clauses import Clause
from app.registry.texts.findings import Finding, Severity, why
from app.registry.words import Kind

_LEAD = "下列文件中的内容通过文中的规范性引用而构成本文件必不可少的条款"
_LEAD_DATES = (
    "其中，注日期的引用文件，仅该日期对应的版本适用于本文件；不注日期的引用文件，其最新版本（包括所有的修改单）适用于本文件。"
)
_LEADS = re.compile(f"{_LEAD}|下列文件(?:对于|中的条款)|引用(?:了)?下列文件")
_NONE = re.compile("没有规范性引用文件")
_GROUPS = {Kind.NATIONAL: 0, Kind.INDUSTRY: 1, Kind.LOCAL: 2, Kind.ALLIANCE: 3}
_ISO = re.compile(r"(?:ISO|IEC)\b")
_GROUP_NAMES = ("国家标准", "行业标准", "地方标准", "团体标准", "ISO、IEC 标准", "其他标准")


def check_references(clauses: Sequence[Clause]) -> Iterator[Finding]:
    """What is wrong with the list, as far as there is one; that there is none is said by the check of elements."""
    listing = next((clause for clause in clauses if is_list(clause)), None)
    if listing is None:
        return
    cited = citations_of(clauses, _own(clauses))
    listed = [each for each in cited if each.where is Where.LISTED]
    within = [each for each in cited if each.where is Where.TEXT]
    yield from _lead(listing, listed)
    yield from _order(listed)
    yield from _twice(listed)
    yield from _not_cited(listed, within)
    yield from _not_listed(listed, within)


def _own(clauses: Sequence[Clause]) -> str | None:
    """The number of the document itself: the first on the cover."""
    front = citations_of(clauses[:1]) if clauses and not clauses[0].number else ()
    return front[0].number if front else None


def _lead(listing: Clause, listed: Sequence[Citation]) -> Iterator[Finding]:
    text = re.sub(r"\s", "", listing.text)
    if listed and not text.startswith(_LEAD):
        has_older = _LEADS.search(text)
        remedy = f"在清单前写“{_LEAD}。{_LEAD_DATES}”"
        yield Finding(
            "references_lead",
            Severity.MUST,
            "规范性引用文件的引导语不是现行的写法" if has_older else "规范性引用文件没有引导语",
            why("8.6", "引用文件清单由固定的引导语引出"),
            remedy,
            listing.place,
            listing.page,
        )
    if not listed and not _NONE.search(text):
        yield Finding(
            "references_empty",
            Severity.MUST,
            "规范性引用文件没有列出文件，也没有写明没有",
            why("8.6", "没有规范性引用时在章标题下说明"),
            "列出文中规范性引用的文件，或写“本文件没有规范性引用文件。”",
            listing.place,
            listing.page,
        )


def _order(listed: Sequence[Citation]) -> Iterator[Finding]:
    """The first reference that stands behind one it should stand before."""
    keys = [_key(each.reading.number) for each in listed]
    for at in range(1, len(listed)):
        if keys[at] < keys[at - 1]:
            before, after = listed[at - 1], listed[at]
            groups = (_GROUP_NAMES[keys[at][0]], _GROUP_NAMES[keys[at - 1][0]])
            what = f"{after.typed} 排在 {before.typed} 之后" + (
                f"（{groups[0]}应在{groups[1]}之前）" if groups[0] != groups[1] else ""
            )
            rule = why("8.6", "依次列出国家标准、行业标准、地方标准、团体标准、ISO 与 IEC 标准、其他文件，同类中按代号和顺序号")
            yield _of(after, "references_order", what, rule, f"把 {after.typed} 移到前面，使清单按序排列")


def _key(number: StandardNumber) -> tuple[int, tuple[object, ...]]:
    """The group, and the place within: national ones by serial whatever their prefix, others by code first."""
    if number.kind is Kind.INTERNATIONAL and _ISO.match(number.prefix):
        group = 4
    else:
        group = _GROUPS.get(number.kind, 5) if number.kind else 5
    order = number.order()
    code = "" if group in (0, 4) else number.prefix.split("/T")[0].split("/Z")[0]
    return group, (code, *order[2:4])


def _twice(listed: Sequence[Citation]) -> Iterator[Finding]:
    seen: set[str] = set()
    for each in listed:
        if each.reading.number.key in seen:
            rule = why("8.6", "每个引用文件在清单中列一次")
            yield _of(each, "references_twice", f"{each.typed} 列了两次", rule, "删去重复的一行")
        seen.add(each.reading.number.key)


def _not_cited(listed: Sequence[Citation], within: Sequence[Citation]) -> Iterator[Finding]:
    known = _Known(within)
    for each in listed:
        if not any(_covers(each, other) for other in known.near(each)):
            rule = why("8.6", "清单列出文中规范性引用的文件")
            remedy = f"在需要它的条款中写“按照 {each.number} 的规定”等；用不到时从清单删去，或移到参考文献"
            yield _of(each, "reference_not_cited", f"{each.typed} 列在清单中，正文没有引用", rule, remedy)


def _not_listed(listed: Sequence[Citation], within: Sequence[Citation]) -> Iterator[Finding]:
    known = _Known(listed)
    for each in {other.number: other for other in reversed(within)}.values():
        same = [other for other in known.near(each) if _covers(other, each)]
        if not same:
            rule = why("8.6", "文中规范性引用的文件列入清单")
            remedy = f"在第 2 章列入 {each.number}；只是资料性提及时列入参考文献"
            yield _of(each, "reference_not_listed", f"{each.typed} 在正文引用，没有列入清单", rule, remedy)
        elif all(_dated_otherwise(other, each) for other in same):
            rule = why("8.6", "注日期的引用在清单中也注同一日期，不注日期的不注")
            remedy = "使清单与正文一致：都注日期（注同一年），或都不注"
            yield _of(each, "reference_dated", f"正文引用 {each.typed}，清单列的是 {same[0].typed}", rule, remedy)


class _Known:
    """Citations by document and by series, each number once, so that none is held against all others."""

    def __init__(self, citations: Sequence[Citation]) -> None:
        self._by: dict[str, list[Citation]] = {}
        for each in {other.number: other for other in reversed(citations)}.values():
            for key in self._keys(each):
                self._by.setdefault(key, []).append(each)

    def near(self, cited: Citation) -> list[Citation]:
        """Those of the same document or series."""
        return [each for key in self._keys(cited) for each in self._by.get(key, ())]

    @staticmethod
    def _keys(cited: Citation) -> set[str]:
        number = cited.reading.number
        return {number.document_key, f"{number.prefix} {number.serial}"}


def _covers(listed: Citation, cited: Citation) -> bool:
    """Whether a line of the list is about the document that the text cites: itself, or all its parts."""
    one, other = listed.reading.number, cited.reading.number
    if one.document_key == other.document_key:
        return True
    if one.prefix != other.prefix or one.serial != other.serial:
        return False
    return listed.reading.all_parts or (cited.reading.all_parts and bool(one.parts)) or listed.reading.range_end is not None


def _dated_otherwise(listed: Citation, cited: Citation) -> bool:
    if listed.reading.all_parts or listed.reading.range_end is not None:
        return False
    return listed.reading.number.key != cited.reading.number.key


def _of(cited: Citation, rule: str, what: str, reason: str, remedy: str) -> Finding:
    return Finding(rule, Severity.MUST, what, reason, remedy, cited.clause, cited.page)
