"""Standardization projects (标准化项目): a dated list."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.database import db
from app.registry.models import Project
from app.registry.statistics.days import reached


def projects_on(day: date) -> Sequence[Project]:
    """Projects approved by `day`, and those whose day of approval is not recorded, the newest first."""
    return db.session.scalars(
        select(Project)
        .where(or_(Project.approved_on.is_(None), reached(Project.approved_on, day)))
        .options(joinedload(Project.organization), joinedload(Project.block_industry))
        .order_by(Project.approved_on.desc().nulls_last(), Project.code)
    ).all()
