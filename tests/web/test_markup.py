"""What every page promises to a keyboard, a screen reader and the content security policy; and no address makes one fail."""

import io
from itertools import pairwise
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.permissions import OPERATOR
from app.database import db
from app.files import FileStore
from app.registry.lifecycle.words import DocumentKind
from app.registry.models import BlockIndustry, Committee, Organization, Standard
from app.registry.services.alliance.documents import About, add_document
from app.registry.services.alliance.reading import read_waiting
from tests import worked_example as example
from tests.examples import examples
from tests.factories import make_committee, make_plan, make_standard
from tests.files.making import pdf_of
from tests.living_record import living_record
from tests.registry.statistics.loading import load
from tests.signing import sign_in

FIXED = (
    "/",
    "/search",
    "/search?q=S1",
    "/search?q=nothing&status=draft",
    "/organizations",
    "/committees",
    "/block-industries",
    "/currency-check",
    "/currency-check?numbers=GB/T+1.1-2020%0AGB/T+7",
    "/statistics",
    "/statistics/implementation",
    "/statistics/innovation-enterprises",
    "/statistics/drafting",
    "/statistics/committees",
    "/statistics/implementation?group_by=county",
    "/statistics/implementation/enterprises",
    "/statistics/adoption",
    "/statistics/counties",
    "/statistics/drafting-network?from=2010-01-01",
    "/statistics/sheets/coverage",
    "/statistics/coverage/standards?health=in_use",
    "/statistics/sheets/projects",
    "/statistics/observations?metric=regional_brands",
    "/statistics/report",
    "/statistics/snapshots",
    "/about/definitions",
    "/workbench",
)
FAILING = ("/nowhere", "/search?page=abc&as_of=x")


@pytest.fixture
def addresses(app, index):
    load(example.TABLES)
    make_plan("2011-2015", *example.PLAN_PERIOD, {"implementation_rate": 0.3})
    make_standard("GB/T 1.1-2020", committees=[make_committee("SAC/TC 286")])
    index()
    first = {model: db.session.scalars(select(model.id)).first() for model in (Organization, Committee, BlockIndustry)}
    records = (
        f"/organizations/{first[Organization]}",
        f"/committees/{first[Committee]}",
        f"/block-industries/{first[BlockIndustry]}",
        f"/standards/{quote(example.S1)}",
        "/standards/GB/T%201.1",
        *_of_document(app),
    )
    return (*FIXED, *records)


def _of_document(app):
    """The pages of an open text of two pages."""
    standard = db.session.scalars(select(Standard).where(Standard.number == example.S1)).one()
    store = FileStore(app.config["BIAOLIAN"].instance_dir / "files")
    content = io.BytesIO(pdf_of(["演示 1 范围", "2 要求"]))
    about = About(kind=DocumentKind.TEXT, is_open=True)
    document = add_document(standard, content, "正文.pdf", about, store=store, actor=OPERATOR)
    read_waiting(store)
    there = f"/documents/{document.id}"
    return there, f"{there}/difference?with={document.id}"


def promises(shown, address):
    """Headings, landmarks, labels and names of a page are as a keyboard and a screen reader need them."""
    assert shown.one("html").attributes["lang"] == "zh-CN"
    assert shown.one("head").one("title").children, address
    assert shown.one("a", _class="skip").attributes["href"] == f"#{shown.main.attributes['id']}"
    levels = [int(each.name[1]) for each in shown.main.all() if each.name in ("h1", "h2", "h3", "h4")]
    assert (levels[0], levels.count(1)) == (1, 1), address
    assert all(below - above <= 1 for above, below in pairwise(levels)), (address, levels)
    names = [each.attributes["id"] for each in shown.all() if "id" in each.attributes]
    assert len(names) == len(set(names)), (address, [name for name in names if names.count(name) > 1])
    labelled = {each.attributes.get("for") for each in shown.all("label")}
    for field in (*shown.all("input"), *shown.all("select")):
        within = any(field in label.all() for label in shown.all("label"))
        assert field.attributes.get("type") == "hidden" or within or field.attributes.get("id") in labelled, (address, field)
    for element in shown.all():
        for reference in ("aria-labelledby", "aria-describedby"):
            assert set(element.attributes.get(reference, "").split()) <= set(names), (address, element.attributes)
    for table in shown.all("table"):
        assert all(head.attributes.get("scope") for head in table.all("th")), address
    for drawing in shown.all("svg", role="img"):
        assert drawing.all("title")[0].children, address
        assert drawing.all("desc"), address


