"""The text of open documents is searched, after titles and scopes, and a hit names the page that holds the words."""

import io

import pytest

from app.clock import today
from app.database import db
from app.files import FileStore
from app.registry.lifecycle.words import DocumentKind
from app.registry.services.alliance.documents import About, add_document, set_open, withdraw_document
from app.registry.services.alliance.reading import read_waiting
from app.registry.services.writing import mark_stale
from app.search import sync
from app.search.query import Asked
from tests.factories import make_standard
from tests.files.making import docx_of, pdf_of, word
from tests.registry.services.acting import STAFF

PAGES = ["演示锁具 1 范围", "4 要求", "5.3 盐雾试\n验按规定进行，\n经 96 h 无锈蚀", "5.4 盐雾试验后的锁舌轴向静载荷"]


@pytest.fixture
def store(settings):
    return FileStore(settings.instance_dir / "files")


@pytest.fixture
def standard(app):
    made = make_standard("T/YANSHI 12-2024", "演示锁具")
    sync.rebuild(sync.search_engine())
    return made


@pytest.fixture
def add(store, standard):
    def added(content=None, name="正文.pdf", kind=DocumentKind.TEXT, is_open=True):
        about = About(kind=kind, is_open=is_open)
        document = add_document(standard, io.BytesIO(content or pdf_of(PAGES)), name, about, store=store, actor=STAFF)
        read_waiting(store)
        return document

    return added


@pytest.fixture
def find(app):
    def found(text):
        sync.catch_up(sync.search_engine())
        answer = sync.search_engine().find(Asked(text, today()))
        return [hit.id for hit in answer.hits]

    return found


def test_words_of_an_open_text_find_its_standard_on_its_page(client, add, find, standard):
    document = add()
    assert find("轴向静载荷") == [standard.id]
    (item,) = client.get("/api/v1/standards", query_string={"q": "轴向静载荷"}).json["items"]
    assert (item["text_page"], item["text_document"]) == (4, document.id)
    assert "<mark>" in item["highlights"]["text"]
    page = client.get("/search", query_string={"q": "轴向静载荷"}).text
    assert f'href="/documents/{document.id}/%E6%AD%A3%E6%96%87.pdf#page=4">正文第 4 页</a>' in page


def test_the_page_that_holds_most_of_the_words_is_named(client, add, find):
    add()
    find("盐雾试验")
    (item,) = client.get("/api/v1/standards", query_string={"q": "盐雾试验 锁舌"}).json["items"]
    assert item["text_page"] == 4


def test_a_word_broken_by_the_end_of_a_line_is_found(client, add, find, standard):
    add(pdf_of(PAGES[:3]))
    assert find("盐雾试验") == [standard.id]
    (item,) = client.get("/api/v1/standards", query_string={"q": "盐雾试验"}).json["items"]
    assert item["text_page"] == 3
    assert "<mark>盐雾试验</mark>" in item["highlights"]["text"]


def test_what_is_closed_withdrawn_or_no_text_of_the_standard_is_not_searched(add, find, standard):
    closed = add(is_open=False)
    add(pdf_of(["编制说明 轴向静载荷"]), kind=DocumentKind.EXPLANATION)
    assert find("轴向静载荷") == []
    set_open(closed.id, is_open=True, actor=STAFF)
    assert find("轴向静载荷") == [standard.id]
    withdraw_document(closed.id, "传错文件", actor=STAFF)
    assert find("轴向静载荷") == []


def test_a_title_that_holds_the_word_stands_before_a_text_that_repeats_it(add, find, standard):
    titled = make_standard("GB/T 5-2020", "盐雾试验 方法")
    mark_stale([titled.id])
    add(pdf_of(["盐雾试验 " * 200]))
    assert find("盐雾试验") == [titled.id, standard.id]


def test_the_text_can_be_asked_for_alone(add, find, standard):
    mark_stale([make_standard("GB/T 5-2020", "盐雾试验 方法").id])
    add()
    assert find("正文:盐雾试验") == [standard.id]


def test_a_word_document_leads_to_its_text(client, add, find):
    document = add(docx_of(word("5.4 轴向静载荷")), "正文.docx")
    find("轴向静载荷")
    page = client.get("/search", query_string={"q": "轴向静载荷"}).text
    assert f'href="/documents/{document.id}#page-1">正文第 1 部分</a>' in page


def test_a_hit_without_text_has_no_page(client, standard):
    sync.catch_up(sync.search_engine())
    (item,) = client.get("/api/v1/standards", query_string={"q": "演示锁具"}).json["items"]
    assert (item["text_page"], item["text_document"]) == (None, None)


def test_the_index_agrees_with_the_database_also_after_the_file_was_read_again(add):
    add()
    sync.catch_up(sync.search_engine())
    assert not sync.check(sync.search_engine())
    db.session.rollback()
