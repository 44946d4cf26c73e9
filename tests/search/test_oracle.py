"""Stock Whoosh as the oracle: the same documents, the same terms, thousands of random queries, the same answers."""

import gc
import json
import os
import warnings
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from whoosh import fields, query, scoring
from whoosh.analysis import Analyzer as WhooshAnalyzer
from whoosh.analysis import Token
from whoosh.filedb.filestore import RamStorage
from whoosh.index import FileIndex

from app.search.documents import IndexDocument
from app.search.embedded import EmbeddedEngine
from app.search.embedded_plan import Every, Plan, Row, Some, Term, evaluate
from app.search.embedded_segment import FIELDS, terms_of
from app.search.embedded_snapshot import Snapshot
from tests.search.samples import make_document
from tests.search.test_embedded import ANALYZER

WORDS = [
    *("低压", "开关", "设备", "断路器", "安全", "要求", "试验", "方法", "第1部分", "塑料", "鞋", "阀门", "消防", "环境", "噪声"),
    *("valve", "safety", "of", "machinery", "test", "IEC60947"),
]
SEARCHED = ("title", "pairs", "title_en", "scope", "keywords", "organization")
TURNS = 2_000
DEPTH = 3


class AsGiven(WhooshAnalyzer):  # type: ignore[misc] # Whoosh has no types
    """Takes terms that are cut already (as JSON), so that both engines hold the same ones."""

    def __call__(self, value: str, **_: Any) -> Iterator[Token]:
        token = Token(positions=True)
        for token.text, token.pos in zip(*json.loads(value), strict=True):
            token.boost = 1.0
            yield token


def some_documents() -> list[IndexDocument]:
    random = Random(7)  # noqa: S311 -- guards nothing

    def text(least: int, most: int) -> str:
        return " ".join(random.choices(WORDS, k=random.randint(least, most)))

    return [
        make_document(number, f"GB {number}-2020", text(1, 6), title_en=text(1, 5), scope=text(0, 20) or None,
                      keywords=(text(1, 2),), organizations=((number, text(1, 3)),))
        for number in range(1, 241)
    ]  # fmt: skip


class ExactLengths(scoring.BM25F):  # type: ignore[misc]
    """Whoosh's BM25F with the true lengths of fields, which Whoosh itself keeps rounded to one byte."""

    def __init__(self, lengths: dict[tuple[int, str], int]) -> None:
        super().__init__()
        self.lengths = lengths

    def scorer(self, searcher: Any, fieldname: str, text: str, qf: int = 1) -> Any:
        scorer = super().scorer(searcher, fieldname, text, qf)
        scorer.dfl = lambda doc: self.lengths[searcher.stored_fields(doc)["id"], fieldname]
        return scorer


class Both:
    """Our index and Whoosh's over the same documents, in three segments with deletions."""

    def __init__(self, folder: Path) -> None:
        documents = some_documents()
        parts = [documents[:150], documents[150:230], documents[230:]]
        gone = [3, 77, 160, 235]
        ours = EmbeddedEngine(folder, ANALYZER)
        ours.rebuild(parts[0])
        for part in parts[1:]:
            ours.apply(part, gone=[])
        ours.apply([], gone=gone)
        self.ours: Snapshot = ours.snapshot()
        schema = fields.Schema(id=fields.NUMERIC(unique=True, stored=True))
        for field in FIELDS:
            schema.add(field, fields.TEXT(analyzer=AsGiven()))
        index = FileIndex.create(RamStorage(), schema, f"oracle{os.getpid()}")  # its scratch folder has this name, whoever runs
        for part in parts:
            writer = index.writer()
            for document in part:
                terms = {field: json.dumps(found) for field, found in terms_of(document, ANALYZER).items()}
                writer.add_document(id=document.id, **terms)
            writer.commit(merge=False)
        writer = index.writer()
        for number in gone:
            writer.delete_by_term("id", number)
        writer.commit(merge=False)
        lengths = {
            (document.id, field): len(found.texts)
            for document in documents
            for field, found in terms_of(document, ANALYZER).items()
        }
        self.theirs = index.searcher(weighting=ExactLengths(lengths))
        self.vocabulary = {field: sorted(self.theirs.reader().field_terms(field)) for field in SEARCHED}

    def by_ours(self, plan: Plan) -> dict[int, float]:
        found = evaluate(plan, self.ours)
        return dict(zip(self.ours.column("id")[found.docs].tolist(), found.scores.tolist(), strict=True))

    def by_theirs(self, plan: Plan) -> dict[int, float]:
        """What Whoosh finds; it is asked for the excluded ones by themselves, for its ANDNOT lets some of them through."""
        if isinstance(plan, Every) and plan.excluded:
            out = self.by_theirs(Some(plan.excluded))
            found = self.by_theirs(Every(plan.parts))
            return {number: score for number, score in found.items() if number not in out}
        hits = self.theirs.search(as_query(plan), limit=None)
        return {hit["id"]: hit.score for hit in hits}


