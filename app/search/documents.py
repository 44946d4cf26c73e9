"""What the index holds of one standard. Pure values: the registry's tables are known to sync.py alone."""

from dataclasses import dataclass
from hashlib import blake2b


@dataclass(frozen=True)
class IndexDocument:
    """One standard as the index sees it: dates and texts, never a status (a status is of a day).

    `timeline` holds (ordinal of the first day, status word), ascending, the first ordinal being 1: the status on day D
    is that of the last entry whose ordinal is <= D's. `published_on` and `implemented_on` are `PartialDate.packed`, 0
    where not known. `order` sorts bytewise in number order; `document_key` is the same for all editions of a document.
    `kind` is empty where the number can't tell (a regulation that trade documents cite beside standards).
    """

    id: int
    number: str
    order: str
    document_key: str
    former_numbers: tuple[str, ...]
    title_zh: str | None
    title_en: str | None
    title_original: str | None
    scope: str | None
    keywords: tuple[str, ...]
    kind: str
    obligation: str | None
    year: int | None
    published_on: int
    implemented_on: int
    timeline: tuple[tuple[int, str], ...]
    ics: tuple[str, ...]
    ccs: tuple[str, ...]
    committees: tuple[tuple[str, str], ...]
    """Value used by facet and filter (the number or, where it has none, the name), and the name shown."""
    issuer: str | None
    """The body that issued an alliance standard; of a local standard the place alone, since offices have common words."""
    organizations: tuple[tuple[int, str], ...]
    """Drafting bodies: id and name."""
    drafters: tuple[str, ...]
    block_industries: tuple[tuple[str, str], ...]
    """Code and name."""
    counties: tuple[str, ...]
    """Division codes of the drafting bodies."""
    text: str = ""
    """Of its open documents: the standard itself, amendments, corrections."""

    def fingerprint(self) -> int:
        """63 bits over everything above; two documents differ where their fingerprints do."""
        text = repr(tuple(vars(self).values()))
        return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) >> 1
