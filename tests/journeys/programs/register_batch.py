# ruff: noqa: T201
"""Registers many people for a meeting at once with the chilkat2 library, and prints each one's address and join link.

The environment says where and what: DESK_HOST, DESK_PORT, DESK_TOKEN, MEETING_ID, AUTO_APPROVE, and REGISTRANTS, a JSON
list.
"""

import os
import sys

import chilkat2


def main() -> int:
    request = chilkat2.HttpRequest()
    request.HttpVerb = "POST"
    request.Path = f"/v2/meetings/{os.environ['MEETING_ID']}/batch_registrants"
    request.ContentType = "multipart/form-data"
    request.AddHeader("Authorization", f"Bearer {os.environ['DESK_TOKEN']}")
    request.AddParam("auto_approve", os.environ["AUTO_APPROVE"])
    request.AddParam("registrants", os.environ["REGISTRANTS"])

    http = chilkat2.Http()
    response = http.SynchronousRequest(os.environ["DESK_HOST"], int(os.environ["DESK_PORT"]), False, request)
    if not http.LastMethodSuccess:
        print(http.LastErrorText)
        return 2
    print(f"status {response.StatusCode}")
    body = chilkat2.StringBuilder()
    response.GetBodySb(body)
    reply = chilkat2.JsonObject()
    if not reply.LoadSb(body):
        print(body.GetAsString())
        return 1
    reply.EmitCompact = False
    print(reply.Emit())
    for place in range(reply.SizeOfArray("registrants")):
        reply.I = place
        print(reply.StringOf("registrants[i].email"), reply.StringOf("registrants[i].join_url"))
    return 0 if response.StatusCode in (200, 201) else 1


if __name__ == "__main__":
    sys.exit(main())
