"""The requests that are sent: what programs written for the API send."""

import json
from collections.abc import Sequence

from bench.load import NUMBER, RUN, Request
from doorlist.sandbox.seeds import OPEN_MEETING_ID, TOKEN

BATCH = 30
_BOUNDARY = "bench-boundary-7MA4YWxkTrZu0gW"
_EMAIL = "ana.\2.\1@people.example"

PERSON = {
    "first_name": "Ana",
    "last_name": "Lindqvist-Moreau",
    "address": "14 Harbour Street",
    "city": "Rotterdam",
    "country": "NL",
    "zip": "3011 AB",
    "state": "ZH",
    "phone": "+31 10 555 0142",
    "industry": "Logistics",
    "org": "Northern Freight Cooperative",
    "job_title": "Planner",
    "purchasing_time_frame": "1-3 months",
    "role_in_purchase_process": "Influencer",
    "no_of_employees": "101-250",
    "comments": "I would like to ask about the timetable of the coming season.",
    "language": "en-US",
    "auto_approve": True,
}

HELLO = Request("GET", "/healthz")


def add(path: str = f"/v2/meetings/{OPEN_MEETING_ID}/registrants", *, token: str = TOKEN) -> Request:
    """Register somebody new; about 500 bytes of JSON."""
    return Request("POST", path, _json({"email": _EMAIL} | PERSON), token=token)


def batch(*, form: bool) -> Request:
    """Register 30 new people, as JSON or as the form that the programs printed in 2022 send."""
    people = [
        {"email": _EMAIL, "first_name": PERSON["first_name"], "last_name": PERSON["last_name"]} for _ in range(BATCH)
    ]
    path = f"/v2/meetings/{OPEN_MEETING_ID}/batch_registrants"
    if not form:
        return Request("POST", path, _json({"auto_approve": True, "registrants": people}), token=TOKEN)
    body = _form({"auto_approve": b"true", "registrants": _json(people)})
    return Request("POST", path, body, f"multipart/form-data; boundary={_BOUNDARY}", TOKEN)


def decisions(meeting_id: int, ids: Sequence[str]) -> list[Request]:
    """Deny everybody, 30 in a request, then approve everybody: sent in turn, each request changes all 30."""
    path = f"/v2/meetings/{meeting_id}/registrants/status"
    groups = [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]
    return [
        Request("PUT", path, _json({"action": action, "registrants": [{"id": each} for each in group]}), token=TOKEN)
        for action in ("deny", "approve")
        for group in groups
    ]


def page(meeting_id: int, size: int, token: str = "") -> Request:
    """A page of a meeting's registrants."""
    following = f"&next_page_token={token}" if token else ""
    return Request("GET", f"/v2/meetings/{meeting_id}/registrants?page_size={size}{following}", token=TOKEN)


def _json(value: object) -> bytes:
    text = json.dumps(value, separators=(",", ":"))
    return text.replace("\\u0001", NUMBER.decode()).replace("\\u0002", RUN.decode()).encode()


def _form(fields: dict[str, bytes]) -> bytes:
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n"
        for name, value in fields.items()
    ]
    return b"".join(parts) + f"--{_BOUNDARY}--\r\n".encode()
