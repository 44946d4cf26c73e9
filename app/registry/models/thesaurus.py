"""Words that mean the same in the trade, as staff keep them; searches are widened by them."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from app.database import Base, Id, Key, Name, Texts


class ThesaurusGroup(Base):
    """Words of one meaning; a search for any of them also finds the others."""

    __tablename__ = "thesaurus_group"
    __table_args__ = (UniqueConstraint("term"),)

    id: Mapped[Id]
    term: Mapped[Key]                              # the word that standards use, and what names the group
    synonyms: Mapped[Texts]
    note: Mapped[Name | None]                      # the field it belongs to, or where the words are used
