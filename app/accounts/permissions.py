"""What may be done, and who may do it. Services ask here before they write; never a cookie or a session."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.errors import NotAllowed
from app.registry.words import Word


class Permission(Word):
    """Everything that writes, and every reading that is not for all, has a name here."""

    REGISTER_IMPORT = "register.import", "导入登记数据"  # create and update records of any table from a file
    REGISTER_EDIT = "register.edit", "编辑登记数据"  # create, change, merge, withdraw and put back any record
    WORKLIST_READ = "worklist.read", "查看待办"  # what waits for the institute's staff
    HISTORY_READ = "history.read", "查看修改历史"  # who changed what, in every record
    DRAFTING_CLAIM = "drafting.claim", "申报起草"  # say that one's own body is missing among the drafting bodies
    DRAFTING_CONFIRM = "drafting.confirm", "核定起草"  # settle such claims against the printed document
    IMPLEMENTATION_DECLARE = "implementation.declare", "申报实施"  # for one's own enterprise, or a member of one's association
    IMPLEMENTATION_VERIFY = "implementation.verify", "核实实施"  # for the members of one's own association
    IMPLEMENTATION_AUDIT = "implementation.audit", "抽查实施"  # audit any declaration and revoke it with a reason
    AWARD_EVALUATE = "award.evaluate", "评价标准创新型企业"  # run batches of an award scheme, decide and revoke
    ALLIANCE_DRAFT = "alliance.draft", "编制联盟标准"  # run the work items of one's own association, up to approval
    ALLIANCE_PUBLISH = "alliance.publish", "批准发布联盟标准"  # approve, publish, review and withdraw for one's own association
    SNAPSHOT_TAKE = "snapshot.take", "留存上报数据"  # freeze what is reported
    OFFICE_INVITE = "office.invite", "邀请本单位人员"  # invite people to offices on one's own organization
    ACCOUNT_READ = "account.read", "查看账户"  # who holds which office, and what happened to accounts
    ACCOUNT_MANAGE = "account.manage", "管理账户"  # accounts, offices and sessions of everybody
    MAIL_READ = "mail.read", "查看发件箱"  # messages sent and waiting, with what went wrong


class OfficeKind(Word):
    """The offices people hold: the first three on an organization, the others in the registry as a whole."""

    MEMBER = "member", "成员"
    EDITOR = "editor", "经办人"
    MANAGER = "manager", "负责人"
    STAFF = "staff", "标准化院工作人员"
    ADMINISTRATOR = "administrator", "系统管理员"
    AUDITOR = "auditor", "审计人员"

    @property
    def on_organization(self) -> bool:
        """Whether it is held on one organization."""
        return self in _ON_ORGANIZATION


_ON_ORGANIZATION = frozenset({OfficeKind.MEMBER, OfficeKind.EDITOR, OfficeKind.MANAGER})

_EDITOR = frozenset(
    {
        Permission.DRAFTING_CLAIM,
        Permission.IMPLEMENTATION_DECLARE,
        Permission.IMPLEMENTATION_VERIFY,
        Permission.ALLIANCE_DRAFT,
    }
)
_STAFF = frozenset(
    {
        Permission.REGISTER_IMPORT,
        Permission.REGISTER_EDIT,
        Permission.WORKLIST_READ,
        Permission.HISTORY_READ,
        Permission.DRAFTING_CONFIRM,
        Permission.IMPLEMENTATION_DECLARE,
        Permission.IMPLEMENTATION_AUDIT,
        Permission.AWARD_EVALUATE,
        Permission.ALLIANCE_DRAFT,
        Permission.ALLIANCE_PUBLISH,
        Permission.SNAPSHOT_TAKE,
    }
)
_READING = frozenset(each for each in Permission if each.value.endswith(".read"))

HELD: Mapping[OfficeKind, frozenset[Permission]] = {
    OfficeKind.MEMBER: frozenset(),
    OfficeKind.EDITOR: _EDITOR,
    OfficeKind.MANAGER: _EDITOR | {Permission.OFFICE_INVITE, Permission.ALLIANCE_PUBLISH},
    OfficeKind.STAFF: _STAFF,
    OfficeKind.ADMINISTRATOR: _STAFF | _READING | {Permission.OFFICE_INVITE, Permission.ACCOUNT_MANAGE},
    OfficeKind.AUDITOR: _READING,
}
"""What each office may do: on its organization for the first three, everywhere for the others."""


@dataclass(frozen=True)
class Actor:
    """Somebody who acts, with what they may do: everywhere, and within single organizations (by id)."""

    name: str
    everywhere: frozenset[Permission] = frozenset()
    within: Mapping[int, frozenset[Permission]] = field(default_factory=dict)
    user_id: int | None = None

    def may(self, permission: Permission, organization_id: int | None = None) -> bool:
        """Whether they may do it: everywhere, or within that organization."""
        if permission in self.everywhere:
            return True
        return organization_id is not None and permission in self.within.get(organization_id, ())

    @property
    def all_permissions(self) -> frozenset[Permission]:
        """Everything they may do somewhere."""
        return self.everywhere.union(*self.within.values())

    def organizations(self, permission: Permission) -> frozenset[int]:
        """Ids of the organizations within which they may do it."""
        return frozenset(each for each, held in self.within.items() if permission in held)


OPERATOR = Actor("命令行", frozenset(Permission))
"""Who runs commands on the machine itself, and so could open the database file as well: may do everything."""

NOBODY = Actor("未登录")
"""Who reads without an account."""


def require(actor: Actor, permission: Permission, organization_id: int | None = None) -> None:
    """Raises `NotAllowed` where the actor may do it neither everywhere nor within that organization."""
    if not actor.may(permission, organization_id):
        raise NotAllowed(f"{actor.name} 没有“{permission.label}”的权限")
