"""Crashes at a named step: the process kills or stops itself before or after the n-th call of a function."""

from __future__ import annotations

import functools
import importlib
import inspect
import os
import signal
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True)
class KillPoint:
    """`step` is `module:function` or `module:Class.method`. The `nth` call of it is the last."""

    step: str
    when: Literal["before", "after"]
    nth: int = 1
    how: Literal["killed", "stopped"] = "killed"

    def __str__(self) -> str:
        return f"{self.how} {self.when} {self.step.rpartition(':')[2]} #{self.nth}"


def arm(point: KillPoint) -> None:
    """Wrap the step in this process. Raises AttributeError if the step doesn't exist (any more)."""
    module, _, path = point.step.partition(":")
    holder: Any = importlib.import_module(module)
    *outer, name = path.split(".")
    for part in outer:
        holder = getattr(holder, part)
    setattr(holder, name, _counting(getattr(holder, name), point))


class _CallCounter:
    """Counts the calls of a step and ends the process at the last one."""

    def __init__(self, point: KillPoint) -> None:
        self._point = point
        self._calls = 0

    @contextmanager
    def around_call(self) -> Iterator[None]:
        self._calls += 1
        is_last = self._calls == self._point.nth
        if is_last and self._point.when == "before":
            end(self._point)
        yield
        if is_last and self._point.when == "after":
            end(self._point)


def _counting(step: Callable[..., Any], point: KillPoint) -> Callable[..., Any]:
    fuse = _CallCounter(point)

    @functools.wraps(step)
    async def counted_coroutine(*args: Any, **options: Any) -> Any:
        with fuse.around_call():
            return await step(*args, **options)

    @functools.wraps(step)
    def counted_function(*args: Any, **options: Any) -> Any:
        with fuse.around_call():
            return step(*args, **options)

    return counted_coroutine if inspect.iscoroutinefunction(step) else counted_function


def end(point: KillPoint) -> None:
    """If the process is stopped, the test decides whether it continues."""
    os.kill(os.getpid(), signal.SIGKILL if point.how == "killed" else signal.SIGSTOP)
