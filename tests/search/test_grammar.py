import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.grammar import (
    LONGEST,
    MOST_WORDS,
    All,
    Coded,
    Either,
    Node,
    Number,
    Phrase,
    Prefix,
    Without,
    Words,
    parse,
)


def parts(text: str) -> tuple[Node, ...]:
    tree = parse(text).tree
    return tree.parts if tree is not None else ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("断路器", (Words("断路器"),)),
        ("低压　开关", (Words("低压"), Words("开关"))),
        ('"低压 开关" x', (Phrase("低压 开关"), Words("x"))),
        ("“低压 开关”「断路器」", (Phrase("低压 开关"), Phrase("断路器"))),
        ("断路器 -塑料", (Words("断路器"), Without(Words("塑料")))),
        ('断路器 -"小型"', (Words("断路器"), Without(Phrase("小型")))),
        ("a OR b c", (Either((Words("a"), Words("b"))), Words("c"))),
        ("鞋 或 靴 | 袜", (Either((Words("鞋"), Words("靴"), Words("袜"))),)),
        ("标题:断路器", (Words("断路器", "title"),)),
        ("标题： 断路器", (Words("断路器", "title"),)),
        ("title:valve", (Words("valve", "title"),)),
        ('起草单位："正泰 电器"', (Phrase("正泰 电器", "organization"),)),
        ("ICS:13.220 状态：现行", (Coded("13.220", "ics"), Coded("现行", "status"))),
        ("断路*", (Prefix("断路"),)),
        ("(防火门 OR 防火窗) 验收", (All((Either((Words("防火门"), Words("防火窗"))),)), Words("验收"))),
        ("x -(a OR b)", (Words("x"), Without(All((Either((Words("a"), Words("b"))),))))),
    ],
)
def test_operators(text: str, expected: tuple[Node, ...]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "第1部分：排球馆",  # no field of that name
        "低压-高压",  # no blank before the dash
        "防火门（甲级）",
        "(2018年版)",  # brackets without operators
        "“未闭合",
        "OR或",
        "标题：",
    ],
)
def test_signs_that_are_part_of_a_title_are_plain(text: str) -> None:
    assert parts(text) == (Words(text),)


def test_brackets_at_the_end_of_a_word_stay_with_it_beside_operators() -> None:
    assert parts("防火门（甲级） OR 防火窗") == (Either((Words("防火门（甲级）"), Words("防火窗"))),)


@pytest.mark.parametrize(
    ("text", "number", "others"),
    [
        ("GB/T 1.1-2020", "GB/T 1.1-2020", []),
        ("gbt1.1标准化导则", "GB/T 1.1", ["标准化导则"]),
        ("标准化导则 GB／T 1.1—2020 结构", "GB/T 1.1-2020", ["标准化导则", "结构"]),
        ('"GB/T 1.1-2020"', "GB/T 1.1-2020", []),
        ("编号:gb/t1.1-2020", "GB/T 1.1-2020", []),
    ],
)
def test_a_number_is_read_wherever_it_stands(text: str, number: str, others: list[str]) -> None:
    nodes = parts(text)
    assert [str(node.number) for node in nodes if isinstance(node, Number)] == [number]
    assert [node.text for node in nodes if isinstance(node, Words)] == others


def test_the_blank_before_a_year_is_no_minus() -> None:
    assert [str(node.number) for node in parts("GB/T 1.1 -2020") if isinstance(node, Number)] == ["GB/T 1.1-2020"]


@pytest.mark.parametrize("text", ["*", "((((", '"""', "- - -", "，。！", "OR OR", "()", "：", "\u3000"])
def test_signs_alone_ask_for_nothing_and_say_so(text: str) -> None:
    parsed = parse(text)
    assert parsed.tree is None
    assert bool(parsed.notes) == bool(text.strip())


def test_long_queries_are_cut_and_say_so() -> None:
    assert parse("断路器" * 4000).notes == (f"查询过长，只取前 {LONGEST} 个字符",)
    words = parse(" ".join("词" for _ in range(MOST_WORDS + 1)))
    assert words.tree is not None
    assert len(words.tree.parts) == MOST_WORDS
    assert words.notes == (f"词太多，只取前 {MOST_WORDS} 个",)


@given(st.text(alphabet='a1 断路()（）"“”「」-*|:：OR或标题.GB/T', max_size=200))
def test_every_text_has_a_reading(text: str) -> None:
    parse(text)


def test_deep_brackets_take_no_time() -> None:
    started = time.perf_counter()
    parse("a OR " + "(" * 5000 + "b" + ")" * 5000)
    assert time.perf_counter() - started < 0.3
