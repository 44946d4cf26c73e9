"""The texts, keys and order of a number (docs/rules.md section 1)."""

import csv
from pathlib import Path

import pytest

from app.registry.numbers import StandardNumber, key_of, parse_number
from app.registry.numbers.prefixes import INDUSTRY
from app.registry.words import Obligation


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("GB/T 1.1-2020", "GB/T 1.1—2020"),
        ("GB 7258-2017/XG1-2019", "GB 7258—2017/XG1—2019"),
        ("T/XCFW TG04-011.7-2023", "T/XCFW TG04-011.7—2023"),
        ("T/CEC 212-2019/T/CEEIA 380-2019", "T/CEC 212—2019/T/CEEIA 380—2019"),
        ("DB44/26-2001", "DB44/26—2001"),
        ("CECS 88:1997", "CECS 88:1997"),
        ("TSG 21-2016", "TSG 21—2016"),
        ("GB/T 1.1", "GB/T 1.1"),
        ("ISO 9001:2015", "ISO 9001:2015"),
        ("IEEE Std 1-1969", "IEEE Std 1-1969"),
    ],
)
def test_chinese_kinds_are_printed_with_a_long_dash(text: str, printed: str) -> None:
    assert parse_number(text).printed == printed


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("GB/T 1.1-2020", "gb/t1.1-2020"),
        ("ＧＢ∕Ｔ　１．１——２０２０", "gb/t1.1-2020"),
        ("gb\\t 1.1–2020", "gb/t1.1-2020"),
        ("GB/T 1.1一2020", "gb/t1.1-2020"),
        ("G B / T 1 . 1 - 2020", "gb/t1.1-2020"),
        ("T/SSIASD 02-2022", "t/ssiasd02-2022"),
        ("IEC 60728-1-1:2010", "iec60728-1-1:2010"),
        ("GB 50016-2014（2018年版）", "gb50016-2014(2018年版)"),
        ("第一部分 ＡＢＣ", "第一部分abc"),
    ],
)
def test_spellings_of_one_number_share_a_key(text: str, key: str) -> None:
    assert key_of(text) == key
    assert key_of(key) == key


def test_the_bare_key_has_no_slashes() -> None:
    number = parse_number("DB44/26-2001")
    assert (number.key, number.bare_key) == ("db44/26-2001", "db4426-2001")


@pytest.mark.parametrize(
    "same",
    [
        ("GB 7258-2012", "GB/T 7258-2017", "GB/Z 7258-2020", "GB 7258"),
        ("DB33/2082-2015", "DB33/T 2082-2017"),
        ("GB/T 2703-2017E", "GB/T 2703-2008"),
        ("GB 50016-2014", "GB 50016-2014(2018年版)"),
        ("T/HSCA 001.-2017", "T/HSCA 001-2019"),
        ("IEC/TR 62653:2012", "IEC TR 62653:2020"),
        ("IEC 60898-1:2015", "IEC 60898-1:2015+AMD1:2019 CSV"),
        ("ITU-T H.222.0 (02/2000)", "ITU-T H.222.0 (V10) (04/2025)"),
        ("ITU-R BT.1088-1", "ITU-R BT.1088-2"),
        ("ETSI EN 300 328 V2.1.1 (2016-11)", "ETSI EN 300 328 V2.2.2 (2019-07)"),
    ],
)
def test_editions_of_one_document_share_its_key(same: tuple[str, ...]) -> None:
    assert len({parse_number(text).document_key for text in same}) == 1


@pytest.mark.parametrize(
    "apart",
    [
        ("GBZ 1-2010", "GB/Z 1-2010"),
        ("GB/T 1.1-2020", "GB/T 1.2-2020", "GB/T 11-2020"),
        ("DB44/2601-2001", "DB4426/01-2001"),
        ("DB/T 1-2000", "DB11/T 1-2000"),
        ("T/ZZB 1-2020", "T/ZS 1-2020"),
        ("ISO 9001:2015", "ISO/TS 9001:2016", "ISO/DIS 9001"),
        ("ISO 9001:2015", "ISO 9001:2015/Amd 1:2024", "ISO 9001:2015/Cor 1:2016"),
        ("GB 7258-2017", "GB 7258-2017/XG1-2019"),
        ("IEC 60728-1-1:2010", "IEC 60728-11:2010"),
        ("T/SSIASD 2-2022", "T/SSIASD 02-2022"),
    ],
)
def test_other_documents_have_other_keys(apart: tuple[str, ...]) -> None:
    assert len({parse_number(text).document_key for text in apart}) == len(apart)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("T/SSIASD 2", "T/SSIASD 02-2022"), ("DB3303/T 13", "DB3303/T 013-2020"), ("JIS C 364-1", "JIS C 0364-1:1999")],
)
def test_a_look_up_may_leave_out_leading_zeros(typed: str, kept: str) -> None:
    assert parse_number(typed).loose_key == parse_number(kept).loose_key


