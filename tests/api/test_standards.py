"""Searching standards and reading one, as people who use the API do."""

from urllib.parse import quote

import pytest

from app.database import db
from app.registry.words import Action, Degree, DraftingRole, RelationKind, Status
from app.search.sync import search_engine
from tests.factories import (
    make_block_industry,
    make_committee,
    make_drafting,
    make_implementation,
    make_organization,
    make_standard,
    relate,
    tie,
)

TODAY = "2026-06-01"


@pytest.fixture
def breakers(index):
    """Two editions of one document, the older replaced, and a third standard beside them."""
    old = make_standard(
        "GB/T 14048.2-2008", "低压开关设备和控制设备 第2部分：断路器", published_on="2008-06-19", implemented_on="2009-06-01",
        ics=("29.130.20",), ccs=("K31",),
    )
    new = make_standard(
        "GB/T 14048.2-2020", "低压开关设备和控制设备 第2部分：断路器",
        title_en="Low-voltage switchgear and controlgear - Part 2: Circuit-breakers",
        published_on="2020-04-28", implemented_on="2020-11-01", ics=("29.130.20",), ccs=("K31",),
    )
    relate(new, RelationKind.REPLACES, old)
    shoes = make_standard(
        "QB/T 1002-2015", "皮鞋", published_on="2015-04", implemented_on="2015-10", recorded_status=Status.CURRENT
    )
    index()
    return {"old": old, "new": new, "shoes": shoes}


def find(client, **asked):
    answer = client.get("/api/v1/standards", query_string=asked | {"as_of": asked.get("as_of", TODAY)})
    assert answer.status_code == 200, answer.text
    return answer.json


def numbers(found):
    return [item["number"] for item in found["items"]]


def record(client, number, **asked):
    answer = client.get(f"/api/v1/standards/{quote(number, safe='')}", query_string={"as_of": TODAY} | asked)
    assert answer.status_code == 200, answer.text
    return answer.json


class TestSearch:
    @pytest.mark.usefixtures("breakers")
    def test_a_word_finds_what_bears_it_and_marks_it(self, client):
        found = find(client, q="断路器")
        assert (found["total"], found["page"], found["per_page"], found["suggestion"]) == (2, 1, 20, None)
        new = next(item for item in found["items"] if item["number"] == "GB/T 14048.2-2020")
        assert new["highlights"]["title_zh"] == "低压开关设备和控制设备 第2部分：<mark>断路器</mark>"
        assert (new["kind"], new["kind_label"], new["obligation"]) == ("national", "国家标准", "recommended")
        assert (new["status"], new["status_label"]) == ("current", "现行")
        assert (new["published_on"], new["implemented_on"], new["replaced_by"]) == ("2020-04-28", "2020-11-01", [])
        assert new["score"] > 0
        assert found["took_ms"] > 0

    @pytest.mark.usefixtures("breakers")
    def test_a_number_typed_exactly_comes_first_and_says_what_replaced_it(self, client):
        first = find(client, q="gb/t14048.2—2008")["items"][0]
        assert (first["number"], first["exact"]) == ("GB/T 14048.2-2008", True)
        assert (first["status"], first["replaced_by"]) == ("superseded", ["GB/T 14048.2-2020"])

    @pytest.mark.usefixtures("breakers")
    def test_the_status_is_that_of_the_day_asked(self, client):
        assert numbers(find(client, status="current")) == ["GB/T 14048.2-2020", "QB/T 1002-2015"]
        assert numbers(find(client, status="current", as_of="2010-01-01")) == ["GB/T 14048.2-2008"]
        assert numbers(find(client, status=["current", "draft"], as_of="2010-01-01", sort="number")) == [
            "GB/T 14048.2-2008", "GB/T 14048.2-2020", "QB/T 1002-2015",
        ]

    @pytest.mark.usefixtures("breakers")
    def test_facets_carry_labels_and_counts(self, client):
        facets = find(client)["facets"]
        assert facets["kind"] == [
            {"value": "national", "label": "国家标准", "count": 2}, {"value": "industry", "label": "行业标准", "count": 1},
        ]
        assert {each["value"]: each["count"] for each in facets["status"]} == {"current": 2, "superseded": 1}
        assert {each["value"] for each in facets["year"]} == {"2008", "2015", "2020"}
        assert [(each["value"], each["count"]) for each in facets["ics"]] == [("29", 2)]
        assert facets.keys() >= {"kind", "status", "year", "ics", "ccs", "committee", "block_industry"}

    @pytest.mark.usefixtures("breakers")
    def test_without_words_the_newest_comes_first_and_pages_turn(self, client):
        assert numbers(find(client)) == ["GB/T 14048.2-2020", "QB/T 1002-2015", "GB/T 14048.2-2008"]
        assert numbers(find(client, per_page=2, page=2)) == ["GB/T 14048.2-2008"]
        assert numbers(find(client, page=9)) == []
        assert numbers(find(client, year_from=2009, year_to=2019)) == ["QB/T 1002-2015"]

    def test_what_the_register_no_longer_holds_is_not_shown(self, client, breakers):
        db.session.delete(breakers["shoes"])
        db.session.commit()
        assert search_engine().count() == 3
        found = find(client, q="皮鞋")
        assert (found["total"], found["items"]) == (0, [])

    @pytest.mark.usefixtures("breakers")
    def test_no_text_breaks_it(self, client):
        for text in ("，。！", "*", '"断路器', "((", "-", "断" * 10_000, "标题:", "%", "' OR 1=1 --"):
            assert isinstance(find(client, q=text)["total"], int), text

    def test_a_page_asks_the_database_the_same_however_many_it_shows(self, client, index, statements):
        committee = make_committee("SAC/TC 189")
        for serial in range(100, 130):
            make_standard(f"GB/T {serial}-2020", "断路器", committees=[committee])
        index()
        find(client, q="断路器")
        asked = {}
        for per_page in (1, 30):
            with statements() as recorded:
                assert len(find(client, q="断路器", per_page=per_page)["items"]) == per_page
            # synonyms are read anew every few seconds, whatever is asked
            asked[per_page] = sum("thesaurus_group" not in statement for statement in recorded)
        assert asked[1] == asked[30]

    def test_without_an_index_it_is_built_on_the_way_and_the_answer_says_so(self, client):
        make_standard("GB/T 100-2020", "断路器")
        found = find(client, q="断路器")
        assert numbers(found) == ["GB/T 100-2020"]
        assert "重新建立" in found["warning"]
        client.application.extensions["search_mending"].join()


