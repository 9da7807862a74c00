"""A process that is killed while members send their forms: what was called saved is there, and nothing is twice."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.services.log_writing import LogForm, Saved
from tests.support.logs import text_by, write
from tests.support.reading_clubs import FIRST_POST, House
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMS = 40
MEMBER = 7


def form_of(member: int) -> LogForm:
    """The same in every process."""
    return LogForm(viewer(member), 9000 + member, "lora", text_by(member), club_id=1, week_id=1)


async def send_all(url: str) -> None:
    """Says which forms were answered with "saved", at once."""
    house = House(url, now=FIRST_POST)
    await house.database.open()

    async def send(member: int) -> None:
        await house.logs.submit(form_of(member))
        sys.stdout.write(f"{member}\n")
        sys.stdout.flush()

    await asyncio.gather(*map(send, range(1, FORMS + 1)))
    await house.database.close()


async def told_before_killed(url: str, killed_after: int) -> Sequence[int]:
    """Which members were told "saved" by a process that is killed after that many."""
    code = (
        "import asyncio, sys; from tests.services.test_logs_killed import send_all; asyncio.run(send_all(sys.argv[1]))"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, url, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert process.stdout
    told = [await process.stdout.readline() for _ in range(killed_after)]
    if process.returncode is None:
        process.kill()
    told += (await process.stdout.read()).splitlines()
    await process.wait()
    return [int(line) for line in told if line.strip()]


@pytest.mark.parametrize("killed_after", [0, 1, 20, 33])
async def test_what_was_called_saved_is_there_once(house: House, database_url: str, killed_after: int) -> None:
    await house.club("lora")
    await house.at(FIRST_POST)
    await house.deliver()
    await house.database.close()
    told = await told_before_killed(database_url, killed_after)
    again = House(database_url, now=FIRST_POST)
    await again.database.open()
    for member in told:
        (view,) = (await again.logs.mine(viewer(member))).logs
        assert view.log.text == text_by(member)
    answers = [await again.logs.submit(form_of(member)) for member in range(1, FORMS + 1)]
    assert all(isinstance(answer, Saved) for answer in answers)
    assert {answer.log.author_id for answer in answers if isinstance(answer, Saved) and answer.already} >= set(told)
    assert len((await again.reviews.of_week(1)).logs) == FORMS
    keys = [entry.key for entry in await again.entries() if entry.kind == "log"]
    assert len(set(keys)) == len(keys) == FORMS
    await again.database.close()


async def test_the_same_text_again_is_no_new_version(house: House) -> None:
    await house.club("lora")
    await house.at(FIRST_POST)
    await house.deliver()
    first = await write(house, MEMBER)
    await house.deliver()
    again = await write(house, MEMBER)
    assert (again.log.id, again.log.version, again.already) == (first.log.id, 1, True)
    assert await house.deliver() == []
    await house.logs.withdraw(first.log.id, viewer(MEMBER))
    assert (await write(house, MEMBER)).log.version == 2
