"""Charts to take away: SVG always, PNG where the machine has a font with Chinese letters."""

from datetime import date

from flask import Response

from app.accounts.limiting import exporting
from app.api.schemas.fields import LARGEST_ID, Controlled
from app.errors import NotFound
from app.percent import percent
from app.registry import statistics as counted
from app.registry.queries.block_industries import block_industry_record
from app.registry.rates.implementation import Evidence
from app.registry.words import Metric
from app.web.asked import OfDay, read
from app.web.block_industries import course_of
from app.web.blueprint import pages
from app.web.charts.pictures import png, svg
from app.web.rates import rate_chart
from app.web.yearly import drafting_by_year, innovation_by_year, years_drawn


class CourseAsked(OfDay):
    """The course up to a day, by one kind of evidence."""

    evidence = Controlled(Evidence, load_default=Evidence.VERIFIED)


@pages.get("/statistics/charts/<name>.<form>")
@exporting
def statistics_picture(name: str, form: str) -> Response:
    """One of the charts of the statistics page."""
    day = read(OfDay)["as_of"]
    plan = counted.plan_on(day)
    if name == "rates":
        chart = rate_chart(counted.implementation_rate(day), plan)
        return _picture(svg("bars", chart, f"各块状产业联盟标准实施率，截至 {day}", _aim(day)), form)
    years = years_drawn(counted.settings_on(day).flow_period(day)[0], day)
    if name == "drafting":
        title = f"本市为主起草的标准（项），按发布年份和类别，截至 {day}"
        return _picture(svg("columns", drafting_by_year(years, day).chart, title), form)
    if name == "innovation":
        title = f"标准创新型企业（家），各年年末，截至 {day}"
        return _picture(svg("columns", innovation_by_year(years, day).chart, title), form)
    raise NotFound(f"没有名为“{name[:40]}”的图，可用的有：rates、drafting、innovation")


@pages.get(f"/block-industries/<int(max={LARGEST_ID}):block_industry_id>/course.<form>")
@exporting
def block_industry_picture(block_industry_id: int, form: str) -> Response:
    """The course of a block industry's rate."""
    asked = read(CourseAsked)
    day, evidence = asked["as_of"], asked["evidence"]
    name = block_industry_record(block_industry_id).block_industry.name
    _, chart = course_of(block_industry_id, day, evidence)
    return _picture(svg("line", chart, f"{name}产业联盟标准实施率（{evidence.label}），各季度末至 {day}", _aim(day)), form)


def _aim(day: date) -> str:
    target = counted.target_of(counted.plan_on(day), Metric.IMPLEMENTATION_RATE)
    return "" if target is None else f"目标 {percent(target, 0)}"


def _picture(drawn: str, form: str) -> Response:
    if form == "svg":
        return Response(drawn, mimetype="image/svg+xml")
    if form != "png":
        raise NotFound(f"图没有 .{form[:10]} 格式，可用的有：svg、png")
    picture = png(drawn)
    if picture is None:
        raise NotFound("这台服务器没有中文字体，不能生成 PNG，请下载 SVG")
    return Response(picture, mimetype="image/png")
