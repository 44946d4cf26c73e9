"""The peers of the search bench: each holds the same terms and gives the same whole answer.

A whole answer is the first 20, the exact total, six facets, and 20 marked titles.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tantivy
from whoosh import fields, query
from whoosh.analysis import RegexTokenizer
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from app.search.analysis import Analyzer
from app.search.documents import IndexDocument
from app.search.embedded_plan import Every, Fixed, Plan, Row, Scaled, Some, Term
from app.search.embedded_segment import FIELDS, terms_of
from app.search.highlighting import highlight

FACETS = ("kind", "status", "year", "ics", "ccs", "committee")
TITLES = 20

Answer = tuple[int, int]
"""The total, and the number of facet values: what the bench compares."""


def facet_values(document: IndexDocument) -> dict[str, list[str]]:
    """What each facet counts a document under; the status is that of its last change."""
    return {
        "kind": [document.kind],
        "status": [document.timeline[-1][1]],
        "year": [str(document.year)] if document.year else [],
        "ics": sorted({code[:2] for code in document.ics}),
        "ccs": sorted({code[:1] for code in document.ccs}),
        "committee": [value for value, _ in document.committees],
    }


class Tantivy:
    """The native engine, asked for the same tree of terms."""

    def __init__(self, documents: Sequence[IndexDocument], analyzer: Analyzer, folder: Path) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_unsigned_field("id", stored=True, fast=True)
        for field in FIELDS:
            schema.add_text_field(field, tokenizer_name="whitespace", index_option="position")
        for facet in FACETS:
            schema.add_text_field(f"by_{facet}", tokenizer_name="raw", fast=True, index_option="basic")
        folder.mkdir()
        self.index = tantivy.Index(schema.build(), path=str(folder))
        self.schema = self.index.schema
        self.titles = {document.id: document.title_zh or document.title_en or "" for document in documents}
        writer = self.index.writer(256_000_000)
        for document in documents:
            held = tantivy.Document()
            held.add_unsigned("id", document.id)
            for field, found in terms_of(document, analyzer).items():
                held.add_text(field, " ".join(found.texts))
            for facet, values in facet_values(document).items():
                for value in values:
                    held.add_text(f"by_{facet}", value)
            writer.add_document(held)
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()
        self.facets = {facet: {"terms": {"field": f"by_{facet}", "size": 100}} for facet in FACETS}

    def ask(self, plan: Plan, bonuses: Sequence[Plan], terms: Sequence[str]) -> Answer:
        """A whole answer."""
        must = tantivy.Occur.Must
        wanted = [(must, self._query(plan)), *((tantivy.Occur.Should, self._query(each)) for each in bonuses)]
        asked = tantivy.Query.boolean_query(wanted)
        found = self.searcher.search(asked, TITLES)
        counted = self.searcher.aggregate(asked, self.facets)
        for _, address in found.hits:
            highlight(self.titles[self.searcher.doc(address)["id"][0]], terms)
        return found.count, sum(len(counted[facet]["buckets"]) for facet in FACETS)

    def _query(self, plan: Plan) -> Any:
        make = tantivy.Query
        match plan:
            case Term(field, text, boost):
                return make.boost_query(make.term_query(self.schema, field, text), boost)
            case Row(field, texts, _, boost):
                if len(texts) == 1:
                    return make.boost_query(make.term_query(self.schema, field, texts[0]), boost)
                return make.boost_query(make.phrase_query(self.schema, field, list(texts)), boost)
            case Fixed(part, score):
                return make.const_score_query(self._query(part), score)
            case Scaled(part, factor):
                return make.boost_query(self._query(part), factor)
            case Some(parts):
                return make.boolean_query([(tantivy.Occur.Should, self._query(part)) for part in parts])
            case Every(parts, excluded):
                wanted = [(tantivy.Occur.Must, self._query(part)) for part in parts]
                return make.boolean_query([*wanted, *((tantivy.Occur.MustNot, self._query(part)) for part in excluded)])


class Fts5:
    """SQLite's own full text search over the same terms, columns weighted alike."""

    def __init__(self, documents: Sequence[IndexDocument], analyzer: Analyzer, folder: Path) -> None:
        self.database = sqlite3.connect(folder)
        self.database.execute("PRAGMA journal_mode=WAL")
        columns = ", ".join(FIELDS)
        self.database.execute(f"CREATE VIRTUAL TABLE words USING fts5({columns}, tokenize=\"unicode61 tokenchars '=~<#%/.:()'\")")
        self.database.execute(f"CREATE TABLE document (id INTEGER PRIMARY KEY, title, {', '.join(FACETS)})")
        marks = ", ".join("?" * len(FIELDS))
        for document in documents:
            terms = terms_of(document, analyzer)
            texts = [" ".join(terms[field].texts) if field in terms else "" for field in FIELDS]
            self.database.execute(f"INSERT INTO words (rowid, {columns}) VALUES (?, {marks})", [document.id, *texts])  # noqa: S608
            values = facet_values(document)
            row = [document.id, document.title_zh or document.title_en, *((values[facet] or [None])[0] for facet in FACETS)]
            self.database.execute(f"INSERT INTO document VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
        self.database.execute("INSERT INTO words(words) VALUES ('optimize')")
        self.database.commit()

    def ask(self, plan: Plan, bonuses: Sequence[Plan], terms: Sequence[str]) -> Answer:
        """A whole answer; phrases that only raise the order are left out, which is to its advantage."""
        match = self._match(plan)
        run = self.database.execute
        best = run(
            "SELECT document.title FROM words JOIN document ON document.id = words.rowid WHERE words MATCH ?"
            " ORDER BY bm25(words, 5, 10, 1, 8, 4, 1.5, 0.8, 0.8, 0.8) LIMIT 20",
            [match],
        ).fetchall()
        total = run("SELECT count(*) FROM words WHERE words MATCH ?", [match]).fetchone()[0]
        values = 0
        for facet in FACETS:
            counted = run(
                f"SELECT {facet}, count(*) FROM document WHERE id IN (SELECT rowid FROM words WHERE words MATCH ?) GROUP BY 1",  # noqa: S608
                [match],
            ).fetchall()
            values += len(counted)
        for (title,) in best:
            highlight(title or "", terms)
        return total, values

    def _match(self, plan: Plan) -> str:
        match plan:
            case Term(field, text, _):
                return f'{field}:"{text}"'
            case Row(field, texts, _, _):
                return f'{field}:"{" ".join(texts)}"'
            case Fixed(part, _) | Scaled(part, _):
                return self._match(part)
            case Some(parts):
                return "(" + " OR ".join(map(self._match, parts)) + ")"
            case Every(parts, excluded):
                wanted = "(" + " AND ".join(map(self._match, parts)) + ")"
                return " NOT ".join([wanted, *map(self._match, excluded)])


class StockWhoosh:
    """Whoosh as it comes, over the same terms."""

    def __init__(self, documents: Sequence[IndexDocument], analyzer: Analyzer, folder: Path) -> None:
        schema = fields.Schema(id=fields.STORED, title_shown=fields.STORED)
        for field in FIELDS:
            schema.add(field, fields.TEXT(analyzer=RegexTokenizer(r"\S+")))
        for facet in FACETS:
            schema.add(f"by_{facet}", fields.KEYWORD)
        folder.mkdir()
        index = FileIndex.create(FileStorage(str(folder)), schema, "stock")
        writer = index.writer(limitmb=512)
        for document in documents:
            terms = {field: " ".join(found.texts) for field, found in terms_of(document, analyzer).items()}
            values = {f"by_{facet}": " ".join(values).replace("/TC ", "/TC-") for facet, values in facet_values(document).items()}
            writer.add_document(id=document.id, title_shown=document.title_zh or document.title_en, **terms, **values)
        writer.commit()
        self.searcher = index.searcher()

    def ask(self, plan: Plan, bonuses: Sequence[Plan], terms: Sequence[str]) -> Answer:
        """A whole answer."""
        hits = self.searcher.search(self._query(plan), limit=TITLES, groupedby=[f"by_{facet}" for facet in FACETS])
        for hit in hits:
            highlight(hit["title_shown"] or "", terms)
        return len(hits), sum(len(hits.groups(f"by_{facet}")) for facet in FACETS)

    def _query(self, plan: Plan) -> Any:
        match plan:
            case Term(field, text, boost):
                return query.Term(field, text, boost=boost)
            case Row(field, texts, _, boost):
                return query.Phrase(field, list(texts), boost=boost) if len(texts) > 1 else query.Term(field, texts[0])
            case Fixed(part, score):
                return query.ConstantScoreQuery(self._query(part), score)
            case Scaled(part, _):
                return self._query(part)
            case Some(parts):
                return query.Or([self._query(part) for part in parts])
            case Every(parts, excluded):
                return query.And([*map(self._query, parts), *(query.Not(self._query(part)) for part in excluded)])
