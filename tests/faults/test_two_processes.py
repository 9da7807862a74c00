"""Two bots on one database: the second takes over from the first, whatever that was doing, and nothing is doubled."""

from __future__ import annotations

import asyncio
import os
import random
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.faults.kill_points import KillPoint
from tests.faults.runs import Scenario, Verdict, run
from tests.faults.scenarios import SEED, kill_points
from tests.faults.scene import Scene, make_scene
from tests.faults.two_processes import Mishap, OneFile, Takeover

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.bots import Bots
    from tests.faults.stores import Shelf

RUNS = int(os.environ.get("FAULT_RUNS", "0"))
LEAST_RUNS = 60
AT_ONCE = 4
REFUSED = 2
# The narrowest gap: stopped after the last look at the lease, before the request leaves.
GAP = KillPoint("bot.delivery.responses:ResponseWatch._look_once_more", "after", how="stopped")


@pytest.fixture
async def scenes(used_database: str, shelf: Shelf) -> list[Scene]:
    return [await make_scene(shelf, used_database, is_forum=is_forum) for is_forum in (False, True)]


def mishaps(scenes: list[Scene], count: int) -> list[Mishap]:
    """Steps and kinds of mishap in one mixed order, the same at every call; some five hundred there are."""
    found = []
    for scene in scenes:
        found += [Mishap(scene, GAP, wakes) for wakes in ("late", "soon")]
        commits = [KillPoint(scene.shelf.commits, when, nth) for nth in range(1, 7) for when in ("before", "after")]
        for point in [*kill_points(scene), *commits]:
            stopped = replace(point, how="stopped")
            for is_cut in (False, True):
                found += [
                    Mishap(scene, point, is_cut=is_cut),
                    Mishap(scene, stopped, "late", is_cut=is_cut),
                    Mishap(scene, stopped, "soon", is_cut=is_cut),
                ]
    gaps, rest = [one for one in found if one.point == GAP], [one for one in found if one.point != GAP]
    random.Random(SEED).shuffle(rest)
    return [*gaps, *rest][:count]


async def play_all(scenes: list[Mishap], bots: Bots, folder: Path) -> list[Verdict]:
    """A few at a time."""
    free = asyncio.Semaphore(AT_ONCE)

    async def play(number: int, mishap: Mishap) -> Verdict:
        own = folder / f"run{number}"
        own.mkdir()
        async with free:
            return await run(mishap.scenario, bots, own, partial(Takeover, point=mishap.point, mishap=mishap))

    async with asyncio.TaskGroup() as playing:
        tasks = [playing.create_task(play(number, mishap)) for number, mishap in enumerate(scenes)]
    return [task.result() for task in tasks]


def is_bad(verdict: Verdict) -> bool:
    """A copy may have been there for a while: of two that sent in one moment neither could know."""
    return bool(verdict.is_lost or verdict.is_doubled or verdict.others or verdict.troubles or verdict.violations)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
async def test_one_post_whatever_becomes_of_the_first(
    bots: Bots, scenes: list[Scene], tmp_path: Path, note_figure: Callable[[str], None]
) -> None:
    verdicts = await play_all(mishaps(scenes, max(RUNS, LEAST_RUNS)), bots, tmp_path)
    lost, doubled = (sum(flags) for flags in zip(*((v.is_lost, v.is_doubled) for v in verdicts), strict=True))
    cleared = sum(verdict.cleared for verdict in verdicts)
    note_figure(
        f"two processes: {len(verdicts)} runs: {lost} lost, {doubled} doubled, {cleared} copies cleared away "
        f"(longest {max(verdict.seconds for verdict in verdicts):.1f} s)"
    )
    bad = [str(verdict) for verdict in verdicts if is_bad(verdict)]
    assert not bad, "\n".join(bad)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
async def test_a_stopped_bot_keeps_its_file_and_goes_on_with_it(
    bots: Bots, scenes: list[Scene], tmp_path: Path
) -> None:
    points = [(scene, point) for scene in scenes for point in kill_points(scene)[::6]]
    for number, (scene, point) in enumerate(points):
        own = tmp_path / f"run{number}"
        own.mkdir()
        play = partial(OneFile, point=replace(point, how="stopped"))
        verdict = await run(Scenario(scene, name=f"{scene.is_forum} {point}"), bots, own, play)
        assert verdict.is_good, str(verdict)
