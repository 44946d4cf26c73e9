"""Courses, the county assessment, the drafting network and support rules as answers show them."""

from typing import Any

from marshmallow import Schema, fields, validates_schema

from app.api.schemas.fields import Controlled, Day, Query, Whole
from app.api.schemas.standards import BlockIndustryReferenceSchema, OfDay, OrganizationReferenceSchema
from app.api.schemas.statistics import Exact, PlanSchema, require_in_order
from app.registry.queries.drafting_network import MOST
from app.registry.rates.implementation import Evidence
from app.registry.rates.support import Hindrance
from app.registry.words import Kind, Status


class ForecastSchema(Schema):
    """Where a straight line leads on a day, and the range in which 95 of 100 such points lie."""

    on = Day()
    value = fields.Float()
    low = fields.Float()
    high = fields.Float()
    points = fields.Integer()
    from_ = Day(data_key="from", attribute="since")
    until = Day(metadata={"description": "所据数值的最后一天（含）"})


class MetricCourseSchema(Schema):
    """A metric on each of the days; null for no data."""

    metric = fields.String()
    label = fields.String()
    unit = fields.Function(lambda each: "rate" if each.is_rate else "count", metadata={"type": "string"})
    computed = fields.Boolean()
    target = Exact(allow_none=True)
    values = fields.List(Exact(allow_none=True), attribute="course.values")
    forecast = fields.Nested(ForecastSchema, allow_none=True)
    reaches = fields.Boolean(allow_none=True, metadata={"description": "外推值是否达到目标"})


class CoursesSchema(Schema):
    """Every metric of the plan at the ends of the quarters since its beginning; the last day is the one asked."""

    as_of = Day()
    plan = fields.Nested(PlanSchema, allow_none=True)
    days = fields.List(Day())
    metrics = fields.List(fields.Nested(MetricCourseSchema))


class AssessedSchema(Schema):
    """A county's figure: `share` is what it has to bring, `before` what it had a year earlier."""

    metric = fields.String()
    label = fields.String()
    unit = fields.String()
    value = Exact(allow_none=True)
    share = Exact(allow_none=True)
    met = fields.Boolean(allow_none=True)
    before = Exact(allow_none=True)
    change = Exact(allow_none=True)


class AssessedCountySchema(Schema):
    """A county with every metric."""

    county = fields.String()
    label = fields.String()
    metrics = fields.List(fields.Nested(AssessedSchema))


class CountiesSchema(Schema):
    """The county assessment on a day."""

    as_of = Day()
    year_before = Day(allow_none=True)
    plan = fields.Nested(PlanSchema, allow_none=True)
    items = fields.List(fields.Nested(AssessedCountySchema))


class NetworkArguments(Query):
    """Standards published in [from, to), the bodies that drafted most of them."""

    from_ = Day(data_key="from", load_default=None, metadata={"description": "起（含），默认止前五年"})
    to = Day(load_default=None, metadata={"description": "止（不含），默认明天"})
    top = Whole(least=2, most=MOST, load_default=30)

    @validates_schema
    def _in_order(self, given: dict[str, Any], **_: Any) -> None:
        if given["from_"] and given["to"]:
            require_in_order(given["from_"], given["to"])


class NetworkBodySchema(Schema):
    """A body and how many standards it drafted."""

    id = fields.Integer()
    name = fields.String()
    county = fields.String(allow_none=True)
    standards = fields.Integer()


class NetworkPairSchema(Schema):
    """Two bodies by id, and on how many standards both stand."""

    bodies = fields.List(fields.Integer())
    standards = fields.Integer()


class NetworkSchema(Schema):
    """Who drafts with whom."""

    from_ = Day(data_key="from")
    to = Day()
    top = fields.Integer()
    bodies = fields.List(fields.Nested(NetworkBodySchema))
    pairs = fields.List(fields.Nested(NetworkPairSchema))


class JudgedSchema(Schema):
    """A standard by a rule; `against`: why it does not qualify, `lacks_proof`: it may yet, once there is proof."""

    number = fields.String()
    title = fields.String(allow_none=True)
    kind = Controlled(Kind, allow_none=True)
    status = Controlled(Status)
    rank = fields.Integer(allow_none=True)
    qualifies = fields.Boolean()
    lacks_proof = fields.Boolean()
    against = fields.List(Controlled(Hindrance))
    against_labels = fields.List(fields.String())


class SupportedSchema(Schema):
    """A rule; `holds`: whether its period covers the day, `amount` in 万元."""

    code = fields.String()
    name = fields.String()
    holds = fields.Boolean()
    qualifying = fields.Integer()
    amount = fields.Float(allow_none=True)
    standards = fields.List(fields.Nested(JudgedSchema))


class SupportSchema(Schema):
    """The standards of an enterprise by every rule."""

    as_of = Day()
    organization = fields.Nested(OrganizationReferenceSchema)
    rules = fields.List(fields.Nested(SupportedSchema))


class CourseArguments(OfDay):
    """The course of a block industry up to a day."""

    evidence = Controlled(Evidence, load_default=Evidence.VERIFIED)


class RateOnSchema(Schema):
    """A rate on a day."""

    on = Day()
    enterprises = fields.Integer()
    implementing = fields.Integer()
    rate = Exact(allow_none=True)


class BlockCourseSchema(RateOnSchema):
    """A block industry on a day and at the ends of the quarters before; `missing`: enterprises that the target still needs."""

    block_industry = fields.Nested(BlockIndustryReferenceSchema)
    evidence = Controlled(Evidence)
    target = Exact(allow_none=True)
    missing = fields.Integer(allow_none=True)
    course = fields.List(fields.Nested(RateOnSchema))
    rows_url = fields.String()
