"""Pages on which documents are handed in, looked at, opened and withdrawn, and the answers that hand out their files."""

import hashlib
import io
import re

import pytest

from app.accounts.permissions import OfficeKind
from app.database import db
from app.registry.models import Document
from app.registry.words import Action
from app.search import sync
from tests.factories import make_issuing_body, make_standard, make_work_item
from tests.files.making import docx_of, pdf_of, word
from tests.signing import make_user, post, sign_in

TEXT = pdf_of(["演示锁具 1 范围", "4.2 盐雾试验 不少于 96 h"])


@pytest.fixture
def body(app):
    return make_issuing_body(code="YANSHI")


@pytest.fixture
def standard(body):
    return make_standard("T/YANSHI 12-2024", "演示锁具", published_on="2024-03-01", implemented_on="2024-05-01")


@pytest.fixture
def item(body):
    return make_work_item(body)


@pytest.fixture
def manager(app, body):
    user = make_user(office=OfficeKind.MANAGER, organization=body.organization)
    return sign_in(app.test_client(), user)


@pytest.fixture
def hand_in(manager, standard):
    sync.rebuild(sync.search_engine())

    def handed(content=TEXT, name="正文 第1版.pdf", to=f"standard/{standard.id}", **typed):
        form = {"kind": "text", "is_open": "true", "file": (io.BytesIO(content), name)} | typed
        answer = post(manager, f"/documents/new/{to}", form, content_type="multipart/form-data")
        answer.request.environ["wsgi.input"].close()  # the client's own temporary file, which it leaves open
        return answer

    return handed


@pytest.fixture
def address(hand_in):
    """Of the file of an open text."""
    hand_in()
    found = db.session.query(Document).one()
    return f"/documents/{found.id}/{found.file.name}"


def test_an_open_text_is_listed_read_and_handed_out(client, hand_in, standard):
    answer = hand_in(title="演示锁具 正文")
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "盐雾试验 不少于 96 h" in page.replace("\n", " ")
    assert 'id="page-2"' in page
    assert "演示锁具 正文" in client.get(f"/standards/{standard.number}").text


def test_the_file_comes_with_safe_headers(client, address):
    answer = client.get(address, buffered=True)
    assert (answer.data, answer.mimetype) == (TEXT, "application/pdf")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == "inline; filename*=UTF-8''%E6%AD%A3%E6%96%87%20%E7%AC%AC1%E7%89%88.pdf"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.get_etag() == (hashlib.sha256(TEXT).hexdigest(), False)
    assert "no-cache" in answer.headers["Cache-Control"]


def test_the_file_is_not_sent_twice_and_comes_in_parts(client, address):
    etag = client.get(address, buffered=True).headers["ETag"]
    assert client.get(address, buffered=True, headers={"If-None-Match": etag}).status_code == 304
    part = client.get(address, buffered=True, headers={"Range": "bytes=0-7"})
    assert (part.status_code, part.data) == (206, TEXT[:8])
    assert client.get(address, buffered=True, headers={"Range": f"bytes={len(TEXT) + 5}-"}).status_code == 416


def test_another_name_finds_nothing_and_none_is_a_path(client, hand_in):
    hand_in(name="../../etc/正文.pdf")
    found = db.session.query(Document).one()
    assert found.file.name == "正文.pdf"
    assert client.get(f"/documents/{found.id}/别名.pdf").status_code == 404
    assert client.get(f"/documents/{found.id}/..%2F..%2Fsecret_key").status_code == 404


def test_a_word_document_is_saved_not_shown(client, hand_in):
    hand_in(docx_of(word("1 范围")), "正文.docx", buffered=True)
    found = db.session.query(Document).one()
    answer = client.get(f"/documents/{found.id}/正文.docx", buffered=True)
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_closed_one_asks_to_sign_in_and_is_kept_by_no_shared_cache(client, manager, hand_in):
    hand_in(is_open="")
    found = db.session.query(Document).one()
    address = f"/documents/{found.id}/{found.file.name}"
    asked = client.get(address, buffered=True)
    assert (asked.status_code, asked.location.startswith("/login?next=")) == (303, True)
    assert "private" in manager.get(address, buffered=True).headers["Cache-Control"]
    assert post(manager, f"/documents/{found.id}/open", {"is_open": "true"}).status_code == 303
    assert client.get(address, buffered=True).status_code == 200
    assert post(manager, f"/documents/{found.id}/open").status_code == 303
    assert client.get(address, buffered=True).status_code == 303


def test_withdrawing_needs_a_reason_and_then_shows_it(client, manager, hand_in, standard):
    address = hand_in().location
    empty = post(manager, f"{address}/withdraw", {"reason": " "})
    assert (empty.status_code, "请写明撤回原因" in empty.text) == (422, True)
    assert post(manager, f"{address}/withdraw", {"reason": "传错文件"}).status_code == 303
    assert "传错文件" in manager.get(address, buffered=True).text
    assert "传错文件" in manager.get(f"/standards/{standard.number}").text
    assert client.get(address, buffered=True).status_code == 303
    assert "传错文件" not in client.get(f"/standards/{standard.number}").text


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "空.pdf", "0 字节"),
        (TEXT[: len(TEXT) // 2], "断.pdf", "不完整"),
        (pdf_of(["演示"], password="密"), "密.pdf", "密码"),
        (TEXT, "正文.docx", "扩展名"),
        (b"\0" * ((50 << 20) + 1), "大.pdf", "50 MB"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_beside_it_and_what_was_typed_stays(hand_in, content, name, said):
    answer = hand_in(content, name, title="演示锁具 正文", dated_on="2024-03-01")
    assert answer.status_code == 422
    wrong = re.search(r'id="file-wrong">([^<]+)<', answer.text)
    assert wrong is not None
    assert said in wrong[1]
    assert 'value="演示锁具 正文"' in answer.text
    assert 'value="2024-03-01"' in answer.text
    assert db.session.query(Document).count() == 0


def test_a_request_beyond_all_bounds_is_read_to_its_end_and_refused_in_words(manager, item):
    coming = io.BytesIO(b"\0" * (65 << 20))
    answer = manager.post(
        f"/documents/new/work-item/{item.id}",
        input_stream=coming,
        content_type="multipart/form-data; boundary=x",
        content_length=65 << 20,
    )
    assert (answer.status_code, "单个文件不超过 50 MB" in answer.text) == (413, True)
    assert coming.tell() == 65 << 20  # a browser that can't send all of it would show no answer


def test_no_file_and_no_kind_are_asked_for(hand_in):
    answer = hand_in(b"", "", kind="")
    assert answer.status_code == 422
    assert "请填写这一项" in answer.text


def test_a_document_of_a_work_item_names_the_stage_it_came_in(manager, item, hand_in):
    answer = hand_in(to=f"work-item/{item.id}", kind="proposal")
    assert "提案阶段" in manager.get(answer.location).text


def test_a_draft_of_a_revision_leads_to_what_it_changes(manager, body, standard, hand_in):
    hand_in()
    old = db.session.query(Document).one()
    revising = make_work_item(body, action=Action.REVISED, revises_id=standard.id)
    hand_in(pdf_of(["演示锁具 1 范围", "4.2 盐雾试验 不少于 240 h"]), to=f"work-item/{revising.id}", kind="working_draft")
    new = db.session.query(Document).order_by(Document.id.desc()).first()
    address = f"/documents/{new.id}/difference?with={old.id}"
    assert f'href="{address}"' in manager.get(f"/alliance-standards/{revising.id}").text
    assert "<ins>240</ins>" in manager.get(address).text
