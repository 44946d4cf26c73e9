"""Plan periods (规划期) and their targets."""

from sqlalchemy import CheckConstraint, Float, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Code, Day, Id, Name, Texts, not_before


class Plan(Base):
    """A plan period [from_on, until_on) with the settings under which its figures are counted (docs/rules.md section 4)."""

    __tablename__ = "plan"
    __table_args__ = (
        not_before("from_on", "until_on", "ends_after_start"),
        CheckConstraint("lead_rank >= 1", "lead_rank_from_one"),
        CheckConstraint("implementing_threshold >= 1", "threshold_from_one"),
    )

    id: Mapped[Id]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    from_on: Mapped[Day]
    until_on: Mapped[Day]
    lead_rank: Mapped[int] = mapped_column(default=1)               # up to this rank a body without a role leads
    implementing_threshold: Mapped[int] = mapped_column(default=1)  # enterprises that make a block industry implementing
    schemes: Mapped[Texts]                                          # codes of the award schemes that count; none: all
    adopts_through_national: Mapped[bool] = mapped_column(default=False)

    targets: Mapped[list["Target"]] = relationship(back_populates="plan", order_by="Target.id")


class Target(Base):
    """What a plan asks of a metric: a count, or a rate as a fraction."""

    __tablename__ = "target"
    __table_args__ = (UniqueConstraint("plan_id", "metric"),)

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    metric: Mapped[str] = mapped_column(String(80))
    value: Mapped[float | None] = mapped_column(Float)  # None: a direction without a number (rises every year)

    plan: Mapped[Plan] = relationship(back_populates="targets")
