"""The report on a draft: structure, the verdict of every number that it cites, what is like it."""

from datetime import date

import pytest

from app.checking import check_before_publishing
from app.registry.currency import Verdict
from app.registry.words import RelationKind
from app.search import sync
from tests.factories import make_standard, relate
from tests.registry.texts.sample import PAGES

DAY = date(2026, 2, 1)


@pytest.fixture
def report(app):
    make_standard("GB/T 999-2020", "演示国家标准")
    old = make_standard("QB/T 1234-2010", "演示行业标准", published_on="2010-01-01", implemented_on="2010-06-01")
    new = make_standard("QB/T 1234-2020", "演示行业标准")
    relate(new, RelationKind.REPLACES, old)
    make_standard("GB 5002-2020", "锁具安全要求")
    sync.rebuild(sync.search_engine())
    pages = [page.replace("QB/T 1234", "QB/T 1234—2010") for page in PAGES]
    return check_before_publishing("演示锁具", None, [], pages, DAY, own="T/YSBX 001-2026")


def test_every_number_cited_has_its_verdict_and_those_listed_come_first(report):
    assert [(each.number, each.normative, [found.verdict for found in each.found]) for each in report.cited] == [
        ("GB/T 999", True, [Verdict.CURRENT]),
        ("GB/T 2828.1-2012", True, [Verdict.UNKNOWN]),
        ("QB/T 1234-2010", True, [Verdict.SUPERSEDED]),
        ("T/YSBX 002", True, [Verdict.UNKNOWN]),
        ("ISO 9227", True, [Verdict.UNKNOWN]),
        ("GB/T 5000", False, [Verdict.UNKNOWN]),
    ]
    superseded = report.cited[2]
    assert superseded.found[0].current == ("QB/T 1234-2020",)
    assert [(place.clause, place.page) for place in superseded.places] == [("第 2 章", 4), ("4.1", 4)]


def test_structure_and_mandatory_standards_stand_in_the_same_report(report):
    assert (report.as_of, report.structure) == (DAY, ())
    assert [each.number for each in report.mandatory] == ["GB 5002-2020"]


def test_without_a_text_the_title_alone_is_looked_for(report):
    alone = check_before_publishing("锁具", None, [], [], DAY)
    assert (alone.structure, alone.cited) == ((), ())
    assert [each.number for each in alone.similar] == ["GB 5002-2020"]
