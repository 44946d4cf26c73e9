"""What a line of a list asks about, and numbers that may have been meant."""

import pytest

from app.registry.numbers import parse_number
from app.registry.numbers.asking import MOST_OF_RANGE, asked_numbers
from app.registry.numbers.nearby import nearby_keys


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("GB/T 1.1-2009", [("GB/T 1.1-2009", "GB/T 1.1-2009")]),
        ("  12\tGB/T 1.1—2009\t标准化工作导则 ", [("12\tGB/T 1.1—2009\t标准化工作导则", "GB/T 1.1-2009")]),
        (
            "执行标准：GB/T 14048.2—2020、GB 10963.1-2005及JB/T 8979",
            [
                ("GB/T 14048.2—2020", "GB/T 14048.2-2020"),
                ("GB 10963.1-2005", "GB 10963.1-2005"),
                ("JB/T 8979", "JB/T 8979"),
            ],
        ),
        ("GB/T 2828.1～2828.4", [("GB/T 2828.1～2828.4", f"GB/T 2828.{part}") for part in (1, 2, 3, 4)]),
        ("GB/T 2828.1-2012～3-2012", [("GB/T 2828.1-2012～3-2012", f"GB/T 2828.{part}-2012") for part in (1, 2, 3)]),
        ("GB/T 2423（所有部分）", [("GB/T 2423（所有部分）", "GB/T 2423")]),
        ("GB/T 19001-2016/ISO 9001:2015", [("GB/T 19001-2016/ISO 9001:2015", "GB/T 19001-2016")]),
        ("GB/T 2423.1、2423.2，.3", [("GB/T 2423.1", "GB/T 2423.1"), ("2423.2", "GB/T 2423.2"), (".3", "GB/T 2423.3")]),
        (
            "GB 4943.1-2022和8898—2011、GB/T 191",
            [("GB 4943.1-2022", "GB 4943.1-2022"), ("8898—2011", "GB 8898-2011"), ("GB/T 191", "GB/T 191")],
        ),
        ("GB/T 1.1-2020，2019年、2010-2015年间，25 项", [("GB/T 1.1-2020，2019年、2010-2015年间，25 项", "GB/T 1.1-2020")]),
        ("QB/T1002-2015 GB 20400", [("QB/T1002-2015", "QB/T 1002-2015"), ("GB 20400", "GB 20400")]),
        ("1\tGB 7000.1\tGB 7000.2", [("GB 7000.1", "GB 7000.1"), ("GB 7000.2", "GB 7000.2")]),
        ("GB/T 2423.1/2/10", [("GB/T 2423.1", "GB/T 2423.1"), ("2", "GB/T 2423.2"), ("10", "GB/T 2423.10")]),
        ("GB/T 17626.2,3,4", [("GB/T 17626.2", "GB/T 17626.2"), ("3", "GB/T 17626.3"), ("4", "GB/T 17626.4")]),
        ("GB/T 17626.2、3和4部分", [("GB/T 17626.2", "GB/T 17626.2"), ("3", "GB/T 17626.3"), ("4", "GB/T 17626.4")]),
        ("GB/T 17626.2-2018，3-2016", [("GB/T 17626.2-2018", "GB/T 17626.2-2018"), ("3-2016", "GB/T 17626.3-2016")]),
        ("GB/T 17626.2、3 台", [("GB/T 17626.2、3 台", "GB/T 17626.2")]),
        ("GB/T 17626.2,4,11", [("GB/T 17626.2", "GB/T 17626.2"), ("4", "GB/T 17626.4"), ("11", "GB/T 17626.11")]),
        ("GB/T 17626.2，4", [("GB/T 17626.2", "GB/T 17626.2"), ("4", "GB/T 17626.4")]),
        ("GB/T 17626.2, 4", [("GB/T 17626.2", "GB/T 17626.2"), ("4", "GB/T 17626.4")]),
        ("GB/T 2423.1,2", [("GB/T 2423.1", "GB/T 2423.1"), ("2", "GB/T 2423.2")]),
        ("GB/T 2423.1,12", [("GB/T 2423.1,12", "GB/T 2423.1")]),
        ("GB/T 2423.1;12", [("GB/T 2423.1;12", "GB/T 2423.1")]),
        ("1,GB/T 2423.1,2,件,3", [("1,GB/T 2423.1,2,件,3", "GB/T 2423.1")]),
        ("GB/T 2423.1,12,24,2026-01-05", [("GB/T 2423.1,12,24,2026-01-05", "GB/T 2423.1")]),
        ("GB/T 17626.2,1", [("GB/T 17626.2,1", "GB/T 17626.2")]),
        ("GB/T 17626.2-2018,3", [("GB/T 17626.2-2018,3", "GB/T 17626.2-2018")]),
        ("GB 4208,5", [("GB 4208,5", "GB 4208")]),
        ("GB/T.1.1-2009", [("GB/T.1.1-2009", "GB/T 1.1-2009")]),
        ("IP65 GB 4208", [("IP65 GB 4208", "GB 4208")]),
        ("TXCFWTG04-011.7-2023", [("TXCFWTG04-011.7-2023", None)]),
        ("GB/T 2423.1/2/10-2008", [("GB/T 2423.1/2/10-2008", None)]),
        ("3 GB 7000.1 灯具", [("3 GB 7000.1 灯具", "GB 7000.1")]),
        ("16 GB 2020款", [("16 GB 2020款", None)]),
        ("TSG 21-2016", [("TSG 21-2016", "TSG 21-2016")]),
        ("皮鞋", [("皮鞋", None)]),
        ("", [("", None)]),
    ],
)
def test_a_line_asks_about(line, expected):
    assert [(each.input, str(each.number) if each.number else None) for each in asked_numbers(line)] == expected


