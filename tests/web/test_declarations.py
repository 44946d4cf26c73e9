"""Pages on which implementations are declared, verified, mended: what was typed is kept, and nothing odd gets through."""

import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.permissions import OfficeKind
from app.clock import today
from app.database import db
from app.registry.dates import PartialDate
from app.registry.models import Implementation, StoredFile
from app.registry.queries.declaration_links import Asked
from app.registry.services.declaration_links import make_links, sealed
from app.registry.services.declaring import Declaration, declare
from app.registry.words import OrganizationKind, RelationKind
from tests.factories import (
    make_block_industry,
    make_implementation,
    make_membership,
    make_organization,
    make_standard,
    relate,
    tie,
)
from tests.registry.services.acting import STAFF
from tests.signing import make_actor, make_user, post, sign_in
from tests.web.reading import read

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def world(app):
    association = make_organization("演示锁业协会", kind=OrganizationKind.ASSOCIATION)
    block = make_block_industry("SUO", "锁", association_id=association.id)
    member = make_organization("演示锁厂")
    make_membership(member, block, "2015-01-01")
    standard = make_standard("T/YANSHI 1-2020", "演示锁具")
    tie(standard, block)
    return {"association": association, "block": block, "member": member, "standard": standard}


@pytest.fixture
def browser_of(app):
    def signed(organization, office=OfficeKind.EDITOR):
        return sign_in(app.test_client(), make_user(office=office, organization=organization))

    return signed


@pytest.fixture
def enterprise(world, browser_of):
    return browser_of(world["member"])


@pytest.fixture
def association(world, browser_of):
    return browser_of(world["association"])


def typed(world, **more):
    return {"organization": world["member"].id, "standard": world["standard"].id, "from": "2021-03-01"} | more


def declared_now(world, **more):
    asked = Declaration(
        organization_id=world["member"].id,
        standard_id=world["standard"].id,
        since=today() - timedelta(days=30),
        **more,
    )
    return declare(asked, actor=STAFF).implementation


def count():
    return db.session.scalar(select(func.count()).select_from(Implementation))


def test_declared_on_a_page_and_shown_there(world, enterprise):
    answer = post(enterprise, "/declarations/new", typed(world, products="挂锁", evidence="Q/YS 1"))
    assert answer.status_code == 303
    page = enterprise.get(answer.location).text
    for said in ("演示锁厂", "挂锁", "Q/YS 1", "待核实", "已登记声明"):
        assert said in page


def test_sent_twice_it_is_declared_once(world, enterprise):
    first, second = (post(enterprise, "/declarations/new", typed(world)) for _ in range(2))
    assert (first.location, count()) == (second.location, 1)
    assert "没有重复登记" in enterprise.get(second.location).text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"organization": ""}, "organization"),
        ({"organization": "没有这家企业"}, "organization"),
        ({"standard": ""}, "standard"),
        ({"standard": "abc"}, "standard"),
        ({"standard": "9" * 30}, "standard"),
        ({"from": ""}, "from"),
        ({"from": "昨天"}, "from"),
        ({"from": "2021-02-30"}, "from"),
        ({"from": "2021-03"}, "from"),
        ({"last": "2020-01-01"}, "last"),
        ({"last": "9999-12-31"}, "last"),
        ({"products": "长" * 2_001}, "products"),
        ({"evidence": "长" * 401}, "evidence"),
        ({"evidence": "\0"}, "evidence"),
    ],
    ids=lambda value: None if isinstance(value, str) else re.sub(r"[^a-z0-9-]", "", f"{value}".lower())[:24] or "x",
)
def test_what_can_not_be_is_said_beside_its_field_and_the_rest_is_kept(world, enterprise, wrong, field):
    answer = post(enterprise, "/declarations/new", typed(world, **{"products": "挂锁", "evidence": "Q/YS 1"} | wrong))
    assert (answer.status_code, count()) == (422, 0)
    page = read(answer.text)
    assert page.one("p", id=f"{field}-wrong").text.strip()
    if "products" not in wrong:
        assert page.one("textarea", id="products").text == "挂锁"
    if "from" not in wrong:
        assert page.one("input", id="from").attributes["value"] == "2021-03-01"


