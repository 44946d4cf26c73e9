"""The figures over HTTP: the worked example of the trade's rules, with target, labels and the rows behind each number."""

import pytest

from app.registry.words import CommitteeLevel, Kind
from tests import worked_example as example
from tests.factories import make_committee, make_organization, make_plan
from tests.registry.statistics.loading import load

PERIOD = dict(zip(("from", "to"), example.PLAN_PERIOD, strict=True))
TARGETS = {
    "implementation_rate": 0.3,
    "implementing_block_industries": 10,
    "innovation_enterprises": 2,
    "lead_drafted_standards": 50,
    "international_adoption_rate": None,
    "quality_award_enterprises": 100,
}


@pytest.fixture
def register(app):
    load(example.TABLES)
    make_plan("2011-2015", *example.PLAN_PERIOD, TARGETS)


def get(client, address, **asked):
    answer = client.get(address, query_string=asked or None)
    assert answer.status_code == 200, answer.text
    return answer.json


def adoption(client, **asked):
    return get(client, "/api/v1/statistics/adoption", **asked)


def figure(rate):
    return None if rate["rate"] is None else (rate["implementing"], rate["enterprises"])


@pytest.mark.usefixtures("register")
class TestAdoption:
    def test_every_row_of_the_worked_example(self, client):
        for row in sorted(example.RATES, key=lambda row: row.merged):
            if row.merged:
                load({"organizations": [example.MERGER]})
            verified, declared = (adoption(client, as_of=row.day, evidence=each) for each in ("verified", "declared"))
            of = {each["code"]: figure(each) for each in verified["block_industries"]}
            assert of == {example.SHOES: row.shoes_verified, example.LOCKS: row.locks_verified}, row.day
            assert {each["code"]: figure(each) for each in declared["block_industries"]}[example.SHOES] == row.shoes_declared
            assert figure(verified["overall"]) == row.overall, row.day
            if row.mean is not None:
                assert verified["overall"]["mean_rate"] == float(row.mean)

    def test_the_answer_of_the_contract(self, client):
        found = adoption(client, as_of="2012-06-30")
        locks, shoes = found.pop("block_industries")
        assert found == {
            "as_of": "2012-06-30",
            "evidence": "verified",
            "population": "all",
            "weight": "count",
            "scope": "all",
            "target": 0.3,
            "overall": {
                "enterprises": 6, "implementing": 4, "rate": 0.6666666666666666, "mean_rate": 0.55, "meets_target": True,
            },
            "left_out": {"unverified": 1},
            "implementing_block_industries": 2,
        }
        assert (shoes["rate"], shoes["meets_target"], shoes["left_out"]) == (0.6, True, {"unverified": 1})
        assert (locks["rate"], locks["meets_target"], locks["left_out"]) == (0.5, True, {})

    def test_no_members_is_no_data(self, client):
        found = adoption(client, as_of="2009-01-01")
        assert (found["overall"]["rate"], found["overall"]["mean_rate"], found["overall"]["meets_target"]) == (None,) * 3
        assert {(each["rate"], each["meets_target"]) for each in found["block_industries"]} == {(None, None)}

    def test_below_the_target_is_not_met(self, client):
        assert adoption(client, as_of="2013-07-01")["overall"]["meets_target"] is False  # 1/5 < 3/10

    def test_over_those_with_standards_only(self, client):
        for day, expected in example.WITH_STANDARDS.items():
            assert figure(adoption(client, as_of=day, scope="with_standards")["overall"]) == expected

    def test_of_those_above_scale_and_by_output(self, client):
        # E1 and E4 are above scale in 2011; the list of 2012 holds E1 and E2; E3 has no output, E5 and E6 only of 2011
        facts = [
            ("E1", 2011, True, "100"), ("E4", 2011, True, "300.5"), ("E1", 2012, True, "120"), ("E2", 2012, True, "80"),
            ("E4", 2012, False, "299.5"), ("E5", 2011, None, "50"), ("E6", 2011, None, "150"),
        ]
        load({"yearly-facts": [
            {"uscc": getattr(example, name), "year": year, "above_scale": above, "output_value": output}
            for name, year, above, output in facts
        ]})
        found = adoption(client, as_of="2011-12-31", population="above_scale")
        assert (figure(found["overall"]), found["above_scale_year"]) == ((2, 2), 2011)
        # 2013 has no list of its own: E1 implements, E2 does, E4 is no longer on it
        found = adoption(client, as_of="2013-01-01", population="above_scale")
        assert (figure(found["overall"]), found["above_scale_year"]) == ((2, 2), 2012)
        found = adoption(client, as_of="2010-12-31", population="above_scale")
        assert (figure(found["overall"]), found["above_scale_year"]) == (None, None)
        # 鞋 on 2012-06-30: E1 120, E2 80 and E4 299.5 of these and E5 50; E3 is left out. 锁: E5 50 of E5 50 and E6 150
        found = adoption(client, as_of="2012-06-30", weight="output")
        locks, shoes = found["block_industries"]
        assert (shoes["rate"], shoes["output"], shoes["implementing_output"]) == (499.5 / 549.5, 549.5, 499.5)
        assert shoes["left_out"] == {"unverified": 1, "output_unknown": 1}
        assert (figure(locks), locks["rate"], locks["left_out"]) == ((1, 2), 0.25, {})
        overall = found["overall"]
        assert (figure(overall), overall["rate"], overall["meets_target"]) == ((4, 5), 549.5 / 699.5, True)
        assert overall["mean_rate"] == pytest.approx((499.5 / 549.5 + 0.25) / 2)

    def test_told_apart_by_county_association_and_standard(self, client):
        for by, expected in {
            "county": {"330302": (4, 6)},
            "association": {None: (4, 6)},
            "standard": {example.S1: (3, 5), example.S3: (1, 2)},
        }.items():
            groups = adoption(client, as_of="2012-06-30", group_by=by)["groups"]
            assert {each["value"]: figure(each) for each in groups} == expected, by

    def test_the_rows_are_one_step_away(self, client):
        for day, expected in example.LEFT_OUT.items():
            for each in adoption(client, as_of=day)["block_industries"]:
                rows = get(client, each["rows_url"])
                assert (rows["as_of"], rows["block_industry"]["code"]) == (day, each["code"])
                assert sum(row["is_member"] for row in rows["items"]) == each["enterprises"]
                assert sum(row["implements"] for row in rows["items"]) == each["implementing"]
                assert sum(row["implements"] == bool(row["standards"]) for row in rows["items"]) == rows["total"]
                left_out = {row["organization"]["uscc"]: set(row["left_out"]) for row in rows["items"] if row["left_out"]}
                assert left_out == expected[each["code"]]

    def test_rows_come_in_pages(self, client):
        url = next(each for each in adoption(client, as_of="2012-06-30")["block_industries"] if each["code"] == "XIE")["rows_url"]
        names = [get(client, f"{url}&per_page=2&page={page}")["items"] for page in (1, 2, 3, 4)]
        assert [[row["organization"]["name"] for row in each] for each in names] == [["E1", "E2"], ["E3", "E4"], ["E5"], []]


