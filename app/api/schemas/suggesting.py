"""Completions of what is being typed, as answers show them."""

from marshmallow import Schema, fields

from app.api.schemas.fields import Plain, Query


class SuggestArguments(Query):
    """What has been typed so far."""

    q = Plain(load_default="", metadata={"description": "已输入的文字"})


class SuggestionSchema(Schema):
    """One completion; `url` is the page it leads to."""

    type = fields.String(metadata={"enum": ["number", "title", "organization", "committee", "term"]})
    text = fields.String()
    url = fields.String()


class SuggestionsSchema(Schema):
    """At most ten completions, best first."""

    items = fields.List(fields.Nested(SuggestionSchema))
