"""Standards as answers show them: as cards in lists, and whole."""

from marshmallow import Schema, fields

from app.api.schemas.fields import Controlled, Day, Known, Label, Query
from app.clock import today
from app.registry.status import Mark
from app.registry.words import Action, Degree, DraftingRole, Form, Kind, Obligation, Status


class OfDay(Query):
    """A record as it stands on a day."""

    as_of = Day(load_default=today, metadata={"description": "状态所属日期，默认今天"})


class RemarkSchema(Schema):
    """What has to be said beside a status, with the numbers it speaks of."""

    mark = Controlled(Mark)
    label = Label(attribute="mark")
    numbers = fields.List(fields.String())


class TransitionSchema(Schema):
    """The window in which either edition may be used; `old_until` is the first day the old one may not."""

    successor = fields.String()
    published_on = Known()
    old_until = Day(allow_none=True)
    text = fields.Function(str, metadata={"type": "string"})


class CommitteeReferenceSchema(Schema):
    """A committee that is spoken of."""

    id = fields.Integer()
    number = fields.String()
    name = fields.String(allow_none=True)


class OrganizationReferenceSchema(Schema):
    """An organization that is spoken of."""

    id = fields.Integer()
    name = fields.String()
    uscc = fields.String(allow_none=True)
    county = fields.String(allow_none=True)


class BlockIndustryReferenceSchema(Schema):
    """A block industry that is spoken of."""

    id = fields.Integer()
    code = fields.String()
    name = fields.String()


class StandardCardSchema(Schema):
    """A standard in a list, from a `StandardCard`; its status is that of the day asked."""

    id = fields.Integer(attribute="standard.id")
    number = fields.String(attribute="standard.number")
    title_zh = fields.String(attribute="standard.title_zh", allow_none=True)
    title_en = fields.String(attribute="standard.title_en", allow_none=True)
    title_original = fields.String(attribute="standard.title_original", allow_none=True)
    kind = Controlled(Kind, attribute="standard.kind", allow_none=True)
    kind_label = Label(attribute="standard.kind", allow_none=True)
    status = Controlled(Status, attribute="status.status")
    status_label = Label(attribute="status.status")
    remarks = fields.List(fields.Nested(RemarkSchema), attribute="status.remarks")
    obligation = Controlled(Obligation, attribute="standard.obligation", allow_none=True)
    obligation_label = Label(attribute="standard.obligation", allow_none=True)
    published_on = Known(attribute="standard.published_on", allow_none=True)
    implemented_on = Known(attribute="standard.implemented_on", allow_none=True)
    withdrawn_on = Known(attribute="standard.withdrawn_on", allow_none=True)
    replaced_by = fields.List(fields.String())
    committees = fields.List(fields.Nested(CommitteeReferenceSchema), attribute="standard.committees")


class RelatedSchema(Schema):
    """The standard at the far end of a relation; `id` and titles are null where the register does not hold it yet."""

    number = fields.String()
    id = fields.Integer(attribute="standard.id", dump_default=None, allow_none=True)
    title_zh = fields.String(attribute="standard.title_zh", dump_default=None, allow_none=True)
    title_en = fields.String(attribute="standard.title_en", dump_default=None, allow_none=True)


class AdoptedSchema(RelatedSchema):
    """An adoption: which standard, and how closely. NEQ is a relation but no adoption."""

    degree = Controlled(Degree, allow_none=True)
    degree_label = Label(attribute="degree", allow_none=True)


class DraftingSchema(Schema):
    """A drafting body: its place in the printed list and its role, each null where not recorded."""

    organization = fields.Nested(OrganizationReferenceSchema)
    rank = fields.Integer(allow_none=True)
    role = Controlled(DraftingRole, allow_none=True)
    role_label = Label(attribute="role", allow_none=True)


class ImplementationSchema(Schema):
    """A term of implementation [from, to); `verified_on` null: declared only."""

    from_ = Known(data_key="from", attribute="from_on")
    to = Known(attribute="until_on", allow_none=True)
    declared_on = Known(allow_none=True)
    verified_on = Known(allow_none=True)
    revoked_on = Known(allow_none=True)
    products = fields.String(allow_none=True)
    evidence = fields.String(allow_none=True)


