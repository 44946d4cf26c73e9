"""What any engine must keep: the tests of `Engine`, to be run by each with a fixture `engine` of its own."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest

from app.errors import Invalid
from app.search.documents import IndexDocument
from app.search.engine import FACETS, Engine
from app.search.highlighting import highlight
from app.search.query import Asked
from tests.search.samples import DAY, ask, ids, make_document

BREAKERS = [
    make_document(1, "GB/T 14048.2-2020", "低压开关设备和控制设备 第2部分：断路器", ics=("29.130.20",), ccs=("K31",),
                  committees=(("SAC/TC 189", "低压电器"),), title_en="Low-voltage switchgear - Part 2: Circuit-breakers",
                  organizations=((7, "浙江正泰电器股份有限公司"), (8, "上海电器科学研究院")),
                  counties=("330382",), block_industries=(("DQ", "低压电器"),), published_on=20200428),
    make_document(2, "GB/T 14048.2-2008", "低压开关设备和控制设备 第2部分：断路器", ended=date(2020, 11, 1),
                  in_force=date(2009, 1, 1), ics=("29.130.20",), ccs=("K31",),
                  committees=(("SAC/TC 189", "低压电器"),)),
    make_document(3, "GB/T 14048.1-2012", "低压开关设备和控制设备 第1部分：总则", scope="本部分适用于断路器等电器。",
                  ics=("29.130.20",)),
    make_document(4, "GB 10963-1999", "家用断路器", ended=date(2005, 1, 1), ended_as="withdrawn",
                  in_force=date(2000, 1, 1), ccs=("K31", "K30")),
    make_document(5, "T/ZZB 2061-2021", "塑胶跑道面层", keywords=("断路器",), drafters=("王小明",), ccs=("Y55",)),
    make_document(6, "QB/T 1002-2015", "皮鞋", in_force=date(2030, 1, 1), ics=("61.060", "29.130"), counties=("330302",)),
    make_document(7, "DB33/T 2082-2017", "皮鞋", former_numbers=("DB33/T 999-2015",),
                  issuer="浙江省"),
    make_document(8, "ISO 9001:2015", None, title_en="Quality management systems — Requirements",
                  title_original="Systèmes de management de la qualité — Exigences"),
    make_document(9, "JIS C 8201-3:2025", None, title_original="低圧開閉装置及び制御装置－第３部：開閉器，断路器"),
    make_document(10, "GB/T 999-2001", "运动场地"),
    make_document(11, "GB/T 2828.1-2012", "计数抽样检验程序"),
]  # fmt: skip


class EngineContract:
    """Inherit, and give a fixture `engine`: an engine whose index is there and empty."""

    @pytest.fixture
    def filled(self, engine: Engine) -> Engine:
        assert engine.rebuild(iter(BREAKERS)) == len(BREAKERS)
        return engine

    def test_it_holds_what_it_was_given(self, filled: Engine) -> None:
        assert dict(filled.held()) == {document.id: document.fingerprint() for document in BREAKERS}
        assert filled.count() == len(BREAKERS)
        assert filled.ready()
        assert filled.sound()

    def test_a_change_is_found_at_once_and_the_old_text_no_more(self, filled: Engine) -> None:
        before = filled.generation()
        filled.apply([make_document(10, "GB/T 999-2001", "游泳场所")], gone=[])
        assert filled.generation() > before
        assert ids(ask(filled, "游泳场所")) == [10]
        assert ids(ask(filled, "运动场地")) == []
        assert filled.count() == len(BREAKERS)

    def test_what_is_gone_is_found_no_more(self, filled: Engine) -> None:
        filled.apply([], gone=[1, 99])
        assert 1 not in ids(ask(filled))
        assert ask(filled).total == filled.count() == len(BREAKERS) - 1
        assert ids(ask(filled, "GB/T 14048.2-2020", interpret=False))[:1] == [2]

    def test_applying_twice_is_applying_once(self, filled: Engine) -> None:
        document = make_document(12, "GB 12348-2008", "工业企业厂界环境噪声排放标准")
        for _ in range(2):
            filled.apply([document, document], gone=[10])
        assert ids(ask(filled, "厂界环境噪声")) == [12]
        assert sorted(dict(filled.held())) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12]

    def test_many_small_changes_end_in_the_same_index_as_one(self, filled: Engine) -> None:
        for turn in range(3):
            for document in BREAKERS:
                filled.apply([document], gone=[turn + 50])
        assert dict(filled.held()) == {document.id: document.fingerprint() for document in BREAKERS}
        assert sorted(ids(ask(filled, "断路器"))) == [1, 2, 3, 4, 5, 9]
        assert {count.value: count.hits for count in ask(filled).facets["ccs"]} == {"K": 3, "Y": 1}

    def test_an_empty_index_answers(self, engine: Engine) -> None:
        assert (ask(engine).total, ask(engine, "断路器").total, engine.suggest("断路")) == (0, 0, [])
        assert tuple(ask(engine).facets) == FACETS
        assert list(engine.ids(Asked("", DAY))) == []
        assert list(engine.held()) == []

    def test_the_last_document_can_go(self, engine: Engine) -> None:
        engine.apply([BREAKERS[0]], gone=[])
        engine.apply([], gone=[1])
        assert (engine.count(), ask(engine, "断路器").total) == (0, 0)

    def test_a_rebuild_takes_the_place_of_everything(self, filled: Engine) -> None:
        filled.rebuild([BREAKERS[6]])
        assert dict(filled.held()) == {7: BREAKERS[6].fingerprint()}
        assert ids(ask(filled, "断路器")) == []

    def test_a_rebuild_says_how_far_it_is(self, engine: Engine) -> None:
        seen = []

        def documents() -> Iterator[IndexDocument]:
            for number in range(1, 1002):
                yield make_document(number, f"GB {number}-2020")
            seen.append(engine.rebuilding())

        assert engine.rebuilding() is None
        engine.rebuild(documents())
        assert (seen, engine.rebuilding()) == ([1000], None)

    @pytest.mark.parametrize(
        ("text", "first"),
        [
            ("GB/T 14048.2-2020", [1, 2]),
            ("gb/t14048.2—2008", [2, 1]),
            ("ＧＢ／Ｔ　14048.2－2020", [1, 2]),
            ("GBT 14048.2-2020 断路器", [1]),
            ("断路器gbt14048.2-2020", [1]),
            ("GB/T 14048.2", [1, 2]),  # undated: the edition of the day, older ones below
            ("GB 14048.2-2020", [1, 2]),  # GB of what is now GB/T
            ("14048.2", [1, 2]),
            ("14048.2-2008", [2]),
            ("GB/T 14048", [1, 3, 2]),
            ("iso9001", [8]),
            ("2061", [5]),
            ("DB33/T 999-2015", [7]),  # a former number
            ("编号:14048.1", [3]),
            ("GB/T 1404", [1, 3, 2]),  # its beginning
            ("tzzb2061", [5]),
            ("ZZB 2061", [5]),
            ("zzb2061-2021 跑道", [5]),
        ],
    )
    def test_a_number_in_any_form_finds_its_standard_first(self, filled: Engine, text: str, first: list[int]) -> None:
        assert ids(ask(filled, text))[: len(first)] == first

    @pytest.mark.parametrize(
        ("text", "registered"),
        [
            ("ISO 8528 7:1994", "ISO 8528-7:1994"),
            ("ISO 8528--7:1994", "ISO 8528-7:1994"),
            ("ITU-TM.1560(10/1992)", "ITU-T M.1560 (10/1992)"),
            ("ETSI TS 132 386 V14.1.0 (2017 07)", "ETSI TS 132 386 V14.1.0 (2017-07)"),
            ("ETSITS132386V14.1.0(2017-07) manufacturing", "ETSI TS 132 386 V14.1.0 (2017-07)"),
            ("DB31/T 1648元器件", "DB31/T 1648-2025"),
        ],
    )
    def test_a_number_in_a_spelling_that_no_reading_knows(self, filled: Engine, text: str, registered: str) -> None:
        other = make_document(21, "ISO 8528-1:1994", "元器件", title_en="Manufacturing")
        filled.apply([make_document(20, registered, "元器件", title_en="Manufacturing"), other], gone=[])
        assert ids(ask(filled, text))[0] == 20

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("T/ZZB 2061-2201", "T/ZZB 2061-2021"),  # no year, so it reads as another serial
            ("DB33/T 2082-2107", "DB33/T 2082-2017"),
            ("GB/T 14048.2-0220", "GB/T 14048.2-2020"),
        ],
    )
    def test_a_wrong_digit_in_the_year_is_offered_better(self, filled: Engine, typed: str, meant: str) -> None:
        assert ask(filled, typed).suggestion == meant

    @pytest.mark.parametrize(("typed", "meant"), [("胶塑跑道", "塑胶跑道"), ("低压开关备设", "低压开关设备")])
    def test_letters_that_changed_places_are_offered_in_theirs(self, filled: Engine, typed: str, meant: str) -> None:
        assert ask(filled, typed).suggestion == meant

    def test_who_asks_in_chinese_reads_chinese_first(self, filled: Engine) -> None:
        filled.apply([make_document(20, "JIS C 4606:2011", None, title_original="断路器", title_en="Disconnectors")], gone=[])
        order = ids(ask(filled, "断路器"))
        assert max(order.index(each) for each in (1, 2, 4)) < order.index(20)

    def test_a_number_typed_in_full_is_exact(self, filled: Engine) -> None:
        assert ask(filled, "gb/t14048.2-2020").exact == 1
        assert ask(filled, "GB/T 14048.2").exact is None
        assert ask(filled, "断路器").exact is None

    def test_undated_the_edition_of_the_day_comes_first(self, filled: Engine) -> None:
        assert ids(ask(filled, "GB/T 14048.2", as_of=date(2015, 1, 1)))[0] == 2

    def test_a_wrong_digit_is_offered_and_never_taken(self, filled: Engine) -> None:
        assert ask(filled, "GB 10962-1999").suggestion == "GB 10963-1999"
        assert ask(filled, "GB 10962-1999").total == 0

    def test_digits_alone_mean_the_one_in_force_first_then_the_wider_one(self, filled: Engine) -> None:
        documents = [
            make_document(20, "ISO 77001:2013", None, title_en="Devices"),
            make_document(21, "ISO 77001:2002", None, title_en="Devices 77001", ended=date(2013, 1, 1)),
            make_document(22, "GB/T 77001-2016", "质量管理体系"),
            make_document(23, "GB/T 77001-2008", "质量管理体系", ended=date(2017, 1, 1)),
            make_document(24, "GB/T 5-2001", "采用 77001 的要求"),
        ]
        filled.apply(documents, gone=[])
        assert ids(ask(filled, "77001")) == [22, 20, 23, 21, 24]

    def test_a_wrong_digit_is_offered_though_another_edition_of_the_wrong_number_is_known(self, filled: Engine) -> None:
        filled.apply([make_document(20, "GB 10936-1989", "碗扣式接头")], gone=[])
        found = ask(filled, "GB 10936-1999")
        assert (ids(found), found.suggestion) == ([20], "GB 10963-1999")
        assert ask(filled, "GB/T 14048.2-2012").suggestion == "GB/T 14048.1-2012"

    def test_numbers_that_are_as_near_are_offered_together(self, filled: Engine) -> None:
        filled.apply([make_document(20, "GB/T 14048.3-2020", "开关")], gone=[])
        suggestion = ask(filled, "GB/T 14048.4-2020").suggestion
        assert suggestion == "GB/T 14048.2-2020 OR GB/T 14048.3-2020"
        assert sorted(ids(ask(filled, suggestion))[:2]) == [1, 20]

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("断路器", {1, 2, 3, 4, 5, 9}),
            ("斷路器", {1, 2, 3, 4, 5, 9}),
            ("路器", {1, 2, 4, 9}),  # a fragment that no segmenter makes
            ("备 第2", {1, 2}),
            ("断路器 低压", {1, 2, 3}),
            ("断路器 -低压", {4, 5, 9}),
            ("皮鞋 OR 跑道", {5, 6, 7}),
            ('"控制设备 第2部分"', {1, 2}),
            ('"控制设备 断路器"', set()),
            ("标题:断路器", {1, 2, 4, 9}),
            ("范围:断路器", {3}),
            ("关键词：断路器", {5}),
            ("正泰", {1}),
            ("起草单位:正泰电器", {1}),
            ("起草人:王小明", {5}),
            ("浙江省 皮鞋", {7}),
            ("归口:浙江省", {7}),
            ("低压电器", {1, 2, 3}),  # 3 holds 低压 and 电器 apart
            ("塑胶*", {5}),
            ("zy*", set()),
            ("requirement", {8}),
            ("quality systems", {8}),
            ("qualite", {8}),
            ("開閉", {9}),
            ("ICS:29", {1, 2, 3, 6}),
            ("状态:废止", {4}),
            ("计数 抽样", {11}),
        ],
    )
    def test_words_find(self, filled: Engine, text: str, found: set[int]) -> None:
        answer = ask(filled, text)
        assert set(ids(answer)) == found
        assert answer.total == len(found)

    def test_title_before_keywords_before_scope(self, filled: Engine) -> None:
        order = ids(ask(filled, "断路器"))
        assert order.index(5) < order.index(3)
        assert max(order.index(each) for each in (1, 2, 4, 9)) < order.index(5)

    def test_a_title_that_is_the_text_comes_first(self, filled: Engine) -> None:
        filled.apply(
            [
                make_document(20, "GB 20-2020", "断路器断路器断路器"),
                make_document(21, "GB 21-2001", "断路器", ended=date(2010, 1, 1)),
            ],
            gone=[],
        )
        assert ids(ask(filled, "断路器"))[0] == 21

    def test_of_equal_text_the_one_in_force_comes_first_then_the_wider_one(self, filled: Engine) -> None:
        assert ids(ask(filled, "皮鞋")) == [7, 6]  # 6 is industry but begins in 2030
        assert ids(ask(filled, "皮鞋", as_of=date(2031, 1, 1))) == [6, 7]
        assert ids(ask(filled, "控制设备 第2部分：断路器"))[:2] == [1, 2]

    def test_a_misspelt_word_is_offered_better(self, filled: Engine) -> None:
        assert ask(filled, "塑胶跑到面层").suggestion == "塑胶跑道面层"
        assert ask(filled, "qualty management").suggestion == "quality management"

    @pytest.mark.parametrize("text", ["duanluqi", "duan lu qi", "dlq"])
    def test_pinyin_is_offered_as_what_it_spells(self, filled: Engine, text: str) -> None:
        found = ask(filled, text)
        assert (found.total, found.suggestion) == (0, "断路器")

    def test_words_of_status_and_kind_act_as_filters_where_no_title_has_them(self, filled: Engine) -> None:
        found = ask(filled, "现行 断路器 国家标准")
        assert set(ids(found)) == {1, 3}
        assert [tuple(each) for each in found.understood] == [("现行", "status", "current"), ("国家标准", "kind", "national")]
        assert ask(filled, "现行 断路器 国家标准", interpret=False).understood == ()

    @pytest.mark.parametrize("text", ["塑胶跑道用哪个标准", "塑胶跑道面层的标准是什么？", "请问塑胶跑道有哪些标准"])
    def test_questions_find_their_subject(self, filled: Engine, text: str) -> None:
        assert ids(ask(filled, text))[:1] == [5]

    def test_a_word_taken_for_a_filter_that_leaves_nothing_is_none_and_it_says_so(self, filled: Engine) -> None:
        found = ask(filled, "跑道面层国标")
        assert (ids(found), found.understood) == ([5], ())
        assert "国标" in found.notes[0]

    def test_of_a_word_that_nothing_holds_most_letters_are_enough(self, filled: Engine) -> None:
        found = ask(filled, "断路器具 家用")
        assert ids(found)[:1] == [4]
        assert found.notes

    def test_where_nothing_holds_all_words_most_are_enough_and_it_says_so(self, filled: Engine) -> None:
        found = ask(filled, "低压开关设备 断路器 洗衣机")
        assert set(ids(found)[:2]) == {1, 2}
        assert found.notes

    def test_terms_are_what_is_to_be_marked(self, filled: Engine) -> None:
        assert {"断路器", "低压"} <= set(ask(filled, "低压 断路器 -家用").terms)
        assert "家用" not in ask(filled, "低压 断路器 -家用").terms

    @pytest.mark.parametrize(
        ("text", "title"),
        [
            ("GB/T 14048.2-2020", "低压开关设备和控制设备 第2部分：断路器"),
            ("GB/T 14048.2", "低压开关设备和控制设备 第2部分：断路器"),
            ("14048.2", "低压开关设备和控制设备 第2部分：断路器"),
            ("GB/T 14048.2 断路器", "低压开关设备和控制设备 第2部分：<mark>断路器</mark>"),
            ("设备和断路器", "低压开关<mark>设备</mark>和控制<mark>设备</mark> 第2部分：<mark>断路器</mark>"),
        ],
    )
    def test_only_what_was_asked_as_words_is_marked(self, filled: Engine, text: str, title: str) -> None:
        found = ask(filled, text)
        assert ids(found)[0] == 1
        assert highlight("低压开关设备和控制设备 第2部分：断路器", found.terms) == title

    @pytest.mark.parametrize("text", ["洗衣机的", "的洗衣机和", "的 洗衣机", "是的", "在吗", "the", "of the"])
    def test_words_that_only_join_others_find_nothing_by_themselves(self, filled: Engine, text: str) -> None:
        filled.apply([make_document(20, "GB/T 20-2020", "的和在", title_en="The systems of a thing")], gone=[])
        assert ask(filled, text).total == 0

    def test_a_single_letter_finds_nothing_beside_what_nothing_holds(self, filled: Engine) -> None:
        filled.apply([make_document(20, "GB/T 20-2020", "T 型槽", title_en="T slots")], gone=[])
        assert ask(filled, "T/X9X9X9X9X9").total == 0
        assert ids(ask(filled, "T 型槽 洗衣机")) == [20]

    @pytest.mark.parametrize("text", ["断路器和家用", "家用的断路器", "家用 与 断路器", "断路器的家用要求"])
    def test_words_that_only_join_others_are_not_asked_for(self, filled: Engine, text: str) -> None:
        assert ids(ask(filled, text))[0] == 4

    def test_a_word_that_nothing_holds_is_named(self, filled: Engine) -> None:
        assert ask(filled, "断路器 家用 洗衣机").notes == ("没有标准含“洗衣机”，以下含其余的词",)

    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ({"kind": ("national",)}, {1, 2, 3, 4, 10, 11}),
            ({"kind": ("local", "alliance")}, {5, 7}),
            ({"status": ("superseded",)}, {2}),
            ({"status": ("upcoming",)}, {6}),
            ({"obligation": ("mandatory",)}, {4}),
            ({"ics": ("29",)}, {1, 2, 3, 6}),
            ({"ics": ("29.130.20",)}, {1, 2, 3}),
            ({"ics": ("61", "29.130.20")}, {1, 2, 3, 6}),
            ({"ccs": ("K",)}, {1, 2, 4}),
            ({"ccs": ("K30/39",)}, {1, 2, 4}),
            ({"ccs": ("K30",)}, {4}),
            ({"committee": ("SAC/TC 189",)}, {1, 2}),
            ({"organization": ("8",)}, {1}),
            ({"block_industry": ("DQ",)}, {1}),
            ({"county": ("3303",)}, {1, 6}),
            ({"county": ("330302",)}, {6}),
            ({"kind": ("national",), "ccs": ("K",), "status": ("current",)}, {1}),
            ({"organization": ("12345",)}, set()),
        ],
    )
    def test_filters(self, filled: Engine, filters: dict[str, tuple[str, ...]], found: set[int]) -> None:
        assert set(ids(ask(filled, filters=filters))) == found

    def test_a_record_without_kind_is_found_and_counted_nowhere(self, filled: Engine) -> None:
        filled.apply([make_document(40, "TSG 21-2016", "固定式压力容器安全技术监察规程", kind="")], gone=[])
        found = ask(filled, "压力容器")
        assert (ids(found), found.facets["kind"]) == ([40], ())
        assert ask(filled, filters={"kind": ("",)}).total == 0

    def test_years_are_inclusive(self, filled: Engine) -> None:
        assert set(ids(ask(filled, year_from=2015, year_to=2017))) == {6, 7, 8}
        assert set(ids(ask(filled, year_to=1999))) == {4}

    @pytest.mark.parametrize(
        "filters", [{}, {"kind": ("national",)}, {"kind": ("national",), "ccs": ("K",)}, {"status": ("current",)}]
    )
    @pytest.mark.parametrize("text", ["", "断路器", "皮鞋 OR 断路器"])
    def test_each_facet_count_is_what_a_click_gives(self, filled: Engine, text: str, filters: dict[str, tuple[str, ...]]) -> None:
        for day in (DAY, date(2003, 1, 1)):
            facets = ask(filled, text, filters=filters, as_of=day).facets
            assert tuple(facets) == FACETS
            for facet, counts in facets.items():
                for count in counts:
                    years = {"year_from": int(count.value), "year_to": int(count.value)} if facet == "year" else {}
                    chosen = filters if years else filters | {facet: (count.value,)}
                    assert ask(filled, text, filters=chosen, as_of=day, **years).total == count.hits

    def test_status_is_of_the_day(self, filled: Engine) -> None:
        begins = date(2030, 1, 1)
        counts = {
            day: {count.value: count.hits for count in ask(filled, "皮鞋", as_of=day).facets["status"]}
            for day in (begins - timedelta(days=1), begins)
        }
        assert list(counts.values()) == [{"current": 1, "upcoming": 1}, {"current": 2}]

    def test_labels_come_with_bodies(self, filled: Engine) -> None:
        assert [tuple(count) for count in ask(filled).facets["committee"]] == [("SAC/TC 189", 2, "低压电器")]
        assert [tuple(count) for count in ask(filled).facets["block_industry"]] == [("DQ", 1, "低压电器")]

    def test_number_order_goes_by_value(self, filled: Engine) -> None:
        order = ids(ask(filled, sort="number", filters={"kind": ("national",)}))
        assert order == [4, 10, 11, 3, 2, 1]
        assert ids(ask(filled, sort="-number", filters={"kind": ("national",)})) == order[::-1]

    def test_number_order_holds_over_many_writings(self, filled: Engine) -> None:
        filled.apply([make_document(30, "GB/T 1000-2001", "x"), make_document(31, "GB/T 9-2001", "x")], gone=[3])
        assert ids(ask(filled, sort="number", filters={"kind": ("national",)})) == [4, 31, 10, 30, 11, 2, 1]

    def test_unknown_dates_come_last_either_way(self, filled: Engine) -> None:
        filled.apply([make_document(30, "GB/T 1000-2001", "x", published_on=0)], gone=[])
        for sort in ("published", "-published"):
            assert ids(ask(filled, sort=sort))[-1] == 30
        assert ids(ask(filled, sort="published"))[0] == 4
        assert ids(ask(filled))[0] == 9  # without a text the newest comes first

    def test_pages_follow_each_other(self, filled: Engine) -> None:
        whole = ids(ask(filled, sort="number"))
        pages = [ids(ask(filled, sort="number", page=page, per_page=4)) for page in (1, 2, 3, 4)]
        assert pages == [whole[:4], whole[4:8], whole[8:], []]

    @pytest.mark.parametrize("text", ["断路器", "现行 断路器", "低压 皮鞋", "", "。"])
    @pytest.mark.parametrize("sort", [None, "number", "-published"])
    def test_everything_found_comes_in_the_order_of_the_pages(self, filled: Engine, text: str, sort: str | None) -> None:
        pages = [ids(ask(filled, text, sort=sort, page=page, per_page=3)) for page in (1, 2, 3, 4)]
        assert list(filled.ids(Asked(text, DAY, sort=sort, page=3, per_page=2))) == [each for page in pages for each in page]
        narrowed = ids(ask(filled, text, filters={"status": ("current",)}))
        assert list(filled.ids(Asked(text, DAY, filters={"status": ("current",)}))) == narrowed

    @pytest.mark.parametrize(
        "text",
        [
            "*",
            "((((",
            '"',
            "，。！？",
            "-",
            "OR",
            "：",
            "a" * 10_000,
            "（" * 5_000,
            "词 " * 200,
            "标题:",
            "*" * 300,
            "\x00",
            "😀",
        ],
    )
    def test_no_text_is_an_error(self, filled: Engine, text: str) -> None:
        ask(filled, text)

    def test_no_random_text_is_an_error_and_a_page_holds_no_more_than_the_total(self, filled: Engine) -> None:
        random = Random(23)  # noqa: S311 -- guards nothing
        pieces = [
            *'断路器低压皮鞋 　-*|:：()（）“”"「」/.~—１a1',
            " OR ",
            " 或 ",
            "标题:",
            "ICS:",
            "状态:",
            "GB/T 14048.2-2020",
            "现行 ",
        ]
        for _ in range(400):
            text = "".join(random.choices(pieces, k=random.randint(1, 12)))
            found = ask(filled, text)
            assert len(found.hits) == min(found.total, 20), text
            assert sum(count.hits for count in found.facets["kind"]) <= found.total or found.understood, text

    def test_signs_alone_find_nothing_and_say_why(self, filled: Engine) -> None:
        found = ask(filled, "((((")
        assert (found.total, found.hits, bool(found.notes)) == (0, (), True)

    @pytest.mark.parametrize(
        "wrong", [{"page": 0}, {"per_page": 0}, {"per_page": 101}, {"sort": "title"}, {"filters": {"colour": ("red",)}}]
    )
    def test_what_cannot_be_asked_is_refused_by_field(self, wrong: dict[str, object]) -> None:
        with pytest.raises(Invalid) as refused:
            Asked("", DAY, **wrong)  # type: ignore[arg-type]
        assert [error.field for error in refused.value.fields] == [next(iter(wrong)) if "filters" not in wrong else "colour"]

    @pytest.mark.parametrize(
        ("typed", "kind", "text"),
        [
            ("gb/t 14048.2-2", "number", "GB/T 14048.2-2020"),
            ("14048", "number", "GB/T 14048.1-2012"),
            ("塑胶", "title", "塑胶跑道面层"),
            ("quality man", "title", "Quality management systems — Requirements"),
            ("正泰", "organization", "浙江正泰电器股份有限公司"),
            ("SAC/TC", "committee", "低压电器"),
            ("duanluqi", "term", "断路器"),
            ("duanlu", "term", "断路器"),
            ("Duan Lu Qi", "term", "断路器"),
            ("dlq", "term", "断路器"),
            ("sujiaopao", "term", "塑胶跑道"),
            ("sjpd", "term", "塑胶跑道"),
            ("dlq", "title", "家用断路器"),
        ],
    )
    def test_completions(self, filled: Engine, typed: str, kind: str, text: str) -> None:
        assert (kind, text) in [(each.type, each.text) for each in filled.suggest(typed)]

    def test_of_the_editions_of_a_number_the_newest_is_completed_first(self, filled: Engine) -> None:
        completed = [each.text for each in filled.suggest("gbt14048.2")]
        assert completed == ["GB/T 14048.2-2020", "GB/T 14048.2-2008"]

    @pytest.mark.parametrize("typed", ["", " ", "*", "((", "a" * 5000])
    def test_nothing_to_complete(self, filled: Engine, typed: str) -> None:
        assert filled.suggest(typed) == []
