"""Declaring that an enterprise implements an alliance standard: by itself, by its association for it, or by staff.

What lies outside the life of the enterprise, the standard or the membership is taken with a warning that says from when
it will count; the figures decide on each day (docs/rules.md section 4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from sqlalchemy import literal, or_, select

from app.accounts.permissions import Actor
from app.clock import today
from app.database import db
from app.errors import Conflict, FieldError, NotFound
from app.registry.dates import PartialDate
from app.registry.models import Implementation, Organization, Standard, StandardBlockIndustry, StoredFile
from app.registry.rates.counting import Counting
from app.registry.services.reach import declares_for
from app.registry.services.writing import hold, recorded, refuse_where, tidy
from app.registry.statistics.registers import counting_of
from app.registry.words import Kind, OrganizationKind

PRODUCTS_MOST = 2_000
EVIDENCE_MOST = 400
_YEARS_AHEAD = 20


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a declaration says beside whose it is; `last_day` included, None: open. A file stands under its id."""

    last_day: date | None = None
    products: str | None = None
    evidence: str | None = None
    file_id: int | None = None

    @property
    def until(self) -> PartialDate | None:
        """First day on which it no longer is implemented."""
        return None if self.last_day is None else PartialDate.of(self.last_day + timedelta(days=1))


@dataclass(frozen=True, kw_only=True)
class Declaration(Contents):
    """That an enterprise implements a standard from a day on."""

    organization_id: int
    standard_id: int
    since: date


class Outcome(Enum):
    """What became of a declaration."""

    NEW = "已登记声明"
    MENDED = "已按退回意见补正声明"
    KNOWN = "这项声明此前已登记，没有重复登记"


@dataclass(frozen=True)
class Declared:
    """A declaration as it is in the register; `warning` says from when it counts where that is not its first day."""

    implementation: Implementation
    outcome: Outcome
    warning: str | None


def declare(asked: Declaration, *, actor: Actor) -> Declared:
    """Declare an implementation. The same again, or one whose term overlaps a declaration of the same standard, is that one.

    Raises `NotAllowed`, `NotFound`, `Invalid` by field, `Conflict` where the same declaration was revoked.
    """
    within = declares_for(actor, asked.organization_id, today())
    enterprise = _enterprise(asked.organization_id)
    by = enterprise if within == enterprise.id else db.session.get(Organization, within) if within else None
    declared = take_declaration(asked, actor=actor, declared_by=by.name if by else actor.name)
    db.session.commit()
    return declared


def take_declaration(asked: Declaration, *, actor: Actor, declared_by: str) -> Declared:
    """Take in a declaration within the transaction under way, whoever allowed it; see `declare`."""
    held = hold(Organization, [asked.organization_id])
    if not held:
        raise NotFound("没有这家企业，请从列表中选择")
    products, evidence = _checked(asked, held[0])
    known = _overlapping(asked)
    if known is not None and known.returned_on is None:
        return Declared(known, Outcome.KNOWN, counting_warning(known, counting_of([known])[known.id]))
    with recorded("implementations", [known.id] if known else [], actor) as made:
        implementation = known or Implementation(
            organization_id=asked.organization_id, standard_id=asked.standard_id, declared_on=PartialDate.of(today())
        )
        implementation.from_on = PartialDate.of(asked.since)
        implementation.declared_by = declared_by
        _fill(implementation, asked, products, evidence)
        db.session.add(implementation)
        db.session.flush()
        if known is None:
            made(implementation)
    outcome = Outcome.MENDED if known else Outcome.NEW
    return Declared(implementation, outcome, counting_warning(implementation, counting_of([implementation])[implementation.id]))


def mend(implementation_id: int, changed: Contents, *, actor: Actor) -> Implementation:
    """Change a declaration that nobody has verified yet; a file is kept where no other is given.

    Raises `NotAllowed`, `NotFound`, `Invalid`, `Conflict` where it is verified or revoked.
    """
    implementation = the_declaration(implementation_id)
    declares_for(actor, implementation.organization_id, today())
    if implementation.verified_on or implementation.revoked_on:
        raise Conflict("声明已核实或已撤销，不能再改内容；如已停止实施，请登记停止日期")
    products, evidence = _contents(changed, implementation.from_on.first_day)
    with recorded("implementations", [implementation.id], actor):
        _fill(implementation, changed, products, evidence)
    db.session.commit()
    return implementation


def end(implementation_id: int, *, last_day: date, actor: Actor) -> Implementation:
    """Say that the enterprise implements it up to and including `last_day`.

    Raises `NotAllowed`, `NotFound`, `Invalid`, `Conflict` where it ended before or was revoked.
    """
    implementation = the_declaration(implementation_id)
    declares_for(actor, implementation.organization_id, today())
    if implementation.revoked_on:
        raise Conflict(f"声明已于 {implementation.revoked_on} 撤销，不必再登记停止日期")
    if implementation.until_on and implementation.until_on.first_day <= today():
        raise Conflict(f"声明已登记在 {implementation.until_on} 之前停止实施")
    refuse_where(_wrong_last_day(last_day, implementation.from_on.first_day))
    with recorded("implementations", [implementation.id], actor):
        implementation.until_on = PartialDate.of(last_day + timedelta(days=1))
    db.session.commit()
    return implementation


