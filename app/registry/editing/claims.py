"""Claims to have drafted a standard: an enterprise makes them, staff settle them against the printed document."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.accounts.permissions import Actor, Permission, require
from app.clock import now
from app.database import db
from app.errors import Conflict, FieldError, Invalid, NotAllowed, NotFound
from app.files import FileStore
from app.registry.editing.kept import standard_id
from app.registry.editing.saving import alone, save_in
from app.registry.history import Author
from app.registry.models import Drafting, DraftingClaim, StoredFile
from app.registry.words import ClaimState, DraftingRole, Through

LONGEST_SOURCE = 400


def claim(
    organization_id: int,
    number: str,
    *,
    rank: int | None,
    role: DraftingRole | None,
    source: str,
    actor: Actor,
    file_id: int | None = None,
) -> DraftingClaim:
    """Say that one's own body drafted a standard, with the page scanned where there is a file.

    Raises `Invalid` by field, `Conflict` where it is listed, `NotAllowed`.
    """
    require(actor, Permission.DRAFTING_CLAIM, organization_id)
    if not source.strip() or len(source) > LONGEST_SOURCE:
        raise Invalid("请写明依据", (FieldError("source", f"请写明载于前言第几页等，最多 {LONGEST_SOURCE} 字"),))
    try:
        own = standard_id(number)
    except NotFound as missing:
        raise Invalid(str(missing), (FieldError("number", f"{missing}，请核对；库中没有的请联系工作人员补录"),)) from None
    listed = select(Drafting.id).where(Drafting.standard_id == own, Drafting.organization_id == organization_id)
    if db.session.scalar(listed) is not None:
        raise Conflict("这项标准的起草单位里已有本单位；位次或角色有误的，请联系工作人员更正")
    pending = _all().where(
        DraftingClaim.standard_id == own,
        DraftingClaim.organization_id == organization_id,
        DraftingClaim.state == ClaimState.OPEN,
    )
    if db.session.scalar(pending) is not None:
        raise Conflict("本单位对这项标准的申报正在核对，请等结果")
    made = DraftingClaim(
        standard_id=own,
        organization_id=organization_id,
        rank=rank,
        role=role,
        source=source.strip(),
        evidence_file_id=file_id,
        made_at=now(),
        by_name=actor.name,
        state=ClaimState.OPEN,
    )
    db.session.add(made)
    db.session.commit()
    return made


def claims(actor: Actor, *, state: ClaimState | None = None) -> Sequence[DraftingClaim]:
    """The claims that somebody may see, oldest first: all for whoever settles them, else those of one's own bodies."""
    asked = _all().order_by(DraftingClaim.id)
    if not actor.may(Permission.DRAFTING_CONFIRM):
        asked = asked.where(DraftingClaim.organization_id.in_(actor.organizations(Permission.DRAFTING_CLAIM)))
    if state is not None:
        asked = asked.where(DraftingClaim.state == state)
    return db.session.scalars(asked).all()


def claim_file(claim_id: int, store: FileStore, *, actor: Actor) -> tuple[StoredFile, Path]:
    """The file handed in with a claim, and where it lies: for whoever settles claims, and the body's own people.

    Raises `NotFound`, `NotAllowed`.
    """
    found = db.session.scalar(_all().where(DraftingClaim.id == claim_id))
    if found is None:
        raise NotFound("没有这件起草申报")
    if not actor.may(Permission.DRAFTING_CONFIRM) and not actor.may(Permission.DRAFTING_CLAIM, found.organization_id):
        raise NotAllowed("附件只有申报单位与标准化院可以查看")
    if found.evidence_file is None:
        raise NotFound("这件起草申报没有附件")
    return found.evidence_file, store.path_of(found.evidence_file.digest)


def open_claim(claim_id: int, actor: Actor) -> DraftingClaim:
    """A claim that waits. Raises `NotFound`, `Conflict` where it is settled, `NotAllowed`."""
    require(actor, Permission.DRAFTING_CONFIRM)
    found = db.session.scalar(_all().where(DraftingClaim.id == claim_id))
    if found is None:
        raise NotFound("没有这件起草申报")
    if found.state is not ClaimState.OPEN:
        raise Conflict(f"这件申报{found.state.label}，不能再处理")
    return found


def confirm(
    claim_id: int, *, rank: int | None, role: DraftingRole | None, source: str, actor: Actor, through: Through = Through.PAGE
) -> None:
    """Enter what the printed document says into the register, and settle the claim, in one transaction."""
    waiting = open_claim(claim_id, actor)
    cells = {
        "number": waiting.standard.number,
        "uscc": waiting.organization.key,
        "rank": rank,
        "role": role.value if role else None,
        "source": source,
    }
    author = Author(actor, through, f"确认 {waiting.by_name} 的起草申报")
    db.session.rollback()
    with alone(author) as session:
        found = session.get_one(DraftingClaim, claim_id)
        if found.state is not ClaimState.OPEN:
            raise Conflict(f"这件申报{found.state.label}，不能再处理")
        save_in(session, "draftings", cells, author=author)
        found.state, found.settled_at, found.settled_by = ClaimState.CONFIRMED, now(), actor.name
        session.commit()


def reject(claim_id: int, *, reason: str, actor: Actor) -> None:
    """Settle a claim that the printed document does not bear out."""
    waiting = open_claim(claim_id, actor)
    if not reason.strip():
        raise Invalid("请写明原因", (FieldError("reason", "请写明原因，申报单位看得到"),))
    waiting.state, waiting.settled_at, waiting.settled_by = ClaimState.REJECTED, now(), actor.name
    waiting.reason = reason.strip()
    db.session.commit()


def _all() -> Select[DraftingClaim]:
    named = (DraftingClaim.standard, DraftingClaim.organization, DraftingClaim.evidence_file)
    return select(DraftingClaim).options(*(joinedload(each) for each in named))
