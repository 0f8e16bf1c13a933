"""Users on the wire."""

from doorlist.model import Account, User
from doorlist.wire import times

_ROLES = {"Owner": "0", "Admin": "1", "Member": "2"}


def reply(user: User) -> dict[str, object]:
    """A user in a list."""
    return {
        "id": user.id,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "display_name": f"{user.first_name} {user.last_name}".strip(),
        "email": user.email,
        "type": int(user.type),
        "role_id": _ROLES.get(user.role, "2"),
        "role_name": user.role,
        "pmi": user.personal_meeting_id,
        "use_pmi": False,
        "timezone": user.timezone,
        "language": user.language,
        "status": user.status,
        "created_at": times.text(user.created_at),
        "user_created_at": times.text(user.created_at),
        "verified": 1,
        "dept": "",
    }


def detail(user: User, account: Account, base_url: str) -> dict[str, object]:
    """A user, alone."""
    return {
        **reply(user),
        "account_id": account.id,
        "account_number": account.number,
        "cluster": "desk",
        "personal_meeting_url": f"{base_url}/j/{user.personal_meeting_id}",
        "login_types": [],
    }
