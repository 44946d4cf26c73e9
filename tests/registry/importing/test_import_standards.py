"""Standards into the database: what a row creates, changes, leaves and clears."""

from collections.abc import Iterable
from typing import Any

import pytest
from sqlalchemy import func, select

from app.database import db
from app.registry.dates import PartialDate
from app.registry.importing.columns import STANDARDS
from app.registry.importing.service import export_rows
from app.registry.models import Committee, LeftOut, Organization, Relation, Stale, Standard
from app.registry.words import CommitteeKind, CommitteeLevel, Degree, Kind, Obligation, RelationKind, Status
from tests.registry.importing.taking import Take, counts


def standard(number: str) -> Standard:
    return db.session.scalars(select(Standard).where(Standard.number == number)).one()


def links() -> list[tuple[str, str, str, bool, bool]]:
    """Relations as (subject, kind, object, subject joined, object joined), in order of entry."""
    return [
        (link.subject_number, link.kind.value, link.object_number, link.subject_id is not None, link.object_id is not None)
        for link in db.session.scalars(select(Relation).order_by(Relation.id))
    ]


def unmarked() -> set[str]:
    """Numbers without a mark."""
    marked = select(Stale.standard_id)
    return set(db.session.scalars(select(Standard.number).where(Standard.id.not_in(marked))))


def forget_marks() -> None:
    db.session.query(Stale).delete()
    db.session.commit()


def test_a_record_is_taken_in_whole(take: Take) -> None:
    row = {
        "number": "gb/t 14048.2—2020",
        "title_zh": "低压开关设备和控制设备 第2部分：断路器",
        "status": "现行",
        "status_as_of": "2024-05",
        "published_on": "2020-04-28",
        "implemented_on": "2020/11/1",
        "ics": ["29.120.40", "29.130.20"],
        "ccs": "K31",
        "proposer": "中国电器工业协会",
        "action": "修订",
        "pages": 120,
        "keywords": "断路器;低压",
        "lists_cut": True,
        "drafting_units": ["甲公司", "乙研究所"],
        "drafters": ["张三", "李四"],
        "adopts": "IEC 60947-2:2016 MOD",
        "former_numbers": "GB 14048.2-2020",
    }
    assert counts(take(row)[0]) == (1, 0, 0, 0)
    kept = standard("GB/T 14048.2-2020")
    assert (kept.key, kept.bare_key, kept.number_year) == ("gb/t14048.2-2020", "gbt14048.2-2020", 2020)
    assert (kept.kind, kept.obligation) == (Kind.NATIONAL, Obligation.RECOMMENDED)
    assert (kept.recorded_status, kept.status_as_of) == (Status.CURRENT, PartialDate(2024, 5))
    assert (kept.published_on, kept.implemented_on) == (PartialDate(2020, 4, 28), PartialDate(2020, 11, 1))
    assert (kept.ics, kept.ccs, kept.keywords) == (("29.120.40", "29.130.20"), ("K31",), ("断路器", "低压"))
    assert (kept.pages, kept.lists_cut) == (120, True)
    assert [drafter.name for drafter in kept.drafters] == ["张三", "李四"]
    assert [(entry.rank, entry.organization.name, entry.organization.unconfirmed) for entry in kept.draftings] == [
        (1, "甲公司", True),
        (2, "乙研究所", True),
    ]
    assert [former.key for former in kept.former_numbers] == ["gb14048.2-2020"]
    (link,) = db.session.scalars(select(Relation))
    assert (link.kind, link.object_number, link.degree) == (RelationKind.ADOPTS, "IEC 60947-2:2016", Degree.MOD)


def test_a_repeat_changes_nothing_and_says_so(take: Take) -> None:
    row = {
        "number": "GB/T 1-2020",
        "title_zh": "甲",
        "ics": ["29.120"],
        "replaces": ["GB/T 1-2010"],
        "adopts": ["ISO 1:2016 IDT"],
        "committee": "全国量度标准化技术委员会(SAC/TC 240/SC 1)",
        "drafting_units": ["甲公司", "乙公司"],
        "drafters": ["张三"],
        "former_numbers": ["GB 1-2020"],
        "published_on": "2020",
    }
    take(row)
    forget_marks()
    assert counts(take(row)[0]) == (0, 0, 1, 0)
    assert unmarked() == {"GB/T 1-2020"}


