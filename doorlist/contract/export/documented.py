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


@dataclass(frozen=True, slots=True)
class Documented:
    """One refusal of an operation: how a profile answers it, and what the JSON body may look like."""

    refusal: str
    answer: Answer
    body: Mapping[str, object]


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
    fault = examples.OPERATIONS[operation.id].fault
    if name == "FieldsInvalid" and fault is not None:
        facts["faults"] = (fault,)
    return Documented(name, row, answers.body(row, facts))
