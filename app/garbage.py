"""How often a process looks for garbage: Python's usual way takes a fifth of the time of whatever reads records in thousands.

It counts objects that are made and, each time some hundreds are, goes through those there are; a register's rows and the
lives worked out from them are made by the ten thousand, and hardly anything of ours is ever a circle.
"""

import gc

_SELDOM = (20_000, 10, 10)
"""Objects made before the young are gone through (Python's own: 700), and how often that before the older are."""


def look_seldom() -> None:
    """For any process that reads records."""
    gc.set_threshold(*_SELDOM)


def settle() -> None:
    """For a process about to serve: what it has loaded by now will stay, and is never gone through again."""
    gc.collect()
    gc.freeze()
    look_seldom()