class TestRecord:
    @pytest.mark.usefixtures("breakers")
    def test_any_spelling_leads_to_it(self, client):
        for spelling in (
            "GB/T 14048.2-2020", "gb/t14048.2—2020", "GBT 14048.2-2020", "ＧＢ／Ｔ 14048.2-2020", "GB/T 14048.2 2020"
        ):
            found = record(client, spelling)
            assert (found["number"], found["asked_undated"], found["found_as"]) == ("GB/T 14048.2-2020", False, None), spelling

    def test_so_does_its_id_and_a_slash_as_it_is(self, client, breakers):
        assert client.get(f"/api/v1/standards/{breakers['new'].id}").json["number"] == "GB/T 14048.2-2020"
        assert client.get("/api/v1/standards/GB/T 14048.2-2020").json["id"] == breakers["new"].id

    @pytest.mark.usefixtures("breakers")
    def test_without_a_year_it_is_the_edition_of_the_day(self, client):
        assert record(client, "GB/T 14048.2")["number"] == "GB/T 14048.2-2020"
        then = record(client, "GB/T 14048.2", as_of="2020-06-01")
        assert (then["number"], then["asked_undated"]) == ("GB/T 14048.2-2008", True)
        assert then["upcoming"]["number"] == "GB/T 14048.2-2020"
        assert then["transition"] == {
            "successor": "GB/T 14048.2-2020",
            "published_on": "2020-04-28",
            "old_until": "2020-11-01",
            "text": "旧版可用至 2020-10-31，新版自发布之日起可用",
        }

    def test_a_former_number_and_a_gb_that_became_gbt_say_so(self, client):
        make_standard("T/ZZB 0123-2017", "锁具", former_numbers=("DB33/T 0123-2017",))
        make_standard("GB/T 7000-2007", "灯具")
        assert record(client, "DB33/T 0123-2017")["found_as"] == "DB33/T 0123-2017"
        found = record(client, "GB 7000-2007")
        assert (found["number"], found["found_as"]) == ("GB/T 7000-2007", "GB 7000-2007")

    def test_a_former_number_leads_on_in_any_spelling(self, client):
        make_standard("T/ZZB 0123-2017", "锁具", former_numbers=("DB33/T 888-2015",))
        for spelling in ("db33t888-2015", "DB33/T 888—15", "DB33 T 888 2015"):
            found = record(client, spelling)
            assert (found["number"], found["found_as"]) == ("T/ZZB 0123-2017", "DB33/T 888-2015"), spelling
        undated = record(client, "DB33/T 888")
        assert (undated["found_as"], undated["asked_undated"]) == ("DB33/T 888-2015", True)

    def test_an_undated_gb_that_became_gbt_says_so(self, client):
        make_standard("GB/T 7000-2007", "灯具")
        found = record(client, "GB 7000")
        assert (found["number"], found["asked_undated"], found["found_as"]) == ("GB/T 7000-2007", True, "GB 7000")

    @pytest.mark.usefixtures("breakers")
    def test_however_an_address_spells_it(self, client):
        for path in (
            "GB%2FT%2014048.2-2020",
            "GB%2fT+14048.2-2020",
            "GB/T+14048.2-2020",
            "GB%252FT%252014048.2-2020",
            "GB%E2%88%95T%2014048.2%E2%80%942020",
        ):
            answer = client.get(f"/api/v1/standards/{path}")
            assert (answer.status_code, answer.json["number"]) == (200, "GB/T 14048.2-2020"), path

    def test_the_number_itself_comes_before_others_of_its_document(self, client):
        for number in ("GB 2877-1981", "GB/T 2877-1981"):
            make_standard(number)
        for spelling in ("GB 2877 81", "GB 2877-81"):
            assert record(client, spelling)["number"] == "GB 2877-1981", spelling

    def test_a_gb_z_stands_beside_the_gbz_of_its_serial(self, client):
        for number in ("GBZ 20177.1-2006", "GB/Z 20177.1-2006"):
            make_standard(number)
        for spelling in ("GBZ 20177.1-2006", "gbz20177.1"):
            found = record(client, spelling)
            assert found["number"] == "GBZ 20177.1-2006", spelling
            assert [each["number"] for each in found["candidates"]] == ["GB/Z 20177.1-2006"], spelling

    def test_a_range_and_all_parts_are_candidates_in_the_edition_of_the_day(self, client):
        for number in ("GB/T 2423.1-2001", "GB/T 2423.1-2008", "GB/T 2423.2-2008", "GB/T 2423.10-2019", "GB/T 24231-2009"):
            make_standard(number, published_on=number[-4:], implemented_on=None)
        for typed, expected in (
            ("GB/T 2423（所有部分）", ["GB/T 2423.1-2008", "GB/T 2423.2-2008", "GB/T 2423.10-2019"]),
            ("GB/T 2423.1～2423.2", ["GB/T 2423.1-2008", "GB/T 2423.2-2008"]),
        ):
            answer = client.get(f"/api/v1/standards/{quote(typed)}", query_string={"as_of": TODAY})
            assert answer.status_code == 300, typed
            assert [each["number"] for each in answer.json["candidates"]] == expected, typed

    @pytest.mark.parametrize(
        ("held", "typed"),
        [
            ("T/CEC 212-2019/T/CEEIA 380-2019", "T/CEC 212-2019"),
            ("T/CEC 212-2019/T/CEEIA 380-2019", "t/ceeia380-2019"),
            ("ASTM D412-16(2021)", "ASTM D412-16"),
            ("ETSI GS NFV-IFA 002 V2.4.1 (2018-02)", "ETSI GS NFV-IFA 002 V2.4.1"),
            ("IEEE Std C37.100-1992", "IEEE C37.100-1992"),
        ],
    )
    def test_part_of_a_long_number_is_enough(self, client, held, typed):
        make_standard(held)
        assert record(client, typed)["number"] == held

    def test_several_are_candidates(self, client):
        for number in ("T/SSIASD 2-2022", "T/SSIASD 02-2022"):
            make_standard(number)
        answer = client.get("/api/v1/standards/T%2FSSIASD%20002-2022")
        assert answer.status_code == 300
        assert answer.json["asked"] == "T/SSIASD 002-2022"
        assert {each["number"] for each in answer.json["candidates"]} == {"T/SSIASD 2-2022", "T/SSIASD 02-2022"}

    def test_the_whole_record(self, client):
        committee = make_committee("SAC/TC 189", "全国低压电器标准化技术委员会")
        lead, other = make_organization("甲"), make_organization("乙", county=None)
        block = make_block_industry("DYDQ", "低压电器")
        old = make_standard("T/YANSHI 1-2011", "旧版", published_on="2011-01", implemented_on="2011-03-01")
        standard = make_standard(
            "T/YANSHI 1-2014", "新版", published_on="2014-05-01", implemented_on="2014-06-01", drafters=("张三", "李四"),
            scope="适用于断路器。", keywords=("断路器",), pages=12, action=Action.REVISED, committees=[committee],
            recorded_status=Status.CURRENT, source=("web:1",), lists_cut=True, withdrawn_on="2030",
        )
        relate(standard, RelationKind.REPLACES, old)
        relate(standard, RelationKind.ADOPTS, "IEC 60947-2:2006", Degree.MOD)
        relate(standard, RelationKind.CITES, old)
        relate(make_standard("T/YANSHI 9-2020"), RelationKind.CITES, standard)
        make_drafting(standard, other, 2)
        make_drafting(standard, lead, 1, DraftingRole.LEAD)
        make_implementation(lead, standard, "2014-07-01", verified_on="2014-07-15")
        tie(standard, block)

        found = record(client, "T/YANSHI 1-2014", as_of="2016-01-01")
        assert (found["as_of"], found["status"], found["kind_label"]) == ("2016-01-01", "current", "联盟/团体标准")
        assert (found["withdrawn_on"], found["pages"], found["action_label"]) == ("2030", 12, "修订")
        assert (found["scope"], found["keywords"], found["lists_cut"]) == ("适用于断路器。", ["断路器"], True)
        assert (found["recorded_status"], found["recorded_status_label"], found["source"]) == ("current", "现行", ["web:1"])
        assert found["drafters"] == ["张三", "李四"]
        assert [(each["number"], each["status"], each["published_on"]) for each in found["lineage"]] == [
            ("T/YANSHI 1-2011", "superseded", "2011-01"), ("T/YANSHI 1-2014", "current", "2014-05-01"),
        ]
        assert (found["replaces"], found["replaced_by"]) == (["T/YANSHI 1-2011"], [])
        assert found["adoptions"] == [
            {
                "number": "IEC 60947-2:2006", "id": None, "title_zh": None, "title_en": None,
                "degree": "MOD", "degree_label": "修改",
            }
        ]
        assert found["citations"] == [{"number": "T/YANSHI 1-2011", "id": old.id, "title_zh": "旧版", "title_en": None}]
        assert [each["number"] for each in found["cited_by"]] == ["T/YANSHI 9-2020"]
        bodies = [(each["organization"]["name"], each["rank"], each["role"], each["role_label"]) for each in found["draftings"]]
        assert bodies == [("甲", 1, "lead", "为主"), ("乙", 2, None, None)]
        assert found["committees"] == [{"id": committee.id, "number": "SAC/TC 189", "name": "全国低压电器标准化技术委员会"}]
        assert found["block_industries"] == [
            {"block_industry": {"id": block.id, "code": "DYDQ", "name": "低压电器"}, "from": None, "to": None}
        ]
        implementation = found["implementations"][0]
        assert implementation["organization"]["name"] == "甲"
        assert (implementation["from"], implementation["to"], implementation["verified_on"]) == ("2014-07-01", None, "2014-07-15")

    def test_asks_the_database_the_same_however_much_hangs_on_it(self, client, statements):
        def crowded(serial, size):
            standard = make_standard(f"T/YANSHI {serial}-2020")
            for each in range(size):
                body = make_organization(f"{serial} {each}")
                make_drafting(standard, body, each + 1)
                make_implementation(body, standard)
                relate(standard, RelationKind.CITES, make_standard(f"GB/T {serial}{each:03}-2020"))
                tie(standard, make_block_industry())

        crowded(1, 1)
        crowded(2, 12)
        asked = {}
        for serial in (1, 2):
            with statements() as recorded:
                record(client, f"T/YANSHI {serial}-2020")
            asked[serial] = len(recorded)
        assert asked[1] == asked[2]

    def test_who_asks_again_is_told_that_nothing_changed(self, client, breakers):
        address = f"/api/v1/standards/{breakers['new'].id}?as_of={TODAY}"
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        breakers["new"].title_zh = "改名"
        db.session.commit()
        assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).json["title_zh"] == "改名"
