import pytest

from app.search.pinyin import spellings, spelt_terms


@pytest.mark.parametrize(
    ("word", "spelt"),
    [
        ("断路器", ("duanluqi", "dlq")),
        ("重量", ("zhongliang", "zl")),
        ("重复", ("chongfu", "cf")),
        ("绿色", ("lvse", "ls")),
        ("鞋", ()),
        ("switch", ()),
        ("ゴム", ()),
    ],
)
def test_spellings(word: str, spelt: tuple[str, ...]) -> None:
    assert spellings(word) == spelt


def test_a_title_is_spelt_word_by_word() -> None:
    assert spelt_terms(["塑胶", "跑道", "塑胶", "的"]) == ["sujiao 塑胶", "sj 塑胶", "paodao 跑道", "pd 跑道"]
