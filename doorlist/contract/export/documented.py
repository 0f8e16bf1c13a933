"""What an operation may be answered with: each of its refusals under a profile, with a body as an example."""

from collections.abc import Mapping
from dataclasses import dataclass

from doorlist.contract import answers, limits
from doorlist.contract.answers import Answer
from doorlist.contract.export import examples
from doorlist.contract.operations import EVERYWHERE, Operation
from doorlist.contract.profiles import Profile

_OF_A_BODY = frozenset({"BodyUnreadable", "MediaTypeUnknown"})
"""Refusals of EVERYWHERE that cannot come where no body is read."""

_THE_SAME = (
    "scopes",
    "limit",
    "webhooks_max",
    "address_bytes_max",
    "headers_max",
    "header_bytes_max",
    "body_bytes_max",
)
"""Facts that are the same for every request of an operation."""


@dataclass(frozen=True, slots=True)
class Documented:
    """One refusal of an operation: how a profile answers it, what the JSON body may look like, and what it says of any.

    In `meaning` what differs from request to request is a name in braces: `Meeting does not exist: {meetingId}.`
    """

    refusal: str
    answer: Answer
    body: Mapping[str, object]
    meaning: str


def refusals(operation: Operation, profile: Profile) -> tuple[Documented, ...]:
    """Every refusal of an operation, its own first. Raises KeyError where the profile has no answer to one."""
    common = (name for name in EVERYWHERE if operation.body is not None or name not in _OF_A_BODY)
    return tuple(_documented(name, operation, profile) for name in (*operation.refusals, *common))


def success(operation: Operation) -> str:
    """What success gives back, in a sentence."""
    if operation.reply is None:
        return "Done. The answer has no body."
    return (operation.reply.__doc__ or "").strip().split("\n")[0]


def description(operation: Operation) -> str:
    """What to know about an operation beside its summary: notes, scopes, rate label and source, as Markdown."""
    extension = "**Extension of Doorlist**: the real API does not have this." if operation.extension else ""
    scopes = ", ".join(f"`{scope}`" for scope in (*operation.classic, *operation.granular))
    paragraphs = (
        extension,
        operation.notes,
        f"Any one of these scopes is enough: {scopes}.",
        f"Rate limit label: {operation.label}.",
        _cap(operation),
        f"Source: {operation.source}.",
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _cap(operation: Operation) -> str:
    cap = limits.CAP_OF.get(operation.id)
    if cap is None:
        return ""
    return (
        f"At most {cap.most} a day for each {'host' if cap.kind == 'host' else 'registrant'}, where that limit is on."
    )


def _documented(name: str, operation: Operation, profile: Profile) -> Documented:
    row = answers.answer(name, operation.id, profile)
    facts: dict[str, object] = {**examples.FACTS, "scopes": operation.granular}
    cap = limits.CAP_OF.get(operation.id)
    if cap is not None:
        facts["limit"] = cap.most
    fault = examples.OPERATIONS[operation.id].fault
    if name == "FieldsInvalid" and fault is not None:
        facts["faults"] = (fault,)
    any_of_them = {each: facts[each] if each in _THE_SAME else _open(each) for each in facts}
    return Documented(name, row, answers.body(row, facts), str(answers.body(row, any_of_them)["message"]))


def _open(fact: str) -> str:
    first, *rest = fact.split("_")
    return f"{{{first}{''.join(map(str.capitalize, rest))}}}"
