"""Sheets that stand in no report: of one enterprise, and of one period."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from app.api.labels import county_label
from app.api.sheets.cells import YES, Row, Sheet, number


def network_sheet(found: Mapping[str, Any]) -> Sheet:
    """Every pair of bodies that drafted together, and each body by itself; from `network_answer`."""
    named = {body.id: body for body in found["bodies"]}
    rows: list[Row] = [(body.name, county_label(body.county), "（合计）", body.standards) for body in found["bodies"]]
    for pair in found["pairs"]:
        one, other = (named[each] for each in pair["bodies"])
        rows.append((one.name, county_label(one.county), other.name, pair["standards"]))
    return Sheet("drafting-network", "起草合作网络", ("单位", "所在地", "与", "标准"), rows, (0, 1, 2))


def support_sheet(found: Mapping[str, Any]) -> Sheet:
    """Every standard of an enterprise by every rule; from `support_answer`."""
    rows = [
        (
            rule["name"], YES[rule["holds"]], each["number"], each["title"], each["kind"] and each["kind"].label,
            each["status"].label, each["rank"], YES[each["qualifies"]], YES[each["lacks_proof"]],
            "；".join(each["against_labels"]), number(rule["amount"] and Fraction(rule["amount"])),
        )
        for rule in found["rules"]
        for each in rule["standards"]
    ]  # fmt: skip
    heads = (
        "办法", "在办法期间", "标准号", "标准名称", "标准类别", "状态", "位次", "符合", "补证后可计", "原因",
        "该办法合计（万元）",
    )  # fmt: skip
    return Sheet("support", f"{found['organization'].name}：奖补条件对照", heads, rows, (0, 2))
