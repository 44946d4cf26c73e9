"""The definitions: one text on the page and in the document, and examples that are those of the rules."""

from pathlib import Path

from app.registry.rates.definitions import DEFINITIONS
from app.registry.rates.definitions_document import as_markdown
from app.registry.words import Metric
from tests import worked_example as example

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "definitions.md"
BY_METRIC = {each.metric: each for each in DEFINITIONS}
NAMES = {example.E1: "E1", example.E2: "E2", example.E3: "E3", example.E4: "E4", example.E5: "E5", example.E6: "E6"}


def test_the_document_is_what_the_page_is_made_of():
    assert DOCUMENT.read_text() == as_markdown(), "run: python -m app.registry.rates.definitions_document > docs/definitions.md"


def test_every_metric_has_its_definition_on_the_page(page):
    shown = page("/about/definitions")
    for metric in Metric:
        assert shown.one(id=metric.value).text == metric.label
        definition = BY_METRIC[metric]
        for text in (definition.sentence, definition.formula, definition.source, *definition.counts, *definition.settings):
            assert text in shown.text
        for reason, why in definition.left_out:
            assert f"{reason.label}：{why}" in shown.text


def test_the_example_of_the_rate_is_the_worked_one(page):
    def written(figure):
        return "无数据" if figure is None else f"{figure[0]}/{figure[1]}"

    results = BY_METRIC[Metric.IMPLEMENTATION_RATE].example[-1].rows
    assert [row[:5] for row in results] == [
        (row.day, written(row.shoes_verified), written(row.shoes_declared), written(row.locks_verified), written(row.overall))
        for row in example.RATES
    ]
    assert [row[0] for row in page("/about/definitions").rows("结果")] == [row.day for row in example.RATES]


def test_the_rows_of_the_example_are_the_worked_ones():
    members, standards, implementations, _ = BY_METRIC[Metric.IMPLEMENTATION_RATE].example
    blocks = {example.SHOES: "鞋", example.LOCKS: "锁"}
    assert [row[:4] for row in members.rows] == [
        (blocks[row["block_industry"]], NAMES[row["uscc"]], row["from"], row.get("to", ""))
        for row in example.TABLES["memberships"]
    ]
    short = {example.S1: "S1", example.S2: "S2", example.S3: "S3"}
    alliance = [row for row in example.TABLES["standards"] if row["kind"] == "alliance"]
    assert [(row[0], row[2]) for row in standards.rows] == [(short[row["number"]], row["implemented_on"]) for row in alliance]
    assert [(row[0], row[1], row[2], row[3], row[4]) for row in implementations.rows] == [
        (NAMES[row["uscc"]], short[row["number"]], row["from"], row.get("verified_on", "未核实"), row.get("revoked_on", ""))
        for row in example.TABLES["implementations"]
    ]


def test_the_examples_of_drafting_and_innovation_are_the_worked_ones():
    drafting = BY_METRIC[Metric.LEAD_DRAFTED_STANDARDS].example[-1].rows
    words = {"lead": "为主", "participate": "参与"}
    for row, number in zip(drafting, (example.N1, example.N2, example.N3), strict=False):
        assert row[1].startswith(words[example.DRAFTING_CITY[number]])
        assert row[2:] == tuple(
            words.get(example.DRAFTING_BODIES[number].get(body, ""), "") for body in (example.A, example.B)
        )
    assert drafting[-1][1] == "为主 {lead}，参与 {participate}".format(**example.DRAFTING_TOTAL)

    innovation = BY_METRIC[Metric.INNOVATION_ENTERPRISES].example[-1].rows
    assert [(row[0], int(row[1])) for row in innovation] == [(day, len(held)) for day, held in example.INNOVATION.items()]
