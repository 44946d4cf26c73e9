import csv
import gzip
import io
import json
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from app.errors import Invalid, Unavailable
from app.registry.importing import value_lists, values
from app.registry.importing.columns import STANDARDS, Table, table_of
from app.registry.importing.files import RowFile
from app.registry.importing.reading import ReadRow, read_row
from app.registry.importing.rejects import Rejects
from app.registry.importing.rows import Refusal, Row
from app.registry.importing.workbooks import Sheet
from app.registry.importing.writing import Written, workbook_pieces, writing
from tests.examples import examples

HEADINGS = ("number", "title_zh", "pages", "lists_cut", "keywords", "drafting_units", "source")
FORMS = ("a.jsonl", "a.jsonl.gz", "a.csv", "a.xlsx")

# What a text of the register can be: no control characters, no blanks around it.
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn")) | st.sampled_from(";；、,，\"'=+-@\n\t"), min_size=1, max_size=30
)
KEPT = TEXTS.map(values.text).filter(bool)
LISTS = st.lists(KEPT, max_size=4, unique=True).map(tuple)


def written(path: Path, *rows: tuple[Written, ...]) -> None:
    with writing(path, HEADINGS) as out:
        for row in rows:
            out.write(row)


def read_back(path: Path) -> list[dict[str, object]]:
    found = []
    for row in RowFile(path, STANDARDS):
        assert isinstance(row, Row), row
        read = read_row(STANDARDS, row)
        assert isinstance(read, ReadRow), read
        found.append({**read.values, "number": str(read.values["number"].number)})
    return found


@pytest.mark.parametrize("name", FORMS)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 9999).map("GB/T {}-2020".format),
            KEPT,
            st.none() | st.integers(1, 9999),
            st.booleans(),
            LISTS,
            LISTS,
            LISTS,
        ),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=examples(60))
def test_what_is_written_is_read_back(tmp_path: Path, name: str, rows: list[tuple[Written, ...]]) -> None:
    written(tmp_path / name, *rows)
    assert read_back(tmp_path / name) == [dict(zip(HEADINGS, row, strict=True)) for row in rows]


@pytest.mark.parametrize("text", ["=1+1", "+86 577", "-见附件", "@某厂", "'=1", "\t=1"])
def test_cells_that_a_spreadsheet_would_run_are_texts(tmp_path: Path, text: str) -> None:
    row: tuple[Written, ...] = ("GB/T 1-2020", text, None, None, (), (), ())
    written(tmp_path / "a.csv", row)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["title_zh"] == f"'{text}"
    written(tmp_path / "a.xlsx", row)
    cells = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()
    assert cells[1][1] == text


def test_negative_numbers_stay_numbers_in_csv(tmp_path: Path) -> None:
    with writing(tmp_path / "a.csv", ("plan", "value")) as out:
        out.write(("-5", -0.3))
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()[1] == "-5,-0.3"


def test_csv_opens_in_spreadsheets_as_utf8(tmp_path: Path) -> None:
    written(tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfnumber,")


def test_json_lines_hold_empty_cells_too(tmp_path: Path) -> None:
    written(tmp_path / "a.jsonl.gz", ("GB/T 1-2020", None, 12, False, ("甲",), (), ()))
    with gzip.open(tmp_path / "a.jsonl.gz", "rt", encoding="utf-8") as file:
        assert json.loads(file.read()) == {
            "number": "GB/T 1-2020",
            "title_zh": None,
            "pages": 12,
            "lists_cut": False,
            "keywords": ["甲"],
            "drafting_units": [],
            "source": [],
        }


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("before")

    def broken() -> None:
        with writing(path, HEADINGS) as out:
            out.write(("GB/T 1-2020", "断路器", None, None, (), (), ()))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert path.read_text() == "before"
    assert [found.name for found in tmp_path.iterdir()] == ["a.csv"]


def test_what_does_not_fit_a_sheet_says_so(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="32768 字"):
        written(tmp_path / "a.xlsx", ("GB/T 1-2020", "长" * 32_768, None, None, (), (), ()))
    assert list(tmp_path.iterdir()) == []


def test_a_name_without_a_form_and_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="扩展名"):
        written(tmp_path / "a.doc")
    with pytest.raises(Unavailable, match="无法写入"):
        written(tmp_path / "none" / "a.csv")


def rejects_file(path: Path, table: Table, *refusals: Refusal) -> list[str]:
    with closing(Rejects(table)) as refused:
        for refusal in refusals:
            refused.add(refusal)
        return refused.write(path)