def test_an_absent_column_leaves_and_an_empty_cell_clears(take: Take) -> None:
    whole = {
        "number": "GB/T 1-2020",
        "title_zh": "甲",
        "title_en": "A",
        "published_on": "2020",
        "ics": ["29.120"],
        "replaces": ["GB/T 1-2010"],
        "drafting_units": ["甲公司"],
        "drafters": ["张三"],
        "former_numbers": ["GB 1-2020"],
        "committee": ["SAC/TC 240"],
        "lists_cut": True,
    }
    take(whole)
    assert counts(take({"number": "GB/T 1-2020"})[0]) == (0, 0, 1, 0)
    assert counts(take({"number": "GB/T 1-2020", "title_en": ""})[0]) == (0, 1, 0, 0)
    assert standard("GB/T 1-2020").title_en is None
    empty = dict.fromkeys(whole, "") | {"number": "GB/T 1-2020", "title_zh": "甲"}
    assert counts(take(empty)[0]) == (0, 1, 0, 0)
    kept = standard("GB/T 1-2020")
    assert (kept.published_on, kept.ics, kept.committee, kept.lists_cut) == (None, (), (), False)
    assert (kept.drafters, kept.draftings, kept.former_numbers, kept.committees) == ([], [], [], [])
    assert links() == []
    assert db.session.scalar(select(func.count()).select_from(Organization)) == 0


def test_kind_and_obligation_follow_the_prefix_unless_the_source_says_otherwise(take: Take) -> None:
    take(
        {"number": "GB 7258-2017", "title_zh": "甲"},
        {"number": "T/ZZB 2061-2021", "title_zh": "乙"},
        {"number": "DB44/26-2001", "title_zh": "丙", "obligation": "推荐性"},
        {"number": "ISO 9001:2015", "title_en": "D", "kind_or_category": "国际标准"},
        {"number": "GB/T 2-2020", "title_zh": "戊", "kind_or_category": "方法"},
        {"number": "TSG 21-2016", "title_zh": "己"},
    )
    assert (standard("GB 7258-2017").kind, standard("GB 7258-2017").obligation) == (Kind.NATIONAL, Obligation.MANDATORY)
    assert standard("T/ZZB 2061-2021").kind is Kind.ALLIANCE
    assert standard("DB44/26-2001").obligation is Obligation.RECOMMENDED
    assert standard("ISO 9001:2015").kind is Kind.INTERNATIONAL
    assert (standard("GB/T 2-2020").kind, standard("GB/T 2-2020").category) == (Kind.NATIONAL, "方法")
    assert standard("TSG 21-2016").kind is None
    take({"number": "GB 7258-2017", "obligation": "推荐性"}, {"number": "DB44/26-2001", "obligation": None})
    assert standard("GB 7258-2017").obligation is Obligation.RECOMMENDED
    assert standard("DB44/26-2001").obligation is Obligation.MANDATORY


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"number": "", "title_zh": "甲"}, "number"),
        ({"title_zh": "甲"}, "number"),
        ({"number": "见附件", "title_zh": "甲"}, "number"),
        ({"number": "GB/T 2-2020"}, "title_zh"),
        ({"number": "GB/T 2-2020", "title_zh": "甲", "published_on": "2020-13-01"}, "published_on"),
        ({"number": "GB/T 2-2020", "title_zh": "甲", "status": "不详"}, "status"),
        ({"number": "GB/T 2-2020", "title_zh": "甲", "pages": "0"}, "pages"),
        ({"number": "GB/T 2-2020", "title_zh": "甲", "ics": "二十九"}, "ics"),
        ({"number": "GB/T 2-2020", "title_zh": ["甲"]}, "title_zh"),
        ({"number": "GB/T 2-2020", "title_zh": "甲", "replaces": "全部旧版"}, "replaces"),
        ({"number": "GB/T 2-2020", "title_zh": "甲\ud800"}, "title_zh"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_alone(take: Take, row: dict[str, Any], field: str) -> None:
    report, refused = take({"number": "GB/T 1-2020", "title_zh": "甲"}, row, {"number": "GB/T 3-2020", "title_zh": "丙"})
    assert counts(report) == (2, 0, 0, 1)
    (one,) = refused
    assert (one.line, one.field) == (2, field)
    assert one.reason
    assert set(db.session.scalars(select(Standard.number))) == {"GB/T 1-2020", "GB/T 3-2020"}


def test_a_row_is_whole_or_not_at_all(take: Take) -> None:
    take({"number": "GB/T 1-2020", "title_zh": "甲", "drafters": ["张三"], "replaces": ["GB/T 1-2010"]})
    report, _ = take({"number": "GB/T 1-2020", "title_zh": "", "drafters": ["李四"], "replaces": [], "committee": "SAC/TC 1"})
    assert counts(report) == (0, 0, 0, 1)
    assert [drafter.name for drafter in standard("GB/T 1-2020").drafters] == ["张三"]
    assert len(links()) == 1
    assert db.session.scalar(select(func.count()).select_from(Committee)) == 0


def test_a_duplicate_within_one_file(take: Take) -> None:
    report, refused = take(
        {"number": "GB/T 1-2020", "title_zh": "甲"},
        {"number": "GB/T1—2020", "title_zh": "甲"},
        {"number": "GB/T 1-2020", "title_zh": "乙"},
    )
    assert counts(report) == (1, 0, 1, 1)
    assert refused[0].line == 3
    assert "第 1 行" in refused[0].reason
    assert standard("GB/T 1-2020").title_zh == "甲"


def test_rows_without_a_number_are_no_duplicates_of_each_other(take: Take) -> None:
    report, _ = take({"title_zh": "甲"}, {"title_zh": "甲"}, {"title_zh": "乙"})
    assert counts(report) == (0, 0, 0, 3)


def test_a_row_that_was_refused_is_no_first_one(take: Take) -> None:
    report, _ = take({"number": "GB/T 1-2020", "title_zh": "甲", "pages": "x"}, {"number": "GB/T 1-2020", "title_zh": "甲"})
    assert counts(report) == (1, 0, 0, 1)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0)])
