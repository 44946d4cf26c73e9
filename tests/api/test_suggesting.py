"""Completions lead to the page of what they name."""

import pytest

from tests.factories import make_committee, make_drafting, make_organization, make_standard


@pytest.fixture
def ids(app, index):
    committee = make_committee("SAC/TC 305", "全国制鞋标准化技术委员会")
    standard = make_standard("QB/T 1002-2015", "皮鞋", committees=[committee], committee=("SAC/TC 305",))
    body = make_organization("皮鞋演示厂")
    make_drafting(standard, body)
    index()
    return {"committee": committee.id, "organization": body.id}


def suggested(client, typed):
    answer = client.get("/api/v1/suggest", query_string={"q": typed})
    assert answer.status_code == 200
    return {(each["type"], each["text"]): each["url"] for each in answer.json["items"]}


def test_numbers_titles_bodies_and_committees(client, ids):
    assert suggested(client, "qb/t1002")[("number", "QB/T 1002-2015")] == "/standards/QB/T%201002-2015"
    found = suggested(client, "皮鞋")
    assert found[("title", "皮鞋")] == "/standards/QB/T%201002-2015"
    assert found[("organization", "皮鞋演示厂")] == f"/organizations/{ids['organization']}"
    committee = suggested(client, "全国制鞋")
    assert f"/committees/{ids['committee']}" in committee.values()
    for url in (*found.values(), *committee.values()):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("typed", ["", "   ", "。。", "*", "x" * 5000])
def test_nothing_to_complete(client, ids, typed):
    assert suggested(client, typed) == {}
