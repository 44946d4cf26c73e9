"""Many declarations by one table: good rows are declared, each bad one is told by line and column."""

from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import func, select

from app.accounts.permissions import NOBODY
from app.clock import today
from app.database import db
from app.errors import Invalid, NotAllowed
from app.registry.importing.files import RowFile
from app.registry.models import Change, Implementation
from app.registry.services.declaration_files import TABLE, declare_file, write_template
from app.registry.words import Through
from tests.factories import day, make_implementation, make_membership, make_organization, make_standard
from tests.registry.services.acting import STAFF, editor_of

HEADINGS = ("统一社会信用代码", "标准号", "实施起始日期", "截止日期（含当日）", "实施产品", "核实日期")


@pytest.fixture
def sheet(tmp_path):
    def written(*rows, name="声明.xlsx"):
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path)) as workbook:
            page = workbook.add_worksheet()
            for at, row in enumerate((HEADINGS, *rows)):
                page.write_row(at, 0, row)
        return path

    return written


def key(body):
    return body.key


def count():
    return db.session.scalar(select(func.count()).select_from(Implementation))


def test_good_rows_are_declared_and_bad_ones_told(locks, sheet):
    second = make_organization("演示二厂")
    make_membership(second, locks.block)
    stranger = make_organization("演示外厂")
    loose = make_standard("T/YANSHI 8-2020")
    refused = []
    report = declare_file(
        sheet(
            (key(locks.member), "T/YANSHI 1-2020", "2021-03-01", "2022-12-31", "挂锁", "2021-04-01"),
            (key(second), "t/yanshi1—2020", "2021-03-01"),
            (key(stranger), "T/YANSHI 1-2020", "2021-03-01"),
            (key(second), loose.number, "2021-03-01"),
            (key(second), "T/YANSHI 1-2020", "昨天"),
            ("没有@330302", "T/YANSHI 1-2020", "2021-03-01"),
            (key(second), "T/YANSHI 404-2020", "2021-03-01"),
            (key(second), "T/YANSHI 1-2020", ""),
        ),
        actor=editor_of(locks.association),
        on_refusal=refused.append,
    )
    assert (report.created, report.unchanged, report.rejected) == (2, 0, 6)
    assert sorted((each.line, each.field) for each in refused) == [
        (4, "uscc"), (5, "number"), (6, "from"), (7, "uscc"), (8, "number"), (9, "from"),
    ]  # fmt: skip
    kept = db.session.scalars(select(Implementation).where(Implementation.organization_id == locks.member.id)).one()
    assert (kept.until_on, kept.products, kept.declared_on) == (day("2023-01-01"), "挂锁", day(str(today())))
    assert kept.verified_on is None, "who declares does not verify"
    change = db.session.scalars(select(Change).where(Change.record_id == kept.id)).one()
    assert (change.by_name, change.through) == ("王经办", Through.PAGE)


def test_again_changes_nothing_nor_does_an_overlapping_row(locks, sheet):
    rows = [(key(locks.member), "T/YANSHI 1-2020", since) for since in ("2021-03-01", "2022-01-01")]
    actor = editor_of(locks.member)
    assert (declare_file(sheet(rows[0]), actor=actor).created, count()) == (1, 1)
    again = declare_file(sheet(*rows), actor=actor)
    assert (again.created, again.unchanged, count()) == (0, 2, 1)


def test_two_overlapping_rows_of_one_table_are_one(locks, sheet):
    rows = [(key(locks.member), "T/YANSHI 1-2020", since) for since in ("2021-03-01", "2022-01-01")]
    report = declare_file(sheet(*rows), actor=STAFF)
    assert (report.created, report.unchanged, count()) == (1, 1, 1)


def test_a_verified_declaration_stays_as_it_is(locks, sheet):
    kept = make_implementation(locks.member, locks.standard, "2021-03-01", verified_on="2021-04-01", products="门锁")
    declare_file(sheet((key(locks.member), "T/YANSHI 1-2020", "2021-03-01", "", "别的")), actor=STAFF)
    db.session.refresh(kept)
    assert (kept.products, kept.verified_on) == ("门锁", day("2021-04-01"))


def test_a_revoked_one_is_told(locks, sheet):
    make_implementation(locks.member, locks.standard, "2021-03-01", revoked_on="2022-01-01")
    refused = []
    declare_file(sheet((key(locks.member), "T/YANSHI 1-2020", "2021-03-01")), actor=STAFF, on_refusal=refused.append)
    assert "已于 2022-01-01 撤销" in refused[0].reason


def test_a_trial_leaves_nothing(locks, sheet):
    report = declare_file(sheet((key(locks.member), "T/YANSHI 1-2020", "2021-03-01")), actor=STAFF, dry_run=True)
    assert (report.created, count()) == (1, 0)


def test_who_may_declare_for_nobody_brings_no_file(locks, sheet):
    with pytest.raises(NotAllowed):
        declare_file(sheet((key(locks.member), "T/YANSHI 1-2020", "2021-03-01")), actor=NOBODY)


def test_what_is_no_table_is_told(locks, tmp_path):
    for name, content in (("空.xlsx", b""), ("声明.xlsx", b"%PDF-1.7"), ("坏.xlsx", b"PK\x03\x04abc")):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(Invalid):
            declare_file(path, actor=STAFF)


def test_the_template_has_chinese_headings_and_reads_back(tmp_path: Path):
    path = tmp_path / "模板.xlsx"
    write_template(path, [("演示锁厂@330302", "T/YANSHI 1-2020")])
    (row,) = list(RowFile(path, TABLE))
    assert row.values["uscc"] == "演示锁厂@330302"
    assert row.values["number"] == "T/YANSHI 1-2020"
