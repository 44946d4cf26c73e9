"""An association takes a standard from proposal to publication, with a reviewer and a commenter; revises and withdraws."""

import io
import re
import shutil
import threading
from datetime import timedelta

import pytest
from docx import Document as Docx
from playwright.sync_api import expect
from werkzeug.serving import make_server

from app import create_app
from app.accounts.permissions import OfficeKind
from app.clock import today
from app.config import Settings
from app.database import db
from app.registry.dates import PartialDate
from app.registry.models import WorkItem
from app.registry.words import OrganizationKind
from app.search import sync
from tests.browser.test_looks import CONTRASTS, fits
from tests.factories import make_issuing_body, make_organization, make_standard
from tests.signing import PASSWORD, make_user

YEAR = today().year
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(scope="module")
def application(tmp_path_factory, migrated_sqlite):
    """A small registry with an association that issues, its manager, a reviewer and somebody who comments."""
    folder = tmp_path_factory.mktemp("instance")
    shutil.copy(migrated_sqlite, folder / "biaolian.db")
    application = create_app(Settings.from_environment({"BIAOLIAN_INSTANCE_DIR": str(folder)}))
    with application.app_context():
        association = make_organization("演示锁业协会", kind=OrganizationKind.ASSOCIATION)
        make_issuing_body(association, "YANSHI")
        make_organization("演示锁厂")
        make_user("manager", office=OfficeKind.MANAGER, organization=association, name="李经理")
        make_user("reviewer", name="孙专家", email="sun@example.com")
        make_user("commenter", name="周意见", email="zhou@example.com")
        make_standard(f"T/YANSHI 1-{YEAR - 6}", "演示挂锁", published_on=f"{YEAR - 6}-03-01", implemented_on=f"{YEAR - 6}-06-01")
        sync.rebuild(sync.search_engine())
        db.session.remove()
    return application


