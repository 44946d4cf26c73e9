"""Every table that can be imported and exported, and how it is kept."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.registry.importing import references
from app.registry.importing.bodies import DraftingRecords, OrganizationRecords
from app.registry.importing.columns import TABLES, table_of
from app.registry.importing.committees import CommitteeRecords
from app.registry.importing.evaluations import BatchRecords, CandidateRecords, CriterionRecords, SchemeRecords
from app.registry.importing.metrics import CountyTargetRecords, ObservationRecords, TargetRecords
from app.registry.importing.outcomes import Records
from app.registry.importing.plans import PlanRecords
from app.registry.importing.records import Field, ModelRecords
from app.registry.importing.standards import StandardRecords
from app.registry.importing.terms import AwardRecords, ImplementationRecords, MembershipRecords
from app.registry.models import (
    BlockIndustry,
    Classification,
    LeadingProduct,
    Project,
    StandardBlockIndustry,
    SupportRule,
    ThesaurusGroup,
    YearlyFact,
)

_STANDARD = Field("number", "standard_id", references.STANDARDS, required=True)
_BLOCK_INDUSTRY = Field("block_industry", "block_industry_id", references.BLOCK_INDUSTRIES, required=True)
_BODY = Field("uscc", "organization_id", references.BODIES, required=True)
_YEAR = Field("year", "year", required=True)
_CODE = Field("code", "code", required=True)
_NAME = Field("name", "name", required=True)
_FROM = Field("from", "from_on")
_TO = Field("to", "until_on")
_TERM = ("from", "to")


class _BlockIndustries(ModelRecords):
    def __init__(self) -> None:
        super().__init__(
            TABLES["block-industries"],
            BlockIndustry,
            ("code",),
            (
                _CODE,
                _NAME,
                Field("county", "county", references.DIVISIONS),
                Field("gbt4754", "gbt4754", empty=()),
                Field("association_uscc", "association_id", references.BODIES),
            ),
        )

    def stale(self, session: Session, records: Sequence[Any]) -> Collection[int]:
        """Standards tied to them show their names."""
        ids = [record.id for record in records]
        tied = select(StandardBlockIndustry.standard_id).where(StandardBlockIndustry.block_industry_id.in_(ids))
        return set(session.scalars(tied))


class _StandardBlockIndustries(ModelRecords):
    def __init__(self) -> None:
        super().__init__(
            TABLES["standard-block-industries"],
            StandardBlockIndustry,
            ("standard_id", "block_industry_id"),
            (_STANDARD, _BLOCK_INDUSTRY, _FROM, _TO),
            _TERM,
        )

    def stale(self, session: Session, records: Sequence[Any]) -> Collection[int]:
        """The standards tied."""
        return {record.standard_id for record in records}


_RECORDS: Mapping[str, Callable[[], Records]] = {
    "standards": StandardRecords,
    "organizations": OrganizationRecords,
    "committees": CommitteeRecords,
    "block-industries": _BlockIndustries,
    "memberships": MembershipRecords,
    "standard-block-industries": _StandardBlockIndustries,
    "implementations": ImplementationRecords,
    "draftings": DraftingRecords,
    "award-schemes": SchemeRecords,
    "awards": AwardRecords,
    "award-criteria": CriterionRecords,
    "award-batches": BatchRecords,
    "award-candidates": CandidateRecords,
    "plans": PlanRecords,
    "targets": TargetRecords,
    "yearly-facts": lambda: ModelRecords(
        TABLES["yearly-facts"],
        YearlyFact,
        ("organization_id", "year"),
        (_BODY, _YEAR, Field("above_scale", "above_scale"), Field("output_value", "output_value")),
    ),
    "leading-products": lambda: ModelRecords(
        TABLES["leading-products"],
        LeadingProduct,
        ("organization_id", "year", "product"),
        (
            _BODY,
            _YEAR,
            Field("product", "product", required=True),
            Field("adopts", "adopts"),
            Field("degree", "degree"),
        ),
    ),
    "observations": ObservationRecords,
    "projects": lambda: ModelRecords(
        TABLES["projects"],
        Project,
        ("code",),
        (
            _CODE,
            _NAME,
            Field("kind", "kind"),
            Field("uscc", "organization_id", references.BODIES),
            Field("block_industry", "block_industry_id", references.BLOCK_INDUSTRIES),
            Field("county", "county", references.DIVISIONS),
            Field("approved_on", "approved_on"),
            Field("accepted_on", "accepted_on"),
            Field("source", "source"),
        ),
        ("approved_on", "accepted_on"),
    ),
    "county-targets": CountyTargetRecords,
    "support-rules": lambda: ModelRecords(
        TABLES["support-rules"],
        SupportRule,
        ("code",),
        (
            _CODE,
            _NAME,
            Field("issuer", "issuer"),
            Field("kinds", "kinds", empty=()),
            Field("rank", "rank"),
            Field("months_in_force", "months_in_force", empty=0),
            Field("series_once", "series_once", empty=True),
            Field("cap", "cap"),
            Field("amount", "amount"),
            _FROM,
            _TO,
        ),
        _TERM,
    ),
    "classifications": lambda: ModelRecords(
        TABLES["classifications"],
        Classification,
        ("scheme", "code"),
        (
            Field("scheme", "scheme", required=True),
            Field("code", "code", required=True),
            Field("name_zh", "name_zh"),
            Field("name_en", "name_en"),
            Field("parent", "parent"),
            _FROM,
            _TO,
            Field("authority", "authority"),
        ),
        _TERM,
    ),
    "thesaurus": lambda: ModelRecords(
        TABLES["thesaurus"],
        ThesaurusGroup,
        ("term",),
        (Field("term", "term", required=True), Field("synonyms", "synonyms", empty=()), Field("note", "note")),
    ),
}


def records_of(name: str) -> Records:
    """How the table of that name is kept. Raises `Invalid` naming the tables there are."""
    return _RECORDS[table_of(name).name]()
