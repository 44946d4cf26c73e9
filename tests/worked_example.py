"""The worked example of docs/rules.md section 4 as it stands there: a register in rows of the exchange tables, and its figures.

Plain data, so that the plain rules, the SQL, the API and the commands are held to the same numbers. Nothing in it was
computed. The codes are invented ones under division 330399, which no real body can hold.
"""

from fractions import Fraction
from typing import Any, NamedTuple

Row = dict[str, Any]

E1, E2, E3 = "91330399E000000013", "91330399E000000026", "91330399E000000039"
E4, E5, E6 = "91330399E00000004C", "91330399E00000005F", "91330399E00000006J"
A, B, X = "91330399A00000001M", "91330399B000000011", "91330399X00000001D"

SHOES, LOCKS = "XIE", "SUO"
S1, S2, S3 = "T/YANSHI 1-2011", "T/YANSHI 1-2014", "T/YANSHI 2-2012"
N1, N2, N3 = "GB/T 99901-2012", "JB/T 99902-2013", "GB/T 99901-2014"
SCHEME = "YANSHI"
LOW, HIGH = "初级", "高级"

CITY = "3303"


def _enterprise(name: str, uscc: str, **more: str) -> Row:
    return {"uscc": uscc, "name": name, "kind": "enterprise", "county": "330302", "established_on": "2005", **more}


TABLES: dict[str, list[Row]] = {
    "organizations": [
        _enterprise("E1", E1),
        _enterprise("E2", E2),
        _enterprise("E3", E3),
        _enterprise("E4", E4, dissolved_on="2014-01-01"),
        _enterprise("E5", E5),
        _enterprise("E6", E6),
        {"uscc": A, "name": "A", "kind": "enterprise", "county": "330382"},
        {"uscc": B, "name": "B", "kind": "institute", "county": "330303"},
        {"uscc": X, "name": "X", "kind": "institute", "county": "330203"},
    ],
    "block-industries": [{"code": SHOES, "name": "鞋"}, {"code": LOCKS, "name": "锁"}],
    "memberships": [
        {"block_industry": SHOES, "uscc": E1, "from": "2010-01-01"},
        {"block_industry": SHOES, "uscc": E2, "from": "2010-01-01", "to": "2013-07-01"},
        {"block_industry": SHOES, "uscc": E3, "from": "2012-05-01"},
        {"block_industry": SHOES, "uscc": E4, "from": "2010-01-01"},
        {"block_industry": SHOES, "uscc": E5, "from": "2010-01-01"},
        {"block_industry": LOCKS, "uscc": E5, "from": "2010-01-01"},
        {"block_industry": LOCKS, "uscc": E6, "from": "2012-01-01"},
    ],
    "standards": [
        {"number": S1, "title_zh": "S1 鞋", "kind": "alliance", "implemented_on": "2011-03-01"},
        {"number": S2, "title_zh": "S2 鞋", "kind": "alliance", "implemented_on": "2014-06-01", "replaces": [S1]},
        {
            "number": S3,
            "title_zh": "S3 锁",
            "kind": "alliance",
            "implemented_on": "2012-01-01",
            "withdrawn_on": "2013-01-01",
        },
        {"number": N1, "title_zh": "N1", "kind": "national", "published_on": "2012-09-03"},
        {"number": N2, "title_zh": "N2", "kind": "industry", "published_on": "2013-02-01"},
        {"number": N3, "title_zh": "N3", "kind": "national", "published_on": "2014-05-06", "replaces": [N1]},
    ],
    "standard-block-industries": [
        {"number": S1, "block_industry": SHOES},
        {"number": S2, "block_industry": SHOES},
        {"number": S3, "block_industry": LOCKS},
    ],
    "implementations": [
        {"uscc": E1, "number": S1, "from": "2011-03-01", "verified_on": "2011-05-10"},
        {"uscc": E2, "number": S1, "from": "2011-06-01", "verified_on": "2011-06-20"},
        {"uscc": E3, "number": S1, "from": "2012-06-01"},
        {"uscc": E4, "number": S1, "from": "2011-03-01", "verified_on": "2011-04-01", "revoked_on": "2012-12-31"},
        {"uscc": E1, "number": S2, "from": "2014-07-01", "verified_on": "2014-07-15"},
        {"uscc": E5, "number": S3, "from": "2012-02-01", "verified_on": "2012-02-20"},
    ],
    "draftings": [
        {"number": N1, "uscc": A, "rank": 1},
        {"number": N1, "uscc": X, "rank": 2},
        {"number": N1, "uscc": B, "rank": 3},
        {"number": N2, "uscc": X, "rank": 1},
        {"number": N2, "uscc": B, "rank": 2},
        {"number": N2, "uscc": A, "rank": 3},
        {"number": N3, "uscc": X, "rank": 1, "role": "lead"},
        {"number": N3, "uscc": A, "rank": 2, "role": "lead"},
    ],
    "award-schemes": [{"code": SCHEME, "name": "标准创新型企业", "levels": [LOW, HIGH]}],
    "awards": [
        {"uscc": E1, "scheme": SCHEME, "level": LOW, "awarded_on": "2012-01-01", "valid_until": "2015-01-01"},
        {"uscc": E2, "scheme": SCHEME, "level": LOW, "awarded_on": "2013-01-01", "revoked_on": "2014-01-01"},
        {"uscc": E1, "scheme": SCHEME, "level": HIGH, "awarded_on": "2014-06-01", "valid_until": "2017-06-01"},
        {"uscc": E3, "scheme": SCHEME, "level": LOW, "awarded_on": "2014-01-01"},
    ],
}
"""Rows by the name of their table, in an order in which they can be imported. E2's level is not given there: the lower."""

