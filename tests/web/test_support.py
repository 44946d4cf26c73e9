"""An enterprise's standards against the rules that are registered."""

from tests.factories import make_drafting, make_organization, make_standard
from tests.registry.statistics.loading import load


def test_what_qualifies_and_what_lacks_proof(app, client, page):
    asks = {"kinds": "national", "rank": "1", "months_in_force": "12", "cap": "1", "amount": "20"}
    load({"support-rules": [
        {"code": "R", "name": "奖补（演示）", **asks},
        {"code": "S", "name": "旧办法（演示）", "to": "2015"},
    ]})
    body = make_organization("演示厂")
    for number, rank in (("GB/T 99001.1-2020", 1), ("GB/T 99001.2-2020", 1), ("GB/T 99002-2020", None), ("DB33/T 99003-2020", 1)):
        make_drafting(make_standard(number), body, rank)
    shown = page(f"/organizations/{body.id}/support?as_of=2021-11-01").text
    assert "符合 1 项，合 20 万元" in shown
    for found in ("同系列已计一项", "补证后可计：缺起草位次的证明", "标准类别不在计入范围", "不在该办法的期间之内"):
        assert found in shown
    assert "符合 0 项，合 0 万元" in page(f"/organizations/{body.id}/support?as_of=2021-10-31").text
    assert client.get("/organizations/99999/support").status_code == 404
