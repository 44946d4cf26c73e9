"""What the prefix of a standard number says by itself: kind, obligation, how the number is written. Pure.

Industries, authorities and the years of a code are a table of the register; here stand only the codes themselves, which
are needed to read `HGT 20537` or to tell a number from a word.
Source: docs/rules.md section 1; GB/T 2260 for the provinces.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from app.registry.words import Kind, Obligation


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NATIONAL = _words("GB GBZ GSB JJG JJF GJB GBJ GBn")

INDUSTRY = _words(
    """AQ BB CB CH CJ CJJ CY DA DB DL DY DZ EJ FZ GA GH GM GY HB HG HJ HS HY JB JC JG JGJ JR JT JTG JTS JTJ JY KA LB
    LD LS LY MH MR MT MZ NB NY QB QC QJ QX RB SB SC SF SH SJ SL SN SW SY TB TD TJ TY WB WH WJ WM WS WW XB XF YB YC YD YJ YS
    YY YZ ZY ZB"""
)

LOCAL_CODES = _words("DG DGJ")
"""Codes of Shanghai's construction standards, `DG/TJ 08-2242-2017`; all other provinces write DB and their number."""

CONSTRUCTION = _words("CJJ JGJ JTG JTS JTJ")
"""Codes of engineering construction: without /T they bind in some clauses only, and sources call them 推荐性."""

REGULATIONS = _words("TSG CNCA CNAS CCAR")
"""Codes of 规范 and 规则 that trade documents cite beside standards: special equipment, CCC, laboratories, aviation."""

DECREES = ("令", "公告")
"""What the prefix of a decree or notice ends in, `国务院令第591号`."""

HYPHENATED = _words("CNCA CNAS CCAR MIL-STD MIL-PRF MIL-DTL")
"""Prefixes that a hyphen joins to the serial, `CNCA-C03-01:2014`."""

INTERNATIONAL = _words("ISO IEC IWA CISPR ITU-T ITU-R CXS CXC CXG CODEX CAC OIML UIC ICAO IMO WMO")

FOREIGN = _words("""EN PREN ENV HD CEN CENELEC CLC CWA BS PD PAS DIN VDE VDI NF UNE UNI SS NEN ASTM ASME ANSI UL IEEE AIEE IRE ASA
    ETSI JIS TR TS JASO GOST AS NZS SNZ CSA SAE API AWS NFPA NEMA MIL-STD MIL-PRF MIL-DTL KS CNS ASHRAE AATCC TIA EIA IPC
    JEDEC BIFMA TAPPI SEMI SANS IRAM NBR NOM TIS SASO GSO TCVN AAMA ACI AISC ASCE AASHTO DVGW""")

HYPHEN_YEARS = _words(
    "IEEE AIEE IRE ASA ANSI ASTM ASME UL SAE NFPA NEMA API AWS CSA GOST CXS CXC CXG CODEX CAC ASHRAE AATCC TIA EIA"
)
"""Bodies that put a hyphen before the year, where ISO, IEC and those who follow them put a colon."""

PREFIX_WORDS = _words(
    """TR TS PAS GUIDE ISP R DATA TTA SRD STD HL7 CIE ACEE CA WT USEMCSC ANS EIA NESC STAN RCP GL
    DIS FDIS CD CDV CDTR CDTS WD AWI PRF DTS DTR DPAS DGUIDE NP NWIP PWI"""
)
"""What may follow a body's name in a foreign prefix: kinds of deliverable, other bodies, stages of drafts."""

WORDLIKE = _words(
    "TR TS AS SS PD HD KS BS EN PAS UL CSA API SAE TIA EIA IPC ASA IRE CAC NF SEMI NOM TIS UNI IMO UIC WMO NBR SANS"
)
"""Bodies whose names are words, units or parts of product names elsewhere: in running text they count in capitals only."""

PROVINCES = _words("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 66")

_PROVINCE_NAMES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵黔云滇藏陕秦甘陇青宁新"
_LOCAL = re.compile(r"DB[SJ]?(\d{2}(?:\d{2}){0,2}(?:\([A-Z]\))?)?(/[TZ])?")
_DEGREES = {"T": Obligation.RECOMMENDED, "Z": Obligation.GUIDANCE}


