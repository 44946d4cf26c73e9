"""Who drafts with whom: drawn, and in the table beneath."""

from tests.factories import make_drafting, make_organization, make_standard


def test_every_pair_of_the_bodies_that_draft_most(app, client, page):
    first, second, third, alone = (make_organization(f"演示{name}厂") for name in "甲乙丙丁")
    for published_on, bodies in (
        ("2020-01-01", (first, second)),
        ("2020-12-31", (first, second, third)),
        ("2019-12-31", (first, third)),
        ("2020-06", (alone,)),
        ("2021", (second, third)),
    ):
        standard = make_standard(published_on=published_on)
        for rank, body in enumerate(bodies, 1):
            make_drafting(standard, body, rank)
    shown = page("/statistics/drafting-network?from=2020-01-01&last=2020-12-31")
    assert "演示乙厂 2；演示丙厂 1" in shown.text
    assert "演示甲厂 1；演示乙厂 1" in shown.text
    drawn = client.get("/statistics/drafting-network?from=2020-01-01&last=2020-12-31").text
    assert "演示甲厂 与 演示乙厂：共同起草 2 项" in drawn
    assert "演示甲厂 与 演示丙厂：共同起草 1 项" in drawn
    assert "演示丁厂：1 项" in drawn
    assert "演示丙厂" not in page("/statistics/drafting-network?from=2020-01-01&last=2020-12-31&top=2").text
    assert "没有起草单位的记录" in page("/statistics/drafting-network?from=2010-01-01&last=2010-12-31").text
