"""The currency check over the register: which records many numbers mean, and in how many statements."""

from datetime import date

import pytest

from app.database import db
from app.errors import Invalid
from app.registry.queries import currency
from app.registry.queries.currency import check_currency
from app.registry.queries.lookup import find_standard
from app.registry.words import RelationKind, Status
from tests.factories import make_standard, relate

TODAY = date(2026, 6, 1)


def check(*lines, on=TODAY):
    return [each.finding for each in check_currency(lines, on)]


def short(finding):
    return finding.number, finding.verdict.value, [step.number for step in finding.chain], list(finding.current)


@pytest.fixture
def guides(app):
    """Three editions of one document, each replaced by the next; the first two known to be replaced by links alone."""
    numbers = (("GB/T 1.1-2000", "2001-06-01"), ("GB/T 1.1-2009", "2010-01-01"), ("GB/T 1.1-2020", "2020-10-01"))
    made = [make_standard(number, "标准化工作导则", published_on=start, implemented_on=start) for number, start in numbers]
    relate(made[1], RelationKind.REPLACES, made[0])
    relate(made[2], RelationKind.REPLACES, made[1])
    return made


@pytest.mark.usefixtures("guides")
class TestOneNumber:
    def test_any_spelling_means_the_record(self):
        expected = ("GB/T 1.1-2009", "superseded", ["GB/T 1.1-2020"], ["GB/T 1.1-2020"])
        for typed in ("GB/T 1.1-2009", "gbt1.1—2009", "ＧＢ／Ｔ１．１－２００９", "GB T 1.1 2009", "《GB/T 1.1-2009》"):
            assert short(check(typed)[0]) == expected, typed

    def test_undated_is_the_edition_of_the_day(self):
        assert short(check("GB/T 1.1")[0]) == ("GB/T 1.1-2020", "current", [], ["GB/T 1.1-2020"])
        assert short(check("GB/T 1.1", on=date(2005, 1, 1))[0]) == ("GB/T 1.1-2000", "current", [], ["GB/T 1.1-2000"])

    def test_an_edition_that_is_not_held(self):
        found = check("GB/T 1.1-1993")[0]
        assert short(found) == ("GB/T 1.1-1993", "edition_missing", [], ["GB/T 1.1-2020"])
        assert found.candidates == ("GB/T 1.1-2000", "GB/T 1.1-2009", "GB/T 1.1-2020")

    def test_a_slip_of_the_keyboard_gives_candidates(self):
        assert check("GB/T 1.2-2020")[0].candidates == ("GB/T 1.1-2020",)
        assert check("JB/T 1.1-2009")[0].candidates == ("GB/T 1.1-2009",)
        assert check("JB/T 1.1-2009")[0].verdict.value == "unknown"

    def test_a_range_and_all_parts(self):
        for part in (2, 3):
            make_standard(f"GB/T 1.{part}-2020")
        make_standard("GB/T 11-2020")
        assert [each.number for each in check("GB/T 1.1～1.4")] == ["GB/T 1.1-2020", "GB/T 1.2-2020", "GB/T 1.3-2020", "GB/T 1.4"]
        assert [each.number for each in check("GB/T 1（所有部分）")] == ["GB/T 1.1-2020", "GB/T 1.2-2020", "GB/T 1.3-2020"]

    def test_the_source_behind_a_number_is_not_checked_by_itself(self):
        found = check("GB/T 1.1-2020/ISO 9001:2015")
        assert [each.number for each in found] == ["GB/T 1.1-2020"]
        assert "ISO 9001:2015" in found[0].message

    def test_agrees_with_the_look_up_of_one(self):
        for typed in ("GB/T 1.1-2000", "gbt1.1", "GB 1.1-2020", "GB/T 1.1-2009 标准化工作导则"):
            found = check(typed)[0]
            assert find_standard(typed, TODAY).standard.number in {found.number, *(step.number for step in found.chain)}


def test_mandatory_turned_recommended_moved_and_renumbered(app):
    make_standard("GB/T 7000-2007", published_on="2007-01-01", implemented_on="2008-01-01")
    make_standard("T/ZZB 0123-2017", former_numbers=("DB33/T 0123-2017",))
    new = make_standard("NB/T 5-2021", published_on="2021-01-01", implemented_on="2021-07-01")
    relate(new, RelationKind.REPLACES, make_standard("GB/T 5-2000", published_on="2000-01-01", implemented_on="2000-01-01"))
    converted, former, moved = check("GB 7000-2007", "DB33/T 0123-2017", "GB/T 5-2000")
    assert short(converted) == ("GB 7000-2007", "superseded", ["GB/T 7000-2007"], ["GB/T 7000-2007"])
    assert short(former) == ("DB33/T 0123-2017", "superseded", ["T/ZZB 0123-2017"], ["T/ZZB 0123-2017"])
    assert short(moved) == ("GB/T 5-2000", "superseded", ["NB/T 5-2021"], ["NB/T 5-2021"])


