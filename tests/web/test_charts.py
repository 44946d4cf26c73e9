"""Positions of marks, worked out by hand from the scales that the charts promise."""

from datetime import date

import pytest

from app.web.charts.bars import HEAD, ROW, Bar, bar_chart
from app.web.charts.columns import column_chart
from app.web.charts.lineage import EditionLife, lineage_chart
from app.web.charts.lines import HEAD as LINE_HEAD
from app.web.charts.lines import PLOT, line_chart
from app.web.charts.scales import Span, tidy_count, tidy_top, year_ticks
from app.web.charts.years import years


@pytest.mark.parametrize(
    ("largest", "top"),
    [(0, 1), (0.3, 0.4), (0.4, 0.4), (0.41, 0.8), (0.667, 0.8), (0.9, 1.0), (1.0, 1.0), (37, 40), (101, 200), (1e-5, 1e-5)],
)
def test_the_top_of_a_scale_is_four_round_steps_high(largest, top):
    assert tidy_top(largest) == pytest.approx(top)


@pytest.mark.parametrize(("largest", "top"), [(0, 4), (1, 4), (4, 4), (5, 8), (9, 12), (13, 16), (17, 20), (39, 40), (41, 80)])
def test_counts_have_whole_steps(largest, top):
    assert tidy_count(largest) == top


def test_a_span_of_days_is_drawn_from_0_to_100():
    span = Span(date(2020, 1, 1), date(2020, 4, 10))  # 100 days
    assert [span.at(date(2020, 1, 1)), span.at(date(2020, 1, 26)), span.at(date(2020, 4, 10))] == [0, 25, 100]
    assert (span.at(date(1999, 1, 1)), span.at(date(2030, 1, 1))) == (0, 100)


def test_years_are_thinned_until_they_fit():
    assert year_ticks(Span(date(2020, 1, 1), date(2023, 6, 1))) == [2020, 2021, 2022, 2023]
    assert year_ticks(Span(date(2020, 1, 2), date(2023, 6, 1))) == [2021, 2022, 2023]
    assert year_ticks(Span(date(1990, 1, 1), date(2026, 1, 1))) == [1990, 1995, 2000, 2005, 2010, 2015, 2020, 2025]


def test_bars_share_one_scale_with_the_target():
    chart = bar_chart([Bar("鞋", 0.2, "20 %"), Bar("锁", None, "无数据")], target=0.3)
    assert chart.target == 75.0  # 0.3 of a scale up to 0.4
    assert [(placed.width, placed.y) for placed in chart.bars] == [(50.0, HEAD), (0.0, HEAD + ROW)]
    assert bar_chart([]).bars == []


def test_columns_stack_from_the_bottom_up():
    chart = column_chart(["2024", "2025"], {"国家": [1, 0], "行业": [3, 2]})  # the scale ends at 4, 50 px a step
    first, second = chart.columns
    assert [(part.series, part.amount, part.height) for part in first.parts] == [(1, 1, 50), (2, 3, 150)]
    assert first.parts[0].y == first.parts[1].y + 150
    assert [(part.series, part.height) for part in second.parts] == [(2, 100)]
    assert (first.total, second.total) == (4, 2)
    assert [text for _, text in chart.lines] == ["0", "1", "2", "3", "4"]


def test_a_line_breaks_where_nothing_can_be_said():
    chart = line_chart([("2024", 0.1, "10 %"), ("2024", None, "无数据"), ("2025", 0.4, "40 %")], target=0.3)
    assert [[point.text for point in run] for run in chart.runs] == [["10 %"], ["40 %"]]
    assert chart.runs[1][0].y == LINE_HEAD  # 0.4 is the top of the scale
    assert chart.target == LINE_HEAD + PLOT / 4
    assert [label for _, label in chart.labels] == ["2024", "2025"]
    assert chart.last.text == "40 %"
    assert line_chart([("2024", None, "无数据")]).last is None


def test_the_life_of_a_document_lies_on_one_axis():
    old = EditionLife("GB/T 1-2010", "被代替", date(2010, 1, 1), date(2020, 7, 1), published=date(2009, 6, 1))
    new = EditionLife("GB/T 1-2020", "即将实施", date(2020, 7, 1), None, published=date(2020, 1, 1), this=True)
    chart = lineage_chart([old, new], date(2020, 3, 1))
    assert [stretch.form for stretch in chart.rows[0].stretches] == ["transition", "lived", "coming"]
    assert [stretch.form for stretch in chart.rows[1].stretches] == ["transition", "coming"]
    transition, coming = chart.rows[1].stretches
    assert transition.x + transition.width == pytest.approx(coming.x, abs=0.01)
    assert coming.x + coming.width == pytest.approx(100)
    assert transition.x < chart.today < coming.x


def test_what_ended_nobody_knows_when_is_not_drawn_as_lived():
    gone = EditionLife("GB/T 2-1990", "废止", date(1990, 1, 1), None, ended=True)
    chart = lineage_chart([gone], date(2020, 1, 1))
    assert [stretch.form for stretch in chart.rows[0].stretches] == ["unsure"]


def test_a_lineage_without_any_beginning_has_no_chart():
    assert lineage_chart([EditionLife("GB/T 3-1990", "未知", None, None)], date(2020, 1, 1)) is None


def test_years_keep_their_place_and_the_tallest_column_fills_the_height():
    drawn = years({2018: 2, 2020: 4, 2021: 1})
    assert [(each.year, each.count, each.height) for each in drawn.columns] == [
        (2018, 2, 24), (2019, 0, 0), (2020, 4, 48), (2021, 1, 12),
    ]  # fmt: skip
    assert [each.x for each in drawn.columns] == [6, 66, 126, 186]
    assert [each.y + each.height for each in drawn.columns] == [48] * 4
    assert (drawn.first, drawn.last, drawn.most.year) == (2018, 2021, 2020)


def test_years_far_back_stand_in_the_list_alone():
    drawn = years({1900: 9, 2020: 1000, 2021: 1})
    assert (drawn.first, drawn.last, len(drawn.columns)) == (1962, 2021, 60)
    assert drawn.columns[-1].height == 1
    assert years({2020: 4}) is None
