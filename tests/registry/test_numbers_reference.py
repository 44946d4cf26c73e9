"""Every number of the reference files, read and written back."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.registry.numbers import StandardNumber, find_numbers, parse_number
from app.registry.words import Kind, Obligation

FILES = {"standards.jsonl.gz": 2_224, "standards-iso.jsonl.gz": 40_264, "standards-foreign.jsonl.gz": 74_059}


def records(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(folder / name, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@pytest.mark.parametrize(("name", "count"), FILES.items())
def test_every_number_is_read_and_written_back(reference_data: Path, name: str, count: int) -> None:
    wrong, read = [], 0
    for record in records(reference_data, name):
        number = parse_number(record["number"])
        read += 1
        if (str(number), number.kind, number.known_prefix) != (record["number"], Kind.read(record["type"]), True):
            wrong.append((record["number"], str(number), number.kind))
    assert wrong == []
    assert read >= count


def test_every_form_of_the_sources_gives_the_number(reference_data: Path) -> None:
    raw = {
        record["number_raw"]: record["number"]
        for record in records(reference_data, "standards.jsonl.gz")
        if "number_raw" in record
    }
    assert {text: str(parse_number(text)) for text in raw} == raw
    assert len(raw) >= 600


def test_no_two_numbers_share_a_key_or_a_place(reference_data: Path) -> None:
    numbers = [parse_number(record["number"]) for name in FILES for record in records(reference_data, name)]
    for name in ("key", "bare_key", "order_text"):
        assert len({getattr(number, name) for number in numbers}) == len(numbers), name
    assert max(len(number.order_text) for number in numbers) <= 200
    by_text = sorted(numbers, key=lambda number: number.order_text.encode())
    assert by_text == sorted(numbers, key=StandardNumber.order)


def test_chinese_numbers_are_found_in_running_text(reference_data: Path) -> None:
    texts = [record["number"] for record in records(reference_data, "standards.jsonl.gz")]
    assert [[str(found.number) for found in find_numbers(f"符合{text}的规定")] for text in texts] == [[text] for text in texts]


def test_titles_hold_few_numbers(reference_data: Path) -> None:
    """Titles are full of years, parts and models; what is found there must be cited numbers."""
    titles = [record["title_zh"] for record in records(reference_data, "standards.jsonl.gz")]
    found = {str(number.number) for title in titles for number in find_numbers(title)}
    assert all(parse_number(text).kind is not Kind.INDUSTRY or "/" in text for text in found), found


def test_the_prefix_agrees_with_the_nature_stated(reference_data: Path) -> None:
    stated = [record for record in records(reference_data, "standards.jsonl.gz") if "nature" in record]
    said = [(parse_number(record["number"]).obligation, Obligation.read(record["nature"])) for record in stated]
    assert [pair for pair in said if pair[0] is not None and pair[0] is not pair[1]] == []