@pytest.mark.usefixtures("register")
class TestInnovation:
    def test_every_day_of_the_worked_example(self, client):
        load({"organizations": [example.MERGER]})
        for day, expected in example.INNOVATION.items():
            found = get(client, "/api/v1/statistics/innovation-enterprises", as_of=day)
            assert found["count"] == len(expected), day
            assert {each["value"]: each["count"] for each in found["by_level"]} == {
                level: list(expected.values()).count(level) for level in set(expected.values())
            }
            rows = get(client, found["rows_url"])
            assert {row["organization"]["uscc"]: row["level"] for row in rows["items"]} == expected

    def test_against_the_target_and_by_place(self, client):
        load({"classifications": [{"scheme": "division", "code": "330302", "name_zh": "鹿城区"}]})
        found = get(client, "/api/v1/statistics/innovation-enterprises", as_of="2013-06-01")
        assert (found["as_of"], found["target"], found["met"], found["left_out"]) == ("2013-06-01", 2, True, {})
        assert found["by_county"] == [{"value": "330302", "label": "鹿城区", "count": 2}]
        assert found["by_block_industry"] == [{"value": "XIE", "label": "鞋", "count": 2}]


@pytest.mark.usefixtures("register")
class TestDrafting:
    def test_the_worked_example(self, client):
        found = get(client, "/api/v1/statistics/drafting", **PERIOD, kind=["national", "industry"])
        assert (found["from"], found["to"], found["group_by"]) == ("2011-01-01", "2016-01-01", "kind")
        assert found["total"] == example.DRAFTING_TOTAL
        assert found["items"] == [
            {"value": "industry", "label": "行业标准", "lead": 0, "participate": 1, "formulated": 0, "revised": 0},
            {"value": "national", "label": "国家标准", "lead": 2, "participate": 0, "formulated": 1, "revised": 1},
        ]
        rows = get(client, found["rows_url"])
        roles = {row["standard"]["number"]: "lead" if row["lead"] else "participate" for row in rows["items"]}
        assert roles == example.DRAFTING_CITY
        assert [row["standard"]["number"] for row in rows["items"] if row["revised"]] == [example.N3]

    def test_each_body_counts_once_in_its_best_role(self, client):
        found = get(client, "/api/v1/statistics/drafting", **PERIOD, group_by="organization")
        assert {each["label"]: (each["lead"], each["participate"]) for each in found["items"]} == {"A": (2, 1), "B": (0, 2)}

    @pytest.mark.parametrize("group_by", ["kind", "county", "organization", "block_industry", "committee", "year"])
    def test_every_grouping_labels_its_values(self, client, group_by):
        found = get(client, "/api/v1/statistics/drafting", **PERIOD, group_by=group_by)
        assert found["group_by"] == group_by
        assert all(each["label"] for each in found["items"])
        assert all(each["formulated"] + each["revised"] == each["lead"] for each in found["items"])

    def test_the_end_of_the_period_is_not_in_it(self, client):
        found = get(client, "/api/v1/statistics/drafting", **{"from": "2012-09-03", "to": "2013-02-01"})
        assert (found["total"]["lead"], found["total"]["participate"]) == (1, 0)


