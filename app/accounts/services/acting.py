"""From a person to what they may do today: the sum of their offices."""

from collections import defaultdict
from collections.abc import Iterable

from app.accounts.models import User
from app.accounts.permissions import HELD, Actor, OfficeKind, Permission
from app.accounts.services.people import offices_held

GUARDED = frozenset({OfficeKind.STAFF, OfficeKind.ADMINISTRATOR})
"""Offices that ought to be guarded by two-step sign-in."""


def actor_of(user: User, *, scope: Iterable[str] | None = None, require_two_step: bool = False) -> Actor:
    """What somebody may do today.

    `scope`: no more than these permissions, as with a token. `require_two_step`: the guarded offices count for nothing until
    the person has set up two-step sign-in.
    """
    within: defaultdict[int, set[Permission]] = defaultdict(set)
    everywhere: set[Permission] = set()
    allowed = frozenset(Permission if scope is None else (each for each in Permission if each in set(scope)))
    for office in offices_held(user):
        if require_two_step and office.kind in GUARDED and not user.is_two_step:
            continue
        held = HELD[office.kind] & allowed
        if office.organization_id is None:
            everywhere |= held
        else:
            within[office.organization_id] |= held
    return Actor(user.name, frozenset(everywhere), {each: frozenset(held) for each, held in within.items()}, user.id)
