"""Organizations, committees and block industries: lists to look one up in, and whole records."""

import pytest

from app.database import db
from app.registry.words import CommitteeLevel, DraftingRole, OrganizationKind, RelationKind
from tests.factories import (
    make_award,
    make_block_industry,
    make_committee,
    make_drafting,
    make_implementation,
    make_membership,
    make_organization,
    make_scheme,
    make_standard,
    relate,
    tie,
)
from tests.registry.statistics.loading import load


def get(client, address, **asked):
    answer = client.get(address, query_string=asked)
    assert answer.status_code == 200, answer.text
    return answer.json


def names(found):
    return [each["name"] for each in found["items"]]


class TestOrganizations:
    def test_by_name_former_name_code_kind_and_county(self, client):
        make_organization("正泰电器", county="330382", uscc="91330399E000000013")
        make_organization("温州鞋革行业协会", kind=OrganizationKind.ASSOCIATION, former_names=("温州鞋业商会",))
        make_organization("杭州某厂", county="330108")
        make_organization("100%棉厂", county=None, unconfirmed=True)
        address = "/api/v1/organizations"
        assert get(client, address)["total"] == 4
        assert names(get(client, address)) == ["杭州某厂", "正泰电器", "温州鞋革行业协会", "100%棉厂"]
        assert names(get(client, address, q="电器")) == ["正泰电器"]
        assert names(get(client, address, q="鞋业商会")) == ["温州鞋革行业协会"]
        assert names(get(client, address, q="91330399E")) == ["正泰电器"]
        assert names(get(client, address, q="0%")) == ["100%棉厂"]
        assert names(get(client, address, kind="association")) == ["温州鞋革行业协会"]
        assert names(get(client, address, kind=["association", "企业"], county="3303")) == ["正泰电器", "温州鞋革行业协会"]
        assert get(client, address, per_page=2, page=2)["items"][0]["name"] == "温州鞋革行业协会"

    def test_the_whole_record(self, client):
        load({"classifications": [{"scheme": "division", "code": "330382", "name_zh": "乐清市"}]})
        body = make_organization("正泰电器", county="330382", established_on="1997-08")
        absorbed = make_organization("老厂", merged_into_id=body.id, merged_on="2010-01-01")
        committee = make_committee("SAC/TC 189", secretariat_id=body.id)
        old, new = make_standard("T/YANSHI 1-2011", implemented_on="2011-03-01"), make_standard("T/YANSHI 1-2014")
        relate(new, RelationKind.REPLACES, old)
        make_drafting(old, body, 2, DraftingRole.PARTICIPATE)
        make_implementation(body, old, "2012-01-01", declared_on="2012-01-05")
        block = make_block_industry("DYDQ", "低压电器")
        make_membership(body, block, "2010-01-01", "2020")
        make_award(body, make_scheme("YANSHI", "初级", "高级"), "2014-06-01", "高级", valid_until="2017-06-01")

        found = get(client, f"/api/v1/organizations/{body.id}", as_of="2021-01-01")
        assert (found["name"], found["kind"], found["kind_label"]) == ("正泰电器", "enterprise", "企业")
        assert (found["county"], found["county_label"], found["established_on"]) == ("330382", "乐清市", "1997-08")
        assert (found["merged_into"], [each["name"] for each in found["merged_from"]]) == (None, ["老厂"])
        assert found["committees"] == [{"id": committee.id, "number": "SAC/TC 189", "name": committee.name}]
        drafting = found["draftings"][0]
        assert (drafting["rank"], drafting["role"], drafting["role_label"]) == (2, "participate", "参与")
        assert (drafting["standard"]["number"], drafting["standard"]["status"]) == ("T/YANSHI 1-2011", "superseded")
        implementation = found["implementations"][0]
        assert (implementation["from"], implementation["to"], implementation["declared_on"]) == ("2012-01-01", None, "2012-01-05")
        assert implementation["standard"]["number"] == "T/YANSHI 1-2011"
        assert found["memberships"] == [
            {"block_industry": {"id": block.id, "code": "DYDQ", "name": "低压电器"}, "from": "2010-01-01", "to": "2020"}
        ]
        award = found["awards"][0]
        assert (award["scheme"]["code"], award["level"], award["valid_until"]) == ("YANSHI", "高级", "2017-06-01")

        survivor = get(client, f"/api/v1/organizations/{absorbed.id}")["merged_into"]
        assert (survivor["id"], survivor["name"]) == (body.id, "正泰电器")


