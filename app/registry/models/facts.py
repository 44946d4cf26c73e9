"""Facts that the register is told and does not compute: yearly lists and output, leading products, recorded metrics, projects."""

from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Dialect, Float, ForeignKey, String, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Code, Day, Division, Id, Key, Name, not_before, word
from app.registry.models.bodies import Organization
from app.registry.models.industries import BlockIndustry
from app.registry.words import Degree, ProjectKind

YUAN = 10_000
"""Yuan in the 万元 that statistics are written in."""


class Money(TypeDecorator[Decimal]):
    """An amount in 万元 to the yuan, kept as whole yuan, so that sums are exact on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        """To the database."""
        return int(value * YUAN) if isinstance(value, Decimal) else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """From the database."""
        return None if value is None else Decimal(value) / YUAN


class YearlyFact(Base):
    """What the statistics of a year say of an enterprise; the rows of one year that say it are that year's list."""

    __tablename__ = "yearly_fact"
    __table_args__ = (
        UniqueConstraint("organization_id", "year"),
        CheckConstraint("output_value >= 0", "output_not_negative"),
    )

    id: Mapped[Id]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    year: Mapped[int] = mapped_column(index=True)
    above_scale: Mapped[bool | None]                # 规模以上; None: this row does not say
    output_value: Mapped[Decimal | None] = mapped_column(Money)  # 产值, in 万元; None: not recorded

    organization: Mapped[Organization] = relationship()


class LeadingProduct(Base):
    """A leading product (主导产品) of an enterprise in a year, and the standard it adopts: a record, or a number not yet here."""

    __tablename__ = "leading_product"
    __table_args__ = (UniqueConstraint("organization_id", "year", "product"),)

    id: Mapped[Id]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    year: Mapped[int] = mapped_column(index=True)
    product: Mapped[Name]
    adopts: Mapped[Key | None]                      # canonical number of the standard adopted; None: none
    degree: Mapped[Degree | None] = mapped_column(word(Degree))  # None: not recorded

    organization: Mapped[Organization] = relationship()


class Observation(Base):
    """A recorded value (填报值) of a metric that the register does not compute, as of a day."""

    __tablename__ = "observation"
    __table_args__ = (UniqueConstraint("metric", "county", "observed_on"),)

    id: Mapped[Id]
    metric: Mapped[str] = mapped_column(String(80))
    county: Mapped[Division | None]                 # None: the whole city
    observed_on: Mapped[Day]
    value: Mapped[float | None] = mapped_column(Float)  # None: withdrawn
    source: Mapped[Name | None]


class Project(Base):
    """A standardization project (标准化项目) with its dates."""

    __tablename__ = "project"
    __table_args__ = (not_before("approved_on", "accepted_on", "accepted_after_approved"),)

    id: Mapped[Id]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    kind: Mapped[ProjectKind | None] = mapped_column(word(ProjectKind))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    block_industry_id: Mapped[int | None] = mapped_column(ForeignKey("block_industry.id"), index=True)
    county: Mapped[Division | None]
    approved_on: Mapped[Day | None]                 # 立项
    accepted_on: Mapped[Day | None]                 # 验收; None: running, or not recorded
    source: Mapped[Name | None]

    organization: Mapped[Organization | None] = relationship()
    block_industry: Mapped[BlockIndustry | None] = relationship()
