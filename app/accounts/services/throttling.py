"""Slowing down those who guess: failures are counted in the database, for all processes, by account and by network address.

An attempt counts as a failure before it is looked at, so that many at once gain nothing; success takes it back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.models import Throttle
from app.accounts.secrets import digest
from app.clock import now
from app.database import db
from app.errors import TooMany

FORGOTTEN_AFTER = timedelta(minutes=15)
"""Without a further failure they count no more; also the longest wait."""
_FIRST_WAIT = timedelta(seconds=30)


@dataclass(frozen=True)
class Guarded:
    """Something that is guessed at, and how many failures it takes before anybody has to wait."""

    key: str
    free: int


def account(login: str) -> Guarded:
    """Sign-in to one account, whether there is one or not; what was typed is not kept."""
    return Guarded(f"account:{digest(login.strip().casefold())}", 5)


def second_step(user_id: int) -> Guarded:
    """The second step of one account."""
    return Guarded(f"second-step:{user_id}", 5)


def network(address: str) -> Guarded:
    """All that comes from one address, behind which may be a whole company."""
    return Guarded(f"network:{address}", 50)


def code(address: str) -> Guarded:
    """One-time codes typed in from one address."""
    return Guarded(f"code:{address}", 20)


def attempt(*guarded: Guarded) -> None:
    """Count an attempt, and commit. Raises `TooMany` with the seconds to wait where there were too many failures lately."""
    moment = now()
    waits = [_wait(each, moment) for each in guarded]
    if any(waits):
        longest = max(wait for wait in waits if wait)
        seconds = int(longest.total_seconds()) + 1
        raise TooMany(f"尝试次数过多，请在 {_said(seconds)}后再试", seconds)
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    for each in guarded:
        fresh = dialect.insert(Throttle).values(key=each.key, failures=1, last_at=moment)
        lately = Throttle.last_at > moment - FORGOTTEN_AFTER
        counted = case((lately, Throttle.failures + 1), else_=1)
        db.session.execute(
            fresh.on_conflict_do_update(index_elements=[Throttle.key], set_={"failures": counted, "last_at": moment})
        )
    db.session.commit()


def succeeded(*guarded: Guarded) -> None:
    """Forget the failures of what was opened rightly, within the transaction under way; and all that are long past."""
    past = Throttle.last_at <= now() - FORGOTTEN_AFTER
    db.session.execute(delete(Throttle).where(Throttle.key.in_([each.key for each in guarded]) | past))


def linger(guarded: Guarded) -> None:
    """Write and commit as noting a failure does, where there is nobody to note it for: an answer takes as long either way."""
    db.session.execute(update(Throttle).where(Throttle.key == guarded.key).values(last_at=now()))
    db.session.commit()


def _wait(guarded: Guarded, moment: datetime) -> timedelta | None:
    """How long it is closed; it doubles with each failure after those that are free."""
    failed = db.session.execute(select(Throttle.failures, Throttle.last_at).where(Throttle.key == guarded.key)).one_or_none()
    if failed is None or failed.failures < guarded.free:
        return None
    wait = min(_FIRST_WAIT * 2 ** min(failed.failures - guarded.free, 10), FORGOTTEN_AFTER)
    left: timedelta = failed.last_at + wait - moment
    return left if left > timedelta() else None


def _said(seconds: int) -> str:
    return f"{seconds} 秒" if seconds < 90 else f"{-(-seconds // 60)} 分钟"
