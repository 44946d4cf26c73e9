"""What is declared through the API, and what became of it."""

from marshmallow import Schema, fields

from app.api.schemas.fields import Day, Known, Plain


class DeclarationGiven(Schema):
    """That an enterprise implements an alliance standard [from, to)."""

    class Meta:
        """A name that Python keeps for itself."""

        include = {"from": Day(required=True, metadata={"description": "从哪一天起实施"})}  # noqa: RUF012 - read once

    organization = Plain(required=True, metadata={"description": "企业：统一社会信用代码、编号或全称"})
    number = Plain(required=True, metadata={"description": "标准号"})
    to = Day(load_default=None, metadata={"description": "第一个不再实施的日子"})
    products = Plain(load_default=None)
    evidence = Plain(load_default=None)
    file = Plain(load_default=None, metadata={"description": "证明材料：POST /api/v1/files 答回的 file"})


class OnGiven(Schema):
    """A day, by default today, and a reason where one is asked for."""

    on = Day(load_default=None)
    reason = Plain(load_default=None)


class EndGiven(Schema):
    """The first day on which it no longer is implemented."""

    to = Day(required=True)


class DeclarationShown(Schema):
    """A declaration as it stands."""

    class Meta:
        """A name that Python keeps for itself."""

        include = {"from": Known(attribute="from_on")}  # noqa: RUF012 - read once

    id = fields.Integer()
    organization_id = fields.Integer()
    number = fields.String(attribute="standard.number")
    to = Known(attribute="until_on", allow_none=True)
    evidence_file = fields.String(attribute="evidence_file.name", allow_none=True, dump_default=None)
    declared_on = Known(allow_none=True)
    declared_by = fields.String(allow_none=True)
    verified_on = Known(allow_none=True)
    verified_by = fields.String(allow_none=True)
    returned_on = Known(allow_none=True)
    return_reason = fields.String(allow_none=True)
    revoked_on = Known(allow_none=True)
    revocation_reason = fields.String(allow_none=True)


class DeclaredShown(Schema):
    """What became of a declaration; `warning` says from when it counts where that is not its first day."""

    outcome = fields.String(metadata={"enum": ["new", "mended", "known"]})
    warning = fields.String(allow_none=True)
    declaration = fields.Nested(DeclarationShown)
