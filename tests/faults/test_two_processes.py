"""Two bots on one database: the second takes over from the first, whatever that was doing, and nothing is doubled."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.faults.kill_points import KillPoint
from tests.faults.runs import Play, Scenario, Verdict, play_all, run
from tests.faults.scenarios import RUNS, RUNS_TIMEOUT_S, SEED, kill_points, spread
from tests.faults.two_processes import OneFile, ProcessStop, Takeover

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.bots import Bots
    from tests.faults.scene import Scene

pytestmark = pytest.mark.timeout(RUNS_TIMEOUT_S)

AT_ONCE = 4
REFUSED = 2
# The smallest gap: stopped after the last check of the lease, before the request is sent.
GAP = KillPoint("bot.delivery.responses:ResponseWatch._look_once_more", "after", how="stopped")


def stops(scenes: list[Scene], count: int) -> list[ProcessStop]:
    """Steps and kinds of stops in a mixed order, the same at every call; there are about five hundred."""
    found = []
    for scene in scenes:
        found += [ProcessStop(scene, GAP, wakes) for wakes in ("late", "soon")]
        commits = [
            KillPoint(scene.database_maker.commits, when, nth) for nth in range(1, 7) for when in ("before", "after")
        ]
        for point in [*kill_points(scene), *commits]:
            stopped = replace(point, how="stopped")
            for is_cut in (False, True):
                found += [
                    ProcessStop(scene, point, is_cut=is_cut),
                    ProcessStop(scene, stopped, "late", is_cut=is_cut),
                    ProcessStop(scene, stopped, "soon", is_cut=is_cut),
                ]
    gaps, rest = [one for one in found if one.point == GAP], [one for one in found if one.point != GAP]
    random.Random(SEED).shuffle(rest)
    return [*gaps, *rest][:count]


async def run_with(one: tuple[Scenario, Callable[..., Play]], bots: Bots, folder: Path) -> Verdict:
    scenario, make_play = one
    return await run(scenario, bots, folder, make_play)


def is_bad(verdict: Verdict) -> bool:
    """A copy may have existed for a while: two processes that sent at the same moment couldn't know of each other."""
    return bool(verdict.is_lost or verdict.is_doubled or verdict.others or verdict.troubles or verdict.violations)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
async def test_one_post_whatever_happens_to_the_first_process(
    bots: Bots, scenes: list[Scene], tmp_path: Path, note_figure: Callable[[str], None]
) -> None:
    plays = [(one.scenario, partial(Takeover, point=one.point, stop=one)) for one in stops(scenes, RUNS)]
    verdicts = await play_all(plays, run_with, bots, tmp_path, AT_ONCE)
    lost, doubled = (sum(flags) for flags in zip(*((v.is_lost, v.is_doubled) for v in verdicts), strict=True))
    cleared = sum(verdict.cleared for verdict in verdicts)
    note_figure(
        f"two processes: {len(verdicts)} runs: {lost} lost, {doubled} doubled, {cleared} copies cleared away "
        f"(longest {max(verdict.seconds for verdict in verdicts):.1f} s)"
    )
    bad = [str(verdict) for verdict in verdicts if is_bad(verdict)]
    assert not bad, "\n".join(bad)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
async def test_a_stopped_bot_keeps_its_file_and_continues_with_it(
    bots: Bots, scenes: list[Scene], tmp_path: Path
) -> None:
    points = spread([(scene, point) for scene in scenes for point in kill_points(scene)], RUNS)
    plays = [
        (Scenario(scene, name=f"{scene.is_forum} {point}"), partial(OneFile, point=replace(point, how="stopped")))
        for scene, point in points
    ]
    verdicts = await play_all(plays, run_with, bots, tmp_path, AT_ONCE)
    assert [str(verdict) for verdict in verdicts if not verdict.is_good] == []
