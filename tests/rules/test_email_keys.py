"""Which emails are one."""

import pytest

from doorlist.contract.emails import email_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana.Lee@Example.COM", "ana.lee@example.com"),
        ("ZOË@example.com", "zoë@example.com"),
        ("zoe\u0308@example.com", "zoë@example.com"),
    ],
)
def test_emails_that_differ_in_case_or_composition_alone_are_one(one: str, other: str) -> None:
    assert email_key(one) == email_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("straße@example.com", "strasse@example.com"),
        ("\u212aate@example.com", "kate@example.com"),
        ("zoë@example.com", "zoe@example.com"),
        ("\u0130nci@example.com", "inci@example.com"),
    ],
)
def test_no_letter_stands_for_another_one(one: str, other: str) -> None:
    assert email_key(one) != email_key(other)
