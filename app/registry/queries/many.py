"""Very many values as a condition of one statement, whatever a database's limit on bound values."""

import json
from collections.abc import Collection

from sqlalchemy import ARRAY, Integer, String, bindparam, collate, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import Select


def listed_ids(session: Session, ids: Collection[int]) -> Select[int]:
    """These ids as rows of one column, `value`, sent as one bound value."""
    if _is_sqlite(session):
        rows = func.json_each(json.dumps(list(ids))).table_valued("value")
    else:
        rows = func.unnest(bindparam(None, list(ids), type_=ARRAY(Integer))).table_valued("value").render_derived()
    return select(rows.c.value)


def listed_texts(session: Session, texts: Collection[str]) -> Select[str]:
    """These texts as rows of one column, `value`, sent as one bound value; they compare byte by byte, as keys do."""
    if _is_sqlite(session):
        return select(func.json_each(json.dumps(list(texts))).table_valued("value").c.value)
    rows = func.unnest(bindparam(None, list(texts), type_=ARRAY(String))).table_valued("value").render_derived()
    return select(collate(rows.c.value, "C").label("value"))


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
