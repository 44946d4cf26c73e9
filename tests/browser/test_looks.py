"""Every page in a browser: it fits a desktop and a phone, by day and by night, and nothing is refused or thrown."""

import pytest

ADDRESSES = {
    "home": "/",
    "search": "/search?q=鞋",
    "search-narrowed": "/search?q=鞋&status=current&kind=alliance&as_of=2015-06-30",
    "search-empty": "/search?q=没有这样的标准",
    "currency-check": "/currency-check",
    "currency-checked": "/currency-check?numbers=GB/T+1.1-2009%0AGB/T+1.1%0AT/YANSHI+001-2011%0A皮鞋%0AGB/T+1.2-2020",
    "standard": "/standards/GB/T%201.1-2009",
    "standard-alliance": "/standards/T/YANSHI%20001-2011",
    "organizations": "/organizations",
    "organization": "/organizations/5",
    "committees": "/committees",
    "committee": "/committees/1",
    "block-industries": "/block-industries",
    "block-industry": "/block-industries/1?as_of=2014-06-30",
    "statistics": "/statistics?as_of=2014-06-30",
    "implementation": "/statistics/implementation",
    "innovation": "/statistics/innovation-enterprises",
    "innovation-changes": "/statistics/innovation-enterprises/changes?from=2014-01-01&last=2016-12-31",
    "drafting": "/statistics/drafting?group_by=organization",
    "city-committees": "/statistics/committees",
    "implementation-by-county": "/statistics/implementation?group_by=county&as_of=2014-06-30",
    "enterprises": "/statistics/implementation/enterprises?as_of=2014-06-30&standing=not_implementing",
    "innovation-narrowed": "/statistics/innovation-enterprises?as_of=2014-06-30&group_by=county&group=330381",
    "drafting-narrowed": "/statistics/drafting?from=2011-01-01&last=2015-12-31&group_by=county&group=330382&part=lead",
    "adoption": "/statistics/adoption?as_of=2014-06-30",
    "counties": "/statistics/counties?as_of=2014-06-30",
    "network": "/statistics/drafting-network?from=2011-01-01&last=2015-12-31",
    "drafted-together": "/statistics/drafting-network/standards?from=2011-01-01&last=2015-12-31&body=5",
    "projects": "/statistics/sheets/projects?as_of=2014-06-30",
    "coverage": "/statistics/sheets/coverage",
    "covered": "/statistics/coverage/standards?health=review_overdue",
    "members": "/statistics/sheets/members?as_of=2014-06-30",
    "courses": "/statistics/sheets/courses?as_of=2014-06-30",
    "observations": "/statistics/observations?metric=regional_brands&as_of=2014-06-30",
    "report": "/statistics/report?as_of=2014-06-30",
    "snapshots": "/statistics/snapshots",
    "support": "/organizations/5/support",
    "definitions": "/about/definitions",
    "workbench": "/workbench",
    "alliance-board": "/alliance-standards",
    "alliance-item": "/alliance-standards/3",
    "alliance-bodies": "/alliance-bodies",
    "alliance-body": "/alliance-bodies/YANSHI",
}
WIDTHS = (1280, 390)


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


SQUEEZED = """() => [...document.querySelectorAll("main *:not(svg *)")].filter((element) => {
  const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim().length > 6);
  const range = document.createRange(); range.selectNodeContents(element);
  const tops = new Set([...range.getClientRects()].filter((each) => each.width).map((each) => Math.round(each.top)));
  const box = range.getBoundingClientRect();
  return own && tops.size > 3 && box.width < 5 * parseFloat(getComputedStyle(element).fontSize);
}).map((element) => element.textContent.trim())"""
"""Text that stands in a column of a few characters: what was laid out for something else."""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ADDRESSES)
def test_no_page_scrolls_sideways_or_squeezes_text(look_at, screenshots, name, width):
    page = look_at(ADDRESSES[name], width=width)
    page.screenshot(path=screenshots / f"{name}-{width}.png", full_page=True)
    assert fits(page)
    for details in page.locator("details > summary").filter(visible=True).all():
        details.click()
    assert fits(page)
    assert page.evaluate(SQUEEZED) == []


@pytest.mark.parametrize("name", ["home", "search", "standard", "statistics", "block-industry", "counties", "network"])
def test_the_dark_of_the_night(look_at, screenshots, name):
    page = look_at(ADDRESSES[name], dark=True)
    page.screenshot(path=screenshots / f"{name}-dark.png", full_page=True)
    red, green, blue = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert max(red, green, blue) < 64


CONTRASTS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (element) => { for (let at = element; at; at = at.parentElement) {
    const found = rgba(getComputedStyle(at).backgroundColor);
    if (found[3] === 255) return found; } return [255, 255, 255, 255]; };
  const poor = [];
  for (const element of document.querySelectorAll("body *:not(svg *):not(script)")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const style = getComputedStyle(element);
    if (!own || style.visibility === "hidden" || !element.getClientRects().length || parseFloat(style.fontSize) === 0) continue;
    const [a, b] = [light(rgba(style.color)), light(ground(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) poor.push(`${element.tagName}.${element.className} ${ratio.toFixed(2)} ${element.textContent.trim()}`);
  }
  return poor;
}"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    "name",
    [
        *("home", "search-narrowed", "currency-checked", "standard", "definitions", "block-industry"),
        *("statistics", "drafting-narrowed", "enterprises", "counties", "adoption", "report"),
    ],
)
def test_text_stands_out_from_its_ground(look_at, name, dark):
    """WCAG 2.2, 1.4.3: at least 4.5 to 1."""
    assert look_at(ADDRESSES[name], dark=dark).evaluate(CONTRASTS) == []


def test_a_number_never_breaks_and_copies_as_canonical_text(look_at):
    page = look_at("/standards/GB/T%201.1-2020", width=390)
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.record-number .number'))")
    assert page.evaluate("getSelection().toString()") == "GB/T 1.1-2020"
    heights = page.locator(".number:not(.long)").evaluate_all("(all) => all.map((each) => each.getBoundingClientRect().height)")
    assert max(heights) < 40  # one line


def test_what_is_printed_names_all_that_the_address_asks(look_at):
    page = look_at(ADDRESSES["statistics"])
    page.emulate_media(media="print")
    assert "/statistics?as_of=2014-06-30" in page.locator(".printed-only").inner_text()


def test_a_name_in_the_network_stands_out_with_whom_it_drafted(look_at):
    page = look_at(ADDRESSES["network"])
    page.locator(".node").first.focus()
    near = page.locator(".node.near").evaluate_all("(all) => all.map((each) => each.dataset.body)")
    edges = page.locator(".edge.near").evaluate_all("(all) => all.flatMap((each) => each.dataset.of.split(' '))")
    assert set(near) == set(edges)
    assert len(near) > 1


def test_paper_has_no_navigation_but_the_day_and_the_address(look_at, screenshots):
    page = look_at("/standards/GB/T%201.1-2020")
    page.emulate_media(media="print")
    page.screenshot(path=screenshots / "standard-print.png", full_page=True)
    assert not page.locator("header.head").is_visible()
    assert not page.locator(".actions").is_visible()
    assert "/standards/GB/T%201.1-2020" in page.locator(".printed-only").inner_text()
