"""Sheets of awards, drafting, committees and 采标: by year, and every row."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from app.api import figures
from app.api.labels import NO_LEVEL
from app.api.sheets.cells import YES, Row, Told, known, left_out, name_of, place, text
from app.registry import statistics
from app.registry.dates import day_after
from app.registry.statistics import GroupBy
from app.registry.words import Kind

YEARS = 10
_RISING = {True: "上升", False: "没有上升", None: None}


def innovation_years(day: date) -> Told:
    """Enterprises with an award at the end of each year, on the day in its own, and what became of awards in it."""
    ends = _ends(day)
    course = statistics.innovation_course({end: statistics.settings_on(end).schemes for end in ends})
    rows: list[Row] = []
    for end, counts in zip(ends, course.by_day, strict=True):
        changes = statistics.innovation_changes(date(end.year, 1, 1), day_after(end), schemes=statistics.settings_on(end).schemes)
        levels = (counts.get(level, 0) for level in course.levels)
        rows.append((str(end), sum(counts.values()), *levels, changes.awarded, changes.expired, changes.revoked))
    levels_named = (level or NO_LEVEL for level in course.levels)
    return ["截至", "合计", *levels_named, "当年新认定", "当年到期", "当年撤销"], rows


def innovation(day: date) -> Iterable[Row]:
    """Every enterprise that holds an award, with the highest."""
    for row in figures.innovation_figure(day).rows:
        award = row.award
        yield (
            row.enterprise.name, row.enterprise.uscc, place(row.enterprise.county), name_of(award.level),
            award.scheme.name, award.batch, str(award.awarded_on), text(award.valid_until),
            "；".join(block.name for block in row.block_industries),
        )  # fmt: skip


def drafting_years(day: date) -> Iterable[Row]:
    """Standards that local bodies led or took part in, by year of publication and kind; each year as its own plan counts."""
    ends = _ends(day)
    since, until = date(ends[0].year, 1, 1), day_after(day)
    rank_of = {str(end.year): statistics.settings_on(end).lead_rank for end in ends}
    counted = {
        (group.value or "", kind): group.counts
        for kind in Kind
        for rank in {*rank_of.values()}
        for group in statistics.drafting_counts(
            since, until, city=figures.city(), kinds=(kind,), lead_rank=rank, group_by=GroupBy.YEAR
        ).groups
        if rank_of.get(group.value or "") == rank
    }
    kinds = list(Kind)
    for year, kind in sorted(counted, key=lambda each: (each[0], kinds.index(each[1]))):
        counts = counted[year, kind]
        yield year, kind.label, counts.lead, counts.formulated, counts.revised, counts.participate


def drafting_of(kinds: Sequence[Kind]) -> Callable[[date], Iterable[Row]]:
    """Every standard of these kinds behind the plan's figure, with its local bodies."""

    def rows(day: date) -> Iterable[Row]:
        since, until = statistics.settings_on(day).flow_period(day)
        for row in statistics.drafting_rows(
            since, until, city=figures.city(), kinds=kinds, lead_rank=statistics.settings_before(until).lead_rank
        ):
            bodies = [
                part.organization.name + ("" if part.rank is None else f"（第 {part.rank}）") for part in row.bodies
            ]
            yield (
                row.standard.number, row.standard.title, row.standard.kind and row.standard.kind.label,
                str(row.standard.published_on), "为主" if row.lead else "参与", "修订" if row.revised else "制定",
                "；".join(bodies),
            )  # fmt: skip

    return rows


def committees(day: date) -> Iterable[Row]:
    """Every committee seated in the city, and those whose seat nobody knows."""
    for row in statistics.committee_rows(day, city=figures.city()):
        committee = row.committee
        level = committee.level and committee.level.label
        yield committee.number, committee.name, level, name_of(row.secretariat), place(row.county)


def adoption_years(day: date) -> Iterable[Row]:
    """采标率 year by year."""
    through = statistics.settings_on(day).adopts_through_national
    for each in statistics.adoption_by_year(day.year, YEARS, through_national=through):
        yield (
            str(each.year), each.list_year and str(each.list_year), each.rate.of, each.rate.count,
            known(each.rate.share, True), _RISING[each.rising], left_out(each.left_out),
        )  # fmt: skip


def products(day: date) -> Iterable[Row]:
    """The leading products behind the last rate."""
    through = statistics.settings_on(day).adopts_through_national
    course = statistics.adoption_by_year(day.year, 1, through_national=through)
    for row in statistics.adoption_rows(course[-1].year, through_national=through) if course else ():
        product = row.product
        yield (
            str(product.year), row.organization.name, row.organization.uscc, product.product, product.adopts,
            product.degree and product.degree.value, YES[row.adopting], row.left_out and row.left_out.label,
        )  # fmt: skip


def _ends(day: date) -> Sequence[date]:
    """The ends of the last years, of that of `day` the day itself."""
    return [min(date(year, 12, 31), day) for year in range(max(1, day.year - YEARS + 1), day.year + 1)]
