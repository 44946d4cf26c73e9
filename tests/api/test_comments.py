"""Comments for programs: read, given, answered."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.models import Message
from app.accounts.permissions import OfficeKind
from app.clock import today
from app.database import db
from app.registry.lifecycle.words import Stage
from app.registry.models import PublicComment
from tests.factories import make_issuing_body, make_standard, make_work_item
from tests.signing import csrf_header, make_user, post, sign_in

GIVEN = {"clause": "4.2", "body": "耐久性次数偏低", "name": "李四", "unit": "演示锁厂", "email": "li@example.com"}


@pytest.fixture
def item(app):
    return make_work_item(stage=Stage.COMMENT, comment_from=str(today()), comment_until=str(today() + timedelta(days=30)))


@pytest.fixture
def secretary(app, item):
    user = make_user(office=OfficeKind.EDITOR, organization=item.issuing_body.organization)
    return sign_in(app.test_client(), user)


def address(item):
    return f"/api/v1/work-items/{item.id}/comments"


def confirm(client):
    post(client, db.session.scalars(select(Message.link).order_by(Message.id.desc())).first())


def test_a_comment_is_listed_once_it_is_confirmed_and_never_with_its_address(item, client):
    answer = client.post(address(item), json=GIVEN)
    assert answer.status_code == 201
    assert (answer.json["outcome"], answer.json["to_confirm"], answer.json["comment"]["serial"]) == ("new", True, 1)
    assert client.get(address(item)).json["total"] == 0
    confirm(client)
    listed = client.get(address(item))
    assert [each["body"] for each in listed.json["items"]] == ["耐久性次数偏低"]
    assert "li@example.com" not in listed.text


def test_the_same_comment_again_is_the_one_there_is(item, client):
    first = client.post(address(item), json=GIVEN).json["comment"]["id"]
    again = client.post(address(item), json=GIVEN)
    assert (again.status_code, again.json["outcome"], again.json["comment"]["id"]) == (200, "known", first)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"clause": None}, "clause"),
        ({"body": "长" * 10_000}, "body"),
        ({"email": "li"}, "email"),
        ({"email": None}, "email"),
        ({"name": ""}, "name"),
        ({"body": 7}, "body"),
        ({"stars": 5}, "stars"),
    ],
    ids=str,
)
def test_what_cannot_be_used_is_named(item, client, wrong, field):
    answer = client.post(address(item), json=GIVEN | wrong)
    assert (answer.status_code, [each["field"] for each in answer.json["errors"]]) == (422, [field])
    assert db.session.scalar(select(func.count(PublicComment.id))) == 0


def test_a_draft_that_is_not_open_answers_409(app, client):
    item = make_work_item(stage=Stage.DRAFTING)
    assert client.post(address(item), json=GIVEN).status_code == 409


def test_the_association_answers_with_a_reason_where_it_does_not_follow(item, client, secretary):
    one = client.post(address(item), json=GIVEN).json["comment"]["id"]
    confirm(client)
    there = f"{address(item)}/{one}/answer"
    assert client.post(there, json={"answer": "accepted"}).status_code == 401
    refused = secretary.post(there, json={"answer": "partly"}, headers=csrf_header(secretary))
    assert (refused.status_code, [each["field"] for each in refused.json["errors"]]) == (422, ["reason"])
    answer = secretary.post(there, json={"answer": "不采纳", "reason": "已有依据"}, headers=csrf_header(secretary))
    assert answer.status_code == 200
    shown = client.get(address(item)).json["items"][0]
    assert (shown["answer"], shown["answer_label"], shown["reason"]) == ("rejected", "不采纳", "已有依据")


def test_a_comment_is_answered_where_it_was_made(item, client, secretary):
    one = client.post(address(item), json=GIVEN).json["comment"]["id"]
    other = make_work_item(item.issuing_body, stage=Stage.COMMENT)
    there = f"{address(other)}/{one}/answer"
    assert secretary.post(there, json={"answer": "accepted"}, headers=csrf_header(secretary)).status_code == 404


def test_a_published_standard_is_commented_on_and_answered(app, client):
    body = make_issuing_body(code="YANSHI")
    there = f"/api/v1/standards/{make_standard('T/YANSHI 7-2020').id}/comments"
    one = client.post(there, json=GIVEN).json["comment"]["id"]
    confirm(client)
    editor = sign_in(app.test_client(), make_user(office=OfficeKind.EDITOR, organization=body.organization))
    given = {"answer": "accepted", "for_review": True}
    assert editor.post(f"{there}/{one}/answer", json=given, headers=csrf_header(editor)).status_code == 200
    assert client.get(there).json["items"][0]["for_review"] is True


def test_a_standard_that_is_none_of_an_association_has_no_comments(app, client):
    assert client.get(f"/api/v1/standards/{make_standard('GB/T 7-2020').id}/comments").status_code == 404
