"""An enterprise's standards against the rules of schemes and subsidies (奖补办法)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.database import db
from app.errors import Invalid, NotFound
from app.registry.models import Drafting, Organization, Standard, SupportRule
from app.registry.numbers import parse_number
from app.registry.queries.lives import lives
from app.registry.rates.support import Claimed, Judged, Rule, amount, judge
from app.registry.status import status_on
from app.registry.words import Kind


@dataclass(frozen=True)
class Supported:
    """A rule with every standard of an enterprise judged by it; `of_rule`: the rule holds on the day."""

    rule: SupportRule
    holds: bool
    judged: Sequence[tuple[Standard, Judged]]
    amount: Decimal | None

    @property
    def qualifying(self) -> int:
        """How many count."""
        return sum(each.qualifies for _, each in self.judged)


def supported(organization_id: int, day: date) -> tuple[Organization, Sequence[Supported]]:
    """Every rule against the standards of an enterprise on `day`, the oldest in force first. Raises `NotFound`."""
    body = db.session.get(Organization, organization_id)
    if body is None:
        raise NotFound("没有这个单位，请从列表中选择")
    draftings = db.session.scalars(
        select(Drafting).where(Drafting.organization_id == organization_id).options(joinedload(Drafting.standard))
    ).all()
    standards = {each.standard_id: each.standard for each in draftings}
    known = lives(list(standards))
    claimed = sorted(
        (
            Claimed(
                each.standard_id,
                each.standard.kind,
                status_on(known[each.standard_id], day).status,
                known[each.standard_id].start,
                each.rank,
                _series(each.standard),
            )
            for each in draftings
        ),
        key=lambda each: (each.start or date.max, standards[int(each.ref)].number_order),
    )
    found = []
    for rule in db.session.scalars(select(SupportRule).order_by(SupportRule.code)):
        asked = Rule(
            tuple(Kind.read(kind) for kind in rule.kinds),
            rule.rank,
            rule.months_in_force,
            rule.series_once,
            rule.cap,
            rule.amount,
        )
        judged = judge(asked, claimed, day)
        begun = rule.from_on is None or rule.from_on.first_day <= day
        over = rule.until_on is not None and rule.until_on.first_day <= day
        pairs = [(standards[int(each.claimed.ref)], each) for each in judged]
        found.append(Supported(rule, begun and not over, pairs, amount(asked, judged)))
    return body, found


def _series(standard: Standard) -> str:
    """What is one for all parts and editions: prefix and serial, without parts."""
    try:
        number = parse_number(standard.number)
    except Invalid:
        return standard.document_key
    return f"{number.prefix} {number.serial}" if number.serial else standard.document_key
