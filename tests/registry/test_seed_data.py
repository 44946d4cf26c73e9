"""The files of seed_data/ in themselves: readable, whole, and invented only where they say so."""

import csv
import re
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest
from sqlalchemy import select

from app.database import db
from app.registry import seeding
from app.registry.dates import PartialDate
from app.registry.editing.demonstrating import load_alliance
from app.registry.importing.columns import table_of
from app.registry.models import WorkItem
from app.registry.uscc import read_uscc
from app.registry.words import Metric, OrganizationKind
from tests.factories import make_organization, make_standard

SEED_DATA = Path(__file__).parents[2] / "seed_data"
FILES = sorted(SEED_DATA.glob("*/*.csv"))
LOADED_WITH = {"reference": ("reference",), "demonstration": ("reference", "demonstration")}

# docs/rules.md section 1, industry standards.
INDUSTRY_PREFIXES = (
    "AQ BB CB CH CJ CJJ CY DA DB DL DY DZ EJ FZ GA GH GM GY HB HG HJ HS HY JB JC JG JGJ JR JT JTG JTS JTJ JY KA LB LD LS LY "
    "MH MR MT MZ NB NY QB QC QJ QX RB SB SC SF SH SJ SL SN SW SY TB TD TJ TY WB WH WJ WM WS WW XB XF YB YC YD YJ YS YY YZ ZY ZB"
)
# docs/rules.md section 4: what the city's plan asks; None is a direction without a number.
PLAN_TARGETS = {
    "implementation_rate": 0.3,
    "implementing_block_industries": 10,
    "innovation_enterprises": 50,
    "lead_drafted_standards": 50,
    "international_standards": 2,
    "committees": 5,
    "international_adoption_rate": None,
    "supervision_sampling_pass_rate": 0.9,
    "provincial_sampling_pass_rate": 0.92,
    "food_batch_pass_rate": 0.93,
    "quality_award_enterprises": 100,
    "provincial_quality_award_enterprises": 5,
    "mayor_quality_award_enterprises": 15,
    "provincial_famous_brand_products": 300,
    "municipal_famous_brand_products": 500,
    "regional_brands": 5,
    "demonstration_zones": 20,
    "new_national_inspection_centres": 2,
    "new_provincial_inspection_centres": 5,
    "newly_accredited_test_items": 1000,
    "compulsory_verification_coverage_rate": 0.95,
    "compulsory_verification_pass_rate": 0.95,
    "energy_metering_rate": 0.98,
}

Row = dict[str, str]


def rows_of(table: str, folder: str = "demonstration") -> list[Row]:
    """Rows of a table as an instance holds them that loads `folder`; none where the table has no file."""
    found = []
    for name in LOADED_WITH[folder]:
        file = SEED_DATA / name / f"{table}.csv"
        if file.exists():
            with file.open(encoding="utf-8", newline="") as lines:
                found += csv.DictReader(lines, strict=True)
    return found


def key_of(body: Row) -> str:
    return body["uscc"] or f"{body['name']}@{body['county']}"


def codes_of(scheme: str) -> set[str]:
    return {row["code"] for row in rows_of("classifications") if row["scheme"] == scheme}


def parts(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def is_invented(standard: Row) -> bool:
    return standard["source"] == "演示数据"


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
class TestEveryFile:
    def test_is_plain_utf8_that_a_diff_can_show(self, file: Path):
        text = file.read_bytes()
        assert not text.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in text
        assert text.decode().endswith("\n")

    def test_has_the_columns_of_its_table_by_their_english_names(self, file: Path):
        table = table_of(file.stem)
        heading = file.read_text(encoding="utf-8").splitlines()[0].split(",")
        assert set(heading) <= set(table.written)
        assert len(set(heading)) == len(heading)

    def test_every_value_can_be_read(self, file: Path):
        table = table_of(file.stem)
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, strict=True):
                assert None not in row
                assert None not in row.values()
                for name, value in row.items():
                    table.column(name).read(value)

    def test_no_key_stands_twice(self, file: Path):
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        if file.stem == "organizations":
            keys = Counter(key_of(row) for row in rows)
        else:
            keys = Counter(tuple(row[name] for name in table_of(file.stem).key) for row in rows)
        assert [key for key, times in keys.items() if times > 1] == []

    def test_every_term_ends_after_it_begins(self, file: Path):
        starts_and_ends = (
            ("from", "to"), ("established_on", "dissolved_on"), ("awarded_on", "valid_until"), ("published_on", "implemented_on"),
            ("implemented_on", "withdrawn_on"), ("from", "revoked_on"), ("awarded_on", "revoked_on"),
        )  # fmt: skip
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                for start, end in starts_and_ends:
                    if row.get(start) and row.get(end):
                        assert PartialDate.read(row[start]).first_day <= PartialDate.read(row[end]).first_day, row

    def test_the_readme_says_where_it_comes_from(self, file: Path):
        chapters = (SEED_DATA / "README.md").read_text(encoding="utf-8").split("\n## ")
        chapter = next(text for text in chapters if text.startswith(f"{file.parent.name}/"))
        assert f"`{file.name}`" in chapter


