"""When a draft can be commented on, and where a comment stands among the others. Pure: the day is given."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from app.registry.lifecycle.words import Stage
from app.registry.words import Word

_NUMERIC = re.compile(r"\d+(?:\.\d+)*")
_ANNEX = re.compile(r"(?:附录)?([A-Z])((?:\.\d+)*)(?![A-Z])")
_BEFORE_ALL = ("封面", "前言", "引言", "名称", "标题", "全文", "总体", "整体", "通篇")
_WIDTH = 5
_LONGEST = 240


class Standing(Word):
    """Whether a draft can be commented on on a day."""

    NOT_YET = "not_yet", "尚未征求意见"
    OPEN = "open", "正在征求意见"
    ENDED = "ended", "征求意见已截止"
    CLOSED = "closed", "不在征求意见阶段"


@dataclass(frozen=True)
class CommentPeriod:
    """The comment period of a work item: its stage, the first day and the first day after; None where none is set."""

    stage: Stage
    first: date | None
    until: date | None

    def standing(self, day: date) -> Standing:
        """Whether anybody may comment on that day. The first day counts, the last day included is the one before `until`."""
        if self.stage not in (Stage.COMMENT, Stage.REVIEW):
            return Standing.NOT_YET if self.stage in (Stage.PROPOSAL, Stage.APPROVED, Stage.DRAFTING) else Standing.CLOSED
        if self.until is not None and day >= self.until:
            return Standing.ENDED
        if self.stage is Stage.REVIEW:
            return Standing.ENDED
        return Standing.NOT_YET if self.first is None or day < self.first else Standing.OPEN

    @property
    def last_day(self) -> date | None:
        """The last day on which one may comment; None where it has no end."""
        return None if self.until is None else self.until - timedelta(days=1)

    def days_left(self, day: date) -> int | None:
        """Days on which one may still comment, that day included; None where it has no end."""
        return None if self.until is None else max(0, (self.until - day).days)


def clause_order(clause: str) -> str:
    """A text by which clauses sort as they stand in a document: the whole and the front matter, 1, 2, 2.1, 10, annex A, A.1.

    What names no clause comes last, as it is written.
    """
    text = clause.strip().upper()
    if text.startswith(_BEFORE_ALL):
        return f"0{text}"[:_LONGEST]
    annex = _ANNEX.match(text)
    if annex:
        return f"2{annex[1]}{_padded(annex[2])}"[:_LONGEST]
    number = _NUMERIC.search(text)
    if number:
        return f"1{_padded('.' + number[0])}"[:_LONGEST]
    return f"3{text}"[:_LONGEST]


def _padded(parts: str) -> str:
    return "".join(f".{part.zfill(_WIDTH)}" for part in parts.split(".")[1:])
