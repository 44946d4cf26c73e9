"""Issuing bodies and work items of alliance standards: what is given and what is shown."""

from marshmallow import Schema, fields

from app.api.schemas.fields import Choice, Controlled, Day, Known, Label, Listed, Paged, Plain, Whole, several
from app.registry.lifecycle.moves import Move
from app.registry.lifecycle.people import is_late
from app.registry.lifecycle.words import Licensing, Manner, ReviewResult, SerialRule, Stage, Vote
from app.registry.queries.work_items import SORTS
from app.registry.words import Action, DraftingRole


class RulesGiven(Schema):
    """How a body numbers, asks for comment, votes and reviews; what is absent stays as it is."""

    serial_rule = Controlled(SerialRule)
    first_serial = Whole(least=1, most=999_999)
    serial_width = Whole(least=1, most=6, metadata={"description": "位数，不足补零"})
    comment_days = Whole(least=0, most=365, metadata={"description": "征求意见天数，规定一般不少于 30"})
    percent_needed = Whole(least=0, most=100, metadata={"description": "表决通过的百分比，规定不少于 75"})
    review_years = Whole(least=0, most=99, metadata={"description": "复审周期，规定不超过 5 年"})


class BodyGiven(RulesGiven):
    """An association and its code."""

    organization = Plain(required=True, metadata={"description": "统一社会信用代码、编号或全称"})
    code = Plain(required=True, metadata={"description": "团体代号，例如 YANSHI"})
    registered_on = Day(load_default=None)


class BodyShown(Schema):
    """An issuing body."""

    code = fields.String()
    organization_id = fields.Integer()
    organization = fields.String(attribute="organization.name")
    registered_on = Known(allow_none=True)
    serial_rule = Controlled(SerialRule)
    first_serial = fields.Integer()
    serial_width = fields.Integer()
    comment_days = fields.Integer()
    percent_needed = fields.Integer()
    review_years = fields.Integer()


class BodyProfile(BodyShown):
    """Also what it has published."""

    standards = fields.Integer()
    by_status = fields.Dict(keys=fields.String(), values=fields.Integer())
    overdue_reviews = fields.List(fields.String())
    open_texts = fields.Integer()
    in_force_or_coming = fields.Integer()


class BodyList(Schema):
    """All of them."""

    total = fields.Integer()
    items = fields.List(fields.Nested(BodyShown))


class ItemsAsked(Paged):
    """Which work items."""

    q = Plain(load_default="")
    body = Plain(load_default="", metadata={"description": "团体代号"})
    stage = several(Controlled(Stage))
    late = fields.Boolean(load_default=False, metadata={"description": "只要超期的"})
    sort = Choice(*SORTS, load_default="stage")


class ContentsGiven(Schema):
    """What a work item says."""

    title_zh = Plain()
    title_en = Plain(allow_none=True)
    purpose = Plain(allow_none=True)
    scope = Plain(allow_none=True)
    contact = Plain(allow_none=True)
    plan_number = Plain(allow_none=True)
    ics = fields.List(Plain())
    ccs = fields.List(Plain())
    part = Plain(allow_none=True)
    part_of = Plain(allow_none=True, metadata={"description": "所属标准的顺序号"})
    block_industries = fields.List(Plain(), metadata={"description": "块状产业代码"})
    takes_over_on = Day(allow_none=True)
    stage_due = Day(allow_none=True)


class ProposalGiven(ContentsGiven):
    """A proposal; of a revision what is absent is taken from the edition revised."""

    body = Plain(required=True, metadata={"description": "团体代号"})
    revises = Plain(load_default=None, metadata={"description": "所修订的标准号"})
    on = Day(load_default=None)


class StepGiven(Schema):
    """A step; the comment period is [comment_from, comment_until)."""

    step = Controlled(Move, required=True)
    on = Day(load_default=None)
    remark = Plain(load_default=None)
    document_id = fields.Integer(load_default=None, strict=True)
    plan_number = Plain(load_default=None)
    comment_from = Day(load_default=None)
    comment_until = Day(load_default=None)
    comment_short_reason = Plain(load_default=None)
    to = Controlled(Stage, load_default=None)
    due = Day(load_default=None)
    implemented_on = Day(load_default=None)


class UnitGiven(Schema):
    """A drafting unit."""

    organization = Plain(required=True)
    role = Controlled(DraftingRole, load_default=None)
    rank = Whole(least=1, most=200, load_default=None)
    reason = Plain(load_default=None)
    on = Day(load_default=None)


class DrafterGiven(Schema):
    """A drafter."""

    name = Plain(required=True)
    unit = Plain(load_default=None)
    rank = Whole(least=1, most=200, load_default=None)
    reason = Plain(load_default=None)
    on = Day(load_default=None)


class CallGiven(Schema):
    """A call for patents."""

    stage = Controlled(Stage, required=True)
    none_known = fields.Boolean(required=True)
    on = Day(load_default=None)


class PatentGiven(Schema):
    """A patent."""

    number = Plain(required=True)
    holder = Plain(required=True)
    title = Plain(load_default=None)
    clause = Plain(load_default=None)
    licensing = Controlled(Licensing, load_default=None)
    on = Day(load_default=None)


