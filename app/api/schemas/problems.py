"""The shape of an error (RFC 9457)."""

from marshmallow import Schema, fields


class FieldProblemSchema(Schema):
    """One value that can't be used."""

    field = fields.String(required=True)
    reason = fields.String(required=True)
    value = fields.String(required=True, allow_none=True)


class ProblemSchema(Schema):
    """A problem document; `errors` has one entry a value, where values are at fault."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    instance = fields.String(required=True)
    errors = fields.List(fields.Nested(FieldProblemSchema))
    current = fields.Dict(metadata={"description": "409：记录现在的内容，其版本见 ETag 头"})