def test_a_loose_key_keeps_zeros_that_count() -> None:
    assert parse_number("ITU-T H.222.0 (02/2000)").loose_key.endswith("h.222.0")
    assert parse_number("GB/T 100-2000").loose_key == "gb/100"


@pytest.mark.parametrize(
    ("text", "supplement"),
    [
        ("GB 7258-2017/XG1-2019", True),
        ("GB 50016-2014(2018年版)", True),
        ("GB 50016-2014(局部修订)", True),
        ("GB 50016-2014(试行)", False),
        ("IEC 60898-1:2015+AMD1:2019 CSV", True),
        ("IEC 60034-14:1982 CSV", True),
        ("ISO 9001:2015/Amd 1:2024", True),
        ("ISO 1101:1983/Ext 1:1983", True),
        ("GB 7258-2017", False),
        ("GB/T 2703-2017E", False),
        ("ISO 9001:2015", False),
    ],
)
def test_what_amends_or_contains_its_base_is_a_supplement(text: str, supplement: bool) -> None:
    assert parse_number(text).is_supplement is supplement


@pytest.mark.parametrize(
    ("text", "obligation"),
    [
        ("GB 7258-2017", Obligation.MANDATORY),
        ("GB/T 1.1-2020", Obligation.RECOMMENDED),
        ("GB/Z 40836-2021", Obligation.GUIDANCE),
        ("GBZ 1-2010", Obligation.MANDATORY),
        ("AQ 2023-2025", Obligation.MANDATORY),
        ("NB/SH/T 0860-2013", Obligation.RECOMMENDED),
        ("DB44/26-2001", Obligation.MANDATORY),
        ("DB33/T 2082-2017", Obligation.RECOMMENDED),
        ("JGJ 102-2003", None),
        ("YD/C 067-2009", None),
        ("JJG 1-1999", None),
        ("T/ZZB 2061-2021", None),
        ("ISO 9001:2015", None),
    ],
)
def test_the_prefix_says_whether_a_standard_binds(text: str, obligation: Obligation | None) -> None:
    assert parse_number(text).obligation is obligation


IN_ORDER = [
    "GB 999-1990",
    "GB 2828-1981",
    "GB/T 1.1",
    "GB/T 1.1-2009",
    "GB/T 1.1-2020",
    "GB/T 1.2-2020",
    "GB/T 1.10-2020",
    "GB/T 999-2020",
    "GB/T 2828-2003",
    "GB/T 2828.1-2003",
    "GB/Z 1-2020",
    "GBZ 1-2010",
    "AQ 1029-2019",
    "JB/T 5791-2002",
    "DB11/T 9-2010",
    "DB33/T 8-2010",
    "T/ZZB 2-2021",
    "T/ZZB 02-2022",
    "T/ZZB 10-2021",
    "T/ZZB A1-2021",
    "Q/GDW 355-2009",
    "IEC 60947-2:2016",
    "ISO 9001:2008",
    "ISO 9001:2015",
    "ISO 9001:2015/Amd 1:2024",
    "ISO/IEC 27001:2022",
    "ETSI EN 300 328 V2.1.1 (2016-11)",
    "ETSI EN 300 328 V2.2.1 (2019-04)",
    "ETSI EN 300 328 V2.10.1 (2019-12)",
    "TSG 21-2016",
]
"""Kind, prefix, serial and parts by value, year."""


def test_numbers_sort_by_kind_prefix_value_and_year() -> None:
    numbers = [parse_number(text) for text in IN_ORDER]
    backwards = numbers[::-1]
    assert [str(number) for number in sorted(backwards, key=StandardNumber.order)] == IN_ORDER
    assert [str(number) for number in sorted(backwards, key=lambda number: number.order_text.encode())] == IN_ORDER


def test_a_number_may_be_put_together_by_hand() -> None:
    assert str(StandardNumber("GB/T", "1", ("1",), 2020)) == "GB/T 1.1-2020"
    assert str(StandardNumber("DB44", "26", year=2001)) == "DB44/26-2001"
    assert str(StandardNumber("ISO/IEC TR", "29110", ("5", "1", "2"), 2011)) == "ISO/IEC TR 29110-5-1-2:2011"


def test_the_seeded_prefixes_are_the_codes_that_are_known() -> None:
    table = Path(__file__).parents[2] / "seed_data" / "reference" / "classifications.csv"
    with table.open(encoding="utf-8-sig", newline="") as rows:
        seeded = {row["code"] for row in csv.DictReader(rows) if row["scheme"] == "prefix"}
    assert seeded - {"GB", "GBJ", "GBZ", "GBn", "GJB", "GSB", "JJF", "JJG"} == INDUSTRY
