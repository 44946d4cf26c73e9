"""A page as people meet it: its text, its links, its tables, and what its markup promises to other software."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "img", "hr"}
APART = {"br", "td", "th", "li", "p", "dt", "dd", "text", "option", "div", "h1", "h2", "h3"}
SILENT = {"script", "style", "head", "title", "desc"}


@dataclass
class Element:
    name: str
    attributes: dict[str, str]
    children: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What can be read, blanks made one."""
        return re.sub(r"\s+", " ", self._read()).strip()

    def _read(self) -> str:
        if self.name in SILENT:
            return ""
        if self.name in APART:
            return " " + "".join(child if isinstance(child, str) else child._read() for child in self.children) + " "
        return "".join(child if isinstance(child, str) else child._read() for child in self.children)

    def all(self, name: str | None = None, **attributes: str) -> list["Element"]:
        """Every element below, in order, by name and attributes (`_class` is one of its classes)."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if child.fits(name, attributes):
                    found.append(child)
                found += child.all(name, **attributes)
        return found

    def fits(self, name: str | None, attributes: dict[str, str]) -> bool:
        if name is not None and self.name != name:
            return False
        wanted = {key.strip("_").replace("_", "-"): value for key, value in attributes.items()}
        if "class" in wanted and wanted.pop("class") not in self.attributes.get("class", "").split():
            return False
        return all(self.attributes.get(key) == value for key, value in wanted.items())

    def one(self, name: str | None = None, **attributes: str) -> "Element":
        found = self.all(name, **attributes)
        assert len(found) == 1, (name, attributes, len(found))
        return found[0]


class Page(Element):
    @property
    def main(self) -> Element:
        return self.one("main")

    def link(self, text: str) -> str:
        """Where the first link with this text leads."""
        return next(each.attributes["href"] for each in self.all("a") if each.text == text)

    def links(self) -> set[str]:
        return {each.attributes["href"] for each in self.all("a") if "href" in each.attributes}

    def rows(self, caption: str = "") -> list[list[str]]:
        """The body of the first table whose caption holds this."""
        for table in self.all("table"):
            captions = table.all("caption")
            if not caption or (captions and caption in captions[0].text):
                cells = (
                    [cell.text for cell in row.children if isinstance(cell, Element) and cell.name in ("td", "th")]
                    for row in table.one("tbody").all("tr")
                )
                return list(cells)
        raise AssertionError(f"no table with {caption}")


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page("page", {})
        self.open: list[Element] = [self.page]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(html: str) -> Page:
    """Read a page; tags that do not close as they open are an error."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert [element.name for element in builder.open] == ["page"]
    return builder.page
