"""A vote whose club closes is ended in Discord, whatever fails. `make faults` runs all scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.ballots.outcome import Method
from tests.faults.runs import play_all
from tests.faults.scenarios import FEWER_RUNS, RUNS_TIMEOUT_S, spread
from tests.faults.vote_ends import VoteEndScenario, make_vote_end_scene, run_vote_end, scenarios_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.bots import Bots
    from tests.faults.stores import DatabaseMaker
    from tests.faults.vote_ends import VoteEndScene

pytestmark = pytest.mark.timeout(RUNS_TIMEOUT_S)


@pytest.fixture(params=(None, Method.SCHULZE), ids=("native", "ranked"))
async def vote_scene(database_maker: DatabaseMaker, used_database: str, request: pytest.FixtureRequest) -> VoteEndScene:
    """Discord's own poll, and one with ranked ballots."""
    return await make_vote_end_scene(database_maker, used_database, request.param)


async def test_the_vote_of_a_closed_club_ends_once(
    bots: Bots,
    vote_scene: VoteEndScene,
    database_kind: str,
    tmp_path: Path,
    note_figure: Callable[[str], None],
) -> None:
    scenarios = [VoteEndScenario(vote_scene), *spread(scenarios_of(vote_scene), FEWER_RUNS)]
    verdicts = await play_all(scenarios, run_vote_end, bots, tmp_path)
    lost, doubled = (sum(flags) for flags in zip(*((v.is_lost, v.is_doubled) for v in verdicts), strict=True))
    kind = vote_scene.method or "native"
    note_figure(f"{database_kind}, ends of votes ({kind}): {len(verdicts)} runs: {lost} lost, {doubled} doubled")
    bad = [str(verdict) for verdict in verdicts if not verdict.is_good]
    assert not bad, "\n".join(bad)
    missed = [str(verdict) for verdict in verdicts if verdict.missed]
    assert not missed, "\n".join(missed)
