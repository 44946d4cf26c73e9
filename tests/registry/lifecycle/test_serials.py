"""Serials of alliance standards, worked by hand."""

from app.registry.lifecycle.serials import Taken, is_free, next_serial, serial_of_part
from app.registry.lifecycle.words import SerialRule

RUNNING, YEARLY = SerialRule.RUNNING, SerialRule.YEARLY
TAKEN = [Taken("1", year=2019), Taken("007", year=2020), Taken("3", ("2",), 2021), Taken("12A", year=2018)]


def test_running_serials_go_on_from_the_largest_of_all_years():
    assert next_serial(TAKEN, RUNNING, 2026) == "13"
    assert next_serial([], RUNNING, 2026) == "1"
    assert next_serial([], RUNNING, 2026, first=40, width=3) == "040"
    assert next_serial(TAKEN, RUNNING, 2026, first=40) == "40"


def test_yearly_serials_begin_anew_each_year():
    assert next_serial(TAKEN, YEARLY, 2020, width=3) == "008"
    assert next_serial(TAKEN, YEARLY, 2026, width=3) == "001"


def test_a_serial_kept_by_a_revision_makes_no_gap_among_the_new_ones_of_a_year():
    taken = [Taken("1", year=2026), Taken("3", year=2026, kept=True), Taken("9", year=2026, kept=True)]
    assert next_serial(taken, YEARLY, 2026) == "2"
    assert next_serial([*taken, Taken("2", year=2026)], YEARLY, 2026) == "4"


def test_a_part_takes_the_serial_of_its_document_as_printed():
    assert serial_of_part(TAKEN, "1", "7", RUNNING, 2026) == "007"
    assert serial_of_part(TAKEN, "1", "3", RUNNING, 2026) == "3"
    assert serial_of_part(TAKEN, "2", "3", RUNNING, 2026) is None
    assert serial_of_part(TAKEN, "1", None, RUNNING, 2026) == "13"


def test_leading_zeros_make_no_other_number():
    assert not is_free(TAKEN, "7", (), 2020)
    assert is_free(TAKEN, "7", (), 2021)
    assert is_free(TAKEN, "3", ("1",), 2021)