@pytest.mark.parametrize("name", FORMS)
def test_a_rejects_file_can_be_mended_and_read_again(tmp_path: Path, name: str) -> None:
    row = {"number": "GB/T 1-2020", "published_on": "明年", "ics": ["29", "31"]}
    assert rejects_file(tmp_path / name, STANDARDS, Refusal(7, "不是日期", "published_on", "明年", row)) == []
    file = RowFile(tmp_path / name, STANDARDS)
    (read,) = file
    assert isinstance(read, Row)
    assert (read.values["number"], read.values["published_on"]) == ("GB/T 1-2020", "明年")
    assert value_lists.codes(read.values["ics"]) == ("29", "31")
    assert set(read.values) == set(row)
    assert file.warnings() == []


def test_a_rejects_file_ends_in_line_field_value_reason(tmp_path: Path) -> None:
    refusal = Refusal(7, "不是日期", "published_on", "明年", {"published_on": "明年", "number": "GB/T 1-2020"})
    rejects_file(tmp_path / "a.csv", STANDARDS, refusal)
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig") == (
        "number,published_on,line,field,value,reason\nGB/T 1-2020,明年,7,published_on,明年,不是日期\n"
    )


@pytest.mark.parametrize("name", FORMS)
def test_a_rejects_file_of_a_table_that_has_a_value_of_its_own(tmp_path: Path, name: str) -> None:
    targets = table_of("targets")
    row = {"plan": "P", "metric": "implementation_rate", "value": "30"}
    rejects_file(tmp_path / name, targets, Refusal(2, "大于 1", "value", "30", row))
    (read,) = RowFile(tmp_path / name, targets)
    assert isinstance(read, Row)
    assert read.values == row


def test_rows_with_different_columns_are_warned_of_where_empty_cells_would_clear(tmp_path: Path) -> None:
    refusals = (
        Refusal(1, "不是日期", "published_on", "明年", {"number": "GB/T 1-2020", "published_on": "明年"}),
        Refusal(2, "不是日期", "reviewed_on", "明年", {"number": "GB/T 2-2020", "reviewed_on": "明年"}),
    )
    assert len(rejects_file(tmp_path / "a.csv", STANDARDS, *refusals)) == 1
    assert rejects_file(tmp_path / "a.jsonl", STANDARDS, *refusals) == []
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [sorted(line.keys() - {"line", "field", "value", "reason"}) for line in lines] == [
        ["number", "published_on"],
        ["number", "reviewed_on"],
    ]


def test_a_workbook_is_sent_while_it_is_made_and_read_as_it_was_written():
    random = Random(7)  # noqa: S311 -- guards nothing
    odd = "a<&>\"' lead\ttab\n _x0041_ \x01"
    many = [(random.randbytes(200).hex(), at, "", "") for at in range(2000)]
    rows = [(odd, 1.5, None, ["x", "y"]), ("=1+1", 0, "", True), *many]
    read = []

    def asked():
        for row in rows:
            read.append(row)
            yield row

    pieces = workbook_pieces(["甲", "乙", "丙", "丁"], asked())
    first = next(pieces)
    assert len(read) < len(rows)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(first + b"".join(pieces))).get_sheet_by_name("数据").to_python()
    assert sheet[:3] == [["甲", "乙", "丙", "丁"], [odd, 1.5, "", "x;y"], ["=1+1", 0, "", "true"]]
    assert [row[1] for row in sheet[3:]] == list(range(2000))


def test_a_text_too_long_for_a_cell_is_cut_in_a_download_which_an_import_does_not_take_for_the_whole(tmp_path: Path) -> None:
    # far behind what is sent at once, when nothing can be refused any more
    random = Random(7)  # noqa: S311 -- guards nothing
    rows = [(f"GB/T {at}-2020", random.randbytes(200).hex()) for at in range(2_000)]
    rows += [("GB/T 9999-2020", "一" * 40_000), ("GB/T 1-2021", "二" * 32_767)]
    sent = b"".join(workbook_pieces(["标准号", "范围"], rows))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(sent)).get_sheet_by_name("数据").to_python()
    assert (len(sheet[2_001][1]), sheet[2_001][1][-30:].endswith("已截短，全文请导出为 CSV）")) == (32_767, True)
    assert sheet[2_002] == ["GB/T 1-2021", "二" * 32_767]
    (tmp_path / "a.xlsx").write_bytes(sent)
    refused = [each for each in Sheet(tmp_path / "a.xlsx").cells() if isinstance(each, Refusal)]
    assert [(each.line, "截短" in each.reason) for each in refused] == [(2_002, True)]


def test_a_text_too_long_for_a_cell_of_an_exported_file_is_refused_by_line_and_heading(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"第 1 行的 甲 长 40000 字"), writing(tmp_path / "a.xlsx", ["甲"]) as out:
        out.write(("一" * 40_000,))
    assert not (tmp_path / "a.xlsx").exists()