def test_far_ends_are_joined_when_they_arrive_in_any_order(take: Take, order: Iterable[int]) -> None:
    rows = [
        {"number": "GB/T 1-2020", "title_zh": "新", "replaces": ["GB/T 1-2010"], "cites": ["GB/T 9"]},
        {"number": "GB/T 1-2010", "title_zh": "中", "replaces": ["GB/T 1-2000"]},
        {"number": "GB/T 1-2000", "title_zh": "旧", "replaced_by": ["GB/T 1-2010"]},
    ]
    for at in order:
        take(rows[at])
    assert sorted(links()) == [
        ("GB/T 1-2010", "replaces", "GB/T 1-2000", True, True),
        ("GB/T 1-2020", "cites", "GB/T 9", True, False),
        ("GB/T 1-2020", "replaces", "GB/T 1-2010", True, True),
    ]
    both = db.session.scalars(select(Relation).where(Relation.object_number == "GB/T 1-2000")).one()
    assert (both.stated_by_subject, both.stated_by_object) == (True, True)


def test_one_chunk_joins_both_ends_too(take: Take) -> None:
    take(
        {"number": "GB/T 1-2020", "title_zh": "新", "replaces": ["GB/T1—2010"]},
        {"number": "GB/T 1-2010", "title_zh": "旧", "replaced_by": ["GB/T 1-2020"]},
    )
    assert links() == [("GB/T 1-2020", "replaces", "GB/T 1-2010", True, True)]


def test_a_former_number_leads_to_its_standard(take: Take) -> None:
    take({"number": "T/ZZB 2-2020", "title_zh": "新", "replaces": ["T/ZZB 1-2016"]})
    take({"number": "T/ZZB 10-2016", "title_zh": "旧", "former_numbers": ["T/ZZB 1-2016"]})
    (link,) = db.session.scalars(select(Relation))
    assert link.object_id == standard("T/ZZB 10-2016").id
    take({"number": "T/ZZB 3-2020", "title_zh": "再", "cites": ["T/ZZB 1-2016"]})
    assert links()[-1] == ("T/ZZB 3-2020", "cites", "T/ZZB 1-2016", True, True)


