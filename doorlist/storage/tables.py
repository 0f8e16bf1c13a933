"""The schema. Every key begins with `account_id`, so that the same tables can be distributed by it (Citus).

A partial index names its condition for SQLite alone: the migrations give PostgreSQL the same, and naming it here would load
that dialect at every start (40 ms).

Times are epoch milliseconds, structured values are JSON text, ids sort by age. Tables with `reference` in their info hold
little, change rarely and would be copied to every node; they alone may have keys without `account_id`.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    text,
)

metadata = MetaData()

# PostgreSQL sorts text by the database's language; ids and keyset pages need the order of the bytes.
Key = String().with_variant(String(collation="C"), "postgresql")


def _key(name: str) -> Column[str]:
    return Column(name, Key, nullable=False)


def _text(name: str) -> Column[str]:
    return Column(name, String, nullable=False)


def _number(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable)


desk = Table(
    "desk",
    metadata,
    _key("name"),
    _text("value"),
    PrimaryKeyConstraint("name"),
    info={"reference": True},
)

meeting_accounts = Table(
    "meeting_accounts",
    metadata,
    Column("meeting_id", BigInteger, nullable=False, autoincrement=False),
    _key("account_id"),
    PrimaryKeyConstraint("meeting_id"),
    info={"reference": True},
)

accounts = Table(
    "accounts",
    metadata,
    _key("account_id"),
    _text("name"),
    _number("number"),
    _key("owner_id"),
    Column("secret", LargeBinary, nullable=False),
    _number("created_ms"),
    PrimaryKeyConstraint("account_id"),
)

users = Table(
    "users",
    metadata,
    _key("account_id"),
    _key("user_id"),
    _text("email"),
    _key("email_key"),
    _text("first_name"),
    _text("last_name"),
    _number("type"),
    _text("role"),
    _text("timezone"),
    _text("language"),
    _number("personal_meeting_id"),
    _text("status"),
    _number("created_ms"),
    PrimaryKeyConstraint("account_id", "user_id"),
    UniqueConstraint("account_id", "email_key"),
)

apps = Table(
    "apps",
    metadata,
    _key("account_id"),
    _key("client_id"),
    _text("name"),
    _text("secret_hash"),
    _text("scopes"),
    _number("created_ms"),
    _text("kind"),
    _text("redirect_uris"),
    _number("revoked_ms", nullable=True),
    PrimaryKeyConstraint("account_id", "client_id"),
    Index("apps_by_client", "client_id"),
)

account_parents = Table(
    "account_parents",
    metadata,
    _key("account_id"),
    _key("parent_id"),
    PrimaryKeyConstraint("account_id"),
)

passwords = Table(
    "passwords",
    metadata,
    _key("account_id"),
    _key("user_id"),
    _text("password_hash"),
    _number("changed_ms"),
    PrimaryKeyConstraint("account_id", "user_id"),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    _key("account_id"),
    _key("email_key"),
    _number("attempts"),
    _number("since_ms"),
    PrimaryKeyConstraint("account_id", "email_key"),
    Index("sign_ins_by_age", "account_id", "since_ms"),
)

grants = Table(
    "grants",
    metadata,
    _key("account_id"),
    _key("grant_id"),
    _key("client_id"),
    _key("user_id"),
    _text("scopes"),
    _text("redirect_uri"),
    _text("challenge"),
    _text("challenge_method"),
    _key("code_hash"),
    _number("code_expires_ms"),
    _number("code_used_ms", nullable=True),
    _number("created_ms"),
    _number("expires_ms"),
    _number("revoked_ms", nullable=True),
    PrimaryKeyConstraint("account_id", "grant_id"),
    UniqueConstraint("account_id", "code_hash"),
    Index("grants_by_client", "account_id", "client_id"),
    Index("grants_by_expiry", "account_id", "expires_ms"),
)

refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    _key("account_id"),
    _key("token_hash"),
    _key("grant_id"),
    _number("expires_ms"),
    _number("used_ms", nullable=True),
    PrimaryKeyConstraint("account_id", "token_hash"),
    Index("refresh_tokens_by_grant", "account_id", "grant_id"),
    Index("refresh_tokens_by_expiry", "account_id", "expires_ms"),
)

tokens = Table(
    "tokens",
    metadata,
    _key("account_id"),
    _key("token_hash"),
    _key("client_id"),
    _key("user_id"),
    _text("scopes"),
    _number("expires_ms"),
    _key("grant_id"),
    PrimaryKeyConstraint("account_id", "token_hash"),
    Index("tokens_by_hash", "token_hash"),
    Index("tokens_by_expiry", "account_id", "expires_ms"),
    Index("tokens_by_client", "account_id", "client_id", "grant_id"),
)

meetings = Table(
    "meetings",
    metadata,
    _key("account_id"),
    Column("meeting_id", BigInteger, nullable=False, autoincrement=False),
    _key("sort_id"),
    _text("uuid"),
    _key("host_id"),
    _number("type"),
    _text("topic"),
    _text("agenda"),
    _number("start_ms", nullable=True),
    _number("end_ms", nullable=True),
    _number("duration_min"),
    _text("timezone"),
    _text("password"),
    _text("settings"),
    _text("status"),
    _text("registration_key"),
    _text("recurrence"),
    _text("occurrences"),
    _text("tracking_fields"),
    _number("created_ms"),
    _number("deleted_ms", nullable=True),
    PrimaryKeyConstraint("account_id", "meeting_id"),
    Index("meetings_by_host", "account_id", "host_id", "sort_id"),
    Index("meetings_by_uuid", "account_id", "uuid"),
)

rosters = Table(
    "rosters",
    metadata,
    _key("account_id"),
    _key("roster_id"),
    _text("kind"),
    _number("meeting_id"),
    _number("approval"),
    _number("registration_type"),
    _number("capacity"),
    _number("closes_ms", nullable=True),
    _text("barred"),
    _text("panelists"),
    _text("questions"),
    _number("approved"),
    _number("pending"),
    _number("denied"),
    _number("cancelled"),
    PrimaryKeyConstraint("account_id", "roster_id"),
)

registrants = Table(
    "registrants",
    metadata,
    _key("account_id"),
    _key("roster_id"),
    _key("registrant_id"),
    _text("email"),
    _key("email_key"),
    _text("first_name"),
    _text("last_name"),
    _key("status"),
    _text("details"),
    _number("created_ms"),
    _key("source_id"),
    PrimaryKeyConstraint("account_id", "roster_id", "registrant_id"),
    UniqueConstraint("account_id", "roster_id", "email_key", name="registrants_by_email"),
    Index("registrants_by_status", "account_id", "roster_id", "status", "registrant_id"),
    Index(
        "registrants_by_source",
        "account_id",
        "roster_id",
        "source_id",
        "registrant_id",
        sqlite_where=text("source_id <> ''"),
    ),
    sqlite_with_rowid=False,
)

seats = Table(
    "seats",
    metadata,
    _key("account_id"),
    _key("roster_id"),
    _key("occurrence_id"),
    _key("registrant_id"),
    _key("status"),
    PrimaryKeyConstraint("account_id", "roster_id", "registrant_id", "occurrence_id"),
    Index("seats_by_status", "account_id", "roster_id", "occurrence_id", "status", "registrant_id"),
    sqlite_with_rowid=False,
)

occurrence_counts = Table(
    "occurrence_counts",
    metadata,
    _key("account_id"),
    _key("roster_id"),
    _key("occurrence_id"),
    _number("approved"),
    _number("pending"),
    _number("denied"),
    _number("cancelled"),
    PrimaryKeyConstraint("account_id", "roster_id", "occurrence_id"),
)

tracking_sources = Table(
    "tracking_sources",
    metadata,
    _key("account_id"),
    _number("meeting_id"),
    _key("source_id"),
    _text("name"),
    _number("registrations"),
    _number("visitors"),
    PrimaryKeyConstraint("account_id", "meeting_id", "source_id"),
    Index("tracking_sources_by_id", "source_id"),
)

recordings = Table(
    "recordings",
    metadata,
    _key("account_id"),
    _key("recording_id"),
    _key("uuid"),
    _number("meeting_id"),
    _key("host_id"),
    _text("topic"),
    _number("type"),
    _text("timezone"),
    _number("start_ms"),
    _number("duration_min"),
    _text("settings"),
    _number("created_ms"),
    PrimaryKeyConstraint("account_id", "recording_id"),
    UniqueConstraint("account_id", "uuid"),
    Index("recordings_by_meeting", "account_id", "meeting_id", "recording_id"),
    Index("recordings_by_host", "account_id", "host_id", "recording_id"),
)

recording_files = Table(
    "recording_files",
    metadata,
    _key("account_id"),
    _key("recording_id"),
    _key("file_id"),
    _text("recording_type"),
    _text("file_type"),
    _text("file_extension"),
    _number("file_bytes"),
    _text("play_url"),
    _text("download_url"),
    _number("start_ms"),
    _number("end_ms"),
    PrimaryKeyConstraint("account_id", "recording_id", "file_id"),
)

visits = Table(
    "visits",
    metadata,
    _key("account_id"),
    _key("visit_id"),
    _key("roster_id"),
    _key("registrant_id"),
    _number("at_ms"),
    PrimaryKeyConstraint("account_id", "visit_id"),
    Index("visits_by_registrant", "account_id", "roster_id", "registrant_id"),
)

counters = Table(
    "counters",
    metadata,
    _key("account_id"),
    _key("kind"),
    _key("subject"),
    _number("day"),
    _number("used"),
    PrimaryKeyConstraint("account_id", "kind", "subject"),
    sqlite_with_rowid=False,
)

webhooks = Table(
    "webhooks",
    metadata,
    _key("account_id"),
    _key("webhook_id"),
    _text("url"),
    _text("events"),
    _text("secret"),
    _key("client_id"),
    _text("state"),
    _text("reason"),
    _number("created_ms"),
    _number("validated_ms", nullable=True),
    _number("check_ms"),
    PrimaryKeyConstraint("account_id", "webhook_id"),
)

# A notice that waits has a position in its stream, and the first of a stream is due at a time. Both are NULL afterwards,
# so that the indexes by which the courier finds its work hold nothing but work.
_DUE = text("due_ms IS NOT NULL")
_WAITS = text("position IS NOT NULL")
_FAILED = text("state = 'failed'")

notices = Table(
    "notices",
    metadata,
    _key("account_id"),
    _key("notice_id"),
    _key("webhook_id"),
    _key("stream"),
    _number("position", nullable=True),
    _text("event"),
    _text("body"),
    _text("state"),
    _number("attempts"),
    _number("created_ms"),
    _number("due_ms", nullable=True),
    _text("lease"),
    PrimaryKeyConstraint("account_id", "notice_id"),
    Index("notices_due", "account_id", "webhook_id", "due_ms", "notice_id", sqlite_where=_DUE),
    Index("notices_by_stream", "account_id", "stream", sqlite_where=_WAITS),
    Index("notices_failed", "account_id", "notice_id", sqlite_where=_FAILED),
)

deliveries = Table(
    "deliveries",
    metadata,
    _key("account_id"),
    _key("notice_id"),
    _key("delivery_id"),
    _number("at_ms"),
    _number("status"),
    _text("reason"),
    _number("took_ms"),
    PrimaryKeyConstraint("account_id", "notice_id", "delivery_id"),
    sqlite_with_rowid=False,
)

SQLITE_STATISTICS = (
    "ANALYZE",
    "DELETE FROM sqlite_stat1",
    "INSERT INTO sqlite_stat1 VALUES ('registrants', 'registrants', '1000000 1000000 10000 1')",
    "INSERT INTO sqlite_stat1 VALUES ('registrants', 'sqlite_autoindex_registrants_2', '1000000 1000000 10000 1')",
    "INSERT INTO sqlite_stat1 VALUES ('registrants', 'registrants_by_status', '1000000 1000000 10000 3000 1')",
    "INSERT INTO sqlite_stat1 VALUES ('registrants', 'registrants_by_source', '100000 100000 5000 500 1')",
    "INSERT INTO sqlite_stat1 VALUES ('seats', 'seats', '1000000 1000000 10000 3 1')",
    "INSERT INTO sqlite_stat1 VALUES ('seats', 'seats_by_status', '1000000 1000000 10000 1000 300 1')",
)
"""What SQLite's planner is told of a busy roster: rows, then rows for each distinct prefix of an index.

It has no statistics at first and keeps those that it is given. Without them it reads a whole roster to find 30 emails, or
the few pending: with a million registrants that measured 600 ms instead of 0.1 ms.
"""
