"""The readable description of the API works under its own policy, from its own files."""


def test_the_description_unfolds_and_asks_nobody_else(open_page, site):
    page = open_page("/api/docs")
    page.get_by_text("检索标准").click()
    page.get_by_text("检索词、标准号；留空列出全部").wait_for()
    asked = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert asked
    assert all(address.startswith((site, "data:")) for address in asked)
