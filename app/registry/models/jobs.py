"""Imports that people start in the browser, from the file they hand in to the report that is kept."""

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Code, Id, Instant, LongText, Name, Texts, word
from app.registry.words import JobState


class ImportJob(Base):
    """One file on its way into one table; the file itself lies in a folder of its own, named by `token`."""

    __tablename__ = "import_job"

    id: Mapped[Id]
    token: Mapped[str] = mapped_column(String(40), unique=True)
    table_name: Mapped[Code]
    name: Mapped[Name]                             # as the file was called, for people
    by_name: Mapped[Name]
    user_id: Mapped[int | None]
    made_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    state: Mapped[JobState] = mapped_column(word(JobState))
    is_trial: Mapped[bool] = mapped_column(default=True)
    headings: Mapped[Texts]
    samples: Mapped[list[list[str]]] = mapped_column(JSON)   # a few rows, to tell the headings by
    chosen: Mapped[dict[str, Any]] = mapped_column(JSON)     # column by heading; None: passed over
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    warnings: Mapped[Texts]
    failure: Mapped[LongText | None]
