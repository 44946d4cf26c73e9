"""a checksum over what a snapshot holds

Revision: 0015, after 0014.
"""

import json
from datetime import UTC
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SNAPSHOT = sa.table(
    "snapshot",
    sa.column("id", sa.Integer),
    sa.column("title", sa.String),
    sa.column("as_of", sa.Integer),
    sa.column("taken_at", sa.DateTime(timezone=True)),
    sa.column("taken_by", sa.String),
    sa.column("definition_version", sa.String),
    sa.column("content", sa.JSON),
    sa.column("checksum", sa.String),
)


def upgrade() -> None:
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.add_column(sa.Column("checksum", sa.String(length=64), nullable=True))
    connection = op.get_bind()
    for row in connection.execute(sa.select(SNAPSHOT)).all():
        connection.execute(sa.update(SNAPSHOT).where(SNAPSHOT.c.id == row.id).values(checksum=_sum(row)))
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.alter_column("checksum", existing_type=sa.String(length=64), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.drop_column("checksum")


def _sum(row: sa.Row) -> str:
    """As the register makes it of a snapshot."""
    # SQLite gives the moment back without its zone, which is always UTC
    taken_at = row.taken_at.replace(tzinfo=row.taken_at.tzinfo or UTC).astimezone(UTC).isoformat(timespec="seconds")
    held = [row.title, _day(row.as_of), taken_at, row.taken_by, row.definition_version, row.content]
    return sha256(json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _day(packed: int) -> str:
    year, rest = divmod(packed, 10_000)
    month, day = divmod(rest, 100)
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")
