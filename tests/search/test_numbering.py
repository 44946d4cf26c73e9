import pytest

from app.registry.numbers.parsing import parse_number
from app.search.numbering import asked_terms, digits_term, number_terms
from tests.search.samples import make_document


def test_the_terms_of_a_number_hold_every_way_to_ask_for_it() -> None:
    assert number_terms(make_document(1, "GB/T 14048.2-2020")) == [
        "~gb/14048.2",
        "=gb/t14048.2-2020",
        "=gbt14048.2-2020",
        ".gbt1404822020",
        "%gb/14048.2",
        "<gb/14048",
        "-gb/14048.2-2020",
        "#14048.2",
        "#14048.2-2020",
        "#14048",
        "#14048-2020",
    ]


def test_former_numbers_lead_to_the_document() -> None:
    terms = number_terms(make_document(1, "DB33/T 2082-2017", former_numbers=("DB33/T 999-2015",)))
    assert {"=db33/t2082-2017", "=db33/t999-2015", "~db33/999"} <= set(terms)


@pytest.mark.parametrize(
    ("typed", "registered"),
    [
        ("GB/T 14048.2-2020", "GB/T 14048.2-2020"),
        ("GB 14048.2-2020", "GB/T 14048.2-2020"),  # became recommended, serial and year unchanged
        ("GB/T 14048.2", "GB/T 14048.2-2020"),
        ("GB/T 2703-2017", "GB/T 2703-2017E"),
        ("GB 50016-2014", "GB 50016-2014(2018年版)"),
        ("T/SSIASD 2-2022", "T/SSIASD 02-2022"),
    ],
)
def test_a_typed_number_meets_the_registered_one(typed: str, registered: str) -> None:
    asked = asked_terms(parse_number(typed))
    looked_up = {*asked.exact, *asked.edition, *asked.document, *asked.loose, *asked.series}
    assert looked_up & set(number_terms(make_document(1, registered)))


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("19001", "#19001"),
        ("14048.2", "#14048.2"),
        ("14048.2—2020", "#14048.2-2020"),
        ("60947-2:2024", "#60947-2-2024"),
        ("9001c", "#9001c"),
        ("1.1", "#1.1"),
        ("1", None),
        ("断路器", None),
        ("A4", None),
    ],
)
def test_digits_alone(text: str, term: str | None) -> None:
    assert digits_term(text) == term
