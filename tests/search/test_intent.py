import pytest

from app.search.intent import intended


@pytest.mark.parametrize(
    ("text", "left", "understood"),
    [
        ("防火门用哪个标准", "防火门", []),
        ("防火门应执行什么标准？", "防火门", []),
        ("防火门的标准是什么", "防火门", []),
        ("请问防火门有哪些标准", "防火门", []),
        ("噪声怎么测", "噪声", []),
        ("电动自行车的国家标准是哪个", "电动自行车", [("国家标准", "kind", "national")]),
        ("做塑胶跑道要看哪些团体标准", "塑胶跑道", [("团体标准", "kind", "alliance")]),
        ("有没有关于游泳池水质的标准", "游泳池水质", []),
        ("断路器最新标准", "断路器", []),
        ("儿童鞋需要符合哪些标准", "儿童鞋", []),
        ("电动自行车强制性国家标准", "电动自行车", [("国家标准", "kind", "national"), ("强制性", "obligation", "mandatory")]),
        ("浙江省地方标准 塑胶跑道", "浙江省 塑胶跑道", [("地方标准", "kind", "local")]),
        ("现行 塑胶跑道 团体标准", "塑胶跑道", [("现行", "status", "current"), ("团体标准", "kind", "alliance")]),
        ("现行的塑胶跑道国标", "塑胶跑道", [("现行", "status", "current"), ("国标", "kind", "national")]),
        ("强制性 安全帽", "安全帽", [("强制性", "obligation", "mandatory")]),
        ("已废止 皮鞋 行业标准", "皮鞋", [("已废止", "status", "withdrawn"), ("行业标准", "kind", "industry")]),
    ],
)
def test_what_a_question_means(text: str, left: str, understood: list[tuple[str, str, str]]) -> None:
    meant = intended(text)
    assert meant is not None
    assert meant.text == left
    assert [tuple(each) for each in meant.understood] == understood


@pytest.mark.parametrize("text", ["断路器", "国标舞赛事", "团体标准", "现行 国家标准", "标准", "", "?"])
def test_what_is_no_question_or_would_leave_nothing(text: str) -> None:
    assert intended(text) is None
