"""Database to index: the only file of this room that knows the registry.

A change leaves marks (`Stale`) in its own transaction; `catch_up` applies them afterwards, and a mark goes only once the
index holds what it asked for, so a crash between the two loses nothing.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from time import monotonic

from flask import current_app
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, selectinload

from app.config import SEED_DATA, Settings
from app.database import db
from app.registry.models import BlockIndustry, Drafting, Stale, Standard, StandardBlockIndustry, ThesaurusGroup
from app.registry.queries.lives import lives
from app.registry.queries.open_texts import open_texts
from app.registry.status import Life, timeline
from app.registry.words import Kind
from app.search.analysis import Analyzer
from app.search.documents import IndexDocument
from app.search.embedded import EmbeddedEngine
from app.search.engine import Engine
from app.search.thesaurus import Thesaurus

CHUNK = 2_000
_PLACE = re.compile(".{2,8}?(?:省|市|自治区)")
DICTIONARY = SEED_DATA / "dictionary.txt"
THESAURUS = SEED_DATA / "reference" / "thesaurus.csv"
THESAURUS_SECONDS = 2.0
"""So long after an edit at most the synonyms are those that staff keep, in every process."""


@dataclass(frozen=True)
class Drift:
    """Where index and database differ, by standard id; all empty where they agree."""

    missing: tuple[int, ...]
    stale: tuple[int, ...]
    superfluous: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.superfluous)


def search_engine() -> Engine:
    """The index of the current application; opened on first use, once a process."""
    extensions = current_app.extensions
    if "search_engine" not in extensions:
        extensions["search_engine"] = open_engine(current_app.config["BIAOLIAN"])
    engine: Engine = extensions["search_engine"]
    return engine


def open_engine(settings: Settings) -> Engine:
    """The index that the settings name; nothing is read before it is asked for."""
    analyzer = Analyzer(DICTIONARY, cache=settings.instance_dir / "cache")
    return EmbeddedEngine(settings.index_dir, analyzer, StaffThesaurus())


class StaffThesaurus:
    """The synonyms as staff keep them, read anew from time to time; those of the seed data where the register has none.

    They widen the query, never the index, so an edit needs no rebuild.
    """

    def __init__(self) -> None:
        self._groups: list[tuple[str, ...]] | None = None
        self._thesaurus = Thesaurus()
        self._look_again = 0.0

    def __call__(self) -> Thesaurus:
        """The synonyms to widen a query by now."""
        now = monotonic()
        if now >= self._look_again:
            groups = _thesaurus_groups()
            if groups != self._groups:
                self._thesaurus = Thesaurus(groups) if groups else Thesaurus.read(THESAURUS)
                self._groups = groups
            self._look_again = now + THESAURUS_SECONDS
        return self._thesaurus


def _thesaurus_groups() -> list[tuple[str, ...]]:
    with Session(db.engine) as session:
        rows = session.execute(select(ThesaurusGroup.term, ThesaurusGroup.synonyms).order_by(ThesaurusGroup.id))
        return [(term, *synonyms) for term, synonyms in rows]


def documents_of(standard_ids: Collection[int], session: Session) -> list[IndexDocument]:
    """What the index holds of these standards, in order of id; ids that are gone are absent."""
    standards = session.scalars(
        select(Standard)
        .where(Standard.id.in_(standard_ids))
        .options(
            selectinload(Standard.draftings).joinedload(Drafting.organization),
            selectinload(Standard.drafters),
            selectinload(Standard.committees),
            selectinload(Standard.former_numbers),
        )
        .order_by(Standard.id)
    ).all()
    life_of = lives(standard_ids, session)
    industries: dict[int, list[tuple[str, str]]] = {}
    for standard_id, code, name in session.execute(
        select(StandardBlockIndustry.standard_id, BlockIndustry.code, BlockIndustry.name)
        .join(StandardBlockIndustry.block_industry)
        .where(StandardBlockIndustry.standard_id.in_(standard_ids))
        .order_by(BlockIndustry.code)
    ):
        industries.setdefault(standard_id, []).append((code, name))
    texts = open_texts(standard_ids, session)
    return [
        _document(standard, life_of[standard.id], tuple(industries.get(standard.id, ())), texts.get(standard.id, ""))
        for standard in standards
    ]


def catch_up(engine: Engine) -> int:
    """Bring the index up to date; one that is missing or can't be read is rebuilt. Returns how many standards were taken up.

    Raises `Unavailable` where another process is writing the index: that one, or the next to ask, takes the marks up.
    """
    if pending() and not engine.sound():
        return rebuild(engine)
    taken = 0
    with Session(db.engine) as session:
        while marks := session.scalars(select(Stale).order_by(Stale.id).limit(CHUNK)).all():
            ids = {mark.standard_id for mark in marks}
            documents = documents_of(ids, session)
            engine.apply(documents, gone=ids - {document.id for document in documents})
            session.execute(delete(Stale).where(Stale.id.in_([mark.id for mark in marks])))
            session.commit()
            taken += len(ids)
    return taken


def rebuild(engine: Engine, progress: Callable[[int], None] | None = None) -> int:
    """Write the whole index anew beside the old one and swap. Returns how many standards it holds.

    Marks that were there before it began are done with; what changed meanwhile keeps its mark and is caught up.
    """
    with Session(db.engine) as session:
        newest = session.scalar(select(func.max(Stale.id)))
        held = engine.rebuild(_all_documents(session), progress)
        if newest is not None:
            session.execute(delete(Stale).where(Stale.id <= newest))
            session.commit()
    catch_up(engine)
    return held


def check(engine: Engine) -> Drift:
    """Compare the index with the database, document by document; marks not yet taken up count as drift."""
    held = dict(engine.held())
    missing, stale = [], []
    with Session(db.engine) as session:
        for document in _all_documents(session):
            fingerprint = held.pop(document.id, None)
            if fingerprint is None:
                missing.append(document.id)
            elif fingerprint != document.fingerprint():
                stale.append(document.id)
    return Drift(tuple(missing), tuple(stale), tuple(sorted(held)))


def registered() -> int:
    """How many standards the register holds, and a whole index therefore."""
    return db.session.scalar(select(func.count()).select_from(Standard)) or 0


def pending() -> int:
    """How many changes the index has yet to take up."""
    return db.session.scalar(select(func.count()).select_from(Stale)) or 0


def _document(standard: Standard, life: Life, industries: tuple[tuple[str, str], ...], text: str) -> IndexDocument:
    bodies = [drafting.organization for drafting in standard.draftings]
    published = standard.published_on
    return IndexDocument(
        id=standard.id,
        number=standard.number,
        order=standard.number_order,
        document_key=standard.document_key,
        former_numbers=tuple(former.number for former in standard.former_numbers),
        title_zh=standard.title_zh,
        title_en=standard.title_en,
        title_original=standard.title_original,
        scope=standard.scope,
        keywords=standard.keywords,
        kind=standard.kind.value if standard.kind else "",
        obligation=standard.obligation.value if standard.obligation else None,
        year=published.year if published else standard.number_year,
        published_on=published.packed if published else 0,
        implemented_on=standard.implemented_on.packed if standard.implemented_on else 0,
        timeline=tuple((day.toordinal(), status.value) for day, status in timeline(life)),
        ics=standard.ics,
        ccs=standard.ccs,
        committees=_committees(standard),
        issuer=_issuer(standard),
        organizations=tuple((body.id, body.name) for body in bodies),
        drafters=tuple(drafter.name for drafter in standard.drafters),
        block_industries=industries,
        counties=tuple(sorted({body.county for body in bodies if body.county})),
        text=text,
    )


def _committees(standard: Standard) -> tuple[tuple[str, str], ...]:
    """Committees by number with the name shown, then the bodies in charge that are known by their text alone."""
    linked = [(committee.number, committee.name or committee.number) for committee in standard.committees]
    texts = [text for text in standard.committee if not any(number in text or name == text for number, name in linked)]
    return (*linked, *((text, text) for text in texts))


def _issuer(standard: Standard) -> str | None:
    if standard.kind is Kind.ALLIANCE:
        return standard.issuer
    place = _PLACE.match(standard.issuer or "") if standard.kind is Kind.LOCAL else None
    return place[0] if place else None


def _all_documents(session: Session) -> Iterator[IndexDocument]:
    last = 0
    while ids := session.scalars(select(Standard.id).where(Standard.id > last).order_by(Standard.id).limit(CHUNK)).all():
        yield from documents_of(ids, session)
        session.expunge_all()
        last = ids[-1]
