"""Declarations by link, evidence files, who verified and why something was sent back or revoked; batches of awards.

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_by", sa.String(length=240), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stored_file_digest"), ["digest"], unique=False)

    op.create_table(
        "award_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("opened_on", sa.Integer(), nullable=False),
        sa.Column("publicity_from", sa.Integer(), nullable=True),
        sa.Column("publicity_until", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(publicity_from IS NULL) = (publicity_until IS NULL)", name=op.f("ck_award_batch_publicity_has_both_ends")
        ),
        sa.CheckConstraint(
            "decided_on IS NULL OR publicity_until IS NOT NULL", name=op.f("ck_award_batch_decided_after_publicity")
        ),
        sa.CheckConstraint(
            "publicity_from IS NULL OR publicity_until IS NULL OR publicity_until + CASE WHEN publicity_until / 10000 * 10000 = publicity_until THEN 1231 WHEN publicity_until / 100 * 100 = publicity_until THEN 31 ELSE 0 END >= publicity_from",
            name=op.f("ck_award_batch_publicity_ends_after_start"),
        ),
        sa.ForeignKeyConstraint(["scheme_id"], ["award_scheme.id"], name=op.f("fk_award_batch_scheme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_batch")),
        sa.UniqueConstraint("scheme_id", "name", name=op.f("uq_award_batch_scheme_id_name")),
    )
    op.create_table(
        "award_criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("most", sa.Double(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=True),
        sa.CheckConstraint("most > 0", name=op.f("ck_award_criterion_gives_points")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_award_criterion_position_from_one")),
        sa.ForeignKeyConstraint(["scheme_id"], ["award_scheme.id"], name=op.f("fk_award_criterion_scheme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_criterion")),
        sa.UniqueConstraint("scheme_id", "name", name=op.f("uq_award_criterion_scheme_id_name")),
    )
    op.create_table(
        "declaration_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=240), nullable=False),
        sa.Column("expires_on", sa.Integer(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("implementation_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["association_id"], ["organization.id"], name=op.f("fk_declaration_link_association_id")),
        sa.ForeignKeyConstraint(["implementation_id"], ["implementation.id"], name=op.f("fk_declaration_link_implementation_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_declaration_link_organization_id")),
        sa.ForeignKeyConstraint(["standard_id"], ["standard.id"], name=op.f("fk_declaration_link_standard_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration_link")),
        sa.UniqueConstraint("code", name=op.f("uq_declaration_link_code")),
    )
    with op.batch_alter_table("declaration_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_declaration_link_association_id"), ["association_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_declaration_link_implementation_id"), ["implementation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_declaration_link_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_declaration_link_standard_id"), ["standard_id"], unique=False)

    op.create_table(
        "award_candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("level_id", sa.Integer(), nullable=True),
        sa.Column("left_out_reason", sa.Text(), nullable=True),
        sa.Column("award_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_award_candidate_award_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["award_batch.id"], name=op.f("fk_award_candidate_batch_id")),
        sa.ForeignKeyConstraint(["level_id"], ["award_level.id"], name=op.f("fk_award_candidate_level_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_award_candidate_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_candidate")),
        sa.UniqueConstraint("batch_id", "organization_id", name=op.f("uq_award_candidate_batch_id_organization_id")),
    )
    with op.batch_alter_table("award_candidate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_award_candidate_award_id"), ["award_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_award_candidate_level_id"), ["level_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_award_candidate_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "award_score",
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Double(), nullable=False),
        sa.CheckConstraint("points >= 0", name=op.f("ck_award_score_points_from_zero")),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["award_candidate.id"], name=op.f("fk_award_score_candidate_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["criterion_id"], ["award_criterion.id"], name=op.f("fk_award_score_criterion_id")),
        sa.PrimaryKeyConstraint("candidate_id", "criterion_id", name=op.f("pk_award_score")),
    )
    with op.batch_alter_table("award_score", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_award_score_criterion_id"), ["criterion_id"], unique=False)

    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.add_column(sa.Column("revocation_reason", sa.Text(), nullable=True))

    with op.batch_alter_table("award_level", schema=None) as batch_op:
        batch_op.add_column(sa.Column("least_score", sa.Double(), nullable=True))

    with op.batch_alter_table("implementation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("evidence_file_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("declared_by", sa.String(length=240), nullable=True))
        batch_op.add_column(sa.Column("verified_by", sa.String(length=240), nullable=True))
        batch_op.add_column(sa.Column("returned_on", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("return_reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("revocation_reason", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_implementation_evidence_file_id"), ["evidence_file_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_implementation_evidence_file_id"), "stored_file", ["evidence_file_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("implementation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_implementation_evidence_file_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_implementation_evidence_file_id"))
        batch_op.drop_column("revocation_reason")
        batch_op.drop_column("return_reason")
        batch_op.drop_column("returned_on")
        batch_op.drop_column("verified_by")
        batch_op.drop_column("declared_by")
        batch_op.drop_column("evidence_file_id")

    with op.batch_alter_table("award_level", schema=None) as batch_op:
        batch_op.drop_column("least_score")

    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.drop_column("revocation_reason")

    with op.batch_alter_table("award_score", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_award_score_criterion_id"))

    op.drop_table("award_score")
    with op.batch_alter_table("award_candidate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_award_candidate_organization_id"))
        batch_op.drop_index(batch_op.f("ix_award_candidate_level_id"))
        batch_op.drop_index(batch_op.f("ix_award_candidate_award_id"))

    op.drop_table("award_candidate")
    with op.batch_alter_table("declaration_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_declaration_link_standard_id"))
        batch_op.drop_index(batch_op.f("ix_declaration_link_organization_id"))
        batch_op.drop_index(batch_op.f("ix_declaration_link_implementation_id"))
        batch_op.drop_index(batch_op.f("ix_declaration_link_association_id"))

    op.drop_table("declaration_link")
    op.drop_table("award_criterion")
    op.drop_table("award_batch")
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stored_file_digest"))

    op.drop_table("stored_file")
