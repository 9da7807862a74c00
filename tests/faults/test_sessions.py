"""Hosts are asked once, reminders and news of a week are said once, and a schedule is imported whole."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.faults import session_scenes, week_scenes
from tests.faults.kill_points import KillPoint
from tests.faults.runs import play_all
from tests.faults.scenarios import FEWER_RUNS, RUNS_TIMEOUT_S, spread
from tests.faults.sessions import SessionScenario, run_session
from tests.support.loopback import Target, faults

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.bots import Bots
    from tests.faults.session_scenes import SessionScene
    from tests.faults.stores import DatabaseMaker

pytestmark = pytest.mark.timeout(RUNS_TIMEOUT_S)

AT_ONCE = 3
REQUEST_FAULTS = (
    faults.lost(),
    faults.unanswered(),
    faults.killed_before(),
    faults.killed_after(),
    *(faults.failed(status, applies=applies) for status in (500, 503, 504) for applies in (False, True)),
    faults.late(40),
    faults.appears_late(60),
    faults.appears_late(300),
    faults.limited(3, "shared"),
)
OUTBOX = "bot.services.outbox.service:OutboxService"
SENDING = ((f"{OUTBOX}.mark_sending", 1), ("bot.delivery.sender:Sender.send", 1), (f"{OUTBOX}.record", 1))
MAKERS = {
    "hosts": session_scenes.make_hosts,
    "direct hosts": session_scenes.make_hosts_told_directly,
    "digest": session_scenes.make_digest,
    "presences": session_scenes.make_meeting_held,
    "catch-up": session_scenes.make_catch_up,
    "the paper goes on": session_scenes.make_long_paper,
    "reminders": week_scenes.make_reminders,
    "an hour before": week_scenes.make_hour_before,
    "reviewers": week_scenes.make_reviewers,
    "reviews left": week_scenes.make_reviews_left,
    "a break": week_scenes.make_break,
    "moves": week_scenes.make_moves,
    "schedule": session_scenes.make_schedule,
}
HOSTS = (
    ("bot.services.hosts.looking:tell_member", 1),
    ("bot.services.hosts.looking:tell_member", 2),
    ("bot.storage.hosts.rows:look_at", 1),
    ("bot.services.hosts.service:HostService.accept", 1),
    ("bot.services.hosts.service:HostService.decline", 1),
    (f"{OUTBOX}.mark_sending", 3),
    ("bot.delivery.sender:Sender.send", 3),
)
NO_NEW_PAPER = (("bot.services.weeks.catch_ups:entry_key", 1), *SENDING)
STEPS, MEETINGS = "bot.services.weeks.steps", "bot.services.meetings"
# Where each play stores or sends something, and which call of it in its process.
POINTS = {
    "hosts": HOSTS,
    "direct hosts": HOSTS,
    "digest": (("bot.services.weeks.ticks:take_step", 1), *SENDING),
    "presences": (
        ("bot.services.weeks.ticks:ask_who_was_there", 1),
        ("bot.storage.presences.rows:save_presence", 1),
        ("bot.services.presences.service:PresenceService.press", 2),
        *SENDING,
    ),
    "catch-up": NO_NEW_PAPER,
    "the paper goes on": NO_NEW_PAPER,
    "reminders": ((f"{STEPS}:remind_directly", 1), (f"{MEETINGS}.steps:_remind", 1), (f"{OUTBOX}.record", 2), *SENDING),
    "an hour before": (
        (f"{MEETINGS}.steps:_remind", 1),
        ("bot.storage.hosts.rows:note_card", 1),
        ("bot.services.hosts.looking:tell_member", 1),
        (f"{OUTBOX}.record", 2),
        *SENDING,
    ),
    "reviewers": ((f"{STEPS}:allocate_week", 1), (f"{STEPS}:offer_reviews", 1), *SENDING),
    "reviews left": (
        (f"{STEPS}:release_week", 1),
        ("bot.services.reviews.allocations:say_reminder", 1),
        (f"{OUTBOX}.record", 2),
        *SENDING,
    ),
    "a break": (
        ("bot.services.breaks.service:stretch_weeks", 1),
        ("bot.services.breaks.service:BreakService.stretch", 1),
        ("bot.services.hosts.aligning:_call_off", 1),
        (f"{OUTBOX}.record", 2),
        *SENDING,
    ),
    "moves": (
        ("bot.services.weeks.moving:tell_club", 1),
        ("bot.services.weeks.moving:MovingService.move", 1),
        (f"{OUTBOX}.record", 2),
        *SENDING,
    ),
    "schedule": (
        ("bot.storage.schedules.previews:lock_preview", 1),
        ("bot.services.schedules.previewing:_store_past", 1),
        ("bot.services.schedules.previewing:_store_queue", 1),
        ("bot.storage.schedules.previews:change_preview", 1),
        ("bot.services.schedules.service:ScheduleService.confirm", 1),
        ("bot.services.schedules.service:ScheduleService.confirm", 2),
    ),
}
OFTEN_ALIKE = {"the paper goes on", "reminders", "an hour before", "reviewers", "reviews left", "a break", "moves"}
# The messages of each play, by their number.
MESSAGES = {
    "hosts": (1, 2, 3, 4),
    "direct hosts": (1, 2, 3, 4),
    "digest": (1,),
    "presences": (1,),
    "catch-up": (1,),
    "the paper goes on": (1,),
    "reminders": (1, 2, 3),
    "an hour before": (1, 2),
    "reviewers": (1,),
    "reviews left": (1, 2),
    "a break": (1, 2, 3),
    "moves": (1, 2, 3),
    "schedule": (),
}


def scenarios_of(scene: SessionScene) -> list[SessionScenario]:
    """Each crash, and each fault at each message, or some of both."""
    crashes = [KillPoint(step, when, nth) for (step, nth), when in product(POINTS[scene.name], ("before", "after"))]  # type: ignore[arg-type]
    requests = product(MESSAGES[scene.name], REQUEST_FAULTS)
    met = [SessionScenario(scene, faults=((Target(*faults.CREATE_MESSAGE, nth), fault),)) for nth, fault in requests]
    died = [SessionScenario(scene, kill_points=(crash,)) for crash in crashes]
    if scene.name in OFTEN_ALIKE:
        # They differ in what is stored, and little in how it is sent.
        return [*spread(died, FEWER_RUNS // 3), *spread(met, FEWER_RUNS // 3)]
    return [*died, *met]


@pytest.fixture(params=list(MAKERS))
async def session_scene(
    request: pytest.FixtureRequest, database_maker: DatabaseMaker, used_database: str
) -> SessionScene:
    return await MAKERS[request.param](database_maker, used_database)


async def test_all_is_told_and_stored_once(
    bots: Bots, session_scene: SessionScene, database_kind: str, tmp_path: Path, note_figure: Callable[[str], None]
) -> None:
    scenarios = [SessionScenario(session_scene), *spread(scenarios_of(session_scene), FEWER_RUNS)]
    verdicts = await play_all(scenarios, run_session, bots, tmp_path, AT_ONCE)
    lost, doubled = (sum(flags) for flags in zip(*((v.is_lost, v.is_doubled) for v in verdicts), strict=True))
    crashes = sum(verdict.starts - 1 for verdict in verdicts)
    note_figure(
        f"{database_kind}, {session_scene.name}: {len(verdicts)} runs with {crashes} crashes: "
        f"{lost} lost, {doubled} doubled"
    )
    bad = [str(verdict) for verdict in verdicts if not verdict.is_good]
    assert not bad, "\n".join(bad)
    missed = [str(verdict) for verdict in verdicts if verdict.missed]
    assert not missed, "\n".join(missed)
