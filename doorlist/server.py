"""Settings in, running application out: the only module that knows every part."""

import asyncio
import gc
import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import uvicorn

from doorlist import clock, ids
from doorlist.access.tokens import hashed
from doorlist.contract.operations import EVERY_SCOPE
from doorlist.courier.courier import Courier
from doorlist.desk import founding
from doorlist.refusals import StorageUnavailable
from doorlist.rules.addresses import Reach
from doorlist.sandbox import seeds
from doorlist.settings import Settings
from doorlist.storage import accounts, migrate
from doorlist.storage.database import Sqlite, Unavailable
from doorlist.storage.store import Store
from doorlist.web import log
from doorlist.web.app import application
from doorlist.web.documents import Documents, none
from doorlist.web.protocol import BoundedProtocol

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
BACKLOG = 2048
KEEP_ALIVE_S = 75
COURIER_NICENESS = 10
"""A courier of its own lets requests go first where it shares the processors with a desk."""
_INSTEAD = {
    "init": "Serve it with `doorlist sandbox --database`, or give another --database.",
    "sandbox": "A sandbox's passwords are known to everybody. Give another --database, or `doorlist serve` this one.",
}


class StartRefused(Exception):
    """The desk does not start, and the message says why and what to do."""


REASONS = (StartRefused, Unavailable, StorageUnavailable, migrate.SchemaNewer, ValueError)
"""What may keep a desk from starting, each with a message for whoever started it."""


@dataclass(frozen=True, slots=True)
class Founded:
    """The credentials of a new desk; the secret is kept nowhere else."""

    account_id: str
    client_id: str
    client_secret: str


def found(settings: Settings, *, email: str, name: str, now: datetime, secret: str) -> Founded:
    """A new desk in a database that has none yet. Raises what REASONS names."""
    store = _open(settings, origin="init")
    try:
        if store.read_now(accounts.origin) is not None:
            raise StartRefused(f"{settings.database} holds a desk already. Serve it, or give another --database.")
        app = founding.NewApp(ids.ordered(), hashed(secret), EVERY_SCOPE)
        host = founding.NewUser(email, "Host", "", role="Owner")
        account, _ = store.write_now(
            lambda tx: founding.found(tx, origin="init", name=name, users=[host], app=app, now=now)
        )
        return Founded(account.id, app.client_id, secret)
    finally:
        store.close()


def serve(
    settings: Settings,
    *,
    origin: str,
    announce: Callable[[str], None],
    documents: Documents = none,
    throw_away: bool = False,
) -> None:
    """Serve until SIGTERM or SIGINT; requests in flight end first, then the store closes. Raises what REASONS names.

    `origin` is what made the database, or is to: `init` or `sandbox`. `announce` is told the address once it is open.
    `documents` makes the pages about the desk's own collection. `throw_away` says that the database is a new file that
    nobody will open again.
    """
    if origin == "sandbox" and settings.host not in LOOPBACK and not settings.allow_remote:
        raise StartRefused(
            f"a sandbox's passwords are known to everybody, so it does not listen on {settings.host} "
            "unless you give --allow-remote"
        )
    listening = _listen(settings)
    with listening:
        store = _open(settings, origin=origin, throw_away=throw_away)
        try:
            if origin == "sandbox":
                most, now = settings.registrants_max, clock.now()
                store.write_now(lambda tx: seeds.plant(tx, now=now, registrants_max=most))
            elif store.read_now(accounts.origin) is None:
                raise StartRefused(
                    f"{settings.database} holds no desk yet. Make one with `doorlist init --database …`."
                )
        except BaseException:
            store.close()
            raise
        courier = courier_of(store, settings, origin=origin)
        config = uvicorn.Config(
            application(
                store,
                settings,
                closing=store.close,
                validator=courier.validate,
                documents=documents,
                alongside=courier.at_work if settings.courier else courier.at_hand,
            ),
            http=BoundedProtocol,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=settings.shutdown_s,
            timeout_keep_alive=KEEP_ALIVE_S,
            backlog=BACKLOG,
        )
        log.configure()
        gc.freeze()  # what was loaded so far stays: the collector need not look at it again
        host, port = listening.getsockname()[:2]
        for number in (signal.SIGTERM, signal.SIGINT):  # what uvicorn hands on when it has ended
            signal.signal(number, lambda *_: sys.exit(0))
        announce(f"http://{f'[{host}]' if ':' in host else host}:{port}")
        uvicorn.Server(config).run(sockets=[listening])


def deliver(settings: Settings, *, announce: Callable[[], None]) -> None:
    """Deliver a desk's webhooks, and nothing else, until SIGTERM or SIGINT. Raises what REASONS names."""
    store, origin = open_any(settings)
    try:
        log.configure()
        os.nice(COURIER_NICENESS)
        asyncio.run(_deliver(courier_of(store, settings, origin=origin), announce))
    finally:
        store.close()


async def _deliver(courier: Courier, announce: Callable[[], None]) -> None:
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with courier.at_work():
        announce()
        await ended.wait()


def courier_of(store: Store, settings: Settings, *, origin: str) -> Courier:
    """The courier of a desk; a sandbox's may reach this machine."""
    reach = Reach(loopback=origin == "sandbox", private=settings.allow_private)
    return Courier(store, reach=reach, keep_days=settings.webhook_keep_days)


def open_any(settings: Settings) -> tuple[Store, str]:
    """The database of a desk or a sandbox, and which of the two it is. Raises what REASONS names."""
    store = Store(settings.database)
    try:
        migrate.upgrade(store.driver)
        made_by = store.read_now(accounts.origin)
        if made_by is None:
            raise StartRefused(f"{settings.database} holds no desk yet. Make one with `doorlist init --database …`.")
    except BaseException:
        store.close()
        raise
    return store, made_by


def _open(settings: Settings, *, origin: str, throw_away: bool = False) -> Store:
    """The database with its schema up to date. Raises StartRefused where something other than `origin` made it."""
    store = Store(settings.database)
    try:
        if throw_away and isinstance(store.driver, Sqlite):
            migrate.create(store.driver)
        else:
            migrate.upgrade(store.driver)
        made_by = store.read_now(accounts.origin)
        if made_by not in (origin, None):
            raise StartRefused(f"{settings.database} was made by `doorlist {made_by}`. {_INSTEAD[origin]}")
    except BaseException:
        store.close()
        raise
    return store


def _listen(settings: Settings) -> socket.socket:
    """A socket that accepts connections; opened before the database, so that a taken port changes nothing."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen(BACKLOG)  # what connects from here on waits until we serve
    except OSError as error:
        listening.close()
        raise StartRefused(
            f"cannot listen on {settings.host}:{settings.port}: {os.strerror(error.errno or 0)}. Give another --port."
        ) from error
    return listening
