"""The currency check of very many numbers (标准查新): a fixed number of statements, however many are asked."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.database import db
from app.errors import FieldError, Invalid
from app.registry.currency import (
    Amendment,
    Finding,
    Known,
    judge_ambiguous,
    judge_document,
    judge_missing,
    judge_nothing,
    judge_record,
    judge_renumbered,
    judge_unread,
)
from app.registry.models import Relation, Standard
from app.registry.numbers import parse_number
from app.registry.numbers.asking import AskedNumber, asked_numbers
from app.registry.numbers.parsing import LONGEST
from app.registry.queries.bearers import LAST_SIGN
from app.registry.queries.lives import lives
from app.registry.queries.many import listed_ids
from app.registry.queries.matching import Match, Matching, Way
from app.registry.words import Obligation, RelationKind

MOST_NUMBERS = 20_000
"""Numbers of one check."""

MOST_CHARACTERS = 1_000_000
"""Characters of one check, in which numbers are looked for."""

_UNUSABLE = re.compile("[\0\ud800-\udfff]")
"""What no database and no answer can hold."""


@dataclass(frozen=True)
class Checked:
    """One number of a check: what was typed, what else stood in its line, and what was found."""

    input: str
    words: str
    finding: Finding


def check_currency(lines: Sequence[str], day: date) -> list[Checked]:
    """Check every number in `lines` as of `day`, in the order in which they stand; a line without any gives one result.

    Raises `Invalid` where there is more than one check takes.
    """
    _refuse_too_much(sum(map(len, lines)), MOST_CHARACTERS, "个字")
    _refuse_too_much(len(lines), MOST_NUMBERS, "行")
    clean = [_UNUSABLE.sub("\ufffd", line).strip() for line in lines]
    asked = {line: asked_numbers(line) for line in dict.fromkeys(clean)}
    _refuse_too_much(sum(len(asked[line]) for line in clean), MOST_NUMBERS, "个标准号")
    checked = _Check(db.session(), asked, day).results()
    return [each for line in clean for each in checked[line]]


def _refuse_too_much(count: int, most: int, unit: str) -> None:
    if count > most:
        reason = f"一次最多查 {most} {unit}，这里有 {count} {unit}，请分几次查"
        raise Invalid(reason, (FieldError("numbers", reason, None),))


@dataclass(frozen=True)
class _Question:
    """One result to be: a number with the records it means."""

    asked: AskedNumber
    match: Match


class _Check:
    """What the register knows of everything asked, and the findings."""

    def __init__(self, session: Session, asked: Mapping[str, Sequence[AskedNumber]], day: date) -> None:
        self._session, self._day = session, day
        several = [line for line, numbers in asked.items() if len(numbers) > 1 and len(line) <= LONGEST]
        self._matching = Matching(session, [number for numbers in asked.values() for number in numbers], several)
        self._questions = {line: [*self._asked(line, numbers)] for line, numbers in asked.items()}
        self._matching.look_around([each.asked for each in self._every() if not each.match.records])
        self._known: dict[int, Known] = {}
        self._register: dict[str, Known] = {}
        self._load({record.id for question in self._every() for record in question.match.records})

    def results(self) -> dict[str, list[Checked]]:
        """The findings of each line."""
        return {
            line: [Checked(each.asked.input, each.asked.words, self._judge(each)) for each in questions]
            for line, questions in self._questions.items()
        }

    def _every(self) -> Iterator[_Question]:
        return (question for questions in self._questions.values() for question in questions)

    def _asked(self, line: str, numbers: Sequence[AskedNumber]) -> Iterator[_Question]:
        if len(numbers) > 1 and self._matching.whole(line):
            numbers = [AskedNumber(line, line)]
        for number in numbers:
            yield from (_Question(number, match) for match in self._matching.matches(number))

    def _judge(self, question: _Question) -> Finding:
        asked, match = question.asked, question.match
        finding = self._found(asked, match) if match.records else self._nothing(asked)
        if match.part:
            return finding.noting(asked.notes)
        every = asked.reading is not None and asked.reading.all_parts
        return finding.noting((*asked.notes, *(["没有查到它的各部分"] if every else [])))

    def _found(self, asked: AskedNumber, match: Match) -> Finding:
        if match.ambiguous:
            return judge_ambiguous(_text(asked), [record.number for record in match.records], self._day)
        known = [self._known[record.id] for record in match.records]
        if match.missing:
            return judge_missing(_text(asked) or asked.input, known, self._day)
        record = known[0]
        if match.undated and (len(known) > 1 or match.way is not Way.FORMERLY):
            finding = judge_document(known, self._day, self._register)
            return finding.noting(_said_of(match, finding.number))
        converted = match.way is Way.OTHERWISE and _was_converted(match.found_as or "", record.number)
        if match.found_as and (converted or match.way is Way.FORMERLY):
            return judge_renumbered(match.found_as, record, self._day, self._register, converted=converted)
        return judge_record(record, self._day, self._register).noting(_said_of(match, record.number))

    def _nothing(self, asked: AskedNumber) -> Finding:
        if asked.readings:
            return judge_ambiguous(None, asked.readings, self._day)
        if asked.reading is None:
            return judge_unread(asked.reason, self._day)
        number = asked.reading.number
        others = [text for text in asked.reading.candidates if self._matching.whole(text)]
        near = dict.fromkeys((*others, *self._matching.near(number)))
        return judge_nothing(str(number), tuple(near), self._day, regulation=number.is_regulation)

    def _load(self, asked: Collection[int]) -> None:
        """Read all that the rule asks of these records, and of what replaced them or is replaced by them."""
        links = self._links(asked)
        replaced: dict[int, list[int]] = defaultdict(list)
        before = select(Relation.subject_id, Relation.object_id).where(
            Relation.subject_id.in_(listed_ids(self._session, asked)), Relation.object_id.is_not(None), *_REPLACING
        )
        for row in self._session.execute(before):
            replaced[row.subject_id].append(row.object_id)
        ids = {*asked, *(subject for subject, _ in links), *(each for many in replaced.values() for each in many)}
        amended = self._amendments(asked)
        life_of = lives(ids, self._session)
        shown = self._session.execute(select(*_SHOWN).where(Standard.id.in_(listed_ids(self._session, ids))))
        records = {each.id: each for each in shown}
        for each in records.values():
            self._known[each.id] = self._register[each.number] = Known(
                number=each.number,
                life=life_of[each.id],
                title_zh=each.title_zh,
                title=each.title_zh or each.title_en or each.title_original or "",
                order=each.number_order,
                supplement=each.is_supplement,
                regulation=each.kind is None,
                amendments=tuple(amended[each.id].values()),
                replaced=tuple(sorted(records[old].number for old in replaced[each.id])),
            )
        for subject, stated in links:
            self._register.setdefault(stated, self._known[subject])

    def _links(self, asked: Collection[int]) -> set[tuple[int, str]]:
        """Every record that a chain of whole replacements leads to, with the number under which a link names it."""
        start = listed_ids(self._session, asked).subquery()
        reached = select(start.c.value.label("id")).cte("reached", recursive=True)
        reached = reached.union(
            select(Relation.subject_id)
            .join(reached, Relation.object_id == reached.c.id)
            .where(Relation.subject_id.is_not(None), *_REPLACING)
        )
        rows = self._session.execute(
            select(Relation.subject_id, Relation.subject_number)
            .join(reached, Relation.object_id == reached.c.id)
            .where(Relation.subject_id.is_not(None), *_REPLACING)
        )
        return {(row.subject_id, row.subject_number) for row in rows}

    def _amendments(self, asked: Collection[int]) -> dict[int, dict[str, Amendment]]:
        """What amends each record, by number: what a link says, and what its number says (`/XG1-2019`, `(2018年版)`)."""
        found: dict[int, dict[str, Amendment]] = defaultdict(dict)
        dates = Standard.published_on, Standard.implemented_on, Standard.recorded_status
        stated = self._session.execute(
            select(Relation.object_id, Relation.subject_number, *dates)
            .outerjoin(Standard, Relation.subject_id == Standard.id)
            .where(
                Relation.object_id.in_(listed_ids(self._session, asked)),
                Relation.kind == RelationKind.AMENDS,
                Relation.left_out.is_(None),
            )
            .order_by(Relation.subject_number)
        )
        base, supplement = aliased(Standard), Standard
        named = self._session.execute(
            select(base.id, supplement.number, *dates)
            .join(supplement, (supplement.number > base.number) & (supplement.number < base.number + LAST_SIGN))
            .where(base.id.in_(listed_ids(self._session, asked)), supplement.is_supplement)
            .order_by(supplement.number)
        )
        for of, number, published_on, implemented_on, recorded in (*stated, *named):
            found[of].setdefault(
                number,
                Amendment(number=number, published_on=published_on, implemented_on=implemented_on, recorded=recorded),
            )
        return found


_SHOWN = (
    Standard.id,
    Standard.number,
    Standard.title_zh,
    Standard.title_en,
    Standard.title_original,
    Standard.number_order,
    Standard.is_supplement,
    Standard.kind,
)
_REPLACING = (Relation.kind == RelationKind.REPLACES, Relation.left_out.is_(None))


def _text(asked: AskedNumber) -> str | None:
    return None if asked.number is None else str(asked.number)


def _said_of(match: Match, borne: str | None) -> tuple[str, ...]:
    """What has to be said where the record bears another number than the one read."""
    read = match.found_as_of(borne)
    if read is None:
        return ()
    if match.way is Way.JOINTLY:
        return (f"{read} 是它的两个编号之一",)
    return (f"“{read}”现为 {borne}",) if match.way is Way.FORMERLY else (f"“{read}”在本库中写作 {borne}",)


def _was_converted(asked: str, borne: str) -> bool:
    """Whether a mandatory number now is that of a recommended standard or of guidance, serial and year unchanged."""
    before, now = parse_number(asked), parse_number(borne)
    return before.obligation is Obligation.MANDATORY and now.obligation not in (None, Obligation.MANDATORY)
