"""the scanned page that a claim to drafting rests on

Revision: 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("drafting_claim", schema=None) as batch_op:
        batch_op.add_column(sa.Column("evidence_file_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_drafting_claim_evidence_file_id"), ["evidence_file_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_drafting_claim_evidence_file_id"), "stored_file", ["evidence_file_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("drafting_claim", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_drafting_claim_evidence_file_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_drafting_claim_evidence_file_id"))
        batch_op.drop_column("evidence_file_id")
