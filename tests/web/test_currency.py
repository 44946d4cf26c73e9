"""The currency check as people use it: paste, look, export."""

import csv
import io
import zipfile

import pytest

from app.registry.queries import currency
from app.registry.words import RelationKind
from app.web import currency as page_module
from tests.factories import make_standard, relate
from tests.web.reading import read

ADDRESS = "/currency-check"
TYPED = "GB/T 1.1—2009\n\n引用 GB/T 1.1 与 GB/T 7-1999\n皮鞋<b>"


@pytest.fixture(autouse=True)
def guides(app):
    old = make_standard("GB/T 1.1-2009", "标准化工作导则", published_on="2009-06-17", implemented_on="2010-01-01")
    new = make_standard("GB/T 1.1-2020", "标准化工作导则", published_on="2020-03-31", implemented_on="2020-10-01")
    relate(new, RelationKind.REPLACES, old)


@pytest.fixture
def post(client):
    def ask(answers=200, export=None, **form):
        query = {"export": export} if export else None
        answer = client.post(ADDRESS, query_string=query, data={"numbers": TYPED, "as_of": "2026-06-01"} | form)
        assert answer.status_code == answers, answer.text
        return answer

    return ask


def test_results_stand_by_verdict_troubles_first_with_counts_chain_and_links(post):
    shown = read(post().text)
    assert [each.text for each in shown.main.all("h3")] == ["?未知 2 项", "↪被代替 1 项", "●现行 1 项"]
    assert "截至 2026-06-01，共 4 项" in shown.main.text
    superseded = shown.one("section", aria_labelledby="superseded")
    assert "2020-10-01" in superseded.text
    links = [each.attributes["href"] for each in superseded.all("a")]
    assert any(link.startswith("/standards/GB/T%201.1-2020?as_of=2026-06-01") for link in links)
    assert "皮鞋<b>" in shown.main.text


def typed_in(shown):
    """What the field holds; a browser drops the line end right behind its tag."""
    return "".join(shown.one("textarea").children).removeprefix("\n")


def test_what_was_typed_is_kept(post):
    shown = read(post().text)
    assert typed_in(shown) == TYPED
    assert shown.one("input", id="as_of").attributes["value"] == "2026-06-01"


def test_an_error_stands_beside_its_field_and_nothing_is_lost(post, monkeypatch):
    wrong_day = read(post(422, as_of="2020-02-30").text)
    assert "2020-02-30" in wrong_day.one("p", id="day-wrong").text
    assert typed_in(wrong_day) == TYPED
    assert read(post(422, numbers="  ").text).one("p", id="numbers-wrong").text
    monkeypatch.setattr(currency, "MOST_NUMBERS", 2)
    assert "2" in read(post(422).text).one("p", id="numbers-wrong").text


def test_it_can_be_asked_by_its_address(page):
    shown = page(ADDRESS, numbers="GB/T 1.1-2009", as_of="2012-01-01")
    assert [each.text for each in shown.main.all("h3")] == ["●现行 1 项"]
    assert page(ADDRESS).one("textarea")


def test_exports_are_in_the_order_typed(post):
    answer = post(export="csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="currency-check-2026-06-01.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [(row["序号"], row["输入"], row["结论"]) for row in rows] == [
        ("1", "GB/T 1.1—2009", "被代替"), ("2", "GB/T 1.1", "现行"), ("3", "GB/T 7-1999", "未知"), ("4", "皮鞋<b>", "未知"),
    ]  # fmt: skip
    assert rows[0]["代替关系"] == "GB/T 1.1-2020（2020-10-01）"
    assert {row["状态日期"] for row in rows} == {"2026-06-01"}
    with zipfile.ZipFile(io.BytesIO(post(export="xlsx").data)) as workbook:
        assert "xl/workbook.xml" in workbook.namelist()


def test_a_cell_that_would_run_as_a_formula_does_not(post):
    rows = list(csv.reader(io.StringIO(post(export="csv", numbers="=1+1").data.decode("utf-8-sig"))))
    assert rows[1][1] == "'=1+1"


def test_very_many_results_are_cut_on_the_page_and_it_says_so(post, monkeypatch):
    monkeypatch.setattr(page_module, "MOST_SHOWN", 3)
    shown = read(post().text)
    assert len(shown.main.all("tr")) == 3 + 2
    assert "页面只列出 3 项" in shown.main.text


def test_it_asks_for_no_token_since_it_changes_nothing(post):
    assert "csrf_token" not in post().text


def test_too_long_a_form_is_refused(post, monkeypatch):
    monkeypatch.setattr(page_module, "LONGEST_REQUEST", 100)
    assert "413" in post(413, numbers="GB/T 1.1 " * 100).text
