"""Every form and every reading of docs/rules.md section 1, row by row."""

import pytest

from app.errors import Ambiguous, Invalid
from app.registry.numbers import StandardNumber, parse_number, read_number
from app.registry.words import Degree, Kind

CANONICAL = {
    Kind.NATIONAL: """
        GB 7258-2017
        GB/T 1.1-2020
        GB/T 19001-2016
        GB/Z 40836-2021
        GBZ 1-2010
        GBZ/T 160.1-2004
        GSB 16-2063-2007
        GSB Q30001-1992
        JJG 1-1999
        JJF 1001-2011
        GJB 9001C-2017
        GJB/Z 299C-2006
        GJB 150.1A-2009
        GBJ 16-1987
        GBn 193-1983
        GB 50016-2014
        GB 50016-2014(2018年版)
        GB 55037-2022
        GB 7258-2017/XG1-2019
        GB/T 2703-2017E
        GB/T 2423
    """,
    Kind.INDUSTRY: """
        DB/T 1-2000
        DB 1-2000
        TY/T 1001.1-2005
        NB/SH/T 0860-2013
        HG/T 20537.4-1992
        JTG F40-2004
        JTG/T 2231-01-2020
        JTS 105-1-2011
        SJ 50033/153-2002
        ZB Y120-1983
        ZB T32001-1988
        LD/T 99.1-2008
        JGJ 39-2016(2019年版)
        JB/T 7248-1994(2009)
        JJG(交通) 101-2010
    """,
    Kind.LOCAL: """
        DB33/T 2082-2017
        DB3303/T 013-2020
        DB330382/T 12-2009
        DB44/26-2001
        DB50/1997-2026
        DBJ 13-91-2007
        DBJ/T 13-118-2014
        DBJ33/T 1105-2014
        DB13(J)/T 8359-2020
        DG/TJ 08-2242-2017
        DBS33/3009-2018
        JJF(浙) 1163-2019
    """,
    Kind.ALLIANCE: """
        T/ZZB 2061-2021
        T/CAS 1.1-2017
        T/XCFW TG04-011.7-2023
        T/PTSHOES GS001-2017
        T/CECS G:D69-01-2021
        T/31SCTA 001-2017
        T/310101002-C003-2016
        T/CEC 212-2019/T/CEEIA 380-2019
        T/SSIASD 02-2022
        T/HSCA 001.-2017
        CECS 88:1997
    """,
    Kind.ENTERPRISE: """
        Q/GDW 355-2009
        Q/GDW/Z 461-2010
        Q/320200 AB 01-2018
        Q/3201 NJA001-2019
        Q/YXHY 0001S-2020
    """,
    Kind.INTERNATIONAL: """
        ISO 9001:2015
        ISO/IEC 27001:2022
        ISO/TS 10004:2010
        ISO/TR 10013:2001
        ISO/IEC Guide 51:2014
        ISO 105-B01:1989
        ISO 105-F:1982
        ISO/IEC TR 29110-5-1-2:2011
        IEC 60898-1:2015+AMD1:2019
        ISO 9001:2015/Amd 1:2024
        ISO/IEC 14443-2:2001/Amd 1:2005/Cor 1:2007
        ISO 9001:2015/FDAM 1:2023
        ISO/IEC 14496-15:2022/DAmd 3
        ISO 3758:1991/Suppl:1993
        ISO/R 1016:1969
        ISO/IEC ISP 10607-1:1990
        ISO/IEC/IEEE 8802-1AB:2014
        ISO/ASTM TR 52905:2023
        ISO/HL7 10781:2015
        ISO/OECD 789-5:1983
        IWA 14-2:2013
        ISO 1101:1983/Ext 1:1983
        ISO/DIS 10896-2.2
        IEC 60034-14:1982 CSV
        IEC 60695-2-1/1:1994
        IEC/TR 60828:1988
        IEC TR 60828:1988
        CISPR 16-1-3:2004+AMD1:2016+AMD2:2020 CSV
        ITU-T H.222.0 (V10) (04/2025)
        ITU-T Q.3941.1 v.1 (02/2016)
        ITU-T G.7041/Y.1303 (04/2011)
        ITU-T E.163/Q.11 bis (10/1984)
        ITU-T Q.120-Q.139 (11/1988)
        ITU-R BT.1088-2
        ITU-R BT.1893
        CXS 1-1985
        OIML R 76
        OIML R 76-1:2006
        IEC White Paper IoT:WSN:2014
        IEC 61970-CGMES:2022
        ITU-T Y.4500.1 v.2.10.0 (03/2018)
    """,
    Kind.FOREIGN: """
        EN 71-3:2019+A1:2021
        BS EN ISO 13485:2016+A11:2021
        DIN EN 60529:2014-09
        DIN 912
        ASTM D412-16(2021)
        ASTM A53/A53M-22
        ASTM D4169-23e1
        JIS C 8201-2-2:2021
        JIS C 9901:2019R
        ANSI Z87.1-2020
        ANSI/IEEE/ANS 7.4-3-2-1982
        UL 60947-4-1
        IEEE 016-1995
        IEEE Std C37.100-1992
        IEEE Std 802.16-01-2003
        IEEE/ASTM SI 10-1997
        AIEE No.1-1962
        ETSI ETS 300 387 ed.1 (1994-05)
        ETSI GS NFV-IFA 002 V2.4.1 (2018-02)
        ETSI GS mWT 002 V1.1.1 (2015-08)
        ETSI EN 300 019-1-2 V2.2.1 (2014-04)
        ETSI GTS 02.06-DCS V3.0.0 (1995-01)
        AS/NZS 3112:2017
        MIL-STD-810G
    """,
    None: """
        TSG 21-2016
        TSG D0001-2009
        CNCA-C03-01:2014
        国务院令第591号
    """,
}


