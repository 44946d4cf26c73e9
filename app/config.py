"""Every setting once, read from the environment. Nothing else in the product looks at os.environ."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import limits
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from app.errors import Unavailable

ROOT = Path(__file__).resolve().parent.parent
MIGRATIONS = ROOT / "migrations"
SEED_DATA = ROOT / "seed_data"


@dataclass(frozen=True)
class MailServer:
    """Where messages are handed over, and from which address."""

    scheme: str                       # smtps, smtp+starttls, or smtp without encryption
    host: str
    port: int
    user: str | None
    password: str | None
    sender: str


@dataclass(frozen=True)
class Settings:
    """What an instance runs on. Defaults serve one machine without any setting."""

    instance_dir: Path                # database, index, logs and secrets, unless a URL below names another place
    database_url: str                 # SQLAlchemy URL; default: SQLite in the instance folder
    index_dir: Path                   # folder of the embedded search index
    city: str = "3303"                # division code of the city whose bodies are local (本市); default Wenzhou
    office: str | None = None         # who hands reports in (编制单位), as their first page says; None: left open to be written
    processes: int = 2                # serving processes
    public_url: str | None = None     # address people reach this site at, without a slash at the end; None: not told
    proxies: int = 0                  # reverse proxies in front, whose X-Forwarded-For and -Proto are believed
    session_idle_minutes: int = 120   # without a request, until a session ends
    session_hours: int = 12           # from signing in, until a session ends
    mail: MailServer | None = None    # None: messages stay in the outbox
    read_limit: str | None = None     # how often one may read, as "300 per minute"; None: as often as one likes
    write_limit: str = "1200 per minute"
    import_days: int = 90             # so long the file of an import is kept; its report stays
    require_totp: bool = False        # whether staff and administrators can do nothing without two-step sign-in

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings. Raises `Unavailable` naming the variable that can't be used."""
        instance = Path(environment.get("BIAOLIAN_INSTANCE_DIR") or ROOT / "instance").resolve()
        return cls(
            instance_dir=instance,
            database_url=_database_url(environment.get("BIAOLIAN_DATABASE_URL"), instance),
            index_dir=_index_dir(environment.get("BIAOLIAN_INDEX_URL"), instance),
            city=_city(environment.get("BIAOLIAN_CITY")),
            office=(environment.get("BIAOLIAN_OFFICE") or "").strip() or None,
            processes=_count("BIAOLIAN_PROCESSES", environment.get("BIAOLIAN_PROCESSES")) or 2,
            public_url=_public_url(environment.get("BIAOLIAN_PUBLIC_URL")),
            proxies=_count("BIAOLIAN_PROXIES", environment.get("BIAOLIAN_PROXIES")) or 0,
            session_idle_minutes=_count("BIAOLIAN_SESSION_IDLE_MINUTES", environment.get("BIAOLIAN_SESSION_IDLE_MINUTES")) or 120,
            session_hours=_count("BIAOLIAN_SESSION_HOURS", environment.get("BIAOLIAN_SESSION_HOURS")) or 12,
            mail=_mail(environment),
            read_limit=_rate("BIAOLIAN_READ_LIMIT", environment.get("BIAOLIAN_READ_LIMIT")),
            write_limit=_rate("BIAOLIAN_WRITE_LIMIT", environment.get("BIAOLIAN_WRITE_LIMIT")) or "1200 per minute",
            import_days=_count("BIAOLIAN_IMPORT_DAYS", environment.get("BIAOLIAN_IMPORT_DAYS")) or 90,
            require_totp=_switch("BIAOLIAN_REQUIRE_TOTP", environment.get("BIAOLIAN_REQUIRE_TOTP")),
        )

    @property
    def is_https(self) -> bool:
        """Whether people reach this site through https, so that cookies never travel otherwise."""
        return self.public_url is not None and self.public_url.startswith("https://")

    def prepare_instance(self) -> None:
        """Make the instance folder. Raises `Unavailable` where it can't be made or written."""
        try:
            self.instance_dir.mkdir(parents=True, exist_ok=True)
            probe = self.instance_dir / f".write-{secrets.token_hex(4)}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise Unavailable(
                f"无法写入实例目录 {self.instance_dir}（{error.strerror}）：请授予写权限，"
                "或用环境变量 BIAOLIAN_INSTANCE_DIR 指定另一个目录"
            ) from None

    def secret_key(self) -> str:
        """The key that signs sessions, made on the first start and readable by the owner alone."""
        path = self.instance_dir / "secret_key"
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text()
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
        return path.read_text()


