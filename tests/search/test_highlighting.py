import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.highlighting import highlight, snippet


@pytest.mark.parametrize(
    ("text", "terms", "marked"),
    [
        ("低压断路器", ["断路器"], "低压<mark>断路器</mark>"),
        ("低壓開關設備", ["开关"], "低壓<mark>開關</mark>設備"),
        ("ＬＥＤ灯", ["led"], "<mark>ＬＥＤ</mark>灯"),
        ("Safety of valves", ["valv"], "Safety of <mark>valves</mark>"),
        ("第2部分：断路器", ["部分断路器"], "第2<mark>部分：断路器</mark>"),
        ("开关设备", ["开关", "关设"], "<mark>开关设</mark>备"),
        ("a < b & 断路器", ["断路器"], "a &lt; b &amp; <mark>断路器</mark>"),
        ("面积 10 ㎡ 以上", ["m2"], "面积 10 <mark>㎡</mark> 以上"),
        ("断路器", [], "断路器"),
    ],
)
def test_marks(text: str, terms: list[str], marked: str) -> None:
    assert highlight(text, terms) == marked


def test_a_snippet_shows_the_text_around_the_match() -> None:
    text = "一" * 100 + "断路器" + "二" * 100
    found = snippet(text, ["断路器"], 40)
    assert found.startswith("…一")
    assert "<mark>断路器</mark>二" in found
    assert found.endswith("二…")
    assert len(found.replace("<mark>", "").replace("</mark>", "").strip("…")) == 40


def test_a_snippet_of_a_short_text_is_the_text() -> None:
    assert snippet("本标准规定了断路器", ["断路器"], 40) == "本标准规定了<mark>断路器</mark>"


def test_a_snippet_without_a_match_is_the_beginning() -> None:
    assert snippet("一二三四五六", ["断路器"], 3) == "一二三…"


@given(st.text(max_size=80), st.lists(st.text(max_size=5), max_size=4), st.integers(1, 30))
def test_nothing_but_marks_is_added(text: str, terms: list[str], width: int) -> None:
    from html import unescape

    assert (
        unescape(highlight(text, terms).replace("<mark>", "").replace("</mark>", "")) == unescape(text)
        or "<" in text
        or "&" in text
    )
    snippet(text, terms, width)
