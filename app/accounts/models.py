"""Who may sign in, what they hold, and what was sent to them. Never a check.

Passwords are kept as argon2 hashes; sessions, tokens and links by the digest of their secret alone, see secrets.py. In the clear
stand the key of two-step sign-in, without which no code can be compared, and the link of a message until it is sent.
"""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.permissions import OfficeKind
from app.database import Base, Day, Id, Instant, Key, LongText, Name, Texts, not_before, word
from app.registry.words import Word

_DIGEST = String(64)


class User(Base):
    """A person who may sign in. Nobody is deleted: what they did keeps their name, so an account is disabled."""

    __tablename__ = "user_account"

    id: Mapped[Id]
    login: Mapped[Key] = mapped_column(unique=True)    # as typed at sign-in, folded to lower case
    name: Mapped[Name]                                 # as shown to others
    email: Mapped[Name | None]                         # None: nothing can be sent, codes are printed
    password_hash: Mapped[Name | None]                 # argon2id with its parameters; None: can't sign in by password yet
    created_at: Mapped[Instant]
    disabled_at: Mapped[Instant | None]                # None: may sign in
    totp_secret: Mapped[str | None] = mapped_column(String(64))  # base32; None: no second step
    totp_since: Mapped[Instant | None]                 # None: not confirmed by a first code, so not asked for yet
    totp_step: Mapped[int] = mapped_column(default=0)  # the last time step used: a code opens once
    recovery_codes: Mapped[Texts]                      # digests of those not used yet

    offices: Mapped[list["Office"]] = relationship(back_populates="user", order_by="Office.id")

    @property
    def is_two_step(self) -> bool:
        """Whether signing in asks for a code as well."""
        return self.totp_since is not None


class Office(Base):
    """An office a person holds, on an organization for those that are held on one; from a day on, until before another."""

    __tablename__ = "office"
    __table_args__ = (
        CheckConstraint("(organization_id IS NOT NULL) = (kind IN ('member', 'editor', 'manager'))", "on_what_it_is_held"),
        not_before("from_on", "until_on", "ends_after_start"),
    )

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    kind: Mapped[OfficeKind] = mapped_column(word(OfficeKind))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    from_on: Mapped[Day]
    until_on: Mapped[Day | None]                       # first day no longer held; None: open

    user: Mapped[User] = relationship(back_populates="offices")


class UserSession(Base):
    """One browser in which somebody is signed in. Ending a session deletes it."""

    __tablename__ = "user_session"

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    digest: Mapped[str] = mapped_column(_DIGEST, unique=True)
    created_at: Mapped[Instant]
    seen_at: Mapped[Instant]                           # to within a few minutes
    address: Mapped[str] = mapped_column(String(64))   # of the network, as last seen
    agent: Mapped[Name]                                # what the browser calls itself

    user: Mapped[User] = relationship()


class ApiToken(Base):
    """A secret by which a program acts for a person, within a scope and until a day."""

    __tablename__ = "api_token"

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    digest: Mapped[str] = mapped_column(_DIGEST, unique=True)
    name: Mapped[Name]
    scope: Mapped[Texts]                               # values of `Permission`: of what the person may do, what the program may
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]
    used_at: Mapped[Instant | None]                    # to within a few minutes; None: never

    user: Mapped[User] = relationship()


class LinkKind(Word):
    """What a one-time link is for."""

    INVITATION = "invitation", "邀请"
    PASSWORD = "password", "设置密码"


class OneTimeLink(Base):
    """A secret that opens once: an invitation to an office, or the setting of a new password."""

    __tablename__ = "one_time_link"
    __table_args__ = (
        CheckConstraint("kind <> 'password' OR user_id IS NOT NULL", "password_of_somebody"),
        CheckConstraint("kind <> 'invitation' OR office_kind IS NOT NULL", "invitation_to_an_office"),
    )

    id: Mapped[Id]
    kind: Mapped[LinkKind] = mapped_column(word(LinkKind))
    digest: Mapped[str] = mapped_column(_DIGEST, unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)  # whose password; who took it up
    office_kind: Mapped[OfficeKind | None] = mapped_column(word(OfficeKind))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    name: Mapped[Name | None]                          # of who is invited
    email: Mapped[Name | None]                         # where it was sent; None: printed
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))  # None: on the command line, or asked for
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    used_at: Mapped[Instant | None]
    revoked_at: Mapped[Instant | None]


class Message(Base):
    """A message in the outbox. What opens something stands apart from its text, and is forgotten once it is sent."""

    __tablename__ = "message"

    id: Mapped[Id]
    to_address: Mapped[Name]
    to_name: Mapped[Name]
    subject: Mapped[Name]
    body: Mapped[LongText]                             # plain text; `{link}` stands where the link comes in
    link: Mapped[Name | None]                          # path within this site, secret
    created_at: Mapped[Instant]
    sent_at: Mapped[Instant | None]
    attempts: Mapped[int] = mapped_column(default=0)
    try_at: Mapped[Instant | None]                     # when next; None: sent, or given up
    error: Mapped[LongText | None]                     # what the server said the last time it failed


class Throttle(Base):
    """Failed attempts at one account or from one network address, counted for all processes."""

    __tablename__ = "throttle"

    key: Mapped[Key] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[Instant]


class EventKind(Word):
    """What happened to an account."""

    CREATED = "created", "建立账户"
    SIGNED_IN = "signed_in", "登录"
    REFUSED = "refused", "登录失败"
    SIGNED_OUT = "signed_out", "退出"
    PASSWORD_SET = "password_set", "设置密码"
    PASSWORD_ASKED = "password_asked", "申请重设密码"
    TWO_STEP_ON = "two_step_on", "开启两步验证"
    TWO_STEP_OFF = "two_step_off", "关闭两步验证"
    OFFICE_GIVEN = "office_given", "授予职务"
    OFFICE_ENDED = "office_ended", "结束职务"
    TOKEN_MADE = "token_made", "建立访问令牌"
    TOKEN_REVOKED = "token_revoked", "撤销访问令牌"
    SESSION_ENDED = "session_ended", "结束会话"
    DISABLED = "disabled", "停用账户"
    ENABLED = "enabled", "恢复账户"
    CHANGED = "changed", "修改资料"


class AccountEvent(Base):
    """What happened to an account: kept for the person and for auditors."""

    __tablename__ = "account_event"

    id: Mapped[Id]
    at: Mapped[Instant]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)  # whose account
    kind: Mapped[EventKind] = mapped_column(word(EventKind))
    by: Mapped[Name]                                   # who did it, by name
    detail: Mapped[Name | None]
    address: Mapped[str | None] = mapped_column(String(64))  # of the network; None: on the machine itself

    user: Mapped[User] = relationship()