@pytest.mark.parametrize(
    ("text", "kind"), [(line.strip(), kind) for kind, rows in CANONICAL.items() for line in rows.split("\n") if line.strip()]
)
def test_a_canonical_text_is_read_and_written_back(text: str, kind: Kind | None) -> None:
    number = parse_number(text)
    assert (str(number), number.kind, number.known_prefix) == (text, kind, True)


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("ＧＢ／Ｔ　１９００１－２０１６", "GB/T 19001-2016"),
        ("gb/t 19001-2016", "GB/T 19001-2016"),
        ("GB/T 19001–2016", "GB/T 19001-2016"),
        ("GB/T 19001—2016", "GB/T 19001-2016"),
        ("GB/T 19001--2016", "GB/T 19001-2016"),
        ("GB/T 19001——2016", "GB/T 19001-2016"),
        ("GB/T 19001一2016", "GB/T 19001-2016"),
        ("GB / T 19001 - 2016", "GB/T 19001-2016"),
        ("GB/T\u200b19001-2016", "GB/T 19001-2016"),
        ("GB/T19001", "GB/T 19001"),
        ("GB∕T 19001-2016", "GB/T 19001-2016"),
        ("GB\\T 19001-2016", "GB/T 19001-2016"),
        ("GB T 19001-2016", "GB/T 19001-2016"),
        ("GB_T 19001-2016", "GB/T 19001-2016"),
        ("GBT19001-2016", "GB/T 19001-2016"),
        ("GB/T 19001:2016", "GB/T 19001-2016"),
        ("GB/T 19001-16", "GB/T 19001-2016"),
        ("GB-7258-2017", "GB 7258-2017"),
        ("GB 2877 81", "GB 2877-1981"),
        ("GB 9684 1988", "GB 9684-1988"),
        ("GB 16-87", "GB 16-1987"),
        ("GBJ 16-87", "GBJ 16-1987"),
        ("gbn193-83", "GBn 193-1983"),
        ("GBZT 160.1-2004", "GBZ/T 160.1-2004"),
        ("GB Z 40836-2021", "GB/Z 40836-2021"),
        ("HGT 20537", "HG/T 20537"),
        ("HG T 20537.4 1992", "HG/T 20537.4-1992"),
        ("QB T 3632 1999", "QB/T 3632-1999"),
        ("NBSHT 0860-2013", "NB/SH/T 0860-2013"),
        ("DB T 1-2000", "DB/T 1-2000"),
        ("DB33/T2082—2017", "DB33/T 2082-2017"),
        ("DB33T 2082-2017", "DB33/T 2082-2017"),
        ("DB 3307/T 98—2019", "DB3307/T 98-2019"),
        ("DB14/ T 1763-2018", "DB14/T 1763-2018"),
        ("DB50/ 1997-2026", "DB50/1997-2026"),
        ("db44 26-2001", "DB44/26-2001"),
        ("DB4426-2001", "DB44/26-2001"),
        ("DB44 26 2001", "DB44/26-2001"),
        ("DBJ50/T-093-2009", "DBJ50/T 093-2009"),
        ("CECS 88:97", "CECS 88:1997"),
        ("CECS 88-97", "CECS 88:1997"),
        ("t/zzb2061-2021", "T/ZZB 2061-2021"),
        ("T ZZB 2061-2021", "T/ZZB 2061-2021"),
        ("TZZB 2061-2021", "T/ZZB 2061-2021"),
        ("T ZZB 2061 2021", "T/ZZB 2061-2021"),
        ("t zzb 2061-2021", "T/ZZB 2061-2021"),
        ("T-ZZB 2061-2021", "T/ZZB 2061-2021"),
        ("T_ZZB_2061-2021", "T/ZZB 2061-2021"),
        ("T/HSCA 001.—2017", "T/HSCA 001.-2017"),
        ("T/CSGF T/CSGF024—2023", "T/CSGF 024-2023"),
        ("T/CEC 212—2019 / T/CEEIA 380—2019", "T/CEC 212-2019/T/CEEIA 380-2019"),
        ("Q GDW 355-2009", "Q/GDW 355-2009"),
        ("Q GDW 355 2009", "Q/GDW 355-2009"),
        ("Q/GDW Q/GDW 355-2009", "Q/GDW 355-2009"),
        ("GB 50016—2014（2018 年版）", "GB 50016-2014(2018年版)"),
        ("GB 50016-2014(2018版)", "GB 50016-2014(2018年版)"),
        ("GB 7258—2017 XG1—2019", "GB 7258-2017/XG1-2019"),
        ("GB 7258-2017《第1号修改单》", "GB 7258-2017/XG1"),
        ("《GB/T 1.1-2020》", "GB/T 1.1-2020"),
        ("《GB/T 1.1—2020 标准化工作导则》", "GB/T 1.1-2020"),
        ("《标准化工作导则》（GB/T 1.1-2020）", "GB/T 1.1-2020"),
        ("GB/T 1.1-2020标准化工作导则", "GB/T 1.1-2020"),
        ("GB/T 14048.2-2020 断路器 (IEC 60947-2:2019, MOD)", "GB/T 14048.2-2020"),
        ("GB/T 2423（所有部分）", "GB/T 2423"),
        ("iso9001:2015", "ISO 9001:2015"),
        ("ISO 9001：2015", "ISO 9001:2015"),
        ("ISO 9001-2015", "ISO 9001:2015"),
        ("ISO 9001 2015", "ISO 9001:2015"),
        ("ISO/IEC 27001 2022 信息安全管理体系", "ISO/IEC 27001:2022"),
        ("IEC 947-2-1989", "IEC 947-2:1989"),
        ("iso/iec guide 51:2014", "ISO/IEC Guide 51:2014"),
        ("iso 105-b01:1989", "ISO 105-B01:1989"),
        ("ISO 9001:2015/AMD1:2024", "ISO 9001:2015/Amd 1:2024"),
        ("ISO 9001:2015 Quality management systems", "ISO 9001:2015"),
        ("itu-t h.222.0(v10)(04/2025)", "ITU-T H.222.0 (V10) (04/2025)"),
        ("etsi en 300328 v2.2.2(2019-07)", "ETSI EN 300 328 V2.2.2 (2019-07)"),
        ("JISC8201-2-2:2021", "JIS C 8201-2-2:2021"),
        ("ASTM D 412-16", "ASTM D412-16"),
        ("国务院令第 591 号《危险化学品安全管理条例》", "国务院令第591号"),
    ],
)
def test_what_people_type_gives_the_canonical_text(typed: str, canonical: str) -> None:
    assert str(parse_number(typed)) == canonical


