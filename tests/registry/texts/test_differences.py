"""Two editions side by side: what was added, taken out, changed or moved, and the words that make the change."""

from app.registry.texts.clauses import clauses_of
from app.registry.texts.differences import Change, compare_fields, compare_texts, mark_words

OLD = """1 范围
本文件规定了演示锁具的要求。
2 要求
2.1 外观
锁体表面应光滑。
2.2 耐久性
启闭次数不应少于 10000 次。
2.3 包装
每件单独装入纸盒，盒内附说明书。"""


def told(new: str, old: str = OLD) -> list[tuple[str, str | None, str | None]]:
    differences = compare_texts(clauses_of([old]), clauses_of([new]))
    return [
        (each.change.value, each.before and each.before.number, each.after and each.after.number)
        for each in differences
        if each.change is not Change.SAME
    ]


def read(text: str) -> str:
    """Marks as a sentence: `[-out-]`, `{+in+}`."""
    signs = {Change.SAME: "{}", Change.REMOVED: "[-{}-]", Change.ADDED: "{{+{}+}}"}
    return signs[text[0]].format(text[1])


def test_the_same_text_has_no_difference_however_its_lines_break():
    assert told(OLD.replace("演示锁具的要求", "演示锁\n具的要求")) == []


def test_a_change_is_marked_word_by_word():
    new = OLD.replace("10000 次", "20000 次")
    assert told(new) == [("changed", "2.2", "2.2")]
    changed = next(each for each in compare_texts(clauses_of([OLD]), clauses_of([new])) if each.change is Change.CHANGED)
    assert "".join(map(read, changed.marks)) == "启闭次数不应少于 [-10000-]{+20000+} 次。"


def test_a_clause_put_in_before_others_moves_them_and_changes_none():
    new = OLD.replace("2.2 耐久性", "2.2 尺寸\n公差应为一毫米。\n2.3 耐久性").replace("2.3 包装", "2.4 包装")
    assert told(new) == [("added", None, "2.2"), ("moved", "2.2", "2.3"), ("moved", "2.3", "2.4")]


def test_a_clause_taken_out_stands_behind_what_it_stood_behind():
    new = OLD.replace("2.2 耐久性\n启闭次数不应少于 10000 次。\n2.3 包装", "2.2 包装")
    assert told(new) == [("removed", "2.2", None), ("moved", "2.3", "2.2")]


def test_a_clause_may_move_and_change():
    new = OLD.replace("2.2 耐久性", "2.2 尺寸\n公差应为一毫米。\n2.3 耐久性").replace("2.3 包装", "2.4 包装")
    assert ("changed", "2.2", "2.3") in told(new.replace("10000", "20000"))


def test_marks_put_together_again_are_both_texts():
    before, after = "甲方应检查锁体。乙方应检查锁芯。", "乙方应检查锁芯。丙方可检查锁体及 GB/T 999。"
    marks = mark_words(before, after)
    assert "".join(mark.text for mark in marks if mark.change is not Change.ADDED) == before
    assert "".join(mark.text for mark in marks if mark.change is not Change.REMOVED) == after


def test_records_differ_by_field_and_lists_by_item():
    one = {"title": "演示锁具", "drafters": ["演示甲", "演示乙"], "scope": None, "ics": "97.180"}
    other = {"title": "演示锁具要求", "drafters": ["演示乙", "演示丙"], "scope": "演示范围", "ics": "97.180"}
    differences = {each.field: "".join(map(read, each.marks)) for each in compare_fields(one, other)}
    assert differences == {
        "title": "演示锁具{+要求+}",
        "drafters": "[-演示甲-]演示乙{+演示丙+}",
        "scope": "{+演示范围+}",
    }
