"""Documents of work items and standards: who may add, read, open and withdraw them; an amendment enters the register."""

import io
from datetime import date

import pytest

from app.accounts.permissions import HELD, NOBODY, Actor, OfficeKind
from app.clock import today
from app.database import db
from app.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from app.files import FileStore
from app.registry.dates import PartialDate
from app.registry.lifecycle.words import DocumentKind, Manner, Stage
from app.registry.models import Document, Relation, ReviewRepresentative, Stale, Standard, TechnicalReview, WorkItemUnit
from app.registry.queries.currency import check_currency
from app.registry.services.alliance.documents import (
    About,
    add_document,
    may_read,
    readable_document,
    set_open,
    withdraw_document,
)
from app.registry.words import RelationKind
from tests.factories import make_issuing_body, make_organization, make_standard, make_work_item
from tests.files.making import pdf_of
from tests.registry.services.acting import AUDITOR, STAFF, editor_of, member_of

PDF = pdf_of(["演示锁具 1 范围"])


@pytest.fixture
def store(settings):
    return FileStore(settings.instance_dir / "files")


@pytest.fixture
def body(app):
    return make_issuing_body(code="YANSHI")


@pytest.fixture
def item(body):
    return make_work_item(body, stage=Stage.DRAFTING)


@pytest.fixture
def standard(body):
    return make_standard("T/YANSHI 12-2024", "演示锁具", published_on="2024-03-01", implemented_on="2024-05-01")


@pytest.fixture
def add(store):
    def added(target, about=None, content=PDF, name="文本.pdf", actor=STAFF):
        return add_document(
            target, io.BytesIO(content), name, about or About(kind=DocumentKind.TEXT), store=store, actor=actor
        )

    return added


def manager_of(body):
    return Actor("钱会长", within={body.organization_id: HELD[OfficeKind.MANAGER]})


def test_an_editor_adds_to_the_items_of_its_own_body(add, body, item):
    document = add(item, actor=editor_of(body.organization))
    assert (document.kind, document.stage, document.file.name) == (DocumentKind.TEXT, Stage.DRAFTING, "文本.pdf")
    assert not document.is_open
    with pytest.raises(NotAllowed):
        add(item, content=PDF + b"\n", actor=editor_of(make_organization()))


def test_documents_of_a_standard_are_the_managers_and_staffs(add, body, standard):
    with pytest.raises(NotAllowed):
        add(standard, actor=editor_of(body.organization))
    assert add(standard, actor=manager_of(body)).standard_id == standard.id
    with pytest.raises(NotAllowed):
        add(make_standard("GB/T 5-2020"), actor=manager_of(body))


def test_who_reads_a_closed_document(add, body, item):
    unit, other = make_organization(), make_organization()
    db.session.add(
        WorkItemUnit(
            work_item_id=item.id, organization_id=unit.id, rank=1, joined_stage=Stage.DRAFTING, joined_on=PartialDate(2026, 1, 5)
        )
    )
    review = TechnicalReview(work_item_id=item.id, held_on=PartialDate(2026, 1, 5), manner=Manner.CONSENSUS)
    review.representatives = [ReviewRepresentative(name="孙代表", user_id=None, organization_id=other.id)]
    db.session.add(review)
    db.session.commit()
    document = add(item)
    readers = [STAFF, AUDITOR, member_of(body.organization), member_of(unit), member_of(other)]
    assert all(may_read(document, actor) for actor in readers)
    assert not may_read(document, member_of(make_organization()))
    with pytest.raises(NotSignedIn):
        readable_document(document.id, actor=NOBODY)
    set_open(document.id, is_open=True, actor=STAFF)
    assert readable_document(document.id, actor=NOBODY).id == document.id


def test_a_withdrawn_document_keeps_file_and_reason_and_is_read_by_its_keepers_alone(add, body, standard, store):
    document = add(standard, About(kind=DocumentKind.TEXT, is_open=True))
    with pytest.raises(Invalid) as refused:
        withdraw_document(document.id, " ", actor=manager_of(body))
    assert [each.field for each in refused.value.fields] == ["reason"]
    withdraw_document(document.id, "传错文件", actor=manager_of(body))
    assert store.path_of(document.file.digest).read_bytes() == PDF
    assert may_read(document, manager_of(body))
    assert not may_read(document, member_of(body.organization))
    with pytest.raises(Conflict):
        set_open(document.id, is_open=False, actor=STAFF)
    assert add(standard).id != document.id  # once withdrawn, the same content may come again


