"""Reports as a page to print and as files: what offices hand in."""

import io
import re
from dataclasses import replace

import docx
import openpyxl
import pytest

from app.api.reports import ROWS_IN_PRINT
from app.api.sheets import Name, Sheet
from app.web.report_workbook import sheet_name
from app.web.word_tables import WordTable, parts_of
from tests import worked_example as example
from tests.factories import make_plan
from tests.registry.statistics.loading import load

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def register(app):
    load(example.TABLES)
    make_plan("2011-2015", *example.PLAN_PERIOD, {"implementation_rate": 0.3})


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.usefixtures("register")
class TestDocument:
    @pytest.fixture
    def document(self, client):
        return docx.Document(io.BytesIO(client.get("/statistics/report.docx?as_of=2012-06-30").data))

    def test_the_first_page_says_of_what_and_by_whom(self, document):
        text = [paragraph.text for paragraph in document.paragraphs]
        assert text[0] == "标准化工作报告（截至 2012-06-30）"
        assert "对照规划：2011-2015 规划（2011-01-01 至 2015-12-31）" in text
        assert any(line.startswith("编制单位：") for line in text)

    def test_every_heading_is_in_the_contents(self, document):
        headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
        entries = [each.text for each in document.paragraphs if each.style.name == "toc 1"]
        assert entries == headings
        assert headings[0] == "1　规划目标实现情况"
        names = {mark.get(f"{WORD}name") for mark in document.element.iter(f"{WORD}bookmarkStart")}
        assert {link.get(f"{WORD}anchor") for link in document.element.iter(f"{WORD}hyperlink")} == names

    def test_tables_hold_figures_and_all_rows(self, document):
        rates = next(table for table in document.tables if table.cell(0, 5).text == "实施率")
        assert ["XIE", "鞋", "", "5", "3", "60.0 %", "是", "未核实 1"] in cells(rates)
        members = next(table for table in document.tables if table.cell(0, 2).text == "企业")
        assert len(members.rows) == 1 + 7
        definitions = [paragraph.text for paragraph in document.paragraphs]
        assert any(line.startswith("成员企业：D 日在该块状产业成员期内") for line in definitions)

    def test_heads_stand_on_each_page_and_rows_are_whole(self, document):
        for table in document.tables:
            first, *others = table._tbl.tr_lst
            assert first.find(f"{WORD}trPr/{WORD}tblHeader") is not None
            assert all(row.find(f"{WORD}trPr/{WORD}cantSplit") is not None for row in (first, *others))

    def test_tables_and_pictures_are_numbered_and_pictures_described(self, document):
        captions = [each.text for each in document.paragraphs if each.style.name == "Caption"]
        numbers = [int(found[1]) for each in captions if (found := re.match(r"表 (\d+)　", each))]
        assert numbers == list(range(1, len(numbers) + 1))
        pictures = [shape._inline.docPr for shape in document.inline_shapes]
        assert len(pictures) == len([each for each in captions if each.startswith("图 ")])
        assert all("2012" in picture.get("descr") for picture in pictures)

    def test_pages_are_numbered(self, document):
        foot = document.sections[0].footer._element
        assert [code.text.strip() for code in foot.iter(f"{WORD}instrText")] == ["PAGE", "NUMPAGES"]

    def test_no_more_than_a_document_can_bear(self, client, monkeypatch):
        assert ROWS_IN_PRINT >= 5000
        monkeypatch.setattr("app.web.report_document.ROWS_IN_PRINT", 3)
        document = docx.Document(io.BytesIO(client.get("/statistics/report.docx?as_of=2012-06-30").data))
        members = next(table for table in document.tables if table.cell(0, 2).text == "企业")
        assert len(members.rows) == 1 + 3
        said = "本表共 7 行，此处列前 3 行：更长的表 Word 难以打开。全部各行见同一报告的 XLSX 文件，工作表“实施率明细 成员企业”。"
        assert said in [paragraph.text for paragraph in document.paragraphs]


