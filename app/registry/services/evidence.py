"""Evidence of declarations: files handed in with them, and who may see them."""

from pathlib import Path
from typing import IO

from app.accounts.permissions import Actor, Permission
from app.clock import now, today
from app.database import db
from app.errors import NotAllowed, NotFound
from app.files import FileStore, Kept
from app.registry.models import Implementation, StoredFile
from app.registry.services.reach import associations_beside, verifiers_of, with_merged


def keep_file(store: FileStore, content: IO[bytes], given_name: str | None, *, actor: Actor) -> int:
    """Take in a file; gives the id under which a declaration names it. It is committed with that declaration.

    Raises `Invalid` with the remedy where it can't be used, `Unavailable` where it can't be kept.
    """
    kept: Kept = store.keep(content, given_name)
    record = StoredFile(
        digest=kept.digest, name=kept.name, media_type=kept.media_type, size=kept.size, kept_at=now(), kept_by=actor.name
    )
    db.session.add(record)
    db.session.flush()
    return record.id


def file_of(implementation_id: int, store: FileStore, *, actor: Actor) -> tuple[StoredFile, Path]:
    """The file handed in with a declaration, and where it lies. Raises `NotAllowed`, `NotFound`."""
    implementation = db.session.get(Implementation, implementation_id)
    if implementation is None or implementation.evidence_file is None:
        raise NotFound("这条实施记录没有附件")
    if not may_see(implementation, actor=actor):
        raise NotAllowed("附件只有企业自己、所在块状产业的协会与标准化院可以查看")
    return implementation.evidence_file, store.path_of(implementation.evidence_file.digest)


def may_see(implementation: Implementation, *, actor: Actor) -> bool:
    """Whether the actor may see all of a declaration.

    Its own people may, those of the body it was merged into, its associations', staff and auditors.
    """
    if actor.everywhere & {Permission.IMPLEMENTATION_AUDIT, Permission.IMPLEMENTATION_VERIFY, Permission.WORKLIST_READ}:
        return True
    mine = set(actor.within)
    if implementation.organization_id in with_merged(mine, today()):
        return True
    beside = associations_beside([implementation.organization_id], implementation.from_on.first_day)
    return bool(mine & (verifiers_of([implementation])[implementation.id] | beside.get(implementation.organization_id, set())))
