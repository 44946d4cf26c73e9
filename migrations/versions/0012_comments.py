"""what becomes of comments, and who was asked for them

Revision: 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ANSWERS = ("accepted", "partly", "rejected")
KEY = sa.String(240).with_variant(sa.String(240, collation="C"), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("public_comment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("clause_order", KEY, nullable=False, server_default=""))
        batch_op.add_column(sa.Column("entered_by", sa.String(length=240), nullable=True))
        batch_op.add_column(sa.Column("for_review", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.alter_column("email", existing_type=sa.String(length=240), nullable=True)
    with op.batch_alter_table("public_comment", schema=None) as batch_op:
        batch_op.alter_column("clause_order", existing_type=KEY, server_default=None)
        batch_op.alter_column("for_review", existing_type=sa.Boolean(), server_default=None)
        batch_op.create_index(batch_op.f("ix_public_comment_digest"), ["digest"], unique=False)
    op.create_table(
        "comment_trace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column(
            "deed",
            sa.Enum("answered", "hidden", "shown", name="commentdeed_known", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column(
            "answer",
            sa.Enum(*ANSWERS, name="commentanswer_known", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=240), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["public_comment.id"], name=op.f("fk_comment_trace_comment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_trace")),
    )
    op.create_index(op.f("ix_comment_trace_comment_id"), "comment_trace", ["comment_id"], unique=False)
    op.create_table(
        "comment_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_item_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=240), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_comment_call_organization_id")),
        sa.ForeignKeyConstraint(["work_item_id"], ["work_item.id"], name=op.f("fk_comment_call_work_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_call")),
        sa.UniqueConstraint(
            "work_item_id", "organization_id", name=op.f("uq_comment_call_work_item_id_organization_id")
        ),
    )
    op.create_index(op.f("ix_comment_call_organization_id"), "comment_call", ["organization_id"], unique=False)


def downgrade() -> None:
    op.drop_table("comment_call")
    op.drop_table("comment_trace")
    op.execute("UPDATE public_comment SET email = '' WHERE email IS NULL")
    with op.batch_alter_table("public_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_public_comment_digest"))
        batch_op.alter_column("email", existing_type=sa.String(length=240), nullable=False)
        batch_op.drop_column("for_review")
        batch_op.drop_column("entered_by")
        batch_op.drop_column("clause_order")
