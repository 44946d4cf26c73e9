"""The rows that the implementation rate is counted from, as columns of numbers, kept until their table is written to.

A date is its packed integer. Where none is stated a start that must be known is `NEVER` and an end too, a start that may
be absent 0: so for every column `column <= packed(D)` says whether it was reached.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import BigInteger, ColumnElement, Integer, Select, Text, case, cast, func, literal, or_, select, type_coerce

from app.database import db
from app.registry.models import (
    Implementation,
    Membership,
    Organization,
    Standard,
    StandardBlockIndustry,
    YearlyFact,
)
from app.registry.statistics.days import DateColumn
from app.registry.statistics.keeping import kept
from app.registry.words import Kind, OrganizationKind, Status

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

NEVER = 99_999_999
_ID, _DATE = 1 << 31, 1 << 27
"""More than any id, and than any date."""
STATUSES = tuple(Status)
UNKNOWN_OUTPUT = -1


@dataclass(frozen=True)
class Organizations:
    """Bodies by id: position in each column is the id, up to the highest; ids that are not there are no enterprises."""

    established: Numbers
    dissolved: Numbers
    may_be_enterprise: Flags
    merged_into: Numbers
    merged_on: Numbers


@dataclass(frozen=True)
class Memberships:
    """One row a membership; undated ones have `since` NEVER."""

    block: Numbers
    body: Numbers
    since: Numbers
    until: Numbers
    undated: Flags


@dataclass(frozen=True)
class Ties:
    """One row a tie of an alliance standard, by standard."""

    standard: Numbers
    block: Numbers
    since: Numbers
    until: Numbers


@dataclass(frozen=True)
class Implementations:
    """One row an implementation."""

    body: Numbers
    standard: Numbers
    since: Numbers
    until: Numbers
    declared: Numbers
    verified: Numbers
    revoked: Numbers


@dataclass(frozen=True)
class Facts:
    """One row a yearly fact. `above_scale`: 1, 0 or -1 where it does not say; `output` in yuan or UNKNOWN_OUTPUT."""

    body: Numbers
    year: Numbers
    above_scale: Numbers
    output: Numbers


def packed(day: date) -> int:
    """A day as columns hold it."""
    return day.year * 10_000 + day.month * 100 + day.day


def organizations() -> Organizations:
    """All bodies."""

    def read() -> Organizations:
        may_be = or_(Organization.kind.is_(None), Organization.kind == OrganizationKind.ENTERPRISE)
        ids, *found = _columns(
            type_coerce(Organization.id, Integer),
            date_column(Organization.established_on, 0),
            date_column(Organization.dissolved_on, NEVER),
            case((may_be, 1), else_=0),
            func.coalesce(Organization.merged_into_id, 0),
            date_column(Organization.merged_on, 0),
        )
        dense = []
        for column in found:
            by_id = np.zeros(int(ids.max(initial=0)) + 1, np.int64)
            by_id[ids] = column
            dense.append(by_id)
        established, dissolved, may_be_enterprise, merged_into, merged_on = dense
        return Organizations(established, dissolved, may_be_enterprise.astype(bool), merged_into, merged_on)

    return kept("organizations", read, ("organization",))


def memberships() -> Memberships:
    """All memberships."""

    def read() -> Memberships:
        block, body, since, until = _columns(
            type_coerce(Membership.block_industry_id, Integer),
            type_coerce(Membership.organization_id, Integer),
            date_column(Membership.from_on, NEVER),
            date_column(Membership.until_on, NEVER),
        )
        return Memberships(block, body, since, until, since == NEVER)

    return kept("memberships", read, ("membership",))


def ties() -> Ties:
    """All ties of alliance standards."""

    def read() -> Ties:
        found = select(
            StandardBlockIndustry.standard_id,
            StandardBlockIndustry.block_industry_id,
            date_column(StandardBlockIndustry.from_on, 0),
            date_column(StandardBlockIndustry.until_on, NEVER),
        )
        alliance = found.join(StandardBlockIndustry.standard).where(Standard.kind == Kind.ALLIANCE)
        return Ties(*in_order(read_columns(alliance)))

    return kept("ties", read, ("standard", "standard_block_industry"))


def implementations() -> Implementations:
    """All implementations."""

    def read() -> Implementations:
        who, term, proof, revoked = _columns(
            paired(type_coerce(Implementation.organization_id, Integer), type_coerce(Implementation.standard_id, Integer), _ID),
            paired(date_column(Implementation.from_on, NEVER), date_column(Implementation.until_on, NEVER), _DATE),
            paired(date_column(Implementation.declared_on, 0), date_column(Implementation.verified_on, NEVER), _DATE),
            date_column(Implementation.revoked_on, NEVER),
        )
        return Implementations(*apart(who, _ID), *apart(term, _DATE), *apart(proof, _DATE), revoked)

    return kept("implementations", read, ("implementation",))


def facts() -> Facts:
    """All yearly facts."""

    def read() -> Facts:
        above = case((YearlyFact.above_scale.is_(None), -1), (YearlyFact.above_scale.is_(True), 1), else_=0)
        output = func.coalesce(type_coerce(YearlyFact.output_value, Integer), UNKNOWN_OUTPUT)
        return Facts(
            *_columns(
                type_coerce(YearlyFact.organization_id, Integer), type_coerce(YearlyFact.year, Integer), above, output
            )
        )

    return kept("yearly facts", read, ("yearly_fact",))


def paired(first: ColumnElement[int], second: ColumnElement[int], base: int) -> ColumnElement[int]:
    """Two numbers below `base` as one: what is read in millions is read in half the time."""
    return type_coerce(first, BigInteger) * literal(base, BigInteger) + type_coerce(second, BigInteger)


def apart(both: Numbers, base: int) -> tuple[Numbers, Numbers]:
    """The two numbers that were read as one."""
    first = both // base
    return first, both - first * base


def date_column(column: DateColumn, absent: int) -> ColumnElement[int]:
    """A date as its packed integer, `absent` where none is stated."""
    return func.coalesce(type_coerce(column, Integer), literal(absent))


def _columns(*columns: ColumnElement[int]) -> tuple[Numbers, ...]:
    return read_columns(select(*columns))


def read_columns(asked: Select[*tuple[Any, ...]]) -> tuple[Numbers, ...]:
    """The columns of a statement whose values are all whole numbers, rows in any order.

    Each comes as one text of its numbers: rows would take several times as long, since Python makes an object of each value.
    """
    columns = asked.subquery().c
    texts = db.session.execute(select(*(func.aggregate_strings(cast(column, Text), ",") for column in columns))).one()
    return tuple(np.fromstring(text or "", np.int64, sep=",") for text in texts)


def in_order(columns: tuple[Numbers, ...]) -> tuple[Numbers, ...]:
    """The same rows by the number in their first column."""
    order = np.argsort(columns[0], kind="stable")
    return tuple(column[order] for column in columns)


def first_days(dates: Numbers) -> Numbers:
    """The first day that each packed date can mean; what is absent stays 0."""
    first: Numbers = dates + np.where(dates % 10_000 == 0, 101, np.where(dates % 100 == 0, 1, 0))
    return np.where(dates > 0, first, 0)
