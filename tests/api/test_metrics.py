"""The headline figures as gauges: what is known today, and nothing where there is no data."""

import re

import pytest

from tests import worked_example as example
from tests.factories import make_plan
from tests.registry.statistics.loading import load


def gauges(client, family):
    found = re.findall(rf'^{family}\{{metric="(\w+)"\}} (\S+)$', client.get("/metrics").text, re.MULTILINE)
    return {metric: float(value) for metric, value in found}


@pytest.mark.usefixtures("app")
class TestHeadlines:
    def test_nothing_is_said_of_a_register_without_a_plan(self, client):
        assert gauges(client, "biaolian_metric") == {}
        assert gauges(client, "biaolian_metric_target") == {}

    def test_values_and_targets_and_no_value_without_data(self, client):
        load(example.TABLES)
        make_plan("2011-2015", *example.PLAN_PERIOD, {"implementation_rate": 0.3, "quality_award_enterprises": 100.0})
        values = gauges(client, "biaolian_metric")
        # E1, E3, E5 and E6 are members today, E1 implements S2; E1's 高级 ran out in 2017, E3's 初级 is open
        assert (values["implementation_rate"], values["implementing_block_industries"]) == (0.25, 1)
        assert (values["innovation_enterprises"], values["lead_drafted_standards"]) == (1, 2)
        # no leading product, and nothing recorded of quality awards
        assert "international_adoption_rate" not in values
        assert "quality_award_enterprises" not in values
        assert gauges(client, "biaolian_metric_target") == {"implementation_rate": 0.3, "quality_award_enterprises": 100}