MERGER: Row = _enterprise("E3", E3, merged_into_uscc=E1, merged_on="2014-09-01")
"""The row of E3 that makes "if E3 merges into E1 that day" true; the example of awards takes it as given."""

Figure = tuple[int, int] | None
"""Implementing and members, None for no data."""


class RateRow(NamedTuple):
    """One row of the table. `mean` is given only where the table gives it; `merged`: with the merger."""

    day: str
    shoes_verified: Figure
    shoes_declared: Figure
    locks_verified: Figure
    overall: Figure
    mean: Fraction | None = None
    merged: bool = False


RATES = [
    RateRow("2009-01-01", None, None, None, None),
    RateRow("2011-05-01", (1, 4), (2, 4), (0, 1), (1, 4)),
    RateRow("2011-05-10", (2, 4), (2, 4), (0, 1), (2, 4)),
    RateRow("2012-06-30", (3, 5), (4, 5), (1, 2), (4, 6), Fraction(11, 20)),
    RateRow("2012-12-30", (3, 5), (4, 5), (1, 2), (4, 6)),
    RateRow("2012-12-31", (2, 5), (3, 5), (1, 2), (3, 6)),
    RateRow("2013-01-01", (2, 5), (3, 5), (0, 2), (2, 6), Fraction(1, 5)),
    RateRow("2013-07-01", (1, 4), (2, 4), (0, 2), (1, 5)),
    RateRow("2014-06-01", (0, 3), (0, 3), (0, 2), (0, 4)),
    RateRow("2014-07-14", (0, 3), (1, 3), (0, 2), (0, 4)),
    RateRow("2014-07-15", (1, 3), (1, 3), (0, 2), (1, 4)),
    RateRow("2014-09-01", (1, 2), (1, 2), (0, 2), (1, 3), merged=True),
]

WITH_STANDARDS = {"2014-07-15": (1, 3)}
"""The overall rate of that day with `scope=with_standards`."""

LEFT_OUT: dict[str, dict[str, dict[str, set[str]]]] = {
    "2012-06-30": {SHOES: {E3: {"unverified"}}, LOCKS: {}},
    "2014-06-01": {
        SHOES: {E1: {"edition_superseded"}, E3: {"edition_superseded", "unverified"}},
        LOCKS: {E5: {"standard_withdrawn"}},
    },
}
"""Why members do not implement, by day and block industry (verified). The first is the register as the API shows it."""

PLAN_PERIOD = ("2011-01-01", "2016-01-01")

DRAFTING_CITY = {N1: "lead", N2: "participate", N3: "lead"}
DRAFTING_BODIES = {N1: {A: "lead", B: "participate"}, N2: {A: "participate", B: "participate"}, N3: {A: "lead"}}
DRAFTING_TOTAL = {"lead": 2, "participate": 1, "formulated": 1, "revised": 1}
"""Of the plan period: N3 revises N1."""

INNOVATION: dict[str, dict[str, str]] = {
    "2012-06-01": {E1: LOW},
    "2013-06-01": {E1: LOW, E2: LOW},
    "2014-01-01": {E1: LOW, E3: LOW},
    "2014-09-01": {E1: HIGH},
    "2015-01-01": {E1: HIGH},
    "2017-06-01": {E1: LOW},
}
"""Enterprises with the level that counts, with the merger."""
