"""What the machine did meanwhile, and what kind of machine it is: idle cores, CPU seconds, memory, disk."""

import contextlib
import os
import platform
import sqlite3
import statistics
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import psutil

MIB = 1024 * 1024
_SYNCS = 200


def tree(pids: Iterable[int]) -> list[psutil.Process]:
    """The processes of these ids that live, each with all its children."""
    found: dict[int, psutil.Process] = {}
    for pid in pids:
        with contextlib.suppress(psutil.NoSuchProcess):
            root = psutil.Process(pid)
            found |= {each.pid: each for each in (root, *root.children(recursive=True))}
    return list(found.values())


def cpu_s(pids: Iterable[int]) -> float:
    """CPU seconds that these processes used, their children included, those that ended as well."""
    total = 0.0
    for process in tree(pids):
        with contextlib.suppress(psutil.NoSuchProcess):
            total += sum(process.cpu_times()[:4])  # user, system, and the same of children that ended
    return total


def resident_mb(pids: Iterable[int]) -> float:
    """Resident memory of these processes and their children, in MB of 2^20 bytes."""
    total = 0
    for process in tree(pids):
        with contextlib.suppress(psutil.NoSuchProcess):
            total += process.memory_info().rss
    return total / MIB


class Stopwatch:
    """Wall time, and how many cores were idle and busy meanwhile."""

    def __init__(self) -> None:
        self._began_s = time.perf_counter()
        self._began = psutil.cpu_times()
        self.wall_s = 0.0
        self.idle_cores = 0.0
        self.busy_cores = 0.0

    def stop(self) -> None:
        """Note what passed since it was made."""
        now = psutil.cpu_times()
        self.wall_s = time.perf_counter() - self._began_s
        idle_s = now.idle - self._began.idle + getattr(now, "iowait", 0.0) - getattr(self._began, "iowait", 0.0)
        self.idle_cores = max(0.0, idle_s / self.wall_s)
        self.busy_cores = max(0.0, (os.cpu_count() or 1) - self.idle_cores)


def facts(folder: Path) -> Mapping[str, str]:
    """What a reader must know of the machine to judge the figures."""
    virtual = psutil.virtual_memory()
    return {
        "cores": str(os.cpu_count()),
        "memory": f"{virtual.total / MIB / 1024:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "load at start": f"{os.getloadavg()[0]:.1f}",
        "disk": f"fdatasync of 4 KiB takes {_sync_ms(folder):.2f} ms (p50)",
    }


def _sync_ms(folder: Path) -> float:
    path = folder / "sync"
    taken: list[float] = []
    with open(path, "wb", buffering=0) as file:
        for _ in range(_SYNCS):
            file.write(b"\0" * 4096)
            began = time.perf_counter()
            getattr(os, "fdatasync", os.fsync)(file.fileno())
            taken.append((time.perf_counter() - began) * 1000)
    path.unlink()
    return statistics.median(taken)