@pytest.mark.usefixtures("register")
class TestTargets:
    def test_every_metric_stands_beside_its_target_and_its_rows(self, client):
        keeper = make_organization("秘书处", county="330382")
        make_committee("SAC/TC 189/SC 9", secretariat_id=keeper.id)
        make_committee("WZ/TC 1", level=CommitteeLevel.MUNICIPAL, secretariat_id=keeper.id)
        found = get(client, "/api/v1/statistics/targets", as_of="2014-07-15")
        assert found["plan"] == {"code": "2011-2015", "name": "2011-2015 规划", "from": "2011-01-01", "to": "2016-01-01"}
        metrics = {each["metric"]: each for each in found["metrics"]}
        assert list(metrics) == [
            "implementation_rate", "implementing_block_industries", "innovation_enterprises", "lead_drafted_standards",
            "international_standards", "committees", "international_adoption_rate", "quality_award_enterprises",
        ]
        expected = {
            "implementation_rate": (0.25, 0.3, False, "rate"),
            "implementing_block_industries": (1, 10, False, "count"),
            "innovation_enterprises": (2, 2, True, "count"),
            "lead_drafted_standards": (2, 50, False, "count"),
            "international_standards": (0, None, None, "count"),
            "committees": (1, None, None, "count"),
            "international_adoption_rate": (None, None, None, "rate"),
            "quality_award_enterprises": (None, 100, None, "count"),
        }
        for name, values in expected.items():
            metric = metrics[name]
            assert (metric["value"], metric["target"], metric["met"], metric["unit"]) == values, name
            assert metric["label"]
            if metric["rows_url"]:
                assert client.get(metric["rows_url"]).status_code == 200
        assert get(client, metrics["committees"]["rows_url"])["total"] == 1
        assert metrics["lead_drafted_standards"]["definition"] == "/about/definitions#lead_drafted_standards"

    def test_a_recorded_metric_takes_the_last_value_on_or_before_the_day(self, client):
        load({"observations": [
            {"metric": "quality_award_enterprises", "on": "2012-12-31", "value": "60", "source": "年报"},
            {"metric": "quality_award_enterprises", "on": "2013-12", "value": "104"},
            {"metric": "quality_award_enterprises", "county": "330382", "on": "2012-06-30", "value": "9"},
        ]})
        expected = {
            "2012-12-30": (None, None, None, None),
            "2012-12-31": (60, False, "2012-12-31", "年报"),
            "2013-11-30": (60, False, "2012-12-31", "年报"),
            "2013-12-01": (104, True, "2013-12", None),
        }
        for day, values in expected.items():
            metric = get(client, "/api/v1/statistics/targets", as_of=day)["metrics"][-1]
            assert (metric["metric"], metric["computed"], metric["target"]) == ("quality_award_enterprises", False, 100)
            assert tuple(metric.get(name) for name in ("value", "met", "observed_on", "source")) == values, day
        rows = get(client, metric["rows_url"])
        assert [(row["county"], row["value"]) for row in rows["items"]] == [(None, 104), (None, 60), ("330382", 9)]

    def test_local_and_alliance_standards_led_are_named_beside(self, client):
        found = get(client, "/api/v1/statistics/targets", as_of="2014-07-15")
        assert [(each["metric"], each["value"]) for each in found["beside"]] == [
            ("lead_drafted_local_standards", 0), ("lead_drafted_alliance_standards", 0),
        ]
        assert all(client.get(each["rows_url"]).status_code == 200 for each in found["beside"])

    def test_before_every_plan_there_is_none(self, client):
        found = get(client, "/api/v1/statistics/targets", as_of="2010-12-31")
        assert (found["plan"], found["inside"], found["metrics"]) == (None, False, [])

    def test_after_every_plan_it_is_the_last(self, client):
        found = get(client, "/api/v1/statistics/targets", as_of="2016-01-01")
        assert (found["plan"]["code"], found["inside"]) == ("2011-2015", False)


