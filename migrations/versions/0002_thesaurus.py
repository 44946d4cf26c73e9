"""words of one meaning

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "thesaurus_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("term", sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"), nullable=False),
        sa.Column("synonyms", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=240), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thesaurus_group")),
        sa.UniqueConstraint("term", name=op.f("uq_thesaurus_group_term")),
    )


def downgrade() -> None:
    op.drop_table("thesaurus_group")
