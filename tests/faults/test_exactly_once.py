"""The bot's process is killed and its requests fail at every step of a weekly post: one post, one thread, always.

`make faults` plays many more of the same. Each run leaves its log and database in pytest's folder.
"""

from __future__ import annotations

import asyncio
import os
from statistics import median
from typing import TYPE_CHECKING

import pytest

from tests.faults.runs import Scenario, Verdict, run
from tests.faults.scenarios import chosen, commits, sends
from tests.faults.scene import Scene, make_scene

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.bots import Bots
    from tests.faults.stores import Shelf

RUNS = int(os.environ.get("FAULT_RUNS", "0"))
LEAST_RUNS = 60
AT_ONCE = 6
# One of so many; on PostgreSQL of the single faults too.
SAMPLED = 5


@pytest.fixture
async def scenes(used_database: str, shelf: Shelf) -> list[Scene]:
    """A text channel's and a forum's."""
    return [await make_scene(shelf, used_database, is_forum=is_forum) for is_forum in (False, True)]


async def play_all(scenarios: list[Scenario], bots: Bots, folder: Path) -> list[Verdict]:
    """A few at a time."""
    free = asyncio.Semaphore(AT_ONCE)

    async def play(number: int, scenario: Scenario) -> Verdict:
        own = folder / f"run{number}"
        own.mkdir()
        async with free:
            return await run(scenario, bots, own)

    async with asyncio.TaskGroup() as playing:
        tasks = [playing.create_task(play(number, scenario)) for number, scenario in enumerate(scenarios)]
    return [task.result() for task in tasks]


def figure(verdicts: list[Verdict]) -> str:
    lost, doubled = (sum(flags) for flags in zip(*((v.is_lost, v.is_doubled) for v in verdicts), strict=True))
    deaths = sum(verdict.lives - 1 for verdict in verdicts)
    cleared = sum(verdict.cleared for verdict in verdicts)
    slow = max(verdict.seconds for verdict in verdicts)
    middle = median(verdict.seconds for verdict in verdicts)
    return (
        f"exactly once: {len(verdicts)} runs with {deaths} deaths: {lost} lost, {doubled} doubled, "
        f"{cleared} late copies cleared away ({middle:.1f} s a run, longest {slow:.1f} s)"
    )


async def test_without_faults_all_is_quiet(bots: Bots, scenes: list[Scene], tmp_path: Path) -> None:
    verdicts = await play_all([Scenario(scene) for scene in scenes], bots, tmp_path)
    assert [str(verdict) for verdict in verdicts if not verdict.is_good] == []
    assert [verdict.lives for verdict in verdicts] == [1, 1]


async def test_one_post_and_one_thread_whatever_fails(
    bots: Bots, scenes: list[Scene], database_kind: str, tmp_path: Path, note_figure: Callable[[str], None]
) -> None:
    scenarios = chosen(scenes, max(RUNS, LEAST_RUNS))
    if not RUNS:
        # The bot is the same on both; what another database changes shows at its commits.
        scenarios = scenarios[:: SAMPLED if database_kind == "postgresql" else 1]
        scenarios += [scenario for scene in scenes for scenario in commits(scene)][::SAMPLED]
        scenarios += [scenario for scene in scenes for scenario in sends(scene)][::SAMPLED]
    verdicts = await play_all(scenarios, bots, tmp_path)
    note_figure(f"{database_kind}, {figure(verdicts)}")
    bad = [str(verdict) for verdict in verdicts if not verdict.is_good]
    assert not bad, "\n".join(bad)
    # Of single faults every one must have come about; one of a pair may keep the other from happening.
    alone = [verdict for verdict in verdicts if len(verdict.scenario.faults) + len(verdict.scenario.kill_points) == 1]
    missed = [str(verdict) for verdict in alone if verdict.missed]
    assert not missed, "\n".join(missed)
