"""associations that issue alliance standards, their work items, documents and the comments on them

Revision: 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issuing_body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"), nullable=False),
        sa.Column(
            "code_key", sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("registered_on", sa.Integer(), nullable=True),
        sa.Column(
            "serial_rule",
            sa.Enum("running", "yearly", name="serialrule_known", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("first_serial", sa.Integer(), nullable=False),
        sa.Column("serial_width", sa.Integer(), nullable=False),
        sa.Column("comment_days", sa.Integer(), nullable=False),
        sa.Column("percent_needed", sa.Integer(), nullable=False),
        sa.Column("review_years", sa.Integer(), nullable=False),
        sa.CheckConstraint("comment_days >= 30", name=op.f("ck_issuing_body_comment_days_floor")),
        sa.CheckConstraint("first_serial >= 1", name=op.f("ck_issuing_body_serials_from_one")),
        sa.CheckConstraint("percent_needed BETWEEN 75 AND 100", name=op.f("ck_issuing_body_percent_floor")),
        sa.CheckConstraint("review_years BETWEEN 1 AND 5", name=op.f("ck_issuing_body_review_years_floor")),
        sa.CheckConstraint("serial_width BETWEEN 1 AND 6", name=op.f("ck_issuing_body_width_of_serials")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_issuing_body_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issuing_body")),
        sa.UniqueConstraint("code_key", name=op.f("uq_issuing_body_code_key")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_issuing_body_organization_id")),
    )
    op.create_table(
        "work_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issuing_body_id", sa.Integer(), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=True),
        sa.Column(
            "action",
            sa.Enum("formulated", "revised", name="action_known", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("revises_id", sa.Integer(), nullable=True),
        sa.Column("part", sa.String(length=20), nullable=True),
        sa.Column("part_of", sa.String(length=40), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("ics", sa.JSON(), nullable=False),
        sa.Column("ccs", sa.JSON(), nullable=False),
        sa.Column("plan_number", sa.String(length=80), nullable=True),
        sa.Column("contact", sa.String(length=240), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "proposal",
                "approved",
                "drafting",
                "comment",
                "review",
                "approval",
                "published",
                "terminated",
                name="stage_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("stage_since", sa.Integer(), nullable=False),
        sa.Column("stage_due", sa.Integer(), nullable=True),
        sa.Column("comment_from", sa.Integer(), nullable=True),
        sa.Column("comment_until", sa.Integer(), nullable=True),
        sa.Column("comment_short_reason", sa.Text(), nullable=True),
        sa.Column("takes_over_on", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=240), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("standard_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(standard_id IS NOT NULL) = (stage = 'published')", name=op.f("ck_work_item_published_has_a_standard")
        ),
        sa.CheckConstraint("revises_id IS NOT NULL OR action <> 'revised'", name=op.f("ck_work_item_revises_something")),
        sa.CheckConstraint(
            "comment_from IS NULL OR comment_until IS NULL OR comment_until + CASE WHEN comment_until / 10000 * 10000 = comment_until THEN 1231 WHEN comment_until / 100 * 100 = comment_until THEN 31 ELSE 0 END >= comment_from",
            name=op.f("ck_work_item_comment_ends_after_start"),
        ),
        sa.ForeignKeyConstraint(["issuing_body_id"], ["issuing_body.id"], name=op.f("fk_work_item_issuing_body_id")),
        sa.ForeignKeyConstraint(["revises_id"], ["standard.id"], name=op.f("fk_work_item_revises_id")),
        sa.ForeignKeyConstraint(["standard_id"], ["standard.id"], name=op.f("fk_work_item_standard_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_item")),
        sa.UniqueConstraint("issuing_body_id", "plan_number", name=op.f("uq_work_item_issuing_body_id_plan_number")),
        sa.UniqueConstraint("standard_id", name=op.f("uq_work_item_standard_id")),
    )
    with op.batch_alter_table("work_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_item_issuing_body_id"), ["issuing_body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_work_item_revises_id"), ["revises_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_work_item_stage"), ["stage"], unique=False)

    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_item_id", sa.Integer(), nullable=True),
        sa.Column("standard_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "proposal",
                "working_draft",
                "comment_draft",
                "review_draft",
                "approval_draft",
                "text",
                "amendment",
                "correction",
                "explanation",
                "minutes",
                "decision",
                "patent",
                "other",
                name="documentkind_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "proposal",
                "approved",
                "drafting",
                "comment",
                "review",
                "approval",
                "published",
                "terminated",
                name="stage_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("title", sa.String(length=240), nullable=True),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("dated_on", sa.Integer(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=240), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("page_count", sa.Integer(), nullable=True),
        sa.Column("is_paged", sa.Boolean(), nullable=False),
        sa.Column("reading_note", sa.Text(), nullable=True),
        sa.CheckConstraint("work_item_id IS NOT NULL OR standard_id IS NOT NULL", name=op.f("ck_document_of_something")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_document_file_id")),
        sa.ForeignKeyConstraint(["standard_id"], ["standard.id"], name=op.f("fk_document_standard_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["work_item_id"], ["work_item.id"], name=op.f("fk_document_work_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_standard_id"), ["standard_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_work_item_id"), ["work_item_id"], unique=False)

    op.create_table(
        "patent_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_item_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "proposal",
                "approved",
                "drafting",
                "comment",
                "review",
                "approval",
                "published",
                "terminated",
                name="stage_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("called_on", sa.Integer(), nullable=False),
        sa.Column("none_known", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=240), nullable=False),
        sa.ForeignKeyConstraint(["work_item_id"], ["work_item.id"], name=op.f("fk_patent_call_work_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patent_call")),
        sa.UniqueConstraint("work_item_id", "stage", name=op.f("uq_patent_call_work_item_id_stage")),
    )
    op.create_table(
        "patent_disclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_item_id", sa.Integer(), nullable=True),
        sa.Column("standard_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=240), nullable=True),
        sa.Column("holder", sa.String(length=240), nullable=False),
        sa.Column("clause", sa.String(length=80), nullable=True),
        sa.Column(
            "licensing",
            sa.Enum(
                "free", "reasonable", "refused", name="licensing_known", native_enum=False, create_constraint=True, length=24
            ),
            nullable=True,
        ),
        sa.Column("disclosed_on", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "proposal",
                "approved",
                "drafting",
                "comment",
                "review",
                "approval",
                "published",
                "terminated",
                name="stage_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=240), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("work_item_id IS NOT NULL OR standard_id IS NOT NULL", name=op.f("ck_patent_disclosure_of_something")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_patent_disclosure_file_id")),
        sa.ForeignKeyConstraint(
            ["standard_id"], ["standard.id"], name=op.f("fk_patent_disclosure_standard_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["work_item_id"], ["work_item.id"], name=op.f("fk_patent_disclosure_work_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patent_disclosure")),
    )
    with op.batch_alter_table("patent_disclosure", schema=None) as batch_op:
        batch_op.create_index("ix_patent_disclosure_number", ["number"], unique=False)
        batch_op.create_index(batch_op.f("ix_patent_disclosure_standard_id"), ["standard_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_patent_disclosure_work_item_id"), ["work_item_id"], unique=False)

    op.create_table(
        "work_item_block_industry",
        sa.Column("work_item_id", sa.Integer(), nullable=False),
        sa.Column("block_industry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_industry_id"], ["block_industry.id"], name=op.f("fk_work_item_block_industry_block_industry_id")
        ),
        sa.ForeignKeyConstraint(["work_item_id"], ["work_item.id"], name=op.f("fk_work_item_block_industry_work_item_id")),
        sa.PrimaryKeyConstraint("work_item_id", "block_industry_id", name=op.f("pk_work_item_block_industry")),
    )
    with op.batch_alter_table("work_item_block_industry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_item_block_industry_block_industry_id"), ["block_industry_id"], unique=False)

    op.create_table(
        "work_item_drafter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_item_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("unit", sa.String(length=240), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column(
            "joined_stage",
            sa.Enum(
                "proposal",
                "approved",
                "drafting",
                "comment",
                "review",
                "approval",
                "published",
                "terminated",
                name="stage_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("joined_on", sa.Integer(), nullable=False),
        sa.Column(
            "left_stage",
            sa.Enum(
                "proposal",
                "approved",
                "drafting",
                "comment",
                "review",
                "approval",
                "published",
                "terminated",
                name="left_stage_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("left_on", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("rank >= 1", name=op.f("ck_work_item_drafter_rank_from_one")),
        sa.ForeignKeyConstraint(["work_item_id"], ["work_item.id"], name=op.f("fk_work_item_drafter_work_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_item_drafter")),
    )
    with op.batch_alter_table("work_item_drafter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_item_drafter_work_item_id"), ["work_item_id"], unique=False)

    op.create_table(
        "work_item_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_item_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("lead", "participate", name="draftingrole_known", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column(
            "joined_stage",
            sa.Enum(
                "proposal",
                "approved",
                "drafting",
                "comment",
                "review",
                "approval",
                "published",
                "terminated",
                name="stage_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("joined_on", sa.Integer(), nullable=False),
        sa.Column(
            "left_stage",
            sa.Enum(
                "proposal",
                "approved",
                "drafting",
                "comment",
                "review",
                "approval",
                "published",
                "terminated",
                name="left_stage_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("left_on", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("rank >= 1", name=op.f("ck_work_item_unit_rank_from_one")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_work_item_unit_organization_id")),
        sa.ForeignKeyConstraint(["work_item_id"], ["work_item.id"], name=op.f("fk_work_item_unit_work_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_item_unit")),
    )
    with op.batch_alter_table("work_item_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_item_unit_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_work_item_unit_work_item_id"), ["work_item_id"], unique=False)

    op.create_table(
        "document_page",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_page_document_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", "page", name=op.f("pk_document_page")),
    )
    op.create_table(
        "public_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_item_id", sa.Integer(), nullable=True),
        sa.Column("standard_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("clause", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("unit", sa.String(length=240), nullable=True),
        sa.Column("email", sa.String(length=240), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_reason", sa.Text(), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                "accepted", "partly", "rejected", name="commentanswer_known", native_enum=False, create_constraint=True, length=24
            ),
            nullable=True,
        ),
        sa.Column("answer_reason", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=240), nullable=True),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_public_comment_answered_at_some_time")),
        sa.CheckConstraint("(work_item_id IS NULL) <> (standard_id IS NULL)", name=op.f("ck_public_comment_of_one_thing")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_public_comment_document_id")),
        sa.ForeignKeyConstraint(["standard_id"], ["standard.id"], name=op.f("fk_public_comment_standard_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["work_item_id"], ["work_item.id"], name=op.f("fk_public_comment_work_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_comment")),
        sa.UniqueConstraint("standard_id", "serial", name=op.f("uq_public_comment_standard_id_serial")),
        sa.UniqueConstraint("work_item_id", "serial", name=op.f("uq_public_comment_work_item_id_serial")),
    )
    op.create_table(
        "standard_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("reviewed_on", sa.Integer(), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "confirmed",
                "revised",
                "withdrawn",
                name="reviewresult_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("takes_effect_on", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=240), nullable=False),
        sa.Column("work_item_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_standard_review_document_id")),
        sa.ForeignKeyConstraint(
            ["standard_id"], ["standard.id"], name=op.f("fk_standard_review_standard_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["work_item_id"], ["work_item.id"], name=op.f("fk_standard_review_work_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_review")),
    )
    with op.batch_alter_table("standard_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standard_review_standard_id"), ["standard_id"], unique=False)

    op.create_table(
        "technical_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_item_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Integer(), nullable=False),
        sa.Column(
            "manner",
            sa.Enum("consensus", "vote", name="manner_known", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("conclusion", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("minutes_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["minutes_id"], ["document.id"], name=op.f("fk_technical_review_minutes_id")),
        sa.ForeignKeyConstraint(["work_item_id"], ["work_item.id"], name=op.f("fk_technical_review_work_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_technical_review")),
    )
    with op.batch_alter_table("technical_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_technical_review_work_item_id"), ["work_item_id"], unique=False)

    op.create_table(
        "work_item_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_item_id", sa.Integer(), nullable=False),
        sa.Column(
            "from_stage",
            sa.Enum(
                "proposal",
                "approved",
                "drafting",
                "comment",
                "review",
                "approval",
                "published",
                "terminated",
                name="from_stage_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_stage",
            sa.Enum(
                "proposal",
                "approved",
                "drafting",
                "comment",
                "review",
                "approval",
                "published",
                "terminated",
                name="stage_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("done_on", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=240), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_work_item_step_document_id")),
        sa.ForeignKeyConstraint(["work_item_id"], ["work_item.id"], name=op.f("fk_work_item_step_work_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_item_step")),
    )
    with op.batch_alter_table("work_item_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_item_step_work_item_id"), ["work_item_id"], unique=False)

    op.create_table(
        "review_representative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("unit", sa.String(length=240), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column(
            "vote",
            sa.Enum("agree", "against", "abstain", name="vote_known", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_review_representative_organization_id")),
        sa.ForeignKeyConstraint(["review_id"], ["technical_review.id"], name=op.f("fk_review_representative_review_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_review_representative_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_representative")),
        sa.UniqueConstraint("review_id", "user_id", name=op.f("uq_review_representative_review_id_user_id")),
    )
    with op.batch_alter_table("review_representative", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_representative_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_representative_review_id"), ["review_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_representative_user_id"), ["user_id"], unique=False)



def downgrade() -> None:
    with op.batch_alter_table("review_representative", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_representative_user_id"))
        batch_op.drop_index(batch_op.f("ix_review_representative_review_id"))
        batch_op.drop_index(batch_op.f("ix_review_representative_organization_id"))

    op.drop_table("review_representative")
    with op.batch_alter_table("work_item_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_item_step_work_item_id"))

    op.drop_table("work_item_step")
    with op.batch_alter_table("technical_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_technical_review_work_item_id"))

    op.drop_table("technical_review")
    with op.batch_alter_table("standard_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standard_review_standard_id"))

    op.drop_table("standard_review")
    op.drop_table("public_comment")
    op.drop_table("document_page")
    with op.batch_alter_table("work_item_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_item_unit_work_item_id"))
        batch_op.drop_index(batch_op.f("ix_work_item_unit_organization_id"))

    op.drop_table("work_item_unit")
    with op.batch_alter_table("work_item_drafter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_item_drafter_work_item_id"))

    op.drop_table("work_item_drafter")
    with op.batch_alter_table("work_item_block_industry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_item_block_industry_block_industry_id"))

    op.drop_table("work_item_block_industry")
    with op.batch_alter_table("patent_disclosure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_patent_disclosure_work_item_id"))
        batch_op.drop_index(batch_op.f("ix_patent_disclosure_standard_id"))
        batch_op.drop_index("ix_patent_disclosure_number")

    op.drop_table("patent_disclosure")
    op.drop_table("patent_call")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_work_item_id"))
        batch_op.drop_index(batch_op.f("ix_document_standard_id"))

    op.drop_table("document")
    with op.batch_alter_table("work_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_item_stage"))
        batch_op.drop_index(batch_op.f("ix_work_item_revises_id"))
        batch_op.drop_index(batch_op.f("ix_work_item_issuing_body_id"))

    op.drop_table("work_item")
    op.drop_table("issuing_body")
