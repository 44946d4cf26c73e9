"""Bodies on a day: who stands for whom, who exists, who is of the city. docs/rules.md section 3."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.errors import Invalid
from app.registry.dates import PartialDate
from app.registry.words import OrganizationKind, Word

Ref = int | str
"""What tells records apart: their id, or their key where rows stand for themselves."""


class LeftOut(Word):
    """Why somebody or something isn't in a figure that it might be expected in."""

    UNVERIFIED = "unverified", "未核实"
    UNDECLARED = "undeclared", "尚未申报"
    ENDED = "ended", "已停止实施"
    REVOKED = "revoked", "已撤销"
    EDITION_SUPERSEDED = "edition_superseded", "所实施的版本已被代替"
    STANDARD_WITHDRAWN = "standard_withdrawn", "所实施的标准已废止"
    NOT_IN_FORCE = "not_in_force", "所实施的标准当日非现行"
    MEMBERSHIP_UNDATED = "membership_undated", "成员起始日期未载"
    COUNTY_UNKNOWN = "county_unknown", "所在县（市、区）未载"
    OUTPUT_UNKNOWN = "output_unknown", "产值未载"
    NOT_EQUIVALENT = "not_equivalent", "非等效采用"
    DEGREE_UNKNOWN = "degree_unknown", "采用程度未载"
    THROUGH_NATIONAL = "through_national", "经国家标准采用，按规划不计"
    DRAFTERS_UNKNOWN = "drafters_unknown", "起草单位未载"


@dataclass(frozen=True)
class Body:
    """An organization as far as figures ask. `county` None: not known, so not of the city and reported.

    From `merged_on` the body `merged_into` stands for it; merged on no recorded day: always.
    """

    ref: Ref
    kind: OrganizationKind | None = None
    county: str | None = None
    established_on: PartialDate | None = None
    dissolved_on: PartialDate | None = None
    merged_into: Ref | None = None
    merged_on: PartialDate | None = None

    def exists_on(self, day: date) -> bool:
        """Whether it exists on `day`; a body without a founding date does."""
        founded = self.established_on is None or reached(self.established_on, day)
        return founded and not reached(self.dissolved_on, day)

    def is_local(self, city: str) -> bool:
        """Whether its county lies under the city, whose division code a county's code begins with."""
        return self.county is not None and self.county.startswith(city)


def reached(known: PartialDate | None, day: date) -> bool:
    """Whether a date is known and has come by `day`: a term covers the days on which its start is reached, its end not."""
    return known is not None and known.first_day <= day


def survivor_on(bodies: Mapping[Ref, Body], ref: Ref, day: date) -> Body:
    """The body that stands for `ref` on `day`, through however many mergers. Raises `Invalid` where they run in a circle."""
    passed = {ref}
    body = bodies[ref]
    while body.merged_into is not None and (body.merged_on is None or reached(body.merged_on, day)):
        if body.merged_into in passed:
            raise Invalid(f"单位合并成环：{body.ref} 并入 {body.merged_into}，请核对合并关系")
        passed.add(body.merged_into)
        body = bodies[body.merged_into]
    return body


def enterprise_on(bodies: Mapping[Ref, Body], ref: Ref, day: date) -> Body | None:
    """The enterprise for which a record of `ref` counts on `day`: its survivor, where that exists then.

    None too where the survivor is recorded to be no enterprise; of an unknown kind it counts as one, since
    memberships, implementations and awards are records of enterprises.
    """
    body = survivor_on(bodies, ref, day)
    if body.kind not in (None, OrganizationKind.ENTERPRISE) or not body.exists_on(day):
        return None
    return body
