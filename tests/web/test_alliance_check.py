"""The page before publishing: what is to mend in a draft, whether what it cites is current, what like it there is."""

import pytest

from app.accounts.permissions import OfficeKind
from app.database import db
from app.registry.lifecycle.words import DocumentKind, Stage
from app.registry.models import DocumentPage
from app.search import sync
from tests.factories import make_document, make_issuing_body, make_standard, make_work_item
from tests.registry.texts.sample import PAGES
from tests.signing import make_user, sign_in


@pytest.fixture
def item(app):
    make_standard("GB 5002-2020", "演示锁具安全要求")
    make_standard("GB/T 999-2020", "演示国家标准")
    item = make_work_item(make_issuing_body(code="YSBX"), "演示锁具", stage=Stage.DRAFTING, ics=["97.180"])
    sync.rebuild(sync.search_engine())
    return item


def draft(item, **more):
    document = make_document(DocumentKind.WORKING_DRAFT, item=item, page_count=len(PAGES), **more)
    for number, text in enumerate(PAGES, 1):
        db.session.add(DocumentPage(document_id=document.id, page=number, text=text.replace("5.2 耐", "5.3 耐")))
    db.session.commit()
    return document


def test_the_report_names_faults_verdicts_and_neighbours(client, item):
    document = draft(item, is_open=True)
    page = client.get(f"/alliance-standards/{item.id}/check?as_of=2026-02-01").text
    assert "5.3 之前没有 5.2" in page
    assert "GB/T 1.1-2020 7.3" in page
    assert f"/documents/{document.id}" in page
    assert "verdict-unknown" in page
    assert "本库没有收录 GB/T 2828.1-2012" in page
    assert "标题都有“" in page
    assert "不得低于强制性标准" in page


def test_a_draft_that_is_closed_is_checked_for_its_keepers_alone(client, item):
    draft(item)
    address = f"/alliance-standards/{item.id}/check"
    seen = client.get(address).text
    assert "还没有您可以查看的草案" in seen
    assert "5.3 之前没有 5.2" not in seen
    assert "/standards/GB%205002-2020" in seen
    sign_in(client, make_user(office=OfficeKind.EDITOR, organization=item.issuing_body.organization))
    assert "5.3 之前没有 5.2" in client.get(address).text


def test_a_draft_whose_text_is_not_read_yet_says_so(client, item):
    make_document(DocumentKind.WORKING_DRAFT, item=item, is_open=True)
    assert "正在读取" in client.get(f"/alliance-standards/{item.id}/check").text
