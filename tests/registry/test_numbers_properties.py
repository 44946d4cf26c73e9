"""What holds of every number, and of every text."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Invalid
from app.registry.numbers import StandardNumber, find_numbers, key_of, parse_number

unhurried = settings(deadline=None)
"""A busy machine must not fail a test that asks for no speed."""

digits = st.integers(1, 99_999).map(str)
zeroed = st.builds(lambda zeros, number: "0" * zeros + str(number), st.integers(0, 3), st.integers(1, 9_999))
years = st.none() | st.integers(1950, 2049)
parts = st.lists(st.integers(1, 99).map(str), max_size=3).map(tuple)
bodies = st.text("ABCDEFGHXYZ", min_size=2, max_size=8)

coded = st.builds(
    StandardNumber,
    st.sampled_from(
        ["GB", "GB/T", "GB/Z", "GBZ", "GBZ/T", "GBn", "JB/T", "HG", "NB/SH/T", "DB/T", "DB33", "DB3303/T", "DB330382/T"]
    ),
    zeroed,
    parts,
    years,
)
alliance = st.builds(
    StandardNumber,
    bodies.map("T/{}".format),
    zeroed | st.builds("{}{}-{}".format, st.sampled_from(["", "TG", "GS"]), st.integers(1, 99), st.integers(100, 999)),
    parts,
    st.integers(2015, 2049),
)
enterprise = st.builds(StandardNumber, bodies.map("Q/{}".format), zeroed, parts, years)
amended = st.builds(
    StandardNumber,
    st.sampled_from(["GB", "GB/T"]),
    digits,
    parts,
    st.integers(1950, 2049),
    supplement=st.integers(1, 9).map("/XG{}-2019".format),
)
noted = st.builds(StandardNumber, st.just("GB"), digits, parts, st.integers(1950, 2049), note=st.just("(2018年版)"))
lettered = st.builds(StandardNumber, st.just("GB/T"), digits, parts, st.integers(1950, 2049), letter=st.sampled_from("EFR"))
# an undated ISO number whose last part looks like a year would be read as dated: parts stay below 100
international = st.builds(
    StandardNumber,
    st.sampled_from(["ISO", "IEC", "ISO/IEC", "ISO/IEC TR", "IEC/TR", "ISO/IEC Guide", "IWA", "CISPR", "EN", "BS EN ISO"]),
    st.integers(1, 299_999).map(str),
    parts,
    st.integers(1950, 2049),
    supplement=st.sampled_from(["", "+AMD1:2019", "+AMD1:2019+AMD2:2020 CSV", "/Amd 1:2024", " CSV"]),
)
itu = st.builds(
    StandardNumber,
    st.just("ITU-T"),
    st.builds("{}.{}".format, st.sampled_from("GHQXY"), digits),
    year=st.just(2025),
    edition=st.sampled_from([" (04/2025)", " (V10) (04/2025)"]),
)
numbers = st.one_of(coded, alliance, enterprise, amended, noted, lettered, international, itu)

typed = st.text() | st.text("GBTDZQ/ISOEC 0123456789.-—:()～一\u3000年版ＧＢ", max_size=40)


@unhurried
@given(numbers)
def test_text_and_value_agree(number: StandardNumber) -> None:
    assert parse_number(str(number)) == number
    assert str(parse_number(number.printed)) == str(number)


@unhurried
@given(numbers, st.data())
def test_dash_blank_width_and_case_change_neither_key_nor_number(number: StandardNumber, data: st.DataObject) -> None:
    text = str(number)
    for change in data.draw(st.lists(st.sampled_from([str.lower, _full_width, _other_dash, _more_blanks]), unique=True)):
        text = change(text)
    assert key_of(text) == number.key
    assert parse_number(text).key == number.key


@unhurried
@given(numbers)
def test_keys_depend_on_the_number_alone(number: StandardNumber) -> None:
    assert key_of(number.key) == number.key
    assert number.bare_key == number.key.replace("/", "")
    assert number.key.isascii() or number.note


@unhurried
@given(st.lists(numbers, min_size=2, max_size=6))
def test_the_order_is_total_and_has_a_text(several: list[StandardNumber]) -> None:
    by_order = sorted(several, key=StandardNumber.order)
    assert by_order == sorted(several, key=lambda number: number.order_text.encode())
    assert len({number.order() for number in several}) == len({str(number) for number in several})


@unhurried
@given(st.sampled_from(["GB/T", "T/ZZB", "ISO", "DB33"]), st.integers(1, 99_999), st.integers(1, 99_999))
def test_serials_sort_by_value(prefix: str, one: int, other: int) -> None:
    first, second = sorted((one, other))
    assert StandardNumber(prefix, str(first)).order()[:4] <= StandardNumber(prefix, str(second)).order()[:4]


@unhurried
@given(typed)
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Invalid):
        number = parse_number(text)
        assert parse_number(str(number)) == number


@unhurried
@given(typed)
def test_what_is_found_stands_in_the_text(text: str) -> None:
    after = 0
    for found in find_numbers(text):
        assert after <= found.start < found.end <= len(text)
        after = found.end


@unhurried
@given(typed)
def test_a_key_is_its_own_key(text: str) -> None:
    key = key_of(text)
    assert key_of(key) == key
    assert not any(character.isspace() for character in key)


def _full_width(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


def _other_dash(text: str) -> str:
    return text.replace("-", "—")


def _more_blanks(text: str) -> str:
    return f"  {text.replace(' ', '  ')} "
