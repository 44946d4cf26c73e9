"""The figures as answers show them: exact numbers, a rate as 0..1, null for no data."""

from datetime import date
from fractions import Fraction
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from app.api.schemas.bodies import CountyLabel
from app.api.schemas.fields import Choice, Controlled, Day, Known, Listed, Paged, Plain, Query, Whole, several
from app.api.schemas.standards import (
    BlockIndustryReferenceSchema,
    CommitteeReferenceSchema,
    DraftingSchema,
    OfDay,
    OrganizationReferenceSchema,
    StandardCardSchema,
)
from app.registry.rates.bodies import LeftOut
from app.registry.rates.implementation import Evidence, Population, Scope, Weight
from app.registry.statistics import GroupBy, ImplementationGroup, Part, Standing
from app.registry.words import CommitteeLevel, Degree, Kind


class Exact(fields.Field[Fraction]):
    """A number without rounding of ours: whole where it is whole."""

    def _serialize(self, value: Fraction | None, attr: str | None, obj: Any, **kwargs: Any) -> int | float | None:
        if value is None:
            return None
        return int(value) if value == int(value) else float(value)


def require_in_order(since: date, until: date) -> None:
    """Refuse a period [since, until) that holds no day."""
    if until <= since:
        raise ValidationError(f"止 {until}（不含）应晚于起 {since}，请核对 from 与 to", "to")


class LeftOutCounts(fields.Dict):
    """How many are left out, by reason."""

    def __init__(self, **kwargs: Any) -> None:
        reasons = "；".join(f"{reason.value}：{reason.label}" for reason in LeftOut)
        super().__init__(keys=fields.String(), values=fields.Integer(), metadata={"description": reasons}, **kwargs)


class AdoptionArguments(OfDay):
    """The implementation rate on a day: on which evidence, over which block industries."""

    evidence = Controlled(Evidence, load_default=Evidence.VERIFIED)
    scope = Controlled(Scope, load_default=Scope.ALL)
    population = Controlled(Population, load_default=Population.ALL)
    weight = Controlled(Weight, load_default=Weight.COUNT)
    group_by = Controlled(ImplementationGroup, load_default=None)


class AdoptionRowsArguments(OfDay, Paged):
    """The enterprises behind the rate of one block industry."""

    evidence = Controlled(Evidence, load_default=Evidence.VERIFIED)
    population = Controlled(Population, load_default=Population.ALL)


class RateSchema(Schema):
    """A rate with the enterprises in it; by output value also what it is taken of, in 万元."""

    enterprises = fields.Integer()
    implementing = fields.Integer()
    rate = Exact(allow_none=True)
    meets_target = fields.Boolean(allow_none=True)
    output = Exact()
    implementing_output = Exact()


class OverallSchema(RateSchema):
    """Over all block industries in scope, each enterprise once."""

    mean_rate = Exact(allow_none=True)


class BlockIndustryRateSchema(BlockIndustryReferenceSchema, RateSchema):
    """The rate of one block industry."""

    left_out = LeftOutCounts()
    rows_url = fields.String()


class GroupRateSchema(RateSchema):
    """The rate of one group; `value` null: enterprises that belong to none."""

    value = fields.String(allow_none=True)
    label = fields.String()
    left_out = LeftOutCounts()


class AdoptionSchema(Schema):
    """The implementation rate of alliance standards in block industries."""

    as_of = Day()
    evidence = Controlled(Evidence)
    population = Controlled(Population)
    weight = Controlled(Weight)
    scope = Controlled(Scope)
    above_scale_year = fields.Integer(
        allow_none=True, metadata={"description": "规模以上企业名录的年份：该日当年，没有则取此前最近一年"}
    )
    target = Exact(allow_none=True)
    overall = fields.Nested(OverallSchema)
    left_out = LeftOutCounts()
    implementing_block_industries = fields.Integer()
    block_industries = fields.List(fields.Nested(BlockIndustryRateSchema))
    group_by = Controlled(ImplementationGroup)
    groups = fields.List(fields.Nested(GroupRateSchema))


