"""A process is killed while members send forms: every log that was confirmed as saved is there, and none is there
twice.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from bot.services.paper_logs.forms import LogForm, LogSaved
from tests.support.forked import FORKS, started
from tests.support.logs import text_by, write
from tests.support.reading_clubs import FIRST_POST, App
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection

FORMS = 40
MEMBER = 7


def form_of(member: int) -> LogForm:
    """The same in every process."""
    return LogForm(viewer(member), 9000 + member, "lora", text_by(member), club_id=1, week_id=1)


async def send_all(url: str, told: Connection) -> None:
    """Report immediately which forms were answered with "saved"."""
    app = App(url, now=FIRST_POST)
    await app.database.open()

    async def send(member: int) -> None:
        await app.logs.submit(form_of(member))
        told.send(member)

    await asyncio.gather(*map(send, range(1, FORMS + 1)))
    await app.database.close()


def send_in_process(url: str, told: Connection) -> None:
    asyncio.run(send_all(url, told))


def told_before_killed(url: str, killed_after: int) -> Sequence[int]:
    """The members who were told "saved" by a process that is killed after that many."""
    ours, theirs = FORKS.Pipe()
    process = started(send_in_process, url, theirs)
    theirs.close()
    told = [ours.recv() for _ in range(killed_after)]
    process.kill()
    with suppress(EOFError):
        while True:
            told.append(ours.recv())
    process.join()
    return told


@pytest.mark.parametrize("killed_after", [0, 1, 20, 33])
async def test_logs_confirmed_as_saved_are_there_once(app: App, database_url: str, killed_after: int) -> None:
    await app.club("lora")
    await app.at(FIRST_POST)
    await app.deliver()
    await app.database.close()
    told = await asyncio.to_thread(told_before_killed, database_url, killed_after)
    again = App(database_url, now=FIRST_POST)
    await again.database.open()
    for member in told:
        (view,) = (await again.logs.mine(viewer(member))).logs
        assert view.log.text == text_by(member)
    answers = [await again.logs.submit(form_of(member)) for member in range(1, FORMS + 1)]
    assert all(isinstance(answer, LogSaved) for answer in answers)
    assert {answer.log.author_id for answer in answers if isinstance(answer, LogSaved) and answer.already} >= set(told)
    assert len((await again.reviews.of_week(1)).logs) == FORMS
    keys = [entry.key for entry in await again.entries() if entry.kind == "log"]
    assert len(set(keys)) == len(keys) == FORMS
    await again.database.close()


async def test_the_same_text_again_is_not_a_new_version(app: App) -> None:
    await app.club("lora")
    await app.at(FIRST_POST)
    await app.deliver()
    first = await write(app, MEMBER)
    await app.deliver()
    again = await write(app, MEMBER)
    assert (again.log.id, again.log.version, again.already) == (first.log.id, 1, True)
    assert await app.deliver() == []
    await app.logs.withdraw(first.log.id, viewer(MEMBER))
    assert (await write(app, MEMBER)).log.version == 2
