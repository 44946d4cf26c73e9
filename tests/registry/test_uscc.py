"""Unified social credit codes, GB 32100-2015: length, alphabet, check digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Invalid
from app.registry.uscc import read_uscc
from tests import worked_example as example

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_digit(body: str) -> str:
    """docs/rules.md section 3: (31 - sum(value_i * 3^(i-1), i = 1..17) mod 31) mod 31."""
    total = sum(ALPHABET.index(character) * 3**place for place, character in enumerate(body))
    return ALPHABET[(31 - total % 31) % 31]


@given(st.text(ALPHABET, min_size=17, max_size=17))
def test_the_check_digit_is_that_of_the_published_formula(body: str) -> None:
    code = body + check_digit(body)
    assert read_uscc(code) == code
    for wrong in set(ALPHABET) - {code[-1]}:
        with pytest.raises(Invalid, match="校验位"):
            read_uscc(body + wrong)


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(body: str, place: int, wrong: str) -> None:
    if wrong != body[place]:
        with pytest.raises(Invalid):
            read_uscc(body[:place] + wrong + body[place + 1 :] + check_digit(body))


def test_blanks_and_lower_case_are_read() -> None:
    assert read_uscc(" 91330399 e000000 013\t") == example.E1


def test_a_code_may_begin_with_a_letter() -> None:
    body = "A1330399E00000001"
    assert read_uscc(body + check_digit(body)) == body + check_digit(body)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("", "应为 18 位，现为 0 位"),
        ("91330399E00000001", "应为 18 位，现为 17 位"),
        ("91330399E0000000133", "应为 18 位，现为 19 位"),
        ("91330399I000000013", "不用的字符"),
        ("91330399E00000001O", "校验位不符|不用的字符"),
        ("91330399鞋000000013", "不用的字符"),
    ],
)
def test_what_is_no_code_is_refused_with_the_reason(code: str, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        read_uscc(code)


def test_the_invented_codes_of_the_worked_example_are_well_formed() -> None:
    for row in example.TABLES["organizations"]:
        assert read_uscc(row["uscc"]) == row["uscc"]
        assert row["uscc"][2:8] == "330399"
