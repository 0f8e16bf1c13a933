"""Webhooks, the notices for them, and the tries at each."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

Key = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "webhooks",
        sa.Column("account_id", Key, nullable=False),
        sa.Column("webhook_id", Key, nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("events", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("client_id", Key, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("validated_ms", sa.BigInteger(), nullable=True),
        sa.Column("check_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "webhook_id"),
    )
    op.create_table(
        "notices",
        sa.Column("account_id", Key, nullable=False),
        sa.Column("notice_id", Key, nullable=False),
        sa.Column("webhook_id", Key, nullable=False),
        sa.Column("stream", Key, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=True),
        sa.Column("lease", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "notice_id"),
    )
    _index("notices_due", ["account_id", "webhook_id", "due_ms", "notice_id"], "due_ms IS NOT NULL")
    _index("notices_by_stream", ["account_id", "stream"], "position IS NOT NULL")
    _index("notices_failed", ["account_id", "notice_id"], "state = 'failed'")
    op.create_table(
        "deliveries",
        sa.Column("account_id", Key, nullable=False),
        sa.Column("notice_id", Key, nullable=False),
        sa.Column("delivery_id", Key, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("took_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "notice_id", "delivery_id"),
        sqlite_with_rowid=False,
    )


def _index(name: str, columns: list[str], where: str) -> None:
    """An index of those rows alone that a condition holds for."""
    some = sa.text(where)
    op.create_index(name, "notices", columns, unique=False, sqlite_where=some, postgresql_where=some)
