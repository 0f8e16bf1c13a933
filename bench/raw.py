"""The database alone: registrants inserted by prepared statements, many in a commit, nothing of ours around it."""

import itertools
import time

from bench import roster
from bench.figures import Sample
from bench.machine import Stopwatch
from doorlist import clock
from doorlist.sandbox.seeds import OPEN_MEETING_ID
from doorlist.storage import migrate, registrants
from doorlist.storage.database import Driver, driver
from doorlist.storage.tables import registrants as table

GROUP = 64


class Inserts:
    """A fresh database's table of registrants, open for inserts."""

    def __init__(self, url: str) -> None:
        self._driver: Driver = driver(url)
        migrate.upgrade(self._driver)
        self._connection = self._driver.connect(read_only=False)
        mark = "?" if self._driver.name == "sqlite" else "%s"
        self._statement = f"INSERT INTO registrants VALUES ({', '.join(mark for _ in table.columns)})"
        self._coming = roster.people(OPEN_MEETING_ID, now=clock.now())

    def run(self, seconds: float) -> Sample:
        """Rows per second, 64 to a commit. Making the rows is not counted."""
        cursor, watch = self._connection.cursor(), Stopwatch()
        rows, taken_s = 0, 0.0
        while taken_s < seconds:
            group = [tuple(registrants._columns(each).values()) for each in itertools.islice(self._coming, GROUP)]
            began = time.perf_counter()
            self._driver.begin(self._connection, read_only=False)
            cursor.executemany(self._statement, group)
            self._driver.commit(self._connection)
            taken_s += time.perf_counter() - began
            rows += GROUP
        watch.stop()
        return Sample(rows / taken_s, idle_cores=watch.idle_cores)

    def close(self) -> None:
        """End it."""
        self._connection.close()
