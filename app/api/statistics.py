"""The figures: each on a day or over a period, with the rows behind it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.api import figures, sheets
from app.api.schemas.fields import LARGEST_ID
from app.api.schemas.standards import OfDay
from app.api.schemas.statistics import (
    AdoptionArguments,
    AdoptionRowsArguments,
    AdoptionRowsSchema,
    AdoptionSchema,
    BlockIndustryRowsArguments,
    BlockIndustryRowsSchema,
    CommitteeRowsArguments,
    CommitteeRowsSchema,
    DraftingArguments,
    DraftingFigureSchema,
    DraftingRowsArguments,
    DraftingRowsSchema,
    EnterprisesArguments,
    EnterprisesSchema,
    InnovationArguments,
    InnovationRowsArguments,
    InnovationRowsSchema,
    InnovationSchema,
    InternationalAdoptionSchema,
    ObservationsArguments,
    ObservationsSchema,
    ProductRowsArguments,
    ProductRowsSchema,
    SheetArguments,
    SheetSchema,
    TargetsSchema,
)
from app.api.smorest import Blueprint
from app.registry import statistics
from app.registry.queries.block_industries import block_industry_record
from app.registry.queries.standards import cards_by_id
from app.registry.statistics import Asked, Narrowing

bp = Blueprint("statistics", __name__, url_prefix="/api/v1/statistics", description="统计指标")


@bp.get("/adoption")
@bp.doc(summary="块状产业联盟标准实施率")
@bp.arguments(AdoptionArguments, location="query")
@bp.response(200, AdoptionSchema)
def adoption(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The implementation rate, overall and for every block industry."""
    return figures.adoption(
        asked["as_of"], asked["evidence"], asked["scope"], asked["population"], asked["weight"], asked["group_by"]
    )


@bp.get(f"/adoption/block-industries/<int(max={LARGEST_ID}):block_industry_id>")
@bp.doc(summary="一个块状产业实施率的明细：成员企业，再是未计入的")
@bp.arguments(AdoptionRowsArguments, location="query")
@bp.response(200, AdoptionRowsSchema)
@bp.alt_response(404, "NOT_FOUND")
def adoption_rows(asked: Mapping[str, Any], block_industry_id: int) -> dict[str, Any]:
    """The enterprises behind the rate of one block industry."""
    block = block_industry_record(block_industry_id).block_industry
    rows = statistics.implementation_rows(block_industry_id, asked["as_of"], asked["evidence"], asked["population"])
    how = {name: asked[name] for name in ("as_of", "evidence", "population")}
    return _page(rows, asked) | how | {"block_industry": block}