def test_zeros_that_differ_are_candidates(app):
    for number in ("T/SSIASD 2-2022", "T/SSIASD 02-2022"):
        make_standard(number)
    found = check("T/SSIASD 002-2022")[0]
    assert (found.verdict.value, set(found.candidates)) == ("ambiguous", {"T/SSIASD 2-2022", "T/SSIASD 02-2022"})
    assert check("T/SSIASD 02-2022")[0].number == "T/SSIASD 02-2022"


def test_a_serial_with_letters_and_dashes_is_found_without_its_slash(app):
    make_standard("T/XCFW TG04-011.7-2023")
    assert check("TXCFWTG04-011.7-2023")[0].number == "T/XCFW TG04-011.7-2023"
    assert find_standard("TXCFWTG04-011.7-2023", TODAY).standard.number == "T/XCFW TG04-011.7-2023"


def test_one_number_and_very_many_are_looked_up_by_the_same_steps(app):
    make_standard("ETSI TS 101 787 V1.1.1 (2000-05)", published_on="2000-05", implemented_on=None)
    make_standard("ITU-T F.400/X.400 (07/1996)", published_on="1996-07", implemented_on=None)
    make_standard("T/ZZB 0123-2017", former_numbers=("DB33/T 888-2015E",))
    make_standard("DB33/T 888-2019")
    for typed, number in (
        ("ETSI TS 101 787 V1.1.1", "ETSI TS 101 787 V1.1.1 (2000-05)"),        # a version without its month
        ("ITU-T F.400X.400 (071996)", "ITU-T F.400/X.400 (07/1996)"),          # the key without slashes
        ("DB33/T 888-2015", "T/ZZB 0123-2017"),                                # what bore it comes before other editions
    ):
        found = check(typed)[0]
        assert find_standard(typed, TODAY).standard.number == number, typed
        assert number in {found.number, *found.current}, typed


def test_a_range_of_serials_is_every_number_of_it(app):
    for number in ("GB/T 700-2006", "GB/T 702-2017", "GB/T 704-2016"):
        make_standard(number, published_on=number[-4:], implemented_on=None)
    assert [each.number for each in find_standard("GB/T 700～GB/T 703", TODAY).candidates] == ["GB/T 700-2006", "GB/T 702-2017"]
    assert find_standard("GB/T 703～GB/T 705", TODAY).standard.number == "GB/T 704-2016"


def test_only_an_edition_under_another_code_is_said_to_be_written_otherwise(app):
    make_standard("GB 17498.1-2008", published_on="2008-12-30", implemented_on="2009-10-01")
    make_standard("GB/T 17498.1-2026", published_on="2026-05-01", implemented_on="2026-12-01")
    make_standard("DB44/26-2001", published_on="2001-08-20", implemented_on="2002-01-01")
    before, after, local = check("GB 17498.1")[0], check("GB 17498.1", on=date(2027, 1, 1))[0], check("DB44/26")[0]
    assert (before.number, "在本库中写作" in before.message) == ("GB 17498.1-2008", False)
    assert (after.number, "“GB 17498.1”在本库中写作 GB/T 17498.1-2026" in after.message) == ("GB/T 17498.1-2026", True)
    assert (local.number, "在本库中写作" in local.message) == ("DB44/26-2001", False)
    assert find_standard("DB44/26", TODAY).found_as is None


def test_what_one_number_costs_does_not_grow_with_the_parts_it_stands_for(app, statements):
    counts = []
    for parts in (range(1, 3), range(3, 30)):
        for part in parts:
            make_standard(f"GB/T 2423.{part}-2019")
        db.session.expunge_all()
        with statements() as asked:
            assert len(find_standard("GB/T 2423（所有部分）", TODAY).candidates) == part
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_occupational_health_is_not_guidance(app):
    make_standard("GB/Z 1-2010")
    found = check("GBZ 1-2010")[0]
    assert (found.number, found.verdict.value, found.current) == ("GBZ 1-2010", "unknown", ())
    assert found.candidates[0] == "GB/Z 1-2010"
    alone = find_standard("GBZ 1-2010", TODAY)
    assert (alone.standard, [each.number for each in alone.candidates]) == (None, ["GB/Z 1-2010"])


