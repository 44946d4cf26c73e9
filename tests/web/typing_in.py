"""What a browser sends of the form that writes, as a page shows it."""

import re
from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = {}
        self._inside = False
        self._open = None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self._inside = "writes" in given.get("class", "")
        elif self._inside and tag in ("input", "textarea", "select"):
            self._field(tag, given)
        elif self._inside and tag == "option" and "selected" in given:
            self.found[self._open] = given["value"]

    def _field(self, tag, given):
        name = given.get("name")
        if tag != "input":
            self._open, self.found[name] = name, ""
        elif given.get("type") not in ("checkbox", "radio") or "checked" in given:
            self.found[name] = given.get("value", "")

    def handle_endtag(self, tag):
        if tag in ("textarea", "select"):
            self._open = None
        self._inside &= tag != "form"

    def handle_data(self, data):
        if self._open and self.lasttag == "textarea":
            self.found[self._open] += data


def fields_of(page):
    """All fields with what stands in them; boxes that are not ticked are not sent."""
    fields = _Fields()
    fields.feed(page)
    return fields.found


def fields_checked(page):
    """The choices made, and what is hidden."""
    found = dict(re.findall(r'type="hidden" name="(version)" value="([^"]*)"', page))
    return found | dict(re.findall(r'type="radio" name="(\w+)" value="([^"]*)" checked', page))