def bears_nothing_of_its_own(shown, address):
    """Neither script nor style stands in a page."""
    for element in shown.all():
        assert "style" not in element.attributes, (address, element)
        assert not any(name.startswith("on") for name in element.attributes), (address, element)
        assert element.name != "style"
        if element.name == "script":
            assert element.attributes["src"].startswith("/assets/")


def test_headings_landmarks_labels_and_names(page, addresses):
    for address in (*addresses, *FAILING):
        promises(page(address, 404 if address == "/nowhere" else 422 if address in FAILING else 200), address)


def test_no_page_carries_script_or_style_of_its_own(page, addresses):
    for address in addresses:
        bears_nothing_of_its_own(page(address), address)


def test_pages_that_are_written_on_keep_the_same_promises(app, page, client):
    written_on = living_record()
    sign_in(client, written_on.person)
    for address in written_on.addresses:
        shown = page(address)
        promises(shown, address)
        bears_nothing_of_its_own(shown, address)


def test_every_link_within_the_house_leads_somewhere(client, page, addresses):
    seen = set()
    for address in addresses:
        for link in page(address).links():
            path = link.partition("#")[0]
            if link.startswith("/") and path not in seen:
                seen.add(path)
                assert client.get(path, buffered=True).status_code == 200, (address, link)
    assert len(seen) > 40


def test_every_anchor_within_a_page_is_there(page, addresses):
    for address in addresses:
        shown = page(address)
        names = {each.attributes.get("id") for each in shown.all()}
        assert {link[1:] for link in shown.links() if link.startswith("#")} <= names, address
        for link in shown.links():
            if link.startswith("/about/definitions#"):
                assert page("/about/definitions").one(id=link.partition("#")[2])


ODD = st.one_of(
    st.text(max_size=40),
    st.dates().map(str),
    st.integers().map(str),
    st.sampled_from(["", "0", "-1", "9" * 400, "abc", "\0", "2020-13-01", "9999-12-31", "0001-01-01", "[]", "%", "-published"]),
    st.sampled_from(["csv", "xlsx"]),
)
PARAMETERS = (
    *("q", "as_of", "page", "per_page", "sort", "kind", "status", "obligation", "ics", "ccs", "committee", "organization"),
    *("block_industry", "county", "year_from", "year_to", "level", "evidence", "scope", "from", "last", "group_by", "flaw"),
    *("group", "part", "standing", "which", "body", "top", "implementing", "metric"),
    *("after", "_external", "number", "format", "widen"),
)
PATHS = (*(path.partition("?")[0] for path in FIXED), "/standards/{}", "/organizations/{}", "/committees/{}", "/{}")


def test_no_address_makes_a_page_fail(client, addresses):
    patient = settings(max_examples=examples(250), suppress_health_check=list(HealthCheck))

    @patient
    @given(
        path=st.sampled_from((*PATHS, "/block-industries/{}")),
        place=st.one_of(ODD, st.sampled_from(["1", "GB/T 1.1"])),
        asked=st.dictionaries(st.sampled_from(PARAMETERS), ODD, max_size=4),
    )
    def answers(path, place, asked):
        answer = client.get(path.format(quote(place)), query_string=asked, buffered=True)
        assert answer.status_code in (200, 300, 302, 308, 404, 422), (path, place, asked, answer.text[:500])

    answers()
