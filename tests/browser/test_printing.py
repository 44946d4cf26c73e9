"""A report on paper: pages upright and on their side, numbered, and each page of a table with its heads."""

import pypdfium2
import pytest


@pytest.fixture
def printed(open_page, tmp_path):
    """Size and text of each page of the report with all its rows."""
    file = tmp_path / "report.pdf"
    open_page("/statistics/report?as_of=2014-06-30&rows=all").pdf(path=file, prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(file)
    found = []
    for page in document:
        text = page.get_textpage()
        found.append((page.get_size(), "".join(text.get_text_range().split())))
        text.close()
        page.close()
    document.close()
    return found


def test_the_report_prints_as_offices_hand_it_in(printed):
    (first_size, first), (contents_size, contents), *others = printed
    assert (round(first_size[0]), round(first_size[1])) == (595, 842)
    assert contents_size == first_size
    assert "标准化工作报告（截至2014-06-30）" in first
    assert "编制单位" in first
    assert "登录" not in first
    assert "规划目标实现情况" in contents
    assert round(others[0][0][0]) == 842
    unnumbered = [text[-60:] for at, (_, text) in enumerate(printed, 1) if f"{at}/{len(printed)}" not in text]
    assert unnumbered == []
    # members of block industries are too many for one page
    members = [text for _, text in printed if "91330399" in text and "所实施的标准" in text]
    assert len(members) >= 3
