"""Names of codes: ICS, CCS, GB/T 4754, number prefixes, divisions."""

from sqlalchemy import select

from app.database import db
from app.registry.models import Classification


def names_of(scheme: str) -> dict[str, str]:
    """Code to name of one scheme; the Chinese name, else the English one, else the code itself."""
    rows = db.session.execute(
        select(Classification.code, Classification.name_zh, Classification.name_en)
        .where(Classification.scheme == scheme)
        .order_by(Classification.code)
    )
    return {code: name_zh or name_en or code for code, name_zh, name_en in rows}
