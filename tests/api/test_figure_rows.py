"""Every number of the targets leads to its rows, as many as it says; the worked example with what is left out beside it."""

import pytest

from app.registry.words import CommitteeLevel
from tests import worked_example as example
from tests.factories import make_committee, make_organization, make_plan
from tests.registry.statistics.loading import load

AT = "/api/v1/statistics"


@pytest.fixture
def register(app):
    load(example.TABLES)
    make_plan("2011-2015", *example.PLAN_PERIOD)


def get(client, address, **asked):
    answer = client.get(address, query_string=asked or None)
    assert answer.status_code == 200, answer.text
    return answer.json


def metrics(client, day):
    return {each["metric"]: each for each in get(client, f"{AT}/targets", as_of=day)["metrics"]}


@pytest.mark.usefixtures("register")
class TestEnterprises:
    def test_each_once_however_many_block_industries_it_is_in(self, client):
        found = get(client, metrics(client, "2012-06-30")["implementation_rate"]["rows_url"])
        # E5 is a member of both, and implements the locks' standard
        assert [(row["organization"]["name"], row["implements"]) for row in found["items"]] == [
            ("E1", True), ("E2", True), ("E3", False), ("E4", True), ("E5", True), ("E6", False),
        ]
        assert (found["items"][4]["block_industries"], found["items"][4]["standards"]) == (["锁", "鞋"], [example.S3])
        assert found["items"][2]["left_out"] == ["unverified"]

    @pytest.mark.parametrize(
        ("asked", "names"),
        [
            ({"as_of": "2012-06-30", "standing": "implementing"}, ["E1", "E2", "E4", "E5"]),
            ({"as_of": "2012-06-30", "standing": "not_implementing"}, ["E3", "E6"]),
            ({"as_of": "2012-06-30", "standing": "implementing", "evidence": "declared"}, ["E1", "E2", "E3", "E4", "E5"]),
            ({"as_of": "2014-06-01", "standing": "edition_superseded"}, ["E1", "E3"]),
            ({"as_of": "2014-07-15", "scope": "with_standards"}, ["E1", "E3", "E5"]),
            ({"as_of": "2012-06-30", "population": "above_scale"}, []),
            ({"as_of": "2009-01-01"}, []),
        ],
        ids=["implementing", "not implementing", "declared", "superseded", "with standards", "above scale", "nobody"],
    )
    def test_those_that_stand_to_it_in_one_way(self, client, asked, names):
        found = get(client, f"{AT}/adoption/rows", **asked)
        assert [row["organization"]["name"] for row in found["items"]] == names
        assert found["total"] == len(names)

    def test_a_page_of_them(self, client):
        found = get(client, f"{AT}/adoption/rows", as_of="2012-06-30", page=2, per_page=4)
        assert (found["total"], [row["organization"]["name"] for row in found["items"]]) == (6, ["E5", "E6"])


@pytest.mark.usefixtures("register")
def test_block_industries_with_as_many_as_the_plan_asks(client):
    def codes(day):
        found = get(client, metrics(client, day)["implementing_block_industries"]["rows_url"])
        assert found["total"] == metrics(client, day)["implementing_block_industries"]["value"]
        return [row["code"] for row in found["items"]], found["threshold"]

    assert codes("2012-06-30") == ([example.LOCKS, example.SHOES], 1)
    # one implements in locks, three in shoes
    load({"plans": [{"code": "2011-2015", "implementing_threshold": 2}]})
    assert codes("2012-06-30") == ([example.SHOES], 2)


@pytest.mark.usefixtures("register")
def test_only_the_standards_led_stand_behind_those_led(client):
    rows = get(client, metrics(client, "2015-12-31")["lead_drafted_standards"]["rows_url"])
    assert [(row["standard"]["number"], row["lead"], row["revised"]) for row in rows["items"]] == [
        (example.N3, True, True), (example.N1, True, False),
    ]
    period = {"from": "2011-01-01", "to": "2016-01-01"}
    parts = {"lead": 2, "formulated": 1, "revised": 1, "participate": 1, "county_unknown": 0}
    assert {part: get(client, f"{AT}/drafting/rows", **period, part=part)["total"] for part in parts} == parts
    load({"standards": [{"number": "GB/T 98001-2013", "title_zh": "演示", "published_on": "2013-05-01"}]})
    unknown = get(client, f"{AT}/drafting/rows", **period, kind="national", part="drafters_unknown")["items"]
    assert [(row["standard"]["number"], row["lead"], row["bodies"]) for row in unknown] == [("GB/T 98001-2013", None, [])]


