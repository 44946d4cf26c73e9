"""docs/rules.md section 4: the worked example row by row, then each sentence it doesn't reach, by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from app.errors import Invalid
from app.registry.dates import PartialDate, Term
from app.registry.rates.bodies import Body, LeftOut, Ref, survivor_on
from app.registry.rates.drafting import Counts, DraftedStandard, Drafting, drafting_counts
from app.registry.rates.implementation import (
    Evidence,
    Implementation,
    ImplementedStandard,
    Membership,
    Rate,
    Register,
    Scope,
    Tie,
    implementation_in,
    implementing_block_industries,
    overall,
)
from app.registry.rates.innovation import Award, Scheme, innovation_enterprises
from app.registry.status import Life, Successor
from app.registry.words import DraftingRole, Kind, OrganizationKind
from tests import worked_example as example

VERIFIED, DECLARED = Evidence.VERIFIED, Evidence.DECLARED
PERIOD = Term(*(date.fromisoformat(day) for day in example.PLAN_PERIOD))


def known(text: str | None) -> PartialDate | None:
    return PartialDate.read(text) if text else None


def day_of(text: str) -> PartialDate:
    return PartialDate.read(text)


def body(row: Mapping[str, Any]) -> Body:
    return Body(
        row["uscc"],
        OrganizationKind.read(row["kind"]),
        row["county"],
        known(row.get("established_on")),
        known(row.get("dissolved_on")),
        row.get("merged_into_uscc"),
        known(row.get("merged_on")),
    )


def bodies(*, merged: bool = False) -> dict[Ref, Body]:
    rows = [*example.TABLES["organizations"], *([example.MERGER] if merged else [])]
    return {row["uscc"]: body(row) for row in rows}


def life(row: Mapping[str, Any]) -> Life:
    successors = tuple(
        Successor(number=other["number"], implemented_on=known(other.get("implemented_on")))
        for other in example.TABLES["standards"]
        if row["number"] in other.get("replaces", ())
    )
    return Life(
        number=row["number"],
        implemented_on=known(row.get("implemented_on")),
        withdrawn_on=known(row.get("withdrawn_on")),
        successors=successors,
    )


def register(*, merged: bool = False) -> Register:
    tables = example.TABLES
    return Register(
        bodies(merged=merged),
        {row["number"]: ImplementedStandard(Kind.read(row["kind"]), life(row)) for row in tables["standards"]},
        [
            Membership(row["block_industry"], row["uscc"], known(row["from"]), known(row.get("to")))
            for row in tables["memberships"]
        ],
        [Tie(row["number"], row["block_industry"]) for row in tables["standard-block-industries"]],
        [
            Implementation(
                row["uscc"],
                row["number"],
                day_of(row["from"]),
                verified_on=known(row.get("verified_on")),
                revoked_on=known(row.get("revoked_on")),
            )
            for row in tables["implementations"]
        ],
    )


def rate_in(records: Register, block_industry: str, day: str, evidence: Evidence = VERIFIED) -> Rate:
    return implementation_in(records, block_industry, date.fromisoformat(day), evidence).rate


def reasons(records: Register, block_industry: str, day: str, evidence: Evidence = VERIFIED) -> dict[Ref, set[str]]:
    left_out = implementation_in(records, block_industry, date.fromisoformat(day), evidence).left_out
    return {ref: {reason.value for reason in why} for ref, why in left_out.items()}


def figure(rate: Rate) -> example.Figure:
    return (rate.count, rate.of) if rate.share is not None else None


class TestWorkedExampleOfTheRate:
    @pytest.mark.parametrize("row", example.RATES, ids=lambda row: row.day)
    def test_every_row(self, row: example.RateRow) -> None:
        records, day = register(merged=row.merged), date.fromisoformat(row.day)
        shoes, locks = (implementation_in(records, code, day, VERIFIED) for code in (example.SHOES, example.LOCKS))
        together = overall([shoes, locks], Scope.ALL)
        assert figure(shoes.rate) == row.shoes_verified
        assert figure(rate_in(records, example.SHOES, row.day, DECLARED)) == row.shoes_declared
        assert figure(locks.rate) == row.locks_verified
        assert figure(together.rate) == row.overall
        if row.mean is not None:
            assert together.mean == row.mean

    @pytest.mark.parametrize(("day", "expected"), example.WITH_STANDARDS.items())
    def test_over_block_industries_with_standards(self, day: str, expected: example.Figure) -> None:
        blocks = [
            implementation_in(register(), code, date.fromisoformat(day), VERIFIED) for code in (example.SHOES, example.LOCKS)
        ]
        together = overall(blocks, Scope.WITH_STANDARDS)
        assert figure(together.rate) == expected
        assert together.mean == Fraction(1, 3)

    @pytest.mark.parametrize("day", example.LEFT_OUT)
    def test_who_is_left_out_and_why(self, day: str) -> None:
        found = {code: reasons(register(), code, day) for code in (example.SHOES, example.LOCKS)}
        assert found == example.LEFT_OUT[day]

    @pytest.mark.parametrize(
        ("day", "threshold", "expected"),
        [("2009-01-01", 1, 0), ("2012-06-30", 1, 2), ("2012-06-30", 2, 1), ("2012-06-30", 4, 0), ("2013-01-01", 1, 1)],
    )
    def test_implementing_block_industries(self, day: str, threshold: int, expected: int) -> None:
        blocks = [
            implementation_in(register(), code, date.fromisoformat(day), VERIFIED) for code in (example.SHOES, example.LOCKS)
        ]
        assert implementing_block_industries(blocks, threshold) == expected


def test_a_rate_is_exact_and_nothing_of_nothing_is_no_data() -> None:
    assert Rate(3, 10).meets(Fraction(3, 10)) is True
    assert Rate(299_999_999, 1_000_000_000).meets(Fraction(3, 10)) is False
    assert Rate(0, 3).meets(Fraction(3, 10)) is False
    assert Rate(0, 0).share is None
    assert Rate(0, 0).meets(Fraction(3, 10)) is None
    assert overall([], Scope.ALL).mean is None


def one_member(
    *implementations: Implementation,
    membership: Membership | None = None,
    standard: ImplementedStandard | None = None,
    tie: Tie | None = None,
    who: Iterable[Body] = (Body("M"),),
) -> Register:
    """A block industry "鞋" with the member M since 2010, and its alliance standard S in force since 2010."""
    in_force = ImplementedStandard(Kind.ALLIANCE, Life(number="S", implemented_on=PartialDate(2010)))
    return Register(
        {each.ref: each for each in who},
        {"S": standard or in_force},
        [membership or Membership("鞋", "M", PartialDate(2010))],
        [tie or Tie("S", "鞋")],
        implementations,
    )


def implementing(**values: str) -> Implementation:
    days: dict[str, Any] = {"since": "2011", "verified_on": "2011"} | values
    return Implementation("M", "S", **{name: known(value) for name, value in days.items()})


class TestWhatCounts:
    @pytest.mark.parametrize(
        ("implementation", "day", "expected"),
        [
            (implementing(), "2010-12-31", None),
            (implementing(), "2011-01-01", set()),
            (implementing(until="2012-03"), "2012-02-29", set()),
            (implementing(until="2012-03"), "2012-03-01", {"ended"}),
            (implementing(revoked_on="2012-03-01"), "2012-02-29", set()),
            (implementing(revoked_on="2012-03-01"), "2012-03-01", {"revoked"}),
            (implementing(verified_on="2012-03-01"), "2012-02-29", {"unverified"}),
            (implementing(verified_on="2012-03-01"), "2012-03-01", set()),
            (implementing(verified_on="", until="2012", revoked_on="2012"), "2012-01-01", {"unverified", "ended", "revoked"}),
            (implementing(declared_on="2015"), "2012-01-01", set()),
        ],
    )
    def test_verified(self, implementation: Implementation, day: str, expected: set[str] | None) -> None:
        records = one_member(implementation)
        assert rate_in(records, "鞋", day) == Rate(int(expected == set()), 1)
        assert reasons(records, "鞋", day) == ({"M": expected} if expected else {})

    @pytest.mark.parametrize(
        ("implementation", "expected"),
        [
            (implementing(verified_on=""), set()),
            (implementing(verified_on="", declared_on="2012-01-01"), set()),
            (implementing(verified_on="", declared_on="2012-01-02"), {"undeclared"}),
            (implementing(verified_on="", revoked_on="2012-01-01"), {"revoked"}),
        ],
    )
    def test_declared(self, implementation: Implementation, expected: set[str]) -> None:
        records = one_member(implementation)
        assert rate_in(records, "鞋", "2012-01-01", DECLARED) == Rate(int(not expected), 1)
        assert reasons(records, "鞋", "2012-01-01", DECLARED) == ({"M": expected} if expected else {})

    @pytest.mark.parametrize(
        ("life", "expected"),
        [
            (Life(number="S", implemented_on=PartialDate(2013)), {"not_in_force"}),
            (Life(number="S", published_on=PartialDate(2013)), {"not_in_force"}),
            (Life(number="S"), {"not_in_force"}),
            (Life(number="S", implemented_on=PartialDate(2010), withdrawn_on=PartialDate(2012)), {"standard_withdrawn"}),
        ],
        ids=["upcoming", "draft", "unknown", "withdrawn"],
    )
    def test_only_a_standard_current_on_the_day(self, life: Life, expected: set[str]) -> None:
        records = one_member(implementing(), standard=ImplementedStandard(Kind.ALLIANCE, life))
        assert rate_in(records, "鞋", "2012-01-01") == Rate(0, 1)
        assert reasons(records, "鞋", "2012-01-01") == {"M": expected}
        assert not implementation_in(records, "鞋", date(2012, 1, 1), VERIFIED).has_standards

    @pytest.mark.parametrize("kind", [Kind.NATIONAL, Kind.ENTERPRISE, None])
    def test_only_an_alliance_standard(self, kind: Kind | None) -> None:
        standard = ImplementedStandard(kind, Life(number="S", implemented_on=PartialDate(2010)))
        records = one_member(implementing(), standard=standard)
        assert rate_in(records, "鞋", "2012-01-01") == Rate(0, 1)
        assert reasons(records, "鞋", "2012-01-01") == {}
        assert not implementation_in(records, "鞋", date(2012, 1, 1), VERIFIED).has_standards

    @pytest.mark.parametrize(
        ("tie", "day", "expected"),
        [
            (Tie("S", "锁"), "2012-01-01", 0),
            (Tie("S", "鞋", PartialDate(2012)), "2011-12-31", 0),
            (Tie("S", "鞋", PartialDate(2012)), "2012-01-01", 1),
            (Tie("S", "鞋", None, PartialDate(2012)), "2011-12-31", 1),
            (Tie("S", "鞋", None, PartialDate(2012)), "2012-01-01", 0),
        ],
    )
    def test_only_a_standard_tied_to_the_block_industry_and_only_there_it_is_a_reason(
        self, tie: Tie, day: str, expected: int
    ) -> None:
        records = one_member(implementing(), tie=tie)
        assert rate_in(records, "鞋", day) == Rate(expected, 1)
        assert reasons(records, "鞋", day) == {}

    def test_an_enterprise_counts_once_however_many_standards_it_implements(self) -> None:
        assert rate_in(one_member(implementing(), implementing(since="2012")), "鞋", "2013-01-01") == Rate(1, 1)

    def test_who_implements_one_standard_is_not_left_out_for_another(self) -> None:
        records = one_member(implementing(), implementing(since="2012", verified_on=""))
        assert reasons(records, "鞋", "2013-01-01") == {}

    def test_who_is_no_member_does_not_count_and_is_not_left_out(self) -> None:
        records = one_member(implementing(verified_on=""), membership=Membership("锁", "M", PartialDate(2010)))
        assert rate_in(records, "鞋", "2012-01-01") == Rate(0, 0)
        assert reasons(records, "鞋", "2012-01-01") == {}


class TestMembers:
    @pytest.mark.parametrize(
        ("who", "day", "expected"),
        [
            (Body("M", established_on=PartialDate(2012)), "2011-12-31", 0),
            (Body("M", established_on=PartialDate(2012)), "2012-01-01", 1),
            (Body("M", dissolved_on=PartialDate(2012)), "2011-12-31", 1),
            (Body("M", dissolved_on=PartialDate(2012)), "2012-01-01", 0),
            (Body("M", OrganizationKind.ENTERPRISE), "2012-01-01", 1),
            (Body("M", OrganizationKind.ASSOCIATION), "2012-01-01", 0),
        ],
    )
    def test_only_enterprises_that_exist(self, who: Body, day: str, expected: int) -> None:
        assert rate_in(one_member(who=[who]), "鞋", day).of == expected

    @pytest.mark.parametrize(
        ("membership", "expected"),
        [
            (Membership("鞋", "M", None), {"M": {"membership_undated"}}),
            (Membership("鞋", "M", None, PartialDate(2012, 1, 2)), {"M": {"membership_undated"}}),
            (Membership("鞋", "M", None, PartialDate(2012)), {}),
            (Membership("锁", "M", None), {}),
        ],
    )
    def test_an_undated_membership_counts_on_no_day_and_is_reported(
        self, membership: Membership, expected: dict[str, set[str]]
    ) -> None:
        records = one_member(implementing(), membership=membership)
        assert rate_in(records, "鞋", "2012-01-01") == Rate(0, 0)
        assert reasons(records, "鞋", "2012-01-01") == expected

    def test_a_dated_membership_beside_an_undated_one_is_enough(self) -> None:
        records = one_member()
        records = replace(records, memberships=[*records.memberships, Membership("鞋", "M", None)])
        assert rate_in(records, "鞋", "2012-01-01") == Rate(0, 1)
        assert reasons(records, "鞋", "2012-01-01") == {}


class TestMergers:
    HEIR = Body("N", established_on=PartialDate(2005))

    def test_membership_and_implementation_pass_to_the_survivor_on_the_day(self) -> None:
        old = Body("M", dissolved_on=PartialDate(2012), merged_into="N", merged_on=PartialDate(2012))
        records = one_member(implementing(), who=[old, self.HEIR])
        before = implementation_in(records, "鞋", date(2011, 12, 31), VERIFIED)
        after = implementation_in(records, "鞋", date(2012, 1, 1), VERIFIED)
        assert (before.members, before.implementing) == ({"M"}, {"M"})
        assert (after.members, after.implementing) == ({"N"}, {"N"})

    def test_the_survivor_must_exist(self) -> None:
        heir = replace(self.HEIR, dissolved_on=PartialDate(2013))
        records = one_member(who=[Body("M", merged_into="N", merged_on=PartialDate(2012)), heir])
        assert [rate_in(records, "鞋", day).of for day in ("2012-12-31", "2013-01-01")] == [1, 0]

    def test_mergers_are_followed_as_far_as_they_have_happened(self) -> None:
        chain = {
            "M": Body("M", merged_into="N", merged_on=PartialDate(2012)),
            "N": Body("N", merged_into="O", merged_on=PartialDate(2014)),
            "O": Body("O"),
        }
        days = [date(2011, 12, 31), date(2012, 1, 1), date(2014, 1, 1)]
        assert [survivor_on(chain, "M", day).ref for day in days] == ["M", "N", "O"]

    def test_a_merger_without_a_day_holds_on_every_day(self) -> None:
        assert survivor_on({"M": Body("M", merged_into="N"), "N": self.HEIR}, "M", date(1990, 1, 1)).ref == "N"

    def test_a_circle_of_mergers_is_refused_and_named(self) -> None:
        circle: dict[Ref, Body] = {"M": Body("M", merged_into="N"), "N": Body("N", merged_into="M")}
        with pytest.raises(Invalid, match="N 并入 M"):
            survivor_on(circle, "M", date(2012, 1, 1))


def award(row: Mapping[str, Any]) -> Award:
    return Award(
        row["uscc"],
        row["scheme"],
        day_of(row["awarded_on"]),
        row["level"],
        known(row.get("valid_until")),
        known(row.get("revoked_on")),
    )


AWARDS = [award(row) for row in example.TABLES["awards"]]
SCHEMES = [Scheme(row["code"], tuple(row["levels"])) for row in example.TABLES["award-schemes"]]


def levels(found: Mapping[Ref, Award]) -> dict[Ref, str | None]:
    return {ref: award.level for ref, award in found.items()}


class TestInnovationEnterprises:
    @pytest.mark.parametrize(("day", "expected"), example.INNOVATION.items())
    def test_worked_example(self, day: str, expected: dict[str, str]) -> None:
        found = innovation_enterprises(bodies(merged=True), SCHEMES, AWARDS, date.fromisoformat(day))
        assert levels(found) == expected

    def test_a_scheme_that_ends_ends_its_awards(self) -> None:
        ending = [replace(scheme, until=PartialDate(2014, 9, 1)) for scheme in SCHEMES]
        assert len(innovation_enterprises(bodies(), ending, AWARDS, date(2014, 8, 31))) == 2
        assert innovation_enterprises(bodies(), ending, AWARDS, date(2014, 9, 1)) == {}

    def test_the_plan_names_the_schemes_that_count(self) -> None:
        schemes = [*SCHEMES, Scheme("GUOJIA")]
        awards = [*AWARDS, Award(example.E5, "GUOJIA", PartialDate(2012))]
        count = [
            len(innovation_enterprises(bodies(), schemes, awards, date(2012, 6, 1), counting))
            for counting in ((), {"GUOJIA"}, {example.SCHEME}, {"GUOJIA", example.SCHEME})
        ]
        assert count == [2, 1, 1, 2]

    @pytest.mark.parametrize(
        ("other", "expected"),
        [
            (Award("M", "TWO", PartialDate(2012), "二级"), "二级"),
            (Award("M", "TWO", PartialDate(2010), "二级"), "一级"),
            (Award("M", "TWO", PartialDate(2010), "三级"), "三级"),
            (Award("M", "TWO", PartialDate(2012)), "一级"),
        ],
        ids=["the later of equal places", "the earlier of equal places", "the higher place", "no level"],
    )
    def test_over_several_schemes_the_higher_place_counts_then_the_later_award(self, other: Award, expected: str) -> None:
        schemes = [Scheme("ONE", ("一级",)), Scheme("TWO", ("二级", "三级"))]
        mine = Award("M", "ONE", PartialDate(2011), "一级")
        found = innovation_enterprises({"M": Body("M")}, schemes, [mine, other], date(2013, 1, 1))
        assert levels(found) == {"M": expected}

    def test_only_enterprises_that_exist(self) -> None:
        held = [Award("M", "S", PartialDate(2011))]
        for who, expected in [
            (Body("M"), 1),
            (Body("M", dissolved_on=PartialDate(2012)), 0),
            (Body("M", OrganizationKind.UNIVERSITY), 0),
        ]:
            assert len(innovation_enterprises({"M": who}, [Scheme("S")], held, date(2012, 1, 1))) == expected


def drafted(row: Mapping[str, Any]) -> DraftedStandard:
    return DraftedStandard(
        row["number"],
        Kind.read(row["kind"]),
        known(row.get("published_on")),
        tuple(
            Drafting(each["uscc"], each["rank"], DraftingRole.read(each["role"]) if "role" in each else None)
            for each in example.TABLES["draftings"]
            if each["number"] == row["number"]
        ),
        revises="replaces" in row,
    )


DRAFTED = [drafted(row) for row in example.TABLES["standards"] if row["number"] in example.DRAFTING_CITY]

LOCAL, ELSEWHERE, NOWHERE = Body("本市", county="330381"), Body("外市", county="330203"), Body("待核")
PLACES: dict[Ref, Body] = {each.ref: each for each in (LOCAL, ELSEWHERE, NOWHERE, Body("本市乙", county="330382"))}


def one(*drafting: Drafting, **values: Any) -> DraftedStandard:
    return replace(DraftedStandard("N", Kind.NATIONAL, PartialDate(2012), drafting), **values)


class TestDraftingCounts:
    def test_worked_example_standard_by_standard(self) -> None:
        for standard in DRAFTED:
            found = drafting_counts([standard], bodies(), PERIOD, example.CITY)
            part = example.DRAFTING_CITY[str(standard.ref)]
            assert (found.city.lead, found.city.participate) == (int(part == "lead"), int(part == "participate"))
            by_body = {ref: "lead" if counts.lead else "participate" for ref, counts in found.bodies.items()}
            assert by_body == example.DRAFTING_BODIES[str(standard.ref)]
            assert all(counts.taken_part == 1 for counts in found.bodies.values())

    def test_worked_example_of_the_period(self) -> None:
        found = drafting_counts(DRAFTED, bodies(), PERIOD, example.CITY)
        assert found.city == Counts(**example.DRAFTING_TOTAL)
        assert found.bodies[example.A] == Counts(lead=2, participate=1, formulated=1, revised=1)
        assert found.bodies[example.B] == Counts(participate=2)
        assert example.X not in found.bodies
        assert found.left_out == {}

    @pytest.mark.parametrize(
        ("standard", "expected"),
        [
            (one(Drafting("本市", 1)), Counts(lead=1, formulated=1)),
            (one(Drafting("本市", 1), revises=True), Counts(lead=1, revised=1)),
            (one(Drafting("本市", 2), revises=True), Counts(participate=1)),
            (one(Drafting("本市", None)), Counts(participate=1)),
            (one(Drafting("外市", 1)), Counts()),
            (one(Drafting("本市", 2), Drafting("本市乙", 1)), Counts(lead=1, formulated=1)),
            (one(Drafting("本市", 1), Drafting("外市", 2, DraftingRole.PARTICIPATE)), Counts(participate=1)),
            (one(Drafting("本市", 1), Drafting("外市", 2, DraftingRole.LEAD)), Counts(participate=1)),
            (one(Drafting("本市", 9, DraftingRole.LEAD)), Counts(lead=1, formulated=1)),
            (one(Drafting("本市", 1), published_on=PartialDate(2011)), Counts(lead=1, formulated=1)),
            (one(Drafting("本市", 1), published_on=PartialDate(2010, 12, 31)), Counts()),
            (one(Drafting("本市", 1), published_on=PartialDate(2015, 12)), Counts(lead=1, formulated=1)),
            (one(Drafting("本市", 1), published_on=PartialDate(2016)), Counts()),
            (one(Drafting("本市", 1), published_on=None), Counts()),
            (one(Drafting("本市", 1), amendment=True), Counts()),
            (one(Drafting("本市", 1), kind=None), Counts()),
            (one(Drafting("本市", 1), kind=Kind.INTERNATIONAL), Counts(lead=1, formulated=1)),
        ],
    )
    def test_what_counts_as_what(self, standard: DraftedStandard, expected: Counts) -> None:
        assert drafting_counts([standard], PLACES, PERIOD, "3303").city == expected

    def test_how_far_down_the_list_bodies_lead_is_a_setting_of_the_plan(self) -> None:
        standard = one(Drafting("外市", 1), Drafting("本市", 2))
        assert drafting_counts([standard], PLACES, PERIOD, "3303", lead_rank=2).city.lead == 1

    def test_the_city_is_a_division(self) -> None:
        assert drafting_counts([one(Drafting("外市", 1))], PLACES, PERIOD, "3302").city.lead == 1

    @pytest.mark.parametrize(
        ("standard", "expected"),
        [
            (one(), {LeftOut.DRAFTERS_UNKNOWN}),
            (one(amendment=True), set()),
            (one(published_on=None), set()),
            (one(Drafting("待核", 1)), {LeftOut.COUNTY_UNKNOWN}),
            (one(Drafting("外市", 1), Drafting("待核", 5)), {LeftOut.COUNTY_UNKNOWN}),
            (one(Drafting("待核", 1), Drafting("本市", 2)), {LeftOut.COUNTY_UNKNOWN}),
            (one(Drafting("外市", 1), Drafting("本市", 2), Drafting("待核", 3)), set()),
            (one(Drafting("本市", 1), Drafting("待核", 2)), set()),
            (one(Drafting("外市", 1)), set()),
        ],
    )
    def test_what_is_not_known_is_left_out_and_reported(self, standard: DraftedStandard, expected: set[LeftOut]) -> None:
        found = drafting_counts([standard], PLACES, PERIOD, "3303")
        assert found.left_out == {reason: {"N"} for reason in expected}

    def test_records_stay_with_the_body_that_did_the_thing(self) -> None:
        merged: dict[Ref, Body] = {
            "M": Body("M", county="330381", merged_into="外市", merged_on=PartialDate(2011)),
            "外市": ELSEWHERE,
        }
        assert drafting_counts([one(Drafting("M", 1))], merged, PERIOD, "3303").city.lead == 1