def test_all_parts_are_marked_and_titles_kept_apart():
    assert asked_numbers("GB/T 2423（所有部分）")[0].reading.all_parts
    assert asked_numbers("GB/T 1.1-2009 标准化工作导则")[0].words == "标准化工作导则"


def test_what_was_read_into_a_number_is_noted():
    assert asked_numbers("GB/T 19001-16")[0].notes == ("年份“16”读作 2016",)
    assert "ISO 9001:2015" in asked_numbers("GB/T 19001-2016/ISO 9001:2015")[0].notes[0]


def test_a_range_without_measure_gives_its_ends_and_says_so():
    asked = asked_numbers("GB/T 2828.1～2828.9999")
    assert [str(each.number) for each in asked] == ["GB/T 2828.1", "GB/T 2828.9999"]
    assert str(MOST_OF_RANGE) in asked[0].notes[0]


def test_a_line_without_a_number_says_why():
    assert "不是标准号" in asked_numbers("皮鞋")[0].reason
    assert "年份" in asked_numbers("GB/T 1.1-202")[0].reason


def test_what_may_be_read_as_several_is_not_settled():
    asked = asked_numbers("DB331234-2010")[0]
    assert (asked.number, asked.readings) == (None, ("DB33/1234-2010", "DB3312/34-2010"))


@pytest.mark.parametrize(
    ("number", "near", "distance"),
    [
        ("GB/T 14048.2-2020", "jb/14048.2", 0),
        ("GB/T 14048.2-2020", "gb/14084.2", 1),
        ("GB/T 14048.2-2020", "gb/14048.3", 2),
        ("GB/T 14048.2-2020", "gb/1404.2", 3),
        ("GB/T 14048.2-2020", "gb/140488.2", 3),
        ("T/ZZB 2061-2021", "t/zzb/2016", 1),
        ("ISO 9001:2015", "iso/9002", 2),
    ],
)
def test_near_numbers(number, near, distance):
    assert nearby_keys(parse_number(number))[near] == distance


def test_a_number_is_not_near_itself():
    number = parse_number("GB/T 11.1-2020")
    assert number.loose_key not in nearby_keys(number)
