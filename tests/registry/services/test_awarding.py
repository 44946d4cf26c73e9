"""From candidates and scores through publicity to awards, which count from the day of the decision."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.clock import today
from app.database import db
from app.errors import Conflict, Invalid, NotAllowed
from app.registry.dates import PartialDate, months_later
from app.registry.models import Award, AwardCandidate, Change
from app.registry.queries.awarding import award_batch, reviews_due
from app.registry.rates.evaluation import Threshold, proposed_level, review_window
from app.registry.services.awarding.batches import nominate, open_batch, score, withdraw_candidate
from app.registry.services.awarding.decisions import decide, publish, revoke_award, settle
from app.registry.services.awarding.schemes import set_criteria
from app.registry.statistics import innovation_enterprises
from app.registry.words import OrganizationKind
from tests.factories import make_award, make_organization, make_scheme
from tests.registry.services.acting import AUDITOR, STAFF, editor_of

YESTERDAY = today() - timedelta(days=1)


@pytest.fixture
def scheme(app):
    scheme = make_scheme("YANSHI", "初级", "中级", "高级")
    low, middle, high = scheme.levels
    return set_criteria(
        scheme.id,
        [("标准研制", 60.0, "为主起草"), ("标准实施", 40.0, None)],
        {low.id: 60.0, middle.id: 75.0, high.id: 90.0},
        actor=STAFF,
    )


@pytest.fixture
def batch(scheme):
    """One that reaches 高级, one that reaches 初级, one that reaches none."""
    batch = open_batch(scheme.id, "2026 年", actor=STAFF)
    bodies = [make_organization(f"演示参评{place}厂") for place in "甲乙丙"]
    assert nominate(batch.id, [body.id for body in bodies], actor=STAFF) == 3
    first, second = (criterion.id for criterion in scheme.criteria)
    points = {}
    for each, (researched, implemented) in zip(batch_candidates(batch), ((55, 36), (40, 20), (30, 10)), strict=True):
        points |= {(each.id, first): float(researched), (each.id, second): float(implemented)}
    score(batch.id, points, actor=STAFF)
    return batch


def batch_candidates(batch):
    return db.session.scalars(select(AwardCandidate).where(AwardCandidate.batch_id == batch.id).order_by(AwardCandidate.id)).all()


def public(batch, last=YESTERDAY):
    return publish(batch.id, since=YESTERDAY - timedelta(days=7), last_day=last, actor=STAFF)


def test_points_propose_the_highest_level_they_reach(batch):
    assert [each.level and each.level.name for each in batch_candidates(batch)] == ["高级", "初级", None]
    levels = [Threshold("初级", 60), Threshold("特邀", None), Threshold("高级", 90)]
    assert [proposed_level(points, levels) for points in (59.9, 60, 89.9, 90, 200)] == [None, "初级", "初级", "高级", "高级"]


def test_a_batch_becomes_awards_that_count_from_the_day_of_the_decision(batch):
    public(batch)
    awards = decide(batch.id, on=today(), years=3, actor=STAFF)
    assert {(each.organization.name, each.level.name, each.batch) for each in awards} == {
        ("演示参评甲厂", "高级", "2026 年"),
        ("演示参评乙厂", "初级", "2026 年"),
    }
    assert innovation_enterprises(YESTERDAY).count == 0
    assert innovation_enterprises(today()).count == 2
    over = months_later(today(), 36)
    assert innovation_enterprises(over - timedelta(days=1)).count == 2
    assert innovation_enterprises(over).count == 0


def test_nothing_is_decided_before_the_publicity_is_over(batch):
    with pytest.raises(Conflict, match="请先公示"):
        decide(batch.id, on=today(), actor=STAFF)
    public(batch, last=today())
    with pytest.raises(Conflict, match="期满后"):
        decide(batch.id, on=today(), actor=STAFF)


def test_the_decision_lies_between_the_publicity_and_today(batch):
    public(batch)
    for wrong in (YESTERDAY, today() + timedelta(days=1)):
        with pytest.raises(Invalid):
            decide(batch.id, on=wrong, actor=STAFF)
        db.session.rollback()
    with pytest.raises(Invalid):
        decide(batch.id, on=today(), years=0, actor=STAFF)
    db.session.rollback()
    decide(batch.id, on=today(), actor=STAFF)
    with pytest.raises(Conflict, match="已于"):
        decide(batch.id, on=today(), actor=STAFF)
    assert len(db.session.scalars(select(Award)).all()) == 2


def test_once_public_scores_stand_and_objections_are_settled_one_by_one(batch, scheme):
    public(batch)
    first, second, _third = batch_candidates(batch)
    with pytest.raises(Conflict, match="已经公示"):
        score(batch.id, {(first.id, scheme.criteria[0].id): 1.0}, actor=STAFF)
    with pytest.raises(Conflict, match="已经公示"):
        nominate(batch.id, [make_organization().id], actor=STAFF)
    with pytest.raises(Invalid):
        settle(second.id, level_id=None, left_out_reason=" ", actor=STAFF)
    db.session.rollback()
    settle(first.id, level_id=scheme.levels[1].id, left_out_reason=None, actor=STAFF)
    settle(second.id, level_id=None, left_out_reason="异议成立", actor=STAFF)
    (award,) = decide(batch.id, on=today(), actor=STAFF)
    assert (award.organization_id, award.level.name) == (first.organization_id, "中级")


def test_who_is_not_scored_in_full_keeps_the_batch_from_publicity(batch, scheme):
    nominate(batch.id, [make_organization("演示未评厂").id], actor=STAFF)
    with pytest.raises(Conflict, match="演示未评厂"):
        public(batch)
    withdraw_candidate(batch_candidates(batch)[-1].id, actor=STAFF)
    public(batch)


def test_points_lie_within_their_criterion(batch, scheme):
    own = batch_candidates(batch)[0].id
    criterion = scheme.criteria[0].id
    for wrong in (-1.0, 60.5, float("inf"), float("nan")):
        with pytest.raises(Invalid) as refused:
            score(batch.id, {(own, criterion): wrong}, actor=STAFF)
        assert refused.value.fields[0].field == f"points-{own}-{criterion}"
        db.session.rollback()


def test_criteria_are_a_table_that_keeps_what_was_scored(batch, scheme):
    _low, middle, high = scheme.levels
    for criteria, least, field in (
        ([("", 10.0, None)], {}, "name-0"),
        ([("甲", 10.0, None), ("甲", 10.0, None)], {}, "name-1"),
        ([("甲", 0.0, None)], {}, "most-0"),
        ([], {}, "name-0"),
        ([("标准研制", 60.0, None), ("标准实施", 40.0, None)], {middle.id: 50.0}, f"least-{middle.id}"),
    ):
        with pytest.raises(Invalid) as refused:
            set_criteria(scheme.id, criteria, least, actor=STAFF)
        assert refused.value.fields[0].field == field
        db.session.rollback()
    with pytest.raises(Conflict, match="标准实施"):
        set_criteria(scheme.id, [("标准研制", 60.0, None)], {}, actor=STAFF)
    db.session.rollback()
    changed = set_criteria(scheme.id, [("标准实施", 50.0, None), ("标准研制", 60.0, None)], {high.id: 95.0}, actor=STAFF)
    assert [(each.name, each.most) for each in changed.criteria] == [("标准实施", 50.0), ("标准研制", 60.0)]
    assert [level.least_score for level in changed.levels] == [60.0, 75.0, 95.0]


def test_only_staff_evaluate(scheme, batch):
    for actor in (AUDITOR, editor_of(make_organization())):
        for attempt in (
            lambda actor=actor: open_batch(scheme.id, "另一批", actor=actor),
            lambda actor=actor: nominate(batch.id, [make_organization().id], actor=actor),
            lambda actor=actor: score(batch.id, {}, actor=actor),
            lambda actor=actor: publish(batch.id, since=today(), last_day=today(), actor=actor),
            lambda actor=actor: decide(batch.id, on=today(), actor=actor),
        ):
            with pytest.raises(NotAllowed):
                attempt()


def test_a_batch_is_opened_once_by_name_and_not_after_the_end_of_its_scheme(scheme):
    open_batch(scheme.id, "2026 年", actor=STAFF)
    for wrong in ("2026 年", "", "长" * 81):
        with pytest.raises(Invalid):
            open_batch(scheme.id, wrong, actor=STAFF)
        db.session.rollback()
    scheme.until_on = PartialDate.of(today())
    db.session.commit()
    with pytest.raises(Conflict, match="停止"):
        open_batch(scheme.id, "2027 年", actor=STAFF)


def test_only_enterprises_take_part(scheme):
    batch = open_batch(scheme.id, "2026 年", actor=STAFF)
    with pytest.raises(Invalid):
        nominate(batch.id, [make_organization(kind=OrganizationKind.ASSOCIATION).id], actor=STAFF)


def test_an_award_is_revoked_with_a_reason_from_a_day(batch):
    public(batch)
    award = decide(batch.id, on=today(), actor=STAFF)[0]
    with pytest.raises(Invalid):
        revoke_award(award.id, on=today(), reason="", actor=STAFF)
    with pytest.raises(Invalid):
        revoke_award(award.id, on=YESTERDAY, reason="失信", actor=STAFF)
    db.session.rollback()
    revoke_award(award.id, on=today(), reason="失信", actor=STAFF)
    assert innovation_enterprises(today()).count == 1
    with pytest.raises(Conflict):
        revoke_award(award.id, on=today(), reason="失信", actor=STAFF)


def test_every_step_leaves_its_trace(batch):
    public(batch)
    decide(batch.id, on=today(), actor=STAFF)
    made = db.session.scalars(select(Change).where(Change.by_name == STAFF.name)).all()
    assert {change.table_name for change in made} == {
        "award-schemes", "award-criteria", "award-batches", "award-candidates", "awards",
    }  # fmt: skip


def test_the_last_three_months_of_a_term_are_for_review(app):
    assert review_window(date(2026, 6, 16)).covers(date(2026, 3, 16))
    assert not review_window(date(2026, 6, 16)).covers(date(2026, 3, 15))
    assert not review_window(date(2026, 6, 16)).covers(date(2026, 6, 16))


def test_reviews_fall_due_in_the_last_three_months_unless_a_longer_award_is_there(app):
    scheme = make_scheme("YANSHI", "初级")
    bodies = [make_organization() for _ in range(4)]
    for body, until in zip(bodies, ("2026-06-16", "2026-06-16", "2026-06-17", "2026-03-16"), strict=True):
        make_award(body, scheme, "2023-06-16", valid_until=until)
    make_award(bodies[1], scheme, "2026-01-01", valid_until="2029-01-01")
    due = reviews_due(date(2026, 3, 16))
    assert [award.organization_id for award in due] == [bodies[0].id]
    assert [award.organization_id for award in reviews_due(date(2026, 3, 17))] == [bodies[0].id, bodies[2].id]
    assert reviews_due(date(2026, 3, 16), enterprises=[bodies[2].id]) == []


def test_a_term_that_ends_with_a_long_month_falls_due_with_the_short_one(app):
    body = make_organization()
    make_award(body, make_scheme("YANSHI", "初级"), "2023-05-31", valid_until="2026-05-31")
    assert review_window(date(2026, 5, 31)).covers(date(2026, 2, 28))
    found = {on: [award.organization_id for award in reviews_due(date(2026, 2, on))] for on in (27, 28)}
    assert found == {27: [], 28: [body.id]}


def test_a_batch_reads_whole(batch):
    assert len(award_batch(batch.id).candidates) == 3
