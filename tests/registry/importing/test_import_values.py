from datetime import date, datetime

import pytest

from app.errors import Invalid
from app.registry.dates import PartialDate
from app.registry.importing import value_lists, values
from app.registry.words import Degree, Kind, Status


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("  断路器 ", "断路器"),
        ("", None),
        ("   ", None),
        (None, None),
        (2020, "2020"),
        (2020.0, "2020"),
        (13.5, "13.5"),
        ("第１部\u3000分", "第１部\u3000分"),
        ("a\x00b\u200bc\ufeff", "abc"),
        ("a\r\nb\rc", "a\nb\nc"),
        (date(2020, 11, 1), "2020-11-01"),
        (datetime(2020, 11, 1), "2020-11-01"),  # noqa: DTZ001 - spreadsheets know no time zone
    ],
)
def test_text_is_tidied_and_an_empty_cell_is_none(raw: object, read: str | None) -> None:
    assert values.text(raw) == read


@pytest.mark.parametrize("raw", [["a", "b"], {"a": 1}, True, float("nan"), float("inf"), "\ud800", 913303996765432187.0, 10**400])
def test_what_is_no_text_is_refused(raw: object) -> None:
    with pytest.raises(Invalid):
        values.text(raw)


def test_a_code_that_a_sheet_kept_as_a_number_asks_for_a_text_column() -> None:
    with pytest.raises(Invalid, match="文本"):
        values.body(9.133039967654322e17)


def test_names_have_a_limit_and_no_line_ends() -> None:
    assert values.name("温州\n市") == "温州 市"
    assert values.name("名" * 240) == "名" * 240
    with pytest.raises(Invalid, match="241"):
        values.name("名" * 241)


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("2020-11-01", "2020-11-01"),
        ("2020/11/1", "2020-11-01"),
        ("2020年11月", "2020-11"),
        ("1982-06", "1982-06"),
        (2020, "2020"),
        (2020.0, "2020"),
        (20201101, "2020-11-01"),
        (datetime(2020, 11, 1), "2020-11-01"),  # noqa: DTZ001 - spreadsheets know no time zone
        (date(2020, 11, 1), "2020-11-01"),
    ],
)
def test_dates_are_read_as_far_as_known(raw: object, read: str) -> None:
    assert str(values.day(raw)) == read


@pytest.mark.parametrize("raw", ["2020-13-01", "2020-02-30", "明年", 43952, 2020.1, "2020-11-01 08:30"])
def test_what_is_no_date_is_refused(raw: object) -> None:
    with pytest.raises(Invalid):
        values.day(raw)


@pytest.mark.parametrize(
    ("last", "first_after"),
    [
        ("2015-12-31", "2016-01-01"),
        ("2015-12", "2016-01"),
        ("2015", "2016"),
        ("2016-02-28", "2016-02-29"),
        ("2015-06", "2015-07"),
    ],
)
def test_a_last_day_that_is_included_ends_the_day_after(last: str, first_after: str) -> None:
    assert values.last_day_included(last) == PartialDate.read(first_after)


def test_the_last_day_of_all_has_no_day_after() -> None:
    with pytest.raises(Invalid, match="留空"):
        values.last_day_included("9999-12-31")


@pytest.mark.parametrize(
    ("raw", "share"), [("30%", 0.3), ("30％", 0.3), ("0.3", 0.3), (0.3, 0.3), ("100%", 1.0), (1, 1.0), ("", None),
     ("1", 1.0), ("1%", 0.01), ("0.3%", 0.003), ("0", 0.0), ("30 %", 0.3), ("３０％", 0.3), ("０．３", 0.3), (".3", 0.3),
     ("+30%", 0.3), ("33.3%", 0.333), (0.00001, 0.00001)],
)
def test_a_rate_is_a_share_of_one(raw: object, share: float | None) -> None:
    assert values.rate(raw) == share


@pytest.mark.parametrize("raw", ["30", 30, "130%", "-0.1", "-5", "-5%", "三成", "0.3.1", "%", "30%%", "1/3", "1e-1", "300"])
def test_a_rate_above_one_is_refused(raw: object) -> None:
    with pytest.raises(Invalid):
        values.rate(raw)


def test_a_bare_number_above_one_asks_for_percent() -> None:
    with pytest.raises(Invalid, match=r"“30”大于 1，比率请带上百分号：30%，或写成小数：0\.3"):
        values.rate("30")
    with pytest.raises(Invalid, match=r"“１２．５”大于 1，比率请带上百分号：12\.5%，或写成小数：0\.125"):
        values.rate("１２．５")


