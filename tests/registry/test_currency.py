"""The currency check as a rule, on lineages worked out by hand from docs/rules.md sections 1, 2 and 5."""

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.registry.currency import (
    Amendment,
    Flag,
    Known,
    Verdict,
    judge_ambiguous,
    judge_document,
    judge_missing,
    judge_nothing,
    judge_record,
    judge_renumbered,
)
from app.registry.dates import PartialDate, Term
from app.registry.status import Edition, Life, Successor, status_on
from app.registry.words import Status
from tests.examples import examples

TODAY = date(2026, 6, 1)


def day(text):
    return None if text is None else PartialDate.read(text)


def known(number, start=None, *, published=None, withdrawn=None, by=(), partly=(), recorded=Status.CURRENT, **more):
    """A record; `by`: the records that replace it wholly, or numbers that the register does not hold."""
    life = Life(
        number=number,
        year=int(number[-4:]),
        published_on=day(published or start),
        implemented_on=day(start),
        withdrawn_on=day(withdrawn),
        recorded=recorded,
        successors=tuple(_successor(each, whole) for whole, many in ((True, by), (False, partly)) for each in many),
        editions=more.pop("editions", ()),
    )
    return Known(number=number, life=life, order=number, **more)


def _successor(other, whole):
    if isinstance(other, str):
        return Successor(number=other, whole=whole)
    life = other.life
    return Successor(
        number=other.number,
        whole=whole,
        published_on=life.published_on,
        implemented_on=life.implemented_on,
        recorded=life.recorded,
    )


def judged(asked, *others, on=TODAY):
    return judge_record(asked, on, {each.number: each for each in (asked, *others)})


def steps(finding):
    return [(step.number, None if step.on is None else str(step.on)) for step in finding.chain]


def test_in_force():
    found = judged(known("GB/T 1.1-2020", "2020-10-01", published="2020-03-31", title_zh="导则"))
    assert (found.verdict, found.number, found.title_zh, found.current) == (
        Verdict.CURRENT, "GB/T 1.1-2020", "导则", ("GB/T 1.1-2020",),
    )  # fmt: skip
    assert (found.flags, found.chain, found.candidates) == ((), (), ())
    assert "2026-06-01 现行" in found.message


def test_a_chain_is_followed_to_what_is_in_force_each_step_with_its_date():
    third = known("GB/T 1.1-2020", "2020-10-01")
    second = known("GB/T 1.1-2009", "2010-01-01", by=[third])
    first = known("GB/T 1.1-2000", "2001-06-01", by=[second])
    found = judged(first, second, third)
    assert found.verdict is Verdict.SUPERSEDED
    assert steps(found) == [("GB/T 1.1-2009", "2010-01-01"), ("GB/T 1.1-2020", "2020-10-01")]
    assert found.current == ("GB/T 1.1-2020",)
    for part in ("2026-06-01", "2010-01-01", "GB/T 1.1-2020"):
        assert part in found.message


def test_the_chain_ends_where_it_ended_on_the_day_asked():
    third = known("GB/T 1.1-2020", "2020-10-01", published="2020-03-31")
    second = known("GB/T 1.1-2009", "2010-01-01", by=[third])
    first = known("GB/T 1.1-2000", "2001-06-01", by=[second])
    everything = (first, second, third)
    assert steps(judged(*everything, on=date(2020, 9, 30))) == [("GB/T 1.1-2009", "2010-01-01")]
    assert judged(*everything, on=date(2020, 9, 30)).current == ("GB/T 1.1-2009",)
    assert judged(*everything, on=date(2020, 10, 1)).current == ("GB/T 1.1-2020",)
    assert judged(*everything, on=date(2009, 12, 31)).verdict is Verdict.CURRENT
    assert judged(*everything, on=date(2010, 1, 1)).verdict is Verdict.SUPERSEDED
    assert judged(*everything, on=date(2001, 5, 31)).verdict is Verdict.UPCOMING


