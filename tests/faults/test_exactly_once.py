"""The bot's process is killed and its requests fail at every step of a weekly post: always one post and one thread.

`make test` runs a few scenarios, `make faults` many. Each run leaves its log and database in pytest's folder.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import pytest

from tests.faults.runs import Scenario, Verdict, play_all, run
from tests.faults.scenarios import RUNS, RUNS_TIMEOUT_S, chosen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.bots import Bots
    from tests.faults.scene import Scene

pytestmark = pytest.mark.timeout(RUNS_TIMEOUT_S)


def figure(verdicts: list[Verdict]) -> str:
    lost, doubled = (sum(flags) for flags in zip(*((v.is_lost, v.is_doubled) for v in verdicts), strict=True))
    crashes = sum(verdict.starts - 1 for verdict in verdicts)
    cleared = sum(verdict.cleared for verdict in verdicts)
    slow = max(verdict.seconds for verdict in verdicts)
    middle = median(verdict.seconds for verdict in verdicts)
    return (
        f"exactly once: {len(verdicts)} runs with {crashes} crashes: {lost} lost, {doubled} doubled, "
        f"{cleared} late copies cleared away ({middle:.1f} s a run, longest {slow:.1f} s)"
    )


async def test_without_faults_everything_is_normal(bots: Bots, scenes: list[Scene], tmp_path: Path) -> None:
    verdicts = await play_all([Scenario(scene) for scene in scenes], run, bots, tmp_path)
    assert [str(verdict) for verdict in verdicts if not verdict.is_good] == []
    assert [verdict.starts for verdict in verdicts] == [1, 1]


async def test_one_post_and_one_thread_whatever_fails(
    bots: Bots, scenes: list[Scene], database_kind: str, tmp_path: Path, note_figure: Callable[[str], None]
) -> None:
    scenarios = chosen(scenes, RUNS)
    verdicts = await play_all(scenarios, run, bots, tmp_path)
    note_figure(f"{database_kind}, {figure(verdicts)}")
    bad = [str(verdict) for verdict in verdicts if not verdict.is_good]
    assert not bad, "\n".join(bad)
    # Every single fault must have happened. In pairs, one may prevent the other.
    alone = [verdict for verdict in verdicts if len(verdict.scenario.faults) + len(verdict.scenario.kill_points) == 1]
    missed = [str(verdict) for verdict in alone if verdict.missed]
    assert not missed, "\n".join(missed)
