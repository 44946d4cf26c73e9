"""The tables of the registry. Never a commit, never a URL, never HTML."""

from app.registry.models.alliance import (
    IssuingBody,
    PatentCall,
    PatentDisclosure,
    ReviewRepresentative,
    StandardReview,
    TechnicalReview,
    WorkItem,
    WorkItemBlockIndustry,
    WorkItemDrafter,
    WorkItemStep,
    WorkItemUnit,
)
from app.registry.models.answers import KeptAnswer
from app.registry.models.awards import Award, AwardBatch, AwardCandidate, AwardCriterion, AwardLevel, AwardScheme, AwardScore
from app.registry.models.bodies import Committee, Organization
from app.registry.models.claims import DraftingClaim
from app.registry.models.codes import Classification
from app.registry.models.documents import CommentCall, CommentTrace, Document, DocumentPage, PublicComment
from app.registry.models.facts import LeadingProduct, Observation, Project, YearlyFact
from app.registry.models.files import StoredFile
from app.registry.models.history import Change
from app.registry.models.industries import BlockIndustry, DeclarationLink, Implementation, Membership, StandardBlockIndustry
from app.registry.models.jobs import ImportJob
from app.registry.models.marks import Stale
from app.registry.models.plans import Plan, Target
from app.registry.models.rules import CountyTarget, SupportRule
from app.registry.models.settings import Setting
from app.registry.models.snapshots import Snapshot
from app.registry.models.stamps import Stamp
from app.registry.models.standards import (
    Drafter,
    Drafting,
    FormerNumber,
    LeftOut,
    Relation,
    Standard,
    StandardCommittee,
)
from app.registry.models.thesaurus import ThesaurusGroup

__all__ = [
    "Award",
    "AwardBatch",
    "AwardCandidate",
    "AwardCriterion",
    "AwardLevel",
    "AwardScheme",
    "AwardScore",
    "BlockIndustry",
    "Change",
    "Classification",
    "CommentCall",
    "CommentTrace",
    "Committee",
    "CountyTarget",
    "DeclarationLink",
    "Document",
    "DocumentPage",
    "Drafter",
    "Drafting",
    "DraftingClaim",
    "FormerNumber",
    "Implementation",
    "ImportJob",
    "IssuingBody",
    "KeptAnswer",
    "LeadingProduct",
    "LeftOut",
    "Membership",
    "Observation",
    "Organization",
    "PatentCall",
    "PatentDisclosure",
    "Plan",
    "Project",
    "PublicComment",
    "Relation",
    "ReviewRepresentative",
    "Setting",
    "Snapshot",
    "Stale",
    "Stamp",
    "Standard",
    "StandardBlockIndustry",
    "StandardCommittee",
    "StandardReview",
    "StoredFile",
    "SupportRule",
    "Target",
    "TechnicalReview",
    "ThesaurusGroup",
    "WorkItem",
    "WorkItemBlockIndustry",
    "WorkItemDrafter",
    "WorkItemStep",
    "WorkItemUnit",
    "YearlyFact",
]
