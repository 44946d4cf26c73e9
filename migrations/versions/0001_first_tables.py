"""first tables

Revision: 0001, after .
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "award_scheme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("issuer", sa.String(length=240), nullable=True),
        sa.Column("from_on", sa.Integer(), nullable=True),
        sa.Column("until_on", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "from_on IS NULL OR until_on IS NULL OR until_on + CASE WHEN until_on / 10000 * 10000 = until_on THEN 1231 WHEN until_on / 100 * 100 = until_on THEN 31 ELSE 0 END >= from_on",
            name=op.f("ck_award_scheme_ends_after_start"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_scheme")),
        sa.UniqueConstraint("code", name=op.f("uq_award_scheme_code")),
    )
    op.create_table(
        "classification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"), nullable=False),
        sa.Column("name_zh", sa.String(length=240), nullable=True),
        sa.Column("name_en", sa.String(length=240), nullable=True),
        sa.Column("parent", sa.String(length=40), nullable=True),
        sa.Column("authority", sa.String(length=240), nullable=True),
        sa.Column("from_on", sa.Integer(), nullable=True),
        sa.Column("until_on", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classification")),
        sa.UniqueConstraint("scheme", "code", name=op.f("uq_classification_scheme_code")),
    )
    op.create_table(
        "organization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "enterprise",
                "association",
                "alliance",
                "institute",
                "university",
                "authority",
                "other",
                name="organizationkind_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("county", sa.String(length=6), nullable=True),
        sa.Column("established_on", sa.Integer(), nullable=True),
        sa.Column("dissolved_on", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("merged_on", sa.Integer(), nullable=True),
        sa.Column("former_names", sa.JSON(), nullable=False),
        sa.Column("unconfirmed", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "established_on IS NULL OR dissolved_on IS NULL OR dissolved_on + CASE WHEN dissolved_on / 10000 * 10000 = dissolved_on THEN 1231 WHEN dissolved_on / 100 * 100 = dissolved_on THEN 31 ELSE 0 END >= established_on",
            name=op.f("ck_organization_dissolved_after_established"),
        ),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_organization_not_merged_into_itself")),
        sa.CheckConstraint("merged_on IS NULL OR merged_into_id IS NOT NULL", name=op.f("ck_organization_merged_into_somebody")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["organization.id"], name=op.f("fk_organization_merged_into_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
        sa.UniqueConstraint("key", name=op.f("uq_organization_key")),
        sa.UniqueConstraint("uscc", name=op.f("uq_organization_uscc")),
    )
    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organization_county"), ["county"], unique=False)
        batch_op.create_index(batch_op.f("ix_organization_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organization_name"), ["name"], unique=False)

    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("from_on", sa.Integer(), nullable=False),
        sa.Column("until_on", sa.Integer(), nullable=False),
        sa.Column("lead_rank", sa.Integer(), nullable=False),
        sa.Column("implementing_threshold", sa.Integer(), nullable=False),
        sa.Column("schemes", sa.JSON(), nullable=False),
        sa.Column("adopts_through_national", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "from_on IS NULL OR until_on IS NULL OR until_on + CASE WHEN until_on / 10000 * 10000 = until_on THEN 1231 WHEN until_on / 100 * 100 = until_on THEN 31 ELSE 0 END >= from_on",
            name=op.f("ck_plan_ends_after_start"),
        ),
        sa.CheckConstraint("implementing_threshold >= 1", name=op.f("ck_plan_threshold_from_one")),
        sa.CheckConstraint("lead_rank >= 1", name=op.f("ck_plan_lead_rank_from_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("code", name=op.f("uq_plan_code")),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.String(length=240), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "stale",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stale")),
    )
    op.create_table(
        "standard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "number", sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("key", sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"), nullable=False),
        sa.Column(
            "bare_key", sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "document_key", sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "loose_key", sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("number_year", sa.Integer(), nullable=True),
        sa.Column(
            "number_order", sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("is_supplement", sa.Boolean(), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=True),
        sa.Column("title_en", sa.Text(), nullable=True),
        sa.Column("title_original", sa.Text(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "national",
                "industry",
                "local",
                "alliance",
                "enterprise",
                "international",
                "foreign",
                name="kind_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column(
            "obligation",
            sa.Enum(
                "mandatory",
                "recommended",
                "guidance",
                name="obligation_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column(
            "form",
            sa.Enum("association", "alliance", name="form_known", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column(
            "action",
            sa.Enum("formulated", "revised", name="action_known", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column(
            "recorded_status",
            sa.Enum(
                "draft",
                "upcoming",
                "current",
                "superseded",
                "withdrawn",
                "unknown",
                name="status_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("status_as_of", sa.Integer(), nullable=True),
        sa.Column("published_on", sa.Integer(), nullable=True),
        sa.Column("implemented_on", sa.Integer(), nullable=True),
        sa.Column("withdrawn_on", sa.Integer(), nullable=True),
        sa.Column("reviewed_on", sa.Integer(), nullable=True),
        sa.Column("ics", sa.JSON(), nullable=False),
        sa.Column("ccs", sa.JSON(), nullable=False),
        sa.Column("committee", sa.JSON(), nullable=False),
        sa.Column("proposer", sa.String(length=240), nullable=True),
        sa.Column("issuer", sa.String(length=240), nullable=True),
        sa.Column("plan_number", sa.String(length=80), nullable=True),
        sa.Column("record_number", sa.String(length=80), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("language", sa.JSON(), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("category", sa.String(length=240), nullable=True),
        sa.Column("lists_cut", sa.Boolean(), nullable=False),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.CheckConstraint("coalesce(title_zh, title_en, title_original) IS NOT NULL", name=op.f("ck_standard_has_a_title")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard")),
        sa.UniqueConstraint("number", name=op.f("uq_standard_number")),
    )
    with op.batch_alter_table("standard", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standard_bare_key"), ["bare_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_standard_document_key"), ["document_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_standard_implemented_on"), ["implemented_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_standard_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_standard_loose_key"), ["loose_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_standard_number_order"), ["number_order"], unique=False)
        batch_op.create_index(batch_op.f("ix_standard_published_on"), ["published_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_standard_withdrawn_on"), ["withdrawn_on"], unique=False)

    op.create_table(
        "award_level",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_award_level_position_from_one")),
        sa.ForeignKeyConstraint(["scheme_id"], ["award_scheme.id"], name=op.f("fk_award_level_scheme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_level")),
        sa.UniqueConstraint("scheme_id", "name", name=op.f("uq_award_level_scheme_id_name")),
    )
    op.create_table(
        "block_industry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("county", sa.String(length=6), nullable=True),
        sa.Column("gbt4754", sa.JSON(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["association_id"], ["organization.id"], name=op.f("fk_block_industry_association_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block_industry")),
        sa.UniqueConstraint("code", name=op.f("uq_block_industry_code")),
    )
    with op.batch_alter_table("block_industry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_block_industry_association_id"), ["association_id"], unique=False)

    op.create_table(
        "committee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "number", sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("name", sa.String(length=240), nullable=True),
        sa.Column(
            "level",
            sa.Enum(
                "international",
                "national",
                "provincial",
                "municipal",
                name="committeelevel_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column(
            "kind",
            sa.Enum("TC", "SC", "WG", "SWG", name="committeekind_known", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("secretariat_id", sa.Integer(), nullable=True),
        sa.Column("county", sa.String(length=6), nullable=True),
        sa.Column("established_on", sa.Integer(), nullable=True),
        sa.Column("dissolved_on", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "established_on IS NULL OR dissolved_on IS NULL OR dissolved_on + CASE WHEN dissolved_on / 10000 * 10000 = dissolved_on THEN 1231 WHEN dissolved_on / 100 * 100 = dissolved_on THEN 31 ELSE 0 END >= established_on",
            name=op.f("ck_committee_dissolved_after_established"),
        ),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_committee_not_its_own_parent")),
        sa.ForeignKeyConstraint(["parent_id"], ["committee.id"], name=op.f("fk_committee_parent_id")),
        sa.ForeignKeyConstraint(["secretariat_id"], ["organization.id"], name=op.f("fk_committee_secretariat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee")),
        sa.UniqueConstraint("number", name=op.f("uq_committee_number")),
    )
    with op.batch_alter_table("committee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_committee_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_committee_secretariat_id"), ["secretariat_id"], unique=False)

    op.create_table(
        "drafter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.CheckConstraint("rank >= 1", name=op.f("ck_drafter_rank_from_one")),
        sa.ForeignKeyConstraint(["standard_id"], ["standard.id"], name=op.f("fk_drafter_standard_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafter")),
        sa.UniqueConstraint("standard_id", "rank", name=op.f("uq_drafter_standard_id_rank")),
    )
    op.create_table(
        "drafting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            sa.Enum("lead", "participate", name="draftingrole_known", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.CheckConstraint("rank >= 1", name=op.f("ck_drafting_rank_from_one")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_drafting_organization_id")),
        sa.ForeignKeyConstraint(["standard_id"], ["standard.id"], name=op.f("fk_drafting_standard_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafting")),
        sa.UniqueConstraint("standard_id", "organization_id", name=op.f("uq_drafting_standard_id_organization_id")),
    )
    with op.batch_alter_table("drafting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drafting_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "former_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column(
            "number", sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("key", sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"), nullable=False),
        sa.Column(
            "bare_key", sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(["standard_id"], ["standard.id"], name=op.f("fk_former_number_standard_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_number")),
        sa.UniqueConstraint("standard_id", "number", name=op.f("uq_former_number_standard_id_number")),
    )
    with op.batch_alter_table("former_number", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_former_number_bare_key"), ["bare_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_former_number_key"), ["key"], unique=False)

    op.create_table(
        "implementation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Integer(), nullable=False),
        sa.Column("until_on", sa.Integer(), nullable=True),
        sa.Column("declared_on", sa.Integer(), nullable=True),
        sa.Column("verified_on", sa.Integer(), nullable=True),
        sa.Column("revoked_on", sa.Integer(), nullable=True),
        sa.Column("products", sa.Text(), nullable=True),
        sa.Column("evidence", sa.String(length=400), nullable=True),
        sa.CheckConstraint(
            "from_on IS NULL OR until_on IS NULL OR until_on + CASE WHEN until_on / 10000 * 10000 = until_on THEN 1231 WHEN until_on / 100 * 100 = until_on THEN 31 ELSE 0 END >= from_on",
            name=op.f("ck_implementation_ends_after_start"),
        ),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_implementation_organization_id")),
        sa.ForeignKeyConstraint(["standard_id"], ["standard.id"], name=op.f("fk_implementation_standard_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_implementation")),
        sa.UniqueConstraint(
            "organization_id", "standard_id", "from_on", name=op.f("uq_implementation_organization_id_standard_id_from_on")
        ),
    )
    with op.batch_alter_table("implementation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_implementation_standard_id"), ["standard_id"], unique=False)

    op.create_table(
        "relation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "replaces",
                "partly_replaces",
                "amends",
                "adopts",
                "cites",
                name="relationkind_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "subject_number",
            sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "subject_key", sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column(
            "object_number",
            sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "object_key", sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("object_id", sa.Integer(), nullable=True),
        sa.Column(
            "degree",
            sa.Enum("IDT", "MOD", "EQV", "NEQ", name="degree_known", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("stated_by_subject", sa.Boolean(), nullable=False),
        sa.Column("stated_by_object", sa.Boolean(), nullable=False),
        sa.Column(
            "left_out",
            sa.Enum("self", "loop", name="leftout_known", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.CheckConstraint("degree IS NULL OR kind = 'adopts'", name=op.f("ck_relation_degree_of_adoption")),
        sa.CheckConstraint("stated_by_subject OR stated_by_object", name=op.f("ck_relation_is_stated")),
        sa.CheckConstraint("subject_id IS NOT NULL OR object_id IS NOT NULL", name=op.f("ck_relation_has_a_record")),
        sa.ForeignKeyConstraint(["object_id"], ["standard.id"], name=op.f("fk_relation_object_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["standard.id"], name=op.f("fk_relation_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation")),
        sa.UniqueConstraint("kind", "subject_key", "object_key", name=op.f("uq_relation_kind_subject_key_object_key")),
    )
    with op.batch_alter_table("relation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_relation_object_id"), ["object_id"], unique=False)
        batch_op.create_index("ix_relation_object_key", ["object_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_relation_subject_id"), ["subject_id"], unique=False)
        batch_op.create_index("ix_relation_subject_key", ["subject_key"], unique=False)

    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_target_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint("plan_id", "metric", name=op.f("uq_target_plan_id_metric")),
    )
    op.create_table(
        "award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("level_id", sa.Integer(), nullable=True),
        sa.Column("batch", sa.String(length=80), nullable=True),
        sa.Column("awarded_on", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Integer(), nullable=True),
        sa.Column("revoked_on", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "awarded_on IS NULL OR valid_until IS NULL OR valid_until + CASE WHEN valid_until / 10000 * 10000 = valid_until THEN 1231 WHEN valid_until / 100 * 100 = valid_until THEN 31 ELSE 0 END >= awarded_on",
            name=op.f("ck_award_ends_after_start"),
        ),
        sa.ForeignKeyConstraint(["level_id"], ["award_level.id"], name=op.f("fk_award_level_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_award_organization_id")),
        sa.ForeignKeyConstraint(["scheme_id"], ["award_scheme.id"], name=op.f("fk_award_scheme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
        sa.UniqueConstraint(
            "organization_id", "scheme_id", "awarded_on", name=op.f("uq_award_organization_id_scheme_id_awarded_on")
        ),
    )
    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_award_level_id"), ["level_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_award_scheme_id"), ["scheme_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("block_industry_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Integer(), nullable=True),
        sa.Column("until_on", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "from_on IS NULL OR until_on IS NULL OR until_on + CASE WHEN until_on / 10000 * 10000 = until_on THEN 1231 WHEN until_on / 100 * 100 = until_on THEN 31 ELSE 0 END >= from_on",
            name=op.f("ck_membership_ends_after_start"),
        ),
        sa.ForeignKeyConstraint(["block_industry_id"], ["block_industry.id"], name=op.f("fk_membership_block_industry_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_membership_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "block_industry_id",
            "organization_id",
            "from_on",
            name=op.f("uq_membership_block_industry_id_organization_id_from_on"),
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "standard_block_industry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("block_industry_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Integer(), nullable=True),
        sa.Column("until_on", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "from_on IS NULL OR until_on IS NULL OR until_on + CASE WHEN until_on / 10000 * 10000 = until_on THEN 1231 WHEN until_on / 100 * 100 = until_on THEN 31 ELSE 0 END >= from_on",
            name=op.f("ck_standard_block_industry_ends_after_start"),
        ),
        sa.ForeignKeyConstraint(
            ["block_industry_id"], ["block_industry.id"], name=op.f("fk_standard_block_industry_block_industry_id")
        ),
        sa.ForeignKeyConstraint(
            ["standard_id"], ["standard.id"], name=op.f("fk_standard_block_industry_standard_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_block_industry")),
        sa.UniqueConstraint(
            "standard_id", "block_industry_id", name=op.f("uq_standard_block_industry_standard_id_block_industry_id")
        ),
    )
    with op.batch_alter_table("standard_block_industry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standard_block_industry_block_industry_id"), ["block_industry_id"], unique=False)

    op.create_table(
        "standard_committee",
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name=op.f("fk_standard_committee_committee_id")),
        sa.ForeignKeyConstraint(
            ["standard_id"], ["standard.id"], name=op.f("fk_standard_committee_standard_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("standard_id", "committee_id", name=op.f("pk_standard_committee")),
    )
    with op.batch_alter_table("standard_committee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standard_committee_committee_id"), ["committee_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("standard_committee", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standard_committee_committee_id"))

    op.drop_table("standard_committee")
    with op.batch_alter_table("standard_block_industry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standard_block_industry_block_industry_id"))

    op.drop_table("standard_block_industry")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_organization_id"))

    op.drop_table("membership")
    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_award_scheme_id"))
        batch_op.drop_index(batch_op.f("ix_award_level_id"))

    op.drop_table("award")
    op.drop_table("target")
    with op.batch_alter_table("relation", schema=None) as batch_op:
        batch_op.drop_index("ix_relation_subject_key")
        batch_op.drop_index(batch_op.f("ix_relation_subject_id"))
        batch_op.drop_index("ix_relation_object_key")
        batch_op.drop_index(batch_op.f("ix_relation_object_id"))

    op.drop_table("relation")
    with op.batch_alter_table("implementation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_implementation_standard_id"))

    op.drop_table("implementation")
    with op.batch_alter_table("former_number", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_former_number_key"))
        batch_op.drop_index(batch_op.f("ix_former_number_bare_key"))

    op.drop_table("former_number")
    with op.batch_alter_table("drafting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_drafting_organization_id"))

    op.drop_table("drafting")
    op.drop_table("drafter")
    with op.batch_alter_table("committee", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_committee_secretariat_id"))
        batch_op.drop_index(batch_op.f("ix_committee_parent_id"))

    op.drop_table("committee")
    with op.batch_alter_table("block_industry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_block_industry_association_id"))

    op.drop_table("block_industry")
    op.drop_table("award_level")
    with op.batch_alter_table("standard", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standard_withdrawn_on"))
        batch_op.drop_index(batch_op.f("ix_standard_published_on"))
        batch_op.drop_index(batch_op.f("ix_standard_number_order"))
        batch_op.drop_index(batch_op.f("ix_standard_loose_key"))
        batch_op.drop_index(batch_op.f("ix_standard_key"))
        batch_op.drop_index(batch_op.f("ix_standard_implemented_on"))
        batch_op.drop_index(batch_op.f("ix_standard_document_key"))
        batch_op.drop_index(batch_op.f("ix_standard_bare_key"))

    op.drop_table("standard")
    op.drop_table("stale")
    op.drop_table("setting")
    op.drop_table("plan")
    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organization_name"))
        batch_op.drop_index(batch_op.f("ix_organization_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_organization_county"))

    op.drop_table("organization")
    op.drop_table("classification")
    op.drop_table("award_scheme")
