"""Apps of three kinds, what users allow them, their tokens, passwords, and accounts of accounts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

Key = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Forward. Tables that get further columns are made anew, so that they read as new ones do."""
    _remade(
        "apps",
        [
            _key("account_id"),
            _key("client_id"),
            _text("name"),
            _text("secret_hash"),
            _text("scopes"),
            _number("created_ms"),
        ],
        [_text("kind"), _text("redirect_uris"), _number("revoked_ms", nullable=True)],
        "'server', '[]', NULL",
        sa.PrimaryKeyConstraint("account_id", "client_id"),
    )
    op.create_index("apps_by_client", "apps", ["client_id"])
    _remade(
        "tokens",
        [
            _key("account_id"),
            _key("token_hash"),
            _key("client_id"),
            _key("user_id"),
            _text("scopes"),
            _number("expires_ms"),
        ],
        [_key("grant_id")],
        "''",
        sa.PrimaryKeyConstraint("account_id", "token_hash"),
    )
    op.create_index("tokens_by_hash", "tokens", ["token_hash"])
    op.create_index("tokens_by_expiry", "tokens", ["account_id", "expires_ms"])
    op.create_index("tokens_by_client", "tokens", ["account_id", "client_id", "grant_id"])
    op.create_table(
        "account_parents",
        _key("account_id"),
        _key("parent_id"),
        sa.PrimaryKeyConstraint("account_id"),
    )
    op.create_table(
        "passwords",
        _key("account_id"),
        _key("user_id"),
        _text("password_hash"),
        _number("changed_ms"),
        sa.PrimaryKeyConstraint("account_id", "user_id"),
    )
    op.create_table(
        "sign_ins",
        _key("account_id"),
        _key("email_key"),
        _number("attempts"),
        _number("since_ms"),
        sa.PrimaryKeyConstraint("account_id", "email_key"),
    )
    op.create_index("sign_ins_by_age", "sign_ins", ["account_id", "since_ms"])
    op.create_table(
        "grants",
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
        sa.PrimaryKeyConstraint("account_id", "grant_id"),
        sa.UniqueConstraint("account_id", "code_hash"),
    )
    op.create_index("grants_by_client", "grants", ["account_id", "client_id"])
    op.create_index("grants_by_expiry", "grants", ["account_id", "expires_ms"])
    op.create_table(
        "refresh_tokens",
        _key("account_id"),
        _key("token_hash"),
        _key("grant_id"),
        _number("expires_ms"),
        _number("used_ms", nullable=True),
        sa.PrimaryKeyConstraint("account_id", "token_hash"),
    )
    op.create_index("refresh_tokens_by_grant", "refresh_tokens", ["account_id", "grant_id"])
    op.create_index("refresh_tokens_by_expiry", "refresh_tokens", ["account_id", "expires_ms"])


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, Key, nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _remade(
    table: str,
    before: Sequence[sa.Column[str] | sa.Column[int]],
    more: Sequence[sa.Column[str] | sa.Column[int]],
    values: str,
    key: sa.PrimaryKeyConstraint,
) -> None:
    names = ", ".join(column.name for column in before)
    op.execute(f"CREATE TABLE {table}_before AS SELECT {names} FROM {table}")  # noqa: S608 - our own words
    op.drop_table(table)
    op.create_table(table, *before, *more, key)
    op.execute(f"INSERT INTO {table} SELECT {names}, {values} FROM {table}_before")  # noqa: S608
    op.drop_table(f"{table}_before")