def test_split_into_parts_gives_every_branch():
    one = known("GB/T 5.1-2010", "2010-07-01")
    newer = known("GB/T 5.2-2019", "2020-01-01")
    two = known("GB/T 5.2-2011", "2011-07-01", by=[newer])
    found = judged(known("GB 5-1990", "1990-01-01", by=[two, one]), one, two, newer)
    assert steps(found) == [("GB/T 5.1-2010", "2010-07-01"), ("GB/T 5.2-2011", "2011-07-01"), ("GB/T 5.2-2019", "2020-01-01")]
    assert found.current == ("GB/T 5.1-2010", "GB/T 5.2-2019")


def test_branches_that_meet_again_are_named_once():
    end = known("GB/T 9-2020", "2020-01-01")
    left, right = known("GB/T 7-2010", "2010-01-01", by=[end]), known("GB/T 8-2011", "2011-01-01", by=[end])
    found = judged(known("GB/T 6-2000", "2000-01-01", by=[left, right]), left, right, end)
    assert [number for number, _ in steps(found)] == ["GB/T 7-2010", "GB/T 8-2011", "GB/T 9-2020"]
    assert found.current == ("GB/T 9-2020",)


def test_a_part_that_is_replaced_leaves_the_rest_in_force():
    part = known("GB/T 20-2020", "2020-01-01")
    found = judged(known("GB/T 10-2010", "2010-01-01", partly=[part]), part)
    assert (found.verdict, found.chain) == (Verdict.CURRENT, ())
    assert "部分内容已由 GB/T 20-2020 代替" in found.message


def test_withdrawn_with_nothing_in_its_place():
    found = judged(known("GB/T 30-1999", "2000-01-01", withdrawn="2017-12-15"))
    assert (found.verdict, found.chain, found.current) == (Verdict.WITHDRAWN, (), ())
    assert "2017-12-15" in found.message
    assert judged(known("GB/T 30-1999", "2000-01-01", withdrawn="2017-12-15"), on=date(2017, 12, 14)).verdict is Verdict.CURRENT


def test_a_chain_that_ends_in_nothing_in_force_says_so():
    dead = known("GB/T 32-2005", "2006-01-01", withdrawn="2015-01-01")
    found = judged(known("GB/T 32-1990", "1990-01-01", by=[dead]), dead)
    assert (found.verdict, found.current) == (Verdict.SUPERSEDED, ())
    assert "没有查到现行的代替标准（GB/T 32-2005 已废止）" in found.message


def test_a_successor_outside_the_register_is_named_and_never_current():
    found = judged(known("GB/T 33-1990", "1990-01-01", by=["GB/T 33-2005"], recorded=Status.WITHDRAWN))
    assert (found.verdict, steps(found), found.current) == (Verdict.SUPERSEDED, [("GB/T 33-2005", None)], ())
    assert "GB/T 33-2005 本库没有收录" in found.message


def test_ended_without_a_successor_on_record_the_later_edition_is_a_candidate():
    later = Edition("GB/T 34-2015", 2015, date(2016, 1, 1), Term(date(2016, 1, 1)))
    found = judged(known("GB/T 34-2000", "2000-01-01", recorded=Status.SUPERSEDED, editions=(later,)))
    assert (found.verdict, found.chain, found.current, found.candidates) == (
        Verdict.SUPERSEDED, (), (), ("GB/T 34-2015",),
    )  # fmt: skip


def test_a_later_edition_without_a_link_is_flagged():
    later = Edition("GB/T 35-2015", 2015, date(2016, 1, 1), Term(date(2016, 1, 1)))
    stated = judged(known("GB/T 35-2000", "2000-01-01", editions=(later,)))
    assert (stated.verdict, stated.flags, stated.candidates) == (
        Verdict.CURRENT, (Flag.MAYBE_SUPERSEDED,), ("GB/T 35-2015",),
    )  # fmt: skip
    unstated = judged(known("GB/T 35-2000", "2000-01-01", editions=(later,), recorded=None))
    assert (unstated.verdict, unstated.flags, unstated.current) == (Verdict.UNKNOWN, (Flag.MAYBE_SUPERSEDED,), ())