def test_the_whole_is_small_enough_to_clone():
    assert sum(file.stat().st_size for file in FILES) < 1_000_000


REFERENCES = [
    ("block-industries", "association_uscc", "organizations"),
    ("committees", "secretariat_uscc", "organizations"),
    ("memberships", "uscc", "organizations"),
    ("memberships", "block_industry", "block-industries"),
    ("implementations", "uscc", "organizations"),
    ("implementations", "number", "standards"),
    ("draftings", "uscc", "organizations"),
    ("draftings", "number", "standards"),
    ("awards", "uscc", "organizations"),
    ("awards", "scheme", "award-schemes"),
    ("targets", "plan", "plans"),
    ("standard-block-industries", "number", "standards"),
    ("standard-block-industries", "block_industry", "block-industries"),
    ("organizations", "merged_into_uscc", "organizations"),
    ("committees", "parent", "committees"),
    ("yearly-facts", "uscc", "organizations"),
    ("leading-products", "uscc", "organizations"),
    ("projects", "uscc", "organizations"),
    ("projects", "block_industry", "block-industries"),
    ("county-targets", "plan", "plans"),
]


@pytest.mark.parametrize("folder", LOADED_WITH)
@pytest.mark.parametrize(("table", "column", "far"), REFERENCES)
def test_every_reference_finds_its_row(table: str, column: str, far: str, folder: str):
    key = key_of if far == "organizations" else lambda row: row[table_of(far).key[0]]
    known = {key(row) for row in rows_of(far, folder)}
    asked = {row[column] for row in rows_of(table, folder) if row.get(column)}
    assert asked - known == set()


def test_places_are_divisions_and_classes_are_known():
    bodies = [*rows_of("organizations"), *rows_of("committees"), *rows_of("block-industries")]
    assert {row["county"] for row in bodies if row.get("county")} <= codes_of("division")
    classes = {code for row in rows_of("block-industries") for code in parts(row.get("gbt4754", ""))}
    assert classes <= codes_of("gbt4754")


def test_every_parent_code_stands_in_its_scheme():
    for scheme, rows in groupby(rows_of("classifications"), key=lambda row: row["scheme"]):
        assert {row["parent"] for row in rows if row["parent"]} <= codes_of(scheme)


def test_every_award_has_a_level_of_its_scheme():
    levels = {row["code"]: parts(row["levels"]) for row in rows_of("award-schemes")}
    assert all(row["level"] in levels[row["scheme"]] for row in rows_of("awards"))


def test_the_prefixes_are_those_of_the_trade():
    assert sorted(codes_of("prefix")) == sorted(INDUSTRY_PREFIXES.split())


def test_first_levels_of_ics_and_ccs_have_chinese_names():
    first = [row for row in rows_of("classifications") if row["scheme"] in ("ics", "ccs")]
    assert Counter(row["scheme"] for row in first if row["name_zh"]) == {"ics": 40, "ccs": 24}


def test_dongtou_and_longgang_changed_in_their_years():
    terms = {row["code"]: (row["from"], row["to"]) for row in rows_of("classifications") if row["scheme"] == "division"}
    assert terms["330322"] == ("", "2015")
    assert terms["330305"] == ("2015", "")
    assert terms["330383"] == ("2019", "")


def test_both_plans_ask_what_the_city_asks():
    targets = rows_of("targets", "reference")
    for plan in rows_of("plans", "reference"):
        asked = {row["metric"]: float(row["value"]) if row["value"] else None for row in targets if row["plan"] == plan["code"]}
        assert asked == PLAN_TARGETS


def test_every_metric_has_its_label_the_computed_ones_that_of_the_code():
    labels = {row["code"]: row["name_zh"] for row in rows_of("classifications") if row["scheme"] == "metric"}
    assert set(labels) == set(PLAN_TARGETS)
    assert {metric.value: metric.label for metric in Metric}.items() <= labels.items()


def test_the_running_plan_says_that_it_is_invented():
    names = {row["from"]: row["name"] for row in rows_of("plans", "reference")}
    assert "演示" in names["2026-01-01"]
    assert "演示" not in names["2011-01-01"]


