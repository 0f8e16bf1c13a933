"""The database as the rest of the house sees it: works go in, what they give comes back, durable."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from doorlist.refusals import StorageUnavailable
from doorlist.storage.database import Conflict, Driver, Tx, Unavailable, Work, driver
from doorlist.storage.writer import Joint, Writer

T = TypeVar("T")

READERS = 4


class Store:
    """One database. Works that read run on connections of their own and never see what is not committed."""

    def __init__(self, url: str) -> None:
        self.driver: Driver = driver(url)
        self._writer = Writer(self.driver)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="doorlist-reader")
        self._own = threading.local()
        self._connections: list[Any] = []

    async def write(self, work: Work[T] | Joint[Any, T]) -> T:
        """What the work gives, once it is kept. Raises its refusal, or StorageUnavailable."""
        return await self._writer.write(work)

    def write_now(self, work: Work[T] | Joint[Any, T]) -> T:
        """`write` for a caller without an event loop."""
        return self._writer.write_now(work)

    @property
    def busy(self) -> bool:
        """Whether requests wait to be kept, so that what can wait should."""
        return self._writer.busy

    def when_posted(self, call: Callable[[], None]) -> None:
        """Have a function called, in a thread of the store's, whenever notices were kept that are to go out."""
        self._writer.on_posted = call

    async def read(self, work: Work[T]) -> T:
        """What the work gives, from one consistent view. Raises its refusal, or StorageUnavailable."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_now, work)

    def read_now(self, work: Work[T]) -> T:
        """`read` for a caller without an event loop. One that found the server gone is run again on a new connection."""
        try:
            return self._read(work)
        except StorageUnavailable:
            return self._read(work)

    def _read(self, work: Work[T]) -> T:
        try:
            connection = self._connection()
            self.driver.begin(connection, read_only=True)
            try:
                found = work(Tx(connection, self.driver))
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        except Exception as raised:
            error = self.driver.translate(raised)
            if isinstance(error, Conflict | Unavailable):
                raise StorageUnavailable from raised
            raise
        return found

    def close(self) -> None:
        """Finish the works that wait, then close every connection."""
        self._writer.close()
        self._readers.shutdown(wait=True)
        for connection in self._connections:
            connection.close()

    def _connection(self) -> Any:
        """This thread's own connection, opened anew when the last one broke."""
        connection = getattr(self._own, "connection", None)
        if connection is None or self.driver.broken(connection):
            connection = self._own.connection = self.driver.connect(read_only=True)
            self._connections.append(connection)
        return connection