class ReviewGiven(Schema):
    """A technical review."""

    manner = Controlled(Manner, required=True)
    held_on = Day(load_default=None)


class CalledGiven(Schema):
    """Somebody called to it; with an account they vote by themselves."""

    name = Plain(load_default=None)
    unit = Plain(load_default=None)
    login = Plain(load_default=None)
    present = fields.Boolean(load_default=True)


class VoteGiven(Schema):
    """What a representative says; no vote: there, or not."""

    vote = Controlled(Vote, load_default=None)
    present = fields.Boolean(load_default=True)
    opinion = Plain(load_default=None)


class ConclusionGiven(Schema):
    """What it came to; `agreed` where it decides by consensus."""

    conclusion = Plain(load_default=None)
    agreed = fields.Boolean(load_default=None)


class StandardReviewGiven(Schema):
    """A periodic review of a published standard."""

    result = Controlled(ReviewResult, required=True)
    reason = Plain(load_default=None)
    reviewed_on = Day(load_default=None)
    takes_effect_on = Day(load_default=None)


class StandardReviewShown(Schema):
    """The same as it stands."""

    id = fields.Integer()
    standard_id = fields.Integer()
    result = Controlled(ReviewResult)
    reason = fields.String()
    reviewed_on = Known()
    takes_effect_on = Known(allow_none=True)
    work_item_id = fields.Integer(allow_none=True)


class _BlockShown(Schema):
    code = fields.String()


class _StepShown(Schema):
    from_stage = Controlled(Stage, allow_none=True)
    to_stage = Controlled(Stage)
    done_on = Known()
    remark = fields.String(allow_none=True)
    document_id = fields.Integer(allow_none=True)


class _UnitShown(Schema):
    id = fields.Integer()
    organization_id = fields.Integer()
    organization = fields.String(attribute="organization.name")
    rank = fields.Integer()
    role = Controlled(DraftingRole, allow_none=True)
    joined_stage = Controlled(Stage)
    joined_on = Known()
    left_on = Known(allow_none=True)
    late = fields.Function(lambda each: is_late(each.joined_stage), metadata={"type": "boolean"})


class _DrafterShown(Schema):
    id = fields.Integer()
    name = fields.String()
    unit = fields.String(allow_none=True)
    rank = fields.Integer()
    joined_stage = Controlled(Stage)
    left_on = Known(allow_none=True)
    late = fields.Function(lambda each: is_late(each.joined_stage), metadata={"type": "boolean"})


class ReviewShown(Schema):
    """A technical review with what has been said."""

    id = fields.Integer()
    held_on = Known()
    manner = Controlled(Manner)
    passed = fields.Boolean(allow_none=True)
    conclusion = fields.String(allow_none=True)
    representatives = fields.List(
        fields.Nested(
            Schema.from_dict(
                {
                    "id": fields.Integer(),
                    "name": fields.String(),
                    "unit": fields.String(allow_none=True),
                    "present": fields.Boolean(),
                    "vote": Controlled(Vote, allow_none=True),
                },
                name="RepresentativeShown",
            )
        )
    )


class StandingShown(Schema):
    """A work item with where it stands."""

    id = fields.Integer(attribute="item.id")
    body = fields.String(attribute="item.issuing_body.code")
    title_zh = fields.String(attribute="item.title_zh")
    title_en = fields.String(attribute="item.title_en", allow_none=True)
    action = Controlled(Action, attribute="item.action")
    revises = fields.String(attribute="item.revises.number", allow_none=True)
    plan_number = fields.String(attribute="item.plan_number", allow_none=True)
    stage = Controlled(Stage, attribute="item.stage")
    stage_label = Label(attribute="item.stage")
    stage_since = Known(attribute="item.stage_since")
    turn = fields.String(metadata={"description": "轮到谁、做什么"})
    due = Day(allow_none=True)
    days_late = fields.Integer()
    comment_from = Known(attribute="item.comment_from", allow_none=True)
    comment_until = Known(attribute="item.comment_until", allow_none=True)
    takes_over_on = Known(attribute="item.takes_over_on", allow_none=True)
    standard = fields.String(attribute="item.standard.number", allow_none=True)


class ItemShown(StandingShown):
    """One work item whole; `missing` says for each step of its stage what it still asks for."""

    purpose = fields.String(attribute="item.purpose", allow_none=True)
    scope = fields.String(attribute="item.scope", allow_none=True)
    contact = fields.String(attribute="item.contact", allow_none=True)
    ics = fields.List(fields.String(), attribute="item.ics")
    ccs = fields.List(fields.String(), attribute="item.ccs")
    part = fields.String(attribute="item.part", allow_none=True)
    part_of = fields.String(attribute="item.part_of", allow_none=True)
    block_industries = fields.Pluck(_BlockShown, "code", many=True, attribute="item.block_industries")
    comment_short_reason = fields.String(attribute="item.comment_short_reason", allow_none=True)
    steps = fields.List(fields.Nested(_StepShown), attribute="item.steps")
    units = fields.List(fields.Nested(_UnitShown), attribute="item.units")
    drafters = fields.List(fields.Nested(_DrafterShown), attribute="item.drafters")
    missing = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))


class ItemList(Listed):
    """A page of work items."""

    items = fields.List(fields.Nested(StandingShown))