class AdoptionRowSchema(Schema):
    """An enterprise behind a rate; `standards` are the numbers of those it implements, `left_out` why it does not count."""

    organization = fields.Nested(OrganizationReferenceSchema, attribute="enterprise")
    is_member = fields.Boolean()
    implements = fields.Boolean()
    standards = fields.List(fields.String())
    left_out = fields.List(Controlled(LeftOut))
    output = Exact(allow_none=True, metadata={"description": "最近一年的产值，万元"})


class AdoptionRowsSchema(Listed):
    """The enterprises behind the rate of one block industry: its members, then those left out of it."""

    as_of = Day()
    evidence = Controlled(Evidence)
    population = Controlled(Population)
    block_industry = fields.Nested(BlockIndustryReferenceSchema)
    items = fields.List(fields.Nested(AdoptionRowSchema))


class EnterprisesArguments(OfDay, Paged):
    """The enterprises behind the overall rate: those that stand to it in one way."""

    evidence = Controlled(Evidence, load_default=Evidence.VERIFIED)
    scope = Controlled(Scope, load_default=Scope.ALL)
    population = Controlled(Population, load_default=Population.ALL)
    standing = Controlled(Standing, load_default=Standing.MEMBER)


class EnterpriseRowSchema(Schema):
    """An enterprise behind the overall rate, once however many block industries it is in."""

    organization = fields.Nested(OrganizationReferenceSchema, attribute="enterprise")
    implements = fields.Boolean()
    block_industries = fields.List(fields.String(), metadata={"description": "所属块状产业的名称"})
    standards = fields.List(fields.String())
    left_out = fields.List(Controlled(LeftOut))


class EnterprisesSchema(Listed):
    """The enterprises behind the overall rate, by name."""

    as_of = Day()
    evidence = Controlled(Evidence)
    scope = Controlled(Scope)
    population = Controlled(Population)
    standing = Controlled(Standing)
    items = fields.List(fields.Nested(EnterpriseRowSchema))


class BlockIndustryRowsArguments(OfDay, Paged):
    """The block industries that implement on a day."""


class BlockIndustryRowsSchema(Listed):
    """Block industries in which enough enterprises implement: `threshold` is the plan's."""

    as_of = Day()
    threshold = fields.Integer()
    items = fields.List(fields.Nested(BlockIndustryRateSchema))


class CommitteeRowsArguments(OfDay, Paged):
    """The committees seated in the city on a day, or those whose seat nobody knows."""

    seat = Choice("local", "unknown", load_default="local")


class CommitteeRowSchema(Schema):
    """A committee behind the figure: its seat on the day, and the body that keeps it then."""

    committee = fields.Nested(CommitteeReferenceSchema)
    level = Controlled(CommitteeLevel, attribute="committee.level")
    county = fields.String(allow_none=True)
    county_label = CountyLabel(attribute="county", allow_none=True)
    secretariat = fields.Nested(OrganizationReferenceSchema, allow_none=True)


class CommitteeRowsSchema(Listed):
    """The committees behind the figure, by number."""

    as_of = Day()
    items = fields.List(fields.Nested(CommitteeRowSchema))


class GroupCountSchema(Schema):
    """How many there are of one value; `value` null: not known, or none."""

    value = fields.String(allow_none=True)
    label = fields.String()
    count = fields.Integer()


class InnovationArguments(OfDay):
    """The figure on a day, and what became of awards in [from, to) where both are given."""

    from_ = Day(data_key="from", load_default=None, metadata={"description": "起（含）"})
    to = Day(load_default=None, metadata={"description": "止（不含）"})

    @validates_schema
    def _both_in_order(self, given: dict[str, Any], **_: Any) -> None:
        since, until = given.get("from_"), given.get("to")
        if (since is None) != (until is None):
            raise ValidationError("from 与 to 须同时给出", "to" if until is None else "from")
        if since and until:
            require_in_order(since, until)


class InnovationChangesSchema(Schema):
    """How many enterprises got, lost by time and lost by revocation an award in [from, to)."""

    from_ = Day(data_key="from", attribute="since")
    to = Day(attribute="until")
    awarded = fields.Integer()
    expired = fields.Integer()
    revoked = fields.Integer()