@pytest.mark.parametrize(("raw", "read"), [("50", 50), ("1,200", 1200), ("1，200", 1200), ("５０", 50), ("2.5", 2.5), ("", None)])
def test_how_many_is_a_number_without_sign(raw: object, read: float | None) -> None:
    assert values.quantity(raw) == read


@pytest.mark.parametrize("raw", ["30%", "30 ％", "-5", "50家", "五十", "1e3", "nan", True])
def test_a_percentage_is_not_how_many(raw: object) -> None:
    with pytest.raises(Invalid):
        values.quantity(raw)


@pytest.mark.parametrize(("raw", "read"), [("是", True), ("false", False), (True, True), (0, False), (1.0, True), ("", None)])
def test_flags(raw: object, read: bool | None) -> None:
    assert values.flag(raw) is read


@pytest.mark.parametrize("raw", ["也许", 2, "真"])
def test_what_is_neither_yes_nor_no_is_refused(raw: object) -> None:
    with pytest.raises(Invalid):
        values.flag(raw)


def test_words_are_read_in_english_and_chinese() -> None:
    assert values.word(Kind)("国家标准") is values.word(Kind)("national") is Kind.NATIONAL
    assert values.word(Status)("现行") is Status.CURRENT
    with pytest.raises(Invalid, match="国家标准"):
        values.word(Kind)("国际标准化")


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("甲公司;乙公司；丙公司", ("甲公司", "乙公司", "丙公司")),
        ("甲公司、乙公司", ("甲公司", "乙公司")),
        ("建筑、家居用品协会;", ("建筑、家居用品协会",)),
        ("甲公司\n乙公司", ("甲公司", "乙公司")),
        (["建筑、家居用品协会", " 甲公司 ", "", "甲公司"], ("建筑、家居用品协会", "甲公司")),
        ('["a;b", "c"]', ("a;b", "c")),
        ("", ()),
        ([], ()),
    ],
)
def test_lists_of_names(raw: object, read: tuple[str, ...]) -> None:
    assert value_lists.names(raw) == read


def test_a_list_within_a_list_is_refused() -> None:
    with pytest.raises(Invalid):
        value_lists.items([["a"]])


def test_committees_part_only_where_another_begins() -> None:
    text = "全国旋转电机标准化技术委员会(SAC/TC26)、全国能源基础与管理标准化技术委员会(SAC/TC20)"
    assert value_lists.committees(text) == (
        "全国旋转电机标准化技术委员会(SAC/TC26)",
        "全国能源基础与管理标准化技术委员会(SAC/TC20)",
    )
    assert value_lists.committees("暖通、空调及净化设备委员会") == ("暖通、空调及净化设备委员会",)


@pytest.mark.parametrize(
    ("raw", "read"),
    [("29.120.50", ("29.120.50",)), (13.1, ("13.100",)), (1.04, ("01.040",)), (29.0, ("29",)), ("13.100；29", ("13.100", "29"))],
)
def test_ics_codes_that_a_sheet_kept_as_numbers_get_their_zeros_back(raw: object, read: tuple[str, ...]) -> None:
    assert value_lists.ics(raw) == read


def test_numbers_come_in_canonical_form_and_none_is_none() -> None:
    assert value_lists.numbers("GB/T 2828.1—2003，gb 7258-2012、无") == ("GB/T 2828.1-2003", "GB 7258-2012")
    assert value_lists.numbers("/") == ()
    assert values.number("《ＧＢ∕Ｔ 1.1—2020》") == "GB/T 1.1-2020"
    with pytest.raises(Invalid):
        values.number("见附件")
    with pytest.raises(Invalid, match="逐个"):
        values.number("GB/T 2828.1～2828.4")


def test_adoptions_have_degrees() -> None:
    assert value_lists.adoptions("IEC 60947-2:2016，MOD; ISO 9001:2015 IDT；ISO 1:2016（NEQ）、ISO 3:1973") == (
        ("IEC 60947-2:2016", Degree.MOD),
        ("ISO 9001:2015", Degree.IDT),
        ("ISO 1:2016", Degree.NEQ),
        ("ISO 3:1973", None),
    )


def test_bodies_by_code_or_by_name_and_county() -> None:
    assert values.body("正泰电器 @ 330382") == "正泰电器@330382"
    assert values.body("温州某厂@") == "温州某厂@"
    for raw in ("@330382", "913303990000000000", "温州某厂"):
        with pytest.raises(Invalid):
            values.body(raw)


@pytest.mark.parametrize("raw", ["33038", "3303821"])
def test_division_codes_have_two_four_or_six_digits(raw: str) -> None:
    with pytest.raises(Invalid):
        values.division(raw)
