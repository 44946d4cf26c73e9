"""The promises of the search over all real Chinese standards."""

from collections import defaultdict
from pathlib import Path
from random import Random

import pytest

from app.errors import Invalid
from app.registry.numbers.parsing import parse_number
from app.search.analysis import Analyzer, letters
from app.search.documents import IndexDocument
from app.search.embedded import EmbeddedEngine
from app.search.thesaurus import Thesaurus
from bench.search_corpus import reference_documents
from tests.search.samples import ask, ids

SEED_DATA = Path(__file__).parents[2] / "seed_data"


@pytest.fixture(scope="module")
def documents(reference_data: Path) -> list[IndexDocument]:
    return [document for document in reference_documents(reference_data) if document.title_zh]


@pytest.fixture(scope="module")
def engine(documents: list[IndexDocument], tmp_path_factory: pytest.TempPathFactory) -> EmbeddedEngine:
    analyzer = Analyzer(SEED_DATA / "dictionary.txt")
    thesaurus = Thesaurus.read(SEED_DATA / "reference" / "thesaurus.csv")
    engine = EmbeddedEngine(tmp_path_factory.mktemp("index"), analyzer, lambda: thesaurus)
    assert engine.rebuild(documents) == len(documents) > 2_000
    return engine


def test_any_fragment_of_a_title_finds_it_before_all_others(documents: list[IndexDocument], engine: EmbeddedEngine) -> None:
    random = Random(5)  # noqa: S311 -- guards nothing
    titles = {document.id: letters(document.title_zh or "") for document in documents}
    for document in documents:
        title = titles[document.id]
        size = random.randint(2, min(8, len(title)))
        start = random.randint(0, len(title) - size)
        fragment = title[start : start + size]
        if not any("\u4e00" <= letter <= "\u9fff" for letter in fragment):
            continue
        holding = {number for number, each in titles.items() if fragment in each}
        found = ask(engine, fragment, per_page=10)
        assert found.total >= len(holding), fragment
        if len(holding) <= 10:
            assert set(ids(found)[: len(holding)]) == holding, fragment


def test_a_whole_title_finds_its_standard_first(documents: list[IndexDocument], engine: EmbeddedEngine) -> None:
    named: defaultdict[str, set[int]] = defaultdict(set)
    for document in documents:
        named[letters(document.title_zh or "")].add(document.id)
    for document in documents:
        same = named[letters(document.title_zh or "")]
        assert ids(ask(engine, document.title_zh or ""))[0] in same, document.title_zh


def test_every_number_finds_its_standard_first(documents: list[IndexDocument], engine: EmbeddedEngine) -> None:
    for document in documents:
        found = ask(engine, document.number.replace(" ", "").replace("-", "—").lower())
        assert found.exact == document.id, document.number
        assert ids(found)[0] == document.id, document.number


def test_a_number_without_year_finds_all_its_editions_first(documents: list[IndexDocument], engine: EmbeddedEngine) -> None:
    editions: defaultdict[str, set[int]] = defaultdict(set)
    undated: dict[str, str] = {}
    for document in documents:
        editions[document.document_key].add(document.id)
        try:
            undated[document.document_key] = parse_number(document.number).document
        except Invalid:
            continue
    for key, number in undated.items():
        same = editions[key]
        assert set(ids(ask(engine, number, per_page=50))[: len(same)]) == same, number


def test_each_facet_count_is_what_a_click_gives(documents: list[IndexDocument], engine: EmbeddedEngine) -> None:
    random = Random(17)  # noqa: S311 -- guards nothing
    for _ in range(12):
        title = letters(random.choice(documents).title_zh or "")
        text = random.choice(("", title[:2], title[-2:]))
        chosen = random.choice(({}, {"kind": ("national", "local")}, {"status": ("current",)}, {"ics": ("13", "97")}))
        for facet, counts in ask(engine, text, filters=chosen).facets.items():
            for count in random.sample(counts, min(len(counts), 3)):
                clicked = {"filters": chosen | {facet: (count.value,)}}
                if facet == "year":
                    clicked = {"filters": chosen, "year_from": int(count.value), "year_to": int(count.value)}
                assert ask(engine, text, **clicked).total == count.hits, (text, chosen, count)
