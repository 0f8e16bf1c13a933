"""Rosters as rows: the rules of each, and how many stand where."""

from dataclasses import replace
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, bindparam, insert, or_, select, update

from doorlist.model import (
    Approval,
    Counts,
    CustomQuestion,
    Panelist,
    Questions,
    RegistrationType,
    Roster,
    RosterKind,
    StandardQuestion,
)
from doorlist.storage import seats
from doorlist.storage.database import Row, Statement, Tx
from doorlist.storage.encoding import from_json, from_ms_or_none, to_json, to_ms_or_none
from doorlist.storage.tables import rosters


def _one() -> ColumnElement[bool]:
    return and_(rosters.c.account_id == bindparam("of_account"), rosters.c.roster_id == bindparam("of_roster"))


_FIND = Statement(select(rosters).where(_one()))
_LOCK = Statement(select(rosters).where(_one()).with_for_update())
_ADD = Statement(insert(rosters))
_RULES = ("approval", "registration_type", "capacity", "closes_ms", "barred", "panelists", "questions")
_SAVE = Statement(update(rosters).where(_one()).values({name: bindparam(name) for name in _RULES}))
# The database itself keeps the approved within the capacity: a change that would pass it changes nothing. Where people
# register for single occurrences, the capacity is each occurrence's (storage/seats.py).
_COUNT = Statement(
    update(rosters)
    .where(
        _one(),
        or_(
            bindparam("approved_more") <= 0,
            rosters.c.registration_type != int(RegistrationType.ONCE_FOR_ALL),
            rosters.c.approved + bindparam("approved_more") <= rosters.c.capacity,
        ),
    )
    .values(
        approved=rosters.c.approved + bindparam("approved_more"),
        pending=rosters.c.pending + bindparam("pending_more"),
        denied=rosters.c.denied + bindparam("denied_more"),
        cancelled=rosters.c.cancelled + bindparam("cancelled_more"),
    )
)


def find(tx: Tx, account_id: str, roster_id: str) -> Roster | None:
    """The roster of this id in an account."""
    return _whole(tx, tx.row(_FIND, of_account=account_id, of_roster=roster_id))


def lock(tx: Tx, account_id: str, roster_id: str) -> Roster | None:
    """The same, and until the transaction ends nobody else can lock or change it."""
    return _whole(tx, tx.row(_LOCK, of_account=account_id, of_roster=roster_id))


def add(tx: Tx, new: Roster) -> None:
    """Keep a new roster, empty."""
    tx.run(
        _ADD,
        account_id=new.account_id,
        roster_id=new.id,
        kind=new.kind.value,
        meeting_id=new.meeting_id,
        approved=0,
        pending=0,
        denied=0,
        cancelled=0,
        **_rules(new),
    )


def save(tx: Tx, roster: Roster) -> None:
    """Keep a roster's changed rules; its counts are changed by `count` alone."""
    tx.run(_SAVE, of_account=roster.account_id, of_roster=roster.id, **_rules(roster))


def count(tx: Tx, account_id: str, roster_id: str, more: Counts) -> bool:
    """Add to (or take from) a roster's counts. False, with nothing changed, where the capacity would be passed."""
    changed = tx.run(
        _COUNT,
        of_account=account_id,
        of_roster=roster_id,
        approved_more=more.approved,
        pending_more=more.pending,
        denied_more=more.denied,
        cancelled_more=more.cancelled,
    )
    return changed == 1


def _rules(roster: Roster) -> dict[str, object]:
    return {
        "approval": int(roster.approval),
        "registration_type": int(roster.registration_type),
        "capacity": roster.capacity,
        "closes_ms": to_ms_or_none(roster.closes_at),
        "barred": to_json(sorted(roster.barred)),
        "panelists": to_json([[each.id, each.email, each.name] for each in roster.panelists]),
        "questions": to_json(
            {
                "standard": [[each.field_name, each.required] for each in roster.questions.standard],
                "custom": [
                    [each.title, each.type, each.required, list(each.answers)] for each in roster.questions.custom
                ],
            }
        ),
    }


def _whole(tx: Tx, row: Row | None) -> Roster | None:
    roster = None if row is None else _roster(row)
    if roster is None or not roster.by_occurrence:
        return roster
    return replace(roster, occurrences=seats.counts(tx, roster.account_id, roster.id))


def _questions(text: str) -> Questions:
    value = cast("dict[str, Any]", from_json(text))
    return Questions(
        standard=tuple(StandardQuestion(*each) for each in value["standard"]),
        custom=tuple(
            CustomQuestion(title, type, required, tuple(answers)) for title, type, required, answers in value["custom"]
        ),
    )


def _roster(row: Row) -> Roster:
    named = dict(zip(rosters.c.keys(), row, strict=True))
    return Roster(
        account_id=named["account_id"],
        id=named["roster_id"],
        kind=RosterKind(named["kind"]),
        meeting_id=named["meeting_id"],
        approval=Approval(named["approval"]),
        registration_type=RegistrationType(named["registration_type"]),
        capacity=named["capacity"],
        closes_at=from_ms_or_none(named["closes_ms"]),
        barred=frozenset(cast("list[str]", from_json(named["barred"]))),
        counts=Counts(named["approved"], named["pending"], named["denied"], named["cancelled"]),
        questions=_questions(named["questions"]),
        panelists=tuple(Panelist(*each) for each in cast("list[list[str]]", from_json(named["panelists"]))),
    )