def test_a_number_is_taken_apart() -> None:
    assert parse_number("ISO/IEC TR 29110-5-1-2:2011") == StandardNumber("ISO/IEC TR", "29110", ("5", "1", "2"), 2011)
    assert parse_number("GB/T 2828.1") == StandardNumber("GB/T", "2828", ("1",))
    assert parse_number("T/XCFW TG04-011.7-2023") == StandardNumber("T/XCFW", "TG04-011", ("7",), 2023)
    assert parse_number("ETSI EN 300 019-1-2 V2.2.1 (2014-04)") == StandardNumber(
        "ETSI EN", "300 019", ("1", "2"), 2014, edition=" V2.2.1 (2014-04)"
    )
    assert parse_number("ITU-R BT.1088-2") == StandardNumber("ITU-R", "BT.1088", edition="-2")
    assert parse_number("ASTM D412-16(2021)").year is None, "two-digit years of foreign bodies are their own"


@pytest.mark.parametrize(
    ("typed", "notes"),
    [
        ("GB/T 19001-2016", ()),
        ("GB/T 19001-16", ("年份“16”读作 2016",)),
        ("GB 16-50", ("年份“50”读作 1950",)),
        ("GB 16-49", ("年份“49”读作 2049",)),
        ("GBT 1.1", ("“GBT”读作“GB/T”",)),
        ("ISO 9001-2015", ("“-2015”读作年份",)),
        ("XY/T 12-2020", ("代号“XY/T”不在已知代号之内",)),
    ],
)
def test_what_was_read_into_a_number_is_said(typed: str, notes: tuple[str, ...]) -> None:
    assert read_number(typed).notes == notes