@pytest.fixture(scope="module")
def site(application):
    """Its address."""
    server = make_server("127.0.0.1", 0, application, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    serving.join()
    with application.app_context():
        db.engine.dispose()


def signed_in(open_page, login, onward="/alliance-standards", **more):
    page = open_page(f"/login?next={onward}", **more)
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(f"**{onward}*")
    return page


def word_file(text):
    document = Docx()
    document.add_heading("1 范围", 1)
    document.add_paragraph(text)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def upload(page, item, kind, text="演示", *, is_open=False):
    page.goto(item)
    page.get_by_role("link", name="添加文件").click()
    name = f"{kind}.docx"
    page.locator("#file").set_input_files([{"name": name, "mimeType": WORD, "buffer": word_file(text)}])
    page.locator("#kind").select_option(label=kind)
    if is_open:
        page.get_by_label("向社会公开").check()
    page.get_by_role("button", name="上传").click()
    expect(page.locator("main")).to_contain_text(name)


def fill(page, address, button, **typed):
    """Fill in fields by their names and send the form that has them."""
    page.goto(address)
    for name, value in typed.items():
        field = page.locator(f"[name={name}]")
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.get_by_role("button", name=button, exact=True).click()


def take(page, item, step, stage, **typed):
    """Take a step; the work item then says that it stands in that stage."""
    page.goto(item)
    page.get_by_role("link", name=step, exact=True).click()
    fill(page, page.url, step, **typed)
    expect(page.locator("ol.stages li[aria-current=step]")).to_contain_text(stage)


def let_a_day_pass(application, item):
    """What was done today was done yesterday."""
    with application.app_context():
        found = db.session.get(WorkItem, int(item.rpartition("/")[2]))
        yesterday = PartialDate.of(today() - timedelta(days=1))
        for step in found.steps:
            step.done_on = min(step.done_on, yesterday)
        found.stage_since = yesterday
        found.comment_from, found.comment_until = yesterday, PartialDate.of(today())
        db.session.commit()
        db.session.remove()


def to_drafting(page, item, plan_number):
    upload(page, item, "提案书")
    take(page, item, "立项", "立项", plan_number=plan_number)
    fill(page, f"{item}/units", "加入", organization="演示锁厂", role="lead")
    fill(page, f"{item}/drafters", "加入", name="张三", unit="演示锁厂")
    take(page, item, "启动起草", "起草")


def to_comment(page, item, text):
    fill(page, f"{item}/patent-calls", "登记", stage="comment", known="none")
    upload(page, item, "征求意见稿", text, is_open=True)
    last = {"last_comment_day": str(today()), "comment_short_reason": "演示：当天结束"}
    take(page, item, "公开征求意见", "征求意见", **last)


def to_publication(page, item, text):
    """From a review that passed; in force from today."""
    upload(page, item, "会议纪要")
    upload(page, item, "报批稿")
    take(page, item, "报批", "批准")
    upload(page, item, "批准文件")
    take(page, item, "批准", "批准")
    upload(page, item, "标准正文", text, is_open=True)
    take(page, item, "编号发布", "发布", implemented_on=str(today()))


def test_from_proposal_to_publication_revision_and_withdrawal(application, open_page, screenshots):
    manager = signed_in(open_page, "manager")
    proposal = {"title_zh": "演示智能门锁", "purpose": "统一要求", "scope": "规定了演示智能门锁。"}
    fill(manager, "/alliance-bodies/YANSHI/propose", "提案", **proposal)
    manager.wait_for_url(re.compile(r"/alliance-standards/\d+$"))
    item = manager.url
    path = "/" + item.split("/", 3)[3]
    to_drafting(manager, item, "演示立项 1")
    manager.goto(f"{item}/steps/open_comment")
    expect(manager.locator("main")).to_contain_text("还没有再次征集必要专利信息")
    to_comment(manager, item, "锁舌的伸出长度不小于 14 mm。")
    manager.screenshot(path=screenshots / "work-item.png", full_page=True)

    commenter = signed_in(open_page, "commenter", f"{path}/comments", width=390)
    typed = {"clause-1": "1", "body-1": "伸出长度宜为 16 mm", "unit": "演示用户单位", "name": "周意见"}
    fill(commenter, f"{path}/comments", "提交意见", **typed)
    commenter.goto(f"{path}/comments")
    expect(commenter.locator("#comments").locator("xpath=..")).to_contain_text("伸出长度宜为 16 mm")
    assert fits(commenter)

    let_a_day_pass(application, item)
    manager.goto(f"{item}/steps/start_review")
    expect(manager.locator("main")).to_contain_text("还有 1 条意见没有处理")
    manager.goto(f"{item}/comments/answers")
    manager.locator("[name=comment]").check()
    manager.get_by_label("采纳", exact=True).check()
    manager.get_by_role("button", name="答复选中的意见").click()
    with manager.expect_download() as table:
        manager.get_by_role("link", name="XLSX").click()
    assert table.value.suggested_filename.endswith(".xlsx")
    upload(manager, item, "送审稿")
    take(manager, item, "送审", "技术审查")

    fill(manager, f"{item}/reviews", "登记", manner="vote")
    review = "/" + manager.url.split("/", 3)[3]
    fill(manager, review, "登记代表", login="reviewer", unit="演示检测所")
    fill(manager, review, "登记代表", name="赵六", unit="演示锁厂")
    expect(manager.locator("main")).to_contain_text("所在单位是起草单位，不参加表决")
    reviewer = signed_in(open_page, "reviewer", review, width=390)
    reviewer.locator("select[name=said]").select_option("agree")
    reviewer.get_by_role("button", name="登记", exact=True).click()
    expect(reviewer.locator("main")).to_contain_text("出席并有表决权 1 人：赞成 1")
    assert fits(reviewer)
    fill(manager, review, "作出结论", conclusion="同意报批")
    expect(manager.locator("main")).to_contain_text("通过：同意报批")
    manager.screenshot(path=screenshots / "review.png", full_page=True)
    to_publication(manager, item, "锁舌的伸出长度不小于 16 mm，耐腐蚀性能见 5.3。")
    number = f"T/YANSHI 2-{YEAR}"
    expect(manager.locator("main")).to_contain_text(f"已发布为 {number}")

    manager.goto(f"/standards/{number}")
    expect(manager.locator("main")).to_contain_text("演示锁厂")
    for _patience in range(60):  # the text is read beside the requests
        manager.goto("/search?q=耐腐蚀性能")
        if "演示智能门锁" in manager.locator("main").inner_text():
            break
        manager.wait_for_timeout(500)
    expect(manager.locator("main")).to_contain_text("演示智能门锁")
    expect(manager.locator("main")).to_contain_text(re.compile("第 ?1 ?[页部]"))

    old = f"T/YANSHI 1-{YEAR - 6}"
    manager.goto(f"/standards/{old}")
    manager.get_by_role("link", name="复审或废止").click()
    fill(manager, manager.url, "登记结论", result="revised", reason="指标落后")
    manager.wait_for_url(re.compile(r"/alliance-standards/\d+$"))
    revision = manager.url
    fill(manager, f"{revision}/edit", "保存", purpose="指标落后", scope="规定了演示挂锁。")
    to_drafting(manager, revision, "演示立项 2")
    manager.goto(f"/standards/{old}")
    expect(manager.locator("main")).to_contain_text("修订正在进行")
    to_comment(manager, revision, "锁体的拉力不小于 500 N。")
    let_a_day_pass(application, revision)
    upload(manager, revision, "送审稿")
    take(manager, revision, "送审", "技术审查")
    fill(manager, f"{revision}/reviews", "登记", manner="consensus")
    agreed = manager.url
    fill(manager, agreed, "登记代表", name="赵六", unit="演示检测所")
    fill(manager, agreed, "作出结论", conclusion="一致同意", agreed="yes")
    to_publication(manager, revision, "锁体的拉力不小于 500 N。")
    expect(manager.locator("main")).to_contain_text(f"已发布为 T/YANSHI 1-{YEAR}")
    manager.goto(f"/standards/{old}")
    expect(manager.locator("main")).to_contain_text("被代替")

    manager.goto(f"/standards/{number}")
    manager.get_by_role("link", name="复审或废止").click()
    fill(manager, manager.url, "登记结论", result="withdrawn", reason="演示结束")
    expect(manager.locator("main")).to_contain_text("废止")
    manager.goto("/alliance-bodies/YANSHI")
    manager.screenshot(path=screenshots / "body.png", full_page=True)
    for address in ("/alliance-bodies/YANSHI", "/alliance-standards", "/alliance-bodies", item):
        manager.goto(address)
        assert fits(manager), address
        assert manager.evaluate(CONTRASTS) == [], address
