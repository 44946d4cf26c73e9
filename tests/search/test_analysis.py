import csv
import gzip
import json
import re
from pathlib import Path

import pytest

from app.search.analysis import (
    Analyzer,
    Terms,
    fast_cutter,
    fold,
    fragment,
    jieba_cutter,
    letters,
    name_terms,
    pairs,
    stem,
)
from app.search.thesaurus import Thesaurus

SEED_DATA = Path(__file__).parents[2] / "seed_data"
DICTIONARY = SEED_DATA / "dictionary.txt"


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer(DICTIONARY)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("低壓開關設備", "低压开关设备"),
        ("ＧＢ／Ｔ　１９００１", "gb/t 19001"),
        ("Électrotechnique à l'œuvre", "electrotechnique a l'œuvre"),
        ("バルブ", "バルブ"),
        ("㎡", "m2"),
        ("co\u00adoperation", "cooperation"),
    ],
)
def test_one_spelling_for_what_readers_hold_to_be_the_same(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_letters_leave_blanks_and_punctuation_out() -> None:
    assert letters("低压开关设备 第2部分：断路器（A）") == "低压开关设备第2部分断路器a"


@pytest.mark.parametrize(("word", "stemmed"), [("valves", "valv"), ("valve", "valv"), ("led", "led"), ("iec60947", "iec60947")])
def test_english_words_meet_in_their_stem(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("剩余电流动作断路器", ["剩余电流动作断路器"]),  # of our dictionary
        ("体育场馆LED灯", ["体育场馆", "led", "灯"]),
        ("Safety of machinery", ["safeti", "machineri"]),
        ("第1部分：通则", ["第", "1", "部分", "通则"]),
        ("，。", []),
    ],
)
def test_words_of_a_query(analyzer: Analyzer, text: str, words: list[str]) -> None:
    assert analyzer.words(text).texts == words


def test_stop_words_keep_their_place(analyzer: Analyzer) -> None:
    assert analyzer.words("safety of machinery") == Terms(["safeti", "machineri"], [0, 2])


def test_a_long_word_is_found_by_the_words_within_it(analyzer: Analyzer) -> None:
    found = analyzer.index_words("剩余电流动作断路器 IEC60947")
    assert dict(zip(found.texts, found.places, strict=True)) == {
        "剩余电流动作断路器": 0, "剩余": 0, "余电": 0, "电流": 0, "流动": 0, "动作": 0, "断路": 0, "断路器": 0,
        "iec60947": 1, "iec": 1, "60947": 1,
    }  # fmt: skip


def test_pairs_hold_every_fragment() -> None:
    found = pairs("断路 器A")
    assert list(zip(found.texts, found.places, strict=True)) == [
        ("断路", 0), ("路器", 1), ("器a", 2), ("断", 0), ("路", 1), ("器", 2), ("a", 3),
    ]  # fmt: skip
    assert fragment("路器") == ("路器",)
    assert fragment("断路器") == ("断路", "路器")
    assert fragment("器") == ("器",)


def test_names_are_found_by_any_part() -> None:
    assert name_terms("正泰电器 ABB\n王伟") == Terms(["正泰", "泰电", "电器", "abb", "王伟"], [0, 1, 2, 5, 6])


def _han_runs(folder: Path) -> set[str]:
    runs: set[str] = set()
    for file in folder.glob("standards*.jsonl.gz"):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                texts = [record.get(name) or "" for name in ("title_zh", "title_ja", "scope")]
                runs |= set(re.findall("[\u3400-\u4dbf\u4e00-\u9fff々〇]+", fold(" ".join(texts))))
    return runs


def test_the_fast_cutter_cuts_all_real_titles_as_jieba_does(reference_data: Path, tmp_path: Path) -> None:
    fast = fast_cutter(DICTIONARY)
    if fast is None:
        pytest.skip("rjieba is not installed: jieba itself cuts")
    jieba = jieba_cutter(DICTIONARY, tmp_path)
    runs = _han_runs(reference_data)
    assert len(runs) > 10_000
    assert [run for run in runs if list(fast.cut(run)) != list(jieba.cut(run))] == []
    assert [run for run in runs if list(fast.cut_for_search(run)) != list(jieba.cut_for_search(run))] == []
    assert (tmp_path / "jieba.cache").exists()


def test_synonyms_are_found_from_each_word_of_a_group() -> None:
    thesaurus = Thesaurus([["断路器", "空开"], ["PM2.5", "细颗粒物"]])
    assert thesaurus.of("空开") == ("断路器",)
    assert thesaurus.of("pm25") == ("细颗粒物",)
    assert thesaurus.of("插座") == ()


def test_the_seeded_thesaurus_reads_both_ways_and_no_group_stands_alone() -> None:
    path = SEED_DATA / "reference" / "thesaurus.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        groups = list(csv.DictReader(lines))
    assert len(groups) > 200
    assert [group["term"] for group in groups if not all(group["synonyms"].split(";"))] == []
    assert "剩余电流动作断路器" in Thesaurus.read(path).of("漏保")
    assert "漏保" in Thesaurus.read(path).of("剩余电流动作断路器")
