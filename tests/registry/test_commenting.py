"""When a draft is open for comment, and the order of clauses."""

from datetime import date

import pytest

from app.registry.lifecycle.commenting import CommentPeriod, Standing, clause_order
from app.registry.lifecycle.words import Stage

FIRST, UNTIL = date(2026, 3, 1), date(2026, 3, 31)


@pytest.mark.parametrize(
    ("stage", "day", "standing"),
    [
        (Stage.DRAFTING, date(2026, 3, 5), Standing.NOT_YET),
        (Stage.COMMENT, date(2026, 2, 28), Standing.NOT_YET),
        (Stage.COMMENT, date(2026, 3, 1), Standing.OPEN),
        (Stage.COMMENT, date(2026, 3, 30), Standing.OPEN),
        (Stage.COMMENT, date(2026, 3, 31), Standing.ENDED),
        (Stage.REVIEW, date(2026, 4, 2), Standing.ENDED),
        (Stage.APPROVAL, date(2026, 4, 2), Standing.CLOSED),
        (Stage.PUBLISHED, date(2026, 4, 2), Standing.CLOSED),
        (Stage.TERMINATED, date(2026, 3, 5), Standing.CLOSED),
    ],
    ids=str,
)
def test_the_first_day_counts_and_the_day_after_the_last_does_not(stage, day, standing):
    assert CommentPeriod(stage, FIRST, UNTIL).standing(day) is standing


def test_a_period_that_nobody_set_is_not_open():
    assert CommentPeriod(Stage.COMMENT, None, None).standing(FIRST) is Standing.NOT_YET


@pytest.mark.parametrize(("day", "left"), [(date(2026, 3, 1), 30), (date(2026, 3, 30), 1), (date(2026, 3, 31), 0)], ids=str)
def test_the_days_left_count_the_day_itself(day, left):
    assert CommentPeriod(Stage.COMMENT, FIRST, UNTIL).days_left(day) == left


def test_clauses_stand_as_in_a_document():
    in_order = ["全文", "前言", "1", "第2章", "4.2", "4.2.1", "4.10", "10", "10.1 a）", "A", "附录A.1", "A.2", "B.1", "封底图"]
    assert sorted(set(in_order), key=clause_order) == in_order
