"""Every number of the reference files, read and written back."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from app.registry.numbers import StandardNumber, find_numbers, parse_number
from app.registry.words import Kind, Obligation

COUNTS = {"standards.jsonl.gz": 2_224, "standards-iso.jsonl.gz": 40_264, "standards-foreign.jsonl.gz": 74_059}

Records = dict[str, list[tuple[dict[str, Any], StandardNumber]]]


@pytest.fixture(scope="module")
def records(reference_data: Path) -> Records:
    """The records of each file with their numbers read."""
    read = {}
    for name in COUNTS:
        with gzip.open(reference_data / name, "rt", encoding="utf-8") as lines:
            read[name] = [(record, parse_number(record["number"])) for record in map(json.loads, lines)]
    return read


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_every_number_is_written_back_and_of_its_kind(records: Records, name: str, count: int) -> None:
    wrong = [
        (record["number"], record["type"], number)
        for record, number in records[name]
        if (str(number), number.kind, number.known_prefix) != (record["number"], Kind.read(record["type"]), True)
    ]
    assert wrong == []
    assert len(records[name]) == count


def test_every_form_of_the_sources_gives_the_number(records: Records) -> None:
    raw = {record["number_raw"]: record["number"] for record, _ in records["standards.jsonl.gz"] if "number_raw" in record}
    assert {text: str(parse_number(text)) for text in raw} == raw
    assert len(raw) >= 600


def test_every_number_a_record_links_to_is_written_back(records: Records) -> None:
    """Among them thousands of amendments, corrigenda and drafts that are no records themselves."""
    links = [
        link
        for name in COUNTS
        for record, _ in records[name]
        for field in ("replaces", "replaced_by")
        for link in record.get(field, ())
    ]
    assert [link for link in links if str(parse_number(link)) != link] == []
    assert len(links) >= 24_000


def test_no_two_numbers_share_a_key_or_a_place(records: Records) -> None:
    numbers = [number for name in COUNTS for _, number in records[name]]
    for name in ("key", "bare_key", "order_text"):
        assert len({getattr(number, name) for number in numbers}) == len(numbers), name
    assert max(len(number.order_text) for number in numbers) <= 200
    by_text = sorted(numbers, key=lambda number: number.order_text.encode())
    assert by_text == sorted(numbers, key=StandardNumber.order)


def test_chinese_numbers_are_found_in_running_text(records: Records) -> None:
    texts = [record["number"] for record, _ in records["standards.jsonl.gz"]]
    assert [[str(found.number) for found in find_numbers(f"符合{text}的规定")] for text in texts] == [[text] for text in texts]


def test_chinese_titles_hold_no_numbers(records: Records) -> None:
    """They are full of years, parts, sizes and models."""
    titles = [record["title_zh"] for record, _ in records["standards.jsonl.gz"]]
    assert [title for title in titles if find_numbers(title)] == []


def test_the_prefix_agrees_with_the_nature_stated(records: Records) -> None:
    stated = [
        (number, Obligation.read(record["nature"]))
        for record, number in records["standards.jsonl.gz"]
        if "nature" in record and number.obligation is not None
    ]
    assert [number for number, nature in stated if number.obligation is not nature] == []
    assert len(stated) >= 100
