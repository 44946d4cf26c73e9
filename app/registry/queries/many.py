"""Very many values as a condition of one statement, whatever a database's limit on bound values."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, JSON, BindParameter, Integer, String, bindparam, collate, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import Select
from sqlalchemy.types import TypeEngine

_SQLITE = "sqlite"


def dialect_of(session: Session) -> str:
    """The database that answers, by name: what statements that are made once are kept by."""
    return session.get_bind().dialect.name


def listed_ids(session: Session, ids: Collection[int]) -> Select[int]:
    """These ids as rows of one column, `value`, sent as one bound value."""
    dialect = dialect_of(session)
    return _rows(bindparam(None, list(ids), type_=_list_type(dialect)), dialect)


def given_ids(dialect: str) -> Select[int]:
    """The same for a statement that is made once, since making it takes longer than its answer.

    It is executed with the list of ids as `ids`.
    """
    return _rows(bindparam("ids", type_=_list_type(dialect)), dialect)


def _list_type(dialect: str) -> TypeEngine[Any]:
    return JSON() if dialect == _SQLITE else ARRAY(Integer)


def _rows(ids: BindParameter[list[int]], dialect: str) -> Select[int]:
    if dialect == _SQLITE:
        return select(func.json_each(ids).table_valued("value").c.value)
    return select(func.unnest(ids).table_valued("value").render_derived().c.value)


def listed_texts(session: Session, texts: Collection[str]) -> Select[str]:
    """These texts as rows of one column, `value`, sent as one bound value; they compare byte by byte, as keys do."""
    if dialect_of(session) == _SQLITE:
        return select(func.json_each(json.dumps(list(texts))).table_valued("value").c.value)
    rows = func.unnest(bindparam(None, list(texts), type_=ARRAY(String))).table_valued("value").render_derived()
    return select(collate(rows.c.value, "C").label("value"))
