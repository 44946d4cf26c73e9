"""Plan periods (规划期)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.registry.dates import PartialDate
from app.registry.importing.columns import TABLES
from app.registry.importing.records import Field, ModelRecords, Problem
from app.registry.models import AwardScheme, Plan


class PlanRecords(ModelRecords):
    """规划期: each holds a day at least; that it lies over another, or counts a scheme that is not there, is said."""

    def __init__(self) -> None:
        fields = (
            Field("code", "code", required=True),
            Field("name", "name", required=True),
            Field("from", "from_on", required=True),
            Field("to", "until_on", required=True),
            Field("lead_rank", "lead_rank", empty=1),
            Field("implementing_threshold", "implementing_threshold", empty=1),
            Field("schemes", "schemes", empty=()),
            Field("adopts_through_national", "adopts_through_national", empty=False),
        )
        super().__init__(TABLES["plans"], Plan, ("code",), fields, ("from", "to"))
        self._notes: dict[str, None] = {}

    def complete(self, session: Session, record: Any | None, values: dict[str, Any]) -> None:
        """Refuse a period [from, to) that holds no day."""
        since, until = (self._date(record, values, name) for name in ("from_on", "until_on"))
        if until.first_day <= since.first_day:
            reason = f"规划期自 {since} 起、至 {until} 止（不含）没有一天，请核对；最后一天计入的请填“截止日期（含当日）”"
            raise Problem("to", reason)

    def follow(self, session: Session, changed: Sequence[Any]) -> None:
        """Note what somebody ought to look at."""
        plans = session.scalars(select(Plan).order_by(Plan.from_on, Plan.code)).all()
        schemes = set(session.scalars(select(AwardScheme.code)))
        for plan in changed:
            self._notes |= dict.fromkeys(_notes(plan, plans, schemes))

    def forget(self) -> None:
        """Nothing is to be said of rows that the database did not keep."""
        self._notes = {}

    def warnings(self) -> list[str]:
        """What was noted since the last call."""
        said, self._notes = list(self._notes), {}
        return said

    @staticmethod
    def _date(record: Any | None, values: Mapping[str, Any], attribute: str) -> PartialDate:
        found: PartialDate = values[attribute] if attribute in values else getattr(record, attribute)
        return found


def _notes(plan: Plan, plans: Sequence[Plan], schemes: set[str]) -> Iterator[str]:
    for other in plans:
        first, second = sorted((plan, other), key=lambda each: (each.from_on.first_day, each.code))
        if other is not plan and second.from_on.first_day < first.until_on.first_day:
            yield f"规划期 {first.code} 与 {second.code} 重叠：两者都在期内的日子取起始较晚的，同日起始的取后登记的"
    for code in plan.schemes:
        if code not in schemes:
            yield f"规划期 {plan.code} 计入的评定办法“{code}”不在库中：导入它之前，标准创新型企业数不含它的认定"
