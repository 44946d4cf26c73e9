"""One value that can't be used, handed in as a file, over the API and typed into a form: refused alike, nothing written."""


import pytest
from sqlalchemy import func, select

from app.accounts.permissions import OPERATOR, OfficeKind
from app.database import db
from app.registry.importing.columns import TABLES
from app.registry.importing.registered import records_of
from app.registry.importing.rows import Row
from app.registry.importing.service import import_rows
from tests.factories import make_plan
from tests.signing import csrf_header, make_user, post, sign_in
from tests.web.reading import read

SHARES = {
    "30%": 0.3, "0.3": 0.3, "３０％": 0.3, "30 %": 0.3, ".3": 0.3, "1": 1, "1%": 0.01, "100%": 1, "0": 0, "": None,
}  # fmt: skip
NO_SHARES = {
    "30": "“30”大于 1，比率请带上百分号：30%，或写成小数：0.3",
    "1.5": "“1.5”大于 1，比率请带上百分号：1.5%，或写成小数：0.015",
    "130": "“130”应在 0 与 100% 之间，写成 30% 或 0.3",
    "130%": "“130%”应在 0 与 100% 之间，写成 30% 或 0.3",
    "-5": "“-5”应在 0 与 100% 之间，写成 30% 或 0.3",
    "三成": "“三成”不是比率，请写成 30% 或 0.3",
}
NUMBERS = {"30": 30, "1": 1, "0": 0, "1,200": 1200, "３０": 30, "": None}
NO_NUMBERS = {
    "30%": "“30%”应是数字，不带单位和百分号，例如 30",
    "30家": "“30家”应是数字，不带单位和百分号，例如 30",
    "三成": "“三成”应是数字，不带单位和百分号，例如 30",
    "-5": "“-5”不能为负，请核对",
}
RATES = ("implementation_rate", "块状产业联盟标准实施率", "pass_rate", "监督抽查合格率")
COUNTS = ("innovation_enterprises", "标准创新型企业", "quality_award_enterprises", "名牌产品")
TABLES_OF_METRICS = {
    "targets": {"plan": "P"},
    "county-targets": {"plan": "P", "county": "330382"},
    "observations": {"county": "330382", "on": "2012-06-30"},
}
READ = [(metrics, typed, value) for metrics, read in ((RATES, SHARES), (COUNTS, NUMBERS)) for typed, value in read.items()]
REFUSED = [(metrics, typed, why) for metrics, no in ((RATES, NO_SHARES), (COUNTS, NO_NUMBERS)) for typed, why in no.items()]


@pytest.fixture
def staff(app, client):
    make_plan("P", "2011-01-01", "2016-01-01", {})
    return sign_in(client, make_user(office=OfficeKind.STAFF))


def rows_in(table):
    return db.session.scalar(select(func.count()).select_from(records_of(table).model))


def taken(table, rows):
    """What an import of these rows refuses."""
    refused = []
    import_rows(table, [Row(line, row) for line, row in enumerate(rows, 2)], actor=OPERATOR, on_refusal=refused.append)
    return refused


@pytest.mark.usefixtures("staff")
@pytest.mark.parametrize("table", TABLES_OF_METRICS)
def test_a_value_is_read_by_what_its_metric_is(table):
    for metrics, typed, value in READ:
        for metric in metrics:
            assert taken(table, [TABLES_OF_METRICS[table] | {"metric": metric, "value": typed}]) == []
            newest = db.session.scalars(select(records_of(table).model).order_by(records_of(table).model.id)).all()
            assert value in [each.value for each in newest], (metric, typed)
            for each in newest:
                db.session.delete(each)
            db.session.commit()


@pytest.mark.parametrize("table", TABLES_OF_METRICS)
def test_a_value_of_the_other_kind_is_refused_wherever_it_comes_in(table, staff):
    label = TABLES[table].column("value").label
    for metrics, typed, why in REFUSED:
        for metric in metrics[:2]:
            row = TABLES_OF_METRICS[table] | {"metric": metric, "value": typed}
            [refusal] = taken(table, [row])
            assert (refusal.line, refusal.field, refusal.value, refusal.reason) == (2, "value", typed, f"{label}：{why}")
            answer = staff.post(f"/api/v1/{table}", json=row, headers=csrf_header(staff))
            assert answer.status_code == 422
            assert answer.json["errors"] == [{"field": "value", "reason": f"{label}：{why}", "value": typed}]
            answer = post(staff, f"/workbench/records/{table}/new", row | {"whole": "1"})
            assert answer.status_code == 422
            field = read(answer.text).one("input", id="value")
            assert (field.attributes["value"], field.attributes["aria-invalid"]) == (typed, "true")
            assert why in read(answer.text).one(id="value-wrong").text
    assert rows_in(table) == 0
