"""docs/rules.md section 2, sentence by sentence; the expectations are worked out by hand from its text."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.registry.dates import PartialDate, Term
from app.registry.status import Edition, Life, Mark, Remark, Successor, edition_of, status_on, timeline
from app.registry.words import Status

DRAFT, UPCOMING, CURRENT = Status.DRAFT, Status.UPCOMING, Status.CURRENT
SUPERSEDED, WITHDRAWN, UNKNOWN = Status.SUPERSEDED, Status.WITHDRAWN, Status.UNKNOWN
DATES = {"published_on", "implemented_on", "withdrawn_on", "recorded_as_of"}


def read(values: dict[str, Any]) -> dict[str, Any]:
    return {key: PartialDate.read(value) if key in DATES and value else value for key, value in values.items()}


def life(**values: Any) -> Life:
    return Life(**{"number": "GB/T 1-2010", "year": 2010, **read(values)})


def successor(number: str = "GB/T 1-2020", **values: Any) -> Successor:
    return Successor(number=number, **read(values))


def rival(number: str = "GB/T 1-2020", **values: Any) -> Edition:
    return edition_of(life(number=number, year=int(number[-4:]), **values))


def on(known: Life, day: str) -> Status:
    return status_on(known, date.fromisoformat(day)).status


def marks(known: Life, day: str) -> dict[Mark, tuple[str, ...]]:
    return {remark.mark: remark.numbers for remark in status_on(known, date.fromisoformat(day)).remarks}


WHOLE_LIFE = {"published_on": "2010-03-01", "implemented_on": "2010-09-01", "withdrawn_on": "2015-05-01"}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2010-02-28", DRAFT),
        ("2010-03-01", UPCOMING),
        ("2010-08-31", UPCOMING),
        ("2010-09-01", CURRENT),
        ("2015-04-30", CURRENT),
        ("2015-05-01", WITHDRAWN),
    ],
)
def test_the_first_day_of_a_term_counts_and_the_last_named_day_does_not(day: str, expected: Status) -> None:
    assert on(life(**WHOLE_LIFE), day) is expected


def test_dates_known_in_part_count_from_their_first_day() -> None:
    known = life(published_on="2010", implemented_on="2010-09", withdrawn_on="2015")
    assert [on(known, day) for day in ("2009-12-31", "2010-01-01", "2010-08-31", "2010-09-01")] == [
        DRAFT,
        UPCOMING,
        UPCOMING,
        CURRENT,
    ]
    assert [on(known, day) for day in ("2014-12-31", "2015-01-01")] == [CURRENT, WITHDRAWN]


def test_without_implementation_date_it_starts_at_publication_and_a_chinese_one_says_so() -> None:
    known = life(published_on="2010-03-01", recorded=CURRENT)
    assert on(known, "2010-02-28") is DRAFT
    assert on(known, "2010-03-01") is CURRENT
    assert marks(known, "2010-03-01") == {Mark.IMPLEMENTATION_UNDATED: ()}
    assert marks(replace(known, chinese=False), "2010-03-01") == {}
    assert marks(known, "2010-02-28") == {}


def test_a_publication_date_is_not_needed() -> None:
    known = life(implemented_on="2010-09-01", recorded=CURRENT)
    assert [on(known, day) for day in ("1900-01-01", "2010-08-31", "2010-09-01")] == [UPCOMING, UPCOMING, CURRENT]


class TestUpcomingWithoutADay:
    """即将实施 and no implementation date: the start is unknown."""

    def test_it_is_upcoming_from_publication_on_however_old(self) -> None:
        known = life(published_on="2010-03-01", recorded=UPCOMING)
        assert [on(known, day) for day in ("2010-02-28", "2010-03-01", "2026-01-01")] == [DRAFT, UPCOMING, UPCOMING]

    def test_it_ends_as_any_other(self) -> None:
        known = life(published_on="2010-03-01", recorded=UPCOMING, successors=(successor(implemented_on="2020-01-01"),))
        assert [on(known, day) for day in ("2019-12-31", "2020-01-01")] == [UPCOMING, SUPERSEDED]

    def test_it_ends_no_other_standard(self) -> None:
        waiting = successor(published_on="2019-06-01", recorded=UPCOMING)
        assert on(life(published_on="2010-03-01", successors=(waiting,)), "2026-01-01") is CURRENT

    def test_a_known_implementation_date_makes_it_an_ordinary_start(self) -> None:
        known = life(published_on="2010-03-01", implemented_on="2010-09-01", recorded=UPCOMING)
        assert [on(known, day) for day in ("2010-08-31", "2010-09-01")] == [UPCOMING, CURRENT]
        assert marks(known, "2010-09-01") == {}


class TestEnd:
    def test_it_is_the_earliest_of_withdrawal_and_whole_successors(self) -> None:
        first, second = successor("A 1-2013", implemented_on="2013-07"), successor("A 2-2014", implemented_on="2014-01-01")
        known = life(**{**WHOLE_LIFE, "successors": (second, first)})
        assert [on(known, day) for day in ("2013-06-30", "2013-07-01")] == [CURRENT, SUPERSEDED]

    def test_after_a_withdrawal_it_is_superseded_where_a_whole_successor_is_recorded(self) -> None:
        later = successor(implemented_on="2016-01-01")
        known = life(**{**WHOLE_LIFE, "successors": (later,)})
        assert [on(known, day) for day in ("2015-04-30", "2015-05-01", "2016-01-01")] == [CURRENT, SUPERSEDED, SUPERSEDED]
        unregistered = life(**{**WHOLE_LIFE, "successors": (successor(),)})
        assert on(unregistered, "2015-05-01") is SUPERSEDED

    def test_a_successor_without_implementation_date_begins_at_its_publication(self) -> None:
        known = life(implemented_on="2010-09-01", successors=(successor(published_on="2020-05"),))
        assert [on(known, day) for day in ("2020-04-30", "2020-05-01")] == [CURRENT, SUPERSEDED]

    def test_partial_successors_never_end_it_and_it_says_so_from_their_start_on(self) -> None:
        part = successor("GB/T 7-2012", whole=False, published_on="2012-01-01", implemented_on="2012-06-01")
        known = life(implemented_on="2010-09-01", recorded=CURRENT, successors=(part,))
        assert on(known, "2030-01-01") is CURRENT
        assert marks(known, "2012-05-31") == {}
        assert marks(known, "2012-06-01") == {Mark.PARTLY_REPLACED: ("GB/T 7-2012",)}

    def test_a_partial_successor_outside_the_register_is_named_a_pending_or_earlier_one_is_not(self) -> None:
        parts = (
            successor("GB/T 7-2012", whole=False),
            successor("GB/T 8-2012", whole=False, published_on="2012-01-01", recorded=UPCOMING),
            successor("GB/T 9-2010", whole=False, implemented_on="2010-09-01"),
            successor("GB/T 10", whole=False, recorded=DRAFT),
        )
        known = life(implemented_on="2010-09-01", recorded=CURRENT, successors=parts)
        assert marks(known, "2015-01-01") == {Mark.PARTLY_REPLACED: ("GB/T 7-2012",)}

    def test_a_part_replaced_does_not_make_a_withdrawal_a_replacement(self) -> None:
        part = successor(whole=False, implemented_on="2012-06-01")
        assert on(life(**{**WHOLE_LIFE, "successors": (part,)}), "2015-05-01") is WITHDRAWN

    @pytest.mark.parametrize("start", ["2010-09-01", "2010-08-31", "2010"])
    def test_a_successor_that_does_not_start_after_it_ends_nothing(self, start: str) -> None:
        known = life(implemented_on="2010-09-01", successors=(successor(implemented_on=start),))
        assert on(known, "2026-01-01") is CURRENT

    def test_a_successor_ends_a_standard_whose_own_start_is_not_known(self) -> None:
        known = life(recorded=CURRENT, successors=(successor(implemented_on="2020-01-01"),))
        assert [on(known, day) for day in ("2019-12-31", "2020-01-01")] == [CURRENT, SUPERSEDED]

    def test_a_whole_successor_without_any_date_ends_nothing_but_is_named(self) -> None:
        known = life(implemented_on="2010-09-01", recorded=CURRENT, successors=(successor(),))
        assert on(known, "2026-01-01") is CURRENT
        assert marks(known, "2026-01-01") == {Mark.REPLACEMENT_UNDATED: ("GB/T 1-2020",)}

    def test_a_draft_that_would_replace_it_is_not_named(self) -> None:
        known = life(implemented_on="2010-09-01", recorded=CURRENT, successors=(successor(recorded=DRAFT),))
        assert marks(known, "2026-01-01") == {}


class TestSaidToHaveEnded:
    """The source says 废止 and no end is known: it ended on an unknown day."""

    def test_it_is_withdrawn_on_every_day_since_publication(self) -> None:
        known = life(published_on="2010-03-01", implemented_on="2010-09-01", recorded=WITHDRAWN)
        assert [on(known, day) for day in ("2010-02-28", "2010-03-01", "2026-01-01")] == [DRAFT, WITHDRAWN, WITHDRAWN]
        assert marks(known, "2026-01-01") == {Mark.END_UNDATED: ()}

    @pytest.mark.parametrize(
        "link",
        [successor(), successor(published_on="2019-06-01", recorded=UPCOMING), successor(implemented_on="2010-01-01")],
        ids=["not in the register", "its start unknown", "not after it"],
    )
    def test_it_is_superseded_where_a_whole_successor_is_recorded(self, link: Successor) -> None:
        known = life(implemented_on="2010-09-01", recorded=WITHDRAWN, successors=(link,))
        assert on(known, "2026-01-01") is SUPERSEDED

    def test_a_partial_successor_does_not_make_it_superseded(self) -> None:
        known = life(implemented_on="2010-09-01", recorded=WITHDRAWN, successors=(successor(whole=False),))
        assert on(known, "2026-01-01") is WITHDRAWN

    def test_a_known_end_wins_over_the_word(self) -> None:
        known = life(published_on="2010-03-01", recorded=WITHDRAWN, successors=(successor(implemented_on="2020-01-01"),))
        assert [on(known, day) for day in ("2019-12-31", "2020-01-01")] == [CURRENT, SUPERSEDED]

    def test_a_source_that_says_superseded_has_said_that_there_is_a_successor(self) -> None:
        assert on(life(published_on="2010-03-01", recorded=SUPERSEDED), "2026-01-01") is SUPERSEDED
        assert on(life(**WHOLE_LIFE, recorded=SUPERSEDED), "2015-05-01") is SUPERSEDED


class TestNoStart:
    """Neither date known: the recorded word, else unknown."""

    @pytest.mark.parametrize("word", [DRAFT, UPCOMING, CURRENT, SUPERSEDED, WITHDRAWN, UNKNOWN])
    def test_the_recorded_word_stands(self, word: Status) -> None:
        assert on(life(recorded=word), "2026-01-01") is word

    def test_without_a_word_it_is_unknown(self) -> None:
        assert on(life(), "2026-01-01") is UNKNOWN

    def test_a_known_end_still_ends_it(self) -> None:
        assert [on(life(recorded=CURRENT, withdrawn_on="2015"), day) for day in ("2014-12-31", "2015-01-01")] == [
            CURRENT,
            WITHDRAWN,
        ]

    def test_a_word_of_ending_says_nothing_of_the_days_before_a_known_end(self) -> None:
        known = life(recorded=WITHDRAWN, withdrawn_on="2015")
        assert [on(known, day) for day in ("2014-12-31", "2015-01-01")] == [UNKNOWN, WITHDRAWN]


def test_where_no_source_stated_a_status_current_is_marked_and_nothing_else() -> None:
    known = life(**WHOLE_LIFE)
    assert marks(known, "2010-09-01") == {Mark.STATUS_UNSTATED: ()}
    assert marks(replace(known, recorded=UNKNOWN), "2010-09-01") == {Mark.STATUS_UNSTATED: ()}
    assert marks(replace(known, recorded=CURRENT), "2010-09-01") == {}
    assert marks(known, "2010-03-01") == marks(known, "2015-05-01") == {}


def test_dates_win_over_the_word_of_the_source() -> None:
    assert on(life(**WHOLE_LIFE, recorded=CURRENT), "2020-01-01") is WITHDRAWN
    assert on(life(**WHOLE_LIFE, recorded=UPCOMING), "2012-01-01") is CURRENT
    assert on(life(**WHOLE_LIFE, recorded=WITHDRAWN), "2012-01-01") is CURRENT
    assert on(life(**WHOLE_LIFE, recorded=DRAFT), "2012-01-01") is CURRENT


class TestLaterEditionWithoutALink:
    NEW = rival(published_on="2020-01-01", implemented_on="2020-07-01", recorded=CURRENT)

    def test_a_stated_status_stays_with_the_warning(self) -> None:
        known = life(implemented_on="2010-09-01", recorded=CURRENT, editions=(self.NEW,))
        assert on(known, "2020-07-01") is CURRENT
        assert marks(known, "2020-06-30") == {}
        assert marks(known, "2020-07-01") == {Mark.MAYBE_SUPERSEDED: ("GB/T 1-2020",)}

    def test_where_none_was_stated_it_is_unknown_with_the_same_warning(self) -> None:
        known = life(implemented_on="2010-09-01", editions=(self.NEW,))
        assert [on(known, day) for day in ("2020-06-30", "2020-07-01")] == [CURRENT, UNKNOWN]
        assert marks(known, "2020-07-01") == {Mark.MAYBE_SUPERSEDED: ("GB/T 1-2020",)}

    def test_it_warns_only_while_the_later_edition_is_in_force(self) -> None:
        gone = rival(implemented_on="2020-07-01", withdrawn_on="2022-01-01")
        known = life(implemented_on="2010-09-01", editions=(gone,))
        assert [on(known, day) for day in ("2020-07-01", "2021-12-31", "2022-01-01")] == [UNKNOWN, UNKNOWN, CURRENT]

    def test_an_upcoming_one_whose_day_never_came_is_doubted_too(self) -> None:
        known = life(published_on="2010-03-01", recorded=UPCOMING, editions=(self.NEW,))
        assert on(known, "2021-01-01") is UPCOMING
        assert Mark.MAYBE_SUPERSEDED in marks(known, "2021-01-01")

    def test_what_has_ended_is_not_doubted(self) -> None:
        known = life(**WHOLE_LIFE, editions=(self.NEW,))
        assert (on(known, "2021-01-01"), marks(known, "2021-01-01")) == (WITHDRAWN, {})

    def test_the_latest_in_force_is_named(self) -> None:
        editions = tuple(rival(f"GB/T 1-{year}", implemented_on=f"{year}-01-01") for year in (2015, 2025, 2020))
        known = life(implemented_on="2010-09-01", editions=editions)
        assert marks(known, "2021-01-01")[Mark.MAYBE_SUPERSEDED] == ("GB/T 1-2020",)

    @pytest.mark.parametrize(
        ("own", "other", "doubted"),
        [
            ({"implemented_on": "2010-09-01"}, Edition("GB/T 1-2011", 2011, date(2010, 8, 1), Term()), False),
            ({"implemented_on": "2010-09-01"}, Edition("GB/T 1-2009", 2009, date(2010, 10, 1), Term()), True),
            ({"recorded": CURRENT}, Edition("GB/T 1-2011", 2011, date(2011, 8, 1), Term()), True),
            ({"recorded": CURRENT}, Edition("GB/T 1-2009", 2009, date(2011, 8, 1), Term()), False),
            ({"implemented_on": "2010-09-01"}, Edition("GB/T 1-2011", 2011, None, Term()), True),
            ({"implemented_on": "2010-09-01"}, Edition("GB/T 1-2011", 2011, date(2010, 9, 1), Term()), True),
            ({"implemented_on": "2010-09-01"}, Edition("GB/T 1-2010E", 2010, date(2010, 9, 1), Term()), False),
            ({"implemented_on": "2010-09-01"}, Edition("GB/T 1", None, None, Term()), False),
            ({"implemented_on": "2010-09-01"}, Edition("GB/T 1-2011", 2011, date(2011, 9, 1), None), False),
        ],
        ids=[
            "its start is earlier",
            "its start is later, whatever the years",
            "own start unknown: later year",
            "own start unknown: earlier year",
            "its start unknown: later year",
            "equal starts: later year",
            "equal starts, equal years",
            "nothing tells",
            "never in force",
        ],
    )
    def test_later_is_a_later_start_else_a_later_year(self, own: dict[str, Any], other: Edition, doubted: bool) -> None:
        known = life(**own, editions=(other,))
        assert (status_on(known, date(2026, 1, 1)).remark(Mark.MAYBE_SUPERSEDED) is not None) is doubted


class TestTransition:
    """国家标准管理办法 (2023), article 35."""

    OLD = life(
        implemented_on="2010-09-01",
        successors=(successor(published_on="2020-05-06", implemented_on="2020-12-01"),),
    )

    def test_from_publication_to_implementation_either_may_be_used(self) -> None:
        window = status_on(self.OLD, date(2020, 5, 6)).transition
        assert window is not None
        assert (window.successor, str(window.published_on), window.old_until) == (
            "GB/T 1-2020",
            "2020-05-06",
            date(2020, 12, 1),
        )
        assert str(window) == "旧版可用至 2020-11-30，新版自发布之日起可用"

    @pytest.mark.parametrize("day", [date(2020, 5, 5), date(2020, 12, 1)])
    def test_before_publication_and_from_implementation_on_there_is_no_window(self, day: date) -> None:
        assert status_on(self.OLD, day).transition is None

    def test_an_earlier_withdrawal_closes_it(self) -> None:
        window = status_on(replace(self.OLD, withdrawn_on=PartialDate(2020, 8)), date(2020, 6, 1)).transition
        assert str(window) == "旧版可用至 2020-07-31，新版自发布之日起可用"

    def test_where_the_start_of_the_new_edition_is_unknown_the_last_day_is_too(self) -> None:
        known = life(implemented_on="2010-09-01", successors=(successor(published_on="2020-05-06", recorded=UPCOMING),))
        window = status_on(known, date(2026, 1, 1)).transition
        assert window is not None
        assert window.old_until is None
        assert str(window) == "旧版可用至 新版实施前一日（实施日期未载），新版自发布之日起可用"

    def test_of_several_successors_the_one_that_begins_first_counts(self) -> None:
        first = successor("GB/T 1.1-2020", published_on="2020-05-06", implemented_on="2020-10-01")
        known = replace(self.OLD, successors=(*self.OLD.successors, first))
        window = status_on(known, date(2020, 6, 1)).transition
        assert window is not None
        assert (window.successor, window.old_until) == ("GB/T 1.1-2020", date(2020, 10, 1))

    def test_a_partial_successor_opens_none(self) -> None:
        part = successor(whole=False, published_on="2020-05-06", implemented_on="2020-12-01")
        assert status_on(life(implemented_on="2010-09-01", successors=(part,)), date(2020, 6, 1)).transition is None


def test_a_chain_of_editions_passes_the_status_on() -> None:
    second = {"published_on": "2015-01-01", "implemented_on": "2015-07-01"}
    third = {"published_on": "2019-10-01", "implemented_on": "2020-04-01"}
    first = life(implemented_on="2010-09-01", successors=(successor("GB/T 1-2015", **second),))
    middle = life(**second, number="GB/T 1-2015", successors=(successor("GB/T 1-2019", **third),))
    last = life(**third, number="GB/T 1-2019")
    assert [on(known, "2020-03-31") for known in (first, middle, last)] == [SUPERSEDED, CURRENT, UPCOMING]
    assert [on(known, "2020-04-01") for known in (first, middle, last)] == [SUPERSEDED, SUPERSEDED, CURRENT]


def test_the_worked_life_as_a_timeline() -> None:
    assert timeline(life(**WHOLE_LIFE)) == (
        (date.min, DRAFT),
        (date(2010, 3, 1), UPCOMING),
        (date(2010, 9, 1), CURRENT),
        (date(2015, 5, 1), WITHDRAWN),
    )
    assert timeline(life()) == ((date.min, UNKNOWN),)


def test_gaps_between_later_editions_are_steps_of_the_timeline() -> None:
    editions = (
        rival("GB/T 1-2012", implemented_on="2012-01-01", withdrawn_on="2014-01-01"),
        rival("GB/T 1-2013", implemented_on="2013-01-01", withdrawn_on="2015-01-01"),
        rival("GB/T 1-2014", implemented_on="2014-01-01", withdrawn_on="2014-06-01"),
        rival("GB/T 1-2018", implemented_on="2018-01-01"),
    )
    assert timeline(life(implemented_on="2010-01-01", editions=editions)) == (
        (date.min, UPCOMING),
        (date(2010, 1, 1), CURRENT),
        (date(2012, 1, 1), UNKNOWN),
        (date(2015, 1, 1), CURRENT),
        (date(2018, 1, 1), UNKNOWN),
    )


def test_a_remark_is_found_by_its_mark() -> None:
    found = status_on(life(implemented_on="2010-09-01"), date(2011, 1, 1))
    assert found.remark(Mark.STATUS_UNSTATED) == Remark(Mark.STATUS_UNSTATED)
    assert found.remark(Mark.END_UNDATED) is None


YEARS = st.integers(2000, 2004)
PARTIAL = st.one_of(
    st.none(),
    st.builds(PartialDate, YEARS),
    st.builds(PartialDate, YEARS, st.integers(1, 12)),
    st.builds(PartialDate, YEARS, st.integers(1, 12), st.integers(1, 28)),
)
WORDS = st.sampled_from([None, *Status])
SUCCESSORS = st.builds(
    Successor,
    number=st.just("GB/T 2-2003"),
    whole=st.booleans(),
    published_on=PARTIAL,
    implemented_on=PARTIAL,
    recorded=WORDS,
)
EDITIONS = st.builds(
    edition_of,
    st.builds(
        Life,
        number=st.just("GB/T 1-2003"),
        year=st.one_of(st.none(), YEARS),
        published_on=PARTIAL,
        implemented_on=PARTIAL,
        withdrawn_on=PARTIAL,
        recorded=WORDS,
        successors=st.lists(SUCCESSORS, max_size=1).map(tuple),
    ),
)
LIVES = st.builds(
    Life,
    number=st.just("GB/T 1-2002"),
    year=st.one_of(st.none(), YEARS),
    published_on=PARTIAL,
    implemented_on=PARTIAL,
    withdrawn_on=PARTIAL,
    recorded=WORDS,
    successors=st.lists(SUCCESSORS, max_size=3).map(tuple),
    editions=st.lists(EDITIONS, max_size=3).map(tuple),
)


@given(LIVES, st.dates(date(1999, 12, 1), date(2006, 1, 31)))
def test_the_timeline_says_what_status_on_says(known: Life, some_day: date) -> None:
    steps = timeline(known)
    assert steps[0][0] == date.min
    assert [day for day, _ in steps] == sorted({day for day, _ in steps})
    ends = [edition.in_force for edition in known.editions if edition.in_force]
    turns = {some_day, *(day for day, _ in steps), *(day for term in ends for day in (term.since, term.until) if day)}
    for turn in turns:
        for day in {turn, max(turn, date.min + timedelta(1)) - timedelta(1), turn + timedelta(1)}:
            assert status_on(known, day).status is [status for since, status in steps if since <= day][-1]


@given(LIVES, st.dates(date(1999, 12, 1), date(2006, 1, 31)))
def test_what_has_ended_never_comes_back_and_a_draft_is_never_in_force(known: Life, day: date) -> None:
    status = status_on(known, day).status
    later = status_on(known, day + timedelta(days=400)).status
    if status in (SUPERSEDED, WITHDRAWN):
        assert later is status
    if known.published_on and day < known.published_on.first_day:
        assert status is DRAFT
