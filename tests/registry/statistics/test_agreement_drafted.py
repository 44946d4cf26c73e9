"""Who drafts with whom, and which standards of a body a rule supports, standard by standard as the definitions say."""

from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.database import db
from app.registry.models import SupportRule
from app.registry.queries.drafting_network import drafted_together, drafting_network
from app.registry.queries.support import supported
from app.registry.rates.support import Claimed, Rule, amount, judge
from app.registry.status import status_on
from app.registry.words import Kind
from tests.examples import examples
from tests.registry.statistics import random_registers as random
from tests.registry.statistics.registers import Holding, Records

many = settings(max_examples=examples(40))


@many
@given(records=random.drafted_registers(), days=random.periods, top=st.integers(1, 4))
def test_the_network_agrees(holding: Holding, records: Records, days: tuple[date, date], top: int) -> None:
    since, until = days
    of_period = {
        each.id
        for each in records.standards
        if each.kind and each.published_on and since <= each.published_on.first_day < until
    }
    drafted = {standard: {part.body for part in records.parts if part.standard == standard} for standard in of_period}
    counts = Counter(body for bodies in drafted.values() for body in bodies)
    chosen = sorted(counts, key=lambda body: (-counts[body], body))[:top]
    pairs = Counter(pair for bodies in drafted.values() for pair in combinations(sorted(bodies & set(chosen)), 2))
    with holding(records):
        found = drafting_network(since, until, top=top)
        together = {pair: {each.id for each in drafted_together(since, until, pair, 1, 10).items} for pair in pairs}
    assert [(each.id, each.standards) for each in found.bodies] == [(body, counts[body]) for body in chosen]
    assert {(first, second): count for first, second, count in found.pairs} == pairs
    assert together == {pair: {each for each, bodies in drafted.items() if set(pair) <= bodies} for pair in pairs}


rules = st.builds(
    Rule,
    st.lists(st.sampled_from([Kind.NATIONAL, Kind.INDUSTRY]), unique=True).map(tuple),
    st.sampled_from([None, 1, 2]),
    st.sampled_from([0, 1, 12]),
    st.booleans(),
    st.sampled_from([None, 1, 2]),
    st.sampled_from([None, Decimal("0.5"), Decimal(20)]),
)


@many
@given(records=random.drafted_registers(), day=random.days, body=random.bodies_ids, rule=rules)
def test_a_support_rule_agrees(holding: Holding, records: Records, day: date, body: int, rule: Rule) -> None:
    lives = {ref: standard.life for ref, standard in records.register().standards.items()}
    by_id = {each.id: each for each in records.standards}
    claimed = [
        Claimed(
            part.standard,
            by_id[part.standard].kind,
            status_on(lives[part.standard], day).status,
            lives[part.standard].start,
            part.rank,
            by_id[part.standard].document,
        )
        for part in records.parts
        if part.body == body
    ]
    claimed.sort(key=lambda each: (each.start or date.max, by_id[int(each.ref)].number))
    expected = judge(rule, claimed, day)
    with holding(records):
        columns = vars(rule) | {"kinds": tuple(kind.value for kind in rule.kinds)}
        db.session.add(SupportRule(code="R", name="R", **columns))
        db.session.flush()
        _, (found,) = supported(body, day)
    assert [each for _, each in found.judged] == expected
    assert [standard.id for standard, _ in found.judged] == [each.claimed.ref for each in expected]
    assert (found.qualifying, found.amount) == (sum(each.qualifies for each in expected), amount(rule, expected))