def test_an_empty_cell_takes_back_what_this_end_stated_and_no_more(take: Take) -> None:
    new = {"number": "GB/T 1-2020", "title_zh": "新", "replaces": ["GB/T 1-2010", "GB/T 2-2010"]}
    take(new, {"number": "GB/T 1-2010", "title_zh": "旧", "replaced_by": ["GB/T 1-2020"]})
    assert counts(take(new | {"replaces": ""})[0]) == (0, 1, 0, 0)
    assert links() == [("GB/T 1-2020", "replaces", "GB/T 1-2010", True, True)]
    take({"number": "GB/T 1-2010", "replaced_by": ""})
    assert links() == []


def test_a_record_that_replaces_itself_is_kept_and_the_link_left_out(take: Take) -> None:
    report, _ = take({"number": "ISO 10961:2010", "title_en": "A", "replaces": ["ISO 10961:2010", "ISO 10961:2000"]})
    assert counts(report) == (1, 0, 0, 0)
    left = {link.object_number: link.left_out for link in db.session.scalars(select(Relation))}
    assert left == {"ISO 10961:2010": LeftOut.SELF, "ISO 10961:2000": None}
    assert len(report.warnings) == 1
    assert "ISO 10961:2010 → ISO 10961:2010" in report.warnings[0]


@pytest.mark.parametrize("at_once", [True, False])
def test_the_link_that_closes_a_loop_is_left_out(take: Take, at_once: bool) -> None:
    rows = [
        {"number": "GB/T 1-2001", "title_zh": "甲", "replaces": ["GB/T 1-2003"]},
        {"number": "GB/T 1-2002", "title_zh": "乙", "partly_replaces": ["GB/T 1-2001"]},
        {"number": "GB/T 1-2003", "title_zh": "丙", "replaces": ["GB/T 1-2002"]},
    ]
    for chunk in [rows] if at_once else [[row] for row in rows]:
        report, _ = take(*chunk)
    assert "GB/T 1-2003 → GB/T 1-2002" in report.warnings[0]
    left = {link.subject_number: link.left_out for link in db.session.scalars(select(Relation))}
    assert left == {"GB/T 1-2001": None, "GB/T 1-2002": None, "GB/T 1-2003": LeftOut.LOOP}
    take({"number": "GB/T 1-2001", "replaces": []})
    take(rows[2])
    left = {link.subject_number: link.left_out for link in db.session.scalars(select(Relation))}
    assert left == {"GB/T 1-2002": None, "GB/T 1-2003": None}


def test_a_source_behind_the_number_is_adopted(take: Take) -> None:
    take({"number": "GB/T 19001-2016/ISO 9001:2015", "title_zh": "质量管理体系 要求", "adopts": ""})
    assert [(link.object_number, link.degree) for link in db.session.scalars(select(Relation))] == [("ISO 9001:2015", Degree.IDT)]
    assert counts(take({"number": "GB/T 19001-2016/ISO 9001:2015", "adopts": ""})[0]) == (0, 0, 1, 0)
    take({"number": "GB/T 19001-2016", "adopts": "ISO 9001:2015 MOD"})
    assert [link.degree for link in db.session.scalars(select(Relation))] == [Degree.MOD]


def test_degrees_in_a_column_of_their_own(take: Take) -> None:
    take(
        {"number": "GB/T 1-2020", "title_zh": "甲", "adopts_number": "ISO 1:2016;ISO 2:1973", "adopts_degree": "IDT;MOD"},
        {"number": "GB/T 2-2020", "title_zh": "乙", "adopts_number": "ISO 3:1973;ISO 4:1997", "adopts_degree": "等同采用"},
    )
    found = {link.object_number: link.degree for link in db.session.scalars(select(Relation))}
    assert found == {
        "ISO 1:2016": Degree.IDT,
        "ISO 2:1973": Degree.MOD,
        "ISO 3:1973": Degree.IDT,
        "ISO 4:1997": Degree.IDT,
    }
    report, refused = take({"number": "GB/T 3-2020", "title_zh": "丙", "adopts_number": "ISO 1:2016", "adopts_degree": "IDT;MOD"})
    assert report.rejected == 1
    assert "一一对应" in refused[0].reason