def counting_warning(implementation: Implementation, found: Counting) -> str | None:
    """From when a declaration counts, in words, where that is not the day from which it was declared."""
    if not found.against:
        return None
    then = f"核实后自 {found.begins} 起计入实施率" if found.begins else "按现有记录不会计入实施率，记录变动后由系统按日重新判断"
    return f"起始日期 {implementation.from_on}：{'；'.join(found.against)}。声明照录，{then}。"


def the_declaration(implementation_id: int) -> Implementation:
    """One declaration, held until the transaction ends. Raises `NotFound`."""
    found: Sequence[Implementation] = hold(Implementation, [implementation_id])
    if not found:
        raise NotFound("没有这条实施记录")
    return found[0]


def _enterprise(organization_id: int) -> Organization:
    enterprise = db.session.get(Organization, organization_id)
    if enterprise is None:
        raise NotFound("没有这家企业，请从列表中选择")
    return enterprise


def _fill(implementation: Implementation, given: Contents, products: str | None, evidence: str | None) -> None:
    """Take over what was given; what had been sent back for mending no longer is."""
    implementation.until_on = given.until
    implementation.products = products
    implementation.evidence = evidence
    implementation.evidence_file_id = given.file_id or implementation.evidence_file_id
    implementation.returned_on = implementation.return_reason = None


def _checked(asked: Declaration, enterprise: Organization) -> tuple[str | None, str | None]:
    """Products and evidence, tidied. Raises `Invalid` with an entry a field that can't be used."""
    wrong: list[FieldError] = []
    if enterprise.kind not in (None, OrganizationKind.ENTERPRISE):
        wrong.append(FieldError("organization", f"{enterprise.name}登记为{enterprise.kind.label}，只有企业可以声明实施"))
    if not _can_be_implemented(asked.standard_id):
        wrong.append(FieldError("standard", "只有关联了块状产业的联盟（团体）标准可以声明；请先由协会或标准化院关联块状产业"))
    if not 1949 <= asked.since.year <= today().year + _YEARS_AHEAD:
        wrong.append(FieldError("from", "起始日期的年份不合理，请核对", str(asked.since)))
    return _contents(asked, asked.since, wrong)


def _contents(given: Contents, since: date, wrong: Sequence[FieldError] = ()) -> tuple[str | None, str | None]:
    """Products and evidence, tidied. Raises `Invalid` for what is `wrong` already, and for what else can't be used."""
    found = [*wrong, *_wrong_last_day(given.last_day, since)]
    products = tidy(given.products, "products", "实施产品", PRODUCTS_MOST, found)
    evidence = tidy(given.evidence, "evidence", "证明材料", EVIDENCE_MOST, found)
    if given.file_id is not None and db.session.get(StoredFile, given.file_id) is None:
        found.append(FieldError("file", "附件不在库中，请重新上传"))
    refuse_where(found)
    return products, evidence


def _wrong_last_day(last_day: date | None, since: date) -> list[FieldError]:
    if last_day is None:
        return []
    if last_day < since:
        return [FieldError("last", f"停止日期不能早于起始日期 {since}", str(last_day))]
    if last_day.year > today().year + _YEARS_AHEAD:
        return [FieldError("last", "停止日期的年份不合理，请核对；没有停止日期请留空", str(last_day))]
    return []


def _can_be_implemented(standard_id: int) -> bool:
    tied = select(StandardBlockIndustry.id).join(StandardBlockIndustry.standard)
    asked = tied.where(StandardBlockIndustry.standard_id == standard_id, Standard.kind == Kind.ALLIANCE).limit(1)
    return db.session.scalar(asked) is not None


def _overlapping(asked: Declaration) -> Implementation | None:
    """A declaration of the same standard by the same enterprise whose term has a day in common, the earliest.

    A revoked one stands in the way only of its very own first day. Raises `Conflict` for that.
    """
    since = PartialDate.of(asked.since)
    before_its_end = literal(True) if asked.last_day is None else Implementation.from_on <= PartialDate.of(asked.last_day)
    same = db.session.scalars(
        select(Implementation)
        .where(
            Implementation.organization_id == asked.organization_id,
            Implementation.standard_id == asked.standard_id,
            or_(Implementation.until_on.is_(None), Implementation.until_on > since),
            before_its_end,
        )
        .order_by(Implementation.from_on, Implementation.id)
    ).all()
    alive = [each for each in same if each.revoked_on is None]
    if alive:
        return alive[0]
    if any(each.from_on == since for each in same):
        raise Conflict(f"自 {since} 起的这项声明已被撤销；如已整改，请以整改后的日期重新声明")
    return None
