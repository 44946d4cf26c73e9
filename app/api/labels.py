"""Chinese names of codes that answers show beside them, read once a request, and what is said where nothing is known."""

from flask import g

from app.registry.queries.codes import names_of
from app.registry.words import Metric

NOT_STATED = "未载"
NO_LEVEL = "未分级"

def code_label(scheme: str, code: str | None) -> str | None:
    """The name of a code of `scheme`; None where the code tables don't hold it."""
    if code is None:
        return None
    names = g.setdefault("code_names", {})
    if scheme not in names:
        names[scheme] = names_of(scheme)
    label: str | None = names[scheme].get(code)
    return label


def county_label(code: str | None) -> str:
    """What a county is called."""
    return code_label("division", code) or code or NOT_STATED


def metric_label(metric: str) -> str:
    """What a metric is called, whether the register computes it or its values are recorded."""
    known = next((each.label for each in Metric if each.value == metric), None)
    return known or code_label("metric", metric) or metric
