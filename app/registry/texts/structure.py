"""How the text of a standard is built, checked against GB/T 1.1-2020, chapters 7 and 8. Pure."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.registry.texts.clauses import COVER, Clause, clauses_within
from app.registry.texts.exhibits import check_exhibits
from app.registry.texts.findings import Finding, Severity, why
from app.registry.texts.lines import body_of
from app.registry.texts.references import check_references

CONTENTS = "目次"
_FIXED = (("1", "范围", "8.5"), ("2", "规范性引用文件", "8.6"), ("3", "术语和定义", "8.7"))
_ELEMENTS = (
    (COVER, re.compile(rf"{COVER}$")),
    (CONTENTS, re.compile(rf"{CONTENTS}$")),
    ("前言", re.compile("前言$")),
    ("引言", re.compile("引言$")),
    ("范围", re.compile("(?:适用)?范围$")),
    ("规范性引用文件", re.compile("(?:规范性)?引用(?:文件|标准)$")),
    ("术语和定义", re.compile("术语(?:和|与|、|及)?(?:定义|符号)?$")),
    ("符号和缩略语", re.compile("(?:符号|缩略语|代号)(?:和|与|、|及)?(?:缩略语|代号)?$")),
    ("分类和编码/系统构成", re.compile("(?:产品)?(?:分类|编码|型号|系统构成)")),
    ("总体原则和/或总体要求", re.compile("(?:总体|基本)(?:原则|要求)|总则$")),
)
"""Elements in their order; whatever other chapter follows is a technical element. Source: GB/T 1.1-2020, 6.2."""

_TECHNICAL = len(_ELEMENTS)
_ANNEX, _LAST = _TECHNICAL + 1, ("参考文献", "索引")
_TERMS = re.compile(r"术语和定义适用于本(?:文件|标准)|没有需要界定的术语和定义")
_COVER_SIGNS = re.compile(r"ICS|CCS|发\s*布|标\s*准|T/|Q/|DB\d")
_DRAFTED = re.compile(r"GB/T\s*1\.1")
_OLD_NAME = re.compile("本标准")


def check_structure(pages: Sequence[str]) -> tuple[Finding, ...]:
    """Everything to mend in a text given page by page, those that bind first, else in the order of the text.

    A text without any clause gives one finding that says so: a scan, or no standard.
    """
    body = body_of(pages)
    clauses = clauses_within(body)
    if not any(clause.number for clause in clauses):
        return (
            Finding(
                "no_clauses",
                Severity.MUST,
                "没有读出任何章条",
                why("7.2", "章是文件层次划分的基本单元，应编号并有标题"),
                "请核对是否为文字版的标准文本；扫描件请先做文字识别（OCR）",
            ),
        )
    found = [
        *_missing(clauses),
        *_fixed(clauses),
        *_order(clauses, body.contents_page),
        *_numbering(clauses),
        *_single(clauses),
        *_hanging(clauses),
        *_wording(clauses),
        *check_references(clauses),
        *check_exhibits(clauses),
    ]
    return tuple(sorted(found, key=lambda each: (each.severity is not Severity.MUST, each.page or 0)))


def _missing(clauses: Sequence[Clause]) -> Iterator[Finding]:
    front = clauses[0]
    if front.number or front.title != COVER or not _COVER_SIGNS.search(front.text):
        remedy = "补上封面：标准编号、名称（中英文）、ICS 与 CCS、发布与实施日期、发布机构"
        yield Finding("no_cover", Severity.MUST, "没有读到封面", why("8.1", "封面是必备要素"), remedy)
    if not any(clause.title == "前言" and not clause.number for clause in clauses):
        remedy = "在正文前补上前言：起草依据、与其他文件的关系、提出与归口、起草单位、主要起草人"
        yield Finding("no_foreword", Severity.MUST, "没有前言", why("8.3", "前言是必备要素"), remedy)
    chapters = [clause for clause in clauses if _is_chapter(clause)]
    if not any(_rank(clause) >= _TECHNICAL for clause in chapters):
        remedy = "写出核心技术要素，如要求、试验方法、程序或指南"
        yield Finding("no_core", Severity.MUST, "没有核心技术要素", why("8.11", "核心技术要素是必备要素"), remedy)


def _fixed(clauses: Sequence[Clause]) -> Iterator[Finding]:
    """The first three chapters are the same in every standard."""
    chapters = {clause.number: clause for clause in clauses if _is_chapter(clause)}
    for number, title, source in _FIXED:
        rule = why(source, f"第 {number} 章为“{title}”")
        clause = chapters.get(number)
        if clause is None or _named(clause) == title:
            if clause is None:
                yield Finding("fixed_chapter", Severity.MUST, f"没有第 {number} 章“{title}”", rule, _REMEDIES[title])
            continue
        remedy = f"把标题改为“{title}”" if _rank(clause) == _names().index(title) else _REMEDIES[title]
        yield _at(clause, "fixed_chapter", f"第 {number} 章的标题是“{clause.title}”", rule, remedy)


_REMEDIES = {
    "范围": "以“范围”为第 1 章，写明“本文件规定了……”“本文件适用于……”",
    "规范性引用文件": "以“规范性引用文件”为第 2 章；没有引用时写“本文件没有规范性引用文件。”",
    "术语和定义": "以“术语和定义”为第 3 章；没有术语时写“本文件没有需要界定的术语和定义。”",
}


def _order(clauses: Sequence[Clause], contents_page: int | None) -> Iterator[Finding]:
    """Elements that stand before one that should come before them."""
    highest, before = -1, ""
    for clause in clauses:
        if clause.number and not _is_chapter(clause) and not clause.is_annex:
            continue
        rank = _rank(clause)
        if rank < highest and rank != _names().index("总体原则和/或总体要求"):
            remedy = f"移到“{before}”之前"
            rule = why("6.2", "要素依次为封面、目次、前言、引言、范围、规范性引用文件、术语和定义……附录、参考文献、索引")
            yield _at(clause, "order", f"“{clause.title}”排在“{before}”之后", rule, remedy)
        elif rank > highest:
            highest, before = rank, clause.title or clause.place
    foreword = next((clause for clause in clauses if clause.title == "前言" and not clause.number), None)
    if contents_page and foreword and contents_page > foreword.page:
        rule = why("6.2", "目次在前言之前")
        yield Finding("order", Severity.MUST, "“目次”排在“前言”之后", rule, "移到“前言”之前", CONTENTS, contents_page)


def _numbering(clauses: Sequence[Clause]) -> Iterator[Finding]:
    """Numbers that leave one out; an annex after A and B must be C."""
    last: dict[tuple[str, ...], str] = {}
    for clause in clauses:
        parts = clause.parts
        if not parts:
            continue
        above, own = parts[:-1], parts[-1]
        series = (*above, "letters") if own.isalpha() else above
        expected = _next(last.get(series), own)
        if own != expected:
            full = ".".join((*above, expected))
            what = f"{clause.number} 之前没有 {full}"
            rule = why("9.6" if own.isalpha() else "7.2" if not above else "7.3", "编号连续，不应有空缺")
            yield _at(clause, "numbering_gap", what, rule, f"补上 {full}，或把后面的编号依次前移并改正文中的提及")
        last[series] = own


def _next(last: str | None, own: str) -> str:
    if own.isalpha():
        return chr(ord(last) + 1) if last else "A"
    return str(int(last) + 1) if last else "1"


def _single(clauses: Sequence[Clause]) -> Iterator[Finding]:
    """A clause divided into one."""
    children: dict[tuple[str, ...], list[Clause]] = {}
    for clause in clauses:
        if len(clause.parts) > 1:
            children.setdefault(clause.parts[:-1], []).append(clause)
    for above, within in children.items():
        if len(within) == 1 and above != ("3",):
            rule = why("7.3", "同一层次中有两个或两个以上的条时才可设条")
            remedy = f"取消 {within[0].number} 的编号，并入 {'.'.join(above)}；或再分出一条"
            yield _at(within[0], "single_clause", f"{'.'.join(above)} 之下只有一条 {within[0].number}", rule, remedy)


def _hanging(clauses: Sequence[Clause]) -> Iterator[Finding]:
    """Text between a heading and the first clause within it, which cannot be referred to."""
    for clause, after in pairwise(clauses):
        within = len(clause.parts) > 0 and after.parts[:-1] == clause.parts
        if within and clause.lines and clause.number != "3" and not clause.is_annex:
            rule = why("7.4", "不宜在标题与下一层次的条之间设段（悬置段）")
            remedy = f"给这一段编号为 {clause.number}.1“总则”或“一般要求”，其后的条顺延"
            yield _at(
                clause, "hanging_paragraph", f"{clause.place}的标题与 {after.number} 之间有悬置段", rule, remedy, Severity.SHOULD
            )


def _wording(clauses: Sequence[Clause]) -> Iterator[Finding]:
    by_title = {_named(clause): clause for clause in clauses if not clause.number or _is_chapter(clause)}
    foreword, scope, terms = by_title.get("前言"), by_title.get("范围"), by_title.get("术语和定义")
    if foreword and not _DRAFTED.search(foreword.text):
        remedy = "在前言写明“本文件按照 GB/T 1.1—2020《标准化工作导则 第1部分：标准化文件的结构和起草规则》的规定起草。”"
        yield _at(foreword, "foreword_rule", "前言没有写明起草依据", why("8.3", "前言给出文件起草所依据的标准"), remedy)
    if scope and "适用于" not in scope.text:
        rule = why("8.5", "范围界定文件的标准化对象和适用界限")
        yield _at(scope, "scope_wording", "范围没有写明适用于什么", rule, "补上“本文件适用于……”", Severity.SHOULD)
    if terms and terms.number == "3" and not _TERMS.search(_joined(terms)):
        remedy = "加上“下列术语和定义适用于本文件。”；没有术语时写“本文件没有需要界定的术语和定义。”"
        yield _at(terms, "terms_lead", "术语和定义没有引导语", why("8.7", "术语条目由引导语引出"), remedy)
    old = next((clause for clause in clauses if clause.number and _OLD_NAME.search(clause.text)), None)
    if old:
        count = sum(len(_OLD_NAME.findall(clause.text)) for clause in clauses if clause.number)
        rule = why("", "文件称自身为“本文件”")
        yield _at(old, "self_name", f"正文 {count} 处自称“本标准”", rule, "改为“本文件”", Severity.SHOULD)


def _joined(clause: Clause) -> str:
    return "".join(line.text for line in clause.lines)


def _named(clause: Clause) -> str:
    return re.sub(r"\s+", "", clause.title)


def _names() -> list[str]:
    return [name for name, _ in _ELEMENTS]


def _is_chapter(clause: Clause) -> bool:
    return clause.number.isdigit()


def _rank(clause: Clause) -> int:
    if clause.is_annex:
        return _ANNEX
    title = _named(clause)
    if not clause.number and title in _LAST:
        return _ANNEX + 1 + _LAST.index(title)
    return next((at for at, (_, form) in enumerate(_ELEMENTS) if form.match(title)), _TECHNICAL)


def _at(clause: Clause, rule: str, what: str, reason: str, remedy: str, severity: Severity = Severity.MUST) -> Finding:
    return Finding(rule, severity, what, reason, remedy, clause.place, clause.page)
