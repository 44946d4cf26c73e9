"""docs/rules.md section 6, and every code of the published tables."""

import csv
from pathlib import Path

import pytest

from app.errors import Invalid
from app.registry.classification import Scheme, covers, first_level, read_code

ICS, CCS, GBT4754 = Scheme.ICS, Scheme.CCS, Scheme.GBT4754


@pytest.mark.parametrize(
    ("scheme", "typed", "code"),
    [
        (ICS, "29", "29"),
        (ICS, "29.130", "29.130"),
        (ICS, " ２９．１３０．２０ ", "29.130.20"),
        (CCS, "k", "K"),
        (CCS, "K 31", "K31"),
        (CCS, "K30/39", "K30/39"),
        (CCS, "k30—39", "K30/39"),
        (GBT4754, "c", "C"),
        (GBT4754, "19", "19"),
        (GBT4754, "C195", "195"),
        (GBT4754, "3823", "3823"),
        (GBT4754, "0111", "0111"),
        (GBT4754, "9720", "9720"),
    ],
)
def test_codes_are_read_as_typed(scheme: Scheme, typed: str, code: str) -> None:
    assert read_code(scheme, typed) == code


@pytest.mark.parametrize(
    ("scheme", "typed"),
    [
        (ICS, ""),
        (ICS, "2"),
        (ICS, "29.13"),
        (ICS, "29.130.2"),
        (ICS, "29.130.20.1"),
        (ICS, "K31"),
        (CCS, "31"),
        (CCS, "K3"),
        (CCS, "K311"),
        (CCS, "K39/30"),
        (GBT4754, "U"),
        (GBT4754, "1"),
        (GBT4754, "00"),
        (GBT4754, "98"),
        (GBT4754, "38231"),
        (GBT4754, "A3823"),
        (GBT4754, "CC38"),
    ],
)
def test_what_has_no_form_of_the_scheme_is_refused_with_an_example(scheme: Scheme, typed: str) -> None:
    with pytest.raises(Invalid, match=scheme.label):
        read_code(scheme, typed)


@pytest.mark.parametrize(
    ("scheme", "code", "top"),
    [
        (ICS, "29.130.20", "29"),
        (ICS, "29", "29"),
        (CCS, "K31", "K"),
        (CCS, "K30/39", "K"),
        (GBT4754, "3823", "C"),
        (GBT4754, "0111", "A"),
        (GBT4754, "C", "C"),
    ],
)
def test_the_first_level_of_a_code(scheme: Scheme, code: str, top: str) -> None:
    assert first_level(scheme, code) == top


@pytest.mark.parametrize(
    ("scheme", "upper", "code", "expected"),
    [
        (ICS, "29", "29.130.20", True),
        (ICS, "29.130", "29.130.20", True),
        (ICS, "29.130.20", "29.130.20", True),
        (ICS, "29.130.20", "29.130", False),
        (ICS, "29.120", "29.130.20", False),
        (CCS, "K", "K31", True),
        (CCS, "K", "K30/39", True),
        (CCS, "K30/39", "K30", True),
        (CCS, "K30/39", "K39", True),
        (CCS, "K30/39", "K40", False),
        (CCS, "K30/39", "L35", False),
        (CCS, "K30/39", "K30/39", True),
        (CCS, "K30/39", "K", False),
        (CCS, "K30/39", "K30/34", False),
        (CCS, "K30", "K30/39", False),
        (CCS, "K30", "K31", False),
        (GBT4754, "C", "3823", True),
        (GBT4754, "A", "3823", False),
        (GBT4754, "38", "3823", True),
        (GBT4754, "382", "3823", True),
        (GBT4754, "3823", "382", False),
        (GBT4754, "381", "3823", False),
    ],
)
def test_a_parent_matches_everything_below_it(scheme: Scheme, upper: str, code: str, *, expected: bool) -> None:
    assert covers(scheme, upper, code) is expected


MISPRINTS = {
    ("ccs", "FF2"),  # K22 in the published table
    ("ccs", "D47"),  # placed under D50/59
}


@pytest.mark.parametrize(
    ("scheme", "table", "parent_column"), [(ICS, "ics", None), (CCS, "ccs", "parent"), (GBT4754, "gbt4754-2017", "parent")]
)
def test_every_published_code_reads_as_itself_under_its_parent(
    reference_data: Path, scheme: Scheme, table: str, parent_column: str | None
) -> None:
    with (reference_data / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if (scheme.value, row["code"]) not in MISPRINTS]
    assert len(rows) > 1_000
    for row in rows:
        parent = row[parent_column] if parent_column else row["code"].rpartition(".")[0]
        assert read_code(scheme, row["code"]) == row["code"]
        assert not parent or covers(scheme, parent, row["code"]), row
