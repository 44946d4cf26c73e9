"""The public page of comments, the link that proves an address, and the association's answers."""

import io
from datetime import timedelta

import pytest
import xlsxwriter
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.accounts.models import Message
from app.accounts.permissions import OPERATOR, OfficeKind
from app.clock import today
from app.database import db
from app.files import FileStore
from app.registry.lifecycle.words import CommentAnswer, DocumentKind, Stage
from app.registry.models import PublicComment
from app.registry.queries.comments import unanswered_comments
from app.registry.services.alliance.documents import About, add_document
from tests.factories import make_issuing_body, make_standard, make_work_item
from tests.signing import make_user, post, sign_in
from tests.web.reading import read

TYPED = {"clause-1": "4.2", "body-1": "耐久性次数偏低", "name": "李四", "unit": "演示锁厂", "email": "li@example.com"}


@pytest.fixture
def item(app):
    since, until = today() - timedelta(days=20), today() + timedelta(days=10)
    return make_work_item(stage=Stage.COMMENT, comment_from=str(since), comment_until=str(until))


@pytest.fixture
def secretary(app, item):
    """The browser of the association's editor."""
    user = make_user(office=OfficeKind.EDITOR, organization=item.issuing_body.organization)
    return sign_in(app.test_client(), user)


def address(item, more=""):
    return f"/alliance-standards/{item.id}/comments{more}"


def number_of_comments():
    return db.session.scalar(select(func.count(PublicComment.id)))


def sent_link():
    return db.session.scalars(select(Message.link).order_by(Message.id.desc())).first()


def workbook(*rows):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    content.seek(0)
    return content


def test_a_comment_goes_public_once_its_author_opened_the_link(item, client, page):
    answer = post(client, address(item), TYPED)
    assert answer.status_code == 303
    assert "耐久性次数偏低" not in page(address(item)).main.text
    link = sent_link()
    assert "耐久性次数偏低" in page(link).main.text
    assert post(client, link).status_code == 303
    shown = page(address(item)).main.text
    assert ("耐久性次数偏低" in shown, "演示锁厂" in shown, "li@example.com" in shown) == (True, True, False)


def test_to_look_at_a_link_proves_nothing(item, client, page):
    post(client, address(item), TYPED)
    page(sent_link())
    assert db.session.scalars(select(PublicComment.confirmed_at)).one() is None


def test_a_used_link_says_so(item, client):
    post(client, address(item), TYPED)
    link = sent_link()
    post(client, link)
    assert post(client, link).status_code == 409


def test_there_are_rows_enough_and_the_enter_key_presses_what_gives_the_comments(item, client):
    form = read(client.get(address(item)).text).main.one("form", enctype="multipart/form-data")
    assert form.one("textarea", id="body-12")
    assert [each.text for each in form.all("button")] == ["提交意见"]
    assert "open" not in form.one("details").attributes
    refused = read(post(client, address(item), {**TYPED, "name": "", "clause-9": "5.1"}).text)
    assert refused.one("input", id="clause-9").attributes["value"] == "5.1"
    assert "open" in refused.main.one("form", enctype="multipart/form-data").one("details").attributes


def test_several_rows_are_taken_in_together_and_empty_ones_passed_over(item, client):
    post(client, address(item), {**TYPED, "clause-3": "附录A", "body-3": "缺图", "proposal-3": "补图 A.1"})
    kept = db.session.scalars(select(PublicComment).order_by(PublicComment.serial)).all()
    assert [(each.clause, each.proposal) for each in kept] == [("4.2", None), ("附录A", "补图 A.1")]


def test_what_is_wrong_stands_beside_its_row_and_nothing_is_kept(item, client):
    answer = post(client, address(item), {**TYPED, "body-2": "长" * 10_000})
    shown = read(answer.text)
    assert answer.status_code == 422
    assert shown.one("input", id="clause-2").attributes["aria-invalid"] == "true"
    assert "最多 4000 字" in shown.one(id="body-2-wrong").text
    assert number_of_comments() == 0


def test_nothing_typed_is_refused(item, client):
    answer = post(client, address(item), {"name": "李四", "email": "li@example.com"})
    assert (answer.status_code, "请至少写一条意见" in answer.text) == (422, True)


