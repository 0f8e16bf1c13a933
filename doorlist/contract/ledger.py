"""The fidelity ledger: what the public contract leaves open or contradicts, what we do, and the page that says so."""

from dataclasses import dataclass

from doorlist.contract.answers import ANSWERS
from doorlist.contract.operations import EVERYWHERE, OPERATIONS
from doorlist.contract.profiles import DIFFERENCES, Profile


@dataclass(frozen=True, slots=True)
class Entry:
    """One point that had to be decided. `grade` is the evidence for what we do: D, O, I or C."""

    topic: str
    positions: str
    decision: str
    grade: str


CONTRADICTIONS = (
    Entry(
        "Batch success code",
        "The specification keys 201; its text and the 2022 collection say 200; a production client insists on 201.",
        "200 in 2022-09, 201 in 2026-08.",
        "O",
    ),
    Entry(
        "Adding to an unknown meeting",
        "The specification says 404 with 1001; the real API was observed to say 404 with 3001.",
        "404 with 3001.",
        "O",
    ),
    Entry(
        "Registration switched off, on add and batch",
        "HTTP 404 with 404 (observed); HTTP 400 with 404 (batch, 2026).",
        "Add: HTTP 404 in both profiles. Batch: 404 in 2022-09, 400 in 2026-08.",
        "O",
    ),
    Entry("HTTP status of 3043", "404 in 2020 to 2024, 400 since 2025.", "404 in 2022-09, 400 in 2026-08.", "D"),
    Entry(
        "HTTP status 300",
        "The 2022 collection prints an “HTTP 300” answer.",
        "HTTP 400 with code 300, never HTTP 300.",
        "O",
    ),
    Entry(
        "A missing scope",
        "400 in most captures, 401 in one; codes 4711, 104, 4700.",
        "400 with 4711, naming the granular scopes.",
        "O",
    ),
    Entry("An expired token", "124 in captures; another table says 201.", "401 with 124.", "O"),
    Entry("Most occurrences of a series", "60 (end_times) and 50 (reply text).", "60.", "D"),
    Entry(
        "Form of a registrant_id",
        "14 lower-case characters in an example, 22 elsewhere.",
        "22 characters of URL-safe base64.",
        "O",
    ),
    Entry(
        "Values of no_of_employees",
        "Requests and replies list different ranges.",
        "Both lists are taken, and shown as they were sent.",
        "C",
    ),
    Entry("PUT meeting status", "200 and 204.", "204.", "D"),
    Entry("Form of the access token", "A JWT in fact; one source says opaque.", "Opaque: 43 random characters.", "C"),
    Entry("Life of a refresh token", "90 days; 15 years in older text.", "90 days from its last renewal.", "D"),
    Entry("Life of an authorization code", "5 minutes; 10 in older text.", "5 minutes, once.", "D"),
    Entry(
        "A code, or a refresh token, that comes a second time",
        "It is refused.",
        "400 with invalid_grant, and every token that came of it is revoked (RFC 6749, 4.1.2; RFC 9700, 4.14.2).",
        "C",
    ),
    Entry(
        "A redirect_uri or a code_verifier that is not the code's",
        "Numbers without bodies.",
        "400 with invalid_grant; the code stays good.",
        "C",
    ),
    Entry(
        "`scope` in an authorization request",
        "Not documented.",
        "Ignored. What is given are the app's scopes, cut to what the user may give: a Member gives none that end in "
        ":admin or :master. The reply's `scope` says it.",
        "C",
    ),
    Entry("Ports of a redirect_uri on this machine", "Unknown.", "Any, for 127.0.0.1 and [::1] (RFC 8252, 7.3).", "C"),
    Entry(
        "client_credentials",
        "A token of the app's own, of no use for meetings.",
        "For apps of kind `user`: it holds no scope and no user, so every operation answers 400 with 4711.",
        "I",
    ),
    Entry(
        "Another grant type than the app's kind has",
        "“unsupported grant type”.",
        "400 with unsupported_grant_type and this reason.",
        "D",
    ),
    Entry(
        "Revoking a token",
        "200 with a status; nothing is said of refresh tokens, nor of tokens of others.",
        "An access token ends alone, a refresh token with everything that came of the same consent. An unknown one is a "
        "success, another app's is 400 with invalid_grant.",
        "C",
    ),
    Entry(
        "`/accounts/{accountId}/…`",
        "Every path is there a second time for the master account, with :master scopes.",
        "The same, for the token's own account (also `me`) and the accounts that it is the parent of, not for theirs. `me` as "
        "a user is then the sub-account's owner. Any other account, known or not, is 400 with 1010.",
        "C",
    ),
    Entry(
        ":master scopes on paths without an account",
        "Listed for recordings alone.",
        "They count where they are listed, and reach the token's own account.",
        "D",
    ),
    Entry("A token of a user who is no longer active", "“Owner gone” (4735).", "401 with 124.", "I"),
    Entry(
        "Status with no known registrant",
        "404 with a wording but no code in 2022; a 204 that changes nothing was reported.",
        "404 with 3001. Where at least one is known: 204, and Doorlist-Notice names the ones skipped.",
        "I",
    ),
    Entry("Status with no or an empty `registrants`", "Undocumented.", "204, nothing changes.", "I"),
    Entry(
        "Cancelled registrants",
        "On the wire a cancelled registrant is shown as denied; both block registering again.",
        "Kept apart inside; shown as denied, or truthfully under status=all and status=cancelled. Registering again after a "
        "cancel re-opens the same registrant, after a deny it is refused; --strict-cancel blocks both.",
        "C",
    ),
    Entry(
        "Cancelling somebody who is not approved",
        "Undocumented.",
        "A pending one is cancelled; a denied one stays denied.",
        "C",
    ),
    Entry("Approving somebody who was denied", "The web page allows it.", "They are approved.", "I"),
    Entry(
        "Registering an email again",
        "The existing registrant is returned; whether the profile is updated is unknown.",
        "The existing registrant, unchanged, while approved or pending.",
        "O",
    ),
    Entry("Case of emails", "Unknown.", "Emails that differ in case alone are one.", "I"),
    Entry(
        "Users listed with a user-level token",
        "One table says admin only, another lists the classic user-level scope.",
        "200, with the token's own user alone.",
        "C",
    ),
    Entry(
        "What counts against the capacity",
        "Unknown.",
        "Approved registrants. Once it is reached nobody new is taken, not even as pending.",
        "I",
    ),
    Entry(
        "Approving past the capacity",
        "Documented for webinars alone (3035).",
        "Refused with 3043, nobody of the request is approved.",
        "I",
    ),
    Entry(
        "A batch that does not fit, or holds somebody blocked",
        "Undocumented.",
        "Refused whole; nobody of it is registered.",
        "C",
    ),
    Entry(
        "Required questions on add",
        "Undocumented.",
        "A single add that leaves one out is a 400 with 300 that names it; a batch, which has no room for answers, is not.",
        "C",
    ),
    Entry("page_size over the limit", "Clamped or refused.", "Clamped, and the clamped value is reported.", "I"),
    Entry("page_size 0 or not a number", "Unknown.", "400 with 300.", "C"),
    Entry("Order of lists", "Undocumented.", "Oldest first.", "I"),
    Entry(
        "A malformed next_page_token",
        "Two wordings.",
        "400 with 300, “The next page token is either invalid or has expired.”; also for a token of another list.",
        "O",
    ),
    Entry(
        "page_count and page_number",
        "Being deprecated.",
        "Always there, but for the list of recordings, which never had page_number.",
        "D",
    ),
    Entry(
        "Registration on type 3, with use_pmi, or with a Basic host",
        "Accepted and stored as approval_type 2 without an error (observed for type 3).",
        "The same for all. Doorlist-Notice says why when registration is then found to be off.",
        "O",
    ),
    Entry(
        "When a meeting takes nobody any more (3038)",
        "“Meeting is over”; close_registration stops after the event date.",
        "After the planned end of the (last) meeting; with close_registration after its start; and once it was ended.",
        "I",
    ),
    Entry(
        "Days of a series that are not said",
        "Older text: weekly_days and monthly_day default to 1.",
        "The day of the start.",
        "C",
    ),
    Entry("A start_time in the past on PATCH", "Ignored.", "Ignored.", "D"),
    Entry(
        "A recording of a deleted meeting",
        "Undocumented.",
        "It stays, with its registrants.",
        "C",
    ),
    Entry(
        "Registration to single occurrences (registration_type 2 and 3)",
        "Documented; a live test saw one link open every occurrence.",
        "Not told apart yet: one registration covers the series, and Doorlist-Notice says so. An occurrence that the series "
        "does not have is refused, and so is changing or deleting a registrant for one occurrence alone.",
        "C",
    ),
    Entry(
        "PUT meeting status `recover`",
        "“Recover a deleted meeting.”",
        "A deleted meeting is there again, with its registrants; an ended one is open again.",
        "D",
    ),
    Entry(
        "Settings of a meeting",
        "Some 80 are documented.",
        "Those that bear on registration and the flags of a room are kept and shown; the nested ones (breakout rooms, "
        "interpretation, dial-in countries, invitees, chat, resources) are taken and not kept.",
        "C",
    ),
    Entry(
        "`include_fields=download_access_token` on a recording",
        "A token for downloading.",
        "Taken and ignored: the files stay where they are, and the desk keeps their addresses alone.",
        "C",
    ),
    Entry(
        "Times where a list takes dates",
        "Only dates are documented; a published client sends times.",
        "The day of the time.",
        "C",
    ),
    Entry(
        "Query parameter occurrence_id on a meeting that is no series",
        "Printed sample programs send filler text there.",
        "Ignored where registrants are listed, decided on or deleted and where the meeting is shown; PATCH and DELETE of a "
        "meeting refuse it with 300, for they would change the whole meeting.",
        "I",
    ),
    Entry(
        'Numbers and flags as text (`"duration": "60"`)',
        "A wrong JSON type is answered with 300; captured for structures alone.",
        "Texts that are a number or a flag are read as one, in JSON as in forms; wrong structures are refused.",
        "C",
    ),
    Entry(
        "Order of checks",
        "Undocumented.",
        "Token, scope, JSON syntax, meeting, host's licence, registration on, meeting over, fields, host, duplicate, capacity.",
        "I",
    ),
    Entry("Unknown members of queries and bodies", "Undocumented.", "Ignored.", "I"),
    Entry("null", "Undocumented.", "The same as leaving the member out.", "C"),
)

