"""The figures as the API answers them, for the commands and tests too: what statistics counts, with target, labels and rows."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from flask import current_app

from app.api.labels import NO_LEVEL, NOT_STATED, county_label, metric_label
from app.registry import statistics
from app.registry.models.facts import YUAN
from app.registry.rates.implementation import Evidence, Population, Scope, Weight
from app.registry.statistics import (
    Asked,
    BlockIndustryRate,
    DraftingGroup,
    GroupBy,
    GroupRate,
    ImplementationGroup,
    InnovationChanges,
    InnovationFigure,
    MetricOn,
    Part,
    Tally,
)
from app.registry.statistics.plans import LEAD_DRAFTED_KINDS
from app.registry.words import Kind, Metric

_AT = "/api/v1/statistics"
_DEFINITIONS = "/about/definitions"
BESIDE_KINDS = (Kind.LOCAL, Kind.ALLIANCE)


def city() -> str:
    """Division code of the city whose bodies are local."""
    code: str = current_app.config["BIAOLIAN"].city
    return code


def adoption(
    day: date,
    evidence: Evidence = Evidence.VERIFIED,
    scope: Scope = Scope.ALL,
    population: Population = Population.ALL,
    weight: Weight = Weight.COUNT,
    group_by: ImplementationGroup | None = None,
) -> dict[str, Any]:
    """The implementation rate on `day`, for `AdoptionSchema`; `group_by` adds the overall rate told apart."""
    plan = statistics.plan_on(day)
    target = statistics.target_of(plan, Metric.IMPLEMENTATION_RATE)
    asked = Asked(evidence, scope, population, weight)
    figure = statistics.implementation_rate(day, **vars(asked))
    return {
        "as_of": day,
        "evidence": evidence,
        "population": population,
        "weight": weight,
        "scope": scope,
        "target": target,
        "overall": _rate(figure.total, target, weight) | {"mean_rate": figure.mean},
        "left_out": figure.left_out,
        "implementing_block_industries": figure.implementing_block_industries(
            statistics.settings_on(day).implementing_threshold
        ),
        "block_industries": [_of_block_industry(each, day, asked, target) for each in figure.block_industries],
        **({"above_scale_year": figure.list_year} if population is Population.ABOVE_SCALE else {}),
        **(_grouped(group_by, statistics.implementation_groups(day, group_by, asked), target, weight) if group_by else {}),
    }


def _grouped(
    group_by: ImplementationGroup, groups: Iterable[GroupRate], target: Fraction | None, weight: Weight
) -> dict[str, Any]:
    items = [
        _rate(each, target, weight) | {"value": each.value, "label": group_label(group_by, each), "left_out": each.left_out}
        for each in groups
    ]
    return {"group_by": group_by, "groups": items}


def group_label(group_by: ImplementationGroup, group: GroupRate) -> str:
    """What a group of the implementation rate is called."""
    if group_by is ImplementationGroup.COUNTY:
        return county_label(group.value)
    return group.label or NOT_STATED


def _of_block_industry(found: BlockIndustryRate, day: date, asked: Asked, target: Fraction | None) -> dict[str, Any]:
    block = found.block_industry
    rows = {"as_of": day, "evidence": asked.evidence.value}
    if asked.population is not Population.ALL:
        rows["population"] = asked.population.value
    return _rate(found, target, asked.weight) | {
        "id": block.id,
        "code": block.code,
        "name": block.name,
        "left_out": found.left_out,
        "rows_url": f"{_AT}/adoption/block-industries/{block.id}?{urlencode(rows)}",
    }


def _rate(found: Tally, target: Fraction | None, weight: Weight) -> dict[str, Any]:
    """`enterprises` and `implementing` are those that the rate holds; output, where they weigh by it, is in 万元."""
    output = {"output": Fraction(found.rate.of, YUAN), "implementing_output": Fraction(found.rate.count, YUAN)}
    return {
        "enterprises": found.counts.of,
        "implementing": found.counts.count,
        "rate": found.rate.share,
        "meets_target": None if target is None else found.rate.meets(target),
        **(output if weight is Weight.OUTPUT else {}),
    }


def innovation(day: date, period: tuple[date, date] | None = None) -> dict[str, Any]:
    """Standard-innovation enterprises on `day`, for `InnovationSchema`; `period` adds what became of awards in it."""
    target = statistics.target_of(statistics.plan_on(day), Metric.INNOVATION_ENTERPRISES)
    figure = innovation_figure(day)
    levels: Counter[str | None] = Counter()
    for level, count in figure.by_level.items():
        levels[level.name if level else None] += count
    return {
        "as_of": day,
        "count": figure.count,
        "target": target,
        "met": None if target is None else figure.count >= target,
        "by_level": _counted((name, name or NO_LEVEL, count) for name, count in levels.items()),
        "by_county": _counted((code, county_label(code), count) for code, count in figure.by_county.items()),
        "by_block_industry": _counted(
            (block.code if block else None, block.name if block else "不属任何块状产业", count)
            for block, count in figure.by_block_industry.items()
        ),
        "by_scheme": _counted(_by(figure, lambda award: (award.scheme.code, award.scheme.name))),
        "by_batch": _counted(_by(figure, lambda award: (award.batch, award.batch or "未分批"))),
        **({"period": _changes(day, period)} if period else {}),
        "left_out": figure.left_out,
        "rows_url": f"{_AT}/innovation-enterprises/rows?{urlencode({'as_of': day})}",
    }


def _changes(day: date, period: tuple[date, date]) -> InnovationChanges:
    return statistics.innovation_changes(*period, schemes=statistics.settings_on(day).schemes)


def _by(figure: InnovationFigure, named: Callable[[Any], tuple[str | None, str]]) -> Iterable[tuple[str | None, str, int]]:
    """Enterprises by something of the award that counts for them."""
    counted = Counter(named(row.award) for row in figure.rows)
    return [(value, label, count) for (value, label), count in sorted(counted.items(), key=lambda item: item[0][0] or "")]


def innovation_figure(day: date) -> InnovationFigure:
    """The figure under the schemes that the plan of the day counts."""
    return statistics.innovation_enterprises(day, schemes=statistics.settings_on(day).schemes)


def _counted(groups: Iterable[tuple[str | None, str, int]]) -> list[dict[str, Any]]:
    return [{"value": value, "label": label, "count": count} for value, label, count in groups]


def drafting(since: date, until: date, group_by: GroupBy = GroupBy.KIND, kinds: Sequence[Kind] = ()) -> dict[str, Any]:
    """Drafting counts of [since, until), for `DraftingFigureSchema`."""
    figure = statistics.drafting_counts(
        since, until, city=city(), kinds=kinds, lead_rank=statistics.settings_before(until).lead_rank, group_by=group_by
    )
    return {
        "from_": since,
        "to": until,
        "group_by": group_by,
        "kinds": kinds,
        "total": figure.total,
        "items": [vars(group.counts) | {"value": group.value, "label": _group_label(group_by, group)} for group in figure.groups],
        "left_out": figure.left_out,
        "rows_url": _drafting_rows_url(since, until, kinds),
    }


def _group_label(group_by: GroupBy, group: DraftingGroup) -> str:
    if group.value is None:
        return NOT_STATED
    if group_by is GroupBy.KIND:
        return Kind.read(group.value).label
    if group_by is GroupBy.COUNTY:
        return county_label(group.value)
    return group.label or group.value


def _drafting_rows_url(since: date, until: date, kinds: Iterable[Kind], part: Part | None = None) -> str:
    asked = [("from", since), ("to", until), *(("kind", kind.value) for kind in kinds)]
    if part:
        asked.append(("part", part.value))
    return f"{_AT}/drafting/rows?{urlencode(asked)}"


def targets(day: date) -> dict[str, Any]:
    """All targets of the plan of `day`, for `TargetsSchema`."""
    found = statistics.targets_on(day, city=city())
    rows = _rows_of_metrics(day, statistics.flow_period(found.plan, day)) if found.plan else {}
    return {
        "as_of": day,
        "plan": found.plan,
        "inside": found.inside,
        "metrics": [
            _metric(metric, rows.get(metric.metric) if metric.computed else _observations_url(metric.metric, day), day)
            for metric in found.metrics
        ],
        "beside": beside(day, *statistics.flow_period(found.plan, day)) if found.plan else [],
    }


def beside(day: date, since: date, until: date) -> list[dict[str, Any]]:
    """Local and alliance standards led, which count towards no target: named beside the two of drafting."""
    lead_rank = statistics.settings_before(until).lead_rank
    figure = statistics.drafting_counts(since, until, city=city(), kinds=BESIDE_KINDS, lead_rank=lead_rank)
    counts = {group.value: group.counts for group in figure.groups}
    return [
        {
            "metric": f"lead_drafted_{kind.value}_standards",
            "label": f"为主制修订{kind.label}",
            "kind": kind.value,
            "value": counts[kind.value].lead if kind.value in counts else 0,
            "rows_url": _drafting_rows_url(since, until, (kind,), Part.LEAD),
        }
        for kind in BESIDE_KINDS
    ]


def _observations_url(metric: str, day: date) -> str:
    return f"{_AT}/observations?{urlencode({'metric': metric, 'as_of': day})}"


def international_adoption(day: date, years: int = 5) -> dict[str, Any]:
    """采标率 year by year up to that of `day`, for `InternationalAdoptionSchema`; the figure is that of the last year."""
    through = statistics.settings_on(day).adopts_through_national
    course = statistics.adoption_by_year(day.year, years, through_national=through)
    return {
        "as_of": day,
        "through_national": through,
        "figure": course[-1] if course else None,
        "by_year": course,
        "rows_url": _product_rows_url(course[-1].year, day) if course else None,
    }


def _product_rows_url(year: int, day: date) -> str:
    return f"{_AT}/international-adoption/rows?{urlencode({'year': year, 'as_of': day})}"


def _rows_of_metrics(day: date, period: tuple[date, date]) -> Mapping[str, str]:
    """The rows behind each computed metric: as many as its count says, for a rate those of its denominator."""
    asked = urlencode({"as_of": day})
    return {
        Metric.IMPLEMENTATION_RATE: f"{_AT}/adoption/rows?{asked}",
        Metric.IMPLEMENTING_BLOCK_INDUSTRIES: f"{_AT}/implementing-block-industries/rows?{asked}",
        Metric.INNOVATION_ENTERPRISES: f"{_AT}/innovation-enterprises/rows?{asked}",
        Metric.LEAD_DRAFTED_STANDARDS: _drafting_rows_url(*period, LEAD_DRAFTED_KINDS, Part.LEAD),
        Metric.INTERNATIONAL_STANDARDS: _drafting_rows_url(*period, (Kind.INTERNATIONAL,)),
        Metric.COMMITTEES: f"{_AT}/committees/rows?{asked}",
        Metric.INTERNATIONAL_ADOPTION_RATE: f"{_AT}/international-adoption?{asked}",
    }


def _metric(found: MetricOn, rows_url: str | None, day: date) -> dict[str, Any]:
    known = found.metric in set(Metric)
    return {
        "metric": str(found.metric),
        "label": metric_label(found.metric),
        "value": found.value,
        "target": found.target,
        "must_rise": found.must_rise,
        "unit": "rate" if found.is_rate else "count",
        "met": found.met,
        "gap": found.gap,
        "counts": found.counts,
        "computed": found.computed,
        "definition": f"{_DEFINITIONS}#{found.metric if known else 'recorded'}",
        "left_out": found.left_out,
        "rows_url": _product_rows_url(found.year, day) if found.year else rows_url,
        **({"year": found.year} if found.year else {}),
        **({"observed_on": found.observed.on, "source": found.observed.source} if found.observed else {}),
    }
