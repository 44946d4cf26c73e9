"""Committee numbers as sources write them, alone or with the committee's name: `全国消防标准化技术委员会(SAC/TC 113)`. Pure.

Canonical text: `SAC/TC 189/SC 1/WG 2`, `ISO/TC 121/SC 3`, `ISO/IEC JTC 1/SC 25`, `ISO/CASCO`.
"""

import re
import unicodedata
from dataclasses import dataclass

from app.registry.words import CommitteeKind, CommitteeLevel

_LOWER = r"(?:\s*/?\s*(?P<sc>SC|TA)\s*(?P<sc_number>\d+[A-Z]?))?(?:\s*/?\s*WG\s*(?P<wg_number>\d+))?"
_CHINESE = re.compile(rf"(?:(?P<issuer>[A-Z]{{2,4}}\d{{0,4}})\s*/\s*)?(?P<tc>TC|SWG)\s*(?P<tc_number>\d+){_LOWER}(?![A-Za-z\d])")
_INTERNATIONAL = re.compile(
    rf"(?P<issuer>ISO/IEC|IEC/ISO|ISO|IEC)\s*[/ ]\s*(?P<tc>JTC|TC|PC)\s*(?P<tc_number>\d+){_LOWER}(?:\s+(?P<name>\S.*))?",
    re.DOTALL,
)
_POLICY = re.compile(r"(?P<number>ISO/[A-Z]{4,7})(?:\s+(?P<name>\S.*))?", re.DOTALL)
_BRACKETS = re.compile(r"[(（]\s*[)）]")
_HAN = re.compile("[\u4e00-\u9fff]")
_LAST = re.compile(r"(?:.*[/ ])?(?P<kind>TC|JTC|PC|SC|TA|WG|SWG) \w+")
_KINDS = {
    "TC": CommitteeKind.TC,
    "JTC": CommitteeKind.TC,
    "PC": CommitteeKind.TC,
    "SC": CommitteeKind.SC,
    "TA": CommitteeKind.SC,
    "WG": CommitteeKind.WG,
    "SWG": CommitteeKind.SWG,
}


@dataclass(frozen=True)
class NamedCommittee:
    """A committee as a text gives it: its number, and its name where that stands beside it."""

    number: str
    name: str | None = None

    @property
    def parent(self) -> str | None:
        """The number of the committee above it, None for one at the top."""
        above = self.number.rpartition("/")[0]
        return above if _LAST.fullmatch(above) else None

    @property
    def kind(self) -> CommitteeKind | None:
        """TC, SC, WG or SWG as the number says; None for policy committees."""
        last = _LAST.fullmatch(self.number)
        return _KINDS[last["kind"]] if last else None

    @property
    def level(self) -> CommitteeLevel | None:
        """Whose committee it is as the number says; None where only the record can tell."""
        if self.number.startswith("SAC/"):
            return CommitteeLevel.NATIONAL
        return CommitteeLevel.INTERNATIONAL if self.number.startswith(("ISO/", "IEC/")) else None


def read_committee(text: str) -> NamedCommittee | None:
    """The committee a text names by number, None where it gives none.

    A bare `TC 113` is a national one (SAC) where the text says 全国, or is nothing but the number.
    """
    tidy = unicodedata.normalize("NFKC", text).strip()
    found = _INTERNATIONAL.fullmatch(tidy)
    if found:
        return NamedCommittee(_number(found, found["issuer"]), found["name"])
    policy = _POLICY.fullmatch(tidy)
    if policy:
        return NamedCommittee(policy["number"], policy["name"])
    chinese = _CHINESE.search(tidy)
    if chinese is None:
        return None
    alone = chinese[0] == tidy
    issuer = chinese["issuer"] or ("SAC" if alone or "全国" in tidy else None)
    if issuer is None or not (alone or _HAN.search(tidy)):
        return None
    name = _BRACKETS.sub("", tidy[: chinese.start()] + tidy[chinese.end() :]).strip(" 、,;")
    return NamedCommittee(_number(chinese, issuer), name or None)


def canonical_committee(text: str) -> str:
    """A committee's number in canonical form; a text of another form, as local committees have, stays as it is."""
    found = read_committee(text)
    return found.number if found and found.name is None else " ".join(text.split())


def _number(found: re.Match[str], issuer: str) -> str:
    joint = found["tc"] == "JTC" or "/" in issuer
    number = f"{issuer}{' ' if joint else '/'}{found['tc']} {found['tc_number']}"
    if found["sc"]:
        number += f"/{found['sc']} {found['sc_number']}"
    return number + (f"/WG {found['wg_number']}" if found["wg_number"] else "")
