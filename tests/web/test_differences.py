"""Two editions compared: what is registered of them, and the text of their documents clause by clause."""

import io

import pytest

from app.files import FileStore
from app.registry.lifecycle.words import DocumentKind
from app.registry.services.alliance.documents import About, add_document
from app.registry.services.alliance.reading import read_waiting
from app.registry.words import RelationKind
from tests.factories import make_standard, relate
from tests.files.making import docx_of, word
from tests.registry.services.acting import STAFF

OLD = ["1 范围", "本文件适用于演示锁具。", "4 要求", "4.1 外观", "表面应平整。", "4.2 盐雾试验", "经 48 h 无锈蚀。"]
NEW = [*OLD[:-1], "经 96 h 无锈蚀。", "4.3 寿命", "应不少于 10 万次。"]


@pytest.fixture
def page(client):
    def ask(address, answers=200, **asked):
        answer = client.get(address, query_string=asked)
        assert answer.status_code == answers, answer.text
        return answer.text

    return ask


@pytest.fixture
def editions(app):
    old = make_standard("T/YANSHI 1-2020", "演示锁具", published_on="2020-01-01", implemented_on="2020-03-01")
    new = make_standard("T/YANSHI 1-2025", "演示智能锁具", published_on="2025-01-01", implemented_on="2025-03-01")
    relate(new, RelationKind.REPLACES, old)
    return old, new


@pytest.fixture
def add_text(settings):
    store = FileStore(settings.instance_dir / "files")

    def added(standard, *paragraphs, is_open=True):
        about = About(kind=DocumentKind.TEXT, is_open=is_open)
        content = io.BytesIO(docx_of(word(*paragraphs)))
        document = add_document(standard, content, "正文.docx", about, store=store, actor=STAFF)
        read_waiting(store)
        return document

    return added


def test_records_and_texts_are_compared_with_the_edition_before(page, editions, add_text):
    for standard, paragraphs in zip(editions, (OLD, NEW), strict=True):
        add_text(standard, *paragraphs)
    shown = page("/standards/T/YANSHI 1-2025/difference")
    assert "<ins>智能</ins>" in shown
    assert "<del>48</del>" in shown
    assert "<ins>96</ins>" in shown
    assert "新增" in shown
    assert "表面应平整" not in shown
    assert "<ins>96</ins>" in page("/standards/T/YANSHI 1-2025/difference", **{"with": "T/YANSHI 1-2020"})
    assert "<ins>96</ins>" in page("/standards/T/YANSHI 1-2020/difference")


def test_a_text_that_is_not_open_is_not_compared_for_everybody(page, editions, add_text):
    add_text(editions[0], *OLD)
    add_text(editions[1], *NEW, is_open=False)
    shown = page("/standards/T/YANSHI 1-2025/difference")
    assert "T/YANSHI 1-2025 没有可以阅读的正文" in shown
    assert "96" not in shown


def test_without_an_earlier_edition_or_an_unknown_one_there_is_nothing_to_compare(page, app):
    make_standard("T/YANSHI 7-2024")
    page("/standards/T/YANSHI 7-2024/difference", 404)
    page("/standards/T/YANSHI 7-2024/difference", 404, **{"with": "T/YANSHI 99-2024"})


def test_two_documents_are_compared(page, editions, add_text):
    one, other = (add_text(standard, *text) for standard, text in zip(editions, (OLD, NEW), strict=True))
    assert "<ins>96</ins>" in page(f"/documents/{other.id}/difference", **{"with": one.id})
    page(f"/documents/{other.id}/difference", 422, **{"with": "x"})


def test_the_page_of_a_standard_leads_there(page, editions):
    assert "/standards/T/YANSHI%201-2025/difference" in page("/standards/T/YANSHI 1-2025")
