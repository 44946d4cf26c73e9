"""Publication: what it writes, which numbers it gives out, and that it stands whole or not at all."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.accounts.permissions import OPERATOR
from app.clock import now, today
from app.database import db
from app.errors import BiaolianError, Conflict, Invalid
from app.registry.lifecycle.words import DocumentKind, SerialRule, Stage
from app.registry.models import Document, Drafting, Standard, StandardBlockIndustry, WorkItem, WorkItemStep
from app.registry.queries.lives import statuses
from app.registry.services.alliance.publishing import Issue, publish
from app.registry.services.alliance.steps import NotYet
from app.registry.words import Action, DraftingRole, OrganizationKind, Status
from tests.factories import (
    make_block_industry,
    make_document,
    make_issuing_body,
    make_named_drafter,
    make_organization,
    make_standard,
    make_unit,
    make_work_item,
)

YEAR = today().year


def ready(body, title="演示锁具", **more):
    """A work item that is approved, with its text."""
    item = make_work_item(body, title, stage=Stage.APPROVAL, plan_number=more.pop("plan_number", None) or f"P-{title}", **more)
    item.steps.append(step_within(item))
    db.session.commit()
    make_document(DocumentKind.TEXT, item=item, is_open=True)
    return item


def step_within(item):
    """The decision to approve it."""
    return WorkItemStep(
        from_stage=Stage.APPROVAL, to_stage=Stage.APPROVAL, done_on=item.stage_since, at=now(), by_name="演示"
    )


@pytest.fixture
def body(app):
    association = make_organization("演示锁业协会", kind=OrganizationKind.ASSOCIATION)
    return make_issuing_body(association, "YANSHI")


def published(item, **more):
    return publish(item.id, Issue(**{"implemented_on": today() + timedelta(days=30)} | more), actor=OPERATOR)


def test_a_publication_writes_the_standard_with_all_that_belongs_to_it(body):
    block = make_block_industry("SUO", "锁")
    item = ready(body, ics=("97.140",), ccs=("Y80",), scope="规定了演示锁具。", block_industries=[block])
    first, second = make_organization("演示甲厂"), make_organization("演示乙厂")
    make_unit(item, second, 2, DraftingRole.PARTICIPATE)
    make_unit(item, first, 1, DraftingRole.LEAD)
    make_named_drafter(item, "张三", 2)
    make_named_drafter(item, "李四", 1)
    standard = published(item)
    assert standard.number == f"T/YANSHI 1-{YEAR}"
    assert (standard.title_zh, standard.issuer, standard.form.label) == ("演示锁具", "演示锁业协会", "团体")
    assert (standard.ics, standard.ccs, standard.scope) == (("97.140",), ("Y80",), "规定了演示锁具。")
    assert [each.name for each in standard.drafters] == ["李四", "张三"]
    entries = db.session.scalars(select(Drafting).where(Drafting.standard_id == standard.id).order_by(Drafting.rank)).all()
    assert [(each.organization.name, each.rank, each.role) for each in entries] == [
        ("演示甲厂", 1, DraftingRole.LEAD),
        ("演示乙厂", 2, DraftingRole.PARTICIPATE),
    ]
    assert db.session.scalar(select(StandardBlockIndustry.block_industry_id)) == block.id
    assert db.session.scalar(select(Document.standard_id).where(Document.kind == DocumentKind.TEXT)) == standard.id
    db.session.expire_all()
    item = db.session.get(WorkItem, item.id)
    assert (item.stage, item.standard_id) == (Stage.PUBLISHED, standard.id)
    assert item.steps[-1].remark.startswith(f"T/YANSHI 1-{YEAR}，自")
    assert statuses([standard.id], today())[standard.id].status is Status.UPCOMING


def test_it_asks_for_the_decision_and_the_text(body):
    item = make_work_item(body, stage=Stage.APPROVAL)
    with pytest.raises(NotYet) as refused:
        published(item)
    assert len(refused.value.lacking) == 2
    assert "批准" in refused.value.lacking[0]
    assert "标准正文" in refused.value.lacking[1]
    db.session.rollback()


@pytest.mark.parametrize("days", [-1, 1])
def test_the_days_of_a_publication_are_neither_ahead_nor_out_of_order(body, days):
    item = ready(body)
    issue = {"on": today() + timedelta(days=1)} if days > 0 else {"implemented_on": today() - timedelta(days=1)}
    with pytest.raises(Invalid):
        published(item, **issue)
    db.session.rollback()


def test_serials_run_on_from_all_that_was_given_out(body):
    make_standard("T/YANSHI 7-2019", withdrawn_on="2020-01-01")
    make_standard("T/YANSHI 003-2020", former_numbers=("T/YANSHI 9-2018",))
    make_standard("T/YANSHI2 40-2020")
    assert published(ready(body)).number == f"T/YANSHI 10-{YEAR}"


def test_yearly_serials_begin_anew_and_are_filled_with_zeros(body):
    body.serial_rule, body.serial_width = SerialRule.YEARLY, 3
    db.session.commit()
    make_standard(f"T/YANSHI 041-{YEAR - 1}")
    assert published(ready(body, "甲")).number == f"T/YANSHI 001-{YEAR}"
    assert published(ready(body, "乙")).number == f"T/YANSHI 002-{YEAR}"


def test_parts_share_the_serial_of_their_document(body):
    assert published(ready(body, "甲", part="1")).number == f"T/YANSHI 1.1-{YEAR}"
    assert published(ready(body, "乙", part="2", part_of="1")).number == f"T/YANSHI 1.2-{YEAR}"
    with pytest.raises(Conflict, match="已有第 2 部分"):
        published(ready(body, "丙", part="2", part_of="1"))
    db.session.rollback()
    assert published(ready(body, "丁")).number == f"T/YANSHI 2-{YEAR}"


def test_a_revision_keeps_its_serial_and_ends_the_edition_before_on_its_first_day(body):
    old = make_standard("T/YANSHI 5.2-2019", published_on="2019-01-01", implemented_on="2019-02-01")
    item = ready(body, action=Action.REVISED, revises_id=old.id)
    start = today() + timedelta(days=60)
    new = published(item, implemented_on=start)
    assert new.number == f"T/YANSHI 5.2-{YEAR}"
    assert statuses([old.id], start - timedelta(days=1))[old.id].status is Status.CURRENT
    assert statuses([old.id], start)[old.id].status is Status.SUPERSEDED
    window = statuses([old.id], today())[old.id].transition
    assert str(window) == f"旧版可用至 {start - timedelta(days=1)}，新版自发布之日起可用"


def test_a_revision_in_the_year_of_its_edition_is_refused(body):
    old = make_standard(f"T/YANSHI 5-{YEAR}", published_on=f"{YEAR}-01-01", implemented_on=f"{YEAR}-01-02")
    item = ready(body, action=Action.REVISED, revises_id=old.id)
    with pytest.raises(Conflict, match="修改单"):
        published(item)
    db.session.rollback()


def test_twenty_publications_at_once_get_twenty_numbers_without_a_gap(app, body):
    items = [ready(body, f"演示{place}").id for place in range(20)]
    db.session.remove()
    together = Barrier(20)

    def go(item_id):
        with app.app_context():
            together.wait(timeout=60)
            try:
                return publish(item_id, Issue(implemented_on=date(YEAR + 1, 6, 1)), actor=OPERATOR).number
            except BiaolianError as error:
                return str(error)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(20) as pool:
        numbers = list(pool.map(go, items))
    assert sorted(numbers) == sorted(f"T/YANSHI {serial}-{YEAR}" for serial in range(1, 21))


KILLED = """
import sys
from app import create_app
from app.accounts.permissions import OPERATOR
from app.config import Settings
from app.registry.services.alliance import publishing

