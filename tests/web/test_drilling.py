"""Every number of the statistics pages leads to the rows that make it, and there are as many of them."""

import re
from urllib.parse import urljoin

import pytest

from tests import worked_example as example
from tests.factories import make_committee, make_drafting, make_organization, make_plan, make_standard
from tests.registry.statistics.loading import load
from tests.web.reading import Element

COUNTIES = {"330302": "鹿城区", "330303": "龙湾区", "330382": "乐清市"}
TARGETS = dict.fromkeys(
    (
        *("implementation_rate", "implementing_block_industries", "innovation_enterprises", "lead_drafted_standards"),
        *("international_standards", "committees", "international_adoption_rate", "famous_brands"),
    )
)
DAYS = ("2012-06-30", "2014-07-15")
PAGES = (
    "/statistics?as_of={}",
    "/statistics/implementation?as_of={}",
    "/statistics/implementation?as_of={}&evidence=declared&scope=with_standards",
    "/statistics/implementation?as_of={}&group_by=county",
    "/statistics/implementation?as_of={}&group_by=association",
    "/statistics/implementation?as_of={}&group_by=standard",
    "/statistics/innovation-enterprises?as_of={}",
    "/statistics/innovation-enterprises/changes?from=2012-01-01&last={}",
    "/statistics/drafting?from=2011-01-01&last={}",
    "/statistics/drafting?from=2011-01-01&last={}&group_by=county&kind=national&kind=industry",
    "/statistics/drafting?from=2011-01-01&last={}&group_by=organization",
    "/statistics/drafting?from=2011-01-01&last={}&group_by=year",
    "/statistics/drafting?from=2011-01-01&last={}&group_by=block_industry",
    "/statistics/drafting?from=2011-01-01&last={}&group_by=committee",
    "/statistics/counties?as_of={}",
    "/statistics/adoption?as_of={}",
    "/statistics/sheets/coverage?as_of={}",
    "/statistics/sheets/sources?as_of={}",
    "/statistics/sheets/years?as_of={}",
    "/statistics/sheets/block-industries?as_of={}",
    "/statistics/drafting-network?from=2011-01-01&last={}",
)


@pytest.fixture
def register(app):
    load({"classifications": [
        {"scheme": "division", "code": code, "name_zh": name, "parent": "3303"} for code, name in COUNTIES.items()
    ]})
    load(example.TABLES)
    make_plan("2011-2015", *example.PLAN_PERIOD, TARGETS)
    here, nowhere = make_organization("演示学会", county="330382"), make_organization("演示某会", county=None)
    make_committee("SAC/TC 900", secretariat_id=here.id, established_on=None)
    make_committee("SAC/TC 901", secretariat_id=nowhere.id, established_on=None)
    for number, bodies in (("ISO 99001:2012", (here,)), ("GB/T 99009-2012", ()), ("GB/T 99010-2012", (nowhere, here))):
        standard = make_standard(number, published_on="2012-03-01")
        for rank, body in enumerate(bodies, 1):
            make_drafting(standard, body, rank)
    load({
        "yearly-facts": [{"uscc": each, "year": "2011", "above_scale": "true"} for each in (example.E1, example.E5)],
        "leading-products": [
            {"uscc": example.E1, "year": "2012", "product": "鞋", "adopts": "ISO 99001:2012", "degree": "IDT"},
            {"uscc": example.E5, "year": "2012", "product": "锁", "adopts": "ISO 99001:2012", "degree": "NEQ"},
            {"uscc": example.E5, "year": "2012", "product": "锁芯"},
            {"uscc": example.E5, "year": "2011", "product": "锁"},
        ],
    })


def numbers(shown):
    """Links of the page whose text is a number: what it says, and where it leads; not the pages of a list."""
    turning = [link for nav in shown.all("nav", _class="paging") for link in nav.all("a")]
    for link in shown.main.all("a"):
        text = link.text.replace("\u202f", "")
        if re.fullmatch(r"\d+", text) and link not in turning:
            yield int(text), link.attributes["href"]


def rows_behind(shown, address):
    """How many rows the page has of what its address asks for: in the part of it that is named, else in what it exports."""
    name = address.partition("#")[2]
    part = next((each for each in shown.all(id=name) if each.all("table")), shown)
    tables = [table for table in part.all("table") if part is not shown or re.match("共.*全部导出", captions(table))]
    assert len(tables) == 1, address
    return len(tables[0].one("tbody").all("tr"))


def captions(table: Element):
    return "".join(each.text for each in table.all("caption"))


@pytest.mark.usefixtures("register")
def test_every_number_leads_to_as_many_rows(page):
    followed, wrong = {}, []
    for address in (each.format(day) for each in PAGES for day in DAYS):
        for number, link in numbers(page(address)):
            target = urljoin(address, link)
            if target not in followed:
                followed[target] = rows_behind(page(target.partition("#")[0]), target)
            if followed[target] != number:
                wrong.append((address, target, number, followed[target]))
    assert wrong == []
    assert len(followed) > 150
    assert {target.partition("?")[0] for target in followed} == {
        "/statistics/implementation",
        "/statistics/implementation/enterprises",
        "/statistics/innovation-enterprises",
        "/statistics/innovation-enterprises/changes",
        "/statistics/drafting",
        "/statistics/committees",
        "/statistics/adoption",
        "/statistics/coverage/standards",
        "/statistics/drafting-network/standards",
    }
