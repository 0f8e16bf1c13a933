"""Lists, page by page."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from doorlist.client import calling
from doorlist.client.calling import Call
from doorlist.client.desk import Desk
from doorlist.client.errors import UnexpectedReply
from doorlist.client.reading import Reply
from doorlist.client.steps import Flow
from doorlist.client.waiting import Patience
from doorlist.contract.operations import BY_ID
from doorlist.contract.shapes.fields import PAGE_SIZE_MAX

P = TypeVar("P", bound=Reply)
I = TypeVar("I")  # noqa: E741 - an item

PAGES_MAX = 100_000


class Pages(Generic[P, I]):
    """The pages of a list, one after the other; `more` says whether there is another."""

    def __init__(
        self,
        desk: Desk,
        call: Call,
        model: type[P],
        items: Callable[[P], Sequence[I]],
        patience: Patience | None = None,
    ) -> None:
        self._desk = desk
        self._call = call
        self._model = model
        self._items = items
        self._patience = patience
        self._token = ""
        self._seen: set[str] = set()
        self.more = True

    def next(self) -> Flow[Sequence[I]]:
        """The items of the next page. Raises what `Client` says."""
        query = {"page_size": PAGE_SIZE_MAX, **self._call.query, "next_page_token": self._token}
        call = Call(self._call.operation_id, self._call.path, query)
        page = calling.read(call, self._model, (yield from calling.value(self._desk, call, self._patience)))
        token = str(getattr(page, "next_page_token", ""))
        if token and (token in self._seen or len(self._seen) >= PAGES_MAX):
            summary = BY_ID[call.operation_id].summary
            raise UnexpectedReply(f"{summary}: the server gave the same page token twice.", status=200)
        self._seen.add(token)
        self._token = token
        self.more = bool(token)
        return self._items(page)
