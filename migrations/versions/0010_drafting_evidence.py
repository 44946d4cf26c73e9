"""where drafting is printed, and claims to it

Revision: 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("drafting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source", sa.String(length=400), nullable=True))
    op.create_table(
        "drafting_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            sa.Enum("lead", "participate", name="draftingrole_known", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=240), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "confirmed", "rejected", name="claimstate_known", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=240), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("rank >= 1", name=op.f("ck_drafting_claim_rank_from_one")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_drafting_claim_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["standard_id"], ["standard.id"], name=op.f("fk_drafting_claim_standard_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafting_claim")),
    )
    with op.batch_alter_table("drafting_claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drafting_claim_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_drafting_claim_standard_id"), ["standard_id"], unique=False)


def downgrade() -> None:
    op.drop_table("drafting_claim")
    with op.batch_alter_table("drafting", schema=None) as batch_op:
        batch_op.drop_column("source")
