"""Snapshots as the API answers them."""

from marshmallow import Schema, fields

from app.api.schemas.fields import Day, Plain
from app.clock import today

_CELL = {"anyOf": [{"type": "string"}, {"type": "number"}]}


class SnapshotGiven(Schema):
    """Under which title, and as of which day: today where none is given."""

    title = Plain(required=True, metadata={"description": "例如：2013 年度报送"})
    as_of = Day(load_default=today)


class SnapshotItemSchema(Schema):
    """A snapshot without its tables. `definition_version` tells wordings of the definitions apart."""

    id = fields.Integer()
    title = fields.String()
    as_of = Day(attribute="as_of.first_day")
    taken_at = fields.DateTime()
    taken_by = fields.String()
    definition_version = fields.String()
    checksum = fields.String(metadata={"description": "全部内容的 SHA-256；读取时核对，不符即拒绝"})


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


class ChangedCellSchema(Schema):
    """A cell that is not what it was."""

    heading = fields.String()
    before = fields.Raw(allow_none=True, metadata=_CELL)
    after = fields.Raw(allow_none=True, metadata=_CELL)


class ChangedRowSchema(Schema):
    """A row that is still there: the cells it is known by, and those that changed."""

    key = fields.List(fields.Raw(allow_none=True))
    cells = fields.List(fields.Nested(ChangedCellSchema))


class DifferenceSchema(Schema):
    """A table that differs: `gone` rows stood in the snapshot only (under `before_headings`), `new` ones stand now only."""

    name = fields.String(attribute="sheet.name")
    title = fields.String(attribute="sheet.title")
    headings = fields.List(fields.String(), attribute="sheet.headings")
    before_headings = fields.List(fields.String(), attribute="before.headings")
    gone = fields.List(fields.List(fields.Raw(allow_none=True)))
    new = fields.List(fields.List(fields.Raw(allow_none=True)))
    changed = fields.List(fields.Nested(ChangedRowSchema))


class DifferencesSchema(Schema):
    """How the register as it is now differs from a snapshot, for the same day; no items: not at all.

    Where the two versions of the definitions differ too, not every difference comes from the records.
    """

    id = fields.Integer()
    as_of = Day(attribute="as_of.first_day")
    definition_version = fields.String()
    definition_version_now = fields.String()
    items = fields.List(fields.Nested(DifferenceSchema))
