"""Terms of membership, implementation and award: what overlaps, or lies outside another term, is kept and flagged.

On each day the figures decide for themselves (docs/rules.md section 4), so nothing is refused here.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.registry.importing import references
from app.registry.importing.columns import TABLES
from app.registry.importing.records import Field, ModelRecords
from app.registry.models import Award, AwardScheme, Implementation, Membership, Organization, Standard

_BODY = Field("uscc", "organization_id", references.BODIES, required=True)
_FROM = Field("from", "from_on")
_TO = Field("to", "until_on")


class TermRecords(ModelRecords):
    """Rows whose terms are looked at once they are in; `_doubts` gives the sentence for each thing that may be wrong."""

    _doubts: Mapping[str, ColumnElement[bool]]

    def __init__(self, *declared: Any, **more: Any) -> None:
        super().__init__(*declared, **more)
        self._flagged: Counter[str] = Counter()

    def follow(self, session: Session, changed: Sequence[Any]) -> None:
        """Count what is doubtful of the records just created or updated."""
        super().follow(session, changed)
        ids = [record.id for record in changed]
        for doubt, condition in self._doubts.items():
            asked = select(func.count()).select_from(self.model).where(self.model.id.in_(ids), condition)  # type: ignore[attr-defined]
            self._flagged[doubt] += session.scalar(asked) or 0

    def warnings(self) -> list[str]:
        """How many records are doubtful, by doubt."""
        found = [f"有 {count} 条{self.table.label}{doubt}，已照录，请核对" for doubt, count in self._flagged.items() if count]
        self._flagged.clear()
        return found


def _overlap(one: Any, other: Any) -> ColumnElement[bool]:
    """Whether two terms have a day in common; an absent end is open."""
    return or_(one.from_on.is_(None), other.until_on.is_(None), one.from_on < other.until_on) & or_(
        other.from_on.is_(None), one.until_on.is_(None), other.from_on < one.until_on
    )


def _outside_life(start: Any, end: Any, organization_id: Any) -> ColumnElement[bool]:
    """Whether a term begins before the body was founded or after it was dissolved, or is said to last longer than it."""
    body = aliased(Organization)
    return exists().where(
        body.id == organization_id,
        or_(start < body.established_on, start >= body.dissolved_on, end > body.dissolved_on if end is not None else false()),
    )


_MEMBERSHIP = aliased(Membership)
_OTHER_MEMBERSHIP = aliased(Membership)
_OTHER_IMPLEMENTATION = aliased(Implementation)


class MembershipRecords(TermRecords):
    """块状产业成员."""

    _doubts: Mapping[str, ColumnElement[bool]] = {
        "与同一企业在同一块状产业的另一段期间重叠": exists().where(
            _OTHER_MEMBERSHIP.block_industry_id == Membership.block_industry_id,
            _OTHER_MEMBERSHIP.organization_id == Membership.organization_id,
            _OTHER_MEMBERSHIP.id != Membership.id,
            _overlap(Membership, _OTHER_MEMBERSHIP),
        ),
        "的期间超出企业的存续期": _outside_life(Membership.from_on, Membership.until_on, Membership.organization_id),
    }

    def __init__(self) -> None:
        super().__init__(
            TABLES["memberships"],
            Membership,
            ("block_industry_id", "organization_id", "from_on"),
            (Field("block_industry", "block_industry_id", references.BLOCK_INDUSTRIES, required=True), _BODY, _FROM, _TO),
            ("from", "to"),
        )


class ImplementationRecords(TermRecords):
    """联盟标准实施."""

    _doubts: Mapping[str, ColumnElement[bool]] = {
        "与同一企业实施同一标准的另一段期间重叠": exists().where(
            _OTHER_IMPLEMENTATION.standard_id == Implementation.standard_id,
            _OTHER_IMPLEMENTATION.organization_id == Implementation.organization_id,
            _OTHER_IMPLEMENTATION.id != Implementation.id,
            _overlap(Implementation, _OTHER_IMPLEMENTATION),
        ),
        "的期间超出企业的存续期": _outside_life(Implementation.from_on, Implementation.until_on, Implementation.organization_id),
        "早于标准实施，或不早于标准废止": exists().where(
            Standard.id == Implementation.standard_id,
            or_(
                Implementation.from_on < func.coalesce(Standard.implemented_on, Standard.published_on),
                Implementation.from_on >= Standard.withdrawn_on,
            ),
        ),
        "的期间内企业不是任何块状产业的成员": ~exists().where(
            _MEMBERSHIP.organization_id == Implementation.organization_id, _overlap(Implementation, _MEMBERSHIP)
        ),
    }

    def __init__(self) -> None:
        super().__init__(
            TABLES["implementations"],
            Implementation,
            ("organization_id", "standard_id", "from_on"),
            (
                _BODY,
                Field("number", "standard_id", references.STANDARDS, required=True),
                Field("from", "from_on", required=True),
                _TO,
                Field("declared_on", "declared_on"),
                Field("verified_on", "verified_on"),
                Field("revoked_on", "revoked_on"),
                Field("products", "products"),
                Field("evidence", "evidence"),
                Field("declared_by", "declared_by"),
                Field("verified_by", "verified_by"),
                Field("returned_on", "returned_on"),
                Field("return_reason", "return_reason"),
                Field("revocation_reason", "revocation_reason"),
            ),
            ("from", "to"),
        )


class AwardRecords(TermRecords):
    """标准创新型企业; several awards at a time are no doubt, they count once."""

    _doubts: Mapping[str, ColumnElement[bool]] = {
        "的认定日期超出企业的存续期": _outside_life(Award.awarded_on, None, Award.organization_id),
        "的认定日期不在评定办法的期间之内": exists().where(
            AwardScheme.id == Award.scheme_id,
            or_(Award.awarded_on < AwardScheme.from_on, Award.awarded_on >= AwardScheme.until_on),
        ),
    }

    def __init__(self) -> None:
        super().__init__(
            TABLES["awards"],
            Award,
            ("organization_id", "scheme_id", "awarded_on"),
            (
                _BODY,
                Field("scheme", "scheme_id", references.SCHEMES, required=True),
                Field("level", "level_id", references.LEVELS),
                Field("batch", "batch"),
                Field("awarded_on", "awarded_on", required=True),
                Field("valid_until", "valid_until"),
                Field("revoked_on", "revoked_on"),
                Field("revocation_reason", "revocation_reason"),
            ),
            ("awarded_on", "valid_until"),
        )

    def prepare(self, values: dict[str, Any]) -> None:
        """A level has its name within its scheme."""
        if values.get("level") and values.get("scheme"):
            values["level"] = (values["scheme"], values["level"])
