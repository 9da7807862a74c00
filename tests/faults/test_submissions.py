"""The bot's process is killed at every step of a log's way from its form to its thread.

Who was told "saved" finds the log; who was not finds it too, or sends the form again. It is never there twice.
"""

from __future__ import annotations

import asyncio
from dataclasses import astuple
from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.faults.kill_points import KillPoint
from tests.faults.submissions import Death, Play, Told, die_and_send_again, make_running_week
from tests.support.logs import text_by
from tests.support.loopback import Target, faults

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.bots import Bots

AT_ONCE = 8
MEMBER = 700_000_000_000_000_001
# In their order. Between two of them nothing becomes durable or visible, so that a death there is like one of these.
POINTS = (
    KillPoint("bot.services.log_writing:LogWriting.take", "before"),
    KillPoint("bot.storage.paper_logs:add_log", "after"),
    KillPoint("bot.storage.outbox:add_entry", "after"),
    KillPoint("bot.storage.groups:GroupedWrites._together", "after"),
    KillPoint("cogs.ui.replies:reply", "before"),
    KillPoint("cogs.ui.replies:reply", "after"),
    KillPoint("bot.services.outbox:OutboxService.mark_sending", "before"),
    KillPoint("bot.services.outbox:OutboxService.mark_sending", "after"),
    KillPoint("bot.delivery.sender:Sender.send", "after"),
    KillPoint("bot.services.outbox:note_log_message", "before"),
    KillPoint("bot.storage.paper_logs:note_message", "after"),
    KillPoint("bot.storage.groups:GroupedWrites._together", "before", 3),
    KillPoint("bot.services.outbox:OutboxService.record", "after"),
)
ANSWER = Target("POST", "/interactions/{interaction}/{token}/callback")
MESSAGE = Target(*faults.CREATE_MESSAGE)
DEATHS = [
    *(Death(point) for point in POINTS),
    *(Death(fault=pair) for pair in product((ANSWER, MESSAGE), (faults.killed_before(), faults.killed_after()))),
]


@pytest.fixture
def database_kind() -> str:
    """Forms are sent again in tests/services on both kinds; here the process dies, which is the same for both."""
    return "sqlite"


@pytest.fixture
async def running_week(used_database: str, tmp_path: Path) -> Path:
    folder = tmp_path / "week"
    folder.mkdir()
    return await make_running_week(used_database, folder)


async def play_all(deaths: list[Death], template: Path, bots: Bots, folder: Path) -> list[Told]:
    """A few at a time."""
    free = asyncio.Semaphore(AT_ONCE)

    async def play(number: int, death: Death) -> Told:
        async with free:
            one = Play(template, bots, folder / f"run{number}")
            await one.loopback.start()
            try:
                return await die_and_send_again(death, one, MEMBER + number)
            except TimeoutError:
                return Told(death, violations=[f"not settled: {one.entries()} {one.logs()}"])
            finally:
                await one.close()

    async with asyncio.TaskGroup() as playing:
        tasks = [playing.create_task(play(number, death)) for number, death in enumerate(deaths)]
    return [task.result() for task in tasks]


def faults_of(told: Told, member: int) -> list[str]:
    """What is wrong with a run."""
    text = text_by(member)
    wanted = [(member, *astuple(text))]
    checks = {
        "told saved, and it was not there": told.saved_at_death and told.stored_at_death != wanted,
        f"stored is {told.stored}": told.stored != wanted,
        f"{len(told.messages)} messages": len(told.messages) != 1,
        "the message has another text": not all(part in said for said in told.messages for part in astuple(text)),
        f"the member was told {told.again}": "### Already saved as version 1" not in told.again,
        f"the outbox holds {told.outbox}": told.outbox != [("post", "done"), ("log", "done")],
        str(told.violations): bool(told.violations),
    }
    return [f"{told.death}: {wrong}" for wrong, is_so in checks.items() if is_so]


async def test_what_was_called_saved_is_there_and_nothing_is_twice(
    running_week: Path, bots: Bots, tmp_path: Path, note_figure: Callable[[str], None]
) -> None:
    runs = await play_all(DEATHS, running_week, bots, tmp_path)
    wrong = [fault for number, told in enumerate(runs) for fault in faults_of(told, MEMBER + number)]
    assert not wrong, "\n".join(wrong)
    saved, stored = sum(told.saved_at_death for told in runs), sum(bool(told.stored_at_death) for told in runs)
    note_figure(f"forms of logs: {len(runs)} deaths, {stored} with the log stored, {saved} with its author told so")
    assert 0 < saved < stored < len(runs)


async def test_a_hundred_forms_at_once_keep_each_its_own_text(running_week: Path, bots: Bots, tmp_path: Path) -> None:
    play = Play(running_week, bots, tmp_path / "hundred")
    await play.loopback.start()
    try:
        async with asyncio.timeout(60):
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
