"""What an issuing body has published: by status, what is to be reviewed, and how much can be read by everybody."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.database import db
from app.registry.lifecycle.periods import review_due
from app.registry.lifecycle.words import DocumentKind
from app.registry.models import Document, IssuingBody, Standard, StandardReview
from app.registry.numbers import key_of, parse_number
from app.registry.queries.lives import statuses
from app.registry.status import StatusOn
from app.registry.words import Status


@dataclass(frozen=True)
class Published:
    """A standard of a body on a day: its status, by when it is to be reviewed (None: not at all), whether its text is open."""

    standard: Standard
    status: StatusOn
    due: date | None
    has_open_text: bool


@dataclass(frozen=True)
class Profile:
    """The standards of a body in order of number, on `day`; amendments are no standards of their own here."""

    day: date
    standards: Sequence[Published]

    @property
    def by_status(self) -> Mapping[Status, int]:
        """How many standards have each status."""
        counted = Counter(each.status.status for each in self.standards)
        return {status: counted[status] for status in Status if counted[status]}

    @property
    def overdue(self) -> Sequence[Published]:
        """Standards in force whose review is late, the latest first."""
        late = [each for each in self.standards if each.due and each.due < self.day]
        return sorted(late, key=lambda each: (each.due or self.day, each.standard.number_order))

    @property
    def open_texts(self) -> int:
        """How many of those in force, or coming into it, have a text that everybody may read."""
        return sum(each.has_open_text for each in self._alive)

    @property
    def alive(self) -> int:
        """How many are in force or coming into it: what the share with open text is of."""
        return len(self._alive)

    @property
    def _alive(self) -> list[Published]:
        return [each for each in self.standards if each.status.status in (Status.CURRENT, Status.UPCOMING)]


def profile_of(body: IssuingBody, day: date) -> Profile:
    """What a body has published, as of a day."""
    found = standards_of(body)
    status_of = statuses([each.id for each in found], day)
    texts = set(
        db.session.scalars(
            select(Document.standard_id).where(
                Document.standard_id.in_([each.id for each in found]),
                Document.kind == DocumentKind.TEXT,
                Document.is_open.is_(True),
                Document.withdrawn_at.is_(None),
            )
        )
    )
    return Profile(
        day,
        [
            Published(each, status_of[each.id], _due(each, status_of[each.id], body.review_years), each.id in texts)
            for each in found
        ],
    )


def standards_of(body: IssuingBody) -> list[Standard]:
    """The standards under the code of a body, in order of number."""
    prefix = f"T/{body.code}"
    begun = Standard.key.startswith(key_of(prefix), autoescape=True)
    asked = select(Standard).where(begun, Standard.is_supplement.is_(False)).order_by(Standard.number_order)
    return [each for each in db.session.scalars(asked) if parse_number(each.number).prefix.upper() == prefix]


def _due(standard: Standard, status: StatusOn, years: int) -> date | None:
    if status.status is not Status.CURRENT:
        return None
    return review_due(standard.published_on, standard.reviewed_on, years)


def reviews_of(standard_id: int) -> Sequence[StandardReview]:
    """The periodic reviews of a standard, the latest first."""
    return db.session.scalars(
        select(StandardReview).where(StandardReview.standard_id == standard_id).order_by(StandardReview.id.desc())
    ).all()