@pytest.fixture
def products(register):
    """The example of docs/definitions.md: E1 and E2 are above scale in 2012 and 2013, E3 is not."""
    load({
        "standards": [
            {"number": "GB/T 99003-2012", "title_zh": "拉链", "published_on": "2012-01-01", "adopts": "ISO 99003:2011 MOD"}
        ],
        "yearly-facts": [
            {"uscc": uscc, "year": year, "above_scale": uscc != example.E3}
            for uscc in (example.E1, example.E2, example.E3)
            for year in (2012, 2013)
        ],
        "leading-products": [
            {"uscc": example.E1, "year": 2012, "product": "断路器"},
            {"uscc": example.E2, "year": 2012, "product": "锁"},
            {"uscc": example.E1, "year": 2013, "product": "断路器", "adopts": "IEC 99001:2012", "degree": "IDT"},
            {"uscc": example.E1, "year": 2013, "product": "接触器"},
            {"uscc": example.E2, "year": 2013, "product": "锁", "adopts": "ISO 99002:2010", "degree": "NEQ"},
            {"uscc": example.E2, "year": 2013, "product": "拉链", "adopts": "GB/T 99003-2012"},
            {"uscc": example.E3, "year": 2013, "product": "鞋", "adopts": "ISO 99004:2009", "degree": "IDT"},
        ],
    })


