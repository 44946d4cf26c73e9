"""Who drafted, and who joined late. Pure."""

from app.registry.lifecycle.words import Stage

IN_TIME = frozenset({Stage.PROPOSAL, Stage.APPROVED, Stage.DRAFTING})
"""Stages in which a drafting unit or a drafter may join without more; later ones are flagged, and say why."""


def is_late(joined: Stage) -> bool:
    """Whether somebody who joined in that stage came after the draft was made."""
    return joined not in IN_TIME
