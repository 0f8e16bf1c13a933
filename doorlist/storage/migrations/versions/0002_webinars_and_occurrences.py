"""Webinars, and registration for single occurrences: seats, their counts, panelists and tracking sources."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

Key = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Forward."""
    op.create_index("meetings_by_uuid", "meetings", ["account_id", "uuid"], unique=False)
    op.add_column("rosters", sa.Column("panelists", sa.String(), nullable=False, server_default="[]"))
    op.add_column("registrants", sa.Column("source_id", Key, nullable=False, server_default=""))
    op.create_index(
        "registrants_by_source",
        "registrants",
        ["account_id", "roster_id", "source_id", "registrant_id"],
        unique=False,
        sqlite_where=sa.text("source_id <> ''"),
        postgresql_where=sa.text("source_id <> ''"),
    )
    op.create_table(
        "seats",
        sa.Column("account_id", Key, nullable=False),
        sa.Column("roster_id", Key, nullable=False),
        sa.Column("occurrence_id", Key, nullable=False),
        sa.Column("registrant_id", Key, nullable=False),
        sa.Column("status", Key, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "roster_id", "registrant_id", "occurrence_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "seats_by_status",
        "seats",
        ["account_id", "roster_id", "occurrence_id", "status", "registrant_id"],
        unique=False,
    )
    op.create_table(
        "occurrence_counts",
        sa.Column("account_id", Key, nullable=False),
        sa.Column("roster_id", Key, nullable=False),
        sa.Column("occurrence_id", Key, nullable=False),
        sa.Column("approved", sa.BigInteger(), nullable=False),
        sa.Column("pending", sa.BigInteger(), nullable=False),
        sa.Column("denied", sa.BigInteger(), nullable=False),
        sa.Column("cancelled", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "roster_id", "occurrence_id"),
    )
    op.create_table(
        "tracking_sources",
        sa.Column("account_id", Key, nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("source_id", Key, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("registrations", sa.BigInteger(), nullable=False),
        sa.Column("visitors", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "meeting_id", "source_id"),
    )
    op.create_index("tracking_sources_by_id", "tracking_sources", ["source_id"], unique=False)
    _everybody_of_a_series_is_in_all_of_it()
    _tell_sqlite_what_is_typical()


def _everybody_of_a_series_is_in_all_of_it() -> None:
    """Until now one registration covered the series, whatever registration_type said: it goes on doing so.

    Rosters with people on them, and their meetings' settings with them, become registration_type 1, which is what they
    were; so does what is no series. A series that nobody is registered to keeps what its host chose.
    """
    bind = op.get_bind()
    busy = bind.execute(
        sa.text(
            "SELECT meetings.account_id, meetings.meeting_id, meetings.settings FROM rosters JOIN meetings "
            "ON meetings.account_id = rosters.account_id AND meetings.meeting_id = rosters.meeting_id "
            "WHERE rosters.kind = 'meeting' AND rosters.registration_type <> 1 "
            "AND rosters.approved + rosters.pending + rosters.denied + rosters.cancelled > 0"
        )
    ).fetchall()
    save = sa.text("UPDATE meetings SET settings = :settings WHERE account_id = :account AND meeting_id = :meeting")
    for account_id, meeting_id, settings in busy:
        text = json.dumps(json.loads(settings) | {"registration_type": 1}, ensure_ascii=False, separators=(",", ":"))
        bind.execute(save, {"settings": text, "account": account_id, "meeting": meeting_id})
    op.execute(
        "UPDATE rosters SET registration_type = 1 WHERE registration_type <> 1 "
        "AND (approved + pending + denied + cancelled > 0 OR NOT EXISTS (SELECT 1 FROM meetings "
        "WHERE meetings.account_id = rosters.account_id AND meetings.meeting_id = rosters.meeting_id "
        "AND meetings.type = 8))"
    )


def _tell_sqlite_what_is_typical() -> None:
    """Give SQLite's planner the statistics of a busy desk, as `doorlist.storage.tables` explains."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table, index, statistics in (
        ("registrants", "registrants_by_source", "100000 100000 5000 500 1"),
        ("seats", "seats", "1000000 1000000 10000 3 1"),
        ("seats", "seats_by_status", "1000000 1000000 10000 1000 300 1"),
    ):
        op.execute(f"INSERT INTO sqlite_stat1 VALUES ('{table}', '{index}', '{statistics}')")  # noqa: S608
