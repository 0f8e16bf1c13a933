"""The table holds together: rows, refusals, answers, handlers and examples know of one another, and none is left over."""

import dataclasses
import inspect
import re
import string

import pytest

from doorlist import refusals
from doorlist.contract import answers
from doorlist.contract.answers import ANSWERS, Answer
from doorlist.contract.export import documented, examples
from doorlist.contract.operations import BY_ID, EVERYWHERE, OPERATIONS, Operation
from doorlist.contract.profiles import Profile
from doorlist.refusals import FieldFault, Refusal
from doorlist.web.api.handlers import HANDLERS

OUTSIDE_OF_THE_API = {
    "AppRefused",
    "ConsentRefused",
    "ConsentReturned",
    "GrantRefused",
    "LinkInvalid",
    "SignInRefused",
}
"""What only the OAuth endpoints, the door and the command line refuse with; they answer in their own ways."""
OF_AN_ADDRESS = {"RouteUnknown", "MethodUnknown"}
"""What is refused before it is known which operation is meant."""

CLASSES = {
    name: thing
    for name, thing in inspect.getmembers(refusals, inspect.isclass)
    if issubclass(thing, Refusal) and thing is not Refusal
}

every_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
every_answer = pytest.mark.parametrize("row", ANSWERS, ids=lambda row: f"{row.refusal}-{row.status}-{row.code}")


def refusals_of(operation: Operation) -> tuple[str, ...]:
    return (*operation.refusals, *EVERYWHERE)


def facts_of(refusal: str) -> set[str]:
    kind = CLASSES[refusal]
    return {field.name for field in dataclasses.fields(kind)} if dataclasses.is_dataclass(kind) else set()


@every_operation
def test_an_operation_says_where_it_is_known_from(operation: Operation) -> None:
    assert operation.source.strip()
    assert operation.summary.strip()
    assert operation.extension is ("extension of Doorlist" in operation.source)


def test_no_two_operations_share_a_name_or_an_address() -> None:
    assert len(BY_ID) == len(OPERATIONS)
    assert len({(operation.method, operation.path) for operation in OPERATIONS}) == len(OPERATIONS)


@every_operation
def test_an_operation_with_a_reply_does_not_answer_204(operation: Operation, any_profile: Profile) -> None:
    empty = operation.status(any_profile) == 204 or (operation.id, any_profile) == ("webinarStatus", Profile.P2026_08)
    assert empty is (operation.reply is None)


def test_every_operation_has_a_handler_and_every_handler_an_operation() -> None:
    assert set(HANDLERS) == set(BY_ID)


def test_every_operation_has_an_example_and_every_example_an_operation() -> None:
    assert set(examples.OPERATIONS) == set(BY_ID)


@every_operation
def test_what_an_operation_refuses_is_a_refusal_named_once(operation: Operation) -> None:
    named = refusals_of(operation)
    assert set(named) <= set(CLASSES)
    assert len(named) == len(set(named))


@every_operation
def test_what_an_operation_refuses_has_an_answer_in_each_profile(operation: Operation, any_profile: Profile) -> None:
    for name in refusals_of(operation):
        row = answers.answer(name, operation.id, any_profile)
        assert row.status >= 400
        assert row.code > 0


def test_a_refusal_without_an_answer_is_one_that_cannot_reach_the_api() -> None:
    answered = {row.refusal for row in ANSWERS}
    assert set(CLASSES) - answered == OUTSIDE_OF_THE_API
    assert answered <= set(CLASSES)


def test_every_refusal_with_an_answer_is_listed_by_some_operation() -> None:
    listed = {name for operation in OPERATIONS for name in refusals_of(operation)}
    assert {row.refusal for row in ANSWERS} - listed == OF_AN_ADDRESS


@every_answer
def test_an_answer_names_only_facts_that_its_refusal_has(row: Answer) -> None:
    named = {name for _, name, _, _ in string.Formatter().parse(row.message) if name}
    assert named <= facts_of(row.refusal)


@every_answer
def test_an_answer_says_how_it_is_known(row: Answer) -> None:
    assert row.grade in {"D", "O", "I", "C"}
    assert row.source.strip()


@every_answer
def test_an_answer_is_given_by_some_operation_in_some_profile(row: Answer) -> None:
    askers = [operation.id for operation in OPERATIONS if row.refusal in refusals_of(operation)]
    if row.refusal in OF_AN_ADDRESS:
        askers.append("")
    assert set(row.operations) <= set(BY_ID)
    assert any(answers.answer(row.refusal, asker, profile) is row for asker in askers for profile in Profile)


@pytest.mark.parametrize("refusal", sorted(set(CLASSES) - OUTSIDE_OF_THE_API))
def test_examples_have_a_value_for_each_fact(refusal: str) -> None:
    assert facts_of(refusal) - {"why", "faults", "meeting_type"} <= set(examples.FACTS)


def test_the_fault_of_an_example_has_what_a_fault_of_the_desk_has() -> None:
    assert examples.Fault._fields == tuple(field.name for field in dataclasses.fields(FieldFault))


@every_operation
def test_the_example_of_invalid_fields_names_a_field_of_the_operation(operation: Operation) -> None:
    fault = examples.OPERATIONS[operation.id].fault
    assert (fault is not None) is ("FieldsInvalid" in operation.refusals)
    if fault is not None:
        shapes = [shape for shape in (operation.query, operation.body) if shape is not None]
        known = {field.alias or name for shape in shapes for name, field in shape.model_fields.items()}
        assert re.split(r"[.\[]", fault.field)[0] in known
        shown = {each.refusal: each.body for each in documented.refusals(operation, Profile.P2022_09)}
        assert shown["FieldsInvalid"]["errors"] == [{"field": fault.field, "message": fault.message}]


@every_operation
def test_an_example_fills_in_the_whole_address(operation: Operation) -> None:
    assert list(examples.OPERATIONS[operation.id].path) == re.findall(r"\{(\w+)\}", operation.path)


@every_operation
def test_only_an_operation_with_a_body_is_documented_to_refuse_what_a_body_says(operation: Operation) -> None:
    shown = [each.refusal for each in documented.refusals(operation, Profile.P2022_09)]
    of_a_body = {"BodyUnreadable", "MediaTypeUnknown"}
    assert set(refusals_of(operation)) - set(shown) == (set() if operation.body else of_a_body)