def test_an_empty_form_says_what_is_missing(world, enterprise):
    page = read(post(enterprise, "/declarations/new").text)
    for field in ("organization", "standard", "from"):
        assert "请填写" in page.one("p", id=f"{field}-wrong").text


def test_scripts_are_shown_as_the_text_they_are(world, enterprise):
    text = "<script>alert(1)</script>\"'"
    answer = post(enterprise, "/declarations/new", typed(world, products=text, evidence=text))
    page = enterprise.get(answer.location).text
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 2
    again = post(enterprise, "/declarations/new", typed(world, products=text, **{"from": "x"})).text
    assert "<script>alert" not in again


def test_a_file_comes_with_it_and_only_they_get_it_back(world, enterprise, association, browser_of, client):
    file = (io.BytesIO(PDF), "../../声明 a.pdf")
    answer = post(enterprise, "/declarations/new", typed(world, file=file), content_type="multipart/form-data")
    kept = db.session.scalars(select(Implementation)).one()
    address = f"/declarations/{kept.id}/evidence"
    assert answer.status_code == 303
    for browser in (enterprise, association):
        with browser.get(address) as given:
            assert given.data == PDF
            assert given.headers["Content-Disposition"] == "attachment; filename*=UTF-8''%E5%A3%B0%E6%98%8E%20a.pdf"
            assert given.headers["X-Content-Type-Options"] == "nosniff"
            assert given.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
            assert "no-store" in given.headers["Cache-Control"]
    assert browser_of(make_organization("演示外厂")).get(address).status_code == 403
    assert client.get(address).status_code == 303
    assert client.get(f"/assets/../files/{kept.evidence_file.digest}").status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [(b"", "空.pdf", "0 字节"), (PDF, "照片.png", "内容却是 PDF"), (b"MZ\0\0", "程序.pdf", "不是可接受的文件")],
    ids=["empty", "mislabelled", "program"],
)
def test_a_file_that_is_not_taken_is_told_why(world, enterprise, content, name, said):
    file = (io.BytesIO(content), name)
    answer = post(enterprise, "/declarations/new", typed(world, file=file, products="挂锁"), content_type="multipart/form-data")
    page = read(answer.text)
    assert (answer.status_code, count()) == (422, 0)
    assert said in page.one("p", id="file-wrong").text
    assert page.one("textarea", id="products").text == "挂锁"


def test_a_file_need_not_be_chosen_again_when_another_field_is_wrong(world, enterprise):
    file = (io.BytesIO(PDF), "声明.pdf")
    first = post(
        enterprise, "/declarations/new", typed(world, file=file, last="2020-01-01"), content_type="multipart/form-data"
    )
    sealed_file = re.search(r'name="kept_file" value="([^"]+)"', first.text)[1]
    post(enterprise, "/declarations/new", typed(world, kept_file=sealed_file))
    kept = db.session.scalars(select(Implementation)).one()
    assert kept.evidence_file.name == "声明.pdf"


def test_nobody_names_the_file_of_another(world, enterprise):
    file = (io.BytesIO(PDF), "声明.pdf")
    post(enterprise, "/declarations/new", typed(world, file=file), content_type="multipart/form-data")
    other = db.session.scalars(select(StoredFile)).one().id
    answer = post(enterprise, "/declarations/new", typed(world, kept_file=str(other), **{"from": "2010-01-01"}))
    assert answer.status_code == 422


