"""Tables of evaluation: schemes with levels and criteria, batches, and who takes part in them with which points."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Invalid
from app.registry.importing import references, values
from app.registry.importing.columns import TABLES
from app.registry.importing.records import Field, ModelRecords, Problem
from app.registry.importing.writing import Written
from app.registry.models import AwardBatch, AwardCandidate, AwardCriterion, AwardLevel, AwardScheme, AwardScore

_SCHEME = Field("scheme", "scheme_id", references.SCHEMES, required=True)
_NAME = Field("name", "name", required=True)


class SchemeRecords(ModelRecords):
    """评定办法: its levels are records of their own, named in one cell from the lowest on; another cell holds their points."""

    def __init__(self) -> None:
        fields = (
            Field("code", "code", required=True),
            _NAME,
            Field("issuer", "issuer"),
            Field("levels", "level_names", empty=()),
            Field("least_scores", "least_scores", empty=()),
            Field("from", "from_on"),
            Field("to", "until_on"),
        )
        super().__init__(TABLES["award-schemes"], AwardScheme, ("code",), fields, ("from", "to"))

    def complete(self, session: Session, record: Any | None, values: dict[str, Any]) -> None:
        """Points by the name of their level, taken up after the levels."""
        if "least_scores" in values:
            levels = values.get("level_names", self.get(record, "level_names") if record else ())
            points = dict(_points(text, levels, "least_scores", "等级") for text in values.pop("least_scores"))
            values["least_scores"] = points

    def get(self, record: Any, attribute: str) -> Any:
        """Levels by name."""
        if attribute == "level_names":
            return tuple(level.name for level in record.levels)
        if attribute == "least_scores":
            return {level.name: level.least_score for level in record.levels if level.least_score is not None}
        return super().get(record, attribute)

    def put(self, record: Any, attribute: str, value: Any) -> None:
        """Levels that stay keep their awards."""
        if attribute == "level_names":
            known = {level.name: level for level in record.levels}
            record.levels = [known.get(name) or AwardLevel(name=name) for name in value]
            for position, level in enumerate(record.levels, 1):
                level.position = position
        elif attribute == "least_scores":
            for level in record.levels:
                level.least_score = value.get(level.name)
        else:
            super().put(record, attribute, value)

    def _written(self, record: Any, column: str, texts: Mapping[str, Mapping[Any, Any]]) -> Written:
        if column != "least_scores":
            return super()._written(record, column, texts)
        return tuple(f"{name}:{points:g}" for name, points in self.get(record, column).items())


class CriterionRecords(ModelRecords):
    """评定指标."""

    def __init__(self) -> None:
        fields = (
            _SCHEME,
            _NAME,
            Field("position", "position", empty=1),
            Field("most", "most", required=True),
            Field("explanation", "explanation"),
        )
        super().__init__(TABLES["award-criteria"], AwardCriterion, ("scheme_id", "name"), fields)

    def complete(self, session: Session, record: Any | None, values: dict[str, Any]) -> None:
        """Without a place of its own it stands first."""
        if record is None:
            values.setdefault("position", 1)
        if values.get("most", 1) <= 0:
            raise Problem("most", "满分应大于 0")


class BatchRecords(ModelRecords):
    """评定批次."""

    def __init__(self) -> None:
        fields = (
            _SCHEME,
            _NAME,
            Field("opened_on", "opened_on", required=True),
            Field("publicity_from", "publicity_from"),
            Field("publicity_until", "publicity_until"),
            Field("decided_on", "decided_on"),
        )
        term = ("publicity_from", "publicity_until")
        super().__init__(TABLES["award-batches"], AwardBatch, ("scheme_id", "name"), fields, term)


class CandidateRecords(ModelRecords):
    """参评企业: points stand in one cell, `指标:得分` each."""

    def __init__(self) -> None:
        fields = (
            _SCHEME,
            Field("batch", "batch_id", references.BATCHES, required=True),
            Field("uscc", "organization_id", references.BODIES, required=True),
            Field("scores", "points", empty=()),
            Field("level", "level_id", references.LEVELS),
            Field("left_out_reason", "left_out_reason"),
        )
        super().__init__(TABLES["award-candidates"], AwardCandidate, ("batch_id", "organization_id"), fields)

    def prepare(self, row: dict[str, Any]) -> None:
        """A batch and a level have their names within their scheme."""
        for column in ("batch", "level"):
            if row.get(column) and row.get("scheme"):
                row[column] = (row["scheme"], row[column])

    def complete(self, session: Session, record: Any | None, values: dict[str, Any]) -> None:
        """Points by the id of their criterion."""
        if "points" in values:
            known = select(AwardCriterion.name, AwardCriterion.id).where(AwardCriterion.scheme_id == values["scheme_id"])
            ids = dict(session.execute(known).all())
            read = [_points(text, ids, "scores", "指标") for text in values["points"]]
            values["points"] = {ids[name]: points for name, points in read}

    def get(self, record: Any, attribute: str) -> Any:
        """Points by criterion."""
        if attribute == "points":
            return {score.criterion_id: score.points for score in record.scores}
        return super().get(record, attribute)

    def put(self, record: Any, attribute: str, value: Any) -> None:
        """The scheme is the batch's."""
        if attribute == "points":
            record.scores = [AwardScore(criterion_id=criterion, points=points) for criterion, points in value.items()]
        elif attribute != "scheme_id":
            super().put(record, attribute, value)

    def _written(self, record: Any, column: str, texts: Mapping[str, Mapping[Any, Any]]) -> Written:
        if column != "scores":
            return super()._written(record, column, texts)
        return tuple(
            f"{criterion.name}:{found:g}"
            for criterion in record.batch.scheme.criteria
            if (found := self.get(record, "points").get(criterion.id)) is not None
        )


def _points(text: str, known: Collection[str], column: str, label: str) -> tuple[str, float]:
    """`name:points`, of a name that is known."""
    name, _colon, typed = text.replace("：", ":").rpartition(":")
    if name.strip() not in known:
        raise Problem(column, f"评定办法没有“{name.strip()[:40]}”这个{label}；请写成“{label}:分数”，多项用 ; 隔开")
    try:
        points = values.amount(typed)
    except Invalid as error:
        raise Problem(column, f"分数：{error}") from None
    if points is None or points < 0:
        raise Problem(column, "分数应是不小于 0 的数字")
    return name.strip(), points
