"""The bot's process is killed at every step of a log, from its form to its thread.

A member who was told "saved" finds the log. A member who wasn't finds it too, or sends the form again. It is never
there twice.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import astuple
from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.faults.kill_points import KillPoint
from tests.faults.scenarios import RUNS, RUNS_TIMEOUT_S, SEED, spread
from tests.faults.submissions import HANG_S, Crash, Play, SubmissionOutcome, crash_and_send_again, make_running_week
from tests.support.logs import text_by
from tests.support.loopback import Target, faults

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.bots import Bots

pytestmark = pytest.mark.timeout(RUNS_TIMEOUT_S)

AT_ONCE = 8
MEMBER = 700_000_000_000_000_001
# In order. Nothing becomes stored or visible between two of them, so a crash there is like one of these.
POINTS = (
    KillPoint("bot.services.paper_logs.writing:LogWriting.take", "before"),
    KillPoint("bot.storage.paper_logs.rows:add_log", "after"),
    KillPoint("bot.storage.outbox.rows:add_entry", "after"),
    KillPoint("bot.storage.groups:GroupedWrites._together", "after"),
    KillPoint("cogs.ui.replies:reply", "before"),
    KillPoint("cogs.ui.replies:reply", "after"),
    KillPoint("bot.services.outbox.service:OutboxService.mark_sending", "before"),
    KillPoint("bot.services.outbox.service:OutboxService.mark_sending", "after"),
    KillPoint("bot.delivery.sender:Sender.send", "after"),
    KillPoint("bot.storage.paper_logs.rows:note_message", "before"),
    KillPoint("bot.storage.paper_logs.rows:note_message", "after"),
    KillPoint("bot.storage.groups:GroupedWrites._together", "before", 3),
    KillPoint("bot.services.outbox.service:OutboxService.record", "after"),
)
ANSWER = Target("POST", "/interactions/{interaction}/{token}/callback")
MESSAGE = Target(*faults.CREATE_MESSAGE)
ALONE = [
    *(Crash(point) for point in POINTS),
    *(Crash(fault=pair) for pair in product((ANSWER, MESSAGE), (faults.killed_before(), faults.killed_after()))),
]


def chosen_crashes(count: int) -> list[tuple[Crash, ...]]:
    """Some of the single crashes, or all of them and the same pairs at every call."""
    alone: list[tuple[Crash, ...]] = [(crash,) for crash in ALONE]
    pairs: list[tuple[Crash, ...]] = list(product(ALONE, ALONE))
    random.Random(SEED).shuffle(pairs)
    found = spread(alone, count) + pairs
    return found[:count]


@pytest.fixture
def database_kind() -> str:
    """tests/services resends forms on both kinds of database. Here the process dies, which is the same for both."""
    return "sqlite"


@pytest.fixture
async def running_week(used_database: str, tmp_path: Path) -> Path:
    folder = tmp_path / "week"
    folder.mkdir()
    return await make_running_week(used_database, folder)


async def play_all(
    crashes: list[tuple[Crash, ...]], template: Path, bots: Bots, folder: Path
) -> list[SubmissionOutcome]:
    """Run a few at a time."""
    free = asyncio.Semaphore(AT_ONCE)

    async def play(number: int, dying: tuple[Crash, ...]) -> SubmissionOutcome:
        async with free:
            one = Play(template, bots, folder / f"run{number}")
            await one.loopback.start()
            try:
                return await crash_and_send_again(dying, one, MEMBER + number)
            except TimeoutError:
                return SubmissionOutcome(dying, violations=[f"not settled: {one.entries()} {one.logs()}"])
            finally:
                await one.close()

    async with asyncio.TaskGroup() as playing:
        tasks = [playing.create_task(play(number, dying)) for number, dying in enumerate(crashes)]
    return [task.result() for task in tasks]


def faults_of(outcome: SubmissionOutcome, member: int) -> list[str]:
    """What is wrong with a run."""
    text = text_by(member)
    wanted = [(member, *astuple(text))]
    checks = {
        "told saved, and it was not there": outcome.saved_at_crash and outcome.stored_at_crash != wanted,
        f"stored is {outcome.stored}": outcome.stored != wanted,
        f"{len(outcome.messages)} messages": len(outcome.messages) != 1,
        "the message has another text": not all(part in said for said in outcome.messages for part in astuple(text)),
        f"the member was told {outcome.again}": "### Already saved as version 1" not in outcome.again,
        f"the outbox holds {outcome.outbox}": outcome.outbox != [("post", "done"), ("guide", "done"), ("log", "done")],
        str(outcome.violations): bool(outcome.violations),
    }
    name = " + ".join(map(str, outcome.crashes))
    return [f"{name}: {wrong}" for wrong, is_so in checks.items() if is_so]


async def test_saved_logs_are_there_and_nothing_is_twice(
    running_week: Path, bots: Bots, tmp_path: Path, note_figure: Callable[[str], None]
) -> None:
    runs = await play_all(chosen_crashes(RUNS), running_week, bots, tmp_path)
    wrong = [fault for number, outcome in enumerate(runs) for fault in faults_of(outcome, MEMBER + number)]
    assert not wrong, "\n".join(wrong)
    saved, stored = (
        sum(outcome.saved_at_crash for outcome in runs),
        sum(bool(outcome.stored_at_crash) for outcome in runs),
    )
    note_figure(f"forms of logs: {len(runs)} runs, {stored} with the log stored, {saved} with its author told so")
    if len(runs) >= len(ALONE):
        assert 0 < saved < stored < len(runs)


async def test_a_hundred_forms_at_once_keep_each_its_own_text(running_week: Path, bots: Bots, tmp_path: Path) -> None:
    play = Play(running_week, bots, tmp_path / "hundred")
    await play.loopback.start()
    try:
        async with asyncio.timeout(HANG_S):
            await play.start()
            members = range(MEMBER, MEMBER + 100)
            sent = {member: play.send(member, text_by(member)) for member in members}
            for interaction_id in sent.values():
                await play.until(lambda one=interaction_id: "### Saved as version 1" in play.said(one))  # type: ignore[misc]
            await play.settle(len(members))
    finally:
        await play.close()
    assert sorted(play.logs()) == [(member, *astuple(text_by(member))) for member in members]
    messages = play.messages()
    assert len(messages) == len(members)
    for member in members:
        assert sum(all(part in message for part in astuple(text_by(member))) for message in messages) == 1
    assert play.loopback.violations == []