def as_query(plan: Plan) -> query.Query:
    match plan:
        case Term(field, text, boost):
            return query.Term(field, text, boost=boost)
        case Row(field, texts, _, boost):
            return query.Phrase(field, list(texts), boost=boost)
        case Some(parts):
            return query.Or([as_query(part) for part in parts])
        case Every(parts, excluded):
            assert not excluded
            return query.And([as_query(part) for part in parts])
    raise AssertionError(plan)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # Whoosh's writers leave files of their own open
        made = Both(tmp_path_factory.mktemp("oracle"))
        gc.collect()
    return made


def some_plan(random: Random, vocabulary: dict[str, list[str]], depth: int = DEPTH) -> Plan:
    kind = random.choice(("term", "row", "some", "every")) if depth else "term"
    field = random.choice(SEARCHED)
    match kind:
        case "row":
            return Row(field, tuple(random.choices(vocabulary[field], k=2)))
        case "some":
            return Some(tuple(some_plan(random, vocabulary, depth - 1) for _ in range(random.randint(2, 4))))
        case "every":
            parts = tuple(some_plan(random, vocabulary, depth - 1) for _ in range(random.randint(1, 3)))
            excluded = (some_plan(random, vocabulary, 0),) if depth == DEPTH and random.random() < 0.5 else ()
            return Every(parts, excluded)
    return Term(field, random.choice(vocabulary[field]), random.choice((1.0, 0.5, 8.0)))


def test_random_queries_give_the_same_documents_and_scores(both: Both) -> None:
    random = Random(11)  # noqa: S311 -- guards nothing
    found = 0
    for _ in range(TURNS):
        plan = some_plan(random, both.vocabulary)
        ours, theirs = both.by_ours(plan), both.by_theirs(plan)
        assert ours.keys() == theirs.keys(), plan
        assert list(ours.values()) == pytest.approx([theirs[number] for number in ours], rel=1e-4), plan
        found += bool(ours)
    assert found > TURNS / 4


def test_rows_of_real_neighbours_give_the_same_documents(both: Both) -> None:
    found = 0
    for document in some_documents():
        for field, terms in terms_of(document, ANALYZER).items():
            if field not in SEARCHED:
                continue
            placed = sorted(set(zip(terms.places, terms.texts, strict=True)))
            for (place, term), (next_place, next_term) in pairwise(placed):
                if next_place == place + 1:
                    plan = Row(field, (term, next_term))
                    assert both.by_ours(plan).keys() == both.by_theirs(plan).keys()
                    found += 1
    assert found > 1_000


def test_the_order_is_whooshs_up_to_ties(both: Both) -> None:
    plan = Some((Term("title", "断路器", 10.0), Term("scope", "安全"), Term("title_en", "valv", 8.0)))
    ours = both.by_ours(plan)
    order = [hit["id"] for hit in both.theirs.search(as_query(plan), limit=None)]
    scores = np.array([ours[number] for number in order])
    assert len(order) > 50
    assert bool(np.all(np.diff(scores) <= 1e-4))
