"""How many examples a property is tried on, and which.

In a run of all tests they are the same ones every time, so that what passed once fails only by what was changed since.
`make fuzz` tries new ones, thousands of them: what it finds becomes a test of its own.
"""

import os

from hypothesis import HealthCheck, settings

_ASKED = int(os.environ.get("BIAOLIAN_EXAMPLES", "0"))

settings.register_profile(
    "ours",
    derandomize=not _ASKED,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("ours")


def examples(usual: int) -> int:
    """How many to try where a run of all tests tries `usual`: BIAOLIAN_EXAMPLES, if that is more."""
    return max(usual, _ASKED)
