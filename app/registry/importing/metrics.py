"""Values of metrics: what a plan asks of the city and of its counties, and what is recorded of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Invalid
from app.registry.importing import references, values
from app.registry.importing.columns import TABLES
from app.registry.importing.outcomes import Outcome
from app.registry.importing.reading import ReadRow
from app.registry.importing.records import Field, ModelRecords, Problem
from app.registry.models import Classification, CountyTarget, Observation, Target
from app.registry.words import Metric, is_rate

_PLAN = Field("plan", "plan_id", references.PLANS, required=True)
_METRIC = Field("metric", "metric", required=True)
_VALUE = Field("value", "value")


class _ValuesOfMetrics(ModelRecords):
    """A metric by its value or label; the value of a rate is a share, of any other a number that is not negative."""

    def __init__(self, *declared: Any) -> None:
        super().__init__(*declared)
        self._labels: Mapping[str, str] = {}

    def apply(self, session: Session, rows: Sequence[ReadRow], only: int | None = None) -> list[Outcome]:
        """Look up what recorded metrics are called, then as every table."""
        named = select(Classification.name_zh, Classification.code).where(Classification.scheme == "metric")
        self._labels = {label: code for label, code in session.execute(named) if label}
        return super().apply(session, rows, only)

    def prepare(self, row: dict[str, Any]) -> None:
        """Settle which metric it is, then what its value means."""
        metric = row.get("metric")
        if not metric:
            return
        computed = next((known.value for known in Metric if metric in (known.label, known.value)), None)
        row["metric"] = computed or self._labels.get(metric, metric)
        if "value" in row:
            read = values.rate if is_rate(row["metric"]) else values.quantity
            try:
                row["value"] = read(row["value"])
            except Invalid as error:
                raise Problem("value", f"{self.table.column('value').label}：{error}") from None


class TargetRecords(_ValuesOfMetrics):
    """规划目标."""

    def __init__(self) -> None:
        super().__init__(TABLES["targets"], Target, ("plan_id", "metric"), (_PLAN, _METRIC, _VALUE))


class CountyTargetRecords(_ValuesOfMetrics):
    """县（市、区）目标: a county's share of a target of the plan."""

    def __init__(self) -> None:
        county = Field("county", "county", references.DIVISIONS, required=True)
        super().__init__(
            TABLES["county-targets"],
            CountyTarget,
            ("plan_id", "county", "metric"),
            (_PLAN, county, _METRIC, _VALUE),
        )


class ObservationRecords(_ValuesOfMetrics):
    """填报值; without a county it is the city's. That one of a metric the register computes is not used is said."""

    def __init__(self) -> None:
        self._unused: dict[Metric, None] = {}
        super().__init__(
            TABLES["observations"],
            Observation,
            ("metric", "county", "observed_on"),
            (
                _METRIC,
                Field("county", "county", references.DIVISIONS),
                Field("on", "observed_on", required=True),
                _VALUE,
                Field("source", "source"),
            ),
        )

    def complete(self, session: Session, record: Any | None, values: dict[str, Any]) -> None:
        """Note a metric that needs no recording."""
        self._unused |= dict.fromkeys(metric for metric in Metric if metric.value == values.get("metric"))

    def forget(self) -> None:
        """Nothing is to be said of rows that the database did not keep."""
        self._unused = {}

    def warnings(self) -> list[str]:
        """The metrics that were recorded and need not be, since the last call."""
        said, self._unused = [metric.label for metric in self._unused], {}
        return [f"“{label}”由登记记录算出，填报值照录，不用于统计" for label in said]
