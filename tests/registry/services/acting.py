"""Who acts in these tests."""

from app.accounts.permissions import HELD, Actor, OfficeKind
from app.registry.models import Organization

STAFF = Actor("李工", HELD[OfficeKind.STAFF])
AUDITOR = Actor("审计员", HELD[OfficeKind.AUDITOR])


def editor_of(*bodies: Organization) -> Actor:
    """Somebody who holds the office of an editor on these bodies."""
    return Actor("王经办", within={body.id: HELD[OfficeKind.EDITOR] for body in bodies})


def member_of(body: Organization) -> Actor:
    """Somebody who belongs to a body without an office that writes."""
    return Actor("赵成员", within={body.id: HELD[OfficeKind.MEMBER]})