def test_what_looks_like_a_page_is_shown_as_typed(item, client):
    post(client, address(item), {**TYPED, "body-1": "<script>alert(1)</script>", "unit": "<b>甲</b>"})
    post(client, sent_link())
    shown = client.get(address(item)).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<b>甲" not in shown


def test_a_form_of_another_site_is_not_taken(item, client):
    assert client.post(address(item), data=TYPED).status_code in (400, 403)
    assert number_of_comments() == 0


def test_an_ended_period_takes_no_comment(app, client, page):
    ended = make_work_item(
        stage=Stage.COMMENT, comment_from=str(today() - timedelta(days=40)), comment_until=str(today())
    )
    assert "已经截止" in page(address(ended)).main.text
    assert post(client, address(ended), TYPED).status_code == 422
    assert number_of_comments() == 0


def test_a_table_is_read_to_its_end(item, client):
    table = workbook(
        ("意见汇总处理表",),
        ("序号", "标准章条编号", "意见内容", "提出单位"),
        (1, 4.2, "偏低"),
        (2, "5", "缺项\n建议改为：补充"),
        ("说明：共 2 条",),
    )
    answer = post(client, address(item), {"name": "李四", "email": "li@example.com", "table": (table, "意见.xlsx")})
    assert answer.status_code == 303
    kept = db.session.scalars(select(PublicComment).order_by(PublicComment.serial)).all()
    assert [(each.clause, each.body, each.proposal) for each in kept] == [("4.2", "偏低", None), ("5", "缺项", "补充")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (workbook(("甲", "乙"), (1, 2)), "标准章条编号"),
        (workbook(("标准章条编号", "意见内容")), "没有意见"),
        (workbook(("标准章条编号", "意见内容"), ("4.2", "好"), ("", "缺条款")), "表格第 3 行请填写条款号"),
        (io.BytesIO(b"PK\x03\x04 damaged"), "损坏"),
        (io.BytesIO(b""), "损坏"),
    ],
    ids=["other columns", "empty", "row", "damaged", "nothing"],
)
def test_a_table_that_cannot_be_used_says_where(item, client, content, said):
    table = io.BytesIO(content.getvalue())
    answer = post(client, address(item), {"name": "李四", "email": "li@example.com", "table": (table, "意见.xlsx")})
    assert (answer.status_code, said in answer.text) == (422, True)
    assert number_of_comments() == 0


def test_the_association_enters_what_came_by_letter_with_the_units_of_the_table(item, secretary):
    table = workbook(("标准章条编号", "意见内容", "提出单位"), ("4.2", "偏低", "演示甲厂"), ("5", "缺项", "演示乙厂"))
    content = table.getvalue()
    for _twice in range(2):
        answer = post(secretary, address(item), {"on_behalf": "true", "table": (io.BytesIO(content), "意见.xlsx")})
        assert answer.status_code == 303
    kept = db.session.scalars(select(PublicComment).order_by(PublicComment.serial)).all()
    assert [(each.unit, each.name) for each in kept] == [("演示甲厂", "演示甲厂"), ("演示乙厂", "演示乙厂")]


def test_several_are_answered_at_once_and_everybody_reads_the_answer(item, client, secretary, page):
    post(client, address(item), {**TYPED, "clause-2": "5", "body-2": "缺试验方法"})
    post(client, sent_link())
    ids = db.session.scalars(select(PublicComment.id)).all()
    refused = post(secretary, address(item, "/answers"), {"comment": ids, "answer": "rejected"})
    assert (refused.status_code, "不采纳须写明理由" in refused.text) == (422, True)
    given = {"comment": ids, "answer": "rejected", "reason": "已有依据"}
    assert post(secretary, address(item, "/answers"), given).status_code == 303
    assert unanswered_comments([item.id]).get(item.id, 0) == 0
    assert page(address(item)).main.text.count("已有依据") == 2
    assert "没有待答复的意见" in secretary.get(address(item, "/answers")).text


def test_answers_are_narrowed_by_clause_with_what_lies_within(item, client, secretary):
    rows = {"clause-1": "4", "clause-2": "4.2.1", "clause-3": "40", "body-1": "甲意见", "body-2": "乙意见", "body-3": "丙意见"}
    post(client, address(item), {**TYPED, **rows})
    post(client, sent_link())
    shown = secretary.get(address(item, "/answers"), query_string={"clause": "4"}).text
    assert ("甲意见" in shown, "乙意见" in shown, "丙意见" in shown) == (True, True, False)


