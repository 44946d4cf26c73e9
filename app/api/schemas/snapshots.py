"""Snapshots as the API answers them."""

from marshmallow import Schema, fields

from app.api.schemas.fields import Day


class SnapshotItemSchema(Schema):
    """A snapshot without its tables. `definition_version` tells wordings of the definitions apart."""

    id = fields.Integer()
    title = fields.String()
    as_of = Day(attribute="as_of.first_day")
    taken_at = fields.DateTime()
    taken_by = fields.String()
    definition_version = fields.String()


class SnapshotListSchema(Schema):
    """All snapshots, the newest first."""

    items = fields.List(fields.Nested(SnapshotItemSchema))


class FrozenSheetSchema(Schema):
    """A table as it was frozen; a rate is a number 0..1."""

    name = fields.String()
    title = fields.String()
    headings = fields.List(fields.String())
    rows = fields.List(fields.List(fields.Raw(allow_none=True)))


class SnapshotSchema(SnapshotItemSchema):
    """A snapshot whole: the plan it was of, the definitions as they were worded, its tables."""

    plan = fields.String(allow_none=True)
    definitions = fields.String()
    sheets = fields.List(fields.Nested(FrozenSheetSchema))


class DifferenceSchema(Schema):
    """A table that differs: `gone` rows stood in the snapshot only, `new` ones stand in the register only."""

    name = fields.String(attribute="sheet.name")
    title = fields.String(attribute="sheet.title")
    headings = fields.List(fields.String(), attribute="sheet.headings")
    gone = fields.List(fields.List(fields.Raw(allow_none=True)))
    new = fields.List(fields.List(fields.Raw(allow_none=True)))


class DifferencesSchema(Schema):
    """How the register as it is now differs from a snapshot, for the same day; no items: not at all."""

    id = fields.Integer()
    as_of = Day(attribute="as_of.first_day")
    items = fields.List(fields.Nested(DifferenceSchema))
