"""Records for tests, through the models, with defaults that a test can rely on not to matter.

Days are texts in any form the register reads. Each record is committed: a request reads it through a session of its own.
"""

from itertools import count
from typing import Any

from app.clock import now
from app.database import db
from app.registry.dates import PartialDate
from app.registry.lifecycle.moves import OPEN_STAGES
from app.registry.lifecycle.words import DocumentKind, Stage
from app.registry.models import (
    Award,
    AwardLevel,
    AwardScheme,
    BlockIndustry,
    Committee,
    Document,
    Drafter,
    Drafting,
    FormerNumber,
    Implementation,
    IssuingBody,
    Membership,
    Organization,
    PatentCall,
    Plan,
    Relation,
    Standard,
    StandardBlockIndustry,
    StoredFile,
    Target,
    WorkItem,
    WorkItemDrafter,
    WorkItemStep,
    WorkItemUnit,
)
from app.registry.numbers import key_of, parse_number
from app.registry.words import (
    Action,
    CommitteeKind,
    CommitteeLevel,
    Degree,
    DraftingRole,
    Kind,
    Obligation,
    OrganizationKind,
    RelationKind,
)

_serial = count(90001)
WENZHOU = "330302"


def day(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate.read(text)


def _kept(record: Any) -> Any:
    db.session.add(record)
    db.session.commit()
    return record


def make_standard(
    number: str | None = None,
    title_zh: str | None = "低压开关设备",
    *,
    published_on: str | None = "2020-04-28",
    implemented_on: str | None = "2020-11-01",
    withdrawn_on: str | None = None,
    former_numbers: tuple[str, ...] = (),
    drafters: tuple[str, ...] = (),
    **more: Any,
) -> Standard:
    """A standard with the keys, kind and obligation of its number; by default a recommended national one, in force."""
    number = number or f"GB/T {next(_serial)}-2020"
    parsed = parse_number(number)
    return _kept(
        Standard(
            **{"kind": parsed.kind or Kind.ALLIANCE, "obligation": parsed.obligation or Obligation.RECOMMENDED} | more,
            number=number,
            title_zh=title_zh,
            key=key_of(number),
            bare_key=parsed.bare_key,
            document_key=parsed.document_key,
            loose_key=parsed.loose_key,
            number_year=parsed.year,
            number_order=parsed.order_text,
            is_supplement=parsed.is_supplement,
            published_on=day(published_on),
            implemented_on=day(implemented_on),
            withdrawn_on=day(withdrawn_on),
            former_numbers=[
                FormerNumber(number=former, key=key_of(former), bare_key=parse_number(former).bare_key)
                for former in former_numbers
            ],
            drafters=[Drafter(rank=rank, name=name) for rank, name in enumerate(drafters, start=1)],
        )
    )


def relate(subject: Standard | str, kind: RelationKind, other: Standard | str, degree: Degree | None = None) -> Relation:
    """`subject` replaces, amends, adopts … `other`; a text is a number that the register does not hold."""
    subject_number = subject if isinstance(subject, str) else subject.number
    object_number = other if isinstance(other, str) else other.number
    return _kept(
        Relation(
            kind=kind,
            subject_number=subject_number,
            subject_key=key_of(subject_number),
            subject_id=None if isinstance(subject, str) else subject.id,
            object_number=object_number,
            object_key=key_of(object_number),
            object_id=None if isinstance(other, str) else other.id,
            degree=degree,
            stated_by_subject=True,
        )
    )


def make_organization(name: str | None = None, *, county: str | None = WENZHOU, **more: Any) -> Organization:
    """An enterprise of the city, known by name and county; days among `more` are texts."""
    name = name or f"演示企业{next(_serial)}"
    for known in ("established_on", "dissolved_on", "merged_on"):
        if known in more:
            more[known] = day(more[known])
    if "uscc" in more:
        more["key"] = more["uscc"]
    return _kept(
        Organization(
            **{"kind": OrganizationKind.ENTERPRISE, "key": f"{name}@{county or ''}"} | more, name=name, county=county
        )
    )


def make_committee(number: str | None = None, name: str | None = "全国低压电器标准化技术委员会", **more: Any) -> Committee:
    """A national technical committee."""
    defaults = {"level": CommitteeLevel.NATIONAL, "kind": CommitteeKind.TC}
    return _kept(Committee(**defaults | more, number=number or f"SAC/TC {next(_serial)}", name=name))


def make_drafting(
    standard: Standard, organization: Organization, rank: int | None = 1, role: DraftingRole | None = None
) -> Drafting:
    return _kept(Drafting(standard_id=standard.id, organization_id=organization.id, rank=rank, role=role))


def make_block_industry(code: str | None = None, name: str = "锁", **more: Any) -> BlockIndustry:
    return _kept(BlockIndustry(**{"gbt4754": ()} | more, code=code or f"B{next(_serial)}", name=name))


def tie(standard: Standard, block: BlockIndustry, since: str | None = None, until: str | None = None) -> StandardBlockIndustry:
    return _kept(
        StandardBlockIndustry(
            standard_id=standard.id, block_industry_id=block.id, from_on=day(since), until_on=day(until)
        )
    )


def make_membership(
    organization: Organization, block: BlockIndustry, since: str | None = "2010-01-01", until: str | None = None
) -> Membership:
    return _kept(
        Membership(organization_id=organization.id, block_industry_id=block.id, from_on=day(since), until_on=day(until))
    )


def make_implementation(
    organization: Organization, standard: Standard, since: str = "2021-01-01", until: str | None = None, **more: Any
) -> Implementation:
    """Not verified unless `verified_on` is among `more`, whose days are texts."""
    return _kept(
        Implementation(
            organization_id=organization.id,
            standard_id=standard.id,
            from_on=PartialDate.read(since),
            until_on=day(until),
            **{name: day(value) if name.endswith("_on") else value for name, value in more.items()},
        )
    )


def make_scheme(code: str = "YANSHI", *levels: str) -> AwardScheme:
    """A scheme with these levels, the lowest first."""
    ranked = [AwardLevel(position=position, name=name) for position, name in enumerate(levels, start=1)]
    return _kept(AwardScheme(code=code, name="标准创新型企业（演示）", levels=ranked))


def make_award(
    organization: Organization, scheme: AwardScheme, awarded_on: str = "2021-01-01", level: str | None = None, **days: str
) -> Award:
    known = {each.name: each for each in scheme.levels}
    return _kept(
        Award(
            organization_id=organization.id,
            scheme_id=scheme.id,
            level_id=known[level].id if level else None,
            awarded_on=PartialDate.read(awarded_on),
            **{name: day(text) for name, text in days.items()},
        )
    )


def make_plan(code: str, since: str, until: str, targets: dict[str, float | None] | None = None, **more: Any) -> Plan:
    """A plan period with its targets."""
    return _kept(
        Plan(
            **{"schemes": ()} | more,
            code=code,
            name=f"{code} 规划",
            from_on=PartialDate.read(since),
            until_on=PartialDate.read(until),
            targets=[Target(metric=metric, value=value) for metric, value in (targets or {}).items()],
        )
    )


def make_issuing_body(organization: Organization | None = None, code: str | None = None, **more: Any) -> IssuingBody:
    """An association that issues alliance standards under its code."""
    if organization is None:
        organization = make_organization(f"演示协会{next(_serial)}", kind=OrganizationKind.ASSOCIATION)
    code = code or f"YS{next(_serial)}"
    return _kept(IssuingBody(organization_id=organization.id, code=code, code_key=code.casefold(), **more))


def make_work_item(
    body: IssuingBody | None = None, title_zh: str = "演示智能门锁 通用技术条件", *, stage: Stage = Stage.PROPOSAL, **more: Any
) -> WorkItem:
    """A new standard in the making, which went through every stage up to its own; days among `more` are texts."""
    for known in ("stage_since", "stage_due", "comment_from", "comment_until", "takes_over_on"):
        if known in more:
            more[known] = day(more[known])
    item = WorkItem(
        **{"action": Action.FORMULATED, "stage_since": day("2026-01-05"), "created_at": now(), "created_by": "演示"} | more,
        issuing_body_id=(body or make_issuing_body()).id,
        title_zh=title_zh,
        stage=stage,
    )
    reached = OPEN_STAGES[: OPEN_STAGES.index(stage) + 1] if stage in OPEN_STAGES else (*OPEN_STAGES, stage)
    for before, after in zip((None, *reached), reached, strict=False):
        item.steps.append(WorkItemStep(from_stage=before, to_stage=after, done_on=item.stage_since, at=now(), by_name="演示"))
    return _kept(item)


def make_unit(item: WorkItem, organization: Organization, rank: int = 1, role: DraftingRole | None = None) -> WorkItemUnit:
    """A drafting unit from the approved project on."""
    return _kept(
        WorkItemUnit(
            work_item_id=item.id,
            organization_id=organization.id,
            rank=rank,
            role=role,
            joined_stage=Stage.APPROVED,
            joined_on=item.stage_since,
        )
    )


def make_named_drafter(item: WorkItem, name: str, rank: int = 1, unit: str | None = None) -> WorkItemDrafter:
    """A drafter from the approved project on."""
    return _kept(
        WorkItemDrafter(
            work_item_id=item.id, name=name, unit=unit, rank=rank, joined_stage=Stage.APPROVED, joined_on=item.stage_since
        )
    )


def make_document(
    kind: DocumentKind, *, item: WorkItem | None = None, standard: Standard | None = None, content: str = "演示", **more: Any
) -> Document:
    """A document whose file is known, but not kept."""
    digest = f"{next(_serial):064x}"
    file = StoredFile(digest=digest, name=f"{content}.pdf", media_type="application/pdf", size=4, kept_at=now(), kept_by="演示")
    return _kept(
        Document(
            **{"added_at": now(), "added_by": "演示"} | more,
            work_item_id=item.id if item else None,
            standard_id=standard.id if standard else None,
            kind=kind,
            stage=item.stage if item else None,
            file=file,
        )
    )


def make_patent_call(item: WorkItem, stage: Stage = Stage.COMMENT) -> PatentCall:
    """A call to which nobody named a patent."""
    return _kept(
        PatentCall(
            work_item_id=item.id, stage=stage, called_on=item.stage_since, none_known=True, at=now(), by_name="演示"
        )
    )