class TestInventedBodies:
    def test_are_named_so(self):
        assert [row for row in rows_of("organizations") if "演示" not in row["name"]] == []
        assert [row for row in rows_of("awards") if not row["scheme"].startswith("YANSHI-")] == []
        invented = [row for row in rows_of("committees") if not row["number"].startswith("SAC/TC ")]
        assert invented
        assert all("演示" in row["number"] and "演示" in row["name"] for row in invented)

    def test_have_codes_that_no_real_body_can_hold(self):
        codes = [row["uscc"] for row in rows_of("organizations") if row["uscc"]]
        assert codes
        assert all(read_uscc(code) == code and code[2:8] == "330399" for code in codes)

    def test_real_committees_are_given_no_secretariat(self):
        real = [row for row in rows_of("committees") if row["number"].startswith("SAC/TC ")]
        assert real
        assert not any(row["secretariat_uscc"] or row["county"] for row in real)


def test_nothing_in_it_is_doubtful(app):
    assert [warning for report in seeding.seed(seeding.DEMONSTRATION) for warning in report.warnings] == []


class TestInventedFacts:
    def test_say_that_they_are(self):
        for table in ("observations", "projects"):
            assert {row["source"] for row in rows_of(table)} == {"演示数据"}
        assert all("演示" in row["name"] for table in ("projects", "support-rules") for row in rows_of(table))
        plans = {row["code"]: row["name"] for row in rows_of("plans")}
        assert all("演示" in plans[row["plan"]] for row in rows_of("county-targets"))

    def test_are_of_known_metrics_and_places(self):
        facts = [*rows_of("observations"), *rows_of("county-targets")]
        assert {row["metric"] for row in facts} <= set(PLAN_TARGETS)
        assert {row["county"] for row in facts if row["county"]} <= codes_of("division")


class TestStandards:
    def test_each_states_its_source(self):
        assert [row["number"] for row in rows_of("standards") if not row["source"]] == []

    def test_real_ones_are_many_but_not_a_catalogue(self):
        assert 60 <= sum(not is_invented(row) for row in rows_of("standards")) <= 150

    def test_invented_ones_are_marked_and_bear_numbers_that_cannot_be(self):
        for row in filter(is_invented, rows_of("standards")):
            assert re.fullmatch(r"(T/YANSHI \d{3}|\S+ 99\d{3}(\.\d)?)[-:]\d{4}(/XG1-\d{4})?", row["number"]), row["number"]
            assert "（演示）" in row["title_zh"]

    def test_real_ones_know_nothing_of_the_invented_world(self):
        real = [row for row in rows_of("standards") if not is_invented(row)]
        assert not any("演示" in value or "YANSHI" in value for row in real for value in row.values())

    def test_invented_bodies_draft_and_implement_invented_standards_only(self):
        invented = {row["number"] for row in rows_of("standards") if is_invented(row)}
        assert {row["number"] for row in rows_of("draftings")} <= invented
        assert {row["number"] for row in rows_of("implementations")} <= invented
        assert all(row["number"].startswith("T/YANSHI ") for row in rows_of("implementations"))

    def test_invented_products_adopt_numbers_that_cannot_be(self):
        adopted = {row["adopts"] for row in rows_of("leading-products") if row["adopts"]}
        assert adopted
        assert all(re.fullmatch(r"\S+ 99\d{3}[-:]\d{4}", number) for number in adopted)

    def test_invented_relations_stay_among_the_invented(self):
        invented = {row["number"]: row for row in rows_of("standards") if is_invented(row)}
        for row in invented.values():
            adopted = [entry.rsplit(" ", 1)[0] for entry in parts(row["adopts"])]
            related = [*parts(row["replaces"]), *parts(row["partly_replaces"]), *parts(row["amends"]), *adopted]
            assert set(related) <= set(invented)

    def test_a_new_edition_starts_after_the_one_it_replaces(self):
        standards = {row["number"]: row for row in rows_of("standards")}
        for row in filter(is_invented, standards.values()):
            for old in parts(row["replaces"]):
                assert standards[old]["implemented_on"] < row["implemented_on"], row["number"]

    def test_draftings_are_ranked_from_one_without_gaps(self):
        ranks: dict[str, list[int]] = {}
        for row in rows_of("draftings"):
            ranks.setdefault(row["number"], []).append(int(row["rank"]))
        assert all(found == list(range(1, len(found) + 1)) for found in ranks.values())


def test_the_demonstration_has_standards_in_the_making_once(app):
    folder = SEED_DATA / "demonstration"
    make_organization("演示市块状产业标准联盟", uscc="51330399MJ57919046", kind=OrganizationKind.ALLIANCE)
    make_standard("T/YANSHI 090-2022")
    assert load_alliance(folder) == 5
    assert load_alliance(folder) == 0
    items = db.session.scalars(select(WorkItem).order_by(WorkItem.id)).all()
    assert [item.stage.label for item in items] == ["提案", "起草", "征求意见", "技术审查"]
    assert all(item.title_zh.endswith("（演示）") for item in items)
    assert items[1].revises.number == "T/YANSHI 090-2022"
