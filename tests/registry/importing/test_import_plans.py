"""Plan periods and recorded values as they are handed in: what is refused, and what is only said."""

import pytest

from tests.factories import make_scheme
from tests.registry.importing.taking import Take, counts

NO_DAY = "规划期自 {} 起、至 {} 止（不含）没有一天，请核对；最后一天计入的请填“截止日期（含当日）”"
PLAN = {"code": "P", "name": "演示规划", "from": "2011-01-01", "to": "2016-01-01"}


@pytest.mark.parametrize(
    ("since", "until", "says"),
    [
        ("2016-01-01", "2011-01-01", "终止 2011-01-01 早于起始 2016-01-01，请核对"),
        ("2011-01-01", "2011-01-01", NO_DAY.format("2011-01-01", "2011-01-01")),
        ("2011", "2011-01", NO_DAY.format("2011", "2011-01")),
    ],
)
def test_a_plan_holds_a_day(take: Take, since: str, until: str, says: str) -> None:
    report, [refusal] = take(PLAN | {"from": since, "to": until}, table="plans")
    assert counts(report) == (0, 0, 0, 1)
    assert (refusal.line, refusal.field, refusal.value, refusal.reason) == (1, "to", until, says)


def test_a_plan_that_stands_is_not_emptied(take: Take) -> None:
    take(PLAN, table="plans")
    report, [refusal] = take({"code": "P", "from": "2016-01-01"}, table="plans")
    assert (counts(report), refusal.field) == ((0, 0, 0, 1), "to")
    last = {"code": "P", "name": "演示规划", "from": "2011-01-01", "to_included": "2011-01-01"}
    assert counts(take(last, table="plans")[0]) == (0, 1, 0, 0)


def test_plans_that_lie_over_one_another_are_told(take: Take) -> None:
    following = {"code": "Q", "name": "下一个规划", "from": "2016-01-01", "to": "2021-01-01"}
    assert take(PLAN, following, table="plans")[0].warnings == []
    report, refused = take({"code": "M", "name": "中期规划", "from": "2015-12-31", "to": "2018-01-01"}, table="plans")
    assert (counts(report), refused) == ((1, 0, 0, 0), [])
    assert report.warnings == [
        "规划期 P 与 M 重叠：两者都在期内的日子取起始较晚的，同日起始的取后登记的",
        "规划期 M 与 Q 重叠：两者都在期内的日子取起始较晚的，同日起始的取后登记的",
    ]


def test_a_scheme_that_is_not_there_is_told(take: Take) -> None:
    make_scheme("YANSHI")
    report, refused = take(PLAN | {"schemes": ["YANSHI", "YANSH"]}, table="plans")
    assert (counts(report), refused) == ((1, 0, 0, 0), [])
    assert report.warnings == ["规划期 P 计入的评定办法“YANSH”不在库中：导入它之前，标准创新型企业数不含它的认定"]


def test_what_the_register_computes_needs_no_recording(take: Take) -> None:
    rows = [{"metric": metric, "on": "2012-06-30", "value": "0.5"} for metric in ("实施率不在此列", "implementation_rate")]
    report, refused = take(*rows, table="observations")
    assert (counts(report), refused) == ((2, 0, 0, 0), [])
    assert report.warnings == ["“块状产业联盟标准实施率”由登记记录算出，填报值照录，不用于统计"]