def test_a_hidden_comment_is_shown_to_the_association_alone(item, client, secretary, page):
    post(client, address(item), TYPED)
    post(client, sent_link())
    one = db.session.scalars(select(PublicComment.id)).one()
    assert post(secretary, f"/comments/{one}/hide", {"reason": ""}).status_code == 422
    assert post(secretary, f"/comments/{one}/hide", {"reason": "广告"}).status_code == 303
    assert "耐久性次数偏低" not in page(address(item)).main.text
    shown = secretary.get(address(item, "/answers?show=all")).text
    assert ("耐久性次数偏低" in shown, "广告" in shown) == (True, True)
    post(secretary, f"/comments/{one}/show")
    assert "耐久性次数偏低" in page(address(item)).main.text


@pytest.fixture
def answered(item, client, secretary):
    """Two comments by one unit, one by another and answered, and one that nobody proved."""
    post(client, address(item), {**TYPED, "clause-1": "10", "clause-2": "=1+1", "body-2": "@SUM(A1)", "proposal-2": "-2"})
    post(client, sent_link())
    post(client, address(item), {**TYPED, "clause-1": "4.2", "body-1": "太严", "unit": "演示五金厂", "email": "wang@example.com"})
    post(client, sent_link())
    post(client, address(item), {**TYPED, "body-1": "未核实的", "email": "sun@example.com"})
    one = db.session.scalars(select(PublicComment.id).where(PublicComment.body == "太严")).one()
    post(secretary, address(item, "/answers"), {"comment": [one], "answer": "partly", "reason": "放宽到 +5 %"})
    return item


ROWS = [
    ("1", "=1+1", "@SUM(A1)\n建议改为：-2", "演示锁厂", "", ""),
    ("2", "4.2", "太严", "演示五金厂", "部分采纳", "放宽到 +5 %"),
    ("3", "10", "耐久性次数偏低", "演示锁厂", "", ""),
]
HEADINGS = ("序号", "标准章条编号", "意见内容", "提出单位", "处理意见", "备注")
NOTE = "说明：共 3 条意见，采纳 0 条，部分采纳 1 条，不采纳 0 条，待处理 2 条。"


def test_the_table_is_a_workbook_in_the_usual_form_without_formulas(answered, secretary):
    answer = secretary.get(address(answered, "/summary.xlsx"))
    sheet = load_workbook(io.BytesIO(answer.data)).active
    rows = [list(row) for row in sheet.iter_rows()]
    texts = [[cell.value or "" for cell in row] for row in rows]
    head = next(at for at, row in enumerate(texts) if tuple(row) == HEADINGS)
    assert texts[1][2] == answered.title_zh
    assert texts[2][2] == answered.issuing_body.organization.name
    assert [tuple(row) for row in texts[head + 1 : head + 4]] == ROWS
    assert all(cell.data_type != "f" for row in rows for cell in row)
    assert texts[head + 4][0] == NOTE
    assert texts[head + 7][0] == "③收到“征求意见稿”后，回函并有建议或意见的单位数：2个"


def test_the_table_is_a_document_too(answered, secretary):
    answer = secretary.get(address(answered, "/summary.docx"))
    written = Document(io.BytesIO(answer.data))
    rows = [tuple(cell.text for cell in row.cells) for row in written.tables[0].rows]
    assert rows == [HEADINGS, *ROWS]
    texts = [each.text for each in written.paragraphs]
    assert (texts[0], texts[1]) == ("标准征求意见稿意见汇总处理表", f"标准项目名称：{answered.title_zh}")
    assert NOTE in texts


def test_a_table_handed_out_is_read_back(answered, secretary, client):
    table = io.BytesIO(secretary.get(address(answered, "/summary.xlsx")).data)
    other = make_work_item(
        stage=Stage.COMMENT, comment_from=str(today() - timedelta(days=1)), comment_until=str(today() + timedelta(days=40))
    )
    typed = {"name": "李四", "email": "li@example.com", "table": (table, "意见.xlsx")}
    assert post(client, address(other), typed).status_code == 303
    kept = db.session.scalars(select(PublicComment).where(PublicComment.work_item_id == other.id)).all()
    assert [(each.clause, each.body, each.proposal) for each in kept] == [
        ("=1+1", "@SUM(A1)", "-2"), ("4.2", "太严", None), ("10", "耐久性次数偏低", None)
    ]  # fmt: skip