class TestTables:
    def test_what_xml_can_not_hold_and_what_it_reads_as_its_own(self):
        made = "".join(WordTable(["甲"], [["a<b>&\x01"]], 1000).xml())
        assert "a&lt;b&gt;&amp; </w:t>" in made

    def test_one_too_wide_is_set_in_parts_each_with_its_key(self):
        headings = ["代码", "名称", *map(str, range(30))]
        parts = list(parts_of(headings, [[*headings]], [0]))
        assert [part[0][:2] for part in parts] == [["代码", "名称"], ["代码", "18"]]
        assert [heading for part, _ in parts for heading in part[1:]] == headings[1:]
        assert all(list(part) == list(rows[0]) for part, rows in parts)


@pytest.mark.usefixtures("register")
class TestWorkbook:
    @pytest.fixture
    def book(self, client):
        return openpyxl.load_workbook(io.BytesIO(client.get("/statistics/report.xlsx?as_of=2012-06-30").data))

    def test_every_sheet_by_the_words_of_the_trade_with_every_row(self, book):
        assert book.sheetnames[0] == "目录"
        assert book.sheetnames[-1] == "说明"
        assert book.sheetnames[1:4] == ["规划目标实现情况", "主要指标走势（各季度末）", "按趋势外推至规划期末"]
        assert len(book.sheetnames) == len(Name) + 2
        assert book["实施率明细 成员企业"].max_row == 1 + 7

    def test_a_rate_is_a_number_shown_in_percent_with_its_fraction_beside(self, book):
        rates = book["各块状产业实施率"]
        row = next(row for row in rates.iter_rows(min_row=2) if row[0].value == "XIE")
        assert [cell.value for cell in row[3:6]] == [5, 3, 0.6]
        assert row[5].number_format == "0.0%"
        targets = next(book["规划目标实现情况"].iter_rows(min_row=2))
        assert [cell.value for cell in targets[1:4]] == [pytest.approx(4 / 6), 4, 6]

    def test_it_is_ready_to_be_read_and_printed(self, book):
        page = book["各块状产业实施率"]
        assert page.freeze_panes == "B2"
        assert page.print_title_rows == "$1:$1"
        assert (page.page_setup.paperSize, page.page_setup.orientation, page.page_setup.fitToHeight) == (9, "landscape", 0)
        assert "&P" in page.oddFooter.right.text or "第" in page.oddFooter.right.text

    def test_names_of_sheets_are_such_as_workbooks_take(self):
        assert sheet_name(Sheet("a", f"甲/乙：{'丙' * 40}", (), ())) == f"甲 乙 {'丙' * 27}"


@pytest.mark.usefixtures("register")
class TestPage:
    def test_it_shows_the_figures_and_with_all_rows_on_demand(self, page):
        shown = page("/statistics/report?as_of=2012-06-30")
        assert "66.7 %" in shown.text
        assert "没有记录" in shown.text
        assert example.E3 not in shown.text
        whole = page("/statistics/report?as_of=2012-06-30&rows=all")
        assert example.E3 in whole.text
        assert "成员企业：D 日在该块状产业成员期内" in whole.text

    def test_charts_are_taken_away_as_pictures(self, client):
        for name in ("rates", "drafting", "innovation"):
            drawn = client.get(f"/statistics/charts/{name}.svg?as_of=2012-06-30")
            assert drawn.mimetype == "image/svg+xml"
            assert "2012-06-30" in drawn.text
        assert "60.0 %（3/5）" in client.get("/statistics/charts/rates.svg?as_of=2012-06-30").text
        assert client.get("/statistics/charts/rates.png?as_of=2012-06-30").status_code in (200, 404)
        assert client.get("/statistics/charts/nothing.svg").status_code == 404

    def test_an_office_is_named_where_the_setting_says_so(self, app, page, monkeypatch):
        monkeypatch.setitem(app.config, "BIAOLIAN", replace(app.config["BIAOLIAN"], office="演示标准化院"))
        assert "演示标准化院" in page("/statistics/report?as_of=2012-06-30").text

    def test_an_empty_register_has_a_report_too(self, client):
        assert client.get("/statistics/report?as_of=1990-01-01&rows=all").status_code == 200
        for form in ("docx", "xlsx"):
            assert client.get(f"/statistics/report.{form}?as_of=1990-01-01").data[:2] == b"PK"
