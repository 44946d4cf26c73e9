"""Block industries as answers show them."""

from marshmallow import Schema, fields

from app.api.schemas.bodies import CountyLabel
from app.api.schemas.fields import Known, Listed, Paged, Plain, RecordSchema, several
from app.api.schemas.standards import OrganizationReferenceSchema, StandardCardSchema


class BlockIndustryArguments(Paged):
    """Which block industries to list."""

    q = Plain(load_default="", metadata={"description": "代码或名称的一部分"})
    county = several(Plain(), metadata={"description": "行政区划代码，含其下各级"})


class BlockIndustryItemSchema(Schema):
    """A block industry in a list."""

    id = fields.Integer()
    code = fields.String()
    name = fields.String()
    county = fields.String(allow_none=True)
    county_label = CountyLabel(attribute="county", allow_none=True)
    gbt4754 = fields.List(fields.String())
    association = fields.Nested(OrganizationReferenceSchema, allow_none=True)


class BlockIndustryListSchema(Listed):
    """A page of block industries."""

    items = fields.List(fields.Nested(BlockIndustryItemSchema))


class MemberSchema(Schema):
    """An enterprise's membership, [from, to); undated where `from` is null: then it counts on no day."""

    organization = fields.Nested(OrganizationReferenceSchema)
    from_ = Known(data_key="from", attribute="from_on", allow_none=True)
    to = Known(attribute="until_on", allow_none=True)


class TiedStandardSchema(RecordSchema):
    """A standard tied to the block industry, always where `from` and `to` are null."""

    standard = fields.Nested(StandardCardSchema)
    from_ = Known(data_key="from", attribute="from_on", allow_none=True)
    to = Known(attribute="until_on", allow_none=True)


class BlockIndustrySchema(RecordSchema, BlockIndustryItemSchema):
    """A whole record, with past and coming memberships and standards too."""

    members = fields.List(fields.Nested(MemberSchema))
    standards = fields.List(fields.Nested(TiedStandardSchema))
