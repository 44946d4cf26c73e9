"""Chinese names of codes that answers show beside them, read once a request."""

from flask import g

from app.registry.queries.codes import names_of


def code_label(scheme: str, code: str | None) -> str | None:
    """The name of a code of `scheme`; None where the code tables don't hold it."""
    if code is None:
        return None
    names = g.setdefault("code_names", {})
    if scheme not in names:
        names[scheme] = names_of(scheme)
    label: str | None = names[scheme].get(code)
    return label