def test_the_same_content_comes_once_as_one_kind(add, item):
    add(item)
    with pytest.raises(Conflict, match="不必重复上传"):
        add(item, name="另一个名称.pdf")
    add(item, About(kind=DocumentKind.EXPLANATION))
    assert db.session.query(Document).count() == 2


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "空.pdf", "0 字节"),
        (b"%PDF-1.7 cut", "断.pdf", "不完整"),
        (b"plain words", "文.pdf", "不是可接受的文件"),
        (PDF, "正文.docx", "扩展名"),
    ],
)
def test_a_file_that_is_none_is_refused_by_field_and_nothing_is_left(add, item, store, content, name, said):
    with pytest.raises(Invalid, match=said) as refused:
        add(item, content=content, name=name)
    assert [each.field for each in refused.value.fields] == ["file"]
    assert db.session.query(Document).count() == 0


def test_more_than_fifty_megabytes_are_refused_by_field(add, item):
    with pytest.raises(Invalid, match="超过 50 MB") as refused:
        add(item, content=b"%PDF-1.7\n" + b"\0" * (51 << 20) + b"%%EOF\n")
    assert [each.field for each in refused.value.fields] == ["file"]


def test_an_amendment_enters_the_register_and_the_check_flags_its_standard(add, body, standard):
    about = About(kind=DocumentKind.AMENDMENT, dated_on=date(2025, 6, 1), is_open=True)
    first = add(standard, about, actor=manager_of(body))
    assert first.number == "XG1-2025"
    amendment = db.session.query(Standard).filter_by(number="T/YANSHI 12-2024/XG1-2025").one()
    assert amendment.title_zh == "演示锁具 第1号修改单"
    link = db.session.query(Relation).filter_by(subject_id=amendment.id).one()
    assert (link.kind, link.object_id) == (RelationKind.AMENDS, standard.id)
    before, after = (
        [flag.value for flag in check_currency(["T/YANSHI 12-2024"], day)[0].finding.flags]
        for day in (date(2025, 5, 31), date(2025, 6, 1))
    )
    assert ("amended" in before, "amended" in after) == (False, True)
    second = add(standard, About(kind=DocumentKind.AMENDMENT, dated_on=date(2026, 2, 1)), content=PDF + b"2")
    assert second.number == "XG2-2026"


def test_an_amendment_has_a_day_on_or_after_publication_and_a_number_of_its_own(add, standard):
    for about, field in (
        (About(kind=DocumentKind.AMENDMENT), "dated_on"),
        (About(kind=DocumentKind.AMENDMENT, dated_on=date(2024, 2, 29)), "dated_on"),
        (About(kind=DocumentKind.AMENDMENT, dated_on=date(2025, 1, 1), number="XG0-2025"), "number"),
    ):
        with pytest.raises(Invalid) as refused:
            add(standard, about)
        assert [each.field for each in refused.value.fields] == [field]
    add(standard, About(kind=DocumentKind.AMENDMENT, dated_on=date(2025, 1, 1), number="XG1-2025"))
    with pytest.raises(Conflict, match="XG1-2025"):
        add(standard, About(kind=DocumentKind.AMENDMENT, dated_on=date(2025, 2, 1), number="XG1-2025"), content=PDF + b"2")
    assert db.session.query(Document).count() == 1


def test_a_document_is_not_of_tomorrow(add, item):
    later = date(today().year + 1, 1, 1)
    with pytest.raises(Invalid, match="不能晚于今天"):
        add(item, About(kind=DocumentKind.TEXT, dated_on=later))


def test_what_is_open_of_a_standard_marks_it_for_the_index(add, standard):
    document = add(standard)
    db.session.query(Stale).delete()
    db.session.commit()
    set_open(document.id, is_open=True, actor=STAFF)
    assert {mark.standard_id for mark in db.session.query(Stale)} == {standard.id}


def test_no_document_no_answer(app):
    with pytest.raises(NotFound):
        set_open(1, is_open=True, actor=STAFF)
