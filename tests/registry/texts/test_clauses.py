"""Clauses are read by their numbers; a table of contents, rows of tables and headers of pages are none."""

from app.registry.texts.citations import Where, citations_of
from app.registry.texts.clauses import clauses_of
from tests.registry.texts.sample import PAGES


def outline(*pages: str) -> list[tuple[str, str]]:
    return [(clause.number, clause.title) for clause in clauses_of(pages)]


def test_the_clauses_of_a_whole_standard():
    assert outline(*PAGES) == [
        ("", "封面"),
        ("", "前言"),
        ("1", "范围"),
        ("2", "规范性引用文件"),
        ("3", "术语和定义"),
        ("3.1", "演示锁 demonstration lock"),
        ("3.2", "演示钥匙 demonstration key"),
        ("4", "要求"),
        ("4.1", "外观"),
        ("4.2", "耐久性"),
        ("5", "试验方法"),
        ("5.1", "外观"),
        ("5.2", "耐腐蚀"),
        ("A", "演示试验装置"),
        ("A.1", "装置"),
        ("A.2", "步骤"),
        ("", "参考文献"),
    ]


def test_a_clause_knows_its_page_and_its_own_text():
    clauses = {clause.number: clause for clause in clauses_of(PAGES)}
    assert (clauses["4"].page, clauses["5"].page, clauses["A"].page) == (4, 5, 6)
    assert clauses["4.1"].text == "锁体应符合 QB/T 1234 的规定，见图 1。"
    assert clauses["A"].normative is True
    assert [clauses[number].place for number in ("4", "4.1", "A")] == ["第 4 章", "4.1", "附录 A"]


def test_rows_of_a_table_are_no_chapters_where_nothing_announces_the_chapters():
    table = "表 1 指标\n1 演示锁芯\n2 演示锁体\n3 演示锁舌\n4 演示钥匙"
    text = f"1 范围\n本文件适用于演示。\n2 要求\n应符合表 1。\n{table}\n3 试验方法\n目测。"
    assert outline(text) == [("1", "范围"), ("2", "要求"), ("3", "试验方法")]


def test_quantities_and_items_are_no_clauses():
    text = "1 范围\n不超过\n2 mm 的锁。\n2 要求\n2.1 外观\n高度为\n2.2 mm，宽度为\n2.5 mm。\n2.2 尺寸\n1）演示；\n2）演示。"
    assert outline(text) == [("1", "范围"), ("2", "要求"), ("2.1", "外观"), ("2.2", "尺寸")]


def test_a_number_on_a_line_of_its_own_takes_its_title_from_the_next():
    assert outline("3 术语和定义\n3.1\n演示锁 demonstration lock\n演示用的锁。")[1] == ("3.1", "演示锁 demonstration lock")


def test_ten_comes_after_nine():
    clauses = "".join(f"3.{number} 演示词\n演示的定义。\n" for number in range(1, 12))
    assert [number for number, _ in outline(f"3 术语和定义\n{clauses}")][1:] == [f"3.{number}" for number in range(1, 12)]


def test_a_mention_of_an_annex_is_no_annex():
    assert outline("1 范围\n按\n附录 A 的规定。\n附录 A\n（资料性）\n演示") == [("1", "范围"), ("A", "演示")]


def test_headers_that_every_page_repeats_are_left_out():
    pages = [f"T/YSBX 001—2026\n{number}\n{number} 演示要求{'甲乙丙丁'[number - 1]}\n正文{number}。" for number in range(1, 5)]
    clauses = clauses_of(pages)
    assert [clause.number for clause in clauses] == ["", "1", "2", "3", "4"]
    assert clauses[3].text == "正文3。"


def test_citations_say_where_they_stand_and_what_they_do():
    cited = citations_of(clauses_of(PAGES), own="T/YSBX 001-2026")
    listed = [(each.number, each.clause, each.page, each.words) for each in cited if each.normative]
    assert listed == [
        ("GB/T 999", "第 2 章", 4, "演示国家标准"),
        ("GB/T 2828.1-2012", "第 2 章", 4, "演示抽样"),
        ("QB/T 1234", "第 2 章", 4, "演示行业标准"),
        ("T/YSBX 002", "第 2 章", 4, "演示团体标准"),
        ("ISO 9227", "第 2 章", 4, "演示国际标准"),
    ]
    within = [(each.number, each.clause, each.page) for each in cited if each.where is Where.TEXT]
    assert ("GB/T 2828.1-2012", "5.1", 5) in within
    assert [each.number for each in cited if each.where is Where.BIBLIOGRAPHY] == ["GB/T 5000"]
    assert "T/YSBX 001-2026" not in {each.number for each in cited}