class InnovationSchema(Schema):
    """Standard-innovation enterprises on a day; one in two block industries counts in both."""

    as_of = Day()
    count = fields.Integer()
    target = Exact(allow_none=True)
    met = fields.Boolean(allow_none=True)
    by_level = fields.List(fields.Nested(GroupCountSchema))
    by_county = fields.List(fields.Nested(GroupCountSchema))
    by_block_industry = fields.List(fields.Nested(GroupCountSchema))
    by_scheme = fields.List(fields.Nested(GroupCountSchema))
    by_batch = fields.List(fields.Nested(GroupCountSchema))
    period = fields.Nested(InnovationChangesSchema, metadata={"description": "给了 from、to 时：期内新认定、到期、撤销的企业数"})
    left_out = LeftOutCounts()
    rows_url = fields.String()


class InnovationRowsArguments(OfDay, Paged):
    """The enterprises behind the figure."""


class InnovationRowSchema(Schema):
    """An enterprise that counts, with its highest award; `holder` is the body that got it, which may have merged since."""

    organization = fields.Nested(OrganizationReferenceSchema, attribute="enterprise")
    holder = fields.Nested(OrganizationReferenceSchema, attribute="award.organization")
    scheme = fields.String(attribute="award.scheme.code")
    level = fields.String(attribute="award.level.name", dump_default=None, allow_none=True)
    awarded_on = Known(attribute="award.awarded_on")
    valid_until = Known(attribute="award.valid_until", allow_none=True)
    block_industries = fields.List(fields.Nested(BlockIndustryReferenceSchema))


class InnovationRowsSchema(Listed):
    """The enterprises behind the figure."""

    as_of = Day()
    items = fields.List(fields.Nested(InnovationRowSchema))


class PeriodArguments(Query):
    """Standards published in [from, to), of some kinds (none named: all)."""

    from_ = Day(data_key="from", required=True, metadata={"description": "起（含）"})
    to = Day(required=True, metadata={"description": "止（不含）"})
    kind = several(Controlled(Kind))

    @validates_schema
    def _in_order(self, given: dict[str, Any], **_: Any) -> None:
        require_in_order(given["from_"], given["to"])


class DraftingArguments(PeriodArguments):
    """Drafting counts of a period."""

    group_by = Controlled(GroupBy, load_default=GroupBy.KIND)


class DraftingRowsArguments(PeriodArguments, Paged):
    """The standards behind the drafting counts of a period; `part`: behind one of them alone."""

    part = Controlled(Part, load_default=None)


class CountsSchema(Schema):
    """What local bodies drafted; formulated + revised = lead."""

    lead = fields.Integer()
    participate = fields.Integer()
    formulated = fields.Integer()
    revised = fields.Integer()


class DraftingGroupSchema(CountsSchema):
    """The counts of one group; `value` null: standards that belong to none."""

    value = fields.String(allow_none=True)
    label = fields.String()


class DraftingFigureSchema(Schema):
    """Drafting counts; a standard counts once in the total, and once in each group it belongs to."""

    from_ = Day(data_key="from")
    to = Day()
    group_by = Controlled(GroupBy)
    kinds = fields.List(Controlled(Kind))
    total = fields.Nested(CountsSchema)
    items = fields.List(fields.Nested(DraftingGroupSchema))
    left_out = LeftOutCounts()
    rows_url = fields.String()


class DraftingRowSchema(Schema):
    """A standard behind the counts, with its local bodies; `lead`: the city led it, null where its part is not known."""

    standard = fields.Nested(StandardCardSchema)
    lead = fields.Boolean(allow_none=True)
    revised = fields.Boolean()
    bodies = fields.List(fields.Nested(DraftingSchema))


class DraftingRowsSchema(Listed):
    """The standards behind the drafting counts, newest first."""

    from_ = Day(data_key="from")
    to = Day()
    items = fields.List(fields.Nested(DraftingRowSchema))


class PlanSchema(Schema):
    """A plan period, [from, to)."""

    code = fields.String()
    name = fields.String()
    from_ = Known(data_key="from", attribute="from_on")
    to = Known(attribute="until_on")