@bp.get("/adoption/rows")
@bp.doc(summary="总实施率的明细：不同的成员企业，每家一次")
@bp.arguments(EnterprisesArguments, location="query")
@bp.response(200, EnterprisesSchema)
def enterprise_rows(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The distinct enterprises behind the overall rate."""
    how = {name: asked[name] for name in ("as_of", "evidence", "scope", "population", "standing")}
    which = Asked(asked["evidence"], asked["scope"], asked["population"])
    found = statistics.enterprises_behind(
        asked["as_of"], which, asked["page"], asked["per_page"], standing=asked["standing"]
    )
    return vars(found) | how


@bp.get("/implementing-block-industries/rows")
@bp.doc(summary="实施联盟标准的块状产业明细")
@bp.arguments(BlockIndustryRowsArguments, location="query")
@bp.response(200, BlockIndustryRowsSchema)
def block_industry_rows(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The block industries with as many implementing enterprises as the plan of the day asks."""
    day = asked["as_of"]
    threshold = statistics.settings_on(day).implementing_threshold
    rows = [each for each in figures.adoption(day)["block_industries"] if each["implementing"] >= threshold]
    return _page(rows, asked) | {"as_of": day, "threshold": threshold}


@bp.get("/committees/rows")
@bp.doc(summary="落户本市的标准化技术委员会明细")
@bp.arguments(CommitteeRowsArguments, location="query")
@bp.response(200, CommitteeRowsSchema)
def committee_rows(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The national and provincial committees seated in the city on the day, or those that nobody knows the seat of."""
    day, local = asked["as_of"], asked["seat"] == "local"
    rows = [row for row in statistics.committee_rows(day, city=figures.city()) if (row.county is not None) is local]
    return _page(rows, asked) | {"as_of": day}


@bp.get("/innovation-enterprises")
@bp.doc(summary="标准创新型企业数")
@bp.arguments(InnovationArguments, location="query")
@bp.response(200, InnovationSchema)
def innovation(asked: Mapping[str, Any]) -> dict[str, Any]:
    """How many enterprises hold an award on the day."""
    since, until = asked["from_"], asked["to"]
    return figures.innovation(asked["as_of"], (since, until) if since else None)


@bp.get("/innovation-enterprises/rows")
@bp.doc(summary="标准创新型企业明细")
@bp.arguments(InnovationRowsArguments, location="query")
@bp.response(200, InnovationRowsSchema)
def innovation_rows(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The enterprises behind the figure, by name."""
    day = asked["as_of"]
    return _page(figures.innovation_figure(day).rows, asked) | {"as_of": day}


@bp.get("/drafting")
@bp.doc(summary="为主、参与起草的标准数")
@bp.arguments(DraftingArguments, location="query")
@bp.response(200, DraftingFigureSchema)
def drafting(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What local bodies drafted of the standards published in a period."""
    return figures.drafting(asked["from_"], asked["to"], asked["group_by"], asked["kind"])


@bp.get("/drafting/rows")
@bp.doc(summary="起草数的明细：标准与本市起草单位")
@bp.arguments(DraftingRowsArguments, location="query")
@bp.response(200, DraftingRowsSchema)
def drafting_rows(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The standards behind the counts, newest first; each with its status on the last day of the period."""
    since, until = asked["from_"], asked["to"]
    found = statistics.drafting_page(
        since,
        until,
        asked["page"],
        asked["per_page"],
        city=figures.city(),
        kinds=asked["kind"],
        lead_rank=statistics.settings_before(until).lead_rank,
        narrowing=Narrowing(part=asked["part"]),
    )
    standards = cards_by_id([row.standard.id for row in found.items], until)
    items = [vars(row) | {"standard": standards[row.standard.id]} for row in found.items]
    return vars(found) | {"from_": since, "to": until, "items": items}


@bp.get("/targets")
@bp.doc(summary="规划目标与当日的实现情况")
@bp.arguments(OfDay, location="query")
@bp.response(200, TargetsSchema)
def targets(asked: Mapping[str, date]) -> dict[str, Any]:
    """Every target of the plan of the day, and how far it is."""
    return figures.targets(asked["as_of"])


@bp.get("/international-adoption")
@bp.doc(summary="规上企业主导产品采标率，逐年")
@bp.arguments(OfDay, location="query")
@bp.response(200, InternationalAdoptionSchema)
def international_adoption(asked: Mapping[str, date]) -> dict[str, Any]:
    """The share of leading products that adopt an international or foreign standard, year by year."""
    return figures.international_adoption(asked["as_of"])


@bp.get("/international-adoption/rows")
@bp.doc(summary="采标率的明细：规上企业的主导产品")
@bp.arguments(ProductRowsArguments, location="query")
@bp.response(200, ProductRowsSchema)
def international_adoption_rows(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The products behind the rate of a year."""
    year = asked["year"]
    day = asked["as_of"] or date(year, 12, 31)
    rows = statistics.adoption_rows(year, through_national=statistics.settings_on(day).adopts_through_national)
    return _page(rows, asked) | {"year": year}


@bp.get("/observations")
@bp.doc(summary="一项填报指标的各次填报值")
@bp.arguments(ObservationsArguments, location="query")
@bp.response(200, ObservationsSchema)
def observations(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What was recorded of a metric up to the day, the newest first."""
    day = asked["as_of"]
    return _page(statistics.observations(asked["metric"], day), asked) | {"as_of": day}


@bp.get("/sheets/<name>")
@bp.doc(summary="报表中的一张表：" + "、".join(f"{each.value} {each.label}" for each in sheets.Name))
@bp.arguments(SheetArguments, location="query")
@bp.response(200, SheetSchema)
@bp.alt_response(404, "NOT_FOUND")
def one_sheet(asked: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A table of the report on a day, page by page."""
    found = sheets.sheet(sheets.named(name), asked["as_of"])
    return vars(found) | _page(found.rows, asked) | {"as_of": asked["as_of"]}


def _page(rows: Sequence[Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    """One page of rows that are already here."""
    page, per_page = asked["page"], asked["per_page"]
    return {"total": len(rows), "page": page, "per_page": per_page, "items": rows[(page - 1) * per_page : page * per_page]}