def test_a_request_that_is_too_large_is_told_so(world, enterprise):
    answer = enterprise.post("/declarations/new", data=b"x" * (65 << 20), content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert "20 MB" in answer.text


def test_the_association_verifies_and_it_counts_on_that_day(world, association):
    kept = declared_now(world)
    kept.declared_on = None
    db.session.commit()
    answer = post(association, f"/declarations/{kept.id}/verification", {"on": "2026-01-05"})
    assert answer.status_code == 303
    assert "已核实" in association.get(answer.location).text


@pytest.mark.parametrize("on", ["明天", "2999-01-01", "2021-13-01"])
def test_a_day_that_can_not_be_is_said_and_kept(world, association, on):
    kept = declared_now(world)
    answer = post(association, f"/declarations/{kept.id}/verification", {"on": on})
    page = read(answer.text)
    assert answer.status_code == 422
    assert page.one("p", id="on-wrong").text
    assert page.one("input", id="on").attributes["value"] == on


def test_sent_back_mended_and_verified(world, association, enterprise):
    kept = declared_now(world)
    assert post(association, f"/declarations/{kept.id}/return", {"reason": ""}).status_code == 422
    post(association, f"/declarations/{kept.id}/return", {"reason": "请写明产品"})
    assert "请写明产品" in enterprise.get("/workbench").text
    answer = post(enterprise, f"/declarations/{kept.id}/mend", {"products": "门锁"})
    assert answer.status_code == 303
    assert "演示锁厂" in association.get("/workbench").text
    assert post(association, "/declarations/verifications", {"declaration": kept.id}).status_code == 303
    assert "已核实" in enterprise.get("/declarations").text


def test_others_see_nothing_of_it(world, browser_of, client):
    kept = declared_now(world)
    stranger = browser_of(make_organization("演示外厂"))
    for address in (f"/declarations/{kept.id}", f"/declarations/{kept.id}/mend"):
        assert stranger.get(address).status_code == 403
        assert client.get(address).location.startswith("/login")
    assert post(stranger, f"/declarations/{kept.id}/end", {"last": "2030-01-01"}).status_code == 403
    assert stranger.get("/declarations/987654").status_code == 404


def test_a_link_shows_what_is_declared_and_confirms_once(app, world, client):
    (link,) = make_links(
        [Asked(world["member"].id, world["standard"].id)], actor=make_actor(OfficeKind.EDITOR, world["association"])
    )
    address = f"/declare/{sealed(link.code, app.config['SECRET_KEY'])}"
    shown = client.get(address).text
    for said in ("演示锁厂", "T/YANSHI 1", "演示锁业协会", "确认声明"):
        assert said in shown
    wrong = post(client, address, {"from": "2021-03-01", "products": "挂锁", "by": ""})
    assert wrong.status_code == 422
    assert read(wrong.text).one("textarea", id="products").text == "挂锁"
    done = post(client, address, {"from": "2021-03-01", "products": "挂锁", "by": "张三"})
    assert done.status_code == 200
    assert "已登记声明" in done.text
    again = post(client, address, {"from": "2022-03-01", "by": "张三"})
    assert f"已于 {today()}" in again.text
    assert "确认声明" not in again.text
    assert count() == 1
    assert client.get("/declare/AAAA-BBBB").status_code == 404


def test_the_association_page_says_who_stands_where_and_does_many_at_once(world, association):
    second = make_organization("演示二厂")
    make_membership(second, world["block"])
    declared = make_implementation(world["member"], world["standard"], "2021-03-01")
    address = f"/block-industries/{world['block'].id}/implementation"
    page = association.get(address).text
    for said in ("0.0\u00a0%", "(0/2)", "待核实", "未声明", "演示二厂"):
        assert said in page
    places = [f"{world['member'].id}:{world['standard'].id}", f"{second.id}:{world['standard'].id}"]
    wrong = post(association, address, {"act": "verify", "place": places, "on": "2999-01-01"})
    assert wrong.status_code == 422
    assert wrong.text.count(" checked") == 2
    assert post(association, address, {"act": "verify", "place": places, "on": "2022-01-01"}).status_code == 303
    assert declared.verified_on is not None
    assert "50.0\u00a0%" in association.get(address).text
    assert post(association, address, {"act": "return", "place": places[1:], "reason": "x"}).status_code == 422
    made = post(association, address, {"act": "link", "place": places})
    slip = association.get(made.location).text
    assert slip.count('class="qr"') == 1
    assert "演示二厂" in slip
    assert "已发链接，未答复" in association.get(address).text
    assert post(association, address, {"act": "remind", "place": places}).status_code == 303


def test_all_that_is_filtered_is_asked_at_once(world, association):
    for _ in range(60):
        make_membership(make_organization(), world["block"])
    address = f"/block-industries/{world['block'].id}/implementation?standing=missing"
    assert "全部 61 项" in association.get(address).text
    made = post(association, address, {"act": "link", "all": "yes"})
    assert association.get(made.location).text.count('class="qr"') == 61


def test_another_association_has_no_business_here(world, browser_of):
    other = browser_of(make_organization("演示鞋业协会", kind=OrganizationKind.ASSOCIATION))
    for path in ("implementation", "lists"):
        assert other.get(f"/block-industries/{world['block'].id}/{path}").status_code == 403


def test_what_a_merged_enterprise_declared_is_its_survivors_to_see_and_to_tend(world, browser_of):
    found = declared_now(world)
    between, survivor, stranger = (make_organization(name) for name in ("演示中间锁厂", "演示合并后锁厂", "演示无关锁厂"))
    world["member"].merged_into_id, between.merged_into_id = between.id, survivor.id
    between.merged_on = PartialDate.of(today())
    stranger.merged_into_id, stranger.merged_on = survivor.id, PartialDate.of(today() + timedelta(days=1))
    db.session.commit()
    browser = browser_of(survivor)
    page = browser.get("/declarations").text
    assert "演示锁厂" in page
    assert "已并入本单位" in page
    assert "登记停止" in browser.get(f"/declarations/{found.id}").text
    assert post(browser, f"/declarations/{found.id}/mend", {"products": "演示门锁"}).status_code == 303
    assert post(browser, f"/declarations/{found.id}/end", {"last": str(today())}).status_code == 303
    for other in (stranger, make_organization("演示别的锁厂")):
        outside = browser_of(other)
        assert "演示锁厂" not in outside.get("/declarations").text
        assert outside.get(f"/declarations/{found.id}").status_code == 403
    assert "演示锁厂" in browser_of(world["member"]).get("/declarations").text


def test_the_lists_are_kept_by_date(world, association):
    lists = f"/block-industries/{world['block'].id}/lists"
    make_organization("演示二厂")
    wrong = post(association, f"{lists}/members", {"organization": "没有的厂", "from": "2021-01-01"})
    assert wrong.status_code == 422
    assert 'value="没有的厂"' in wrong.text
    assert post(association, f"{lists}/members", {"organization": "演示二厂", "from": "2021-01-01"}).status_code == 303
    make_standard("T/YANSHI 2-2021")
    assert post(association, f"{lists}/standards", {"standard": "GB/T 1"}).status_code == 422
    assert post(association, f"{lists}/standards", {"standard": "t/yanshi2—2021"}).status_code == 303
    page = association.get(lists).text
    for said in ("演示二厂", "成员（2）", "关联的标准（2）"):
        assert said in page


def test_the_number_of_statements_does_not_grow_with_members_standards_and_take_overs(world, association, statements):
    address = f"/block-industries/{world['block'].id}/implementation"

    def asked():
        with statements() as made:
            association.get(address)
            association.get("/workbench")
        return len(made)

    def grow(serial):
        old = make_standard(f"T/YANSHI {serial}-2020")
        new = make_standard(f"T/YANSHI {serial}-2026", implemented_on=str(today() + timedelta(days=serial)))
        relate(new, RelationKind.REPLACES, old)
        for standard in (old, new):
            tie(standard, world["block"])
        for _ in range(3):
            member = make_organization()
            make_membership(member, world["block"])
            make_implementation(member, old, "2021-01-01", declared_on="2021-01-01")

    grow(50)
    first = asked()
    grow(51)
    grow(52)
    assert asked() <= first
