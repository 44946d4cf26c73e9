"""The search room against its bars: `python -m bench.search [--size N] [--stock N] [--alone]`.

Without a size: the real records of BIAOLIAN_REFERENCE_DATA. Every engine holds the same terms and answers the same queries
in the same run, one after the other. Answers are measured in processor time, the rest by the clock.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from app.search.analysis import Analyzer
from app.search.documents import IndexDocument
from app.search.embedded import EmbeddedEngine
from app.search.embedded_plan import Fixed, Plan
from app.search.embedded_reading import PHRASE, Reader
from app.search.embedded_snapshot import Snapshot
from app.search.grammar import parse
from app.search.highlighting import highlight
from app.search.query import Asked
from app.search.thesaurus import Thesaurus
from bench.search_corpus import generated_documents, mixed_queries, reference_documents, reference_folder

DAY = date(2026, 11, 23)
SEED_DATA = Path(__file__).parents[1] / "seed_data"
STOCK_SIZE = 10_000
"""Documents for stock Whoosh unless said otherwise: it writes a few hundred a second, and takes seconds a query at 100,000."""

WORST = [
    *("技术要求" * 2_500, "（" * 5_000, "技术 " * 200, "术", "a*", "技术*", "* " * 300, "-技术 " * 40),
    *(
        " OR ".join(["技术", "要求", "方法", "规范"] * 20),
        "abcdefghij" * 3,
        "GB/T 999999-2020 " * 40,
        '"' + "技术要求" * 50 + '"',
    ),
]

FIRST_QUERY = """
import sys
from datetime import date
from pathlib import Path
from app.search.analysis import Analyzer
from app.search.embedded import EmbeddedEngine
from app.search.query import Asked
engine = EmbeddedEngine(Path(sys.argv[1]), Analyzer(Path(sys.argv[2])))
print(engine.find(Asked("断路器 安全 要求", date(2026, 11, 23))).total)
"""


def milliseconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """How long it takes."""
    started = clock()
    work()
    return (clock() - started) * 1000


def worked(work: Callable[[], object]) -> float:
    """The processor's time it takes, all threads together: what else runs on the machine does not blur a comparison."""
    return milliseconds(work, time.process_time)


def percentile(times: Sequence[float], share: float) -> float:
    """The time that `share` of all stay below."""
    return sorted(times)[min(int(len(times) * share), len(times) - 1)]


def told(name: str, times: Sequence[float]) -> str:
    """One line of the table."""
    p50, p95 = percentile(times, 0.5), percentile(times, 0.95)
    return f"{name:<44} p50 {p50:9.2f} ms   p95 {p95:9.2f} ms   max {max(times):9.2f} ms"


def plans_of(texts: Sequence[str], analyzer: Analyzer, index: Snapshot) -> list[tuple[Plan, list[Plan], list[str]]]:
    """What each query asks of the index, for the peers: the tree, what raises the order, what is marked."""
    plans: list[tuple[Plan, list[Plan], list[str]]] = []
    for text in texts:
        tree = parse(text).tree
        reading = Reader(analyzer, Thesaurus(), index).read(tree, text) if tree is not None else None
        if reading is not None and reading.plan is not None:
            plans.append((reading.plan, [Fixed(row, PHRASE) for row in reading.rows], list(reading.terms)))
    return plans


def ours_over(documents: Sequence[IndexDocument], folder: Path, texts: Sequence[str]) -> EmbeddedEngine:
    """Build, open, ask, change; prints each."""
    titles = {document.id: document.title_zh or document.title_en or "" for document in documents}
    analyzer = Analyzer(SEED_DATA / "dictionary.txt")
    engine = EmbeddedEngine(folder, analyzer)
    analyzer.words("断路器")
    took = milliseconds(lambda: engine.rebuild(documents)) / 1000
    print(f"{'build, cutting included':<44} {len(documents) / took:9,.0f} documents/s")
    command = [sys.executable, "-c", FIRST_QUERY, str(folder), str(SEED_DATA / "dictionary.txt")]
    began = milliseconds(lambda: subprocess.run(command, check=True, capture_output=True))  # noqa: S603 -- our own interpreter
    print(f"{'process start to first answer':<44} {began:9.0f} ms")

    def whole(text: str) -> None:
        found = engine.find(Asked(text, DAY, widen=False))
        for hit in found.hits:
            highlight(titles[hit.id], found.terms)

    print(told("whole answer, first sight of each query", [worked(lambda text=text: whole(text)) for text in texts]))
    print(told("whole answer, warm", [worked(lambda text=text: whole(text)) for _ in range(3) for text in texts]))
    typed = [text[:size] for text in texts[:120] for size in (2, 4)]
    print(told("completion", [worked(lambda text=text: engine.suggest(text)) for text in typed]))
    print(told("the worst that can be typed", [worked(lambda text=text: whole(text)) for text in WORST]))
    changes = []
    for turn in range(20):
        changed = replace(documents[turn], title_zh=f"改{turn}过的标题")
        changes.append(milliseconds(lambda changed=changed: engine.apply([changed], gone=[])))
        assert engine.find(Asked(f"改{turn}过的标题", DAY)).hits[0].id == changed.id
    print(told("one record changed until it is found", changes))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'memory of this process':<44} {most:9.0f} MB at most, the documents themselves included")
    return engine


def against_peers(
    documents: Sequence[IndexDocument], engine: EmbeddedEngine, folder: Path, texts: Sequence[str], stock_size: int
) -> None:
    """The same queries asked of tantivy and FTS5, and of stock Whoosh over the first `stock_size` documents."""
    from bench.search_peers import Fts5, StockWhoosh, Tantivy

    analyzer = Analyzer(SEED_DATA / "dictionary.txt")
    plans = plans_of(texts, analyzer, engine.snapshot())
    for name, peer, size in (("tantivy", Tantivy, None), ("SQLite FTS5", Fts5, None), ("stock Whoosh", StockWhoosh, stock_size)):
        some = documents[:size]
        started = time.perf_counter()
        ask = peer(some, analyzer, folder / name.replace(" ", "")).ask
        print(f"{f'{name}, {len(some):,}: build':<44} {len(some) / (time.perf_counter() - started):9,.0f} documents/s")
        for plan in plans:
            ask(*plan)
        times = [worked(lambda ask=ask, plan=plan: ask(*plan)) for plan in plans]
        print(told(f"{name}, {len(some):,}: whole answer, warm", times))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the bench."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--size", type=int, help="so many generated documents instead of the real ones")
    asked.add_argument("--stock", type=int, default=STOCK_SIZE, help="so many documents for stock Whoosh")
    asked.add_argument("--alone", action="store_true", help="without tantivy, SQLite FTS5 and stock Whoosh")
    options = asked.parse_args(arguments)
    folder = reference_folder()
    if folder is None:
        print("BIAOLIAN_REFERENCE_DATA is not set: the search bench needs its records or their vocabulary")
        return
    documents = list(generated_documents(options.size, folder) if options.size else reference_documents(folder))
    texts = mixed_queries(documents)
    print(f"{len(documents):,} {'generated' if options.size else 'real'} documents, {len(texts)} mixed queries")
    with tempfile.TemporaryDirectory() as scratch:
        engine = ours_over(documents, Path(scratch) / "ours", texts)
        if not options.alone:
            against_peers(documents, engine, Path(scratch), texts, options.stock)
        engine.close()


if __name__ == "__main__":
    main()
