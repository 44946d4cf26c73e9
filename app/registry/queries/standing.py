"""Whether the database can be read at all."""

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from app.database import db
from app.errors import Unavailable
from app.registry.models import Standard


def require_database() -> int:
    """How many standards the register holds. Raises `Unavailable` where the database or its tables can't be read."""
    try:
        return db.session.scalar(select(func.count()).select_from(Standard)) or 0
    except SQLAlchemyError:
        db.session.rollback()
        raise Unavailable("数据库无法读取：请检查 BIAOLIAN_DATABASE_URL 与数据库服务，并执行 biaolian init") from None
