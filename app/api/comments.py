"""Comments on drafts and on published alliance standards: read, given, answered; what the pages do, for programs."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import request, url_for
from werkzeug.exceptions import UnsupportedMediaType

from app.accounts.auth import current_actor, network_address, signed_in
from app.api.schemas.comments import AnswerGiven, CommentGiven, CommentList, CommentShown, CommentTaken
from app.api.schemas.fields import LARGEST_ID, Paged
from app.api.smorest import Blueprint
from app.clock import today
from app.errors import NotFound
from app.registry.models import PublicComment
from app.registry.queries.comments import Subject, draft_subject, public_comments, standard_subject, the_comment
from app.registry.services.alliance.answering import answer_comments
from app.registry.services.alliance.comments import Commenter, Remark, give_comments

bp = Blueprint("comments", __name__, url_prefix="/api/v1", description="联盟标准的征求意见与答复")
DRAFT = f"/work-items/<int(max={LARGEST_ID}):item_id>/comments"
PUBLISHED = f"/standards/<int(max={LARGEST_ID}):standard_id>/comments"
_ANSWER = f"<int(max={LARGEST_ID}):comment_id>/answer"

View = Callable[..., Any]
Subjects = Callable[[int], Subject]


def _described(summary: str, status: int, shown: Any, *, with_token: bool = False) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        for code, name in ((400, "BAD_REQUEST"), (403, "FORBIDDEN"), (404, "NOT_FOUND"), (409, "CONFLICT"),
                           (413, "REQUEST_ENTITY_TOO_LARGE"), (415, "UNSUPPORTED_MEDIA_TYPE"),
                           (422, "UNPROCESSABLE_ENTITY"), (429, "TOO_MANY_REQUESTS")):  # fmt: skip
            view = bp.alt_response(code, name)(view)
        if with_token:
            view = bp.alt_response(401, "UNAUTHORIZED")(view)
        described: View = bp.doc(summary=summary, security=[{"token": []}] if with_token else [{}, {"token": []}])(
            bp.response(status, shown)(view)
        )
        return described

    return decorate


@bp.before_request
def _must_be_json() -> None:
    """Whoever answers is known before anything of the request is read."""
    if request.method == "POST":
        if request.path.endswith("/answer"):
            signed_in()
        if not request.is_json:
            raise UnsupportedMediaType


@bp.get(DRAFT)
@bp.doc(summary="对一项草案的公开意见与答复")
@bp.arguments(Paged, location="query")
@bp.response(200, CommentList)
@bp.alt_response(404, "NOT_FOUND")
def draft_comments(asked: Mapping[str, Any], item_id: int) -> dict[str, Any]:
    """A page of them."""
    return _listed(draft_subject(item_id), asked)


@bp.get(PUBLISHED)
@bp.doc(summary="对一项已发布联盟标准的公开意见与答复")
@bp.arguments(Paged, location="query")
@bp.response(200, CommentList)
@bp.alt_response(404, "NOT_FOUND")
def standard_comments(asked: Mapping[str, Any], standard_id: int) -> dict[str, Any]:
    """A page of them."""
    return _listed(standard_subject(standard_id, today()), asked)


@bp.post(DRAFT)
@_described("对正在征求意见的草案提一条意见；重复提交答已有的那一条", 201, CommentTaken)
@bp.arguments(CommentGiven, location="json")
def comment_on_draft(given: Mapping[str, Any], item_id: int) -> Any:
    """Comment."""
    return _given(draft_subject(item_id), given)


@bp.post(PUBLISHED)
@_described("对已发布的联盟标准提一条意见；重复提交答已有的那一条", 201, CommentTaken)
@bp.arguments(CommentGiven, location="json")
def comment_on_standard(given: Mapping[str, Any], standard_id: int) -> Any:
    """Comment."""
    return _given(standard_subject(standard_id, today()), given)


@bp.post(f"{DRAFT}/{_ANSWER}")
@_described("归口团体答复对草案的一条意见", 200, CommentShown, with_token=True)
@bp.arguments(AnswerGiven, location="json")
def answer_draft_comment(given: Mapping[str, Any], item_id: int, comment_id: int) -> PublicComment:
    """Answer."""
    comment = _own(comment_id, item_id, None)
    return _answered(comment, given, url_for("web.draft_comments", item_id=item_id))


@bp.post(f"{PUBLISHED}/{_ANSWER}")
@_described("归口团体答复对已发布标准的一条意见", 200, CommentShown, with_token=True)
@bp.arguments(AnswerGiven, location="json")
def answer_standard_comment(given: Mapping[str, Any], standard_id: int, comment_id: int) -> PublicComment:
    """Answer."""
    comment = _own(comment_id, None, standard_id)
    return _answered(comment, given, url_for("web.standard_comments", standard_id=standard_id))


def _listed(subject: Subject, asked: Mapping[str, Any]) -> dict[str, Any]:
    found = public_comments(subject, page=asked["page"], per_page=asked["per_page"])
    return {"total": found.total, "page": found.page, "per_page": found.per_page, "items": found.items}


def _given(subject: Subject, given: Mapping[str, Any]) -> Any:
    taken = give_comments(
        subject,
        [Remark(given["clause"], given["body"], given["proposal"])],
        Commenter(given["name"], given["email"], given["unit"], on_behalf=given["on_behalf"]),
        actor=current_actor(),
        address=network_address(),
        link_of=lambda code: url_for("web.confirm_comments", code=code),
    )
    comment = (*taken.comments, *taken.before)[0]
    outcome = "new" if taken.comments else "known"
    answer = {"outcome": outcome, "to_confirm": comment.confirmed_at is None, "comment": comment}
    return answer, 201 if taken.comments else 200


def _own(comment_id: int, item_id: int | None, standard_id: int | None) -> PublicComment:
    """The comment, where it is on that draft or standard. Raises `NotFound`."""
    comment = the_comment(comment_id)
    if (comment.work_item_id, comment.standard_id) != (item_id, standard_id):
        raise NotFound("这里没有这条意见")
    return comment


def _answered(comment: PublicComment, given: Mapping[str, Any], link: str) -> PublicComment:
    answer_comments(
        [comment.id], given["answer"], given["reason"], for_review=given["for_review"], link=link, actor=signed_in()
    )
    return comment
