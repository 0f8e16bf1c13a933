"""The errors that an API documents, as programs look them up: by status and by its own code, none twice."""

from doorlist.samples.request import Answers, Failure

STATUS_AND_CODE = "What the API documents: HTTP status and its own code, and what they mean."
STATUS = "What the API documents: HTTP status and what it means."
EACH_STATUS = "What the API documents for each HTTP status."


def looked_up(answers: Answers) -> list[tuple[int, str, str]]:
    """Status, code ("" where there is none) and meaning: those with a code first, none twice."""
    found: dict[tuple[int, str], str] = {}
    for each in sorted(answers.failures, key=lambda each: each.code is None):
        found.setdefault((each.status, "" if each.code is None else str(each.code)), each.message)
    return [(status, code, message) for (status, code), message in found.items()]


def by_key(answers: Answers) -> dict[str, str]:
    """Meanings by status and code in one text: `404 3001`, or `404`."""
    found: dict[str, str] = {}
    for each in answers.failures:
        found.setdefault(f"{each.status}" if each.code is None else f"{each.status} {each.code}", each.message)
    return found


def by_status(answers: Answers) -> dict[int, list[Failure]]:
    """The errors of each status."""
    found: dict[int, list[Failure]] = {}
    for each in answers.failures:
        found.setdefault(each.status, []).append(each)
    return found