def test_nothing_known_is_never_current():
    found = judged(known("GB/T 36-2000", recorded=None))
    assert (found.verdict, found.current) == (Verdict.UNKNOWN, ())


def test_the_window_of_transition_names_both_dates():
    new = known("GB/T 40-2026", "2026-12-01", published="2026-05-15", recorded=Status.UPCOMING)
    old = known("GB/T 40-2010", "2010-01-01", by=[new])
    found = judged(old, new)
    assert (found.verdict, found.flags, found.current) == (Verdict.CURRENT, (Flag.TRANSITION,), ("GB/T 40-2010",))
    for part in ("2026-05-15", "2026-12-01", "旧版可用至 2026-11-30，新版自发布之日起可用"):
        assert part in found.message
    assert judged(old, new, on=date(2026, 5, 14)).flags == ()
    assert judged(old, new, on=date(2026, 12, 1)).verdict is Verdict.SUPERSEDED


def test_the_edition_to_come_names_what_holds_until_then():
    old = known("GB/T 41-2010", "2010-01-01")
    new = known("GB/T 41-2026", "2026-12-01", published="2026-05-15", recorded=Status.UPCOMING, replaced=("GB/T 41-2010",))
    found = judged(new, old)
    assert (found.verdict, found.current) == (Verdict.UPCOMING, ("GB/T 41-2010",))
    before = judged(new, old, on=date(2026, 5, 14))
    assert before.verdict is Verdict.UPCOMING
    assert "尚未发布" in before.message


def test_amended_since():
    amended = known(
        "GB 7258-2017", "2018-01-01",
        amendments=(
            Amendment(number="GB 7258-2017/XG1-2019", published_on=day("2019-04-01")),
            Amendment(number="GB 7258-2017/XG2-2030", published_on=day("2030-01-01")),
        ),
    )  # fmt: skip
    found = judged(amended)
    assert found.flags == (Flag.AMENDED,)
    assert "GB 7258-2017/XG1-2019" in found.message
    assert "XG2" not in found.message
    assert judged(amended, on=date(2019, 3, 31)).flags == ()


def test_mandatory_turned_recommended_is_a_chain_like_any_other():
    borne = known("GB/T 7000-2007", "2008-01-01")
    found = judge_renumbered("GB 7000-2007", borne, TODAY, {}, converted=True)
    assert (found.number, found.verdict) == ("GB 7000-2007", Verdict.SUPERSEDED)
    assert (steps(found), found.current) == ([("GB/T 7000-2007", None)], ("GB/T 7000-2007",))
    then = judge_renumbered("GB 7000-2007", borne, date(2012, 1, 1), {}, converted=True)
    assert (then.verdict, then.chain) == (Verdict.CURRENT, ())


def test_a_former_number_leads_through_the_record_to_what_replaced_it():
    new = known("T/ZZB 1-2022", "2022-06-01")
    borne = known("T/ZZB 1-2018", "2018-06-01", by=[new])
    found = judge_renumbered("DB33/T 9-2018", borne, TODAY, {new.number: new}, converted=False)
    assert (found.number, found.verdict) == ("DB33/T 9-2018", Verdict.SUPERSEDED)
    assert steps(found) == [("T/ZZB 1-2018", None), ("T/ZZB 1-2022", "2022-06-01")]
    assert found.current == ("T/ZZB 1-2022",)


def test_undated_is_the_edition_of_the_day_with_the_upcoming_one_beside_it():
    old = known("GB/T 50-2000", "2000-01-01", withdrawn="2010-01-01")
    now = known("GB/T 50-2009", "2010-01-01")
    coming = known("GB/T 50-2026", "2027-01-01", published="2026-05-01", recorded=Status.UPCOMING)
    editions = (old, now, coming)
    found = judge_document(editions, TODAY, {})
    assert (found.number, found.verdict, found.current) == ("GB/T 50-2009", Verdict.CURRENT, ("GB/T 50-2009",))
    assert "GB/T 50-2026 将于 2027-01-01 实施" in found.message
    assert judge_document(editions, date(2005, 1, 1), {}).number == "GB/T 50-2000"
    last = judge_document((old,), TODAY, {})
    assert (last.number, last.verdict) == ("GB/T 50-2000", Verdict.WITHDRAWN)


