"""What one standard of a shape says of all of them is what the rule says of each."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.registry.dates import PartialDate
from app.registry.rates.implementation import Tie
from app.registry.statistics.columns import STATUSES, packed
from app.registry.statistics.timelines import timelines
from app.registry.status import timeline
from app.registry.words import Kind, RelationKind, Status
from tests.examples import examples
from tests.registry.statistics.registers import Holding, Link, Record, Records

STANDARDS = 60
# days that mean the same or lie within one another, few of them: so that many standards come to be of one shape
DAYS = [PartialDate(2011), PartialDate(2011, 1), PartialDate(2011, 1, 2), PartialDate(2012, 6), PartialDate(2013)]


def _register(seed: int) -> Records:
    """Alliance standards, mostly each of a document of its own and replaced by none, some by later ones or from elsewhere."""
    random = Random(seed)  # noqa: S311  registers, no secrets
    ids = range(1, STANDARDS + 1)
    days = [None, *random.sample(DAYS, 3)]
    words = random.choices([None, *Status], k=2)
    standards = [
        Record(
            number,
            random.choice([*[f"d{number}"] * 12, "shared"]),
            Kind.ALLIANCE,
            published_on=random.choice(days),
            implemented_on=random.choice(days),
            withdrawn_on=random.choice([*[None] * 6, PartialDate(2013, 1)]),
            recorded_status=random.choice(words),
        )
        for number in ids
    ]
    links = []
    for replaced in ids:
        later = [None, *range(replaced + 1, STANDARDS + 1)]
        for by in random.sample(later, min(len(later), random.choice([0, 1, 1, 2]))):
            kind = random.choice([RelationKind.REPLACES, RelationKind.REPLACES, RelationKind.PARTLY_REPLACES])
            links.append(Link(kind, by, replaced, random.random() < 0.8))
    return Records(standards=standards, links=links, block_industries=[1], ties=[Tie(each, 1) for each in ids])


@settings(max_examples=examples(30))
@given(records=st.integers(0, 10**9).map(_register))
def test_agrees(holding: Holding, records: Records) -> None:
    lives = records.register().standards
    with holding(records):
        found = timelines()
    assert found.day.tolist() == sorted(found.day.tolist())
    turns = {each.id: [] for each in records.standards}
    for standard, day, status in zip(found.standard.tolist(), found.day.tolist(), found.status.tolist(), strict=True):
        turns[standard].append((day, STATUSES[status]))
    assert turns == {
        each.id: [(packed(day), status) for day, status in timeline(lives[each.id].life)] for each in records.standards
    }
