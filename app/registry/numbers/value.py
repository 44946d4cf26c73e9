"""A standard number as a value: its parts, its texts, its keys and its place in the order. Pure."""

import re
from dataclasses import dataclass

from app.registry.numbers.characters import bare, key_of
from app.registry.numbers.prefixes import Prefix, describe
from app.registry.words import Kind, Obligation

_KIND_RANK = {kind: rank for rank, kind in enumerate(Kind)}
_CHUNKS = re.compile(r"[0-9]+|[^0-9]+")
_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_ORDER_TEXT_LENGTH = 200

Chunk = tuple[int, int, str]
"""A run of digits as (0, its value, ""), any other run as (1, 0, itself): so digits go by value, before letters."""

Order = tuple[int, str, tuple[Chunk, ...], tuple[tuple[Chunk, ...], ...], int, tuple[Chunk, ...], str]


@dataclass(frozen=True)
class StandardNumber:
    """A standard number, taken apart as far as its form allows.

    `serial` and `parts` are as printed: "19001", "001", "9001C", ("1",) of GB/T 1.1, ("5", "1", "2") of 29110-5-1-2.
    `year` is the year of publication; None where undated, or where a body writes its editions otherwise.
    `edition` is the mark of the edition where it is more than the year, with the sign before it: " (04/2025)",
    " V1.2.1 (2014-03)", "-16(2021)", "-2". `letter` is the language letter of "GB/T 2703-2017E", `note` "(2018年版)",
    `supplement` "/XG1-2019", "+AMD1:2019 CSV" or "/Amd 1:2024", `joint` the second number of a joint alliance standard.
    """

    prefix: str
    serial: str
    parts: tuple[str, ...] = ()
    year: int | None = None
    edition: str = ""
    letter: str = ""
    note: str = ""
    supplement: str = ""
    joint: "StandardNumber | None" = None

    def __str__(self) -> str:
        """The canonical text, `GB/T 1.1-2020`."""
        return self._text("-")

    def _text(self, dash: str) -> str:
        """The text with `dash` before the years that Chinese numbers end in."""
        traits = self._traits
        year_mark = dash if traits.chinese and traits.year_mark == "-" else traits.year_mark
        edition = self.edition or ("" if self.year is None else f"{year_mark}{self.year}")
        supplement = self.supplement.replace("-", dash) if traits.chinese else self.supplement
        text = f"{self.document}{edition}{self.letter}{supplement}{self.note}"
        return text if self.joint is None else f"{text}/{self.joint._text(dash)}"

    @property
    def _traits(self) -> Prefix:
        return describe(self.prefix)

    @property
    def document(self) -> str:
        """The number without its edition, `GB/T 1.1`."""
        traits = self._traits
        return traits.part_mark.join((f"{self.prefix}{traits.joiner}{self.serial}", *self.parts))

    @property
    def printed(self) -> str:
        """The text as pages show it: Chinese kinds have `—` before the year, `GB/T 1.1—2020`."""
        return self._text("—")

    @property
    def key(self) -> str:
        """The text under which spellings of one number meet, `gb/t1.1-2020`: see `key_of`."""
        return key_of(str(self))

    @property
    def bare_key(self) -> str:
        """The key without slashes, `gbt1.1-2020`."""
        return bare(self.key)

    @property
    def document_key(self) -> str:
        """The same for all editions of a document: family of the prefix, serial with its leading zeros, parts.

        Year, language letter, note and stray dots are out, also `+AMD1 CSV`: a consolidated version is a form of the same
        document, no edition of its own (`is_supplement`). An amendment is a document of its own, `gb/7258/xg1`.
        """
        body = self._traits.part_mark.join((self.serial, *filter(None, self.parts))).rstrip(".")
        key = f"{self._traits.family}/{body}"
        if self.supplement.startswith("/"):
            key += re.sub(r"[:-]\d{4}(?:-\d\d)?", "", self.supplement)
        return key_of(key if self.joint is None else f"{key}/{self.joint.document_key}")

    @property
    def loose_key(self) -> str:
        """The document key with leading zeros out of every run of digits: for look-ups, where `2` may mean `02`."""
        return _LEADING_ZEROS.sub("", self.document_key)

    @property
    def is_supplement(self) -> bool:
        """Amends its base or contains it: an amendment, a consolidated version, `(2018年版)`; never its later edition."""
        return bool(self.supplement) or self.note[1:2].isdigit() or "修订" in self.note

    @property
    def undated(self) -> bool:
        """Names a document and no edition of it."""
        return self.year is None and not self.edition

    @property
    def kind(self) -> Kind | None:
        """Who issues such numbers; None where the prefix can't tell, and for regulations."""
        return self._traits.kind

    @property
    def obligation(self) -> Obligation | None:
        """Whether the prefix says that the standard binds; None where it says nothing of it."""
        return self._traits.obligation

    @property
    def chinese(self) -> bool:
        """Whether it is written as Chinese numbers are."""
        return self._traits.chinese

    @property
    def known_prefix(self) -> bool:
        """Whether the code is one of the trade's; an unknown one is kept and flagged, never refused."""
        return self._traits.known

    @property
    def is_regulation(self) -> bool:
        """法规/规范 that documents cite beside standards, such as `TSG 21-2016`."""
        return self._traits.regulation

    def order(self) -> Order:
        """Kind, prefix, serial and parts by value where numeric, year, then what else tells two numbers apart."""
        kind = self.kind
        return (
            len(_KIND_RANK) if kind is None else _KIND_RANK[kind],
            self.prefix.upper().replace(" ", "_"),
            _chunks(self.serial),
            tuple(_chunks(part) for part in self.parts),
            self.year or 0,
            _chunks(f"{self.edition}{self.letter}{self.supplement}{self.note}{self.joint or ''}"),
            str(self).replace(" ", "_"),
        )

    @property
    def order_text(self) -> str:
        """The order as one text that sorts so byte by byte, for a column; at most 200 characters."""
        kind, prefix, serial, parts, year, rest, text = self.order()
        lists = (_sortable(serial), *(f"p{_sortable(part)}" for part in parts))
        return f"{kind}{prefix}!{''.join(lists)}!{year:04}{_sortable(rest)}{text}"[:_ORDER_TEXT_LENGTH]


def _chunks(text: str) -> tuple[Chunk, ...]:
    return tuple(
        (0, int(run), "") if run[0] in "0123456789" else (1, 0, run.upper().replace(" ", "_")) for run in _CHUNKS.findall(text)
    )


def _sortable(chunks: tuple[Chunk, ...]) -> str:
    """Digits with their number of digits before them, so that they need no padding; `!` sorts before all that is used."""
    return "".join(f"n{len(str(value)):02}{value}" if not text else f"t{text}!" for _, value, text in chunks) + "!"
