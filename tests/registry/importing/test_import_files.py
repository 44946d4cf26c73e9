import gzip
import json
from pathlib import Path

import pytest
import xlsxwriter

from app.errors import Invalid
from app.registry.importing.columns import STANDARDS
from app.registry.importing.files import RowFile
from app.registry.importing.rows import Format, Refusal, Row

HEAD = "标准号,标准名称,发布日期\n"
FIRST = "GB/T 1-2020,断路器,2020-01-01\n"
TITLES = {"标准号": "number", "标准名称": "title_zh"}


def read(path: Path, asked: Format | None = None) -> tuple[list[Row | Refusal], list[str]]:
    file = RowFile(path, STANDARDS, asked)
    return list(file), file.warnings()


def rows(path: Path) -> list[tuple[int, dict[str, object]]]:
    found, _ = read(path)
    assert all(isinstance(row, Row) for row in found)
    return [(row.line, row.values) for row in found if isinstance(row, Row)]


def write(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def workbook(path: Path, *lines: list[object], sheet: str = "数据") -> Path:
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet(sheet)
    for at, line in enumerate(lines):
        page.write_row(at, 0, line)
    book.close()
    return path


EXPECTED = [(2, {"number": "GB/T 1-2020", "title_zh": "断路器", "published_on": "2020-01-01"})]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_in_every_encoding_and_with_every_separator(tmp_path: Path, encoding: str, separator: str) -> None:
    path = write(tmp_path / "a.csv", (HEAD + FIRST).replace(",", separator), encoding)
    assert rows(path) == EXPECTED


def test_lists_with_semicolons_do_not_make_the_separator(tmp_path: Path) -> None:
    text = "number,ics,drafters\nGB/T 1-2020,29.120;29.130;29.140;29.150,甲;乙;丙;丁;戊\n"
    assert rows(write(tmp_path / "a.csv", text))[0][1]["ics"] == "29.120;29.130;29.140;29.150"


def test_windows_line_ends_blank_lines_and_blank_rows_are_passed_over(tmp_path: Path) -> None:
    text = HEAD.replace("\n", "\r\n") + "\r\n,,\r\n" + FIRST.replace("\n", "\r\n")
    assert rows(write(tmp_path / "a.csv", text)) == [(4, EXPECTED[0][1])]


def test_cells_with_line_ends_count_the_line_they_begin_on(tmp_path: Path) -> None:
    text = 'number,scope\nGB/T 1-2020,"一\n二"\nGB/T 2-2020,三\n'
    assert rows(write(tmp_path / "a.csv", text)) == [
        (2, {"number": "GB/T 1-2020", "scope": "一\n二"}),
        (4, {"number": "GB/T 2-2020", "scope": "三"}),
    ]


def test_a_heading_row_may_stand_below_a_title(tmp_path: Path) -> None:
    assert rows(write(tmp_path / "a.csv", "2024年标准目录,,\n" + HEAD + FIRST)) == [(3, EXPECTED[0][1])]


def test_json_lines_plain_and_packed(tmp_path: Path) -> None:
    line = json.dumps({"标准号": "GB/T 1-2020", "ics": ["29.120"], "title_zh": None}, ensure_ascii=False)
    expected = [(1, {"number": "GB/T 1-2020", "ics": ["29.120"], "title_zh": None})]
    assert rows(write(tmp_path / "a.jsonl", line + "\n")) == expected
    assert rows(write(tmp_path / "b.jsonl", "\ufeff" + line)) == expected
    assert rows(write(tmp_path / "a.jsonl.gz", gzip.compress(line.encode()))) == expected


def test_a_workbook_gives_its_cells_and_line_numbers(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [], ["标准号", "标准名称", "页数"], [], ["GB/T 1-2020", "断路器", 12])
    assert rows(path) == [(4, {"number": "GB/T 1-2020", "title_zh": "断路器", "pages": 12.0})]


def test_the_best_heading_wins_and_an_alias_fills_in_where_it_is_empty(tmp_path: Path) -> None:
    lines = [
        {"number_raw": "GB/T1—2020", "number": "GB/T 1-2020", "title_fr": "fr", "title_ja": "ja"},
        {"number_raw": "GB/T2—2020", "number": "", "title_ja": None, "title_fr": "fr"},
    ]
    path = write(tmp_path / "a.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    assert rows(path) == [
        (1, {"number": "GB/T 1-2020", "title_original": "ja"}),
        (2, {"number": "GB/T2—2020", "title_original": "fr"}),
    ]


def test_columns_not_listed_are_named_once_and_those_of_a_rejects_file_never(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "标准号,stage,line,field,value,reason\nGB/T 1-2020,60.60,7,x,y,z\nGB/T 2-2020,95,8,x,y,z\n")
    found, warnings = read(path)
    assert [row.values for row in found if isinstance(row, Row)] == [{"number": "GB/T 1-2020"}, {"number": "GB/T 2-2020"}]
    assert len(warnings) == 1
    assert "stage" in warnings[0]
    assert "reason" not in warnings[0]


def test_headings_that_share_a_column_are_told(tmp_path: Path) -> None:
    found, warnings = read(write(tmp_path / "a.csv", "标准号,执行单位,归口单位\nGB/T 1-2020,甲,乙\nGB/T 2-2020,甲,\n"))
    assert [row.values["committee"] for row in found if isinstance(row, Row)] == ["乙", "甲"]
    assert warnings == ["“归口单位”与“执行单位”是同一项，都有内容时只取“归口单位”"]


def test_a_form_that_the_name_does_not_promise_is_read_and_said(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["标准号"], ["GB/T 1-2020"]).rename(tmp_path / "a.csv")
    found, warnings = read(path)
    assert len(found) == 1
    assert "XLSX" in warnings[0]
    assert read(write(tmp_path / "b.jsonl", HEAD + FIRST))[1] == ["b.jsonl 的内容是 CSV，不是 JSON Lines，已按内容读取"]
    assert read(write(tmp_path / "c", HEAD + FIRST), Format.CSV)[1] == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"number": "GB/T 1-2020"', "不是一个完整的 JSON 对象"),
        ('["GB/T 1-2020"]', "应是一个 JSON 对象"),
        ('"GB/T 1-2020"', "应是一个 JSON 对象"),
        ('{"pages": ' + "1" * 5000 + "}", "数字过长"),
        ("[" * 100_000, "嵌套过深"),
    ],
)
def test_a_line_that_is_no_object_is_refused_alone(tmp_path: Path, line: str, reason: str) -> None:
    good = '{"number": "GB/T 1-2020"}'
    found, _ = read(write(tmp_path / "a.jsonl", f"{good}\n{line}\n{good}\n"))
    assert [type(row) for row in found] == [Row, Refusal, Row]
    refused = found[1]
    assert isinstance(refused, Refusal)
    assert refused.line == 2
    assert reason in refused.reason
    assert refused.value is not None


