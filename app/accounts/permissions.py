"""What may be done, and who may do it. Services ask here before they write; never a cookie or a session."""

from dataclasses import dataclass
from enum import StrEnum

from app.errors import NotAllowed


class Permission(StrEnum):
    """Everything that writes has a name here."""

    REGISTER_IMPORT = "register.import"  # create and update records of any table from a file


@dataclass(frozen=True)
class Actor:
    """Somebody who acts, with what they may do."""

    name: str
    permissions: frozenset[Permission]


OPERATOR = Actor("命令行", frozenset(Permission))
"""Who runs commands on the machine itself, and so could open the database file as well: may do everything."""


def require(actor: Actor, permission: Permission) -> None:
    """Raises `NotAllowed` where the actor may not do it."""
    if permission not in actor.permissions:
        raise NotAllowed(f"{actor.name} 没有权限：{permission}")