class MetricSchema(Schema):
    """Where a metric stands against its target; `unit` is rate (0..1) or count, `computed` false for recorded values."""

    metric = fields.String()
    label = fields.String()
    value = Exact(allow_none=True)
    target = Exact(allow_none=True)
    must_rise = fields.Boolean(metadata={"description": "规划不定数值，只要求逐年上升"})
    unit = fields.String()
    met = fields.Boolean(allow_none=True)
    computed = fields.Boolean()
    definition = fields.String(allow_none=True)
    left_out = LeftOutCounts()
    rows_url = fields.String(allow_none=True)
    year = fields.Integer(metadata={"description": "采标率所取的年份"})
    observed_on = Known(metadata={"description": "填报值的日期"})
    source = fields.String(allow_none=True, metadata={"description": "填报值的来源"})


class NamedCountSchema(Schema):
    """A count that belongs to no target and stands beside them."""

    metric = fields.String()
    label = fields.String()
    value = fields.Integer()
    rows_url = fields.String()


class TargetsSchema(Schema):
    """All targets of the plan of a day; outside every plan the last begun, before the first null."""

    as_of = Day()
    plan = fields.Nested(PlanSchema, allow_none=True)
    inside = fields.Boolean(metadata={"description": "该日是否在规划期内"})
    metrics = fields.List(fields.Nested(MetricSchema))
    beside = fields.List(fields.Nested(NamedCountSchema))


class AdoptionOfSchema(Schema):
    """采标率 of a year; `list_year`: of the list of above-scale enterprises, `rising`: above the year before."""

    year = fields.Integer()
    list_year = fields.Integer(allow_none=True)
    products = fields.Integer(attribute="rate.of")
    adopting = fields.Integer(attribute="rate.count")
    rate = Exact(attribute="rate.share", allow_none=True)
    rising = fields.Boolean(allow_none=True)
    left_out = LeftOutCounts()


class InternationalAdoptionSchema(Schema):
    """采标率, year by year; `figure` is the last year up to that of the day that has leading products, null without any."""

    as_of = Day()
    through_national = fields.Boolean(metadata={"description": "经国家标准采用是否计入（规划设定）"})
    figure = fields.Nested(AdoptionOfSchema, allow_none=True)
    by_year = fields.List(fields.Nested(AdoptionOfSchema))
    rows_url = fields.String(allow_none=True)


class ProductRowsArguments(Paged):
    """The leading products of a year, counted as the plan of a day says: by default of the last day of the year."""

    year = Whole(least=1000, most=9999, required=True)
    as_of = Day(load_default=None, metadata={"description": "按哪一天的规划计，默认该年最后一天"})


class ProductRowSchema(Schema):
    """A leading product of an above-scale enterprise; `left_out`: why what it adopts does not count."""

    organization = fields.Nested(OrganizationReferenceSchema)
    product = fields.String(attribute="product.product")
    adopts = fields.String(attribute="product.adopts", allow_none=True)
    degree = Controlled(Degree, attribute="product.degree", allow_none=True)
    adopting = fields.Boolean()
    left_out = Controlled(LeftOut, allow_none=True)


class ProductRowsSchema(Listed):
    """The products behind 采标率: those adopting, those left out, the others."""

    year = fields.Integer()
    items = fields.List(fields.Nested(ProductRowSchema))


class SheetArguments(OfDay, Paged):
    """A sheet on a day."""


class SheetSchema(Listed):
    """A table of a report: each item has as many cells as there are headings; a rate is a number 0..1."""

    as_of = Day()
    name = fields.String()
    title = fields.String()
    headings = fields.List(fields.String())
    items = fields.List(fields.List(fields.Raw(allow_none=True)))


class ObservationsArguments(OfDay, Paged):
    """What was recorded of one metric up to a day."""

    metric = Plain(required=True)


class ObservationSchema(Schema):
    """A recorded value; `county` null: of the whole city."""

    metric = fields.String()
    county = fields.String(allow_none=True)
    county_label = CountyLabel(attribute="county", allow_none=True)
    on = Known()
    value = Exact(allow_none=True)
    source = fields.String(allow_none=True)


class ObservationsSchema(Listed):
    """Recorded values of a metric, the newest first."""

    as_of = Day()
    items = fields.List(fields.Nested(ObservationSchema))
