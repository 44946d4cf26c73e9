"""Sheets of the plan: its targets, how they went and where they lead, county by county, what was recorded, projects."""

from collections.abc import Iterable
from datetime import date

from app.api import figures
from app.api.courses import MetricCourse, courses_on
from app.api.labels import metric_label
from app.api.sheets.cells import YES, Cell, Row, Told, known, left_out, name_of, number, place, text
from app.registry import statistics
from app.registry.statistics.assessment import Assessment, assessment
from app.registry.statistics.observations import recorded_up_to
from app.registry.statistics.projects import projects_on
from app.registry.words import is_rate

_REACHES = {True: "可达到", False: "达不到", None: None}


def assessed(day: date) -> Assessment | None:
    """The county assessment under the plan of the day; None where no plan had begun."""
    plan = statistics.plan_on(day)
    return assessment(plan, day, city=figures.city()) if plan else None


def targets(day: date) -> Iterable[Row]:
    """Every metric of the plan: where it stands, what of what, and how far the target is."""
    for each in figures.targets(day)["metrics"]:
        when = f"{each['year']} 年" if "year" in each else f"{each['observed_on']} 填报" if "observed_on" in each else None
        value, target, rate = each["value"], each["target"], each["unit"] == "rate"
        of = each["counts"]
        yield (
            each["label"], known(value, rate), None if of is None else of.count,
            None if of is None else of.of, number(target, rate), number(each["gap"], rate),
            "比率" if rate else "数量", YES[each["met"]], "登记" if each["computed"] else "填报", when,
            left_out(each["left_out"]),
        )  # fmt: skip


def courses(day: date) -> Told:
    """The metrics that the register computes, at the ends of the quarters since the plan's beginning; a row a day."""
    found = courses_on(day)
    computed = [each for each in found.metrics if each.computed] if found else []
    rows = [
        (str(on), *(known(each.course.values[at], each.is_rate) for each in computed))
        for at, on in enumerate(found.days if found else ())
    ]
    return ["截至", *(each.label for each in computed)], rows


def forecasts(day: date) -> Iterable[Row]:
    """Where a straight line through the quarters leads by the plan's end, with the range it may miss by."""
    found = courses_on(day)
    return [_forecast(each) for each in found.metrics] if found else []


def _forecast(each: MetricCourse) -> Row:
    drawn, value = each.forecast, each.course.values[-1]
    head: tuple[Cell, ...] = (each.label, known(value, each.is_rate), number(each.target, each.is_rate))
    unit = "比率" if each.is_rate else "数量"
    if drawn is None:
        return *head, *([None] * 6), unit, "数值太少，或规划期已满，不作外推"
    # an estimate: more places of a count would only look exact
    line = (number(end if each.is_rate else round(end, 1), each.is_rate) for end in (drawn.value, drawn.low, drawn.high))
    return *head, str(drawn.on), *line, _REACHES[each.reaches], drawn.points, unit, f"{drawn.since} 至 {drawn.until} 的数值"


def counties(day: date) -> Told:
    """Each county's figures against its share of the plan's targets, and against a year before."""
    found = assessed(day)
    if found is None:
        return ["县（市、区）"], ()
    heads = [metric_label(metric) for metric in found.metrics]
    rows = []
    for county in found.counties:
        cells: list[Cell] = []
        for metric in found.metrics:
            cell = found.cells[county, metric]
            rate = is_rate(metric)
            cells += (known(cell.value, rate), number(cell.share, rate), number(cell.change, rate))
        rows.append((place(county), *cells))
    changes = ["：比上年（百分点）" if is_rate(metric) else "：比上年" for metric in found.metrics]
    parts = (f"{head}{part}" for head, change in zip(heads, changes, strict=True) for part in ("", "：目标", change))
    return ["县（市、区）", *parts], rows


def observations(day: date) -> Iterable[Row]:
    """Everything that was recorded of the plan's other metrics up to the day, by metric, the oldest first."""
    metrics = [each["metric"] for each in figures.targets(day)["metrics"] if not each["computed"]]
    found = recorded_up_to(metrics, day)
    return [
        (
            metric_label(each.metric), place(each.county) or "全市", str(each.on),
            known(each.value, is_rate(each.metric)), "比率" if is_rate(each.metric) else "数量", each.source,
        )
        for each in sorted(found, key=lambda one: metrics.index(one.metric))
    ]  # fmt: skip


def projects(day: date) -> Iterable[Row]:
    """The projects, what had become of each by the day, and its dates."""
    for row in projects_on(day):
        accepted = row.accepted_on is not None and row.accepted_on.first_day <= day
        status = "已验收" if accepted else "实施中" if row.approved_on else "立项日期未载"
        yield (
            row.code, row.name, row.kind and row.kind.label, name_of(row.organization), name_of(row.block_industry),
            place(row.county), status, text(row.approved_on), text(row.accepted_on) if accepted else None, row.source,
        )  # fmt: skip

