"""The desk: accounts, meetings, rosters, registrants, recordings, visits."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Key = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "accounts",
        sa.Column("account_id", Key, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("owner_id", Key, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id"),
    )
    op.create_table(
        "apps",
        sa.Column("account_id", Key, nullable=False),
        sa.Column("client_id", Key, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "client_id"),
    )
    op.create_table(
        "desk",
        sa.Column("name", Key, nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "meeting_accounts",
        sa.Column("meeting_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account_id", Key, nullable=False),
        sa.PrimaryKeyConstraint("meeting_id"),
    )
    op.create_table(
        "meetings",
        sa.Column("account_id", Key, nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sort_id", Key, nullable=False),
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("host_id", Key, nullable=False),
        sa.Column("type", sa.BigInteger(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("agenda", sa.String(), nullable=False),
        sa.Column("start_ms", sa.BigInteger(), nullable=True),
        sa.Column("end_ms", sa.BigInteger(), nullable=True),
        sa.Column("duration_min", sa.BigInteger(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column("settings", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("registration_key", sa.String(), nullable=False),
        sa.Column("recurrence", sa.String(), nullable=False),
        sa.Column("occurrences", sa.String(), nullable=False),
        sa.Column("tracking_fields", sa.String(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("deleted_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("account_id", "meeting_id"),
    )
    op.create_index("meetings_by_host", "meetings", ["account_id", "host_id", "sort_id"], unique=False)
    op.create_table(
        "recording_files",
        sa.Column("account_id", Key, nullable=False),
        sa.Column("recording_id", Key, nullable=False),
        sa.Column("file_id", Key, nullable=False),
        sa.Column("recording_type", sa.String(), nullable=False),
        sa.Column("file_type", sa.String(), nullable=False),
        sa.Column("file_extension", sa.String(), nullable=False),
        sa.Column("file_bytes", sa.BigInteger(), nullable=False),
        sa.Column("play_url", sa.String(), nullable=False),
        sa.Column("download_url", sa.String(), nullable=False),
        sa.Column("start_ms", sa.BigInteger(), nullable=False),
        sa.Column("end_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "recording_id", "file_id"),
    )
    op.create_table(
        "recordings",
        sa.Column("account_id", Key, nullable=False),
        sa.Column("recording_id", Key, nullable=False),
        sa.Column("uuid", Key, nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("host_id", Key, nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("type", sa.BigInteger(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("start_ms", sa.BigInteger(), nullable=False),
        sa.Column("duration_min", sa.BigInteger(), nullable=False),
        sa.Column("settings", sa.String(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "recording_id"),
        sa.UniqueConstraint("account_id", "uuid"),
    )
    op.create_index("recordings_by_host", "recordings", ["account_id", "host_id", "recording_id"], unique=False)
    op.create_index("recordings_by_meeting", "recordings", ["account_id", "meeting_id", "recording_id"], unique=False)
    op.create_table(
        "registrants",
        sa.Column("account_id", Key, nullable=False),
        sa.Column("roster_id", Key, nullable=False),
        sa.Column("registrant_id", Key, nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", Key, nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("status", Key, nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "roster_id", "registrant_id"),
        sa.UniqueConstraint("account_id", "roster_id", "email_key", name="registrants_by_email"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "registrants_by_status", "registrants", ["account_id", "roster_id", "status", "registrant_id"], unique=False
    )
    op.create_table(
        "rosters",
        sa.Column("account_id", Key, nullable=False),
        sa.Column("roster_id", Key, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("approval", sa.BigInteger(), nullable=False),
        sa.Column("registration_type", sa.BigInteger(), nullable=False),
        sa.Column("capacity", sa.BigInteger(), nullable=False),
        sa.Column("closes_ms", sa.BigInteger(), nullable=True),
        sa.Column("barred", sa.String(), nullable=False),
        sa.Column("questions", sa.String(), nullable=False),
        sa.Column("approved", sa.BigInteger(), nullable=False),
        sa.Column("pending", sa.BigInteger(), nullable=False),
        sa.Column("denied", sa.BigInteger(), nullable=False),
        sa.Column("cancelled", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "roster_id"),
    )
    op.create_table(
        "tokens",
        sa.Column("account_id", Key, nullable=False),
        sa.Column("token_hash", Key, nullable=False),
        sa.Column("client_id", Key, nullable=False),
        sa.Column("user_id", Key, nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "token_hash"),
    )
    op.create_index("tokens_by_expiry", "tokens", ["account_id", "expires_ms"], unique=False)
    op.create_index("tokens_by_hash", "tokens", ["token_hash"], unique=False)
    op.create_table(
        "users",
        sa.Column("account_id", Key, nullable=False),
        sa.Column("user_id", Key, nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", Key, nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("type", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("personal_meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "user_id"),
        sa.UniqueConstraint("account_id", "email_key"),
    )
    op.create_table(
        "visits",
        sa.Column("account_id", Key, nullable=False),
        sa.Column("visit_id", Key, nullable=False),
        sa.Column("roster_id", Key, nullable=False),
        sa.Column("registrant_id", Key, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "visit_id"),
    )
    op.create_index("visits_by_registrant", "visits", ["account_id", "roster_id", "registrant_id"], unique=False)
    _tell_sqlite_what_is_typical()


def _tell_sqlite_what_is_typical() -> None:
    """Give SQLite's planner the statistics of a busy desk, as `doorlist.storage.tables` explains."""
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute("ANALYZE")
    op.execute("DELETE FROM sqlite_stat1")
    for index, statistics in (
        ("registrants", "1000000 1000000 10000 1"),
        ("sqlite_autoindex_registrants_2", "1000000 1000000 10000 1"),
        ("registrants_by_status", "1000000 1000000 10000 3000 1"),
    ):
        op.execute(f"INSERT INTO sqlite_stat1 VALUES ('registrants', '{index}', '{statistics}')")  # noqa: S608
