"""Work items of alliance standards and the bodies that issue them: what the pages do, for programs."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask import Response, jsonify, request, url_for
from werkzeug.exceptions import UnsupportedMediaType

from app.accounts.auth import current_actor, signed_in
from app.accounts.permissions import Actor
from app.api.schemas import alliance as shown
from app.api.schemas.fields import LARGEST_ID
from app.api.smorest import Blueprint
from app.clock import today
from app.errors import Conflict, FieldError, Invalid
from app.registry.editing.alliance_standards import Outcome, review_standard
from app.registry.editing.repeating import HEADER, answered_once
from app.registry.history import Author
from app.registry.lifecycle.moves import Move, missing, moves_from
from app.registry.models import IssuingBody, StandardReview, TechnicalReview, WorkItem
from app.registry.queries.block_industries import block_industries, industries_of
from app.registry.queries.issuing_bodies import body_of_code, issuing_bodies
from app.registry.queries.names import named_organization, named_standard
from app.registry.queries.profiles import profile_of
from app.registry.queries.work_items import Asked, standings, work_item, work_items
from app.registry.services.alliance import bodies, items, patents, people, publishing, reviewing, steps
from app.registry.services.writing import written_through
from app.registry.words import Through

bp = Blueprint("work-items", __name__, url_prefix="/api/v1", description="联盟标准的制修订：发布团体、项目、步骤、发布、复审")
ITEM = f"/work-items/<int(max={LARGEST_ID}):item_id>"
REVIEW = f"{ITEM}/reviews/<int(max={LARGEST_ID}):review_id>"
MOST_INDUSTRIES = 500

View = Callable[..., Any]
Given = Mapping[str, Any]


def _described(summary: str, status: int, answer: Any, given: Any) -> Callable[[View], View]:
    """A route that writes: what it reads, and all it may answer."""

    def decorate(view: View) -> View:
        for code, name in ((400, "BAD_REQUEST"), (401, "UNAUTHORIZED"), (403, "FORBIDDEN"), (404, "NOT_FOUND"),
                           (409, "CONFLICT"), (413, "REQUEST_ENTITY_TOO_LARGE"), (415, "UNSUPPORTED_MEDIA_TYPE"),
                           (422, "UNPROCESSABLE_ENTITY"), (429, "TOO_MANY_REQUESTS")):  # fmt: skip
            view = bp.alt_response(code, name)(view)
        view = bp.arguments(given, location="json")(view)
        described: View = bp.doc(summary=summary, security=[{"token": []}])(bp.response(status, answer)(view))
        return described

    return decorate


@bp.before_request
def _who_writes() -> None:
    """Whoever writes is known before anything of the request is read."""
    if request.method in ("POST", "PATCH"):
        signed_in()
        if not request.is_json:
            raise UnsupportedMediaType
        written_through(Through.API)


@bp.get("/issuing-bodies")
@bp.doc(summary="发布团体一览")
@bp.response(200, shown.BodyList)
def list_bodies() -> dict[str, Any]:
    """All issuing bodies."""
    found = issuing_bodies()
    return {"total": len(found), "items": found}


@bp.post("/issuing-bodies")
@_described("登记一个发布团体及其代号", 201, shown.BodyShown, shown.BodyGiven)
def register_body(given: Given) -> Any:
    """Register one."""
    rules = bodies.Rules(**{name: given[name] for name in bodies.Rules.__dataclass_fields__ if name in given})
    organization = named_organization(given["organization"])
    body = bodies.register_body(
        organization.id, given["code"], rules, actor=signed_in(), registered_on=given["registered_on"]
    )
    return body, 201, {"Location": url_for("work-items.show_body", code=body.code)}


@bp.get("/issuing-bodies/<code>")
@bp.doc(summary="一个发布团体：规则、各状态的标准、超期复审、公开正文的标准数")
@bp.response(200, shown.BodyProfile)
@bp.alt_response(404, "NOT_FOUND")
def show_body(code: str) -> dict[str, Any]:
    """One of them with its profile."""
    body = body_of_code(code)
    profile = profile_of(body, today())
    return {
        **{name: getattr(body, name) for name in ("code", "organization_id", "organization", "registered_on")},
        **{name: getattr(body, name) for name in bodies.Rules.__dataclass_fields__},
        "standards": len(profile.standards),
        "by_status": {status.value: number for status, number in profile.by_status.items()},
        "overdue_reviews": [each.standard.number for each in profile.overdue],
        "open_texts": profile.open_texts,
        "in_force_or_coming": profile.alive,
    }


@bp.patch("/issuing-bodies/<code>")
@_described("修改一个发布团体的规则，规定是下限", 200, shown.BodyShown, shown.RulesGiven)
def change_rules(given: Given, code: str) -> IssuingBody:
    """Change its rules."""
    body = body_of_code(code)
    standing = {name: getattr(body, name) for name in bodies.Rules.__dataclass_fields__}
    return bodies.set_rules(code, bodies.Rules(**standing | dict(given)), actor=signed_in())


@bp.get("/work-items")
@bp.doc(summary="制修订项目一览：阶段、轮到谁、自何时、是否超期")
@bp.arguments(shown.ItemsAsked, location="query")
@bp.response(200, shown.ItemList)
@bp.alt_response(404, "NOT_FOUND")
def list_items(asked: Given) -> dict[str, Any]:
    """A page of work items that the asker may see."""
    body = body_of_code(asked["body"]) if asked["body"].strip() else None
    which = Asked(
        body_id=body.id if body else None, stages=asked["stage"], q=asked["q"], late=asked["late"], sort=asked["sort"]
    )
    found = work_items(which, current_actor(), today(), page=asked["page"], per_page=asked["per_page"])
    return {"total": found.total, "page": found.page, "per_page": found.per_page, "items": found.items}


@bp.get(ITEM)
@bp.doc(summary="一个制修订项目")
@bp.response(200, shown.ItemShown)
@bp.alt_response(404, "NOT_FOUND")
def show_item(item_id: int) -> Any:
    """One work item."""
    return _answer(item_id, current_actor())


@bp.post("/work-items")
@_described("提案：制定一项联盟标准，或修订一项", 201, shown.ItemShown, shown.ProposalGiven)
def propose_item(given: Given) -> Any:
    """Propose."""
    actor = signed_in()
    body = body_of_code(given["body"])
    items.require_proposer(actor, body)
    revised = named_standard(given["revises"], today(), "revises") if given["revises"] else None
    base = items.revision_contents(revised, industries_of(revised.id)) if revised else items.Contents()
    contents = _contents(given, base)

    def made() -> dict[str, Any]:
        return _dumped(items.propose(body, contents, actor=actor, revises=revised, on=given["on"]).id, actor)

    return _once(given, made, actor, 201)


@bp.patch(ITEM)
@_described("修改一个项目：给出的各项", 200, shown.ItemShown, shown.ContentsGiven)
def change_item(given: Given, item_id: int) -> Any:
    """Change what it says."""
    actor = signed_in()
    item = work_item(item_id, actor)
    items.change_item(item_id, _contents(given, _standing_contents(item)), actor=actor, version=_version())
    return _answer(item_id, actor)


@bp.post(f"{ITEM}/steps")
@_described("办理一个步骤；不能办理时答 409，说明缺什么", 200, shown.ItemShown, shown.StepGiven)
def take_step(given: Given, item_id: int) -> Any:
    """Take a step, publication among them."""
    actor = signed_in()
    work_item(item_id, actor)

    def made() -> dict[str, Any]:
        _take(given, item_id, actor)
        return _dumped(item_id, actor)

    return _once(given, made, actor, 200)


@bp.post(f"{ITEM}/units")
@_described("加入一个起草单位", 200, shown.ItemShown, shown.UnitGiven)
def add_unit(given: Given, item_id: int) -> Any:
    """Add a drafting unit."""
    actor = signed_in()
    organization = named_organization(given["organization"])
    people.add_unit(item_id, organization.id, actor=actor, **{name: given[name] for name in ("role", "rank", "reason", "on")})
    return _answer(item_id, actor)


@bp.post(f"{ITEM}/drafters")
@_described("加入一位起草人", 200, shown.ItemShown, shown.DrafterGiven)
def add_drafter(given: Given, item_id: int) -> Any:
    """Add a drafter."""
    actor = signed_in()
    people.add_drafter(item_id, actor=actor, **given)
    return _answer(item_id, actor)


@bp.post(f"{ITEM}/patent-calls")
@_described("登记一次专利征集", 200, shown.ItemShown, shown.CallGiven)
def call_for_patents(given: Given, item_id: int) -> Any:
    """Record a call for patents."""
    actor = signed_in()
    patents.call_for_patents(item_id, given["stage"], actor=actor, none_known=given["none_known"], on=given["on"])
    return _answer(item_id, actor)


@bp.post(f"{ITEM}/patents")
@_described("登记一项必要专利", 200, shown.ItemShown, shown.PatentGiven)
def disclose(given: Given, item_id: int) -> Any:
    """Record a patent."""
    actor = signed_in()
    patents.disclose(item_id, patents.Disclosure(**given), actor=actor)
    return _answer(item_id, actor)


@bp.post(f"{ITEM}/reviews")
@_described("组织一次技术审查", 201, shown.ReviewShown, shown.ReviewGiven)
def open_review(given: Given, item_id: int) -> TechnicalReview:
    """Begin a technical review."""
    return reviewing.open_review(item_id, given["manner"], actor=signed_in(), held_on=given["held_on"])


@bp.post(f"{REVIEW}/representatives")
@_described("登记一位审查代表", 201, shown.ReviewShown, shown.CalledGiven)
def call_representative(given: Given, item_id: int, review_id: int) -> TechnicalReview:
    """Call somebody to it."""
    one = reviewing.call(item_id, review_id, reviewing.Called(**given), actor=signed_in())
    return one.review


@bp.post(f"{REVIEW}/representatives/<int(max={LARGEST_ID}):representative_id>/vote")
@_described("登记一位代表的表决；有账户的代表由本人办理", 200, shown.ReviewShown, shown.VoteGiven)
def vote(given: Given, item_id: int, review_id: int, representative_id: int) -> TechnicalReview:
    """Vote."""
    one = reviewing.vote(
        item_id,
        review_id,
        representative_id,
        given["vote"],
        actor=signed_in(),
        present=given["present"],
        opinion=given["opinion"],
    )
    return one.review


@bp.post(f"{REVIEW}/conclusion")
@_described("作出审查结论", 200, shown.ReviewShown, shown.ConclusionGiven)
def conclude(given: Given, item_id: int, review_id: int) -> TechnicalReview:
    """Close it."""
    return reviewing.close_review(item_id, review_id, actor=signed_in(), **given)


@bp.post(f"/standards/<int(max={LARGEST_ID}):standard_id>/reviews")
@_described("登记一项已发布联盟标准的复审：继续有效、修订或废止", 201, shown.StandardReviewShown, shown.StandardReviewGiven)
def review_published(given: Given, standard_id: int) -> StandardReview:
    """Review a published standard."""
    return review_standard(standard_id, Outcome(**given), author=Author(signed_in(), Through.API))


def _take(given: Given, item_id: int, actor: Actor) -> None:
    if given["step"] is Move.PUBLISH:
        issue = publishing.Issue(**{name: given[name] for name in ("on", "implemented_on", "remark", "document_id")})
        publishing.publish(item_id, issue, actor=actor, version=_version())
        return
    asked = {name: given[name] for name in steps.Asked.__dataclass_fields__ if name in given}
    until = given["comment_until"]
    if until is not None:
        asked["last_comment_day"] = until - timedelta(days=1)
    steps.take_step(item_id, given["step"], steps.Asked(**asked), actor=actor, version=_version())


def _once(given: Given, made: Callable[[], dict[str, Any]], actor: Actor, status: int) -> Response:
    """What was done, or what an earlier request with the same key did."""
    said = answered_once(request.path, given, made, actor=actor, key=request.headers.get(HEADER))
    response = jsonify(said)
    response.status_code = status
    if status == 201:
        response.headers["Location"] = url_for("work-items.show_item", item_id=said["id"])
    return response


def _dumped(item_id: int, actor: Actor) -> dict[str, Any]:
    dumped: dict[str, Any] = shown.ItemShown().dump(_answer(item_id, actor)[0])
    return dumped


def _answer(item_id: int, actor: Actor) -> tuple[dict[str, Any], int, dict[str, str]]:
    """A work item as it stands, with its version."""
    item = work_item(item_id, actor)
    [standing] = standings([item], today())
    lacking = {move.value: list(missing(move, standing.known, today())) for move in moves_from(item.stage)}
    answer = {
        "item": item,
        "turn": str(standing.turn or ""),
        "due": standing.due,
        "days_late": standing.days_late,
        "missing": lacking,
    }
    return answer, 200, {"ETag": f'"{item.version}"'}


def _version() -> int | None:
    """The version that the request says it knows; None: it says nothing. Raises `Conflict` for one that can't be."""
    header = request.headers.get("If-Match")
    if header is None or header.strip() == "*":
        return None
    found = re.fullmatch(r'"(\d{1,9})"', header.strip())
    if found is None:
        raise Conflict("If-Match 不是这个项目的版本，没有写入；请先读取再办理")
    return int(found[1])


def _contents(given: Given, base: items.Contents) -> items.Contents:
    """What a work item says, with what the request names in place of what it said."""
    said = {name: getattr(base, name) for name in items.Contents.__dataclass_fields__}
    said |= {name: value for name, value in given.items() if name in said and name != "block_industries"}
    if "block_industries" in given:
        known = {each.code: each.id for each in block_industries(per_page=MOST_INDUSTRIES).items}
        unknown = [code for code in given["block_industries"] if code not in known]
        if unknown:
            reason = f"没有代码为 {unknown[0][:40]} 的块状产业"
            raise Invalid(reason, (FieldError("block_industries", reason, unknown[0][:80]),))
        said["block_industries"] = [known[code] for code in given["block_industries"]]
    return items.Contents(**said)


def _standing_contents(item: WorkItem) -> items.Contents:
    days = {name: (known.first_day if (known := getattr(item, name)) else None) for name in ("takes_over_on", "stage_due")}
    said: dict[str, Any] = {name: getattr(item, name) for name in items.Contents.__dataclass_fields__ if name not in days}
    said["block_industries"] = [each.id for each in item.block_industries]
    return items.Contents(**said | days)
