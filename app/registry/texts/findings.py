"""What is found in the text of a standard against GB/T 1.1-2020. Pure."""

from dataclasses import dataclass
from enum import StrEnum

SOURCE = "GB/T 1.1-2020"


class Severity(StrEnum):
    """Whether the rule binds (应) or advises (宜); `label` is what people read."""

    MUST = "must"
    SHOULD = "should"

    @property
    def label(self) -> str:
        """What people read."""
        return "应改" if self is Severity.MUST else "建议"


@dataclass(frozen=True)
class Finding:
    """One thing to mend: `rule` is its lasting name, `what` is wrong, `clause` and `page` where, `why` the rule, `remedy`.

    `clause` is as people name it (第 4 章, 4.1, 附录 A, 封面); `page` counts from 1, None where it is about something absent.
    """

    rule: str
    severity: Severity
    what: str
    why: str
    remedy: str
    clause: str = ""
    page: int | None = None


def why(clause: str, sentence: str) -> str:
    """The rule in a sentence with its place in the standard, empty where only the standard is named."""
    return f"{SOURCE}{' ' + clause if clause else ''}：{sentence}"
