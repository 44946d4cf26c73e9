"""Amendments (修改单) in the register: a record of their own that amends its standard, so that every check sees them."""

import re
from datetime import date

from sqlalchemy import select

from app.accounts.permissions import Actor
from app.database import db
from app.errors import Conflict, FieldError, Invalid
from app.registry.history import sign
from app.registry.importing.outcomes import Done, Taken
from app.registry.importing.reading import read_row
from app.registry.importing.registered import records_of
from app.registry.importing.rows import Refusal, Row
from app.registry.models import Document, Standard
from app.registry.numbers import key_of
from app.registry.services.writing import author_of

_SERIAL = re.compile(r"/XG([0-9]+)-")


def next_amendment(standard: Standard, day: date) -> str:
    """The number of the next amendment of a standard, `XG2-2026` behind `…/XG1-2025`."""
    begun = f"{key_of(standard.number)}/xg"
    known = db.session.scalars(select(Standard.number).where(Standard.key.startswith(begun, autoescape=True)))
    serials = [int(found[1]) for number in known if (found := _SERIAL.search(number))]
    return f"XG{max(serials, default=0) + 1}-{day.year}"


def enter_amendment(standard: Standard, document: Document, *, actor: Actor) -> None:
    """Write the record of an amendment, in the transaction under way. Raises `Conflict` where its number is taken."""
    number = f"{standard.number}/{document.number}"
    serial = _SERIAL.search(number)
    title = document.title or f"{standard.title_zh or standard.number} 第{serial[1] if serial else ''}号修改单"
    cells = {
        "number": number,
        "title_zh": title,
        "kind": standard.kind.value if standard.kind else None,
        "obligation": standard.obligation.value if standard.obligation else None,
        "published_on": str(document.dated_on),
        "implemented_on": str(document.dated_on),
        "amends": [standard.number],
        "issuer": standard.issuer,
        "source": [f"{standard.issuer or '发布团体'}修改单"],
    }
    session = db.session()
    records = records_of("standards")
    sign(session, author_of(actor, f"登记 {standard.number} 的修改单"))
    row = read_row(records.table, Row(1, {name: value for name, value in cells.items() if value is not None}))
    outcome = row if isinstance(row, Refusal) else records.apply(session, [row])[0]
    if not isinstance(outcome, Taken):
        refused = outcome if isinstance(outcome, Refusal) else outcome.refusal
        raise Invalid(refused.reason, (FieldError("number", refused.reason, number),))
    if outcome.done is not Done.CREATED:
        session.rollback()
        raise Conflict(f"{number} 已在库中；请核对修改单编号")
