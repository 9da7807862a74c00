"""Keeps the lineage free of circles."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def path_between(start: str, goal: str, builds_on: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    """Return the shortest path from a paper to one that it builds on, both included; nothing if it does not.

    A link from `goal` to `start` would close it to a circle.
    """
    came_from = {start: start}
    row = [start]
    while row:
        if goal in came_from:
            return _back(goal, came_from)
        following: list[str] = []
        for key in row:
            for older in builds_on(key):
                if older not in came_from:
                    came_from[older] = key
                    following.append(older)
        row = following
    return ()


def _back(goal: str, came_from: dict[str, str]) -> tuple[str, ...]:
    path = [goal]
    while came_from[path[-1]] != path[-1]:
        path.append(came_from[path[-1]])
    return tuple(reversed(path))
