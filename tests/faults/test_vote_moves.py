"""A vote whose post moves says when it ends now, whatever fails. `make faults` runs all scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.runs import play_all
from tests.faults.scenarios import FEWER_RUNS, RUNS_TIMEOUT_S, spread
from tests.faults.vote_moves import (
    VoteMoveScenario,
    make_vote_move_scene,
    run_vote_move,
    scenarios_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.bots import Bots
    from tests.faults.stores import DatabaseMaker
    from tests.faults.vote_ends import VoteEndScene

pytestmark = pytest.mark.timeout(RUNS_TIMEOUT_S)


@pytest.fixture
async def moved_vote(database_maker: DatabaseMaker, used_database: str) -> VoteEndScene:
    return await make_vote_move_scene(database_maker, used_database)


async def test_the_vote_says_when_it_ends_now(
    bots: Bots,
    moved_vote: VoteEndScene,
    database_kind: str,
    tmp_path: Path,
    note_figure: Callable[[str], None],
) -> None:
    scenarios = [VoteMoveScenario(moved_vote), *spread(scenarios_of(moved_vote), FEWER_RUNS)]
    verdicts = await play_all(scenarios, run_vote_move, bots, tmp_path)
    lost, doubled = (sum(flags) for flags in zip(*((v.is_lost, v.is_doubled) for v in verdicts), strict=True))
    note_figure(f"{database_kind}, moved votes: {len(verdicts)} runs: {lost} lost, {doubled} doubled")
    bad = [str(verdict) for verdict in verdicts if not verdict.is_good]
    assert not bad, "\n".join(bad)
    missed = [str(verdict) for verdict in verdicts if verdict.missed]
    assert not missed, "\n".join(missed)
