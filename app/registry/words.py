"""The controlled words of the trade: one English value for code and API, one Chinese label for pages. Pure.

Code and API use the value, pages the label; nothing else names these things.
"""

from enum import StrEnum
from typing import Self

from app.errors import Invalid


class Word(StrEnum):
    """A controlled word with its Chinese label, and the other spellings that sources use for it."""

    label: str
    spellings: tuple[str, ...]

    def __new__(cls, value: str, label: str, *spellings: str) -> Self:
        """The word by its English value, with label and further spellings as they stand behind it."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        word.spellings = spellings
        return word

    @classmethod
    def read(cls, text: str) -> Self:
        """Read the English value, the Chinese label or a spelling of a source. Raises `Invalid` naming the choices."""
        asked = text.strip()
        for word in cls:
            if asked.casefold() == word.value.casefold() or asked == word.label or asked in word.spellings:
                return word
        raise Invalid(f"“{text[:40]}”不在可选值之内：{'、'.join(word.label for word in cls)}")


class Kind(Word):
    """标准类别: who issues a standard."""

    NATIONAL = "national", "国家标准", "国家"
    INDUSTRY = "industry", "行业标准", "行业"
    LOCAL = "local", "地方标准", "地方"
    ALLIANCE = "alliance", "联盟/团体标准", "团体标准", "联盟标准", "团体", "联盟"
    ENTERPRISE = "enterprise", "企业标准", "企业"
    INTERNATIONAL = "international", "国际标准", "国际"
    FOREIGN = "foreign", "国外标准", "国外"


class Obligation(Word):
    """Whether a standard binds: 强制/推荐/指导."""

    MANDATORY = "mandatory", "强制性", "强制", "强制性标准"
    RECOMMENDED = "recommended", "推荐性", "推荐", "推荐性标准"
    GUIDANCE = "guidance", "指导性", "指导", "指导性技术文件"


class Status(Word):
    """Where a standard stands in its life; always of a day, see status.py."""

    DRAFT = "draft", "未发布"
    UPCOMING = "upcoming", "即将实施", "未实施"
    CURRENT = "current", "现行", "现行有效", "有效"
    SUPERSEDED = "superseded", "被代替", "已被代替"
    WITHDRAWN = "withdrawn", "废止", "作废", "已废止"
    UNKNOWN = "unknown", "未知"


class Action(Word):
    """Whether an edition was newly made or revises an earlier one."""

    FORMULATED = "formulated", "制定"
    REVISED = "revised", "修订"


class Form(Word):
    """The form of an alliance standard: 团体 is issued by a legal person, 联盟 agreed among enterprises (docs/rules.md 2)."""

    ASSOCIATION = "association", "团体", "团体标准"
    ALLIANCE = "alliance", "联盟", "联盟标准"


class RelationKind(Word):
    """What the first standard does to the second; stored once, readable from both ends."""

    REPLACES = "replaces", "代替"
    PARTLY_REPLACES = "partly_replaces", "部分代替"
    AMENDS = "amends", "修改"
    ADOPTS = "adopts", "采用"
    CITES = "cites", "引用"


class Degree(Word):
    """How an international standard is adopted; NEQ is a relation, but no adoption (docs/rules.md 2)."""

    IDT = "IDT", "等同", "等同采用"
    MOD = "MOD", "修改", "修改采用"
    EQV = "EQV", "等效", "等效采用"
    NEQ = "NEQ", "非等效", "非等效采用", "参照采用"


class OrganizationKind(Word):
    """What sort of body an organization is."""

    ENTERPRISE = "enterprise", "企业"
    ASSOCIATION = "association", "行业协会", "协会"
    ALLIANCE = "alliance", "联盟", "产业联盟"
    INSTITUTE = "institute", "科研检测机构", "研究院所", "院所"
    UNIVERSITY = "university", "高等院校", "高校"
    AUTHORITY = "authority", "行政机关", "机关"
    OTHER = "other", "其他"


class CommitteeLevel(Word):
    """Whose committee it is."""

    INTERNATIONAL = "international", "国际"
    NATIONAL = "national", "国家", "全国"
    PROVINCIAL = "provincial", "省级", "省"
    MUNICIPAL = "municipal", "市级", "市"


class CommitteeKind(Word):
    """TC, SC and WG make a tree; SWG is a national working group."""

    TC = "TC", "技术委员会"
    SC = "SC", "分技术委员会"
    WG = "WG", "工作组"
    SWG = "SWG", "标准化工作组"


class DraftingRole(Word):
    """The role of a body in drafting, where recorded."""

    LEAD = "lead", "为主", "主起草", "第一起草"
    PARTICIPATE = "participate", "参与", "参加"


class ProjectKind(Word):
    """What sort of standardization project (标准化项目) it is."""

    KEY = "key_project", "块状产业标准化重点项目", "重点项目"
    PILOT = "service_pilot", "生产性服务业标准化试点", "试点", "服务业试点"
    OTHER = "other", "其他标准化项目", "其他"


class Through(Word):
    """By which way a change came."""

    COMMAND = "command", "命令行"
    PAGE = "page", "网页"
    API = "api", "接口"


class Deed(Word):
    """What a change did to a record."""

    CREATED = "created", "新增"
    CHANGED = "changed", "修改"
    WITHDRAWN = "withdrawn", "废止或终止"
    MERGED = "merged", "合并"
    RESTORED = "restored", "恢复"
    REMOVED = "removed", "删除"


class ClaimState(Word):
    """Where a claim to have drafted a standard stands."""

    OPEN = "open", "待核对"
    CONFIRMED = "confirmed", "已确认"
    REJECTED = "rejected", "未采纳"


class JobState(Word):
    """Where an import started in the browser stands."""

    CHOOSING = "choosing", "待对应列"
    WAITING = "waiting", "排队"
    RUNNING = "running", "进行中"
    CHECKED = "checked", "已试运行"
    DONE = "done", "已导入"
    INTERRUPTED = "interrupted", "中断"
    FAILED = "failed", "未能导入"


class Metric(Word):
    """A target of the plan that the register computes; recorded metrics have names of their own (docs/rules.md 4)."""

    IMPLEMENTATION_RATE = "implementation_rate", "块状产业联盟标准实施率"
    IMPLEMENTING_BLOCK_INDUSTRIES = "implementing_block_industries", "实施联盟标准的块状产业"
    INNOVATION_ENTERPRISES = "innovation_enterprises", "标准创新型企业"
    LEAD_DRAFTED_STANDARDS = "lead_drafted_standards", "为主制修订国家和行业标准"
    INTERNATIONAL_STANDARDS = "international_standards", "参与制定国际标准"
    COMMITTEES = "committees", "落户本市的标准化技术委员会"
    INTERNATIONAL_ADOPTION_RATE = "international_adoption_rate", "规上企业主导产品采标率"


def is_rate(metric: str) -> bool:
    """Whether the values of a metric are shares of 1: its name ends in `_rate`, or, where Chinese is all it has, in 率."""
    return metric.endswith(("_rate", "率"))
