"""What a scheme gives points for, and the points that reach its levels: a table that staff edit."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from app.accounts.permissions import Actor, Permission, require
from app.database import db
from app.errors import Conflict, FieldError
from app.registry.models import AwardCriterion, AwardScheme, AwardScore
from app.registry.services.awarding.held import held_scheme
from app.registry.services.writing import recorded, refuse_where, tidy

POINTS_MOST = 10_000.0


def set_criteria(
    scheme_id: int, criteria: Sequence[tuple[str, float, str | None]], least_scores: Mapping[int, float | None], *, actor: Actor
) -> AwardScheme:
    """Set what a scheme gives points for (name, points at the most, explanation) and, by level id, the points that reach it.

    Criteria that were scored keep their name. Raises `NotAllowed`, `NotFound`, `Invalid` by field, `Conflict`.
    """
    require(actor, Permission.AWARD_EVALUATE)
    scheme = held_scheme(scheme_id)
    refuse_where(_wrong_criteria(criteria) + _wrong_least_scores(scheme, least_scores))
    known = {each.name: each for each in scheme.criteria}
    gone = [each for name, each in known.items() if name not in {name for name, _most, _why in criteria}]
    scored = select(AwardScore.criterion_id).where(AwardScore.criterion_id.in_([each.id for each in gone]))
    if db.session.scalar(scored.limit(1)) is not None:
        names = "、".join(each.name for each in gone)
        raise Conflict(f"{names}已有评分，不能删除或改名；可另开评定办法")
    before = [each.id for each in scheme.criteria]
    with recorded("award-criteria", before, actor) as made, recorded("award-schemes", [scheme.id], actor):
        kept = []
        for position, (name, most, explanation) in enumerate(criteria, start=1):
            criterion = known.get(name) or AwardCriterion(name=name)
            criterion.position, criterion.most, criterion.explanation = position, most, explanation
            kept.append(criterion)
        scheme.criteria = kept
        for level in scheme.levels:
            if level.id in least_scores:
                level.least_score = least_scores[level.id]
        db.session.flush()
        for criterion in kept:
            if criterion.id not in before:
                made(criterion)
    db.session.commit()
    return scheme


def _wrong_criteria(criteria: Sequence[tuple[str, float, str | None]]) -> list[FieldError]:
    wrong: list[FieldError] = []
    names = [name for name, _most, _why in criteria]
    for place, (name, most, explanation) in enumerate(criteria):
        if not name or len(name) > 80:
            wrong.append(FieldError(f"name-{place}", "请填写指标名称，最多 80 字", name[:80]))
        elif names.index(name) != place:
            wrong.append(FieldError(f"name-{place}", "与前面的指标重名，请改名", name))
        if not 0 < most <= POINTS_MOST:
            wrong.append(FieldError(f"most-{place}", f"满分应大于 0，最多 {POINTS_MOST:g}", f"{most:g}"))
        tidy(explanation, f"explanation-{place}", "说明", 1_000, wrong)
    if not criteria:
        wrong.append(FieldError("name-0", "请至少填写一项指标"))
    return wrong


def _wrong_least_scores(scheme: AwardScheme, least_scores: Mapping[int, float | None]) -> list[FieldError]:
    """Levels go up with their points."""
    wrong = []
    below: float = 0
    for level in scheme.levels:
        least = least_scores.get(level.id, level.least_score)
        if least is None:
            continue
        if not below <= least <= POINTS_MOST:
            reason = f"{level.name}的分数线应不低于 {below:g}，最多 {POINTS_MOST:g}"
            wrong.append(FieldError(f"least-{level.id}", reason, f"{least:g}"))
        below = max(below, least)
    return wrong
