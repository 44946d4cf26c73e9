"""Answers of associations to comments: accepted, partly, rejected with a reason, many at once; each change leaves a trace."""

from collections.abc import Collection, Sequence

from app.accounts.permissions import Actor
from app.accounts.services import outbox
from app.clock import now, today
from app.database import db
from app.errors import Conflict, FieldError, Invalid, NotFound
from app.registry.lifecycle.words import CommentAnswer, CommentDeed, Stage
from app.registry.models import PublicComment
from app.registry.queries.comments import Subject, subject_of
from app.registry.services.alliance.comments import require_answering, trace
from app.registry.services.writing import hold, refuse_where, tidy

REASON_MOST = 2_000
ANSWERED = "answered"
_ANSWERING = frozenset({Stage.COMMENT, Stage.REVIEW, Stage.APPROVAL})


def answer_comments(
    ids: Collection[int], answer: CommentAnswer, reason: str | None, *, for_review: bool = False, link: str, actor: Actor
) -> int:
    """Give these comments one answer, and tell their authors; gives how many answers are new or changed.

    A comment that has this answer already is passed over. `for_review`: of comments on published standards, its next review
    takes them up. `link`: the page where authors read the answer. Raises `NotFound`, `NotAllowed`, `Invalid`, `Conflict`.
    """
    said = _reason(answer, reason)
    comments: Sequence[PublicComment] = hold(PublicComment, ids)
    if not comments:
        raise NotFound("没有选中要答复的意见，或意见已不在系统中")
    subjects = {(each.work_item_id, each.standard_id): each for each in comments}
    if len(subjects) > 1:
        raise Invalid("一次只能答复同一项目的意见", (FieldError("comment", "请选择同一项目的意见"),))
    subject = subject_of(comments[0], today())
    require_answering(subject, actor=actor)
    _require_answerable(subject, for_review)
    changed = [each for each in comments if (each.answer, each.answer_reason, each.for_review) != (answer, said, for_review)]
    for each in changed:
        each.answer, each.answer_reason, each.for_review = answer, said, for_review
        each.answered_at, each.answered_by = now(), actor.name
        trace(each, CommentDeed.ANSWERED, said, actor)
    _tell(subject, changed, link)
    db.session.commit()
    return len(changed)


def _reason(answer: CommentAnswer, reason: str | None) -> str | None:
    wrong: list[FieldError] = []
    said = tidy(reason, "reason", "理由", REASON_MOST, wrong)
    if said is None and not wrong and answer is not CommentAnswer.ACCEPTED:
        wrong.append(FieldError("reason", f"{answer.label}须写明理由，提出人会看到"))
    refuse_where(wrong)
    return said


def _require_answerable(subject: Subject, for_review: bool) -> None:
    if subject.item is not None and subject.item.stage not in _ANSWERING:
        raise Conflict(f"项目已到“{subject.item.stage.label}”，意见的处理结果不再更改")
    if for_review and subject.standard is None:
        raise Invalid("只有对已发布标准的意见可以列入复审", (FieldError("for_review", "草案的意见在本次制定中处理"),))


def _tell(subject: Subject, comments: Sequence[PublicComment], link: str) -> None:
    """One message to each author whose address is proven, with all their answers."""
    by_author: dict[tuple[str, str], list[PublicComment]] = {}
    for each in comments:
        if each.email and each.confirmed_at and each.hidden_at is None:
            by_author.setdefault((each.email, each.name), []).append(each)
    title = " ".join(subject.title.split())
    for (email, name), theirs in by_author.items():
        again = any(ANSWERED in each.told for each in theirs)
        for each in theirs:
            each.told = (*each.told, ANSWERED)
        lines = "\n\n".join(_line(each) for each in theirs)
        what = "有了新的答复" if again else "已经答复"
        body = f"{name}：\n\n您对《{title}》的意见{what}：\n\n{lines}\n\n全部意见与答复：\n{outbox.LINK}\n"
        outbox.post(email, name, f"标联：您对《{title[:60]}》的意见已答复", body, link)


def _line(comment: PublicComment) -> str:
    shown = comment.body if len(comment.body) <= 200 else f"{comment.body[:200]}…"
    answer = comment.answer.label if comment.answer else ""
    reason = f"：{comment.answer_reason}" if comment.answer_reason else ""
    review = "（列入下次复审）" if comment.for_review else ""
    return f"条款 {comment.clause}：{shown}\n答复：{answer}{reason}{review}"
