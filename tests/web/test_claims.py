"""Drafting that an enterprise finds missing: claimed, then looked up in print by staff."""

import io

import pytest
from sqlalchemy import func, select

from app.accounts.permissions import OfficeKind
from app.database import db
from app.registry.models import Change, Drafting, DraftingClaim
from app.registry.words import ClaimState, DraftingRole
from tests.factories import make_drafting, make_organization, make_standard
from tests.signing import make_user, post, sign_in
from tests.web.typing_in import fields_of

NEW = "/workbench/drafting-claims/new"


@pytest.fixture
def enterprise(app):
    return make_organization("演示锁厂")


@pytest.fixture
def editor(app, enterprise):
    return sign_in(app.test_client(), make_user(office=OfficeKind.EDITOR, organization=enterprise, name="王经办"))


@pytest.fixture
def staff(app):
    return sign_in(app.test_client(), make_user(office=OfficeKind.STAFF, name="李工"))


def typed(enterprise, **more):
    return {"organization": str(enterprise.id), "number": "gb/t 1-2020", "rank": "3", "source": "前言第Ⅱ页"} | more


def test_a_claim_counts_for_nothing_until_staff_confirm_it(editor, staff, enterprise):
    standard_id = make_standard("GB/T 1-2020").id
    assert post(editor, NEW, typed(enterprise)).status_code == 303
    claim_id = db.session.scalar(select(DraftingClaim.id))
    assert db.session.scalar(select(func.count(Drafting.id))) == 0
    assert "王经办" in staff.get("/workbench/drafting-claims").text

    evidence = {"rank": "2", "role": "lead", "source": "前言第Ⅲ页"}
    assert post(staff, f"/workbench/drafting-claims/{claim_id}/confirm", evidence).status_code == 303
    db.session.expire_all()
    entry = db.session.scalar(select(Drafting))
    assert (entry.standard_id, entry.organization_id) == (standard_id, enterprise.id)
    assert (entry.rank, entry.role, entry.source) == (2, DraftingRole.LEAD, "前言第Ⅲ页")
    change = db.session.scalar(select(Change).where(Change.table_name == "draftings"))
    assert (change.by_name, change.reason) == ("李工", "确认 王经办 的起草申报")
    assert db.session.get(DraftingClaim, claim_id).state is ClaimState.CONFIRMED
    assert post(staff, f"/workbench/drafting-claims/{claim_id}/confirm", evidence).status_code == 409


def test_a_claim_that_is_not_borne_out_says_why(editor, staff, enterprise):
    make_standard("GB/T 1-2020")
    post(editor, NEW, typed(enterprise))
    claim_id = db.session.scalar(select(DraftingClaim.id))
    assert post(staff, f"/workbench/drafting-claims/{claim_id}/reject", {"reason": ""}).status_code == 422
    post(staff, f"/workbench/drafting-claims/{claim_id}/reject", {"reason": "前言未列"})
    assert "前言未列" in editor.get("/workbench/drafting-claims").text
    assert db.session.scalar(select(func.count(Drafting.id))) == 0


@pytest.mark.parametrize(
    ("more", "status", "said"),
    [
        ({"number": "GB/T 9-2020"}, 422, "补录"),
        ({"source": " "}, 422, "依据"),
        ({"rank": "0"}, 422, "1"),
        ({"rank": "第三"}, 422, "整数"),
    ],
    ids=["no such standard", "no source", "rank of nothing", "rank in words"],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(editor, enterprise, more, status, said):
    make_standard("GB/T 1-2020")
    answer = post(editor, NEW, typed(enterprise, **more))
    assert (answer.status_code, said in answer.text) == (status, True)
    assert db.session.scalar(select(func.count(DraftingClaim.id))) == 0


def test_who_is_listed_or_has_claimed_need_not_claim(editor, enterprise):
    make_drafting(make_standard("GB/T 1-2020"), enterprise)
    make_standard("GB/T 2-2020")
    assert "已有本单位" in post(editor, NEW, typed(enterprise)).text
    assert post(editor, NEW, typed(enterprise, number="GB/T 2-2020")).status_code == 303
    assert "正在核对" in post(editor, NEW, typed(enterprise, number="GB/T 2-2020")).text


def test_only_for_ones_own_body_and_only_staff_settle(app, editor, staff, enterprise, client):
    make_standard("GB/T 1-2020")
    other = make_organization("别家")
    assert post(editor, NEW, typed(other)).status_code in (403, 422)
    post(editor, NEW, typed(enterprise))
    claim_id = db.session.scalar(select(DraftingClaim.id))
    assert editor.get(f"/workbench/drafting-claims/{claim_id}").status_code == 403
    stranger = sign_in(app.test_client(), make_user(office=OfficeKind.EDITOR, organization=other))
    assert "演示锁厂" not in stranger.get("/workbench/drafting-claims").text
    assert client.get("/workbench/drafting-claims").status_code in (302, 303)


def test_the_scanned_page_stands_beside_the_claim(editor, staff, enterprise, app):
    make_standard("GB/T 1-2020")
    scan = (io.BytesIO(b"%PDF-1.7 %%EOF"), "../前言.pdf")
    first = post(editor, NEW, typed(enterprise, rank="第三", file=scan), content_type="multipart/form-data")
    assert first.status_code == 422
    scan = (io.BytesIO(b"%PDF-1.7 %%EOF"), "../前言.pdf")
    # a form refused by the register itself keeps the file
    second = post(editor, NEW, typed(enterprise, number="GB/T 9-2020", file=scan), content_type="multipart/form-data")
    assert "已收下“前言.pdf”" in second.text
    kept_file = fields_of(second.text)["kept_file"]
    assert post(editor, NEW, typed(enterprise, kept_file=kept_file), content_type="multipart/form-data").status_code == 303
    claim_id = db.session.scalar(select(DraftingClaim.id))
    address = f"/workbench/drafting-claims/{claim_id}/evidence"
    assert address in staff.get(f"/workbench/drafting-claims/{claim_id}").text
    for browser in (staff, editor):
        with browser.get(address) as given:
            assert given.data == b"%PDF-1.7 %%EOF"
    rival = sign_in(app.test_client(), make_user(office=OfficeKind.EDITOR, organization=make_organization("别家")))
    assert rival.get(address).status_code == 403


def test_a_file_that_is_not_what_its_name_says_is_refused(editor, enterprise):
    make_standard("GB/T 1-2020")
    answer = post(editor, NEW, typed(enterprise, file=(io.BytesIO(b"MZ"), "前言.pdf")), content_type="multipart/form-data")
    assert (answer.status_code, "file-wrong" in answer.text) == (422, True)
    assert db.session.scalar(select(func.count(DraftingClaim.id))) == 0