@pytest.mark.usefixtures("register")
def test_committees_are_those_of_the_day(client):
    keeper, elsewhere = make_organization("秘书处", county="330382"), make_organization("外地", county="330106")
    unknown = make_organization("不详", county=None)
    load({"committees": [
        {"number": "SAC/TC 9001", "name": "演示", "level": "national", "county": "330381",
         "established_on": "2012-01-01", "dissolved_on": "2014-01-01"},
    ]})
    make_committee("SAC/TC 9002", secretariat_id=keeper.id)
    make_committee("SAC/TC 9003", secretariat_id=elsewhere.id)
    make_committee("SAC/TC 9004", secretariat_id=unknown.id)
    make_committee("WZ/TC 1", level=CommitteeLevel.MUNICIPAL, secretariat_id=keeper.id)
    expected = {
        "2011-12-31": [("SAC/TC 9002", "330382")],
        "2012-01-01": [("SAC/TC 9001", "330381"), ("SAC/TC 9002", "330382")],
        "2013-12-31": [("SAC/TC 9001", "330381"), ("SAC/TC 9002", "330382")],
        "2014-01-01": [("SAC/TC 9002", "330382")],
    }
    for day, seated in expected.items():
        metric = metrics(client, day)["committees"]
        rows = get(client, metric["rows_url"])
        assert [(row["committee"]["number"], row["county"]) for row in rows["items"]] == seated, day
        assert (metric["value"], rows["total"], metric["left_out"]) == (len(seated), len(seated), {"county_unknown": 1}), day
    left_out = get(client, f"{AT}/committees/rows", as_of="2014-01-01", seat="unknown")["items"]
    assert [(row["committee"]["number"], row["county"]) for row in left_out] == [("SAC/TC 9004", None)]


@pytest.mark.usefixtures("register")
def test_products_are_counted_as_the_plan_of_the_day_asked_says(client):
    load({
        "plans": [
            {"code": "2014", "name": "演示规划", "from": "2014-01-01", "to": "2021-01-01", "adopts_through_national": True}
        ],
        "standards": [{"number": "GB/T 99003-2012", "title_zh": "拉链", "adopts": "ISO 99003:2011 MOD"}],
        "yearly-facts": [{"uscc": example.E1, "year": 2013, "above_scale": True}],
        "leading-products": [{"uscc": example.E1, "year": 2013, "product": "拉链", "adopts": "GB/T 99003-2012"}],
    })
    expected = {"2013-12-31": (0, False), "2014-01-01": (1, True)}
    for day, (rate, adopting) in expected.items():
        metric = metrics(client, day)["international_adoption_rate"]
        assert (metric["value"], metric["year"]) == (rate, 2013), day
        assert [row["adopting"] for row in get(client, metric["rows_url"])["items"]] == [adopting], day
        whole = get(client, f"{AT}/international-adoption", as_of=day)
        assert [row["adopting"] for row in get(client, whole["rows_url"])["items"]] == [adopting], day
    # a year alone: as the plan of its last day says
    assert [row["adopting"] for row in get(client, f"{AT}/international-adoption/rows", year=2013)["items"]] == [False]


def test_of_two_plans_of_one_day_the_one_recorded_later_counts(client, app):
    make_plan("M", *example.PLAN_PERIOD, {"committees": 5})
    make_plan("A", *example.PLAN_PERIOD, {"committees": 7})
    # known to the year: it begins on the same day
    make_plan("Z", "2011", "2016", {"committees": 9})
    for day in ("2011-01-01", "2015-12-31", "2016-01-01"):
        found = get(client, f"{AT}/targets", as_of=day)
        assert found["plan"]["code"] == "Z", day
        assert next(each["target"] for each in found["metrics"] if each["metric"] == "committees") == 9
