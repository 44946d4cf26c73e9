"""The worked example asked three ways: SQL, interface and command say the same of every day of it, and what it says itself."""

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from app.cli import main
from app.registry.rates.implementation import Evidence, Scope
from app.registry.statistics import GroupBy, Tally, drafting_counts, implementation_rate, innovation_enterprises
from app.registry.words import Kind
from tests import worked_example as example
from tests.factories import make_plan
from tests.registry.statistics.loading import load

Asked = dict[str, str | list[str]]
Answer = Callable[[str, str, Asked], dict[str, Any]]


@pytest.fixture
def answer(app: Flask, client: FlaskClient, command: CliRunner) -> Answer:
    """What the command prints, on the register of the worked example, once the interface has answered the same."""
    load(example.TABLES)
    make_plan("2011-2015", *example.PLAN_PERIOD, {"implementation_rate": 0.3})

    def ask(name: str, address: str, asked: Asked) -> dict[str, Any]:
        answered = client.get(f"/api/v1/statistics/{address}", query_string=asked)
        assert answered.status_code == 200, answered.text
        words = [(key, each) for key, value in asked.items() for each in ([value] if isinstance(value, str) else value)]
        options = [word for key, value in words for word in (f"--{key.replace('_', '-')}", value)]
        printed = command.invoke(main, ["stats", name, *options, "--json"])
        assert printed.exit_code == 0, printed.output
        found: dict[str, Any] = json.loads(printed.stdout)
        assert found == answered.json
        return found

    return ask


def told(rate: dict[str, Any]) -> tuple[int, int, float | None]:
    return rate["implementing"], rate["enterprises"], rate["rate"]


def counted(found: Tally) -> tuple[int, int, float | None]:
    return found.counts.count, found.counts.of, number(found.rate.share)


def number(share: Fraction | None) -> float | None:
    return None if share is None else float(share)


def written(figure: example.Figure) -> tuple[int, int, float | None]:
    return (*figure, figure[0] / figure[1]) if figure else (0, 0, None)


@pytest.mark.parametrize("evidence", Evidence)
def test_every_row_of_the_rate(answer: Answer, evidence: Evidence) -> None:
    for row in example.RATES:
        if row.merged:
            load({"organizations": [example.MERGER]})
        shoes = row.shoes_verified if evidence is Evidence.VERIFIED else row.shoes_declared
        for scope in Scope:
            found = answer("adoption", "adoption", {"as_of": row.day, "evidence": evidence.value, "scope": scope.value})
            sql = implementation_rate(date.fromisoformat(row.day), evidence=evidence, scope=scope)
            overall = found["overall"]
            assert (told(overall), overall["mean_rate"]) == (counted(sql.total), number(sql.mean)), row.day
            assert (found["left_out"], found["implementing_block_industries"]) == (
                sql.left_out, sql.implementing_block_industries(),
            ), row.day
            of = {each["code"]: (told(each), each["left_out"]) for each in found["block_industries"]}
            assert of == {
                each.block_industry.code: (counted(each), each.left_out) for each in sql.block_industries
            }, row.day
            assert of[example.SHOES][0] == written(shoes), row.day
            if evidence is Evidence.VERIFIED:
                assert of[example.LOCKS][0] == written(row.locks_verified), row.day
                expected = row.overall if scope is Scope.ALL else example.WITH_STANDARDS.get(row.day)
                if scope is Scope.ALL or expected:
                    assert told(overall) == written(expected), row.day
                if scope is Scope.ALL and row.mean is not None:
                    assert overall["mean_rate"] == float(row.mean), row.day


def test_innovation_enterprises_of_every_day(answer: Answer) -> None:
    load({"organizations": [example.MERGER]})
    for day, held in example.INNOVATION.items():
        found = answer("innovation", "innovation-enterprises", {"as_of": day})
        sql = innovation_enterprises(date.fromisoformat(day))
        assert found["count"] == sql.count == len(held), day
        levels = {each["value"]: each["count"] for each in found["by_level"]}
        assert levels == {level.name: count for level, count in sql.by_level.items() if level}, day
        assert levels == {level: list(held.values()).count(level) for level in held.values()}, day


@pytest.mark.parametrize("group_by", GroupBy)
def test_drafting_counts_told_apart(answer: Answer, group_by: GroupBy) -> None:
    since, until = example.PLAN_PERIOD
    kinds = [Kind.NATIONAL, Kind.INDUSTRY]
    asked: Asked = {"from": since, "to": until, "group_by": group_by.value, "kind": [kind.value for kind in kinds]}
    found = answer("drafting", "drafting", asked)
    sql = drafting_counts(
        date.fromisoformat(since), date.fromisoformat(until), city=example.CITY, kinds=kinds, group_by=group_by
    )
    assert found["total"] == vars(sql.total) == example.DRAFTING_TOTAL
    names = tuple(example.DRAFTING_TOTAL)
    groups = {each["value"]: {name: each[name] for name in names} for each in found["items"]}
    assert groups == {group.value: vars(group.counts) for group in sql.groups}
    assert found["left_out"] == sql.left_out == {}
