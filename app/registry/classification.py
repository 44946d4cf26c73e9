"""Classification codes: ICS, CCS (中国标准文献分类法) and GB/T 4754 (国民经济行业分类). Pure; docs/rules.md section 6.

Codes are read as typed into one form, and a code higher up matches everything below it. Names are data.
"""

import re
import unicodedata

from app.errors import Invalid
from app.registry.words import Word

_FORMS = {
    "ics": re.compile(r"\d{2}(\.\d{3}(\.\d{2})?)?"),
    "ccs": re.compile(r"[A-Z](\d{2}(/\d{2})?)?"),
    "gbt4754": re.compile(r"[A-T]?\d{2,4}|[A-T]"),
}

# The last division (大类) of each section (门类); each begins where the one before ends. Source: GB/T 4754-2017.
_SECTION_ENDS = {
    "A": "05", "B": "12", "C": "43", "D": "46", "E": "50", "F": "52", "G": "60", "H": "62", "I": "65", "J": "69",
    "K": "70", "L": "72", "M": "75", "N": "79", "O": "82", "P": "83", "Q": "85", "R": "90", "S": "96", "T": "97",
}  # fmt: skip


class Scheme(Word):
    """A classification whose codes make a tree."""

    ICS = "ics", "国际标准分类号", "ICS"
    CCS = "ccs", "中国标准分类号", "CCS"
    GBT4754 = "gbt4754", "国民经济行业分类", "GB/T 4754-2017"


_EXAMPLES = {
    Scheme.ICS: "29、29.130 或 29.130.20",
    Scheme.CCS: "K、K30/39 或 K31",
    Scheme.GBT4754: "C、38、382 或 3823",
}


def read_code(scheme: Scheme, text: str) -> str:
    """Read a code as typed: full width, lower case, blanks; `K30-39` for the CCS group `K30/39`, `C3823` for `3823`.

    Raises `Invalid` where the text has no form of the scheme; whether the code is in use, the tables tell.
    """
    code = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    if scheme is Scheme.CCS:
        code = re.sub(r"[-–—~]", "/", code)
    if not _FORMS[scheme.value].fullmatch(code):
        raise Invalid(f"“{text[:40]}”不是{scheme.label}，请写成 {_EXAMPLES[scheme]}")
    if scheme is Scheme.CCS and "/" in code and code[1:3] > code[4:]:
        raise Invalid(f"{scheme.label}“{text[:40]}”的起止颠倒，请写成 {_EXAMPLES[scheme]}")
    if scheme is Scheme.GBT4754 and len(code) > 1:
        digits = code[1:] if code[0].isalpha() else code
        if _section(digits) is None or code[0] not in (digits[0], _section(digits)):
            raise Invalid(f"{scheme.label}没有“{text[:40]}”：大类不在其门类之内，请核对")
        return digits
    return code


def first_level(scheme: Scheme, code: str) -> str:
    """The code of the first level above a code, or the code itself: `29` of `29.130.20`, `K` of `K31`, `C` of `3823`."""
    if scheme is Scheme.ICS:
        return code[:2]
    if scheme is Scheme.GBT4754 and (section := _section(code)):
        return section
    return code[0]


def covers(scheme: Scheme, upper: str, code: str) -> bool:
    """Whether `code` is `upper` or lies below it; both as `read_code` gives them.

    A CCS group covers the codes between its ends: `A00/09` covers `A00` to `A09`.
    """
    if upper == code or first_level(scheme, code) == upper:
        return True
    if scheme is Scheme.ICS:
        return code.startswith(f"{upper}.")
    if scheme is Scheme.CCS:
        return "/" in upper and "/" not in code and upper[0] == code[0] and upper[1:3] <= code[1:] <= upper[4:]
    return code.startswith(upper)


def _section(code: str) -> str | None:
    """The section of GB/T 4754 in which a code of two to four digits lies, None where there is none."""
    division = code[:2]
    return next((section for section, last in _SECTION_ENDS.items() if "01" <= division <= last), None)
