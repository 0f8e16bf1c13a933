# ruff: noqa: T201
"""Approves, denies or cancels registrants of a meeting with the chilkat library.

The environment says where and what: DESK_HOST, DESK_PORT, DESK_TOKEN, MEETING_ID, OCCURRENCE_ID (may be missing),
ACTION, and REGISTRANTS, a JSON list.
"""

import os
import sys

import chilkat


def main() -> int:
    path = f"/v2/meetings/{os.environ['MEETING_ID']}/registrants/status"
    if "OCCURRENCE_ID" in os.environ:
        path += f"?occurrence_id={os.environ['OCCURRENCE_ID']}"

    request = chilkat.CkHttpRequest()
    request.put_HttpVerb("PUT")
    request.put_Path(path)
    request.put_ContentType("multipart/form-data")
    request.AddHeader("Authorization", f"Bearer {os.environ['DESK_TOKEN']}")
    request.AddParam("action", os.environ["ACTION"])
    request.AddParam("registrants", os.environ["REGISTRANTS"])

    http = chilkat.CkHttp()
    response = http.SynchronousRequest(os.environ["DESK_HOST"], int(os.environ["DESK_PORT"]), False, request)
    if not http.get_LastMethodSuccess():
        print(http.lastErrorText())
        return 2
    print(f"status {response.get_StatusCode()}")
    print(response.header())
    print(response.bodyStr())
    return 0 if response.get_StatusCode() == 204 else 1


if __name__ == "__main__":
    sys.exit(main())
