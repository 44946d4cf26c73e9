"""How well the right standard is found: `python -m bench.search_relevance [--all]`.

Judged queries (bench/relevance/judged.tsv) over the real records: success@1, MRR@10, nDCG@10. Slips of one edit (slips.tsv):
the share whose result, or the result of what is suggested, holds the standard. Fragments of titles: recall@10 where at most
ten titles hold one.
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

RELEVANCE = Path(__file__).parent / "relevance"
FRAGMENTS = 2_000


Judged = list[tuple[str, set[int]]]


def judged(name: str, documents: Sequence[IndexDocument]) -> Judged:
    """Each query of a file with the ids of the standards that are equally good, as far as they are here."""
    numbers = {key_of(document.number): document.id for document in documents}
    lines = (RELEVANCE / name).read_text(encoding="utf-8").splitlines()
    queries = [line.split("\t") for line in lines if line and not line.startswith("#")]
    known = [(query, {numbers.get(key_of(number), 0) for number in good.split(";")} - {0}) for query, good in queries]
    return [(query, good) for query, good in known if good]


def gains(engine: EmbeddedEngine, query: str, good: set[int]) -> list[bool]:
    """For each of the first ten, whether it is one of the good ones."""
    return [hit.id in good for hit in engine.find(Asked(query, DAY, per_page=10)).hits]


def ndcg(found: Sequence[bool], good: int) -> float:
    """Normalised discounted gain of ten places where `good` answers are equally good."""
    gain = sum(1 / math.log2(place + 2) for place, hit in enumerate(found) if hit)
    return gain / sum(1 / math.log2(place + 2) for place in range(min(good, 10)))


def relevance(engine: EmbeddedEngine, queries: Judged, *, every: bool) -> None:
    """Print the figures, and the queries that fall short."""
    first = reciprocal = discounted = 0.0
    for query, good in queries:
        found = gains(engine, query, good)
        place = found.index(True) + 1 if any(found) else 0
        first += place == 1
        reciprocal += 1 / place if place else 0
        discounted += ndcg(found, len(good))
        if place != 1 and every:
            print(f"  {query} → place {place or '-'}")
    size = len(queries)
    print(f"{size} judged queries: success@1 {first / size:.3f}  MRR@10 {reciprocal / size:.3f}  nDCG@10 {discounted / size:.3f}")


def slips(engine: EmbeddedEngine, queries: Judged, *, every: bool) -> None:
    """Print how many slips end at what was meant, and those that don't."""
    held = 0
    for query, good in queries:
        suggestion = engine.find(Asked(query, DAY)).suggestion
        meant = any(gains(engine, query, good)) or (suggestion is not None and any(gains(engine, suggestion, good)))
        held += meant
        if not meant and every:
            print(f"  {query} → suggestion {suggestion}")
    print(f"{len(queries)} slips of one edit: found among the first ten, or by the suggestion: {held / len(queries):.3f}")


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
        relevance(engine, judged("judged.tsv", documents), every=options.all)
        slips(engine, judged("slips.tsv", documents), every=options.all)
        fragments(engine, documents)
        engine.close()


if __name__ == "__main__":
    main()
