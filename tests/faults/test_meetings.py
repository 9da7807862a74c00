"""Events of meetings are made, moved and cancelled exactly once, whatever fails. `make faults` runs all scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.meetings import MeetingScenario, make_meeting_scene, run_meeting, scenarios_of
from tests.faults.runs import play_all
from tests.faults.scenarios import FEWER_RUNS, RUNS_TIMEOUT_S, spread

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.bots import Bots
    from tests.faults.meetings import MeetingScene
    from tests.faults.stores import DatabaseMaker

pytestmark = pytest.mark.timeout(RUNS_TIMEOUT_S)


@pytest.fixture(params=(1, 3), ids=("one", "three"))
async def meeting_scene(
    database_maker: DatabaseMaker, used_database: str, request: pytest.FixtureRequest
) -> MeetingScene:
    """A paper with one meeting, and one of three periods."""
    return await make_meeting_scene(database_maker, used_database, request.param)


async def test_without_faults_events_are_made_moved_and_cancelled(
    bots: Bots, meeting_scene: MeetingScene, tmp_path: Path
) -> None:
    (verdict,) = await play_all([MeetingScenario(meeting_scene)], run_meeting, bots, tmp_path)
    assert verdict.is_good, str(verdict)
    assert verdict.alive == [meeting_scene.periods, meeting_scene.periods, 0]


async def test_one_event_a_session_whatever_fails(
    bots: Bots,
    meeting_scene: MeetingScene,
    database_kind: str,
    tmp_path: Path,
    note_figure: Callable[[str], None],
) -> None:
    scenarios = spread(scenarios_of(meeting_scene), FEWER_RUNS)
    verdicts = await play_all(scenarios, run_meeting, bots, tmp_path)
    lost, doubled = (sum(flags) for flags in zip(*((v.is_lost, v.is_doubled) for v in verdicts), strict=True))
    cleared = sum(verdict.cleared for verdict in verdicts)
    note_figure(
        f"{database_kind}, events of {meeting_scene.periods} meetings: {len(verdicts)} runs: {lost} lost, "
        f"{doubled} doubled, {cleared} cleared"
    )
    bad = [str(verdict) for verdict in verdicts if not verdict.is_good]
    assert not bad, "\n".join(bad)
    missed = [str(verdict) for verdict in verdicts if verdict.missed]
    assert not missed, "\n".join(missed)
