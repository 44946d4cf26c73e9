"""Partial dates and half-open terms: docs/rules.md section 2, "Dates are days, or known only to the month or year"."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Invalid
from app.registry.dates import PartialDate, Term, months_later

DAYS = st.dates(date(1000, 1, 1), date.max)
PARTIAL = st.one_of(
    st.builds(PartialDate, st.integers(1000, 9999)),
    st.builds(PartialDate, st.integers(1000, 9999), st.integers(1, 12)),
    st.builds(PartialDate.of, DAYS),
)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("2020-11-01", "2020-11-01"),
        (" 2020-11-01 ", "2020-11-01"),
        ("2020-11-01T00:00:00", "2020-11-01"),
        ("2020-11-01 00:00:00.000", "2020-11-01"),
        ("2020-11-01T00:00Z", "2020-11-01"),
        ("2020/11/1", "2020-11-01"),
        ("2020.11.1", "2020-11-01"),
        ("20201101", "2020-11-01"),
        ("2020年11月1日", "2020-11-01"),
        ("2020-11", "2020-11"),
        ("2020/1", "2020-01"),
        ("2020年1月", "2020-01"),
        ("2020", "2020"),
        ("2020年", "2020"),
        ("2024-02-29", "2024-02-29"),
        ("２０２０－１１－０１", "2020-11-01"),
        ("２０２０年１１月", "2020-11"),
        ("\u30002020／11／1\u3000", "2020-11-01"),
        ("1000-01-01", "1000-01-01"),
        ("9999-12-31", "9999-12-31"),
    ],
)
def test_dates_are_read_as_sources_write_them(typed: str, iso: str) -> None:
    assert str(PartialDate.read(typed)) == iso


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "去年",
        "20",
        "202011",
        "2020-13",
        "2020-00",
        "2020-11-31",
        "2023-02-29",
        "2020-11/01",
        "2020年11",
        "2020年1日",
        "2020-11-01 12:30",
        "2020-11-01T00:00:01",
        "1.11.2020",
        "44136",
        "0000-01-01",
        "0999",
    ],
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        PartialDate.read(typed)


@pytest.mark.parametrize("parts", [(999,), (10000,), (2020, 13), (2020, 2, 30), (2020, None, 5)])
def test_a_date_that_is_not_in_the_calendar_cannot_be_made(parts: tuple[int, ...]) -> None:
    with pytest.raises(Invalid):
        PartialDate(*parts)


@pytest.mark.parametrize(
    ("text", "first", "last", "packed", "is_day"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31), 20200000, False),
        ("2020-11", date(2020, 11, 1), date(2020, 11, 30), 20201100, False),
        ("2020-12", date(2020, 12, 1), date(2020, 12, 31), 20201200, False),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), 20240200, False),
        ("2020-11-05", date(2020, 11, 5), date(2020, 11, 5), 20201105, True),
        ("9999", date(9999, 1, 1), date(9999, 12, 31), 99990000, False),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31), 99991200, False),
        ("9999-11", date(9999, 11, 1), date(9999, 11, 30), 99991100, False),
    ],
)
def test_what_a_date_can_mean(text: str, first: date, last: date, packed: int, *, is_day: bool) -> None:
    known = PartialDate.read(text)
    assert (known.first_day, known.last_day, known.packed, known.is_day) == (first, last, packed, is_day)


def test_a_shorter_date_sorts_before_the_fuller_ones_it_holds() -> None:
    ordered = ["2019-12-31", "2020", "2020-01", "2020-01-01", "2020-01-02", "2020-02"]
    assert [str(known) for known in sorted(map(PartialDate.read, reversed(ordered)))] == ordered


@given(PARTIAL)
def test_text_and_number_give_the_same_date_back(known: PartialDate) -> None:
    assert PartialDate.read(str(known)) == known
    assert PartialDate.unpack(known.packed) == known
    assert known.first_day <= known.last_day


@given(PARTIAL, DAYS)
def test_the_number_compares_as_the_first_day_does(known: PartialDate, day: date) -> None:
    assert (known.packed <= PartialDate.of(day).packed) is (known.first_day <= day)


@given(PARTIAL, PARTIAL)
def test_order_follows_the_first_days(one: PartialDate, other: PartialDate) -> None:
    if one.first_day < other.first_day:
        assert one < other
    assert (one == other) is (not one < other and not other < one)


@pytest.mark.parametrize(
    ("since", "until", "day", "covered"),
    [
        (date(2020, 1, 1), date(2021, 1, 1), date(2019, 12, 31), False),
        (date(2020, 1, 1), date(2021, 1, 1), date(2020, 1, 1), True),
        (date(2020, 1, 1), date(2021, 1, 1), date(2020, 12, 31), True),
        (date(2020, 1, 1), date(2021, 1, 1), date(2021, 1, 1), False),
        (date(2020, 1, 1), date(2020, 1, 1), date(2020, 1, 1), False),
        (None, date(2021, 1, 1), date.min, True),
        (date(2020, 1, 1), None, date.max, True),
        (None, None, date(2020, 1, 1), True),
    ],
)
def test_the_first_day_of_a_term_counts_and_the_last_does_not(
    since: date | None, until: date | None, day: date, *, covered: bool
) -> None:
    assert Term(since, until).covers(day) is covered


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 3, 31), -3, date(2025, 12, 31)),
        (date(2026, 5, 31), -3, date(2026, 2, 28)),
        (date(9999, 10, 1), 3, date(9999, 12, 31)),
        (date(2, 1, 1), -60, date(1, 1, 1)),
    ],
    ids=["end-of-month", "leap", "back", "back-short", "after-the-calendar", "before-the-calendar"],
)
def test_months_are_those_of_the_calendar(day, months, later):
    assert months_later(day, months) == later
