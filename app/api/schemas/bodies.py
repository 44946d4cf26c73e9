"""Organizations and committees as answers show them."""

from typing import Any

from marshmallow import Schema, fields

from app.api.labels import code_label
from app.api.schemas.fields import Controlled, Known, Label, Listed, Paged, Plain, RecordSchema, several
from app.api.schemas.standards import (
    BlockIndustryReferenceSchema,
    CommitteeReferenceSchema,
    ImplementationSchema,
    OfDay,
    OrganizationReferenceSchema,
    StandardCardSchema,
)
from app.registry.words import CommitteeKind, CommitteeLevel, DraftingRole, OrganizationKind


class CountyLabel(fields.Field[str]):
    """The name of the administrative division whose code is in `attribute`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(dump_only=True, **kwargs)

    def _serialize(self, value: str | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return code_label("division", value)


class OrganizationArguments(Paged):
    """Which organizations to list."""

    q = Plain(load_default="", metadata={"description": "名称、曾用名或统一社会信用代码的一部分"})
    kind = several(Controlled(OrganizationKind))
    county = several(Plain(), metadata={"description": "行政区划代码，含其下各级"})


class CommitteeArguments(Paged):
    """Which committees to list."""

    q = Plain(load_default="", metadata={"description": "编号或名称的一部分"})
    level = several(Controlled(CommitteeLevel))
    county = several(Plain(), metadata={"description": "秘书处所在行政区划代码，含其下各级"})


class CommitteeRecordArguments(OfDay, Paged):
    """A committee on a day, with which page of its standards."""


class OrganizationItemSchema(Schema):
    """An organization in a list."""

    id = fields.Integer()
    uscc = fields.String(allow_none=True)
    name = fields.String()
    kind = Controlled(OrganizationKind, allow_none=True)
    kind_label = Label(attribute="kind", allow_none=True)
    county = fields.String(allow_none=True)
    county_label = CountyLabel(attribute="county", allow_none=True)
    established_on = Known(allow_none=True)
    dissolved_on = Known(allow_none=True)
    former_names = fields.List(fields.String())
    unconfirmed = fields.Boolean(metadata={"description": "待核：只知其名"})


class OrganizationListSchema(Listed):
    """A page of organizations."""

    items = fields.List(fields.Nested(OrganizationItemSchema))


class DraftedSchema(RecordSchema):
    """A standard that the organization drafted."""

    standard = fields.Nested(StandardCardSchema)
    rank = fields.Integer(allow_none=True)
    role = Controlled(DraftingRole, allow_none=True)
    role_label = Label(attribute="role", allow_none=True)


class ImplementedSchema(RecordSchema, ImplementationSchema):
    """A standard that the organization implements."""

    standard = fields.Nested(StandardCardSchema)


class MembershipSchema(Schema):
    """Membership in a block industry, [from, to)."""

    block_industry = fields.Nested(BlockIndustryReferenceSchema)
    from_ = Known(data_key="from", attribute="from_on", allow_none=True)
    to = Known(attribute="until_on", allow_none=True)


class AwardSchemeReferenceSchema(Schema):
    """A scheme of awards that is spoken of."""

    code = fields.String()
    name = fields.String()


class AwardSchema(Schema):
    """An award, held from `awarded_on` until `valid_until`, which no longer counts."""

    scheme = fields.Nested(AwardSchemeReferenceSchema)
    level = fields.String(attribute="level.name", dump_default=None, allow_none=True)
    batch = fields.String(allow_none=True)
    awarded_on = Known()
    valid_until = Known(allow_none=True)
    revoked_on = Known(allow_none=True)


class OrganizationSchema(RecordSchema, OrganizationItemSchema):
    """A whole record; `merged_into` stands for it from `merged_on`, always where that is null."""

    merged_into = fields.Nested(OrganizationReferenceSchema, allow_none=True)
    merged_on = Known(allow_none=True)
    merged_from = fields.List(fields.Nested(OrganizationReferenceSchema))
    draftings = fields.List(fields.Nested(DraftedSchema))
    implementations = fields.List(fields.Nested(ImplementedSchema))
    memberships = fields.List(fields.Nested(MembershipSchema))
    awards = fields.List(fields.Nested(AwardSchema))
    committees = fields.List(fields.Nested(CommitteeReferenceSchema), metadata={"description": "承担其秘书处"})


class CommitteeItemSchema(Schema):
    """A committee in a list; `county` is its seat."""

    id = fields.Integer()
    number = fields.String()
    name = fields.String(allow_none=True)
    level = Controlled(CommitteeLevel, allow_none=True)
    level_label = Label(attribute="level", allow_none=True)
    kind = Controlled(CommitteeKind, allow_none=True)
    kind_label = Label(attribute="kind", allow_none=True)
    parent_id = fields.Integer(allow_none=True)
    secretariat = fields.Nested(OrganizationReferenceSchema, allow_none=True)
    county = fields.String(attribute="seat", allow_none=True)
    county_label = CountyLabel(attribute="seat", allow_none=True)
    established_on = Known(allow_none=True)
    dissolved_on = Known(allow_none=True)
    children = fields.List(fields.Nested(CommitteeReferenceSchema))


class CommitteeListSchema(Listed):
    """A page of committees."""

    items = fields.List(fields.Nested(CommitteeItemSchema))


class StandardListSchema(Listed):
    """A page of standards."""

    items = fields.List(fields.Nested(StandardCardSchema))


class CommitteeSchema(RecordSchema, CommitteeItemSchema):
    """A whole record; `ancestors` from the root down."""

    ancestors = fields.List(fields.Nested(CommitteeReferenceSchema))
    standards = fields.Nested(StandardListSchema)