class TestCommittees:
    @pytest.fixture
    def tree(self, app):
        keeper = make_organization("正泰电器", county="330382")
        root = make_committee("SAC/TC 189", "全国低压电器标准化技术委员会")
        child = make_committee("SAC/TC 189/SC 1", "家用断路器", parent_id=root.id, secretariat_id=keeper.id)
        make_committee("ZJ/TC 5", "浙江锁具", level=CommitteeLevel.PROVINCIAL, county="330302")
        return root, child

    @pytest.mark.usefixtures("tree")
    def test_by_number_name_level_and_seat(self, client):
        address = "/api/v1/committees"
        assert [each["number"] for each in get(client, address)["items"]] == ["SAC/TC 189", "SAC/TC 189/SC 1", "ZJ/TC 5"]
        assert names(get(client, address, q="断路器")) == ["家用断路器"]
        assert names(get(client, address, q="sac/tc 189/")) == ["家用断路器"]
        assert names(get(client, address, level="provincial")) == ["浙江锁具"]
        seated = get(client, address, county="3303")["items"]
        assert [(each["number"], each["county"]) for each in seated] == [("SAC/TC 189/SC 1", "330382"), ("ZJ/TC 5", "330302")]

    def test_the_tree_and_the_standards_in_charge(self, client, tree):
        root, child = tree
        for year in (2001, 2002, 2003):
            make_standard(f"GB/T {year}-{year}", published_on=str(year), committees=[child])
        found = get(client, f"/api/v1/committees/{child.id}", per_page=2)
        assert [each["number"] for each in found["ancestors"]] == ["SAC/TC 189"]
        assert (found["level_label"], found["secretariat"]["name"]) == ("国家", "正泰电器")
        assert (found["standards"]["total"], found["standards"]["per_page"]) == (3, 2)
        assert [each["number"] for each in found["standards"]["items"]] == ["GB/T 2003-2003", "GB/T 2002-2002"]
        assert get(client, f"/api/v1/committees/{root.id}")["children"] == [
            {"id": child.id, "number": "SAC/TC 189/SC 1", "name": "家用断路器"}
        ]

    def test_a_circle_of_parents_ends(self, client, tree):
        root, child = tree
        root.parent_id = child.id
        db.session.commit()
        found = get(client, f"/api/v1/committees/{root.id}")
        assert [each["number"] for each in found["ancestors"]] == ["SAC/TC 189/SC 1"]


class TestBlockIndustries:
    def test_the_list_and_the_whole_record(self, client):
        association = make_organization("温州锁具协会", kind=OrganizationKind.ASSOCIATION)
        block = make_block_industry("SUO", "锁", county="330302", gbt4754=("3351",), association_id=association.id)
        make_block_industry("XIE", "鞋", county="330381")
        make_membership(make_organization("锁厂"), block, None)
        tie(make_standard("T/YANSHI 1-2011", withdrawn_on="2015"), block, "2011-01-01", "2016-01-01")
        address = "/api/v1/block-industries"
        assert [each["code"] for each in get(client, address)["items"]] == ["SUO", "XIE"]
        assert names(get(client, address, q="鞋")) == ["鞋"]
        assert names(get(client, address, county="330302")) == ["锁"]
        found = get(client, f"{address}/{block.id}")
        assert (found["gbt4754"], found["association"]["name"]) == (["3351"], "温州锁具协会")
        assert [(each["organization"]["name"], each["from"], each["to"]) for each in found["members"]] == [("锁厂", None, None)]
        tied = found["standards"][0]
        assert (tied["standard"]["number"], tied["standard"]["status"]) == ("T/YANSHI 1-2011", "withdrawn")
        assert (tied["from"], tied["to"]) == ("2011-01-01", "2016-01-01")


@pytest.mark.parametrize("resource", ["organizations", "committees", "block-industries"])
def test_a_list_asks_the_database_the_same_however_long(client, statements, resource):
    def more(serial):
        keeper = make_organization(f"单位{serial}")
        root = make_committee(f"SAC/TC {serial}", secretariat_id=keeper.id)
        make_committee(f"SAC/TC {serial}/SC 1", parent_id=root.id, secretariat_id=keeper.id)
        make_block_industry(f"B{serial}", association_id=keeper.id)

    asked = []
    for serials in (range(1, 2), range(2, 15)):
        for serial in serials:
            more(serial)
        with statements() as recorded:
            get(client, f"/api/v1/{resource}", per_page=100)
        asked.append(len(recorded))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("resource", ["organizations", "committees", "block-industries"])
def test_so_does_a_record_however_much_hangs_on_it(client, statements, resource):
    def crowded(size):
        body, block, committee = make_organization(), make_block_industry(), make_committee()
        scheme = make_scheme(f"S{size}", "初级")
        for _each in range(size):
            standard = make_standard(committees=[committee])
            make_drafting(standard, body)
            make_implementation(body, standard)
            tie(standard, block)
            make_membership(make_organization(), block)
            make_membership(body, make_block_industry())
            make_committee(parent_id=committee.id, secretariat_id=body.id)
        for year in range(2000, 2000 + size):
            make_award(body, scheme, f"{year}-01-01", "初级")
        return {"organizations": body, "committees": committee, "block-industries": block}[resource].id

    asked = []
    for size in (1, 8):
        address = f"/api/v1/{resource}/{crowded(size)}"
        with statements() as recorded:
            get(client, address)
        asked.append(len(recorded))
    assert asked[0] == asked[1]
