"""Random small registers, crowded into three years so that their dates meet, and the days to ask them about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from app.registry.dates import PartialDate
from app.registry.rates.bodies import Body, Ref
from app.registry.rates.committees import Seated
from app.registry.rates.implementation import Implementation, Membership, Tie
from app.registry.rates.innovation import Award, Scheme
from app.registry.rates.yearly import YearlyFact
from app.registry.words import Action, CommitteeLevel, Degree, DraftingRole, Kind, OrganizationKind, RelationKind, Status
from tests.registry.statistics.registers import Adopting, Link, Made, Noted, Part, Record, Records

CITY = "3303"

Term = tuple[PartialDate | None, PartialDate | None]
DatedTerm = tuple[PartialDate, PartialDate | None]

_KNOWN = [
    PartialDate(year, month, day)
    for year in (2011, 2012, 2013)
    for month, day in ((None, None), (1, None), (1, 1), (1, 2), (6, None), (6, 15), (12, None), (12, 31))
]
_TURNING = sorted({day + timedelta(step) for known in _KNOWN for day in (known.first_day,) for step in (-1, 0, 1)})

_EARLY = [known for known in _KNOWN if known.year == 2011]

# With dates spread evenly hardly anything would be in force on the day asked about; `one_of` takes its choices evenly.
early = st.sampled_from([*_EARLY * 6, *_KNOWN])
often = st.sampled_from([*_EARLY * 6, *_KNOWN, *[None] * 8])
maybe = st.sampled_from([*_EARLY, *_KNOWN, *[None] * 32])
seldom = st.sampled_from([*_KNOWN, *[None] * 96])
days = st.sampled_from([*[day for day in _TURNING if day.year > 2011] * 2, *_TURNING, date.min, date(2014, 6, 1), date.max])
periods = st.tuples(st.sampled_from([*[date.min, date(2011, 1, 1)] * 30, *_TURNING]), days).map(sorted)
counties = st.sampled_from(["330302", "330302", "330305", "330322", "330203", "3303", None, None])
kinds_of_bodies = st.sampled_from(
    [*[OrganizationKind.ENTERPRISE] * 8, None, OrganizationKind.ASSOCIATION]
)
bodies_ids = st.integers(1, 4)
standard_ids = st.integers(1, 3)
block_ids = st.integers(1, 2)


def _terms(since: st.SearchStrategy[PartialDate | None]) -> st.SearchStrategy[Term]:
    """A start and seldom an end that the tables take: the end may mean a day after the start."""
    return st.tuples(since, seldom).map(_in_order)


def _in_order(term: Term) -> Term:
    since, until = term
    return (until, since) if since and until and until.last_day < since.first_day else term


open_terms = _terms(seldom)
mostly_dated_terms = _terms(often)
dated_terms = _terms(early)


@st.composite
def _bodies(draw: st.DrawFn) -> list[Body]:
    """Four bodies; each may be merged into one before it, so that mergers make chains and no circle."""
    found = []
    for ref in range(1, 5):
        established, dissolved = draw(open_terms)
        merged = draw(st.sampled_from([*[None] * 8, *range(1, ref)]))
        found.append(
            Body(
                ref,
                draw(kinds_of_bodies),
                draw(counties),
                established,
                dissolved,
                merged,
                draw(maybe) if merged else None,
            )
        )
    return found


@st.composite
def _standards(draw: st.DrawFn, kinds: Sequence[Kind | None]) -> list[Record]:
    """Three standards, of which some are editions of one document, linked or not."""
    found = []
    for number in range(1, 4):
        found.append(
            Record(
                number,
                draw(st.sampled_from(["d1", "d1", "d2", "d3", "d4", "d5", "d6"])),
                draw(st.sampled_from(kinds)),
                draw(st.sampled_from([None, 2011, 2012, 2013])),
                published_on=draw(maybe),
                implemented_on=draw(often),
                withdrawn_on=draw(st.sampled_from([*_KNOWN, *[None] * 160])),
                recorded_status=draw(st.sampled_from([*[None] * 12, *[Status.CURRENT] * 6, *Status])),
            )
        )
    return found


replacing = st.sampled_from([RelationKind.REPLACES, RelationKind.REPLACES, RelationKind.PARTLY_REPLACES])


@st.composite
def _successions(draw: st.DrawFn) -> list[Link]:
    """A later id replaces an earlier one, or a number that is not in the register does: never a circle."""
    pairs = draw(st.lists(st.tuples(standard_ids, standard_ids), max_size=2, unique=True))
    found = [Link(draw(replacing), max(pair), min(pair), draw(st.booleans())) for pair in pairs if pair[0] != pair[1]]
    by_elsewhere = draw(st.lists(standard_ids, max_size=1))
    return [*dict.fromkeys(found), *(Link(draw(replacing), None, replaced) for replaced in by_elsewhere)]


memberships = st.lists(
    st.builds(lambda block, body, term: Membership(block, body, *term), block_ids, bodies_ids, mostly_dated_terms),
    min_size=4,
    max_size=8,
    unique_by=lambda each: (each.block_industry, each.body, each.since),
)
ties = st.lists(
    st.builds(lambda standard, block, term: Tie(standard, block, *term), standard_ids, block_ids, open_terms),
    min_size=3,
    max_size=6,
    unique_by=lambda each: (each.standard, each.block_industry),
)


def _implementation(body: Ref, standard: Ref, term: DatedTerm, *dates: PartialDate | None) -> Implementation:
    return Implementation(body, standard, *term, *dates)


implementations = st.lists(
    st.builds(_implementation, bodies_ids, standard_ids, dated_terms, maybe, often, seldom),
    min_size=6,
    max_size=10,
    unique_by=lambda each: (each.body, each.standard, each.since),
)


facts = st.lists(
    st.builds(
        YearlyFact,
        bodies_ids,
        st.sampled_from([2010, 2011, 2011, 2012, 2013]),
        st.sampled_from([True, True, True, False, None]),
        st.sampled_from([None, 0, 3, 10**15 - 1, 10**15]),
    ),
    max_size=8,
    unique_by=lambda each: (each.body, each.year),
)


def implementing_registers() -> st.SearchStrategy[Records]:
    """Registers of which the implementation rate can be asked."""
    return st.builds(
        Records,
        bodies=_bodies(),
        standards=_standards([*[Kind.ALLIANCE] * 10, Kind.NATIONAL, None]),
        links=_successions(),
        block_industries=st.just((1, 2)),
        memberships=memberships,
        ties=ties,
        implementations=implementations,
        facts=facts,
        kept_by=st.fixed_dictionaries(dict.fromkeys((1, 2), st.none() | bodies_ids)),
    )


ranks = st.sampled_from([None, 1, 1, 2, 3])
roles = st.sampled_from([*[None] * 8, *DraftingRole])
drafted_kinds = [Kind.NATIONAL, Kind.NATIONAL, Kind.INDUSTRY, Kind.INTERNATIONAL, None]


@st.composite
def _drafted(draw: st.DrawFn, kinds: Sequence[Kind | None]) -> list[Record]:
    return [
        replace(
            each,
            published_on=draw(st.sampled_from([*_KNOWN * 4, *[None] * 8])),
            action=draw(st.none() | st.sampled_from(Action)),
            is_supplement=draw(st.sampled_from([False, False, False, True])),
            committees=draw(st.frozensets(st.integers(1, 2), max_size=2)),
        )
        for each in draw(_standards(kinds))
    ]


amending = st.builds(Link, st.just(RelationKind.AMENDS), standard_ids, st.none(), st.booleans())
parts = st.lists(
    st.builds(Part, standard_ids, bodies_ids, ranks, roles),
    min_size=6,
    max_size=10,
    unique_by=lambda each: (each.standard, each.body),
)


def drafted_registers() -> st.SearchStrategy[Records]:
    """Registers of which drafting counts can be asked."""
    return st.builds(
        Records,
        bodies=_bodies(),
        standards=_drafted(drafted_kinds),
        links=st.builds(lambda first, second: [*first, *second], _successions(), st.lists(amending, max_size=1)),
        block_industries=st.just((1, 2)),
        ties=ties,
        parts=parts,
        committees=st.just((Seated(1), Seated(2))),
    )


levels = st.sampled_from(["初级", "高级", None])
schemes = st.tuples(seldom, seldom).map(
    lambda ends: [Scheme("1", ("初级", "高级"), ends[0]), Scheme("2", ("高级", "初级"), ends[1])]
)


def _award(body: Ref, scheme: str, level: str | None, term: DatedTerm, revoked: PartialDate | None) -> Award:
    return Award(body, scheme, term[0], level, term[1], revoked)


awards = st.lists(
    st.builds(_award, bodies_ids, st.sampled_from(["1", "2"]), levels, dated_terms, seldom),
    min_size=5,
    max_size=9,
    unique_by=lambda each: (each.body, each.scheme, each.awarded_on),
)


def awarded_registers() -> st.SearchStrategy[Records]:
    """Registers of which innovation enterprises can be asked."""
    return st.builds(
        Records,
        bodies=_bodies(),
        block_industries=st.just((1, 2)),
        memberships=memberships,
        schemes=schemes,
        awards=awards,
    )


def seated_registers() -> st.SearchStrategy[Records]:
    """Registers of which committees in the city can be asked."""
    return st.builds(Records, bodies=_bodies(), committees=_committees())


@st.composite
def _committees(draw: st.DrawFn) -> list[Seated]:
    return [
        Seated(
            ref,
            draw(st.none() | st.sampled_from(CommitteeLevel)),
            draw(st.none() | bodies_ids),
            draw(counties),
            *draw(open_terms),
        )
        for ref in range(1, 6)
    ]


degrees = st.sampled_from([None, *Degree])
outside = st.sampled_from(["ISO 9001:2015", "IEC 60898-1:2015", "DIN 5510-2009", "GB/T 19001-2016", "JB/T 5000-1998"])
adoptions = st.lists(
    st.builds(Adopting, standard_ids, standard_ids | outside, degrees, st.sampled_from([True, True, True, False])),
    max_size=4,
    unique_by=lambda each: (each.standard, each.adopts),
).map(lambda found: [each for each in found if each.adopts != each.standard])
products = st.lists(
    st.builds(
        Made,
        bodies_ids,
        st.sampled_from([2010, 2011, 2012, 2013]),
        st.sampled_from(["锁", "阀"]),
        st.none() | standard_ids | standard_ids | outside,
        degrees,
    ),
    max_size=12,
    unique_by=lambda each: (each.body, each.year, each.product),
)
listed = st.lists(
    st.builds(
        YearlyFact, bodies_ids, st.sampled_from([2010, 2011, 2011, 2012]), st.sampled_from([True, True, True, False, None])
    ),
    min_size=3,
    max_size=9,
    unique_by=lambda each: (each.body, each.year),
)


def adopting_registers() -> st.SearchStrategy[Records]:
    """Registers of which 采标率 can be asked."""
    return st.builds(
        Records,
        bodies=_bodies(),
        standards=_standards([*[Kind.NATIONAL] * 4, Kind.INTERNATIONAL, Kind.FOREIGN, Kind.INDUSTRY, None]),
        facts=listed,
        adoptions=adoptions,
        products=products,
    )


RECORDED = ("energy_metering_rate", "quality_award_enterprises")
noted = st.lists(
    st.builds(
        Noted,
        st.sampled_from(RECORDED),
        st.sampled_from([None, None, CITY, "330302", "330305", "330322", "330382"]),
        st.sampled_from(_KNOWN),
        st.sampled_from([None, 0.0, 0.1, 0.95, 60.0]),
    ),
    max_size=6,
    unique_by=lambda each: (each.metric, each.county, each.on),
)


def whole_registers() -> st.SearchStrategy[Records]:
    """Registers of which every metric of a plan can be asked."""
    return st.builds(
        Records,
        bodies=_bodies(),
        standards=_drafted([*[Kind.ALLIANCE] * 3, Kind.NATIONAL, Kind.NATIONAL, Kind.INTERNATIONAL]),
        links=_successions(),
        block_industries=st.just((1, 2)),
        memberships=memberships,
        ties=ties,
        implementations=implementations,
        parts=parts,
        schemes=schemes,
        awards=awards,
        committees=_committees(),
        facts=facts,
        adoptions=adoptions,
        products=products,
        noted=noted,
    )


@st.composite
def _aging(draw: st.DrawFn) -> list[Record]:
    return [
        replace(each, reviewed_on=draw(maybe), source=draw(st.sampled_from([None, "甲", "乙"])))
        for each in draw(_drafted([Kind.NATIONAL, Kind.NATIONAL, Kind.ALLIANCE, None]))
    ]


citing = st.lists(
    st.builds(Link, st.just(RelationKind.CITES), standard_ids, standard_ids, st.sampled_from([True, True, False])),
    max_size=3,
    unique_by=lambda each: (each.subject, each.object),
)


def aging_registers() -> st.SearchStrategy[Records]:
    """Registers whose health can be asked."""
    return st.builds(
        Records,
        bodies=_bodies(),
        standards=_aging(),
        links=st.builds(lambda first, second: [*first, *second], _successions(), citing),
        parts=parts,
        committees=st.just((Seated(1), Seated(2))),
    )
