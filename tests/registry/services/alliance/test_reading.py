"""The text of documents is read page by page, once, and a reading that broke off is begun again."""

import io
from datetime import timedelta

import pytest

from app.clock import now
from app.database import db
from app.files import FileStore
from app.registry.lifecycle.words import DocumentKind
from app.registry.models import Document, Stale
from app.registry.queries.documents import pages_of
from app.registry.services.alliance.documents import About, add_document
from app.registry.services.alliance.reading import GIVEN_UP_SECONDS, read_again, read_waiting
from tests.factories import make_standard
from tests.files.making import docx_of, pdf_of, word
from tests.registry.services.acting import STAFF


@pytest.fixture
def store(settings):
    return FileStore(settings.instance_dir / "files")


@pytest.fixture
def standard(app):
    return make_standard("T/YANSHI 12-2024", "演示锁具")


@pytest.fixture
def add(store, standard):
    def added(content, name):
        about = About(kind=DocumentKind.TEXT, is_open=True)
        return add_document(standard, io.BytesIO(content), name, about, store=store, actor=STAFF)

    return added


def test_the_pages_of_a_pdf_are_kept_in_order_and_the_standard_is_marked(add, store, standard):
    document = add(pdf_of(["锁舌伸出长度", "盐雾试验", None]), "正文.pdf")
    assert document.page_count is None
    db.session.query(Stale).delete()
    db.session.commit()
    assert read_waiting(store) == 1
    assert [(page.page, page.text.strip()) for page in pages_of(document.id)] == [(1, "锁舌伸出长度"), (2, "盐雾试验"), (3, "")]
    assert (document.page_count, document.is_paged) == (3, True)
    assert document.reading_note.startswith("第 3 页没有文字，像是扫描件")
    assert {mark.standard_id for mark in db.session.query(Stale)} == {standard.id}
    assert read_waiting(store) == 0


def test_a_word_document_without_page_breaks_is_one_portion(add, store):
    document = add(docx_of(word("1 范围", "本文件适用于演示锁具。")), "正文.docx")
    read_waiting(store)
    assert (document.page_count, document.is_paged) == (1, False)
    assert "演示锁具" in pages_of(document.id)[0].text


def test_a_document_whose_file_is_gone_says_why_it_was_not_read(add, store):
    document = add(pdf_of(["演示"]), "正文.pdf")
    store.path_of(document.file.digest).unlink()
    assert read_waiting(store) == 1
    assert (document.page_count, document.reading_note) == (0, "文字没有读出：文件不在库中，可能是恢复备份时没有带上；请重新上传")


def test_what_another_process_reads_is_left_to_it_until_it_must_have_died(add, store):
    document = add(pdf_of(["演示"]), "正文.pdf")
    document.reading_since = now()
    db.session.commit()
    assert read_waiting(store) == 0
    document.reading_since = now() - timedelta(seconds=GIVEN_UP_SECONDS + 1)
    db.session.commit()
    assert read_waiting(store) == 1


def test_reading_again_replaces_the_pages(add, store):
    document = add(pdf_of(["演示"]), "正文.pdf")
    read_waiting(store)
    assert read_again(store, document.id) == 1
    assert [page.page for page in pages_of(document.id)] == [1]
    assert db.session.query(Document).one().page_count == 1
