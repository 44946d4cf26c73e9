"""Which body stands for which on a day, worked out over columns; the plain rules are rates/bodies.py and rates/yearly.py."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from sqlalchemy import select

from app.database import db
from app.registry.models import YearlyFact
from app.registry.statistics import columns
from app.registry.statistics.columns import UNKNOWN_OUTPUT, Flags, Numbers, packed
from app.registry.statistics.keeping import kept


@dataclass(frozen=True)
class Enterprises:
    """For each body by id the enterprise that its records count for on the day, 0 for none; and what the year says of them.

    `list_year`: the year of the list of those above scale, None without any. `output` in yuan, or UNKNOWN_OUTPUT. What the
    year says is read and worked out once it is asked for: few figures ever ask.
    """

    of: Numbers
    year: int

    @property
    def above_scale(self) -> Flags:
        """Whether each enterprise is on the list that holds in the year."""
        return self._said[0]

    @property
    def list_year(self) -> int | None:
        """The year of the list that holds."""
        return list_year_in(self.year)

    @property
    def output(self) -> Numbers:
        """What each enterprise put out in the latest year that says it."""
        return self._said[1]

    @cached_property
    def _said(self) -> tuple[Flags, Numbers]:
        return _facts_on(self.of, columns.facts(), self.year, self.list_year)

    @property
    def width(self) -> int:
        """More than any id."""
        return len(self.of)

    def standing_for(self, body: Numbers) -> Numbers:
        """The enterprise of each of these bodies; 0 too for one that was added since the bodies were read."""
        known = body < self.width
        return np.where(known, self.of[np.where(known, body, 0)], 0)


def enterprises_on(day: date) -> Enterprises:
    """The enterprise that stands for each body on a day: its survivor, where that is an enterprise and exists then."""
    at = packed(day)

    def work_out() -> Enterprises:
        bodies = columns.organizations()
        survivor = survivors_on(day)
        exists = (bodies.established <= at) & (bodies.dissolved > at) & bodies.may_be_enterprise
        return Enterprises(np.where(exists[survivor], survivor, 0), day.year)

    return kept(("enterprises", day), work_out, ("organization", "yearly_fact"))


def survivors_on(day: date) -> Numbers:
    """By id the body that stands for each on a day, through however many mergers; 0 for those merged in a circle."""

    def follow() -> Numbers:
        bodies = columns.organizations()
        into = np.arange(len(bodies.merged_into))
        gone = np.flatnonzero(
            (bodies.merged_into > 0) & (bodies.merged_on <= packed(day)) & (bodies.merged_into < len(into))
        )
        into[gone] = bodies.merged_into[gone]
        survivor = into.copy()
        # each step is twice as far as the last, and nobody is further than all mergers away
        for _ in range(len(gone).bit_length()):
            survivor[gone] = survivor[survivor[gone]]
        return np.where(into[survivor] == survivor, survivor, 0)

    return kept(("survivors", day), follow, ("organization",))


def list_year_in(year: int) -> int | None:
    """The year of the list of enterprises above scale that holds in a year: the latest there is until then."""

    def read() -> list[int]:
        return list(db.session.scalars(select(YearlyFact.year).where(YearlyFact.above_scale.is_not(None)).distinct()))

    return max((each for each in kept("list years", read, ("yearly_fact",)) if each <= year), default=None)


def _facts_on(of: Numbers, facts: columns.Facts, year: int, list_year: int | None) -> tuple[Flags, Numbers]:
    known = (facts.body < len(of)) & (facts.year <= year)
    body, of_year, above, output = (
        column[known] for column in (facts.body, facts.year, facts.above_scale, facts.output)
    )
    enterprise = of[body]
    above_scale = np.zeros(len(of), bool)
    above_scale[enterprise[(above == 1) & (of_year == list_year)]] = True
    above_scale[:1] = False
    has = (output != UNKNOWN_OUTPUT) & (enterprise > 0)
    latest = np.zeros(len(of), np.int64)
    np.maximum.at(latest, enterprise[has], of_year[has])
    last = has & (of_year == latest[enterprise])
    outputs = np.zeros(len(of), np.int64)
    np.add.at(outputs, enterprise[last], output[last])
    outputs[latest == 0] = UNKNOWN_OUTPUT
    return above_scale, outputs
