"""One page of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from app.database import db

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """`items` of page `page` (from 1), `per_page` to a page, of `total` in all."""

    total: int
    page: int
    per_page: int
    items: Sequence[Item]

    @property
    def pages(self) -> int:
        """How many pages there are; at least one, which may be empty."""
        return max(1, -(-self.total // self.per_page))


def page_of(asked: Select[Any], page: int, per_page: int) -> Page[Any]:
    """One page of the rows of `asked`, whose order is total, with their exact count: two statements."""
    total = db.session.scalar(select(func.count()).select_from(asked.order_by(None).subquery())) or 0
    items = db.session.scalars(asked.limit(per_page).offset((page - 1) * per_page)).unique().all()
    return Page(total, page, per_page, items)


def containing(text: str) -> str:
    """A LIKE pattern (escape character: backslash) for rows that contain `text`, whatever signs it holds."""
    for sign in "\\%_":
        text = text.replace(sign, "\\" + sign)
    return f"%{text}%"
