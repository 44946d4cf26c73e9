import csv
from pathlib import Path

import pytest

from app.registry.importing.committee_numbers import NamedCommittee, canonical_committee, read_committee
from app.registry.words import CommitteeKind, CommitteeLevel


@pytest.mark.parametrize(
    ("text", "number", "name"),
    [
        ("全国消防标准化技术委员会(SAC/TC 113)", "SAC/TC 113", "全国消防标准化技术委员会"),
        ("全国安全生产标准化技术委员会（SAC／TC288）", "SAC/TC 288", "全国安全生产标准化技术委员会"),
        ("全国眼视光标准化技术委员会(TC596)", "SAC/TC 596", "全国眼视光标准化技术委员会"),
        ("全国照明电器标准化技术委员会灯具分会(TC224SC2)", "SAC/TC 224/SC 2", "全国照明电器标准化技术委员会灯具分会"),
        ("SAC/TC 252", "SAC/TC 252", None),
        ("TC291", "SAC/TC 291", None),
        ("SAC/TC 189/SC 1/WG 2", "SAC/TC 189/SC 1/WG 2", None),
        ("SAC/SWG 1", "SAC/SWG 1", None),
        ("ISO/TC 216 Footwear", "ISO/TC 216", "Footwear"),
        ("ISO/TC 121/SC 3 Respiratory devices", "ISO/TC 121/SC 3", "Respiratory devices"),
        ("ISO/IEC JTC 1/SC 25 Interconnection", "ISO/IEC JTC 1/SC 25", "Interconnection"),
        ("IEC/ISO JTC 3 Quantum technologies", "IEC/ISO JTC 3", "Quantum technologies"),
        ("IEC/TC 121/SC 121A", "IEC/TC 121/SC 121A", None),
        ("ISO/CASCO Committee on conformity assessment", "ISO/CASCO", "Committee on conformity assessment"),
    ],
)
def test_committees_by_number(text: str, number: str, name: str | None) -> None:
    assert read_committee(text) == NamedCommittee(number, name)


@pytest.mark.parametrize(
    "text",
    [
        "中华人民共和国应急管理部",
        "全国阀门标准化技术委员会",
        "一般社団法人　日本建築学会",
        "Switchgear of the IEEE Power and Energy Society",
        "ERM Road Transport & Telematics (Joint with CEN TC 278)",
        "浙江省阀门标准化技术委员会(TC12)",
        "ITU-T Study Group 2",
    ],
)
def test_bodies_without_a_number_are_texts(text: str) -> None:
    assert read_committee(text) is None


@pytest.mark.parametrize(
    ("number", "parent", "kind", "level"),
    [
        ("SAC/TC 189/SC 1/WG 2", "SAC/TC 189/SC 1", CommitteeKind.WG, CommitteeLevel.NATIONAL),
        ("SAC/TC 189/SC 1", "SAC/TC 189", CommitteeKind.SC, CommitteeLevel.NATIONAL),
        ("SAC/TC 189", None, CommitteeKind.TC, CommitteeLevel.NATIONAL),
        ("SAC/SWG 1", None, CommitteeKind.SWG, CommitteeLevel.NATIONAL),
        ("ISO/IEC JTC 1/SC 25", "ISO/IEC JTC 1", CommitteeKind.SC, CommitteeLevel.INTERNATIONAL),
        ("ISO/IEC JTC 1", None, CommitteeKind.TC, CommitteeLevel.INTERNATIONAL),
        ("ISO/CASCO", None, None, CommitteeLevel.INTERNATIONAL),
        ("浙江/TC 1", None, CommitteeKind.TC, None),
    ],
)
def test_what_a_number_says(number: str, parent: str | None, kind: CommitteeKind | None, level: CommitteeLevel | None) -> None:
    committee = NamedCommittee(number)
    assert (committee.parent, committee.kind, committee.level) == (parent, kind, level)


def test_numbers_are_canonical_and_others_stay() -> None:
    assert canonical_committee("sac/tc189") == "sac/tc189"
    assert canonical_committee("SAC/TC189/SC1") == "SAC/TC 189/SC 1"
    assert canonical_committee("浙江省  阀门") == "浙江省 阀门"


def test_the_numbers_of_the_reference_data_are_canonical(reference_data: Path) -> None:
    with (reference_data / "committees.csv").open(encoding="utf-8-sig", newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    assert len(codes) == 798
    assert [code for code in codes if canonical_committee(code) != code] == []
