"""Does the same work on many things in processes of their own, so that an import uses several cores."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Thing = TypeVar("Thing")
Outcome = TypeVar("Outcome")
WAITING_FOR_EACH = 3  # how many things each process may be ahead


def in_order(work: Callable[[Thing], Outcome], things: Iterable[Thing], processes: int) -> Iterator[Outcome]:
    """Yield the result for each thing, in their order, although several are worked on at once.

    With `processes` 0, this process does the work. Raises BrokenProcessPool if another one is killed.
    """
    if not processes:
        yield from map(work, things)
        return
    # A process that is spawned shares nothing with this one: no files, no locks, no settings.
    method = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=method, initializer=_follow_parent) as pool:
        waiting: deque[Future[Outcome]] = deque()
        for thing in things:
            waiting.append(pool.submit(work, thing))
            if len(waiting) >= processes * WAITING_FOR_EACH:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _follow_parent() -> None:
    """Leave Ctrl+C to the process that imports, and end when it does, even if it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