def test_committees_are_made_with_all_above_them_and_linked(take: Take) -> None:
    take(
        {"number": "GB/T 1-2020", "title_zh": "甲", "committee": "全国低压电器标准化技术委员会家用断路器分会(TC189SC1)"},
        {"number": "ISO 1:2016", "title_en": "B", "committee": ["ISO/TC 213 Geometrical products"]},
        {"number": "GB/T 3-2020", "title_zh": "丙", "committee": "中国轻工业联合会"},
        {"number": "GB/T 4-2020", "title_zh": "丁", "committee": "全国旋转电机(SAC/TC26)、全国能源(SAC/TC20)"},
    )
    found = {committee.number: committee for committee in db.session.scalars(select(Committee))}
    assert set(found) == {"SAC/TC 189", "SAC/TC 189/SC 1", "ISO/TC 213", "SAC/TC 26", "SAC/TC 20"}
    lower = found["SAC/TC 189/SC 1"]
    assert (lower.parent, lower.kind, lower.level) == (found["SAC/TC 189"], CommitteeKind.SC, CommitteeLevel.NATIONAL)
    assert (found["ISO/TC 213"].name, found["ISO/TC 213"].level) == ("Geometrical products", CommitteeLevel.INTERNATIONAL)
    assert found["SAC/TC 189"].name is None
    assert [committee.number for committee in standard("GB/T 1-2020").committees] == ["SAC/TC 189/SC 1"]
    assert standard("GB/T 3-2020").committee == ("中国轻工业联合会",)
    assert standard("GB/T 3-2020").committees == []
    assert len(standard("GB/T 4-2020").committees) == 2


def test_a_committee_known_by_its_full_name_is_linked(take: Take) -> None:
    take({"number": "浙江/TC 12", "name": "浙江省阀门标准化技术委员会", "level": "省级"}, table="committees")
    take({"number": "DB33/T 1-2020", "title_zh": "甲", "committee": "浙江省阀门标准化技术委员会"})
    assert [committee.number for committee in standard("DB33/T 1-2020").committees] == ["浙江/TC 12"]
    take({"number": "DB33/T 1-2020", "committee": "SAC/TC 188"})
    assert [committee.number for committee in standard("DB33/T 1-2020").committees] == ["SAC/TC 188"]


def test_a_committee_that_arrives_later_is_linked_by_its_full_name(take: Take) -> None:
    take(
        {"number": "DB33/T 1-2020", "title_zh": "甲", "committee": ["浙江省阀门标准化技术委员会", "SAC/TC 188"]},
        {"number": "DB33/T 2-2020", "title_zh": "乙", "committee": "SAC/TC 188"},
    )
    forget_marks()
    take({"number": "浙江/TC 12", "name": "浙江省阀门标准化技术委员会"}, table="committees")
    assert [committee.number for committee in standard("DB33/T 1-2020").committees] == ["SAC/TC 188", "浙江/TC 12"]
    assert unmarked() == {"DB33/T 2-2020"}


def test_a_committee_that_gets_its_name_marks_the_standards_in_its_charge(take: Take) -> None:
    take({"number": "GB/T 1-2020", "title_zh": "甲", "committee": "SAC/TC 188"})
    forget_marks()
    take({"number": "GB/T 2-2020", "title_zh": "乙", "committee": "全国阀门标准化技术委员会(SAC/TC 188)"})
    assert unmarked() == set()


def test_drafting_units_are_kept_in_their_order(take: Take) -> None:
    take({"number": "GB/T 1-2020", "title_zh": "甲", "drafting_units": ["甲公司", "乙公司", "丙公司"]})
    take({"number": "GB/T 1-2020", "drafting_units": ["丙公司", "甲公司", "丁公司"]})
    assert [(entry.rank, entry.organization.name) for entry in standard("GB/T 1-2020").draftings] == [
        (1, "丙公司"),
        (2, "甲公司"),
        (3, "丁公司"),
    ]
    assert set(db.session.scalars(select(Organization.name))) == {"甲公司", "丙公司", "丁公司"}


