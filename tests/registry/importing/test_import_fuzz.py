"""Whatever a file holds, it is read, refused row by row, or refused as a whole with a sentence: never anything else."""

import gzip
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Invalid
from app.registry.importing.columns import TABLES, Table
from app.registry.importing.files import RowFile
from app.registry.importing.reading import ReadRow, read_row
from app.registry.importing.rows import Refusal, Row
from tests.examples import examples

PLAIN = settings(max_examples=examples(100))
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40)
RAW = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2))


def workbook() -> bytes:
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, ["标准号", "标准名称", "发布日期"])
    page.write_row(1, 0, ["GB/T 1-2020", "断路器", "2020-01-01"])
    book.close()
    return content.getvalue()


SAMPLES = {
    "a.csv": 'number,title_zh,scope\nGB/T 1-2020,"断路器","一\n二"\n'.encode(),
    "a.gb.csv": "标准号;标准名称\nGB/T 1-2020;断路器\n".encode("gb18030"),
    "a.jsonl": b'{"number": "GB/T 1-2020", "ics": ["29"]}\n{"number": "GB/T 2-2020"}\n',
    "a.jsonl.gz": gzip.compress(b'{"number": "GB/T 1-2020"}\n', mtime=0),
    "a.xlsx": workbook(),
}


def read_all(path: Path) -> None:
    with suppress(Invalid):
        for row in RowFile(path, TABLES["standards"]):
            assert isinstance(row, Row | Refusal)
            assert row.line >= 1


@pytest.mark.parametrize("name", SAMPLES)
@given(st.binary(max_size=300))
@PLAIN
def test_any_bytes_under_any_name(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    read_all(tmp_path / name)


@pytest.mark.parametrize("name", SAMPLES)
@given(st.data())
@PLAIN
def test_a_file_that_was_damaged(tmp_path: Path, name: str, data: st.DataObject) -> None:
    content = bytearray(SAMPLES[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        if not content:
            break
    (tmp_path / name).write_bytes(content)
    read_all(tmp_path / name)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
@given(st.data())
@PLAIN
def test_any_value_in_any_column(table: Table, data: st.DataObject) -> None:
    values = data.draw(st.dictionaries(st.sampled_from([column.name for column in table.columns]), RAW, max_size=4))
    read = read_row(table, Row(1, values))
    assert isinstance(read, ReadRow | Refusal)
    if isinstance(read, ReadRow):
        hash(frozenset(read.values.items()))
    else:
        assert read.field in values
        assert read.reason
