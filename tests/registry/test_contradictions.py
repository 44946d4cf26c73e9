"""What staff are shown, and what they are not: docs/rules.md section 2, by hand."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.registry.contradictions import Flaw, findings, replaces_loop
from app.registry.dates import PartialDate
from app.registry.status import Life, Successor, edition_of
from app.registry.words import Status

TODAY = date(2026, 11, 23)
LIFE = {"published_on": "2010-03-01", "implemented_on": "2010-09-01", "withdrawn_on": "2015-05-01"}


def life(**values: Any) -> Life:
    dated = {
        key: PartialDate.read(value) if isinstance(value, str) and not isinstance(value, Status) else value
        for key, value in values.items()
    }
    return Life(number="GB/T 1-2010", year=2010, **dated)


def successor(**values: str) -> Successor:
    return Successor(number="GB/T 1-2020", **{key: PartialDate.read(value) for key, value in values.items()})


def flaws(known: Life, imported_on: date = TODAY) -> list[Flaw]:
    return [finding.flaw for finding in findings(known, day=TODAY, imported_on=imported_on)]


@pytest.mark.parametrize(
    ("recorded", "as_of", "contradicted"),
    [
        (Status.CURRENT, None, False),
        (Status.CURRENT, "2015-04-30", False),
        (Status.CURRENT, "2015-05-01", True),
        (Status.CURRENT, "2015", False),
        (Status.CURRENT, "2016", True),
        (Status.CURRENT, "2010-09", False),
        (Status.CURRENT, "2010", False),
        (Status.CURRENT, "2010-08", True),
        (Status.UPCOMING, None, False),
        (Status.UPCOMING, "2010-08-31", False),
        (Status.UPCOMING, "2010-09-01", True),
        (Status.WITHDRAWN, None, False),
        (Status.WITHDRAWN, "2015-04", True),
        (Status.WITHDRAWN, "2015-05", False),
        (Status.SUPERSEDED, "2015-05", False),
        (Status.DRAFT, None, False),
        (Status.DRAFT, "2010-03-01", True),
        (Status.UNKNOWN, "2012", False),
        (None, None, False),
    ],
)
def test_the_source_is_contradicted_only_where_no_day_of_its_evidence_fits(
    recorded: Status | None, as_of: str | None, contradicted: bool
) -> None:
    known = life(**LIFE, recorded=recorded, recorded_as_of=as_of)
    assert (Flaw.STATUS_CONTRADICTED in flaws(known)) is contradicted


@pytest.mark.parametrize(
    ("imported_on", "contradicted"),
    [(date(2010, 8, 31), True), (date(2010, 9, 1), False)],
)
def test_evidence_without_a_day_is_of_some_day_before_the_import(imported_on: date, contradicted: bool) -> None:
    known = life(**LIFE, recorded=Status.CURRENT)
    assert (Flaw.STATUS_CONTRADICTED in flaws(known, imported_on)) is contradicted


def test_a_successor_contradicts_a_later_word_of_being_current() -> None:
    old = {"implemented_on": "2010-09-01", "recorded": Status.CURRENT, "successors": (successor(implemented_on="2020"),)}
    assert flaws(life(**old, recorded_as_of="2022-09")) == [Flaw.STATUS_CONTRADICTED]
    assert flaws(life(**old, recorded_as_of="2019")) == []
    (finding,) = findings(life(**old, recorded_as_of="2022-09"), day=TODAY, imported_on=TODAY)
    assert "现行" in finding.reason
    assert "被代替" in finding.reason
    assert "2022-09" in finding.reason


def test_a_word_that_dates_neither_confirm_nor_deny_is_no_contradiction() -> None:
    assert flaws(life(recorded=Status.CURRENT)) == []
    assert flaws(life(recorded=Status.WITHDRAWN)) == []
    assert flaws(life(published_on="2010-03-01", recorded=Status.UPCOMING, recorded_as_of="2026")) == []
    assert flaws(life(implemented_on="2030-01-01", recorded=Status.DRAFT, recorded_as_of="2026-01-01")) == []


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (LIFE, []),
        ({"published_on": "2010-03-01", "implemented_on": "2010-02-28"}, [Flaw.IMPLEMENTED_BEFORE_PUBLISHED]),
        ({"published_on": "2010-03-01", "implemented_on": "2010-03-01"}, []),
        ({"published_on": "2010-03-01", "implemented_on": "2010"}, []),
        ({"implemented_on": "2010-03-01", "withdrawn_on": "2010-02"}, [Flaw.WITHDRAWN_BEFORE_IMPLEMENTED]),
        ({"implemented_on": "2010-03-01", "withdrawn_on": "2010"}, []),
        ({"published_on": "2010-03-01", "withdrawn_on": "2009"}, [Flaw.WITHDRAWN_BEFORE_PUBLISHED]),
    ],
)
def test_dates_contradict_each_other_only_where_no_reading_of_them_fits(dates: dict[str, str], expected: list[Flaw]) -> None:
    assert flaws(life(**dates)) == expected


def test_a_successor_that_does_not_start_after_it_is_flagged() -> None:
    known = life(implemented_on="2010-09-01", successors=(successor(implemented_on="2010-09-01"),))
    (finding,) = findings(known, day=TODAY, imported_on=TODAY)
    assert finding.flaw is Flaw.SUCCESSOR_NOT_AFTER
    assert "GB/T 1-2020" in finding.reason


def test_a_whole_successor_without_dates_is_flagged_until_the_end_is_known() -> None:
    known = life(implemented_on="2010-09-01", successors=(successor(),))
    assert flaws(known) == [Flaw.SUCCESSOR_UNDATED]
    assert flaws(life(**LIFE, successors=(successor(),))) == []


def test_unknown_is_always_listed() -> None:
    assert flaws(life()) == [Flaw.STATUS_UNKNOWN]


def test_a_later_edition_without_a_link_is_listed_with_its_number() -> None:
    later = edition_of(Life(number="GB/T 1-2020", year=2020, implemented_on=PartialDate(2020)))
    known = life(implemented_on="2010-09-01", recorded=Status.CURRENT, editions=(later,))
    (finding,) = findings(known, day=TODAY, imported_on=TODAY)
    assert finding.flaw is Flaw.MAYBE_SUPERSEDED
    assert "GB/T 1-2020" in finding.reason
    unstated = life(implemented_on="2010-09-01", editions=(later,))
    assert flaws(unstated) == [Flaw.MAYBE_SUPERSEDED, Flaw.STATUS_UNKNOWN]


CHAIN = {"C": ["B"], "B": ["A"], "D": ["B"]}


class TestLoop:
    def test_it_is_spelled_out(self) -> None:
        assert replaces_loop(CHAIN, "A", "C") == ("A", "C", "B", "A")

    def test_a_standard_does_not_replace_itself(self) -> None:
        assert replaces_loop({}, "A", "A") == ("A", "A")

    @pytest.mark.parametrize("new", [("D", "A"), ("E", "C"), ("C", "D"), ("A", "Z")])
    def test_two_ways_to_one_standard_are_no_loop(self, new: tuple[str, str]) -> None:
        assert replaces_loop(CHAIN, *new) is None

    def test_a_loop_already_there_is_not_walked_for_ever(self) -> None:
        assert replaces_loop({"A": ["B"], "B": ["A"]}, "C", "A") is None

    @given(st.dictionaries(st.integers(0, 6), st.sets(st.integers(0, 6))), st.integers(0, 6), st.integers(0, 6))
    def test_every_step_of_a_loop_is_a_link(self, links: dict[int, set[int]], replacing: int, replaced: int) -> None:
        loop = replaces_loop(links, replacing, replaced)
        if loop is None:
            reached, waiting = {replaced}, [replaced]
            while waiting:
                new = links.get(waiting.pop(), set()) - reached
                reached |= new
                waiting.extend(new)
            assert replacing not in reached
        else:
            assert loop[:2] == (replacing, replaced)
            assert loop[-1] == replacing
            assert all(after in links[before] for before, after in pairwise(loop[1:]))
