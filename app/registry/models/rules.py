"""Rules of schemes and subsidies under which an enterprise's standards qualify, and counties' shares of a plan's targets."""

from decimal import Decimal

from sqlalchemy import CheckConstraint, Float, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Code, Day, Division, Id, Name, Texts, not_before
from app.registry.models.facts import Money
from app.registry.models.plans import Plan


class SupportRule(Base):
    """Which standards of an enterprise a scheme or subsidy (奖补办法) takes, how many, and for how much."""

    __tablename__ = "support_rule"
    __table_args__ = (
        not_before("from_on", "until_on", "ends_after_start"),
        CheckConstraint("rank >= 1", "rank_from_one"),
        CheckConstraint("months_in_force >= 0", "months_not_negative"),
        CheckConstraint("cap >= 1", "cap_from_one"),
        CheckConstraint("amount >= 0", "amount_not_negative"),
    )

    id: Mapped[Id]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    issuer: Mapped[Name | None]
    kinds: Mapped[Texts]                            # kinds of standards that count, by English word; none: all
    rank: Mapped[int | None]                        # up to this place among the drafting bodies; None: any
    months_in_force: Mapped[int] = mapped_column(default=0)  # whole months that it must have been in force
    series_once: Mapped[bool] = mapped_column(default=True)  # the editions and parts of one document count once
    cap: Mapped[int | None]                         # at most so many standards; None: no limit
    amount: Mapped[Decimal | None] = mapped_column(Money)  # 万元 a standard; None: no money, a condition only
    from_on: Mapped[Day | None]
    until_on: Mapped[Day | None]


class CountyTarget(Base):
    """The share of a plan's target that a county has to bring."""

    __tablename__ = "county_target"
    __table_args__ = (UniqueConstraint("plan_id", "county", "metric"),)

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    county: Mapped[Division]
    metric: Mapped[str] = mapped_column(String(80))
    value: Mapped[float | None] = mapped_column(Float)  # a count, or a rate as a fraction; None: no number

    plan: Mapped[Plan] = relationship()
