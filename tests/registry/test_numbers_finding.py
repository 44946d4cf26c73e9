"""Numbers in running text and in what is typed into a search box."""

import time

import pytest

from app.registry.numbers import find_numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gbt1.1标准化导则", [("GB/T 1.1", "gbt1.1")]),
        ("标准化工作导则 gb/t1.1-2020 第1部分", [("GB/T 1.1-2020", "gb/t1.1-2020")]),
        ("gb 7258 机动车", [("GB 7258", "gb 7258")]),
        ("按ＧＢ／Ｔ１．１—２００９起草", [("GB/T 1.1-2009", "ＧＢ／Ｔ１．１—２００９")]),
        (
            "代替GB/T 10810.1—1996《眼镜镜片》，与GB 10810.1-2005相比",
            [("GB/T 10810.1-1996", "GB/T 10810.1—1996"), ("GB 10810.1-2005", "GB 10810.1-2005")],
        ),
        (
            "DB33/T 2082-2017, DB3303/T 013-2020; Q/GDW 355-2009",
            [("DB33/T 2082-2017", "DB33/T 2082-2017"), ("DB3303/T 013-2020",) * 2, ("Q/GDW 355-2009",) * 2],
        ),
        ("符合T/ZZB 2061—2021要求", [("T/ZZB 2061-2021", "T/ZZB 2061—2021")]),
        ("T/CEC 212-2019/T/CEEIA 380-2019发布", [("T/CEC 212-2019/T/CEEIA 380-2019",) * 2]),
        ("GB/T 19001-2016/ISO 9001:2015 质量", [("GB/T 19001-2016", "GB/T 19001-2016/ISO 9001:2015")]),
        ("GB 4943.1-2022/GB 8898-2011", [("GB 4943.1-2022",) * 2, ("GB 8898-2011",) * 2]),
        ("GB/T 2828.1～2828.4、GB 2312", [("GB/T 2828.1", "GB/T 2828.1～2828.4"), ("GB 2312", "GB 2312")]),
        ("GB/T 2423（所有部分）的", [("GB/T 2423", "GB/T 2423（所有部分）")]),
        ("GB 50016-2014（2018年版）第5条", [("GB 50016-2014(2018年版)", "GB 50016-2014（2018年版）")]),
        ("GB/T 1234 2000年实施", [("GB/T 1234", "GB/T 1234")]),
        ("GB/T\n19001-2016\n2020", [("GB/T 19001-2016", "GB/T\n19001-2016")]),
        ("ISO 9001和IEC60947-2:2016.", [("ISO 9001", "ISO 9001"), ("IEC 60947-2:2016", "IEC60947-2:2016")]),
        ("UL 94 V-0 阻燃，EN 71-3:2019", [("UL 94", "UL 94"), ("EN 71-3:2019", "EN 71-3:2019")]),
        ("en 71-3", [("EN 71-3", "en 71-3")]),
        ("M8 x 20 螺栓 GB/T 5782", [("GB/T 5782", "GB/T 5782")]),
        ("yy 0505 医用电气", [("YY 0505", "yy 0505")]),
        ("JGJ 59检查", [("JGJ 59", "JGJ 59")]),
        ("XY/T 123-2020", [("XY/T 123-2020", "XY/T 123-2020")]),
        ("TSG 21-2016", [("TSG 21-2016", "TSG 21-2016")]),
        ("QB/T 1002-2015 GB 20400", [("QB/T 1002-2015", "QB/T 1002-2015"), ("GB 20400", "GB 20400")]),
        ("1.GB 2312 2.GBT 1.1 和/或JBT 5791", [("GB 2312", "GB 2312"), ("GB/T 1.1", "GBT 1.1"), ("JB/T 5791", "JBT 5791")]),
        ("GB/T 19001-94idtISO9001:1994", [("GB/T 19001-1994", "GB/T 19001-94idtISO9001:1994")]),
    ],
)
def test_numbers_are_found_where_they_stand(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(str(found.number), text[found.start : found.end]) for found in find_numbers(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "断路器",
        "2020",
        "2020-05-01",
        "第1部分:排球馆（2020）",
        "16GB 2020款手机",
        "内存 16 GB 2020",
        "2.4GHz",
        "QC 3.0 充电器",
        "MH370航班",
        "SF36-70V 电机",
        "DLT 1 磁带",
        "DVB-T/T2",
        "www.iec.ch/61508",
        "ＪＹ－８３－０１形水晶振動子",
        "SS7 信令",
        "全国低压电器标准化技术委员会（SAC/TC 189）对应 ISO/TC 12",
        "YY 2020",
        "GB 2020年",
        "as 123 is 2020 en 2010",
        "kN/T 20",
        "and/or T/A 3",
        "http://example.org/gb/t/1",
        "GB",
        "gb/t",
        "T/",
        "DB33/T",
        "*",
        "",
    ],
)
def test_words_years_and_quantities_are_left_alone(text: str) -> None:
    assert find_numbers(text) == []


@pytest.mark.parametrize(
    "unit",
    [
        "A",
        "标准",
        "GB ",
        "GB/T/",
        "T/",
        "Q/A ",
        "DB33 ",
        "1-",
        "ISO/IEC/",
        "ITU-T G.1/",
        "ETSI GS A-B ",
        "GB 1 ",
        ".1",
        "T ABC 1-",
    ],
)
def test_time_is_linear_in_the_length_of_the_text(unit: str) -> None:
    text = ("GB/T 1" + unit * 10_000)[:10_000]
    began = time.process_time()
    find_numbers(text)
    assert time.process_time() - began < 0.5, "10 kB take some 25 ms of the processor at worst"