@pytest.mark.parametrize(
    ("typed", "source", "degree"),
    [
        ("GB/T 19001-2016/ISO 9001:2015", "ISO 9001:2015", Degree.IDT),
        ("GB/T 19001—2000 idt ISO 9001:2000", "ISO 9001:2000", Degree.IDT),
        ("GB/T 19001-2000idtISO9001:2000", "ISO 9001:2000", Degree.IDT),
        ("GB/T 14048.2-2020(IEC 60947-2:2019，MOD)", "IEC 60947-2:2019", Degree.MOD),
        ("GB/T 2828.1-2003/ISO 2859-1:1999, NEQ", "ISO 2859-1:1999", Degree.NEQ),
        ("GB/T 14048.2-2008，修改采用 IEC 60947-2:2006", "IEC 60947-2:2006", Degree.MOD),
    ],
)
def test_the_source_behind_a_number_is_an_adoption(typed: str, source: str, degree: Degree) -> None:
    reading = read_number(typed)
    assert [(str(adopted.number), adopted.degree) for adopted in reading.adopted] == [(source, degree)]
    assert str(parse_number(typed)) == str(reading.number)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("GB/T 2828.1～2828.4", "GB/T 2828.1", "GB/T 2828.4"),
        ("GB/T 2828.1~GB/T 2828.4", "GB/T 2828.1", "GB/T 2828.4"),
        ("GB/T 2828.1-2828.4", "GB/T 2828.1", "GB/T 2828.4"),
        ("GB/T 2828.1～4", "GB/T 2828.1", "GB/T 2828.4"),
        ("GB/T 20801.1～20801.6-2020", "GB/T 20801.1-2020", "GB/T 20801.6-2020"),
        ("GB/T 5750.1-2006～GB/T 5750.13-2006", "GB/T 5750.1-2006", "GB/T 5750.13-2006"),
    ],
)
def test_a_range_has_a_first_and_a_last_number(typed: str, first: str, last: str) -> None:
    reading = read_number(typed)
    assert (str(reading.number), str(reading.range_end)) == (first, last)
    with pytest.raises(Ambiguous) as refused:
        parse_number(typed)
    assert refused.value.candidates == (first, last)