def test_a_line_in_another_encoding_is_refused_alone_in_json_lines(tmp_path: Path) -> None:
    good = '{"title_zh": "断路器"}\n'
    found, _ = read(write(tmp_path / "a.jsonl", good.encode() + good.encode("gb18030") + good.encode()))
    assert [type(row) for row in found] == [Row, Refusal, Row]
    assert isinstance(found[1], Refusal)
    assert "UTF-8" in found[1].reason


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_a_row_of_two_megabytes_is_refused_alone(tmp_path: Path, name: str) -> None:
    long = "长" * 700_000
    if name == "a.csv":
        text = f'number,scope\nGB/T 1-2020,短\nGB/T 2-2020,"{long}"\nGB/T 3-2020,短\n'
    else:
        text = "".join(
            json.dumps({"number": f"GB/T {at}-2020", "scope": scope}) + "\n" for at, scope in enumerate(["短", long, "短"])
        )
    found, _ = read(write(tmp_path / name, text))
    assert [type(row) for row in found] == [Row, Refusal, Row]
    assert isinstance(found[1], Refusal)
    assert "超过 1 MB" in found[1].reason


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("GB/T 2-2020,断路器\n", "只有 2 格"),
        ("GB/T 2-2020,断路器,2020-01-01,多\n", "4 格"),
        ('GB/T 2-2020,"断路器"的,2020-01-01\n', "双引号"),
        ('GB/T 2-2020,"断路器,2020-01-01\n', "双引号"),
    ],
)
def test_a_row_with_the_wrong_cells_or_quotes_is_refused_alone(tmp_path: Path, row: str, reason: str) -> None:
    found, _ = read(write(tmp_path / "a.csv", HEAD + FIRST + row + FIRST.replace("T 1", "T 3")))
    assert [(type(each), each.line) for each in found] == [(Row, 2), (Refusal, 3), (Row, 4)]
    assert isinstance(found[1], Refusal)
    assert reason in found[1].reason


