"""How figures went and where they lead, county by county, who drafts with whom, and what an enterprise qualifies for."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from app.api.courses import courses_on
from app.api.labels import county_label, metric_label
from app.api.schemas.fields import LARGEST_ID
from app.api.schemas.standards import OfDay
from app.api.schemas.trends import (
    BlockCourseSchema,
    CountiesSchema,
    CourseArguments,
    CoursesSchema,
    NetworkArguments,
    NetworkSchema,
    SupportSchema,
)
from app.api.sheets import assessed
from app.api.smorest import Blueprint
from app.clock import today
from app.errors import FieldError, Invalid
from app.registry import statistics
from app.registry.queries.block_industries import block_industry_record
from app.registry.queries.drafting_network import drafting_network
from app.registry.queries.support import supported
from app.registry.rates.implementation import Evidence, Rate
from app.registry.words import Metric, is_rate

bp = Blueprint("trends", __name__, url_prefix="/api/v1", description="指标走势、县域考核、起草网络、奖补条件")
QUARTERS = 16
YEARS = 5


@bp.get("/statistics/courses")
@bp.doc(summary="规划各指标在各季度末的数值，与直线外推")
@bp.arguments(OfDay, location="query")
@bp.response(200, CoursesSchema)
def courses(asked: Mapping[str, date]) -> dict[str, Any]:
    """Every metric of the plan by quarter, and where it leads."""
    return courses_answer(asked["as_of"])


@bp.get("/statistics/counties")
@bp.doc(summary="县（市、区）年度考核：各指标对照其份额与上年")
@bp.arguments(OfDay, location="query")
@bp.response(200, CountiesSchema)
def counties(asked: Mapping[str, date]) -> dict[str, Any]:
    """The county assessment."""
    return counties_answer(asked["as_of"])


@bp.get("/statistics/drafting-network")
@bp.doc(summary="起草合作网络：起草最多的单位，两两共同起草的标准数")
@bp.arguments(NetworkArguments, location="query")
@bp.response(200, NetworkSchema)
def network(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Who drafts with whom."""
    return network_answer(asked["from_"], asked["to"], asked["top"])


@bp.get(f"/statistics/adoption/block-industries/<int(max={LARGEST_ID}):block_industry_id>/course")
@bp.doc(summary="一个块状产业的实施率：当日、各季度末、距目标还差几家")
@bp.arguments(CourseArguments, location="query")
@bp.response(200, BlockCourseSchema)
@bp.alt_response(404, "NOT_FOUND")
def block_course(asked: Mapping[str, Any], block_industry_id: int) -> dict[str, Any]:
    """One block industry by quarter."""
    return block_answer(block_industry_id, asked["as_of"], asked["evidence"])


@bp.get(f"/organizations/<int(max={LARGEST_ID}):organization_id>/support")
@bp.doc(summary="一家企业起草的标准对照各奖补办法：符合的、不符合的、还缺的证明")
@bp.arguments(OfDay, location="query")
@bp.response(200, SupportSchema)
@bp.alt_response(404, "NOT_FOUND")
def support(asked: Mapping[str, date], organization_id: int) -> dict[str, Any]:
    """The standards of an enterprise by every rule."""
    return support_answer(organization_id, asked["as_of"])


def courses_answer(day: date) -> dict[str, Any]:
    """For `CoursesSchema`."""
    found = courses_on(day)
    if found is None:
        return {"as_of": day, "plan": None, "days": [], "metrics": []}
    return {"as_of": day} | vars(found)


def counties_answer(day: date) -> dict[str, Any]:
    """For `CountiesSchema`."""
    found = assessed(day)
    if found is None:
        return {"as_of": day, "year_before": None, "plan": None, "items": []}
    named = {metric: {"metric": metric, "label": metric_label(metric), "unit": _unit(metric)} for metric in found.metrics}
    return {
        "as_of": day,
        "year_before": found.year_before,
        "plan": statistics.plan_on(day),
        "items": [
            {
                "county": county,
                "label": county_label(county),
                "metrics": [
                    named[metric] | {name: getattr(found.cells[county, metric], name) for name in _OF_CELL}
                    for metric in found.metrics
                ],
            }
            for county in found.counties
        ],
    }


_OF_CELL = ("value", "share", "met", "before", "change")


def _unit(metric: str) -> str:
    return "rate" if is_rate(metric) else "count"


def network_answer(since: date | None, until: date | None, top: int) -> dict[str, Any]:
    """Standards published in [since, until), by itself the last years up to today, for `NetworkSchema`.

    Raises `Invalid` where no day follows `since`.
    """
    if since == date.max:
        reason = f"“{since}”之后没有日子了，请写早一些"
        raise Invalid(reason, (FieldError("from", reason, str(since)),))
    until = until or max(today(), since or today()) + timedelta(days=1)
    since = since or date(max(1, until.year - YEARS), 1, 1)
    found = drafting_network(since, until, top=top)
    pairs = [{"bodies": [one, other], "standards": count} for one, other, count in found.pairs]
    return {"from_": since, "to": until, "top": top, "bodies": found.bodies, "pairs": pairs}


def block_answer(block_industry_id: int, day: date, evidence: Evidence) -> dict[str, Any]:
    """For `BlockCourseSchema`. Raises `NotFound`."""
    block = block_industry_record(block_industry_id).block_industry
    days = statistics.quarter_days(date.min, day, QUARTERS)
    rates = statistics.implementation_course(block_industry_id, days, evidence)
    target = statistics.target_of(statistics.plan_on(day), Metric.IMPLEMENTATION_RATE)
    rows = urlencode({"as_of": day, "evidence": evidence.value})
    return _on(day, rates[-1]) | {
        "block_industry": block,
        "evidence": evidence,
        "target": target,
        "missing": None if target is None else rates[-1].missing_to(target),
        "course": [_on(each, rate) for each, rate in zip(days, rates, strict=True)],
        "rows_url": f"/api/v1/statistics/adoption/block-industries/{block_industry_id}?{rows}",
    }


def _on(day: date, rate: Rate) -> dict[str, Any]:
    return {"on": day, "enterprises": rate.of, "implementing": rate.count, "rate": rate.share}


def support_answer(organization_id: int, day: date) -> dict[str, Any]:
    """For `SupportSchema`. Raises `NotFound`."""
    body, rules = supported(organization_id, day)
    return {
        "as_of": day,
        "organization": body,
        "rules": [
            {
                "code": each.rule.code,
                "name": each.rule.name,
                "holds": each.holds,
                "qualifying": each.qualifying,
                "amount": each.amount,
                "standards": [
                    {
                        "number": standard.number,
                        "title": standard.title,
                        "kind": standard.kind,
                        "status": judged.claimed.status,
                        "rank": judged.claimed.rank,
                        "qualifies": judged.qualifies,
                        "lacks_proof": judged.lacks_proof,
                        "against": judged.against,
                        "against_labels": [reason.label for reason in judged.against],
                    }
                    for standard, judged in each.judged
                ],
            }
            for each in rules
        ],
    }