class ImplementedBySchema(ImplementationSchema):
    """An enterprise that implements the standard."""

    organization = fields.Nested(OrganizationReferenceSchema)


class BlockIndustryTieSchema(Schema):
    """A block industry the standard is tied to, always where `from` and `to` are null."""

    block_industry = fields.Nested(BlockIndustryReferenceSchema)
    from_ = Known(data_key="from", attribute="from_on", allow_none=True)
    to = Known(attribute="until_on", allow_none=True)


class StandardSchema(StandardCardSchema):
    """A whole record on a day."""

    as_of = Day()
    asked_undated = fields.Boolean(metadata={"description": "所问标准号未写年份，给出当日的版本"})
    found_as = fields.String(allow_none=True, metadata={"description": "所问的号与现用的号不同：曾用号，或已转为 GB/T 的 GB"})
    candidates = fields.List(
        fields.Nested(StandardCardSchema), metadata={"description": "也可能所指的标准，如 GBZ 旁同号的 GB/Z"}
    )
    upcoming = fields.Nested(StandardCardSchema, allow_none=True)
    transition = fields.Nested(TransitionSchema, attribute="status.transition", allow_none=True)
    form = Controlled(Form, attribute="standard.form", allow_none=True)
    form_label = Label(attribute="standard.form", allow_none=True)
    action = Controlled(Action, attribute="standard.action", allow_none=True)
    action_label = Label(attribute="standard.action", allow_none=True)
    recorded_status = Controlled(Status, attribute="standard.recorded_status", allow_none=True)
    recorded_status_label = Label(attribute="standard.recorded_status", allow_none=True)
    status_as_of = Known(attribute="standard.status_as_of", allow_none=True)
    reviewed_on = Known(attribute="standard.reviewed_on", allow_none=True)
    ics = fields.List(fields.String(), attribute="standard.ics")
    ccs = fields.List(fields.String(), attribute="standard.ccs")
    committee = fields.List(fields.String(), attribute="standard.committee")
    proposer = fields.String(attribute="standard.proposer", allow_none=True)
    issuer = fields.String(attribute="standard.issuer", allow_none=True)
    plan_number = fields.String(attribute="standard.plan_number", allow_none=True)
    record_number = fields.String(attribute="standard.record_number", allow_none=True)
    pages = fields.Integer(attribute="standard.pages", allow_none=True)
    language = fields.List(fields.String(), attribute="standard.language")
    keywords = fields.List(fields.String(), attribute="standard.keywords")
    scope = fields.String(attribute="standard.scope", allow_none=True)
    category = fields.String(attribute="standard.category", allow_none=True)
    former_numbers = fields.List(fields.String())
    lists_cut = fields.Boolean(attribute="standard.lists_cut")
    source = fields.List(fields.String(), attribute="standard.source")
    lineage = fields.List(fields.Nested(StandardCardSchema), attribute="record.editions")
    replaces = fields.List(fields.String(), attribute="related.replaces")
    partly_replaces = fields.List(fields.String(), attribute="related.partly_replaces")
    partly_replaced_by = fields.List(fields.String(), attribute="related.partly_replaced_by")
    amends = fields.List(fields.String(), attribute="related.amends")
    amended_by = fields.List(fields.String(), attribute="related.amended_by")
    adoptions = fields.List(fields.Nested(AdoptedSchema), attribute="related.adoptions")
    adopted_by = fields.List(fields.Nested(AdoptedSchema), attribute="related.adopted_by")
    citations = fields.List(fields.Nested(RelatedSchema), attribute="related.citations")
    cited_by = fields.List(fields.Nested(RelatedSchema), attribute="related.cited_by")
    draftings = fields.List(fields.Nested(DraftingSchema), attribute="standard.draftings")
    drafters = fields.List(fields.String())
    implementations = fields.List(fields.Nested(ImplementedBySchema), attribute="record.implementations")
    block_industries = fields.List(fields.Nested(BlockIndustryTieSchema), attribute="record.block_industries")


class CandidatesSchema(Schema):
    """What a number may mean that means several standards."""

    asked = fields.String()
    as_of = Day()
    candidates = fields.List(fields.Nested(StandardCardSchema))