def test_a_confirmed_body_takes_over_the_entry_of_its_name(take: Take) -> None:
    row = {"number": "GB/T 1-2020", "title_zh": "甲", "drafting_units": ["甲公司", "乙公司"]}
    take(row)
    take({"uscc": "", "name": "乙公司", "county": "330302"}, table="organizations")
    assert db.session.scalar(select(func.count()).select_from(Organization)) == 3
    report, _ = take({"number": "GB/T 1-2020", "uscc": "乙公司@330302", "role": "为主"}, table="draftings")
    assert counts(report)[3] == 0
    entries = [
        (entry.rank, entry.organization.key, entry.role and entry.role.value) for entry in standard("GB/T 1-2020").draftings
    ]
    assert entries == [(1, "甲公司@", None), (2, "乙公司@330302", "lead")]
    assert set(db.session.scalars(select(Organization.key))) == {"甲公司@", "乙公司@330302"}
    assert counts(take(row)[0]) == (0, 0, 1, 0)
    take(row | {"drafting_units": ["甲公司"]})
    assert [entry.organization.key for entry in standard("GB/T 1-2020").draftings] == ["甲公司@", "乙公司@330302"]
    assert counts(take(row | {"drafting_units": ["甲公司"]})[0]) == (0, 0, 1, 0)


def test_marks_name_the_standard_and_its_neighbours(take: Take) -> None:
    take(
        {"number": "GB/T 1-2020", "title_zh": "新", "replaces": ["GB/T 2-2010"]},
        {"number": "GB/T 2-2010", "title_zh": "旧"},
        {"number": "GB/T 1-2005", "title_zh": "同一文件"},
        {"number": "GB/T 3-2020", "title_zh": "无关"},
    )
    assert unmarked() == set()
    forget_marks()
    take({"number": "GB/T 1-2020", "implemented_on": "2021-01-01"})
    assert unmarked() == {"GB/T 3-2020"}
    forget_marks()
    take({"number": "GB/T 4-2021", "title_zh": "再", "replaces": ["GB/T 3-2020"]})
    assert unmarked() == {"GB/T 1-2020", "GB/T 1-2005", "GB/T 2-2010"}


def test_a_dry_run_counts_and_leaves_nothing(take: Take) -> None:
    take({"number": "GB/T 1-2020", "title_zh": "甲"})
    forget_marks()
    rows = [{"number": f"GB/T {at}-2020", "title_zh": "甲", "drafting_units": ["甲公司"]} for at in range(1, 1502)]
    report, _ = take(*rows, {"number": "GB/T 9000-2020"}, dry_run=True)
    assert counts(report) == (1500, 1, 0, 1)
    assert set(db.session.scalars(select(Standard.number))) == {"GB/T 1-2020"}
    assert unmarked() == {"GB/T 1-2020"}
    assert db.session.scalar(select(func.count()).select_from(Organization)) == 0


def test_doubtful_readings_are_warned_of(take: Take) -> None:
    report, _ = take({"number": "GB 14553-93", "title_zh": "甲"}, {"number": "QQ/T 1-2020", "title_zh": "乙"})
    assert counts(report) == (2, 0, 0, 0)
    assert standard("GB 14553-1993").number_year == 1993
    assert any("QQ/T" in warning for warning in report.warnings)


def test_what_is_exported_changes_nothing_when_it_comes_back(take: Take) -> None:
    take(
        {
            "number": "GB/T 1-2020",
            "title_zh": "甲",
            "replaces": ["GB/T 1-2010", "GB/T 2-2010"],
            "adopts": ["ISO 1:2016 IDT", "ISO 2:1973 NEQ"],
            "cites": ["GB/T 9"],
            "committee": ["全国量度(SAC/TC 240)", "中国轻工业联合会"],
            "drafting_units": ["乙公司", "甲公司"],
            "drafters": ["张三"],
            "former_numbers": ["GB 1-2020"],
            "published_on": "2020-04",
            "source": ["a:b"],
            "action": "制定",
        },
        {"number": "GB/T 1-2010", "title_zh": "旧", "replaced_by": ["GB/T 1-2020"], "status": "废止"},
    )
    rows = [dict(zip(STANDARDS.written, cells, strict=True)) for cells in export_rows("standards")]
    assert rows[0]["published_on"] == "2020-04"
    assert rows[0]["adopts"] == ("ISO 1:2016 IDT", "ISO 2:1973 NEQ")
    assert rows[0]["drafting_units"] == ("乙公司", "甲公司")
    assert rows[1]["replaced_by"] == ("GB/T 1-2020",)
    as_json = [{name: list(value) if isinstance(value, tuple) else value for name, value in row.items()} for row in rows]
    assert counts(take(*as_json)[0]) == (0, 0, 2, 0)