def test_an_edition_that_is_missing_names_those_known():
    old, now = known("GB/T 60-2000", "2000-01-01", withdrawn="2010-01-01"), known("GB/T 60-2009", "2010-01-01")
    found = judge_missing("GB/T 60-2005", (now, old), TODAY)
    assert (found.verdict, found.number) == (Verdict.EDITION_MISSING, "GB/T 60-2005")
    assert (found.candidates, found.current) == (("GB/T 60-2000", "GB/T 60-2009"), ("GB/T 60-2009",))


def test_what_is_not_settled_is_never_guessed():
    several = judge_ambiguous("T/A 2-2022", ["T/A 2-2022", "T/A 02-2022"], TODAY)
    assert (several.verdict, several.current) == (Verdict.AMBIGUOUS, ())
    assert several.candidates == ("T/A 2-2022", "T/A 02-2022")
    nothing = judge_nothing("GB/T 99-2000", ("GB/T 98-2000",), TODAY)
    assert (nothing.verdict, nothing.current, nothing.candidates) == (Verdict.UNKNOWN, (), ("GB/T 98-2000",))
    regulation = judge_nothing("TSG 21-2016", (), TODAY, regulation=True)
    assert "法规/规范" in regulation.message


@st.composite
def lineages(draw):
    """Up to eight records, each replaced wholly by some of those after it, which begin later or not."""
    count = draw(st.integers(1, 8))
    starts = draw(st.lists(st.integers(2000, 2012), min_size=count, max_size=count))
    records = []
    for at in reversed(range(count)):
        later = draw(st.sets(st.sampled_from(range(at + 1, count)))) if at + 1 < count else set()
        withdrawn = draw(st.sampled_from([None, None, "2006-01-01", "2011-01-01"]))
        records.append(
            known(
                f"GB/T {at}-2000",
                f"{starts[at]}-01-01",
                withdrawn=withdrawn,
                by=[each for each in records if int(each.number[5]) in later],
            )
        )
    return {each.number: each for each in records}


@settings(max_examples=examples(300))
@given(lineages(), st.integers(1999, 2014))
def test_any_lineage_is_answered_as_plain_reading_of_it(register, year):
    """Against the rule told plainly: what can be reached through successors that have begun, and of that what is in force."""
    on = date(year, 6, 1)
    for asked in register.values():
        found = judge_record(asked, on, register)
        status = status_on(asked.life, on).status
        if status is not Status.SUPERSEDED:
            assert found.chain == ()
            continue
        reached, fresh = set(), {asked.number}
        while fresh:
            nexts = {number for at in fresh for number in _begun(register[at], on)}
            fresh = nexts - reached
            reached |= fresh
        assert {step.number for step in found.chain} == reached - {asked.number}
        in_force = {number for number in reached if status_on(register[number].life, on).status is Status.CURRENT}
        assert set(found.current) == in_force
        assert len(found.chain) == len({step.number for step in found.chain})
        for step in found.chain:
            assert step.on == register[step.number].life.implemented_on
            assert step.on.first_day <= on


def _begun(record, on):
    """The successors that begin after the record and by the day; where none does, those that have begun all the same."""
    if status_on(record.life, on).status is Status.CURRENT:
        return set()
    begun = {each.number: each for each in record.life.successors if each.start <= on}
    return {number for number, each in begun.items() if each.start > record.life.start} or set(begun)


def test_the_nearest_step_comes_first():
    chain = [known("GB/T 70-2024", "2024-01-01")]
    for year in (2018, 2012, 2006, 2000):
        chain.append(known(f"GB/T 70-{year}", f"{year}-01-01", by=[chain[-1]]))
    found = judged(*reversed(chain))
    assert all(before.on < after.on for before, after in pairwise(found.chain))
    assert len(found.chain) == 4
