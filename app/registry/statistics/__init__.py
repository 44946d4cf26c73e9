"""Figures: each defined once, over sets in SQL, with the rows behind it. Never a rounded number.

Their plain rules, which people read and tests hold SQL to, are in rates/.
"""

from app.registry.statistics.adoption import AdoptionOf, ProductRow, adoption_by_year, adoption_rows
from app.registry.statistics.committees import CommitteeRow, CommitteesFigure, committee_rows, committees_on
from app.registry.statistics.courses import quarter_days
from app.registry.statistics.drafting import (
    DraftingFigure,
    DraftingGroup,
    GroupBy,
    drafting_counts,
    published_parts,
)
from app.registry.statistics.drafting_rows import DraftingRow, Narrowing, Part, drafting_page, drafting_rows
from app.registry.statistics.implementation import (
    Asked,
    Block,
    BlockIndustryRate,
    ImplementationFigure,
    block_industry_courses,
    blocks,
    implementation_course,
    implementation_rate,
)
from app.registry.statistics.implementation_enterprises import EnterpriseRow, Standing, Within, enterprises_behind
from app.registry.statistics.implementation_groups import GroupRate, ImplementationGroup, implementation_groups
from app.registry.statistics.implementation_rows import MemberOf, MemberRow, all_members, held_back, implementation_rows
from app.registry.statistics.innovation import (
    InnovationFigure,
    InnovationRow,
    innovation_by_county,
    innovation_enterprises,
)
from app.registry.statistics.innovation_changes import (
    Became,
    ChangedEnterprise,
    InnovationChanges,
    innovation_change_rows,
    innovation_changes,
)
from app.registry.statistics.innovation_course import InnovationCourse, innovation_course
from app.registry.statistics.observations import Observed, observations, observed_in_counties, observed_on
from app.registry.statistics.plans import flow_period, plan_on, settings_before, settings_on, target_of
from app.registry.statistics.tallies import Tally
from app.registry.statistics.targets import MetricOn, TargetsOn, targets_on

__all__ = [
    "AdoptionOf",
    "Asked",
    "Became",
    "Block",
    "BlockIndustryRate",
    "ChangedEnterprise",
    "CommitteeRow",
    "CommitteesFigure",
    "DraftingFigure",
    "DraftingGroup",
    "DraftingRow",
    "EnterpriseRow",
    "GroupBy",
    "GroupRate",
    "ImplementationFigure",
    "ImplementationGroup",
    "InnovationChanges",
    "InnovationCourse",
    "InnovationFigure",
    "InnovationRow",
    "MemberOf",
    "MemberRow",
    "MetricOn",
    "Narrowing",
    "Observed",
    "Part",
    "ProductRow",
    "Standing",
    "Tally",
    "TargetsOn",
    "Within",
    "adoption_by_year",
    "adoption_rows",
    "all_members",
    "block_industry_courses",
    "blocks",
    "committee_rows",
    "committees_on",
    "drafting_counts",
    "drafting_page",
    "drafting_rows",
    "enterprises_behind",
    "flow_period",
    "held_back",
    "implementation_course",
    "implementation_groups",
    "implementation_rate",
    "implementation_rows",
    "innovation_by_county",
    "innovation_change_rows",
    "innovation_changes",
    "innovation_course",
    "innovation_enterprises",
    "observations",
    "observed_in_counties",
    "observed_on",
    "plan_on",
    "published_parts",
    "quarter_days",
    "settings_before",
    "settings_on",
    "target_of",
    "targets_on",
]
