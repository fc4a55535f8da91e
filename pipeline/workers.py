"""Work in processes that may be stopped: each file has so much time and memory, and what it breaks is only its own process."""

from __future__ import annotations

import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as OutOfTime
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

T = TypeVar("T")
R = TypeVar("R")

_RECYCLE = 200  # files after which a process begins anew: what libraries keep of earlier files goes with it
_AHEAD = 4  # files handed out ahead of the one that is waited for, for each process


@dataclass(frozen=True)
class Limits:
    """What one file may take: seconds of time, bytes of memory (of its process, models included). 0: no limit."""

    seconds: float = 900.0
    memory: int = 4_000_000_000


@dataclass(frozen=True)
class Broken:
    """A file whose process was stopped for its time, or died."""

    why: Literal["time", "death"]


def in_processes(
    function: Callable[[T], R], items: Iterable[T], jobs: int, limits: Limits
) -> Iterator[tuple[T, R | Broken]]:
    """Each item with what the function made of it in a process of its own pool, in the order of the items.

    An exception that the function raises is raised here; a process that hangs is killed, one that dies is replaced.
    """
    # neither is a copy of this process, whose threads would be lost in it
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(["pipeline.batch"])
    pool = ProcessPool(jobs, _RECYCLE, _bound, (limits.memory,), context)
    waiting: deque[tuple[T, ProcessFuture[Any]]] = deque()
    try:
        for item in items:
            waiting.append((item, pool.schedule(function, (item,), timeout=limits.seconds or None)))
            if len(waiting) >= jobs * _AHEAD:
                yield _first(waiting)
        while waiting:
            yield _first(waiting)
        pool.close()  # type: ignore[no-untyped-call]
    finally:
        pool.stop()  # type: ignore[no-untyped-call]  # of a run that was broken off; after close() there is nothing left to stop
        pool.join()


def _first(waiting: deque[tuple[T, ProcessFuture[Any]]]) -> tuple[T, R | Broken]:
    """The item that waits longest, and what came of it."""
    item, future = waiting.popleft()
    try:
        return item, future.result()
    except OutOfTime:
        return item, Broken("time")
    except ProcessExpired:
        return item, Broken("death")


def _bound(memory: int) -> None:
    """Bound this process's memory. What asks for more gets a MemoryError, or its process dies; the others go on."""
    if memory and sys.platform != "win32":
        import resource

        kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
        with suppress(ValueError, OSError):  # an administrator's own limit is lower
            resource.setrlimit(kind, (memory, resource.getrlimit(kind)[1]))