def test_amended_by_a_link_and_by_what_the_number_says(app):
    base = make_standard("GB 7258-2017", published_on="2017-09-29", implemented_on="2018-01-01")
    make_standard("GB 7258-2017/XG1-2019", published_on="2019-04-01", implemented_on="2019-04-01")
    other = make_standard("GB 50016-2014", published_on="2014-08-27", implemented_on="2015-05-01")
    make_standard("GB 50016-2014(2018年版)", published_on="2018-03-30", implemented_on="2018-10-01")
    linked = make_standard("GB/T 8-2018", published_on="2018-01-01", implemented_on="2018-01-01")
    relate("GB/T 8-2018/XG1-2020", RelationKind.AMENDS, linked)
    found = check(base.number, other.number, linked.number)
    assert [[flag.value for flag in each.flags] for each in found] == [["amended"]] * 3
    assert check(base.number, on=date(2019, 3, 31))[0].flags == ()


def test_a_regulation_is_read_and_marked(app):
    make_standard("TSG 21-2016", "固定式压力容器安全技术监察规程", kind=None)
    held, not_held = check("TSG 21-2016", "国务院令第591号")
    assert (held.verdict.value, "法规/规范" in held.message) == ("current", True)
    assert (not_held.number, "法规/规范" in not_held.message) == ("国务院令第591号", True)


def test_only_recorded_words_and_no_dates(app):
    make_standard("GB/T 31-2000", published_on=None, implemented_on=None, recorded_status=Status.WITHDRAWN)
    make_standard("GB/T 32-2000", published_on=None, implemented_on=None)
    assert [short(each)[1] for each in check("GB/T 31-2000", "GB/T 32-2000")] == ["withdrawn", "unknown"]


def test_a_loop_of_replacements_ends(app):
    first, second = make_standard("GB/T 81-2000"), make_standard("GB/T 82-2001")
    for standard in (first, second):
        standard.recorded_status = Status.WITHDRAWN
    db.session.commit()
    relate(first, RelationKind.REPLACES, second)
    relate(second, RelationKind.REPLACES, first)
    assert [step.number for step in check("GB/T 81-2000")[0].chain] in ([], ["GB/T 82-2001"])


def test_nothing_is_lost_and_the_order_stays(app):
    make_standard("GB/T 9-2020")
    lines = ["皮鞋", "GB/T 9-2020", "GB/T 9-2020、GB/T 10-2020", "\0\ud800", "GB/T 9-2020"]
    found = check_currency(lines, TODAY)
    assert [each.input for each in found] == ["皮鞋", "GB/T 9-2020", "GB/T 9-2020", "GB/T 10-2020", "\ufffd\ufffd", "GB/T 9-2020"]
    assert [each.finding.number for each in found] == [None, "GB/T 9-2020", "GB/T 9-2020", "GB/T 10-2020", None, "GB/T 9-2020"]
    assert check_currency([], TODAY) == []


def test_more_than_one_check_takes_is_refused(app, monkeypatch):
    monkeypatch.setattr(currency, "MOST_NUMBERS", 3)
    monkeypatch.setattr(currency, "MOST_CHARACTERS", 100)
    for lines in (["GB/T 1-2000"] * 4, ["GB/T 1-2000、GB/T 2-2000", "GB/T 3-2000、GB/T 4-2000"], ["x" * 101]):
        with pytest.raises(Invalid) as refused:
            check(*lines)
        assert [each.field for each in refused.value.fields] == ["numbers"]
    assert len(check("GB/T 1-2000", "GB/T 2-2000", "GB/T 3-2000")) == 3


@pytest.mark.usefixtures("guides")
def test_the_statements_do_not_grow_with_the_numbers(statements):
    few = ["GB/T 1.1-2000", "GB/T 1.1", "GB/T 7-1999", "GB/T 1（所有部分）"]
    many = [*few, *(f"GB/T {serial}-2020" for serial in range(3_000)), *(f"GB/T 1.1-{year}" for year in range(1950, 2030))]
    counts = []
    for lines in (few, many):
        with statements() as asked:
            check(*lines)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_other_ways_in_which_a_number_means_a_record(app):
    make_standard("T/CEC 212-2019/T/CEEIA 380-2019")
    make_standard("IEEE Std 1003-2010")
    make_standard("T/ZZB 0123-2017", former_numbers=("DB33/T 0123-2017",))
    make_standard("GB/T 7000-2007", published_on="2007-01-01", implemented_on="2008-01-01")
    joint, ieee, once, converted = check("T/CEEIA 380-2019", "IEEE 1003-2010", "DB33/T 0123", "GB 7000")
    assert short(joint)[:2] == ("T/CEC 212-2019/T/CEEIA 380-2019", "current")
    assert short(ieee)[:2] == ("IEEE Std 1003-2010", "current")
    assert short(once) == ("DB33/T 0123-2017", "superseded", ["T/ZZB 0123-2017"], ["T/ZZB 0123-2017"])
    assert short(converted)[:2] == ("GB/T 7000-2007", "current")
    assert "“GB 7000”在本库中写作 GB/T 7000-2007" in converted.message
