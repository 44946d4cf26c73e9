"""Every table but the standards: keys, references, terms, and the way back."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.accounts.permissions import OPERATOR
from app.database import db
from app.errors import Invalid
from app.registry.dates import PartialDate
from app.registry.importing.columns import TABLES
from app.registry.importing.service import export_file, import_file
from app.registry.models import (
    Award,
    AwardScheme,
    Committee,
    Implementation,
    LeadingProduct,
    Membership,
    Observation,
    Organization,
    Plan,
    Stale,
    SupportRule,
    Target,
    YearlyFact,
)
from app.registry.words import Degree
from tests.registry.importing.taking import Take, code, counts

A, B, C = code(1), code(2), code(3)

# One register with something in every column of every table; in the order in which tables name one another.
REGISTER: dict[str, list[dict[str, Any]]] = {
    "classifications": [
        {"scheme": "metric", "code": "supervision_sampling_pass_rate", "name_zh": "监督抽查合格率"},
        {"scheme": "division", "code": "330382", "name_zh": "乐清市", "parent": "3303", "from": "1993"},
        {
            "scheme": "prefix",
            "code": "JB",
            "name_zh": "机械",
            "name_en": "Machinery",
            "authority": "工业和信息化部",
            "to": "2030-01-01",
        },
    ],
    "thesaurus": [{"term": "断路器", "synonyms": "空开;空气开关", "note": "低压电器"}],
    "award-schemes": [
        {
            "code": "YS",
            "name": "演示",
            "issuer": "某局",
            "levels": "初级;中级;高级",
            "least_scores": "初级:60;高级:90.5",
            "from": "2011",
            "to": "2030",
        }
    ],
    "plans": [
        {
            "code": "P1",
            "name": "规划",
            "from": "2011-01-01",
            "to": "2016-01-01",
            "lead_rank": "2",
            "implementing_threshold": "3",
            "schemes": "YS",
            "adopts_through_national": "是",
        }
    ],
    "targets": [
        {"plan": "P1", "metric": "块状产业联盟标准实施率", "value": "30%"},
        {"plan": "P1", "metric": "innovation_enterprises", "value": "50"},
        {"plan": "P1", "metric": "international_adoption_rate", "value": ""},
    ],
    "organizations": [
        {"uscc": B, "name": "乙公司", "kind": "企业", "county": "乐清", "merged_into_uscc": A, "merged_on": "2014-09-01"},
        {
            "uscc": A,
            "name": "甲公司",
            "kind": "enterprise",
            "county": "330382",
            "established_on": "2005",
            "dissolved_on": "2030-06",
        },
        {"uscc": "", "name": "某协会", "kind": "行业协会", "county": "330382", "former_names": "旧协会;更旧的协会"},
    ],
    "block-industries": [
        {"code": "DQ", "name": "低压电器", "county": "乐清市", "gbt4754": "3823;C3829", "association_uscc": "某协会@330382"}
    ],
    "committees": [
        {
            "number": "SAC/TC189/SC1",
            "name": "家用断路器分会",
            "secretariat_uscc": A,
            "county": "330382",
            "established_on": "2010-05",
        },
        {"number": "浙江/TC 1", "name": "省委员会", "level": "省级", "kind": "TC", "dissolved_on": "2020-01-01"},
    ],
    "standards": [{"number": "T/YANSHI 1-2012", "title_zh": "演示标准", "implemented_on": "2012-06-01"}],
    "standard-block-industries": [{"number": "T/YANSHI1—2012", "block_industry": "低压电器", "from": "2012", "to": "2020"}],
    "memberships": [
        {"block_industry": "DQ", "uscc": A, "from": "2010-01-01", "to": ""},
        {"block_industry": "DQ", "uscc": B, "from": "", "to": "2013-07-01"},
    ],
    "implementations": [
        {
            "uscc": "甲公司@乐清市",
            "number": "T/YANSHI 1-2012",
            "from": "2012-07-01",
            "to": "2019-01-01",
            "declared_on": "2012-06-20",
            "verified_on": "2012-09",
            "revoked_on": "2018-01-01",
            "products": "断路器",
            "evidence": "文件 1",
            "declared_by": "甲公司",
            "verified_by": "某协会",
            "returned_on": "2012-07-10",
            "return_reason": "缺少证明",
            "revocation_reason": "抽查",
        }
    ],
    "draftings": [{"number": "T/YANSHI 1-2012", "uscc": A, "rank": "1", "role": "为主"}],
    "awards": [
        {"uscc": A, "scheme": "YS", "level": "高级", "batch": "第一批", "awarded_on": "2014-06-01", "valid_until": "2017-06-01"},
        {
            "uscc": B,
            "scheme": "演示",
            "level": "",
            "awarded_on": "2013-01-01",
            "revoked_on": "2014-01-01",
            "revocation_reason": "失信",
        },
    ],
    "award-criteria": [
        {"scheme": "YS", "name": "标准研制", "position": "1", "most": "60", "explanation": "为主起草"},
        {"scheme": "YS", "name": "标准实施", "position": "2", "most": "40.5"},
    ],
    "award-batches": [
        {
            "scheme": "YS",
            "name": "2014 年",
            "opened_on": "2014-01-01",
            "publicity_from": "2014-05-01",
            "publicity_until": "2014-05-15",
            "decided_on": "2014-06-01",
        }
    ],
    "award-candidates": [
        {"scheme": "演示", "batch": "2014 年", "uscc": A, "scores": "标准研制:50;标准实施：30.5", "level": "高级"},
        {"scheme": "YS", "batch": "2014 年", "uscc": B, "scores": "", "left_out_reason": "异议成立"},
    ],
    "yearly-facts": [
        {"uscc": A, "year": "2013", "above_scale": "是", "output_value": "12,345.6789"},
        {"uscc": B, "year": "2013年", "above_scale": "否", "output_value": ""},
        {"uscc": B, "year": "2014", "above_scale": "", "output_value": "800万元"},
    ],
    "leading-products": [
        {"uscc": A, "year": "2013", "product": "断路器", "adopts": "IEC60947-2：2006", "degree": "等同采用"},
        {"uscc": A, "year": "2013", "product": "接触器", "adopts": "", "degree": ""},
    ],
    "observations": [
        {"metric": "监督抽查合格率", "county": "", "on": "2013-12-31", "value": "91.5%", "source": "年报"},
        {"metric": "supervision_sampling_pass_rate", "county": "乐清", "on": "2013", "value": "0.9"},
        {"metric": "regional_brands", "county": "", "on": "2013-12-31", "value": "3"},
    ],
    "projects": [
        {
            "code": "ZD-1",
            "name": "低压电器标准化（演示）",
            "kind": "重点项目",
            "uscc": "某协会@330382",
            "block_industry": "低压电器",
            "county": "乐清市",
            "approved_on": "2012-03",
            "accepted_on": "2014-06-30",
            "source": "文件",
        },
        {"code": "SD-1", "name": "设计服务（演示）", "kind": "service_pilot"},
    ],
    "county-targets": [
        {"plan": "P1", "county": "乐清", "metric": "标准创新型企业", "value": "8"},
        {"plan": "P1", "county": "330382", "metric": "implementation_rate", "value": "35%"},
    ],
    "support-rules": [
        {
            "code": "JB-1",
            "name": "奖补（演示）",
            "issuer": "某局",
            "kinds": "国家;行业标准",
            "rank": "1",
            "months_in_force": "12",
            "series_once": "是",
            "cap": "3",
            "amount": "20.5",
            "from": "2012",
            "to": "2016",
        },
        {"code": "JB-2", "name": "条件（演示）"},
    ],
}


@pytest.fixture
def register(take: Take) -> Take:
    for table, rows in REGISTER.items():
        report, refused = take(*rows, table=table)
        assert (refused, report.created) == ([], len(rows)), table
    return take


def one(model: Any, *where: Any) -> Any:
    return db.session.scalars(select(model).where(*where)).one()


def all_of(model: Any) -> list[Any]:
    return list(db.session.scalars(select(model).order_by(model.id)))


def test_a_repeat_of_every_table_changes_nothing(register: Take) -> None:
    db.session.query(Stale).delete()
    db.session.commit()
    for table, rows in REGISTER.items():
        assert counts(register(*rows, table=table)[0]) == (0, 0, len(rows), 0), table
    assert db.session.scalar(select(func.count()).select_from(Stale)) == 0


def test_values_are_kept_as_read(register: Take) -> None:
    assert one(Organization, Organization.uscc == A).county == "330382"
    merged = one(Organization, Organization.uscc == B)
    assert (merged.county, merged.merged_into.uscc, merged.merged_on) == ("330382", A, PartialDate(2014, 9, 1))
    assert {target.metric: target.value for target in db.session.scalars(select(Target))} == {
        "implementation_rate": 0.3,
        "innovation_enterprises": 50.0,
        "international_adoption_rate": None,
    }
    assert [level.name for level in one(AwardScheme).levels] == ["初级", "中级", "高级"]
    assert one(Award, Award.awarded_on == PartialDate(2014, 6, 1)).level.position == 3
    assert {
        committee.number: committee.parent and committee.parent.number for committee in db.session.scalars(select(Committee))
    } == {
        "SAC/TC 189": None,
        "SAC/TC 189/SC 1": "SAC/TC 189",
        "浙江/TC 1": None,
    }
    assert {(fact.organization.uscc, fact.year): (fact.above_scale, fact.output_value) for fact in all_of(YearlyFact)} == {
        (A, 2013): (True, Decimal("12345.6789")),
        (B, 2013): (False, None),
        (B, 2014): (None, Decimal(800)),
    }
    assert {product.product: (product.adopts, product.degree) for product in all_of(LeadingProduct)} == {
        "断路器": ("IEC 60947-2:2006", Degree.IDT),
        "接触器": (None, None),
    }
    assert [(each.metric, each.county, str(each.observed_on), each.value) for each in all_of(Observation)] == [
        ("supervision_sampling_pass_rate", None, "2013-12-31", 0.915),
        ("supervision_sampling_pass_rate", "330382", "2013", 0.9),
        ("regional_brands", None, "2013-12-31", 3.0),
    ]
    rule = one(SupportRule, SupportRule.code == "JB-1")
    assert (rule.kinds, rule.rank, rule.months_in_force, rule.cap, rule.amount) == (
        ("national", "industry"), 1, 12, 3, Decimal("20.5"),
    )
    plain = one(SupportRule, SupportRule.code == "JB-2")
    assert (plain.kinds, plain.rank, plain.months_in_force, plain.series_once, plain.cap) == ((), None, 0, True, None)
    plan = one(Plan)
    assert (plan.lead_rank, plan.implementing_threshold, plan.schemes, plan.adopts_through_national) == (2, 3, ("YS",), True)
    assert one(Implementation).organization.uscc == A


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".xlsx"])
def test_every_table_goes_out_and_comes_back(register: Take, tmp_path: Path, suffix: str) -> None:
    first = {}
    for table in TABLES:
        export_file(table, tmp_path / f"{table}.jsonl.gz")
        first[table] = (tmp_path / f"{table}.jsonl.gz").read_bytes()
        export_file(table, tmp_path / f"{table}{suffix}")
    for model in reversed(db.metadata.sorted_tables):
        db.session.execute(model.delete())
    db.session.commit()
    for table in REGISTER:
        report = import_file(table, tmp_path / f"{table}{suffix}", actor=OPERATOR)
        assert (report.rejected, report.warnings) == (0, []), table
    for table in TABLES:
        export_file(table, tmp_path / f"{table}.jsonl.gz")
        assert (tmp_path / f"{table}.jsonl.gz").read_bytes() == first[table], table


def test_an_export_has_one_order_however_its_rows_came(take: Take, tmp_path: Path) -> None:
    take({"number": "GB/T 1-2020", "title_zh": "甲"}, {"number": "GB/T 2-2020", "title_zh": "乙", "drafting_units": "丙;丁"})
    merged = {"name": "甲", "county": "330302", "merged_into_uscc": "乙@330302", "merged_on": "2020"}
    take(merged, {"name": "乙", "county": "330302"}, table="organizations")
    take({"number": "SAC/TC 9", "parent": "SAC/TC 1"}, {"number": "SAC/TC 1"}, table="committees")
    take(
        {"number": "GB/T 1-2020", "uscc": "乙@330302", "role": "参与"},
        {"number": "GB/T 1-2020", "uscc": "甲@330302", "rank": "1"},
        table="draftings",
    )
    expected = {
        "organizations": ["丁,", "丙,", "乙,330302", "甲,330302"],
        "committees": ["SAC/TC 1", "SAC/TC 9"],
        "draftings": ["GB/T 1-2020,甲@330302", "GB/T 1-2020,乙@330302", "GB/T 2-2020,丙@", "GB/T 2-2020,丁@"],
    }
    columns = {"organizations": slice(1, 4, 2), "committees": slice(1), "draftings": slice(2)}
    for table, rows in expected.items():
        export_file(table, tmp_path / "out.csv")
        lines = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()[1:]
        assert [",".join(line.split(",")[columns[table]]) for line in lines] == rows, table


@pytest.mark.parametrize(
    ("table", "row", "field"),
    [
        ("memberships", {"block_industry": "DQ", "uscc": A, "from": "2015", "to": "2014-12-31"}, "to"),
        ("memberships", {"block_industry": "没有", "uscc": A, "from": "2015"}, "block_industry"),
        ("memberships", {"block_industry": "DQ", "uscc": C, "from": "2015"}, "uscc"),
        ("memberships", {"block_industry": "DQ", "uscc": "甲公司@330302", "from": "2015"}, "uscc"),
        ("memberships", {"uscc": A, "from": "2015"}, "block_industry"),
        ("organizations", {"uscc": A[:-1] + ("1" if A[-1] != "1" else "2"), "name": "甲"}, "uscc"),
        ("organizations", {"uscc": "", "name": ""}, "name"),
        ("organizations", {"uscc": C}, "name"),
        ("organizations", {"uscc": C, "name": "丙", "county": "不知何处"}, "county"),
        ("organizations", {"uscc": A, "dissolved_on": "2004"}, "dissolved_on"),
        ("organizations", {"uscc": A, "merged_into_uscc": B}, "merged_into_uscc"),
        ("organizations", {"uscc": A, "merged_into_uscc": A}, "merged_into_uscc"),
        ("organizations", {"uscc": A, "merged_on": "2015"}, "merged_on"),
        ("committees", {"number": "SAC/TC 189", "parent": "SAC/TC 189/SC 1"}, "parent"),
        ("implementations", {"uscc": A, "number": "T/YANSHI 1-2012", "from": ""}, "from"),
        ("implementations", {"uscc": A, "number": "T/YANSHI 9-2012", "from": "2012"}, "number"),
        ("draftings", {"number": "T/YANSHI 1-2012", "uscc": A, "rank": "0"}, "rank"),
        ("draftings", {"number": "T/YANSHI 1-2012", "uscc": A, "role": "旁观"}, "role"),
        ("awards", {"uscc": A, "scheme": "YS", "level": "特级", "awarded_on": "2015"}, "level"),
        ("awards", {"uscc": A, "scheme": "YS", "awarded_on": "2015", "valid_until": "2014"}, "valid_until"),
        ("targets", {"plan": "P1", "metric": "implementation_rate", "value": "30"}, "value"),
        ("targets", {"plan": "P1", "metric": "innovation_enterprises", "value": "30%"}, "value"),
        ("plans", {"code": "P2", "name": "规划", "from": "2016-01-01"}, "to"),
        ("plans", {"code": "P2", "name": "", "from": "2016", "to": "2021"}, "name"),
        ("block-industries", {"code": "X", "name": "甲", "gbt4754": "99999"}, "gbt4754"),
        ("yearly-facts", {"uscc": A, "year": "13", "above_scale": "是"}, "year"),
        ("yearly-facts", {"uscc": A, "year": "2015", "output_value": "-1"}, "output_value"),
        ("yearly-facts", {"uscc": A, "year": "2015", "output_value": "1.00001"}, "output_value"),
        ("yearly-facts", {"uscc": A, "above_scale": "是"}, "year"),
        ("leading-products", {"uscc": A, "year": "2015", "product": ""}, "product"),
        ("leading-products", {"uscc": A, "year": "2015", "product": "锁", "degree": "相同"}, "degree"),
        ("observations", {"metric": "监督抽查合格率", "on": "2015", "value": "91"}, "value"),
        ("observations", {"metric": "regional_brands", "value": "4"}, "on"),
        ("projects", {"code": "ZD-1", "accepted_on": "2011"}, "accepted_on"),
        ("projects", {"code": "ZD-2", "name": "甲", "kind": "课题"}, "kind"),
        ("county-targets", {"plan": "P1", "county": "", "metric": "committees", "value": "1"}, "county"),
        ("support-rules", {"code": "JB-1", "kinds": "国家;某标准"}, "kinds"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_naming_the_field(
    register: Take, tmp_path: Path, table: str, row: dict[str, Any], field: str
) -> None:
    export_file(table, tmp_path / "before.jsonl")
    report, refused = register(row, table=table)
    assert counts(report) == (0, 0, 0, 1)
    assert refused[0].field == field
    assert refused[0].reason
    export_file(table, tmp_path / "after.jsonl")
    assert (tmp_path / "before.jsonl").read_bytes() == (tmp_path / "after.jsonl").read_bytes()


def test_a_rate_above_one_asks_for_percent(register: Take) -> None:
    _, refused = register({"plan": "P1", "metric": "implementation_rate", "value": "30"}, table="targets")
    assert "30%" in refused[0].reason


def test_a_record_named_later_in_the_file_is_waited_for(take: Take) -> None:
    report, refused = take(
        {"uscc": A, "name": "甲", "merged_into_uscc": B, "merged_on": "2014"},
        {"uscc": B, "name": "乙", "merged_into_uscc": C, "merged_on": "2015"},
        {"uscc": C, "name": "丙"},
        {"uscc": "", "name": "丁", "merged_into_uscc": "戊@330302"},
        table="organizations",
    )
    assert counts(report) == (3, 0, 0, 1)
    assert (refused[0].line, refused[0].field, refused[0].value) == (4, "merged_into_uscc", "戊@330302")
    assert one(Organization, Organization.uscc == A).merged_into.merged_into.uscc == C
    take({"number": "SAC/TC 1/SC 1", "parent": "SAC/TC 1"}, {"number": "SAC/TC 1"}, table="committees")
    assert one(Committee, Committee.number == "SAC/TC 1/SC 1").parent.number == "SAC/TC 1"


def test_a_merger_that_comes_back_to_itself_is_refused(take: Take) -> None:
    take(
        {"uscc": A, "name": "甲"},
        {"uscc": B, "name": "乙", "merged_into_uscc": A},
        {"uscc": C, "name": "丙"},
        table="organizations",
    )
    report, refused = take({"uscc": A, "merged_into_uscc": C}, {"uscc": C, "merged_into_uscc": B}, table="organizations")
    assert counts(report) == (0, 1, 0, 1)
    assert refused[0].line == 2


def test_committees_that_come_to_lie_under_each_other_are_refused(take: Take) -> None:
    take({"number": "甲/TC 1"}, {"number": "甲/TC 2"}, table="committees")
    report, refused = take(
        {"number": "甲/TC 1", "parent": "甲/TC 2"}, {"number": "甲/TC 2", "parent": "甲/TC 1"}, table="committees"
    )
    assert counts(report) == (0, 1, 0, 1)
    assert (refused[0].line, refused[0].field) == (2, "parent")


def test_a_body_is_found_by_name_and_county_and_completed_by_its_code(take: Take) -> None:
    take({"uscc": "", "name": "甲公司", "county": "330382"}, {"uscc": "", "name": "甲公司", "county": ""}, table="organizations")
    assert {body.key: body.unconfirmed for body in db.session.scalars(select(Organization))} == {
        "甲公司@330382": False,
        "甲公司@": True,
    }
    assert counts(take({"uscc": A, "name": "甲公司", "county": "330382"}, table="organizations")[0]) == (0, 1, 0, 0)
    assert {body.key for body in db.session.scalars(select(Organization))} == {A, "甲公司@"}
    report, _ = take(
        {"uscc": "甲公司@330382", "kind": "企业"}, {"uscc": B, "name": "甲公司", "county": "330382"}, table="organizations"
    )
    assert counts(report) == (1, 1, 0, 0)
    assert one(Organization, Organization.uscc == A).kind.value == "enterprise"


def test_an_empty_cell_clears_and_defaults_come_back(register: Take) -> None:
    register({"code": "P1", "lead_rank": "", "schemes": "", "adopts_through_national": ""}, table="plans")
    plan = one(Plan)
    assert (plan.lead_rank, plan.schemes, plan.adopts_through_national, plan.implementing_threshold) == (1, (), False, 3)
    register({"code": "YS", "levels": "初级;高级;特级"}, table="award-schemes")
    assert [(level.name, level.position) for level in one(AwardScheme).levels] == [("初级", 1), ("高级", 2), ("特级", 3)]
    assert one(Award, Award.level_id.is_not(None)).level.name == "高级"


def test_a_level_that_an_award_names_cannot_go(register: Take) -> None:
    report, refused = register({"code": "YS", "levels": "初级"}, table="award-schemes")
    assert counts(report) == (0, 0, 0, 1)
    assert "冲突" in refused[0].reason
    assert [level.name for level in one(AwardScheme).levels] == ["初级", "中级", "高级"]


def test_a_row_at_fault_with_the_database_is_refused_alone(register: Take) -> None:
    rows = [{"code": f"X{at}", "name": "甲", "levels": "一级"} for at in range(5)]
    rows.insert(2, {"code": "YS", "name": "演示", "levels": "初级"})
    report, refused = register(*rows, table="award-schemes")
    assert counts(report) == (5, 0, 0, 1)
    assert refused[0].line == 3


def test_a_last_day_included_is_kept_as_the_day_after(register: Take) -> None:
    register({"block_industry": "DQ", "uscc": A, "from": "2016-01-01", "to_included": "2016-12-31"}, table="memberships")
    assert one(Membership, Membership.from_on == PartialDate(2016, 1, 1)).until_on == PartialDate(2017, 1, 1)
    register({"uscc": B, "scheme": "YS", "awarded_on": "2015-01-01", "to_included": "2017-12"}, table="awards")
    assert one(Award, Award.awarded_on == PartialDate(2015, 1, 1)).valid_until == PartialDate(2018, 1)


@pytest.mark.parametrize(
    ("table", "row", "says"),
    [
        ("memberships", {"block_industry": "DQ", "uscc": A, "from": "2012"}, "重叠"),
        ("memberships", {"block_industry": "DQ", "uscc": B, "from": "2013-07-01"}, None),
        ("memberships", {"block_industry": "ZX", "uscc": A, "from": "2004-06-01", "to": "2006"}, "存续期"),
        ("memberships", {"block_industry": "ZX", "uscc": A, "from": "2005", "to": ""}, None),
        ("memberships", {"block_industry": "ZX", "uscc": A, "from": "2010", "to": "2031"}, "存续期"),
        ("implementations", {"number": "T/YANSHI 1-2012", "uscc": A, "from": "2018-06-01"}, "重叠"),
        ("implementations", {"number": "T/YANSHI 1-2012", "uscc": A, "from": "2019-01-01"}, None),
        ("implementations", {"number": "T/YANSHI 1-2012", "uscc": A, "from": "2012-05-31", "to": "2012-06-30"}, "早于标准实施"),
        ("implementations", {"number": "T/YANSHI 1-2012", "uscc": B, "from": "2013-07-01"}, "不是任何块状产业的成员"),
        ("implementations", {"number": "T/YANSHI 1-2012", "uscc": B, "from": "2013-06-30"}, None),
        ("awards", {"uscc": A, "scheme": "YS", "awarded_on": "2010-12-31"}, "评定办法的期间"),
        ("awards", {"uscc": A, "scheme": "YS", "awarded_on": "2030-01-01"}, "评定办法的期间"),
        ("awards", {"uscc": A, "scheme": "YS", "awarded_on": "2014-06-02"}, None),
    ],
)
def test_a_doubtful_term_is_kept_and_flagged(register: Take, table: str, row: dict[str, Any], says: str | None) -> None:
    register({"code": "ZX", "name": "制鞋"}, table="block-industries")
    report, _ = register(row, table=table)
    assert counts(report) == (1, 0, 0, 0)
    assert len(report.warnings) == (0 if says is None else 1)
    assert says is None or says in report.warnings[0]
    assert register(row, table=table)[0].warnings == []


def test_a_refused_committee_leaves_none_above_it(take: Take) -> None:
    row = {"number": "SAC/TC 1/SC 1", "established_on": "2010", "dissolved_on": "2009"}
    assert counts(take(row, table="committees")[0]) == (0, 0, 0, 1)
    assert db.session.scalar(select(func.count()).select_from(Committee)) == 0


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("organizations", {"uscc": A, "name": "新名"}),
        ("block-industries", {"code": "DQ", "name": "电气"}),
        ("standard-block-industries", {"number": "T/YANSHI 1-2012", "block_industry": "DQ", "to": "2021"}),
        ("draftings", {"number": "T/YANSHI 1-2012", "uscc": A, "rank": "2"}),
    ],
)
def test_what_the_index_shows_of_other_tables_is_marked(register: Take, table: str, row: dict[str, Any]) -> None:
    db.session.query(Stale).delete()
    db.session.commit()
    assert counts(register(row, table=table)[0]) == (0, 1, 0, 0)
    assert db.session.scalar(select(func.count()).select_from(Stale)) == 1


def test_chinese_headings_do_for_every_table(register: Take, tmp_path: Path) -> None:
    for table, rows in REGISTER.items():
        labels = {column: TABLES[table].column(column).label for column in TABLES[table].written}
        lines = [",".join(labels.values())]
        for row in rows:
            lines.append(",".join(f'"{row.get(column, "")}"' for column in labels))
        path = tmp_path / f"{table}.csv"
        path.write_text("\n".join(lines), encoding="gb18030")
        report = import_file(table, path, actor=OPERATOR)
        assert (report.rejected, report.created) == (0, 0), table
        assert report.warnings == [], table


def test_an_unknown_table_is_refused(take: Take) -> None:
    with pytest.raises(Invalid):
        take({"a": 1}, table="nothing")
