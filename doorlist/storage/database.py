"""The only module that knows a driver: a SQLite file or a PostgreSQL server, and statements compiled once for each."""

import fcntl
import functools
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import unquote

from sqlalchemy import Executable, Insert, Table, bindparam, insert
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

T = TypeVar("T")
Row = tuple[Any, ...]
Work = Callable[["Tx"], T]

SQLITE_CACHE_KIB = 16 * 1024
SQLITE_BUSY_MS = 10_000
POSTGRES_CONNECT_S = 10
POSTGRES_HURRY_MS = 5
POSTGRES_ANALYZE_MIN = 256
POSTGRES_ANALYZE_MAX = 65_536


class Unavailable(Exception):
    """The database cannot keep or read anything now: disk full, file locked for too long, server gone."""


class Conflict(Exception):
    """Two transactions were in each other's way (SQLSTATE 40001, 40P01); the same work may succeed when run again."""


class Busy(Exception):
    """A lock was not given at once to a transaction that holds others (SQLSTATE 55P03); alone, the work would wait."""


class Statement:
    """A SQLAlchemy Core statement, compiled when first used on each kind of database, then plain text for the driver."""

    def __init__(self, core: Executable) -> None:
        self._core = core
        self._compiled: dict[str, tuple[str, dict[str, object]]] = {}

    def compiled(self, driver: "Driver") -> tuple[str, dict[str, object]]:
        """The SQL for a driver, with named parameters in its style, and the parameters that are always the same."""
        found = self._compiled.get(driver.name)
        if found is None:
            assert isinstance(self._core, ClauseElement)
            made = self._core.compile(dialect=driver.dialect)
            assert isinstance(made, SQLCompiler)
            constants = {name: bind.value for name, bind in made.binds.items() if not bind.required}
            found = self._compiled[driver.name] = (str(made), constants)
        return found


@functools.cache
def insert_rows(table: Table, count: int) -> Statement:
    """An INSERT of `count` rows in one statement; parameters are `column_0` … `column_N` for each column."""
    core: Insert = insert(table).values(
        [{column.name: bindparam(f"{column.name}_{row}") for column in table.columns} for row in range(count)]
    )
    return Statement(core)


class Tx:
    """One open transaction, handed to a work. `inserted` counts the rows that `insert` added so far, `posted` the notices
    that are to go out.
    """

    def __init__(self, connection: Any, driver: "Driver") -> None:
        self._connection = connection
        self._driver = driver
        self.inserted = 0
        self.posted = 0

    def rows(self, statement: Statement, **parameters: object) -> list[Row]:
        """Every row that the statement gives."""
        found: list[Row] = self._execute(statement, parameters).fetchall()
        return found

    def row(self, statement: Statement, **parameters: object) -> Row | None:
        """The first row, or None."""
        found: Row | None = self._execute(statement, parameters).fetchone()
        return found

    def run(self, statement: Statement, **parameters: object) -> int:
        """The number of rows that the statement changed."""
        count: int = self._execute(statement, parameters).rowcount
        return count

    def insert(self, table: Table, rows: Sequence[dict[str, object]]) -> None:
        """Insert rows, each with every column. SQLite takes them one by one; a server in statements of 64, 32, … 1 rows,
        so that few different statements are ever compiled.
        """
        self.inserted += len(rows)
        if isinstance(self._driver, Sqlite):
            names = [column.name for column in table.columns]
            self._connection.executemany(
                self._driver.insert_one(table), [tuple(row[name] for name in names) for row in rows]
            )
            return
        start = 0
        size = 64
        while start < len(rows):
            while size > len(rows) - start:
                size //= 2
            parameters = {
                f"{name}_{index}": value
                for index, row in enumerate(rows[start : start + size])
                for name, value in row.items()
            }
            self._execute(insert_rows(table, size), parameters)
            start += size

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part of the transaction that is undone alone when it raises."""
        self._connection.execute("SAVEPOINT work")
        try:
            yield
        except BaseException:
            if self._driver.in_transaction(self._connection):
                self._connection.execute("ROLLBACK TO SAVEPOINT work")
                self._connection.execute("RELEASE SAVEPOINT work")
            raise
        self._connection.execute("RELEASE SAVEPOINT work")

    def _execute(self, statement: Statement, parameters: dict[str, object]) -> Any:
        text, constants = statement.compiled(self._driver)
        return self._connection.execute(text, parameters | constants if constants else parameters)


class Driver(Protocol):
    """What differs between the two databases."""

    name: str
    dialect: Any
    writers: int

    def url(self) -> str:
        """The address in SQLAlchemy's form, for migrations."""

    def connect(self, *, read_only: bool) -> Any:
        """A new connection, its transactions begun and ended by hand. Raises Unavailable."""

    def begin(self, connection: Any, *, read_only: bool) -> None:
        """Open a transaction; a writing one waits for the writer before it."""

    def hurry(self, connection: Any) -> None:
        """From here on the transaction waits for no lock while it holds some: it raises Busy instead."""

    def commit(self, connection: Any) -> None:
        """Make it durable."""

    def tend(self, connection: Any, inserted: int) -> None:
        """Look after the database between transactions, `inserted` rows later."""

    def rollback(self, connection: Any) -> None:
        """Undo it; closes nothing, raises nothing of the driver's."""

    def in_transaction(self, connection: Any) -> bool:
        """True while a transaction is open."""

    def broken(self, connection: Any) -> bool:
        """True when the connection is of no more use."""

    def translate(self, error: BaseException) -> BaseException:
        """The driver's error as Unavailable, Conflict or Busy where it is one, else unchanged."""


