"""When an alliance standard is to be reviewed, and what is late. Pure."""

from datetime import date

from app.registry.dates import PartialDate, months_later


def review_due(published_on: PartialDate | None, reviewed_on: PartialDate | None, years: int) -> date | None:
    """The day by which it is to be reviewed: `years` after its publication or its last review; None: neither is known.

    29 February falls on the 28th where the year has none. Source: 团体标准管理规定 (2019).
    """
    since = max((each.first_day for each in (published_on, reviewed_on) if each), default=None)
    return None if since is None else months_later(since, 12 * years)
