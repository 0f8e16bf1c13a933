"""What the public contract leaves open or contradicts, as we decided it; and what of ours goes beyond it."""

from dataclasses import dataclass


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
        "Refused (3043, for webinars 3035), nobody of the request is approved.",
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
        "What a registration to a series covers",
        "registration_type 1: all occurrences, occurrence_ids play no part; 2: one occurrence in a registration; 3: several, "
        "by occurrence_ids. A live test of type 2 saw one link open every occurrence.",
        "As documented. Under 2 and 3 everybody stands in each occurrence on its own: status, capacity and lists are the "
        "occurrence's where occurrence_id names it. The same email in a further occurrence is the same registrant.",
        "D",
    ),
    Entry(
        "No occurrence_ids where people register for occurrences",
        "Undocumented.",
        "The next occurrence that takes people.",
        "I",
    ),
    Entry(
        "Several occurrence_ids under registration_type 2",
        "“One occurrence per registration.”",
        "400 with 300, naming occurrence_ids.",
        "C",
    ),
    Entry(
        "Lists, status and delete without occurrence_id where people register for occurrences",
        "Unknown; a specification needs it on delete.",
        "A list shows everybody once, with the best of their statuses; status and delete act on every occurrence that they "
        "are registered for. Whoever is taken out of the last occurrence is removed.",
        "I",
    ),
    Entry(
        "When a personal link opens where people register for occurrences",
        "Documented per occurrence; a live test found scheduled times nominal.",
        "While an occurrence that its holder is approved for is the next one, or under way.",
        "C",
    ),
    Entry(
        "Changing registration_type of a series that people are registered for",
        "Undocumented.",
        "Between 2 and 3 it changes. Between 1 and these it is 400 with 300: nobody's registration would be clear.",
        "C",
    ),
    Entry(
        "A series whose recurrence or start changes under registrants of single occurrences",
        "Reports say that links break.",
        "Moved as a whole (as many occurrences, none of them as before), the first follows the first and so on: registrants "
        "and deletions go along. Otherwise they stay on the roster, and where the new plan no longer has an occurrence of "
        "theirs, their link opens for any.",
        "C",
    ),
    Entry(
        "An occurrence that was deleted",
        "“available” or “deleted”.",
        "It takes nobody, and lists, status and delete for it are refused. Its registrants stay on the roster.",
        "I",
    ),
    Entry(
        "A webinar's number where a meeting's belongs, and the other way round",
        "300 on the list of registrants, 3000 elsewhere; 300 “Invalid webinar ID.”",
        "The same.",
        "D",
    ),
    Entry(
        "PUT webinar status",
        "200 in the specification, with a text about missing plans; 204 for meetings.",
        "204 in 2022-09, an empty 200 in 2026-08. `action` may be left out, as the specification says: there is but one.",
        "D",
    ),
    Entry(
        "Instant meetings (type 1) in lists of meetings",
        "Left out: lists are of scheduled meetings.",
        "Left out.",
        "D",
    ),
    Entry(
        "A slash at the end of an address",
        "Not documented; a production client sends one on a list.",
        "Read past, but on DELETE: an id that was forgotten must not delete what is above it.",
        "O",
    ),
    Entry(
        "The format `url` of a registrant's join_url",
        "On showing a meeting's registrant alone. Validators that know this name take no loopback or private address.",
        "Links begin with the address that was asked, or with --public-url; give that a name where such a validator stands "
        "before a sandbox.",
        "C",
    ),
    Entry(
        "Registration to a webinar without a fixed time (type 6)",
        "Needs type 5 or 9 by some texts; others do not say.",
        "Taken, once for all, until the webinar is ended.",
        "C",
    ),
    Entry(
        "A full webinar",
        "3000 on add, 3043 on batch, 3035 on approve.",
        "The same.",
        "D",
    ),
    Entry(
        "auto_approve on a single add to a webinar",
        "Missing in the specification, sent by a production client.",
        "Taken as for meetings.",
        "O",
    ),
    Entry(
        "An unknown source_id",
        "Undocumented.",
        "400 with 300, naming source_id: where somebody came from would be lost.",
        "C",
    ),
    Entry(
        "total_records of tracking sources",
        "“The total number of registration records.”",
        "The registrations of all sources together.",
        "D",
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
        "Token, rate limit, scope, JSON syntax, meeting, host's licence, registration on, meeting over, fields, host, "
        "daily cap, duplicate, capacity.",
        "I",
    ),
    Entry(
        "What counts against a rate limit",
        "Per account, all apps together; more is not said.",
        "Every request whose token is good, when it comes in, also when it is refused afterwards. One without a good token "
        "counts for nobody.",
        "I",
    ),
    Entry(
        "Where a second begins and ends",
        "Per second; five adds at once on a Free account, which has four, were seen to pass.",
        "Seconds, minutes and days of the clock, counted exactly: the fifth is refused.",
        "C",
    ),
    Entry(
        "What a registrant is, to the caps on adds, batches and status changes",
        "The same email and the same meeting (documented); one report has it tripped across different webinars, another by "
        "ten different registrants of one meeting.",
        "An email on one roster, for each operation by itself. The whole series counts as one roster.",
        "D",
    ),
    Entry(
        "What counts against a registrant's cap",
        "Adds that return the existing registrant count (reported); of refused ones nothing is said.",
        "Adds that succeed, new or not, and status changes for each registrant named and found, changed or not. A request "
        "that is refused counts for nobody. Deleting a registrant gives nothing back.",
        "O",
    ),
    Entry(
        "A batch that names an email that reached its cap",
        "3 a day for each email.",
        "Refused whole, naming that email. One that is named twice counts once.",
        "I",
    ),
    Entry(
        "Caps on adding to a recording, and on deleting",
        "None is documented or reported.",
        "None.",
        "I",
    ),
    Entry(
        "Wording of a cap that is reached",
        "Captured with parentheses around number and email; the 2022 templates have quotation marks.",
        "As captured.",
        "O",
    ),
    Entry(
        "Cap on creating and changing meetings",
        "100 a day per host (captured); the 2026 specification says per meeting on PATCH.",
        "100 a day per host, created and changed together, under every plan that has limits.",
        "O",
    ),
    Entry(
        "Code of a per-second refusal",
        "429; 4001 on changing a meeting in the 2026 specification.",
        "429; 4001 on changing a meeting in 2026-08.",
        "D",
    ),
    Entry(
        "Retry-After",
        "A date-time (documented; a published client parses it as one); HTTP says seconds or an HTTP date.",
        "A date-time, on refusals until the next day alone, in both profiles. No source has it on a per-second refusal.",
        "D",
    ),
    Entry(
        "X-RateLimit-Reset",
        "Epoch seconds on a per-second refusal, by one source of 2026.",
        "In 2026-08 alone, and there alone.",
        "D",
    ),
    Entry(
        "Which limit the headers of a success speak of",
        "Limit 3 was seen on adds; that Remaining did not decrease was reported.",
        "The registrant's cap where there is one (the least among several), else the day's, else the second's. Remaining is "
        "what is left. A limit that is off is not announced.",
        "O",
    ),
    Entry(
        "Wording for a minute that is used up (Resource-intensive)",
        "None is documented.",
        "That of the second.",
        "C",
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

SETTINGS = (
    ("host", "Nothing: where the desk listens.", "C"),
    ("port", "Nothing: where the desk listens.", "C"),
    ("database", "Nothing: both kinds of database answer alike.", "C"),
    ("profile", "Everything under “Profiles” above.", "D"),
    ("public_url", "What links in answers and webhooks begin with.", "C"),
    ("registrants_max", "When a roster is full: documented is 4,999.", "D"),
    ("strict_cancel", "A cancelled email is kept from registering again, as the real API does.", "O"),
    ("plan", "429 and the rate headers of “Limits” above.", "D"),
    ("registrant_caps", "429 and the rate headers of the caps above.", "D"),
    ("rate_url", "Nothing but who counts together.", "C"),
    ("allow_remote", "Nothing: whether a sandbox listens beyond its machine.", "C"),
    ("courier", "Nothing: which process sends webhooks.", "C"),
    ("allow_private", "Which addresses webhooks may have.", "C"),
    ("webhook_numeric_ids", "A meeting's id in webhooks is a number, as the specification types it.", "D"),
    ("webhook_keep_days", "How far back deliveries are listed.", "C"),
    ("shutdown_s", "Nothing: how long requests may take to end at shutdown.", "C"),
)
"""Each setting of the desk, and what it changes on the wire; a test holds them against `doorlist.settings`."""

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
    ("`Doorlist-Profile` response header", "The dated contract that the answer follows."),
    ("`settings.registrants_restrict_number` on meetings", "Most approved registrants, 0 to 20,000; 0 is off."),
    ("`settings.room_url` on meetings and webinars", "Where join links lead."),
    (
        "`POST /webinars/{webinarId}/tracking_sources` and `DELETE …/{sourceId}`",
        "Make and remove tracking sources; the real API can only list them.",
    ),
    (
        "`/webinars/{webinarId}/panelists`",
        "The real API has it too, outside of the part that we hold ourselves to: who is a panelist cannot register.",
    ),
    ("`POST /meetings/{meetingId}/recordings`", "Puts a recording on the desk; the real API cannot make one."),
    (
        "`/webhooks` and what is below it",
        "Webhooks added, changed, validated and removed, their deliveries listed, resent and replayed; the real API has "
        "no operations for event subscriptions. For account-level tokens alone.",
    ),
    ("Standard Webhooks headers on every delivery", "`webhook-id`, `webhook-timestamp`, `webhook-signature`."),
)
