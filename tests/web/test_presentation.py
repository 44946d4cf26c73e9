"""How values are written."""

from datetime import date
from fractions import Fraction

import pytest

from app.registry.dates import PartialDate
from app.web.presentation import amount, last_day_html, number_html, percent, printed
from tests.web.reading import read


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("GB/T 1.1-2020", "GB/T 1.1—2020"),
        ("T/ZZB 2061-2021", "T/ZZB 2061—2021"),
        ("DB3303/T 013-2020", "DB3303/T 013—2020"),
        ("ISO 9001:2015", "ISO 9001:2015"),
        ("no number at all", "no number at all"),
    ],
)
def test_the_printed_form_is_shown_and_the_canonical_text_is_what_copies(number, shown):
    assert printed(number) == shown
    assert read(number_html(number)).text == number


def test_a_number_is_never_markup():
    assert "<b>" not in number_html("T/<b> 1-2020")


@pytest.mark.parametrize(
    ("rate", "shown"),
    [
        (Fraction(1, 3), "33.3 %"),
        (Fraction(2, 3), "66.7 %"),
        (0.3, "30.0 %"),
        (Fraction(1, 2000), "0.1 %"),
        (1, "100.0 %"),
        (None, "无数据"),
    ],
)
def test_percent_has_one_decimal_and_halves_go_up(rate, shown):
    assert percent(rate) == shown


def test_what_fell_is_a_negative_percent():
    assert percent(Fraction(-1, 12)) == "-8.3 %"
    assert percent(Fraction(-1, 3), 0) == "-33 %"
    assert percent(Fraction(-1, 10_000)) == "0.0 %"


def test_a_target_is_a_whole_percent():
    assert percent(Fraction(3, 10), 0) == "30 %"


def test_counts_are_grouped():
    assert (amount(999), amount(116547), amount(Fraction(5, 2)), amount(None)) == ("999", "116\u202f547", "2.5", "无数据")


@pytest.mark.parametrize(
    ("until", "shown"),
    [
        (PartialDate(2015, 1, 1), "2014-12-31"),
        (date(2016, 3, 1), "2016-02-29"),
        (PartialDate(2015, 6), "2015-06 前"),
        (None, "—"),
    ],
)
def test_the_last_day_shown_is_included(until, shown):
    assert read(last_day_html(until)).text == shown
