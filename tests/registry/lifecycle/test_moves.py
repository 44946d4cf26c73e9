"""The steps of a work item and what each asks for, worked by hand from docs/rules.md section 2."""

from dataclasses import replace
from datetime import date

import pytest

from app.registry.lifecycle.moves import (
    DRAFTS,
    OPEN_STAGES,
    STEPS,
    Move,
    Situation,
    last_day_by_rule,
    missing,
    moves_from,
    returns_to,
    shorter_than_rule,
    turn_of,
)
from app.registry.lifecycle.people import is_late
from app.registry.lifecycle.periods import review_due
from app.registry.lifecycle.words import DocumentKind, Stage
from tests.factories import day

DAY = date(2026, 4, 1)


def test_the_life_goes_through_every_stage_in_order():
    onward = [Move.APPROVE_PROJECT, Move.START_DRAFTING, Move.OPEN_COMMENT, Move.START_REVIEW, Move.SUBMIT, Move.PUBLISH]
    assert [STEPS[move].to for move in onward] == [*OPEN_STAGES[1:], Stage.PUBLISHED]
    assert all(STEPS[move].starts == {stage} for move, stage in zip(onward, OPEN_STAGES, strict=True))


def test_only_the_association_itself_decides():
    decides = {move for move, step in STEPS.items() if step.decides}
    assert decides == {Move.APPROVE_PROJECT, Move.APPROVE, Move.PUBLISH, Move.TERMINATE}


def test_what_came_to_an_end_knows_no_step():
    assert moves_from(Stage.PUBLISHED) == moves_from(Stage.TERMINATED) == ()
    assert returns_to(Stage.PROPOSAL) == returns_to(Stage.PUBLISHED) == ()
    assert returns_to(Stage.REVIEW) == (Stage.PROPOSAL, Stage.APPROVED, Stage.DRAFTING, Stage.COMMENT)


def test_a_step_outside_its_stage_says_where_it_belongs():
    assert missing(Move.PUBLISH, Situation(stage=Stage.DRAFTING), DAY) == (
        "现在是“起草”阶段，“编号发布”要在“批准”阶段办理",
    )


FULL = {
    Move.APPROVE_PROJECT: Situation(
        stage=Stage.PROPOSAL, has_purpose=True, has_scope=True, documents=frozenset({DocumentKind.PROPOSAL})
    ),
    Move.START_DRAFTING: Situation(stage=Stage.APPROVED, units=1),
    Move.OPEN_COMMENT: Situation(
        stage=Stage.DRAFTING, units=2, leads=1, drafters=1, called=frozenset({Stage.COMMENT}),
        documents=frozenset({DocumentKind.COMMENT_DRAFT}),
    ),
    Move.START_REVIEW: Situation(
        stage=Stage.COMMENT, last_comment_day=date(2026, 3, 31), documents=frozenset({DocumentKind.REVIEW_DRAFT})
    ),
    Move.SUBMIT: Situation(
        stage=Stage.REVIEW, review_passed=True, has_minutes=True, documents=frozenset({DocumentKind.APPROVAL_DRAFT})
    ),
    Move.APPROVE: Situation(stage=Stage.APPROVAL, documents=frozenset({DocumentKind.DECISION})),
    Move.PUBLISH: Situation(stage=Stage.APPROVAL, approved=True, documents=frozenset({DocumentKind.TEXT})),
}  # fmt: skip


@pytest.mark.parametrize("move", FULL)
def test_a_step_with_all_it_asks_for_may_be_taken(move):
    assert missing(move, FULL[move], DAY) == ()


@pytest.mark.parametrize(
    ("move", "lacking", "said"),
    [
        (Move.APPROVE_PROJECT, {"has_purpose": False}, "目的意义"),
        (Move.APPROVE_PROJECT, {"has_scope": False}, "适用范围"),
        (Move.APPROVE_PROJECT, {"documents": frozenset()}, "提案书"),
        (Move.START_DRAFTING, {"units": 0}, "起草单位"),
        (Move.OPEN_COMMENT, {"leads": 0}, "为主"),
        (Move.OPEN_COMMENT, {"drafters": 0}, "起草人"),
        (Move.OPEN_COMMENT, {"called": frozenset({Stage.PROPOSAL})}, "专利"),
        (Move.OPEN_COMMENT, {"documents": frozenset()}, "征求意见稿"),
        (Move.START_REVIEW, {"last_comment_day": DAY}, "期满后才能送审"),
        (Move.START_REVIEW, {"last_comment_day": None}, "起止日期"),
        (Move.START_REVIEW, {"unanswered": 2}, "还有 2 条意见没有处理"),
        (Move.SUBMIT, {"review_passed": None}, "还没有技术审查结论"),
        (Move.SUBMIT, {"review_passed": False}, "没有通过"),
        (Move.SUBMIT, {"has_minutes": False}, "会议纪要"),
        (Move.APPROVE, {"documents": frozenset()}, "批准文件"),
        (Move.PUBLISH, {"approved": False}, "还没有批准"),
        (Move.PUBLISH, {"documents": frozenset()}, "标准正文"),
    ],
)
def test_each_thing_that_is_missing_is_named(move, lacking, said):
    [reason] = missing(move, replace(FULL[move], **lacking), DAY)
    assert said in reason


def test_a_return_asks_for_new_drafts_but_not_for_a_new_proposal():
    assert DocumentKind.PROPOSAL not in DRAFTS
    assert {STEPS[move].document for move in FULL} - {None, DocumentKind.PROPOSAL} == DRAFTS


@pytest.mark.parametrize(("last", "shorter"), [("2026-03-30", True), ("2026-03-31", False), ("2026-04-01", False)])
def test_thirty_days_count_both_ends(last, shorter):
    assert shorter_than_rule(date(2026, 3, 2), date.fromisoformat(last), 30) is shorter
    assert last_day_by_rule(date(2026, 3, 2), 30) == date(2026, 3, 31)


def test_whose_turn_it_is_changes_with_the_comment_period():
    known = Situation(stage=Stage.COMMENT, last_comment_day=DAY, unanswered=3)
    assert str(turn_of(known, DAY)) == "公众：提意见"
    assert str(turn_of(known, date(2026, 4, 2))) == "经办人：答复 3 条意见"
    assert str(turn_of(replace(known, unanswered=0), date(2026, 4, 2))) == "经办人：送审"
    assert turn_of(Situation(stage=Stage.PUBLISHED), DAY) is None


@pytest.mark.parametrize(
    ("published", "reviewed", "years", "due"),
    [
        ("2019-05-06", None, 5, date(2024, 5, 6)),
        ("2019-05-06", "2023-11-01", 5, date(2028, 11, 1)),
        ("2019-05-06", None, 3, date(2022, 5, 6)),
        ("2020-02-29", None, 5, date(2025, 2, 28)),
        ("2019-05", None, 5, date(2024, 5, 1)),
        (None, None, 5, None),
    ],
)
def test_a_review_is_due_so_many_years_after_the_last_one(published, reviewed, years, due):
    assert review_due(day(published), day(reviewed), years) == due


def test_joining_is_late_from_the_comment_stage_on():
    assert [stage for stage in OPEN_STAGES if is_late(stage)] == [Stage.COMMENT, Stage.REVIEW, Stage.APPROVAL]
