"""A text that keeps to GB/T 1.1-2020 gives no finding; each fault put into it gives the one finding it deserves."""

import pytest

from app.registry.texts.findings import Severity
from app.registry.texts.structure import check_structure
from tests.registry.texts.sample import PAGES


def found(*changes: tuple[str, str]) -> list[tuple[str, str, str, int | None]]:
    """The findings on the sample with one text after another in place of another; each must be there."""
    text = "\f".join(PAGES)
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    return [(each.rule, each.what, each.clause, each.page) for each in check_structure(text.split("\f"))]


def test_a_text_in_order_gives_no_finding():
    assert found() == []


@pytest.mark.parametrize(
    ("before", "after", "finding"),
    [
        ("前  言\n", "", ("no_foreword", "没有前言", "", None)),
        ("按照 GB/T 1.1—2020", "按照有关", ("foreword_rule", "前言没有写明起草依据", "前言", 3)),
        ("1 范围", "1 适用范围", ("fixed_chapter", "第 1 章的标题是“适用范围”", "第 1 章", 4)),
        ("本文件适用于演示锁具的生产。\n", "", ("scope_wording", "范围没有写明适用于什么", "第 1 章", 4)),
        ("下列术语和定义适用于本文件。\n", "", ("terms_lead", "术语和定义没有引导语", "第 3 章", 4)),
        ("5.2 耐腐蚀", "5.3 耐腐蚀", ("numbering_gap", "5.3 之前没有 5.2", "5.3", 5)),
        ("见图 1。", "光滑。", ("exhibit_not_mentioned", "正文没有提及图 1", "4.2", 4)),
        ("和附录 A 进行", "进行", ("annex_not_mentioned", "正文没有提及附录 A", "附录 A", 6)),
        ("（规范性）\n演示", "演示", ("annex_kind", "附录 A 没有注明规范性还是资料性", "附录 A", 6)),
        ("和 T/YSBX 002 进行", "进行", ("reference_not_cited", "T/YSBX 002 列在清单中，正文没有引用", "第 2 章", 4)),
        ("通电一小时", "按 GB/T 77 通电", ("reference_not_listed", "GB/T 77 在正文引用，没有列入清单", "A.2", 6)),
        ("按 ISO 9227", "按 ISO 9227:2017", ("reference_dated", "正文引用 ISO 9227:2017，清单列的是 ISO 9227", "5.2", 5)),
        (
            "GB/T 999 演示国家标准\nGB/T 2828.1—2012 演示抽样",
            "GB/T 2828.1—2012 演示抽样\nGB/T 999 演示国家标准",
            ("references_order", "GB/T 999 排在 GB/T 2828.1—2012 之后", "第 2 章", 4),
        ),
        (
            "T/YSBX 002 演示团体标准\nISO 9227 演示国际标准",
            "ISO 9227 演示国际标准\nT/YSBX 002 演示团体标准",
            ("references_order", "T/YSBX 002 排在 ISO 9227 之后（团体标准应在ISO、IEC 标准之前）", "第 2 章", 4),
        ),
        (
            "QB/T 1234 演示行业标准\n",
            "QB/T 1234 演示行业标准\nQB/T 1234 演示行业标准\n",
            ("references_twice", "QB/T 1234 列了两次", "第 2 章", 4),
        ),
        ("表 A.1 装置的参数", "表 A.2 装置的参数", ("exhibit_gap", "表 A.2 之前没有 表 A.1", "A.1", 6)),
        ("5.2 耐腐蚀\n", "", ("single_clause", "5 之下只有一条 5.1", "5.1", 5)),
        ("4 要求\n4.1", "4 要求\n锁应好用。\n4.1", ("hanging_paragraph", "第 4 章的标题与 4.1 之间有悬置段", "第 4 章", 4)),
        ("通电一小时", "本标准要求通电一小时", ("self_name", "正文 1 处自称“本标准”", "A.2", 6)),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_each_fault_is_found_where_it_is(before, after, finding):
    assert finding in found((before, after))


def test_the_lead_of_the_references_must_be_there_and_in_its_present_form():
    lead = "下列文件中的内容通过文中的规范性引用而构成本文件必不可少的条款。"
    assert ("references_lead", "规范性引用文件没有引导语", "第 2 章", 4) in found((lead, ""))
    older = "下列文件对于本文件的应用是必不可少的。"
    assert ("references_lead", "规范性引用文件的引导语不是现行的写法", "第 2 章", 4) in found((lead, older))


def test_two_elements_in_the_wrong_order_are_named():
    pages = ["T/YSBX 001—2026\n标准", "1 术语和定义\n下列术语和定义适用于本文件。\n2 范围\n本文件适用于演示。"]
    assert ("order", "“范围”排在“术语和定义”之后", "第 2 章", 2) in [
        (each.rule, each.what, each.clause, each.page) for each in check_structure(pages)
    ]


def test_what_binds_comes_first_and_each_finding_has_rule_and_remedy():
    findings = check_structure(["1 适用范围\n本标准规定了演示。\n2 要求\n演示。\n2.1 外观\n演示。\n2.2 尺寸\n演示。"])
    severities = [each.severity for each in findings]
    assert severities == sorted(severities, key=[Severity.MUST, Severity.SHOULD].index)
    assert set(severities) == {Severity.MUST, Severity.SHOULD}
    assert all(each.why.startswith("GB/T 1.1-2020") and each.remedy for each in findings)


@pytest.mark.parametrize("pages", [[], [""], ["扫描件"]], ids=["nothing", "empty", "words"])
def test_a_text_without_clauses_says_so(pages):
    (finding,) = check_structure(pages)
    assert (finding.rule, finding.what) == ("no_clauses", "没有读出任何章条")


@pytest.mark.parametrize(
    "text",
    [
        "." * 400_000,
        "1 范围\n" + " " * 400_000 + "1",
        "1 范围\n表 1 " + "，" * 400_000,
        "1 范围\n2 规范性引用文件\n" + "GB/T 1.1—2020、" * 5_000,
        "1 范围\n" + "图 1、" * 100_000,
        "\n".join(f"{number} 要求" for number in range(1, 100)) + "\n" + "附录 A\n" * 20_000,
    ],
    ids=["dots", "blanks", "commas", "numbers", "figures", "annexes"],
)
def test_a_text_made_to_be_slow_is_read_all_the_same(text):
    assert check_structure([text])
