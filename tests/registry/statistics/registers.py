"""Small registers as plain values, written into the database and read by the plain rules: both must find the same."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import insert

from app.database import Base, db
from app.registry import models
from app.registry.dates import PartialDate
from app.registry.models.facts import YUAN
from app.registry.numbers import key_of, parse_number
from app.registry.rates.adoption import ADOPTED_KINDS, ADOPTING_DEGREES, Product
from app.registry.rates.bodies import Body, Ref
from app.registry.rates.committees import Seated
from app.registry.rates.drafting import DraftedStandard, Drafting
from app.registry.rates.implementation import Implementation, ImplementedStandard, Membership, Register, Tie
from app.registry.rates.innovation import Award, Scheme
from app.registry.rates.yearly import YearlyFact
from app.registry.status import Edition, Life, Successor, edition_of
from app.registry.words import Action, Degree, DraftingRole, Kind, RelationKind, Status

REPLACING = (RelationKind.REPLACES, RelationKind.PARTLY_REPLACES)


@dataclass(frozen=True)
class Record:
    """One standard. `document` is the same for all editions of one document."""

    id: int
    document: str
    kind: Kind | None = Kind.ALLIANCE
    year: int | None = None
    published_on: PartialDate | None = None
    implemented_on: PartialDate | None = None
    withdrawn_on: PartialDate | None = None
    recorded_status: Status | None = None
    action: Action | None = None
    is_supplement: bool = False
    committees: frozenset[int] = frozenset()
    reviewed_on: PartialDate | None = None
    source: str | None = None

    @property
    def number(self) -> str:
        return f"{self.document} {self.id:04}"


@dataclass(frozen=True)
class Link:
    """What the subject does to the object; an end of None is a number that is not in the register."""

    kind: RelationKind
    subject: int | None
    object: int | None
    acts: bool = True


@dataclass(frozen=True)
class Part:
    """A body among those that drafted a standard."""

    standard: int
    body: int
    rank: int | None = None
    role: DraftingRole | None = None


Cited = int | str
"""A standard by its id, or by a number that is not in the register."""


@dataclass(frozen=True)
class Adopting:
    """A standard adopts another."""

    standard: int
    adopts: Cited
    degree: Degree | None
    acts: bool = True


@dataclass(frozen=True)
class Made:
    """A leading product of a year, and what it adopts."""

    body: Ref
    year: int
    product: str
    adopts: Cited | None
    degree: Degree | None


@dataclass(frozen=True)
class Noted:
    """A recorded value; `county` None is the whole city."""

    metric: str
    county: str | None
    on: PartialDate
    value: float | None


@dataclass(frozen=True)
class Records:
    """The rows of a register; a block industry and a scheme are their ids. `kept_by`: the association of a block industry."""

    bodies: Sequence[Body] = ()
    standards: Sequence[Record] = ()
    links: Sequence[Link] = ()
    block_industries: Sequence[int] = ()
    memberships: Sequence[Membership] = ()
    ties: Sequence[Tie] = ()
    implementations: Sequence[Implementation] = ()
    parts: Sequence[Part] = ()
    schemes: Sequence[Scheme] = ()
    awards: Sequence[Award] = ()
    committees: Sequence[Seated] = ()
    facts: Sequence[YearlyFact] = ()
    adoptions: Sequence[Adopting] = ()
    products: Sequence[Made] = ()
    noted: Sequence[Noted] = ()
    kept_by: Mapping[int, Ref | None] = field(default_factory=dict)

    @property
    def body(self) -> Mapping[Ref, Body]:
        return {body.ref: body for body in self.bodies}

    def register(self) -> Register:
        """As the plain rule of the implementation rate reads it."""
        lives = self._lives()
        return Register(
            self.body,
            {each.id: ImplementedStandard(each.kind, lives[each.id]) for each in self.standards},
            self.memberships,
            self.ties,
            self.implementations,
        )

    def drafted(self) -> dict[int, DraftedStandard]:
        """As the plain rule of the drafting counts reads them."""
        return {
            each.id: DraftedStandard(
                each.id,
                each.kind,
                each.published_on,
                tuple(Drafting(part.body, part.rank, part.role) for part in self.parts if part.standard == each.id),
                each.action is Action.REVISED or any(link.kind in REPLACING for link in self._by(each)),
                each.is_supplement or any(link.kind is RelationKind.AMENDS for link in self._by(each)),
            )
            for each in self.standards
        }

    def made(self) -> list[Product]:
        """As the plain rule of 采标率 reads the products; their refs are their places from 1."""
        return [
            Product(ref, each.body, each.year, self._kind(each.adopts), each.degree, self._adopts_through(each.adopts))
            for ref, each in enumerate(self.products, 1)
        ]

    def number(self, cited: Cited) -> str:
        """The number of a standard that is cited."""
        return cited if isinstance(cited, str) else next(each.number for each in self.standards if each.id == cited)

    def _kind(self, cited: Cited | None) -> Kind | None:
        if cited is None or isinstance(cited, str):
            return parse_number(cited).kind if cited else None
        return next(each.kind for each in self.standards if each.id == cited)

    def _adopts_through(self, cited: Cited | None) -> bool:
        return self._kind(cited) is Kind.NATIONAL and any(
            each.acts and each.degree in ADOPTING_DEGREES and self._kind(each.adopts) in ADOPTED_KINDS
            for each in self.adoptions
            if each.standard == cited
        )

    def _by(self, standard: Record) -> list[Link]:
        return [link for link in self.links if link.acts and link.subject == standard.id]

    def _lives(self) -> dict[int, Life]:
        by_id = {each.id: each for each in self.standards}
        acting = [link for link in self.links if link.acts and link.kind in REPLACING]
        alone = {each.id: _life(each, by_id, acting) for each in self.standards}
        joined = {frozenset((link.subject, link.object)) for link in acting}
        return {
            each.id: replace(alone[each.id], editions=tuple(self._editions(each, alone, joined))) for each in self.standards
        }

    def _editions(self, of: Record, alone: Mapping[int, Life], joined: set[frozenset[int | None]]) -> Iterable[Edition]:
        for other in self.standards:
            same = other.document == of.document and other.id != of.id and not other.is_supplement
            if same and frozenset((other.id, of.id)) not in joined:
                yield edition_of(alone[other.id])


Holding = Callable[[Records], AbstractContextManager[Records]]


def _life(standard: Record, by_id: Mapping[int, Record], links: Iterable[Link]) -> Life:
    successors = []
    for link in links:
        if link.object == standard.id:
            by = by_id.get(link.subject or 0)
            known = (by.published_on, by.implemented_on, by.recorded_status) if by else (None, None, None)
            successors.append(
                Successor(
                    number=str(link.subject),
                    whole=link.kind is RelationKind.REPLACES,
                    published_on=known[0],
                    implemented_on=known[1],
                    recorded=known[2],
                )
            )
    return Life(
        number=standard.number,
        year=standard.year,
        recorded=standard.recorded_status,
        published_on=standard.published_on,
        implemented_on=standard.implemented_on,
        withdrawn_on=standard.withdrawn_on,
        successors=tuple(successors),
    )


def write(records: Records) -> None:
    """Add the rows to the open transaction, with the ids they have."""
    _insert(models.Organization, [_organization(body) for body in records.bodies])
    _insert(models.Committee, [_committee(each) for each in records.committees])
    _insert(models.Standard, [_standard(each) for each in records.standards])
    _insert(
        models.StandardCommittee,
        [{"standard_id": each.id, "committee_id": held} for each in records.standards for held in each.committees],
    )
    _insert(models.Relation, [_relation(number, link) for number, link in enumerate(records.links)])
    _insert(models.Relation, [_adoption(records, each) for each in records.adoptions])
    _insert(
        models.BlockIndustry,
        [
            {"id": each, "code": f"B{each}", "name": f"B{each}", "association_id": records.kept_by.get(each)}
            for each in records.block_industries
        ],
    )
    _insert(models.Membership, [_membership(each) for each in records.memberships])
    _insert(models.StandardBlockIndustry, [_tie(each) for each in records.ties])
    _insert(models.Implementation, [_implementation(each) for each in records.implementations])
    _insert(models.Drafting, [_part(each) for each in records.parts])
    _insert(models.AwardScheme, [_scheme(each) for each in records.schemes])
    _insert(
        models.AwardLevel,
        [
            {"scheme_id": int(scheme.code), "position": position, "name": level}
            for scheme in records.schemes
            for position, level in enumerate(scheme.levels, 1)
        ],
    )
    _insert(models.YearlyFact, [_fact(each) for each in records.facts])
    _insert(models.LeadingProduct, [_product(records, number, each) for number, each in enumerate(records.products, 1)])
    _insert(models.Observation, [_observation(each) for each in records.noted])
    levels = {(level.scheme_id, level.name): level.id for level in db.session.query(models.AwardLevel)}
    _insert(models.Award, [_award(number, each, levels) for number, each in enumerate(records.awards)])


def _insert(model: type[Base], rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(model), rows)


def _organization(body: Body) -> dict[str, Any]:
    return {
        "id": body.ref, "key": f"{body.ref}@", "name": f"N{body.ref}", "kind": body.kind, "county": body.county,
        "established_on": body.established_on, "dissolved_on": body.dissolved_on,
        "merged_into_id": body.merged_into, "merged_on": body.merged_on,
    }


def _committee(committee: Seated) -> dict[str, Any]:
    return {
        "id": committee.ref, "number": f"TC {committee.ref}", "level": committee.level, "county": committee.county,
        "secretariat_id": committee.secretariat,
        "established_on": committee.established_on, "dissolved_on": committee.dissolved_on,
    }


def _standard(standard: Record) -> dict[str, Any]:
    keys = ("number", "bare_key", "number_order", "title_zh")
    columns = {name: value for name, value in vars(standard).items() if name not in ("document", "year", "committees", "source")}
    return columns | dict.fromkeys(keys, standard.number) | {
        "key": key_of(standard.number), "source": (standard.source,) if standard.source else (),
        "document_key": standard.document, "loose_key": standard.document, "number_year": standard.year,
    }


def _relation(number: int, link: Link) -> dict[str, Any]:
    subject, of = (f"{end or 'elsewhere'} {number}" for end in (link.subject, link.object))
    return {
        "kind": link.kind, "subject_id": link.subject, "subject_number": subject, "subject_key": subject,
        "object_id": link.object, "object_number": of, "object_key": of,
        "stated_by_subject": True, "left_out": None if link.acts else models.LeftOut.LOOP,
    }


def _adoption(records: Records, each: Adopting) -> dict[str, Any]:
    subject, of = records.number(each.standard), records.number(each.adopts)
    return {
        "kind": RelationKind.ADOPTS, "degree": each.degree, "stated_by_subject": True,
        "subject_id": each.standard, "subject_number": subject, "subject_key": key_of(subject),
        "object_id": each.adopts if isinstance(each.adopts, int) else None, "object_number": of, "object_key": key_of(of),
        "left_out": None if each.acts else models.LeftOut.LOOP,
    }


def _product(records: Records, number: int, each: Made) -> dict[str, Any]:
    adopts = None if each.adopts is None else records.number(each.adopts)
    return {
        "id": number, "organization_id": each.body, "year": each.year, "product": each.product,
        "adopts": adopts, "degree": each.degree,
    }


def _observation(each: Noted) -> dict[str, Any]:
    return {"metric": each.metric, "county": each.county, "observed_on": each.on, "value": each.value}


def _membership(each: Membership) -> dict[str, Any]:
    return {
        "block_industry_id": each.block_industry, "organization_id": each.body,
        "from_on": each.since, "until_on": each.until,
    }


def _tie(each: Tie) -> dict[str, Any]:
    return {
        "block_industry_id": each.block_industry, "standard_id": each.standard,
        "from_on": each.since, "until_on": each.until,
    }


def _implementation(each: Implementation) -> dict[str, Any]:
    return {
        "organization_id": each.body, "standard_id": each.standard, "from_on": each.since, "until_on": each.until,
        "declared_on": each.declared_on, "verified_on": each.verified_on, "revoked_on": each.revoked_on,
    }


def _part(each: Part) -> dict[str, Any]:
    return {"standard_id": each.standard, "organization_id": each.body, "rank": each.rank, "role": each.role}


def _fact(each: YearlyFact) -> dict[str, Any]:
    output = None if each.output is None else Decimal(each.output) / YUAN
    return {"organization_id": each.body, "year": each.year, "above_scale": each.above_scale, "output_value": output}


def _scheme(each: Scheme) -> dict[str, Any]:
    return {"id": int(each.code), "code": each.code, "name": each.code, "until_on": each.until}


def _award(number: int, each: Award, levels: Mapping[tuple[int, str], int]) -> dict[str, Any]:
    return {
        "id": number + 1, "organization_id": each.body, "scheme_id": int(each.scheme),
        "level_id": levels[int(each.scheme), each.level] if each.level else None,
        "awarded_on": each.awarded_on, "valid_until": each.valid_until, "revoked_on": each.revoked_on,
    }
