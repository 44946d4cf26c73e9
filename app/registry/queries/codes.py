"""Names of codes: ICS, CCS, GB/T 4754, number prefixes, divisions."""

from sqlalchemy import bindparam, select

from app.database import db
from app.registry.models import Classification

_CODE = Classification.__table__.c
_NAMES = (
    select(_CODE.code, _CODE.name_zh, _CODE.name_en).where(_CODE.scheme == bindparam("scheme")).order_by(_CODE.code)
)  # made once: nearly every page asks it


def names_of(scheme: str) -> dict[str, str]:
    """Code to name of one scheme; the Chinese name, else the English one, else the code itself."""
    rows = db.session.execute(_NAMES, {"scheme": scheme})
    return {code: name_zh or name_en or code for code, name_zh, name_en in rows}
