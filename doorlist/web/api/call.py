"""One request on its way: who calls, what was given, and how to get at the store."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel

from doorlist.contract.operations import Operation
from doorlist.contract.profiles import Profile
from doorlist.desk.notices import Letterhead
from doorlist.model import Account, Caller, MeetingKind
from doorlist.refusals import Checked
from doorlist.rules.quotas import Allowance, Quota
from doorlist.settings import Settings
from doorlist.storage.database import Work
from doorlist.storage.store import Store
from doorlist.storage.writer import Joint
from doorlist.web.api import allowances
from doorlist.wire.links import Links
from doorlist.wire.paging import Place, head, place, token

T = TypeVar("T")
S = TypeVar("S", bound=BaseModel)

Validator = Callable[[str, str], Awaitable[str]]
"""Asks the receiver at an address whether it has a secret; gives back why not, or nothing."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A response not yet written. `allowance` is what a registrant has left today, where the operation is limited so."""

    status: int
    body: Mapping[str, object] | None = None
    notices: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    allowance: Allowance | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was let in. `query` and `body` raise for wrong fields when they are asked for, not before."""

    operation: Operation
    path: Mapping[str, str]
    query: Checked[Any]
    body: Checked[Any]
    caller: Caller
    account: Account
    links: Links
    store: Store
    settings: Settings
    now: datetime
    validator: Validator

    @property
    def letterhead(self) -> Letterhead:
        """What this request's notices are written with."""
        return Letterhead(self.links, self.settings.webhook_numeric_ids)

    @property
    def profile(self) -> Profile:
        """The contract that is spoken."""
        return self.settings.profile

    @property
    def kind(self) -> MeetingKind:
        """Whether the operation is about meetings or webinars."""
        return MeetingKind.WEBINAR if self.operation.webinar else MeetingKind.MEETING

    @property
    def number(self) -> str:
        """The meeting's or webinar's number, as it stands in the address."""
        return self.path["webinarId" if self.operation.webinar else "meetingId"]

    @property
    def quota(self) -> Quota | None:
        """How often a day this may be done to one registrant or host; None where that is not limited."""
        return allowances.quota(self.operation, self.settings)

    async def read(self, work: Work[T]) -> T:
        """What a work finds."""
        return await self.store.read(work)

    async def write(self, work: Work[T] | Joint[Any, T]) -> T:
        """What a work gives, once it is kept."""
        return await self.store.write(work)

    def reply(
        self, body: Mapping[str, object] | None = None, *notices: str, allowance: Allowance | None = None
    ) -> Reply:
        """Success, with the status that the operation has in this profile."""
        return Reply(self.operation.status(self.profile), body, notices, allowance=allowance)

    def place(self, query: Any, *, filters: Mapping[str, object], size_max: int) -> Place:
        """The page that a query asks for."""
        return place(
            query.next_page_token,
            filters,
            of=self._list_name(),
            size=query.page_size,
            size_max=size_max,
            number=query.page_number,
            secret=self.account.secret,
            now=self.now,
        )

    def page_head(self, here: Place, total: int, cursors: list[str]) -> dict[str, object]:
        """The head of a page that was asked for with one record more than it shows: if that came, there is a next one."""
        more = len(cursors) > here.size
        behind = (
            token(here, cursors[here.size - 1], of=self._list_name(), secret=self.account.secret, now=self.now)
            if more
            else ""
        )
        return head(here, total, behind)

    def _list_name(self) -> str:
        return " ".join((self.operation.id, *self.path.values()))
