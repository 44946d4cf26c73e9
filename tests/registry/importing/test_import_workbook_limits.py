import struct
import zipfile
import zlib
from pathlib import Path

import pytest
import xlsxwriter

from app.errors import Invalid
from app.registry.importing import workbook_limits
from app.registry.importing.workbook_limits import check_workbook

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def plain(path: Path) -> Path:
    book = xlsxwriter.Workbook(path)
    book.add_worksheet().write_row(0, 0, ["标准号", "标准名称", 12])
    book.close()
    return path


def with_part(path: Path, name: str, content: bytes) -> Path:
    """A workbook in which one part is another."""
    source = plain(path.with_suffix(".source.xlsx"))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return path


def sheet(*rows: str) -> bytes:
    return f"<worksheet {NAMESPACE}><sheetData>{''.join(rows)}</sheetData></worksheet>".encode()


def test_an_ordinary_workbook_passes(tmp_path: Path) -> None:
    check_workbook(plain(tmp_path / "a.xlsx"))


def test_parts_that_unpack_to_more_than_the_limit_are_refused_by_the_directory(tmp_path: Path) -> None:
    path = with_part(tmp_path / "a.xlsx", SHEET, b" " * (workbook_limits.UNPACKED_LIMIT + 1))
    assert path.stat().st_size < 2 << 20
    with pytest.raises(Invalid, match="压缩炸弹"):
        check_workbook(path)


def test_a_directory_that_lies_about_sizes_is_found_out_while_unpacking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_limits, "UNPACKED_LIMIT", 1 << 20)
    path = with_part(tmp_path / "a.xlsx", "docProps/app.xml", b" " * (4 << 20))
    raw = path.read_bytes()
    for signature, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = raw.index(signature)
        while struct.unpack_from("<I", raw, start + at)[0] != 4 << 20:
            start = raw.index(signature, start + 4)
        raw = raw[: start + at] + struct.pack("<I", 100) + raw[start + at + 4 :]
    path.write_bytes(raw)
    with zipfile.ZipFile(path) as archive:
        assert sum(part.file_size for part in archive.infolist()) < 1 << 20
    with pytest.raises(Invalid, match="压缩炸弹"):
        check_workbook(path)


def test_two_cells_at_the_far_corners_are_refused(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    page = book.add_worksheet()
    page.write(0, 0, "标准号")
    page.write(1_048_575, 16_383, "x")
    book.close()
    with pytest.raises(Invalid, match="区域过大"):
        check_workbook(tmp_path / "a.xlsx")


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1048576'><c t='inlineStr' r='XFD1048576'><is><t>x</t></is></c></row>",
        '<row r="1048576"><c r="&#88;FD1048576"><v>1</v></c></row>',
    ],
)
def test_far_cells_are_found_however_they_are_written(tmp_path: Path, far: str) -> None:
    path = with_part(tmp_path / "a.xlsx", SHEET, sheet('<row r="1"><c r="A1"><v>1</v></c></row>', far))
    with pytest.raises(Invalid, match="区域过大"):
        check_workbook(path)


def test_formatted_cells_without_content_do_not_count(tmp_path: Path) -> None:
    path = with_part(tmp_path / "a.xlsx", SHEET, sheet('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576" s="1"/></row>'))
    check_workbook(path)


def test_one_long_text_shared_by_many_cells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_limits, "TEXT_LIMIT", 1_000_000)
    cells = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 102))
    path = with_part(tmp_path / "a.xlsx", SHEET, sheet(cells))
    shared = f"<sst {NAMESPACE}><si><t>{'x' * 10_000}</t></si></sst>".encode()
    both = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(both, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, shared if part == "xl/sharedStrings.xml" else old.read(part))
    with pytest.raises(Invalid, match="文字"):
        check_workbook(both)


def test_entities_are_not_unfolded(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><worksheet {NAMESPACE}>&l9;</worksheet>'.encode()
    with pytest.raises(Invalid, match="不安全"):
        check_workbook(with_part(tmp_path / "a.xlsx", SHEET, bomb))


@pytest.mark.parametrize("content", [b"<worksheet", b"no xml at all", sheet('<row r="x"><c r="A1"><v>1</v></c></row>')])
def test_a_sheet_that_is_no_xml_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Invalid, match="损坏"):
        check_workbook(with_part(tmp_path / "a.xlsx", SHEET, content + b" "))


def test_a_part_with_broken_compression_is_refused(tmp_path: Path) -> None:
    path = plain(tmp_path / "a.xlsx")
    raw = path.read_bytes()
    start = raw.index(b"PK\x03\x04") + 60
    path.write_bytes(raw[:start] + zlib.compress(b"junk")[:8] + b"\xff" * 40 + raw[start + 48 :])
    with pytest.raises(Invalid, match="损坏"):
        check_workbook(path)
