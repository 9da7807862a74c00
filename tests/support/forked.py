"""Processes that tests kill, forked from one that has imported the bot, which would take seconds for each."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.process import BaseProcess

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.support.reading_clubs"])


def started(work: Callable[..., None], *given: Any) -> BaseProcess:
    """A process that runs this function of a module. Whoever starts it waits for its end."""
    process = FORKS.Process(target=work, args=given)
    process.start()
    return process


def exit_code(work: Callable[..., None], *given: Any) -> int | None:
    """Run it to its end. A killed process has minus the signal's number."""
    process = started(work, *given)
    process.join()
    return process.exitcode