def _database_url(given: str | None, instance: Path) -> str:
    if not given:
        return f"sqlite:///{instance / 'biaolian.db'}"
    # the driver is ours to choose: plain postgresql:// would look for another one
    for scheme in ("postgresql://", "postgres://"):
        if given.startswith(scheme):
            given = "postgresql+psycopg://" + given.removeprefix(scheme)
    try:
        known = make_url(given).drivername in ("sqlite", "postgresql+psycopg")
    except ArgumentError:
        known = False
    if not known:
        raise Unavailable(
            "BIAOLIAN_DATABASE_URL 无法使用：应为 postgresql://用户:密码@主机/库名 或 sqlite:////目录/文件名，"
            "不设则用实例目录中的 SQLite"
        )
    return given


def _index_dir(given: str | None, instance: Path) -> Path:
    if not given:
        return instance / "index"
    if "://" in given and not given.startswith("file://"):
        raise Unavailable(f"BIAOLIAN_INDEX_URL“{given}”无法使用：目前支持 file:// 目录")
    return Path(given.removeprefix("file://"))


def _city(given: str | None) -> str:
    code = given or "3303"
    if not (code.isascii() and code.isdigit() and len(code) in (2, 4, 6)):
        raise Unavailable(f"BIAOLIAN_CITY“{code}”应为行政区划代码，例如 3303")
    return code


def _count(name: str, given: str | None) -> int | None:
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and int(given) > 0):
        raise Unavailable(f"{name}“{given}”应为正整数")
    return int(given)


def _switch(name: str, given: str | None) -> bool:
    if not given or given == "0":
        return False
    if given != "1":
        raise Unavailable(f"{name}“{given}”应为 1 或 0")
    return True


def _rate(name: str, given: str | None) -> str | None:
    if not given:
        return None
    try:
        limits.parse_many(given)
    except ValueError:
        raise Unavailable(f"{name}“{given}”应写成 300 per minute 的样子") from None
    return given


_MAIL_PORTS = {"smtps": 465, "smtp+starttls": 587, "smtp": 25}


def _mail(environment: Mapping[str, str]) -> MailServer | None:
    given = environment.get("BIAOLIAN_MAIL_URL")
    if not given:
        return None
    parts = urlsplit(given)
    if parts.scheme not in _MAIL_PORTS or not parts.hostname:
        raise Unavailable("BIAOLIAN_MAIL_URL 应写成 smtps://用户:密码@主机 的样子，开头为 smtps、smtp+starttls 或 smtp")
    if parts.scheme == "smtp" and parts.password and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise Unavailable("BIAOLIAN_MAIL_URL 会把密码明文发出：请改用 smtps:// 或 smtp+starttls://")
    sender = environment.get("BIAOLIAN_MAIL_FROM")
    if not sender or not environment.get("BIAOLIAN_PUBLIC_URL"):
        raise Unavailable("设置 BIAOLIAN_MAIL_URL 时还须设置 BIAOLIAN_MAIL_FROM（发件地址）和 BIAOLIAN_PUBLIC_URL（链接的网址）")
    user, password = (unquote(each) if each else None for each in (parts.username, parts.password))
    return MailServer(parts.scheme, parts.hostname, parts.port or _MAIL_PORTS[parts.scheme], user, password, sender)


def _public_url(given: str | None) -> str | None:
    if not given:
        return None
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise Unavailable(f"BIAOLIAN_PUBLIC_URL“{given}”应为网址，例如 https://biaolian.example.cn")
    return f"{parts.scheme}://{parts.netloc}"
