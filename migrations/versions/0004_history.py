"""who changed what

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=240), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column(
            "through", sa.Enum("command", "page", "api", name="through_known", native_enum=False, create_constraint=True, length=24), nullable=False
        ),
        sa.Column(
            "deed",
            sa.Enum(
                "created", "changed", "withdrawn", "merged", "restored", "removed",
                name="deed_known", native_enum=False, create_constraint=True, length=24,
            ),
            nullable=False,
        ),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_at"), ["at"], unique=False)
        batch_op.create_index("ix_change_by_name", ["by_name"], unique=False)
        batch_op.create_index("ix_change_key", ["key"], unique=False)
        batch_op.create_index("ix_change_record", ["table_name", "record_id"], unique=False)


def downgrade() -> None:
    op.drop_table("change")
