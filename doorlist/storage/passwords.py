"""Users' passwords, as hashes, and who tried to sign in how often, as rows."""

from datetime import datetime

from sqlalchemy import bindparam, delete, or_, select, text, update

from doorlist.storage.database import Statement, Tx
from doorlist.storage.encoding import to_ms
from doorlist.storage.tables import passwords, sign_ins

_FIND = Statement(
    select(passwords.c.password_hash).where(
        passwords.c.account_id == bindparam("account_id"), passwords.c.user_id == bindparam("user_id")
    )
)
_SET = Statement(
    text(
        "INSERT INTO passwords (account_id, user_id, password_hash, changed_ms) "
        "VALUES (:account_id, :user_id, :password_hash, :changed_ms) "
        "ON CONFLICT (account_id, user_id) DO UPDATE "
        "SET password_hash = excluded.password_hash, changed_ms = excluded.changed_ms"
    )
)
_FORGET = Statement(
    delete(sign_ins).where(
        sign_ins.c.account_id == bindparam("of_account"),
        or_(sign_ins.c.since_ms <= bindparam("before_ms"), sign_ins.c.since_ms > bindparam("now_ms")),
    )
)
_BEGIN = Statement(
    text(
        "INSERT INTO sign_ins (account_id, email_key, attempts, since_ms) VALUES (:account_id, :email_key, 0, :since_ms) "
        "ON CONFLICT (account_id, email_key) DO NOTHING"
    )
)
_COUNT = Statement(
    update(sign_ins)
    .where(
        sign_ins.c.account_id == bindparam("of_account"),
        sign_ins.c.email_key == bindparam("of_email"),
        sign_ins.c.attempts < bindparam("most"),
    )
    .values(attempts=sign_ins.c.attempts + 1)
)
_CLEAR = Statement(
    delete(sign_ins).where(
        sign_ins.c.account_id == bindparam("of_account"), sign_ins.c.email_key == bindparam("of_email")
    )
)


def find(tx: Tx, account_id: str, user_id: str) -> str | None:
    """The hash of a user's password; None for one who has none."""
    row = tx.row(_FIND, account_id=account_id, user_id=user_id)
    return None if row is None else str(row[0])


def set_(tx: Tx, account_id: str, user_id: str, password_hash: str, *, now: datetime) -> None:
    """Give a user a password in place of any other."""
    tx.run(_SET, account_id=account_id, user_id=user_id, password_hash=password_hash, changed_ms=to_ms(now))


def count_attempt(tx: Tx, account_id: str, email_key: str, *, most: int, since: datetime, now: datetime) -> bool:
    """Count an attempt to sign in with an email; False, and nothing counted, where there were `most` since a time.

    What a clock that was ahead counted is forgotten.
    """
    tx.run(_FORGET, of_account=account_id, before_ms=to_ms(since), now_ms=to_ms(now))
    tx.run(_BEGIN, account_id=account_id, email_key=email_key, since_ms=to_ms(now))
    return tx.run(_COUNT, of_account=account_id, of_email=email_key, most=most) == 1


def clear_attempts(tx: Tx, account_id: str, email_key: str) -> None:
    """Forget the attempts with an email."""
    tx.run(_CLEAR, of_account=account_id, of_email=email_key)
