"""The fidelity ledger: what the public contract leaves open or contradicts, what we do, and the page that says so."""

from dataclasses import dataclass

from doorlist.contract.answers import ANSWERS
from doorlist.contract.events import EVENTS, SIGNATURES
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
    Entry(
        "A webhook's meeting id",
        "The specification types it as a number; captures of meeting events have it as text.",
        "Text, in the events of meetings, webinars and recordings alike; a number with DOORLIST_WEBHOOK_NUMERIC_IDS.",
        "O",
    ),
    Entry(
        "Which events a registration fires",
        "“Every time a user registers”, by the API too; whether an automatic approval also fires approved is not said.",
        "registration_created alone, with the status; also for each of a batch, and when somebody who had cancelled "
        "registers again. A duplicate that changes nothing fires nothing.",
        "I",
    ),
    Entry(
        "Which events a decision fires",
        "One for each event name; repeated decisions are not mentioned.",
        "One for each registrant whose status it changed, and none for the others. Its operator is the user that the "
        "token acts as.",
        "I",
    ),
    Entry(
        "What deleting a registrant fires",
        "Undocumented.",
        "registration_cancelled, where the registrant was approved or pending; else a receiver's own list would keep them.",
        "C",
    ),
    Entry(
        "join_url in registration_created of a pending registrant",
        "The specification requires it; the link does not exist yet.",
        "An empty text.",
        "D",
    ),
    Entry(
        "participant_pin_code in events of meetings",
        "In the published examples; returned where people dial in with a code.",
        "Left out: this desk has no telephones.",
        "C",
    ),
    Entry(
        "Published examples of events that contradict their own schemas",
        "webinar.registration_denied is a copy of registration_created without operator; recording events have "
        "`occurrences` as an object, recording.registration_denied has no operator.",
        "The schemas are followed.",
        "D",
    ),
    Entry(
        "What counts as delivered",
        "200 or 204 within 3 s; other pages say any 2xx.",
        "Any 2xx within 3 s: who answers 202 has it. A redirect is a failure and is not followed.",
        "D",
    ),
    Entry(
        "After the last retry",
        "Dropped.",
        "Kept as failed, shown, and sent again when asked.",
        "C",
    ),
    Entry(
        "Order of deliveries",
        "Undocumented; duplicates are possible.",
        "Those about one registrant go to one webhook in their order: a later one waits while an earlier one is retried. "
        "Repeats have the same webhook-id, x-zm-request-id and x-zm-trackingid.",
        "C",
    ),
    Entry(
        "A receiver that fails its validation after 72 hours",
        "Undocumented.",
        "Its notices are held and kept, not tried; it is asked again every 5 minutes, and on demand. Once it answers, "
        "they go out in order.",
        "C",
    ),
    Entry("Webhooks of an account", "20 (documentation page) or 10 (another).", "20.", "D"),
    Entry(
        "Where webhooks may go",
        "https.",
        "https to public addresses, each looked at when the connection is made; private and loopback addresses, by http "
        "too, only with --allow-private, loopback also in a sandbox. Addresses of cloud metadata never.",
        "C",
    ),
    Entry(
        "Headers clientid, traceparent, zm-trace-upstream and authorization on webhooks",
        "Seen live; authorization is that of old apps alone.",
        "clientid is the app's that added the webhook; the others are not sent.",
        "O",
    ),
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
    (
        "`/webhooks` and what is below it",
        "Webhooks added, changed, validated and removed, their deliveries listed, resent and replayed; the real API has "
        "no operations for event subscriptions. For account-level tokens alone.",
    ),
    ("Standard Webhooks headers on every delivery", "`webhook-id`, `webhook-timestamp`, `webhook-signature`."),
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
        "## Events",
        "",
        *_table(
            ("Event", "Source", "Grade", "What we do"),
            [(f"`{each.name}`", each.source, each.grade, each.notes) for each in EVENTS],
        ),
        "",
        *_table(
            ("Signature", "Is", "Of", "Under", "Source"),
            [(f"`{each.header}`", each.form, f"`{each.signed}`", each.key, each.source) for each in SIGNATURES],
        ),
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