def test_only_the_association_takes_the_table_away(answered, client, app):
    assert client.get(address(answered, "/summary.xlsx")).status_code == 303
    other = sign_in(app.test_client(), make_user(office=OfficeKind.MANAGER, organization=make_issuing_body().organization))
    assert other.get(address(answered, "/summary.xlsx")).status_code == 403


def test_a_form_that_is_none_of_the_tables_is_not_found(item, secretary):
    assert secretary.get(address(item, "/summary.pdf")).status_code == 404


def test_a_published_standard_takes_comments_and_its_page_leads_there(app, client, page):
    make_issuing_body(code="YANSHI")
    standard = make_standard("T/YANSHI 7-2020")
    assert f"/standard-comments/{standard.id}" in page(f"/standards/{standard.number}").links()
    post(client, f"/standard-comments/{standard.id}", TYPED)
    post(client, sent_link())
    assert "耐久性次数偏低" in page(f"/standard-comments/{standard.id}").main.text


def test_a_national_standard_leads_to_no_comments(app, page):
    standard = make_standard("GB/T 7-2020")
    assert "/standard-comments/" not in " ".join(page(f"/standards/{standard.number}").links())
    page(f"/standard-comments/{standard.id}", 404)


def test_a_comment_on_a_standard_is_kept_for_its_review(app, client, page):
    body = make_issuing_body(code="YANSHI")
    standard = make_standard("T/YANSHI 7-2020")
    there = f"/standard-comments/{standard.id}"
    post(client, there, TYPED)
    post(client, sent_link())
    editor = sign_in(app.test_client(), make_user(office=OfficeKind.EDITOR, organization=body.organization))
    one = db.session.scalars(select(PublicComment.id)).one()
    post(editor, f"{there}/answers", {"comment": [one], "answer": "accepted", "for_review": "true"})
    kept = db.session.get(PublicComment, one)
    assert (kept.answer, kept.for_review) == (CommentAnswer.ACCEPTED, True)
    assert "列入下次复审" in page(there).main.text


def test_what_is_open_stands_on_the_first_page_and_in_a_list(item, page):
    make_work_item(title_zh="演示已截止", stage=Stage.COMMENT, comment_from="2020-01-01", comment_until="2020-02-01")
    for there in ("/", "/alliance-standards/open-for-comment"):
        assert address(item) in page(there).links()
        assert "演示已截止" not in page(there).main.text
    assert "还有 10 天" in page(address(item)).main.text


def test_what_waits_stands_on_the_workbench_of_the_association_alone(item, client, secretary, page):
    post(client, address(item), TYPED)
    post(client, sent_link())
    assert address(item, "/answers") in read(secretary.get("/workbench").text).links()
    assert address(item, "/answers") not in page("/workbench").links()


def test_a_comment_on_a_standard_that_bears_its_code_waits_for_an_association(app, client):
    body = make_issuing_body(code="YANSHI")
    standard = make_standard("T/YANSHI 7-2020")
    post(client, f"/standard-comments/{standard.id}", TYPED)
    post(client, sent_link())
    editor = sign_in(app.test_client(), make_user(office=OfficeKind.EDITOR, organization=body.organization))
    assert f"/standard-comments/{standard.id}/answers" in read(editor.get("/workbench").text).links()


def test_the_draft_is_sent_by_one_button(item, secretary):
    there = address(item, "/answers")
    assert read(secretary.get(there).text).one("button", value="call")
    assert post(secretary, address(item, "/call"), {"act": "call"}).location == there
    assert "没有新的单位可以通知" in secretary.get(there).text


def written(text):
    content = io.BytesIO()
    document = Document()
    document.add_paragraph(text)
    document.save(content)
    content.seek(0)
    return content


def test_the_open_draft_is_there_to_be_read_and_no_other(app, item, page):
    store = FileStore(app.config["BIAOLIAN"].instance_dir / "files")
    open_draft, closed = (
        add_document(item, written(name), f"{name}.docx", about, store=store, actor=OPERATOR)
        for name, about in (
            ("征求意见稿", About(kind=DocumentKind.COMMENT_DRAFT, is_open=True)),
            ("旧稿", About(kind=DocumentKind.COMMENT_DRAFT)),
        )
    )
    links = page(address(item)).links()
    assert f"/documents/{open_draft.id}" in links
    assert f"/documents/{closed.id}" not in links
