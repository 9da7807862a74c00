"""The bot's process is killed at every step of a vote with ranked ballots, and its messages are lost, late and refused.

Every ballot is counted once, whatever is delivered again: one result, and one post with the winner.
"""

from __future__ import annotations

import random
from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.faults.kill_points import KillPoint
from tests.faults.runs import Scenario, play_all
from tests.faults.scenarios import FEWER_RUNS, RUNS_TIMEOUT_S, SEED, spread
from tests.faults.votes import make_vote, run_vote
from tests.support.loopback import Target, faults

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.bots import Bots
    from tests.faults.scene import Scene
    from tests.faults.stores import DatabaseMaker

pytestmark = pytest.mark.timeout(RUNS_TIMEOUT_S)

AT_ONCE = 2
REQUEST_FAULTS = (
    faults.lost(),
    faults.killed_before(),
    faults.killed_after(),
    *(faults.failed(status, applies=applies) for status in (500, 503) for applies in (False, True)),
    faults.limited(3, "shared"),
)
VOTING = (
    ("bot.storage.ballots.rows:save_ballot", (1, 4, 8)),
    ("bot.services.polls.ballots:BallotService.choose", (2, 9)),
    ("bot.storage.groups:GroupedWrites._together", (2, 3)),
)
COUNTING = (
    ("bot.storage.ballots.rows:ballots_in", (1,)),
    ("bot.storage.polls.rows:change_poll", (2,)),  # the first notes the message of the vote
    ("bot.storage.syllabus.rows:replace_queue", (1,)),
    ("bot.storage.ballots.rows:delete_ballots", (1,)),
    ("bot.storage.weeks.rows:add_week", (1,)),
    ("bot.services.outbox.service:OutboxService.mark_sending", (2, 3)),
    ("bot.delivery.sender:Sender.send", (2, 3)),
)


def kill_points(steps: tuple[tuple[str, tuple[int, ...]], ...]) -> list[KillPoint]:
    return [KillPoint(step, when, nth) for step, times in steps for nth in times for when in ("before", "after")]


def chosen(scene: Scene, count: int) -> list[Scenario]:
    """Some of the single faults (or all of them), and pairs of a crash while members vote and a fault of the end."""
    # The first message is that of the vote. The result and the post follow.
    requests = [(Target(*faults.CREATE_MESSAGE, nth), fault) for nth, fault in product((2, 3), REQUEST_FAULTS)]
    alone = [Scenario(scene, kill_points=(point,)) for point in kill_points(VOTING + COUNTING)]
    alone += [Scenario(scene, faults=(one,)) for one in requests]
    chance = random.Random(SEED)
    both = [
        Scenario(scene, faults=(chance.choice(requests),), kill_points=(chance.choice(kill_points(VOTING)),))
        for _ in range(count)
    ]
    return [*spread(alone, max(1, count - count // 4)), *both][:count]


@pytest.fixture
async def scene(used_database: str, database_maker: DatabaseMaker) -> Scene:
    return await make_vote(database_maker, used_database)


async def test_every_ballot_is_counted_once_and_one_result_is_posted(
    bots: Bots, scene: Scene, database_kind: str, tmp_path: Path, note_figure: Callable[[str], None]
) -> None:
    verdicts = await play_all([Scenario(scene), *chosen(scene, FEWER_RUNS)], run_vote, bots, tmp_path, AT_ONCE)
    bad = [str(verdict) for verdict in verdicts if not verdict.is_good]
    crashes = sum(verdict.starts - 1 for verdict in verdicts)
    note_figure(f"votes, {database_kind}: {len(verdicts)} runs with {crashes} crashes: {len(bad)} with a wrong count")
    assert not bad, "\n".join(bad)
    alone = [verdict for verdict in verdicts if len(verdict.scenario.faults) + len(verdict.scenario.kill_points) == 1]
    assert not [str(verdict) for verdict in alone if verdict.missed]