@dataclass(frozen=True)
class Prefix:
    """What a prefix says of its numbers.

    `kind` and `obligation` are None where the prefix can't tell. `known`: False where the code is none of the lists.
    `joiner` stands between prefix and serial, `part_mark` before each part, `year_mark` before the year. `family` is the
    same for prefixes under which one document may live on: X, X/T, X/Z; DBnn, DBnn/T; IEC TR, IEC/TR.
    """

    kind: Kind | None
    obligation: Obligation | None = None
    known: bool = True
    regulation: bool = False
    chinese: bool = True
    joiner: str = " "
    part_mark: str = "."
    year_mark: str = "-"
    family: str = ""


@lru_cache(maxsize=4096)
def describe(prefix: str) -> Prefix:
    """What `prefix`, as registered (`GB/T`, `DB33/T`, `T/ZZB`, `ISO/IEC TR`), says of its numbers."""
    code = re.split("[ /(]", prefix, maxsplit=1)[0]
    if prefix.startswith("T/") or code == "CECS":
        pilot = re.fullmatch(r"T/\d{9}", prefix)
        year_mark = ":" if code == "CECS" else "-"
        return Prefix(Kind.ALLIANCE, joiner="-" if pilot else " ", year_mark=year_mark, family=prefix.casefold())
    if prefix.startswith("Q/"):
        return Prefix(Kind.ENTERPRISE, family=prefix.casefold())
    if prefix.endswith(DECREES):
        return Prefix(None, regulation=True, joiner="", family=prefix.casefold())
    if code in INTERNATIONAL or code in FOREIGN or code.upper() in FOREIGN:
        return _foreign(prefix, code)
    family = re.sub(r"/[TZ]$", "", prefix).casefold()
    if code in REGULATIONS:
        hyphen = code in HYPHENATED
        return Prefix(None, regulation=True, joiner="-" if hyphen else " ", year_mark=":" if hyphen else "-", family=family)
    local = _LOCAL.fullmatch(prefix)
    if local is not None and (local[1] or prefix[2:3] in ("S", "J")):
        return _local(local, family)
    return _coded(prefix, code, family)


def _foreign(prefix: str, code: str) -> Prefix:
    return Prefix(
        Kind.INTERNATIONAL if code in INTERNATIONAL else Kind.FOREIGN,
        chinese=False,
        joiner="-" if code in HYPHENATED else " ",
        part_mark="-",
        year_mark="-" if code in HYPHEN_YEARS else ":",
        family=prefix.casefold().replace("/", "").replace(" ", ""),
    )


def _local(prefix: re.Match[str], family: str) -> Prefix:
    area, degree = prefix[1], prefix[2]
    return Prefix(
        Kind.LOCAL,
        _DEGREES[degree[1]] if degree else Obligation.MANDATORY,
        known=area is None or area[:2] in PROVINCES,
        joiner="/" if area and not degree else " ",
        family=family,
    )


def _coded(prefix: str, code: str, family: str) -> Prefix:
    """A prefix of letters: national, industry, or a code that is in no list."""
    plain = "/" not in prefix
    degree = _DEGREES.get(prefix[-1]) if prefix[-2:-1] == "/" else None
    if "(" in prefix:
        place = prefix[prefix.index("(") + 1 : -1]
        return Prefix(Kind.LOCAL if place in _PROVINCE_NAMES else Kind.INDUSTRY, known=code in NATIONAL, family=family)
    if code in LOCAL_CODES:
        return Prefix(Kind.LOCAL, family=family)
    if code in NATIONAL:
        mandatory = Obligation.MANDATORY if plain and code in ("GB", "GBZ") else None
        return Prefix(Kind.NATIONAL, degree or mandatory, family=family)
    if code in INDUSTRY:
        mandatory = Obligation.MANDATORY if plain and code not in CONSTRUCTION else None
        return Prefix(Kind.INDUSTRY, degree or mandatory, family=family)
    shaped = len(code) in (2, 3)
    return Prefix(Kind.INDUSTRY if shaped else None, degree if shaped else None, known=False, family=family)


def _glued() -> dict[str, str]:
    """Codes with their T or Z run on: `GBT` is `GB/T`, `HGT` is `HG/T`; what is a code by itself (`GBZ`) stays it."""
    codes = (NATIONAL | INDUSTRY) - {"ZB", "GSB"}
    read = {f"{code}{degree}": f"{code}/{degree}" for code in codes for degree in "TZ" if f"{code}{degree}" not in codes}
    return read | {"GBN": "GBn", "NBSHT": "NB/SH/T"}


GLUED = _glued()
