"""Health and coverage of the register, by hand."""

from datetime import date

from app.registry.statistics.coverage import coverage_on
from app.registry.words import Kind, RelationKind, Status
from tests.factories import make_drafting, make_organization, make_standard, relate

DAY = date(2020, 6, 30)


def test_by_kind(app):
    old = make_standard("GB/T 1-2009", published_on="2009-06-30", implemented_on="2010-06-30")
    make_drafting(old, make_organization())
    replaced = make_standard("GB/T 2-2012", published_on="2012", implemented_on="2012")
    new = make_standard("GB/T 2-2018", published_on="2018-01-01", implemented_on="2018-07-01")
    relate(new, RelationKind.REPLACES, replaced)
    make_standard("GB/T 3-2014", published_on="2014-01-01", implemented_on=None, reviewed_on=None)
    withdrawn = make_standard("GB/T 4-2015", published_on="2015-01-01", implemented_on="2015-01-01", withdrawn_on="2020-06-30")
    make_standard("GB/T 5-2019", published_on="2019-01-01", recorded_status=Status.WITHDRAWN)
    make_standard("GB/T 6-2021", published_on="2020-07", implemented_on="2021")
    relate(new, RelationKind.CITES, withdrawn)
    relate(replaced, RelationKind.CITES, withdrawn)
    make_standard("T/YANSHI 1-2016", published_on=None, implemented_on=None)
    found = coverage_on(DAY)
    national, alliance = found.kinds
    assert (national.kind, national.records, national.with_drafters, national.without_implemented) == (Kind.NATIONAL, 7, 1, 1)
    # in use: the old one, of ten years and a day; its successor, of two; that of 2014, of six
    assert (national.in_use, national.up_to_five, national.up_to_ten, national.older) == (3, 1, 1, 1)
    assert (national.review_overdue, str(national.newest)) == (2, "2020-07")
    assert (alliance.kind, alliance.records, alliance.without_published, alliance.in_use) == (Kind.ALLIANCE, 1, 1, 0)
    assert found.cited_withdrawn == 1
    assert dict(found.by_year) == {2009: 1, 2012: 1, 2014: 1, 2015: 1, 2018: 1, 2019: 1, 2020: 1}


def test_by_source(app):
    make_standard(source=("甲", "乙"), published_on="2018")
    make_standard(source=("甲",), published_on="2019-05")
    make_standard(source=())
    assert [(each.source, each.records, str(each.newest)) for each in coverage_on(DAY).sources] == [
        ("甲", 2, "2019-05"), (None, 1, "2020-04-28"),
    ]