def test_a_quote_left_open_does_not_swallow_the_rows_after_it(tmp_path: Path) -> None:
    after = "".join(f"GB/T {at}-2020,开关,2020-01-01\n" for at in range(10, 2010))
    found, _ = read(write(tmp_path / "a.csv", HEAD + 'GB/T 2-2020,"断路器,2020-01-01\n' + after))
    assert [type(row) for row in found] == [Refusal] + [Row] * 2000


def test_empty_cells_beyond_the_headings_do_no_harm(tmp_path: Path) -> None:
    assert rows(write(tmp_path / "a.csv", HEAD + FIRST.replace("\n", ",,,\n"))) == EXPECTED


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"", "空文件"),
        ("a.jsonl", b" \n\n", "空文件"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG 图片"),
        ("a.csv", b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG 图片"),
        ("a.xlsx", b"%PDF-1.7\n", "PDF"),
        ("a.csv", b"\x00\x01\x02" * 100, "二进制"),
        ("a.csv", "标准号,标准名称\n".encode("utf-16"), "UTF-16"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为 .xlsx"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("a.xlsx", b"PK\x03\x04 and no more", "损坏"),
        ("a.csv", "甲,乙\n1,2\n".encode(), "找不到表头"),
        ("a.csv", b"GB/T 1-2020,2020-01-01\n", "找不到表头"),
        ("a.jsonl", b'{"foo": 1}\n', "一个也没有认出"),
        ("a.json", b'{\n  "number": "GB/T 1-2020"\n}\n', "每行一个对象"),
        ("a.jsonl.gz", gzip.compress(b'{"number": "GB/T 1-2020"}\n' * 100, mtime=0)[:-9], "不完整"),
    ],
)
def test_a_file_that_is_no_table_is_refused_as_a_whole(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        read(write(tmp_path / name, content))


def test_two_encodings_in_one_file_are_refused_naming_the_lines(tmp_path: Path) -> None:
    mixed = (HEAD + FIRST).encode() + FIRST.replace("断路器", "断路开关").encode("gb18030")
    with pytest.raises(Invalid, match=r"第 1 行是 UTF-8，第 3 行是 GB18030"):
        read(write(tmp_path / "a.csv", mixed))
    with pytest.raises(Invalid, match=r"第 1 行是 GB18030，第 2 行是 UTF-8"):
        read(write(tmp_path / "b.csv", HEAD.encode("gb18030") + FIRST.encode()))


def test_a_line_in_no_encoding_is_refused_naming_it(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="第 2 行"):
        read(write(tmp_path / "a.csv", b"number,title_en\nGB/T 1-2020,caf\xff\xff\n"))


def test_what_is_no_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="不存在"):
        read(tmp_path / "none.csv")
    with pytest.raises(Invalid, match="不是文件"):
        read(tmp_path)


def test_progress_goes_from_nothing_to_all(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"number": "GB/T 1-2020"}\n' * 50_000)
    file = RowFile(path, STANDARDS)
    seen = [file.fraction() for _ in file]
    assert seen[0] < 0.2
    assert seen == sorted(seen)
    assert file.fraction() == 1.0