@pytest.mark.usefixtures("register")
class TestInnovationChanges:
    def test_new_expired_and_revoked_in_a_period(self, client):
        url = "/api/v1/statistics/innovation-enterprises"
        expected = {
            ("2012-01-01", "2013-01-01"): (1, 0, 0),
            ("2013-01-01", "2014-01-01"): (1, 0, 0),
            # E3 awarded, E2 revoked on 2014-01-01; E1 once more on 2014-06-01
            ("2014-01-01", "2015-01-01"): (2, 0, 1),
            ("2015-01-01", "2015-01-02"): (0, 1, 0),
            ("2017-06-01", "2017-06-02"): (0, 1, 0),
        }
        for (since, until), counts in expected.items():
            period = get(client, url, **{"from": since, "to": until})["period"]
            assert (period["awarded"], period["expired"], period["revoked"]) == counts, since
        assert "period" not in get(client, url)
        assert client.get(url, query_string={"from": "2012-01-01"}).status_code == 422
        assert client.get(url, query_string={"from": "2012-01-01", "to": "2012-01-01"}).status_code == 422

    def test_by_scheme_and_batch(self, client):
        found = get(client, "/api/v1/statistics/innovation-enterprises", as_of="2013-06-01")
        assert [(each["value"], each["count"]) for each in found["by_scheme"]] == [(example.SCHEME, 2)]
        assert [(each["value"], each["count"]) for each in found["by_batch"]] == [(None, 2)]


@pytest.mark.usefixtures("products")
class TestInternationalAdoption:
    URL = "/api/v1/statistics/international-adoption"

    def test_every_year_of_the_example(self, client):
        assert get(client, self.URL, as_of="2011-12-31")["figure"] is None
        found = get(client, self.URL, as_of="2013-06-30")
        told = ("year", "list_year", "adopting", "products", "rising")
        assert [tuple(each[name] for name in told) for each in found["by_year"]] == [
            (2012, 2012, 0, 2, None), (2013, 2013, 1, 4, True),
        ]
        assert found["figure"]["left_out"] == {"not_equivalent": 1, "through_national": 1}
        rows = get(client, found["rows_url"])["items"]
        assert [(row["product"], row["adopting"], row["left_out"]) for row in rows] == [
            ("断路器", True, None), ("拉链", False, "through_national"), ("锁", False, "not_equivalent"), ("接触器", False, None),
        ]

    def test_it_is_a_target_met_by_rising(self, client):
        def metric(day):
            metrics = get(client, "/api/v1/statistics/targets", as_of=day)["metrics"]
            return next(each for each in metrics if each["metric"] == "international_adoption_rate")

        assert [(metric(day)["value"], metric(day)["met"], metric(day).get("year")) for day in ("2011-12-31", "2012-12-31")] == [
            (None, None, None), (0, None, 2012),
        ]
        assert (metric("2013-01-01")["value"], metric("2013-01-01")["met"]) == (0.25, True)
        # nothing of 2014 yet: the last year that there is, by its name
        assert (metric("2014-03-01")["value"], metric("2014-03-01")["year"]) == (0.25, 2013)

    def test_through_national_standards_where_the_plan_says_so(self, client):
        load({"plans": [{"code": "2011-2015", "adopts_through_national": True}]})
        figure = get(client, self.URL, as_of="2013-06-30")["figure"]
        assert (figure["adopting"], figure["products"], figure["left_out"]) == (2, 4, {"not_equivalent": 1})


def test_a_plan_may_let_more_places_in_the_list_lead(client, app):
    load(example.TABLES)
    make_plan("2011-2015", *example.PLAN_PERIOD, lead_rank=3)
    found = get(client, "/api/v1/statistics/drafting", **PERIOD, kind=Kind.INDUSTRY.value)
    assert found["total"]["lead"] == 1  # N2, whose third and second bodies are local
