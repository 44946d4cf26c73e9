"""Awards as columns, the lowest first, kept until they are written to; the plain rule is rates/innovation.py."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import func, literal, select

from app.database import db
from app.registry.models import Award, AwardLevel, AwardScheme
from app.registry.statistics.columns import NEVER, Flags, Numbers, date_column, packed, read_columns
from app.registry.statistics.keeping import kept


@dataclass(frozen=True)
class AwardRows:
    """One row an award, held in [since, until): by the place of its level, then by day, scheme and record.

    `level`: its id, 0 for none. `schemes`: ids by code; `levels`: (place, name) by id.
    """

    award: Numbers
    body: Numbers
    scheme: Numbers
    level: Numbers
    since: Numbers
    until: Numbers
    schemes: Mapping[str, int]
    levels: Mapping[int, tuple[int, str]]

    def standing_on(self, day: date, schemes: Collection[str]) -> Flags:
        """Which stand on a day under these schemes, by their codes; none: all."""
        at = packed(day)
        stands = (self.since <= at) & (self.until > at)
        if schemes:
            stands &= np.isin(self.scheme, [own for code, own in self.schemes.items() if code in schemes])
        return stands


def award_rows() -> AwardRows:
    """All awards; each ends with its own term, by revocation or with its scheme, whichever comes first."""
    return kept("award rows", _read, ("award", "award_scheme", "award_level"))


def _read() -> AwardRows:
    award, body, scheme, level, since, *ends = read_columns(
        select(
            Award.id,
            Award.organization_id,
            Award.scheme_id,
            func.coalesce(Award.level_id, literal(0)),
            date_column(Award.awarded_on, NEVER),
            *(date_column(end, NEVER) for end in (Award.valid_until, Award.revoked_on, AwardScheme.until_on)),
        ).join(Award.scheme)
    )
    schemes = dict(db.session.execute(select(AwardScheme.code, AwardScheme.id)).all())
    levels = {
        own: (place, name) for own, place, name in db.session.execute(select(AwardLevel.id, AwardLevel.position, AwardLevel.name))
    }
    by_code = {schemes[code]: place for place, code in enumerate(sorted(schemes))}
    height = np.array([levels[each][0] if each else 0 for each in level.tolist()], np.int64)
    of_scheme = np.array([by_code[each] for each in scheme.tolist()], np.int64)
    order = np.lexsort((award, of_scheme, since, height))
    until = np.minimum.reduce(ends)
    return AwardRows(
        award[order], body[order], scheme[order], level[order], since[order], until[order], schemes=schemes, levels=levels
    )
