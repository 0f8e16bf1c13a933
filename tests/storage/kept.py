"""What the storage tests share: works over the smallest table there is, and a way to make works one group."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

from sqlalchemy import bindparam, insert, select
from surroundings import PATIENCE_S

from doorlist.storage.database import Statement, Tx
from doorlist.storage.store import Store
from doorlist.storage.tables import desk
from doorlist.storage.writer import Joint

_PUT = Statement(insert(desk).values(name=bindparam("name"), value=""))
_NAMES = Statement(select(desk.c.name).order_by(desk.c.name))


def put(*names: str) -> Callable[[Tx], str]:
    """A work that keeps names and gives back the last; a name that is there already crashes it."""

    def work(tx: Tx) -> str:
        for name in names:
            tx.run(_PUT, name=name)
        return names[-1]

    return work


def names(tx: Tx) -> list[str]:
    """A work that reads what was kept, in order."""
    return [row[0] for row in tx.rows(_NAMES)]


def put_then_raise(name: str, error: BaseException) -> Callable[[Tx], str]:
    """A work that writes, then comes to grief."""

    def work(tx: Tx) -> str:
        tx.run(_PUT, name=name)
        raise error

    return work


@contextlib.asynccontextmanager
async def busy(store: Store) -> AsyncIterator[None]:
    """A writer is kept busy inside; what is handed over meanwhile waits together, and so forms the next group."""
    entered, let_go = threading.Event(), threading.Event()

    def hold(_tx: Tx) -> None:
        entered.set()
        assert let_go.wait(PATIENCE_S)

    holding = asyncio.ensure_future(store.write(hold))
    assert await asyncio.to_thread(entered.wait, PATIENCE_S)
    try:
        yield
        await asyncio.sleep(0)  # each is handed over now
    finally:
        let_go.set()
    await asyncio.wait_for(holding, PATIENCE_S)


async def as_one_group(store: Store, *works: Callable[[Tx], Any] | Joint[Any, Any]) -> list[Any]:
    """The outcomes (values or exceptions) of works that wait together, and so form the next group."""
    async with busy(store):
        waiting = [asyncio.ensure_future(store.write(work)) for work in works]
    return await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), PATIENCE_S)