def test_a_source_in_brackets_without_a_degree_is_no_adoption() -> None:
    assert read_number("GB/T 14048.2-2020(IEC 60947-2:2019)").adopted == ()


@pytest.mark.parametrize("typed", ["GB/T 2423（所有部分）", "GB/T 2423(全部)", "GB/T 2423系列标准", "IEC 60068-2 (all parts)"])
def test_all_parts_are_said_to_be_meant(typed: str) -> None:
    assert read_number(typed).all_parts


def test_gbz_is_occupational_health_and_offers_gb_z() -> None:
    reading = read_number("GBZ 40836-2021")
    assert (str(reading.number), reading.candidates) == ("GBZ 40836-2021", ("GB/Z 40836-2021",))
    assert read_number("GB/Z 40836-2021").candidates == ()


@pytest.mark.parametrize(("typed", "undated"), [("GB/T 1.1", True), ("GB/T 1.1-2020", False), ("ITU-R BT.1088-2", False)])
def test_an_undated_number_says_so(typed: str, undated: bool) -> None:
    assert read_number(typed).undated is undated


@pytest.mark.parametrize(
    ("typed", "candidates"),
    [
        ("DB442601-2001", ("DB44/2601-2001", "DB4426/01-2001")),
        ("GB/T 1.1-2020、GB/T 1.2-2020", ("GB/T 1.1-2020", "GB/T 1.2-2020")),
        ("IEC 60947-1:2020/EN 60947-1:2021", ("IEC 60947-1:2020", "EN 60947-1:2021")),
        ("GB 4943.1-2022/GB 8898-2011", ("GB 4943.1-2022", "GB 8898-2011")),
    ],
)
def test_what_may_mean_several_gives_candidates(typed: str, candidates: tuple[str, ...]) -> None:
    with pytest.raises(Ambiguous) as refused:
        parse_number(typed)
    assert refused.value.candidates == candidates


@pytest.mark.parametrize(
    ("typed", "canonical", "kind"),
    [
        ("XY/T 123-2020", "XY/T 123-2020", Kind.INDUSTRY),
        ("LMB 1-2012", "LMB 1-2012", Kind.INDUSTRY),
        ("WZLM 001-2012", "WZLM 001-2012", None),
        ("DB99/T 1-2020", "DB99/T 1-2020", Kind.LOCAL),
        ("IECEE 01:2020", "IECEE 01:2020", None),
    ],
)
def test_an_unknown_code_is_kept_and_flagged(typed: str, canonical: str, kind: Kind | None) -> None:
    number = parse_number(typed)
    assert (str(number), number.kind, number.known_prefix) == (canonical, kind, False)


@pytest.mark.parametrize("typed", ["TSG 21-2016", "tsg d0001-2009", "CNCA-C03-01:2014", "国家市场监督管理总局公告2023年第1号"])
def test_regulations_are_read_and_marked(typed: str) -> None:
    assert parse_number(typed).is_regulation


@pytest.mark.parametrize(
    "typed",
    [
        *("", "  ", "。", "/", "*", "断路器", "2020", "第1部分", "GB", "GB/T", "hello 123", "iPhone 15", "\0", "GB/T ١٢٣"),
        *("GB/T 1.1-202", "GB/T 1.1-20201", "GB/T 1.1-2020-3", "GB/T 1 . 1-2020", "GB 2877 812", "GB/T 19001-2016/2"),
        *("GB/T 1.1-2020/X 1", "ISO 9001:2015/X 1", "SAC/TC 189", "ISO/TC 137", "IEC/TC 121/SC 121A"),
        *("x" * 10_000, "GB/T " * 2_000),
    ],
)
def test_what_is_no_number_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(Invalid, match=r"标准号|年份"):
        parse_number(typed)


def test_a_wrong_year_is_named() -> None:
    with pytest.raises(Invalid, match="年份“202”应为四位数"):
        parse_number("GB/T 1.1-202")