halt = publishing.{halt}
def stop(*asked, **more):
    done = halt(*asked, **more)
    print("within", flush=True)
    sys.stdin.read()
    return done
publishing.{halt} = stop
with create_app(Settings.from_environment()).app_context():
    from datetime import date
    publishing.publish({item}, publishing.Issue(implemented_on=date({year}, 6, 1)), actor=OPERATOR)
"""


@pytest.mark.parametrize("halt", ["_write", "_carry"])
def test_a_publication_killed_half_way_leaves_nothing(app, body, settings, halt):
    item = ready(body)
    make_unit(item, make_organization("演示甲厂"), 1, DraftingRole.LEAD)
    program = KILLED.format(halt=halt, item=item.id, year=YEAR + 1)
    environment = os.environ | {
        "BIAOLIAN_INSTANCE_DIR": str(settings.instance_dir),
        "BIAOLIAN_DATABASE_URL": settings.database_url,
    }
    with subprocess.Popen(  # noqa: S603  our own program
        [sys.executable, "-c", program], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "within\n"
        os.kill(process.pid, signal.SIGKILL)
        process.wait(timeout=30)
    db.session.remove()
    assert db.session.scalar(select(func.count()).select_from(Standard)) == 0
    assert db.session.scalar(select(func.count()).select_from(Drafting)) == 0
    assert db.session.get(WorkItem, item.id).stage is Stage.APPROVAL
    db.session.rollback()
    assert published(db.session.get(WorkItem, item.id)).number == f"T/YANSHI 1-{YEAR}"
