"""Counters: what was used today of the daily limits."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

Key = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "counters",
        sa.Column("account_id", Key, nullable=False),
        sa.Column("kind", Key, nullable=False),
        sa.Column("subject", Key, nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "kind", "subject"),
        sqlite_with_rowid=False,
    )