class Sqlite:
    """One file, one writer. The lock file beside it keeps a second process's writer in line without polling."""

    name = "sqlite"
    writers = 1

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        from sqlalchemy.dialects import sqlite  # each where it is used: both cost 40 ms to load

        self.dialect = sqlite.dialect(paramstyle="named")
        self._by_place = sqlite.dialect(paramstyle="qmark")
        self._inserts: dict[str, str] = {}
        self._lock_file: int | None = None
        self._held = threading.Lock()

    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def connect(self, *, read_only: bool) -> sqlite3.Connection:
        self._make_private()
        try:
            connection = sqlite3.connect(
                self.path,
                isolation_level=None,
                check_same_thread=False,
                timeout=SQLITE_BUSY_MS / 1000,
                cached_statements=256,
            )
            if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                self._switch_to_wal(connection)
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute(f"PRAGMA cache_size=-{SQLITE_CACHE_KIB}")
            connection.execute("PRAGMA temp_store=MEMORY")
            if read_only:
                connection.execute("PRAGMA query_only=ON")
        except sqlite3.Error as error:
            raise Unavailable(f"cannot open the database {self.path}: {error}") from error
        return connection

    def insert_one(self, table: Table) -> str:
        """The INSERT of a row, its values by place in the order of the columns: looking up hundreds of names in a statement
        of many rows took SQLite twice the time.
        """
        made = self._inserts.get(table.name)
        if made is None:
            made = self._inserts[table.name] = str(insert(table).compile(dialect=self._by_place))
        return made

    def _make_private(self) -> None:
        """A new file is its owner's alone: it holds people's addresses and the keys of their links.

        One that is there is not opened: closing it would drop every lock that this process's other connections hold on it
        (POSIX), and another process would take the write-ahead log away from under them.
        """
        try:
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        except FileExistsError:
            return
        except FileNotFoundError as error:
            raise Unavailable(f"cannot make the database {self.path}: there is no folder {self.path.parent}") from error
        except OSError as error:
            raise Unavailable(f"cannot open the database {self.path}: {os.strerror(error.errno or 0)}") from error

    def _switch_to_wal(self, connection: sqlite3.Connection) -> None:
        """Once in a file's life, one process after the other: SQLite does not wait for its own lock here."""
        lock_file = self._open_lock_file()
        try:
            fcntl.flock(lock_file, fcntl.LOCK_EX)
            connection.execute("PRAGMA journal_mode=WAL")
        finally:
            os.close(lock_file)

    def begin(self, connection: sqlite3.Connection, *, read_only: bool) -> None:
        if read_only:
            connection.execute("BEGIN")
            return
        self._hold()
        try:
            connection.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._let_go()
            raise

    def hurry(self, connection: sqlite3.Connection) -> None:
        """Nothing to do: a transaction that writes holds the only lock there is."""

    def commit(self, connection: sqlite3.Connection) -> None:
        connection.execute("COMMIT")
        self._let_go()

    def tend(self, connection: sqlite3.Connection, inserted: int) -> None:
        pass  # its statistics came with the schema

    def rollback(self, connection: sqlite3.Connection) -> None:
        try:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        except sqlite3.Error:
            connection.close()
        finally:
            self._let_go()

    def in_transaction(self, connection: sqlite3.Connection) -> bool:
        return connection.in_transaction

    def broken(self, connection: sqlite3.Connection) -> bool:
        try:
            connection.execute("SELECT 1")
        except sqlite3.ProgrammingError:
            return True
        return False

    def translate(self, error: BaseException) -> BaseException:
        if isinstance(error, sqlite3.OperationalError):
            return Unavailable(str(error))
        if type(error) is sqlite3.DatabaseError:
            return Unavailable(str(error))
        return error

    def _open_lock_file(self) -> int:
        try:
            return os.open(f"{self.path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise Unavailable(f"cannot open the lock file {self.path}.lock: {error.strerror}") from error

    def _hold(self) -> None:
        if self._lock_file is None:
            self._lock_file = self._open_lock_file()
        self._held.acquire()
        fcntl.flock(self._lock_file, fcntl.LOCK_EX)

    def _let_go(self) -> None:
        if self._held.locked() and self._lock_file is not None:
            fcntl.flock(self._lock_file, fcntl.LOCK_UN)
            self._held.release()


class Postgres:
    """A server, READ COMMITTED. What must not change between look and leap is locked with its roster's row."""

    name = "postgresql"
    writers = 2

    def __init__(self, url: str) -> None:
        self._url = url
        self._inserted = 0
        self._analyzed_at = POSTGRES_ANALYZE_MIN // 2
        from sqlalchemy.dialects.postgresql import psycopg

        self.dialect = psycopg.dialect()  # type: ignore[no-untyped-call]

    def url(self) -> str:
        return "postgresql+psycopg://" + self._url.split("://", 1)[1]

    def connect(self, *, read_only: bool) -> Any:
        import psycopg  # only where it is used: it costs 60 ms and 10 MB to load

        try:
            connection = psycopg.connect(self._url, autocommit=True, connect_timeout=POSTGRES_CONNECT_S)
        except psycopg.Error as error:
            raise Unavailable(f"cannot reach the database: {str(error).strip()}") from error
        if read_only:
            connection.execute("SET default_transaction_read_only = on")
        return connection

    def begin(self, connection: Any, *, read_only: bool) -> None:
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if read_only else "BEGIN")

    def hurry(self, connection: Any) -> None:
        connection.execute(f"SET LOCAL lock_timeout = {POSTGRES_HURRY_MS}")

    def commit(self, connection: Any) -> None:
        connection.execute("COMMIT")

    def tend(self, connection: Any, inserted: int) -> None:
        """Gather statistics while the desk is young: the server's own come a minute late, and until then it reads a whole
        roster to find one email. Done at 256 new rows, 512, and so on, until the server has surely done it itself.
        """
        self._inserted += inserted
        if self._analyzed_at < POSTGRES_ANALYZE_MAX and self._inserted >= 2 * self._analyzed_at:
            self._analyzed_at = self._inserted
            connection.execute("ANALYZE")

    def rollback(self, connection: Any) -> None:
        import psycopg

        try:
            connection.execute("ROLLBACK")
        except psycopg.Error:
            connection.close()

    def in_transaction(self, connection: Any) -> bool:
        from psycopg.pq import TransactionStatus

        return connection.info.transaction_status in (TransactionStatus.INTRANS, TransactionStatus.INERROR)

    def broken(self, connection: Any) -> bool:
        return bool(connection.closed)

    def translate(self, error: BaseException) -> BaseException:
        import psycopg

        if isinstance(error, psycopg.errors.SerializationFailure | psycopg.errors.DeadlockDetected):
            return Conflict(str(error))
        if isinstance(error, psycopg.errors.LockNotAvailable):
            return Busy(str(error))
        if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
            return Unavailable(str(error))
        return error


def driver(url: str) -> Driver:
    """The driver for a database's address: `sqlite:///path` or `postgresql://…`. Raises ValueError for any other."""
    scheme, separator, rest = url.partition("://")
    if scheme == "sqlite" and separator and rest.startswith("/") and len(rest) > 1:
        return Sqlite(unquote(rest[1:]))
    if scheme in ("postgresql", "postgres") and separator:
        return Postgres(url)
    raise ValueError(f"the database must be sqlite:///path or postgresql://user@host/name, not {url!r}")