EXTENSIONS = (
    ("`email=` on lists of registrants", "Only the registrant with this email."),
    (
        "`status=all` and `status=cancelled` on lists of registrants",
        "Everybody, with the true status; the cancelled alone.",
    ),
    (
        "`Doorlist-Notice` response header",
        "What the desk wants to say beside the answer: a mended form, skipped names, a hint.",
    ),
    ("`settings.registrants_restrict_number` on meetings", "Most approved registrants, 0 to 20,000; 0 is off."),
    ("`settings.room_url` on meetings", "Where join links lead."),
    ("`POST /meetings/{meetingId}/recordings`", "Puts a recording on the desk; the real API cannot make one."),
)

_GRADES = "D documented by Zoom, O observed in production code or captures, I inferred, C chosen by us"


def markdown() -> str:
    """The ledger as a page."""
    lines = [
        "# The fidelity ledger",
        "",
        "What Doorlist does at every point of the public contract, and how well that is known.",
        "This page is made from `doorlist/contract`; `python -m doorlist.contract.ledger` prints it.",
        "",
        f"Grades: {_GRADES}.",
        "",
        "## Profiles",
        "",
        "A profile is a dated contract: `--profile` or `DOORLIST_PROFILE`. `2022-09` is the default.",
        "",
        *_table(
            ("Where they differ", "2022-09", "2026-08", "Evidence"),
            [(each.topic, each.in_2022_09, each.in_2026_08, each.evidence) for each in DIFFERENCES],
        ),
        "",
        "## Operations",
        "",
        *_table(("Operation", "Id", "Success", "Source", "What we do"), [_operation(each.id) for each in OPERATIONS]),
        "",
        "## Refusals",
        "",
        *_table(("Refusal", "Where", "Profile", "HTTP", "Code", "Message", "Grade", "Source"), _refusals()),
        "",
        "## Contradictions and gaps, decided",
        "",
        *_table(
            ("Topic", "What is said", "What we do", "Grade"),
            [(each.topic, each.positions, each.decision, each.grade) for each in CONTRADICTIONS],
        ),
        "",
        "## Extensions",
        "",
        "Few, and none changes the answer to a request that does not ask for it.",
        "",
        *_table(("Extension", "What it does"), list(EXTENSIONS)),
        "",
    ]
    return "\n".join(lines)


def _operation(id: str) -> tuple[str, ...]:
    row = next(each for each in OPERATIONS if each.id == id)
    statuses = {profile: row.status(profile) for profile in Profile}
    same = len(set(statuses.values())) == 1
    success = str(row.success) if same else ", ".join(f"{status} ({profile})" for profile, status in statuses.items())
    return (f"`{row.method} {row.path}`", row.id, success, row.source, f"{row.summary}. {row.notes}".strip())


def _refusals() -> list[tuple[str, ...]]:
    return [
        (
            each.refusal,
            ", ".join(each.operations) or ("everywhere" if each.refusal in EVERYWHERE else "wherever it occurs"),
            each.profile or "both",
            str(each.status),
            str(each.code),
            each.message,
            each.grade,
            each.source,
        )
        for each in ANSWERS
    ]


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    return [
        "| " + " | ".join(head) + " |",
        "|" + "---|" * len(head),
        *("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows),
    ]


if __name__ == "__main__":
    import sys

    sys.stdout.write(markdown())
