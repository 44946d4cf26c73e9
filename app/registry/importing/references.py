"""What a row names in other tables: read in sets, one or two statements for all rows of a chunk."""

from collections.abc import Collection, Hashable
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.registry.models import (
    AwardBatch,
    AwardLevel,
    AwardScheme,
    BlockIndustry,
    Classification,
    Committee,
    FormerNumber,
    Organization,
    Plan,
    Standard,
)
from app.registry.numbers import key_of


class Reference(Protocol):
    """A way to name a record of another table in a cell."""

    label: str

    def resolve(self, session: Session, named: Collection[Any]) -> dict[Any, Any]:
        """What the row keeps (an id, a code) for each of `named` that is in the register."""

    def written(self, session: Session, kept: Collection[Any]) -> dict[Any, Any]:
        """The inverse: what a cell says for each of `kept`."""


class Coded:
    """A record named by its code, or by its name where no other bears it."""

    def __init__(self, label: str, code: InstrumentedAttribute[str], name: InstrumentedAttribute[str] | None = None) -> None:
        self.label = label
        self._id = code.class_.id
        self._code = code
        self._name = name

    def resolve(self, session: Session, named: Collection[str]) -> dict[str, int]:
        """Ids by code or name."""
        found = _pairs(session, select(self._code, self._id).where(self._code.in_(named)))
        left = [name for name in named if name not in found]
        if left and self._name is not None:
            found |= _unambiguous(session.execute(select(self._name, self._id).where(self._name.in_(left))).all())
        return found

    def written(self, session: Session, kept: Collection[int]) -> dict[int, str]:
        """Codes by id."""
        return _pairs(session, select(self._id, self._code).where(self._id.in_(kept)))


class Bodies:
    """An organization, by its code or by `name@county`, the county as code or name, nothing where it is not known."""

    label = "单位"

    def resolve(self, session: Session, named: Collection[str]) -> dict[str, int]:
        """Ids by what names them; a name and county that two bodies share names none."""
        by_name = {text: tuple(text.rsplit("@", 1)) for text in named if "@" in text}
        places = DIVISIONS.resolve(session, {county for _, county in by_name.values() if county})
        keys = {text: f"{name}@{places.get(county, county)}" for text, (name, county) in by_name.items()}
        asked = {*(text for text in named if "@" not in text), *keys.values()}
        found = _pairs(session, select(Organization.key, Organization.id).where(Organization.key.in_(asked)))
        left = {key for key in keys.values() if key not in found and not key.endswith("@")}
        if left:
            known = session.execute(
                select(Organization.name, Organization.county, Organization.id).where(
                    Organization.name.in_({key.rpartition("@")[0] for key in left}), Organization.uscc.is_not(None)
                )
            )
            found |= _unambiguous([(f"{name}@{county}", own) for name, county, own in known if f"{name}@{county}" in left])
        return {text: found[keys.get(text, text)] for text in named if keys.get(text, text) in found}

    def written(self, session: Session, kept: Collection[int]) -> dict[int, str]:
        """Codes, or `name@county`, by id."""
        return _pairs(session, select(Organization.id, Organization.key).where(Organization.id.in_(kept)))


class Standards:
    """A standard, by its number in any spelling that has the same key, or by a former number."""

    label = "标准"

    def resolve(self, session: Session, named: Collection[str]) -> dict[str, int]:
        """Ids by number."""
        keys = {number: key_of(number) for number in named}
        asked = set(keys.values())
        bearing = select(Standard.key, Standard.id).where(Standard.key.in_(asked))
        found = _unambiguous(session.execute(bearing).all())
        if left := asked - found.keys():
            once = select(FormerNumber.key, FormerNumber.standard_id).where(FormerNumber.key.in_(left))
            found |= _unambiguous(session.execute(once).all())
        return {number: found[key] for number, key in keys.items() if key in found}

    def written(self, session: Session, kept: Collection[int]) -> dict[int, str]:
        """Numbers by id."""
        return _pairs(session, select(Standard.id, Standard.number).where(Standard.id.in_(kept)))


class OfScheme:
    """A part of an award scheme (a level, a batch), named by scheme and its own name."""

    def __init__(self, label: str, model: type[AwardLevel] | type[AwardBatch]) -> None:
        self.label = label
        self._model = model

    def resolve(self, session: Session, named: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """Ids by scheme and name."""
        schemes = SCHEMES.resolve(session, {scheme for scheme, _ in named})
        part = self._model
        parts = session.execute(
            select(part.scheme_id, part.name, part.id).where(part.scheme_id.in_(schemes.values()))
        )
        found = {(scheme_id, name): own for scheme_id, name, own in parts}
        return {
            (scheme, name): found[schemes[scheme], name]
            for scheme, name in named
            if scheme in schemes and (schemes[scheme], name) in found
        }

    def written(self, session: Session, kept: Collection[int]) -> dict[int, str]:
        """Names by id."""
        return _pairs(session, select(self._model.id, self._model.name).where(self._model.id.in_(kept)))


class Divisions:
    """A place by its code, or by its name as the code table has it, with or without 市, 县 or 区."""

    label = "行政区划"

    def resolve(self, session: Session, named: Collection[str]) -> dict[str, str]:
        """Codes by code or name."""
        found = {text: text for text in named if text.isdecimal()}
        spelt = {text: (text, *(text + ending for ending in "市县区")) for text in named if text not in found}
        if spelt:
            known = session.execute(
                select(Classification.name_zh, Classification.code).where(
                    Classification.scheme == "division",
                    Classification.name_zh.in_({name for names in spelt.values() for name in names}),
                )
            )
            codes = _unambiguous(known.all())
            found |= {text: codes[name] for text, names in spelt.items() for name in names if name in codes}
        return found

    def written(self, _session: Session, kept: Collection[str]) -> dict[str, str]:
        """Codes as they are."""
        return {code: code for code in kept}


def _pairs(session: Session, asked: Any) -> dict[Any, Any]:
    return {row[0]: row[1] for row in session.execute(asked)}


def _unambiguous(pairs: Any) -> dict[Any, Any]:
    """What each key leads to; a key that leads to two leads to none."""
    found: dict[Hashable, Any] = {}
    twice: set[Hashable] = set()
    for key, kept in pairs:
        if found.setdefault(key, kept) != kept:
            twice.add(key)
    return {key: kept for key, kept in found.items() if key not in twice}


BODIES = Bodies()
STANDARDS = Standards()
LEVELS = OfScheme("等级", AwardLevel)
BATCHES = OfScheme("批次", AwardBatch)
DIVISIONS = Divisions()
BLOCK_INDUSTRIES = Coded("块状产业", BlockIndustry.code, BlockIndustry.name)
COMMITTEES = Coded("标准化技术委员会", Committee.number, Committee.name)  # type: ignore[arg-type]  # a name may be absent
SCHEMES = Coded("评定办法", AwardScheme.code, AwardScheme.name)
PLANS = Coded("规划", Plan.code, Plan.name)
