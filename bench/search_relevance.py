"""How well the right standard is found: `python -m bench.search_relevance [--all]`.

Judged queries (bench/relevance/judged.tsv) over the real records: success@1, MRR@10, nDCG@10; a query whose answer is not
found but whose suggestion finds it counts for `held`. Fragments of titles: recall@10 where at most ten titles hold one.
"""

import argparse
import math
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

from app.registry.numbers.characters import key_of
from app.search.analysis import Analyzer, has_cjk, letters
from app.search.documents import IndexDocument
from app.search.embedded import EmbeddedEngine
from app.search.query import Asked
from app.search.thesaurus import Thesaurus
from bench.search import DAY, SEED_DATA
from bench.search_corpus import reference_documents, reference_folder

JUDGED = Path(__file__).parent / "relevance" / "judged.tsv"
FRAGMENTS = 2_000


def judged() -> list[tuple[str, list[str]]]:
    """Each query with the numbers that are equally good."""
    lines = [line for line in JUDGED.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [(query, numbers.split(";")) for query, numbers in (line.split("\t") for line in lines)]


def gains(engine: EmbeddedEngine, query: str, good: set[int]) -> list[bool]:
    """For each of the first ten, whether it is one of the good ones."""
    return [hit.id in good for hit in engine.find(Asked(query, DAY, per_page=10)).hits]


def ndcg(found: Sequence[bool], good: int) -> float:
    """Normalised discounted gain of ten places where `good` answers are equally good."""
    gain = sum(1 / math.log2(place + 2) for place, hit in enumerate(found) if hit)
    return gain / sum(1 / math.log2(place + 2) for place in range(min(good, 10)))


def relevance(engine: EmbeddedEngine, documents: Sequence[IndexDocument], *, every: bool) -> None:
    """Print the figures, and the queries that fall short."""
    numbers = {key_of(document.number): document.id for document in documents}
    queries = [(query, {numbers[key_of(number)] for number in good if key_of(number) in numbers}) for query, good in judged()]
    known = [(query, good) for query, good in queries if good]
    first = reciprocal = discounted = held = 0.0
    for query, good in known:
        found = gains(engine, query, good)
        suggestion = engine.find(Asked(query, DAY)).suggestion
        place = found.index(True) + 1 if any(found) else 0
        first += place == 1
        reciprocal += 1 / place if place else 0
        discounted += ndcg(found, len(good))
        held += bool(place) or (suggestion is not None and any(gains(engine, suggestion, good)))
        if place != 1 and every:
            print(f"  {query} → place {place or '-'}, suggestion {suggestion}")
    size = len(known)
    print(f"{size} judged queries: success@1 {first / size:.3f}  MRR@10 {reciprocal / size:.3f}  nDCG@10 {discounted / size:.3f}")
    print(f"found among the first ten, or by the suggestion: {held / size:.3f}")


def fragments(engine: EmbeddedEngine, documents: Sequence[IndexDocument]) -> None:
    """Print recall@10 of random fragments of two Han characters and more that at most ten titles hold."""
    eastern = {document.id: f"{document.title_zh or ''} {document.title_original or ''}" for document in documents}
    titles = {number: letters(title) for number, title in eastern.items() if has_cjk(title)}
    random = Random(9)
    drawn = list(titles.values())
    tried, recalled, missed = 0, 0.0, Counter[str]()
    everything = "\n".join(titles.values())
    while tried < FRAGMENTS:
        title = random.choice(drawn)
        size = random.randint(2, 8)
        start = random.randint(0, max(len(title) - size, 0))
        fragment = title[start : start + size]
        if sum("\u4e00" <= letter <= "\u9fff" for letter in fragment) < 2 or everything.count(fragment) > 30:
            continue
        holding = {number for number, each in titles.items() if fragment in each}
        if len(holding) > 10:
            continue
        tried += 1
        share = len({hit.id for hit in engine.find(Asked(fragment, DAY, per_page=10)).hits} & holding) / len(holding)
        recalled += share
        missed[fragment] += share < 1
    print(f"{tried} fragments in at most ten titles: recall@10 {recalled / tried:.4f}; short of it: {list(+missed)[:10]}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the bench."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--all", action="store_true", help="name each query whose first answer is not a good one")
    options = asked.parse_args(arguments)
    folder = reference_folder()
    if folder is None:
        print("search relevance: skipped, BIAOLIAN_REFERENCE_DATA is not set")
        return
    documents = list(reference_documents(folder))
    with tempfile.TemporaryDirectory() as scratch:
        analyzer = Analyzer(SEED_DATA / "dictionary.txt")
        thesaurus = Thesaurus.read(SEED_DATA / "reference" / "thesaurus.csv")
        engine = EmbeddedEngine(Path(scratch), analyzer, lambda: thesaurus)
        engine.rebuild(documents)
        relevance(engine, documents, every=options.all)
        fragments(engine, documents)
        engine.close()


if __name__ == "__main__":
    main()
