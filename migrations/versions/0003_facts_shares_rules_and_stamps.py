"""facts, shares, rules and stamps

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "observation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(length=80), nullable=False),
        sa.Column("county", sa.String(length=6), nullable=True),
        sa.Column("observed_on", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("source", sa.String(length=240), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
        sa.UniqueConstraint("metric", "county", "observed_on", name=op.f("uq_observation_metric_county_observed_on")),
    )
    op.create_table(
        "stamp",
        sa.Column("table_name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("table_name", name=op.f("pk_stamp")),
    )
    op.create_table(
        "support_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("issuer", sa.String(length=240), nullable=True),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("months_in_force", sa.Integer(), nullable=False),
        sa.Column("series_once", sa.Boolean(), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("from_on", sa.Integer(), nullable=True),
        sa.Column("until_on", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_support_rule_amount_not_negative")),
        sa.CheckConstraint("cap >= 1", name=op.f("ck_support_rule_cap_from_one")),
        sa.CheckConstraint(
            "from_on IS NULL OR until_on IS NULL OR until_on + CASE WHEN until_on / 10000 * 10000 = until_on THEN 1231 WHEN until_on / 100 * 100 = until_on THEN 31 ELSE 0 END >= from_on",
            name=op.f("ck_support_rule_ends_after_start"),
        ),
        sa.CheckConstraint("months_in_force >= 0", name=op.f("ck_support_rule_months_not_negative")),
        sa.CheckConstraint("rank >= 1", name=op.f("ck_support_rule_rank_from_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_rule")),
        sa.UniqueConstraint("code", name=op.f("uq_support_rule_code")),
    )
    op.create_table(
        "county_target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("county", sa.String(length=6), nullable=False),
        sa.Column("metric", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_county_target_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_county_target")),
        sa.UniqueConstraint("plan_id", "county", "metric", name=op.f("uq_county_target_plan_id_county_metric")),
    )
    op.create_table(
        "leading_product",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("product", sa.String(length=240), nullable=False),
        sa.Column(
            "adopts", sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"), nullable=True
        ),
        sa.Column(
            "degree",
            sa.Enum("IDT", "MOD", "EQV", "NEQ", name="degree_known", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_leading_product_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leading_product")),
        sa.UniqueConstraint("organization_id", "year", "product", name=op.f("uq_leading_product_organization_id_year_product")),
    )
    with op.batch_alter_table("leading_product", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leading_product_year"), ["year"], unique=False)

    op.create_table(
        "yearly_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("above_scale", sa.Boolean(), nullable=True),
        sa.Column("output_value", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("output_value >= 0", name=op.f("ck_yearly_fact_output_not_negative")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_yearly_fact_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_yearly_fact")),
        sa.UniqueConstraint("organization_id", "year", name=op.f("uq_yearly_fact_organization_id_year")),
    )
    with op.batch_alter_table("yearly_fact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_yearly_fact_year"), ["year"], unique=False)

    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "key_project",
                "service_pilot",
                "other",
                name="projectkind_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("block_industry_id", sa.Integer(), nullable=True),
        sa.Column("county", sa.String(length=6), nullable=True),
        sa.Column("approved_on", sa.Integer(), nullable=True),
        sa.Column("accepted_on", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=240), nullable=True),
        sa.CheckConstraint(
            "approved_on IS NULL OR accepted_on IS NULL OR accepted_on + CASE WHEN accepted_on / 10000 * 10000 = accepted_on THEN 1231 WHEN accepted_on / 100 * 100 = accepted_on THEN 31 ELSE 0 END >= approved_on",
            name=op.f("ck_project_accepted_after_approved"),
        ),
        sa.ForeignKeyConstraint(["block_industry_id"], ["block_industry.id"], name=op.f("fk_project_block_industry_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_project_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("code", name=op.f("uq_project_code")),
    )
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_block_industry_id"), ["block_industry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_organization_id"), ["organization_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_organization_id"))
        batch_op.drop_index(batch_op.f("ix_project_block_industry_id"))

    op.drop_table("project")
    with op.batch_alter_table("yearly_fact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_yearly_fact_year"))

    op.drop_table("yearly_fact")
    with op.batch_alter_table("leading_product", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leading_product_year"))

    op.drop_table("leading_product")
    op.drop_table("county_target")
    op.drop_table("support_rule")
    op.drop_table("stamp")
    op.drop_table("observation")
