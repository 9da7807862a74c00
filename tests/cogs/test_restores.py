"""An older backup is put back: what was posted since is found and adopted, and nothing is said twice."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from bot.operations.restore import restore
from bot.storage.backups import back_up
from tests.support.club_server import WEEK, ClubServer
from tests.support.forging import deny_bot, know_starters
from tests.support.log_forms import write
from tests.support.logs import text_by
from tests.support.reading import answer_to, buttons, shown_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    import discord

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def server(request: pytest.FixtureRequest) -> ClubServer:
    """In a text channel, or where a test asks for it in a forum."""
    found: ClubServer = request.getfixturevalue(getattr(request, "param", "club_server"))
    know_starters(found.env)
    return found


BOTH = pytest.mark.parametrize("server", ["club_server", "forum_server"], indirect=True)


class Vault:
    """Takes a backup while the bot runs, and puts it back between two bots."""

    def __init__(self, folder: Path, restart: Callable[..., Awaitable[None]]) -> None:
        self._file, self._backup = folder / "paperclub.db", folder / "backup.db"
        self._restart = restart

    def back_up(self) -> None:
        back_up(self._file, self._backup)

    async def put_back(self, server: ClubServer) -> None:
        await self._restart(partial(restore, self._backup, self._file, server.env.now()))

    async def run_on(self, server: ClubServer, ticks: int = 6) -> None:
        """Let the bot look, adopt, and clear copies away."""
        for _ in range(ticks):
            await server.pass_by(3 * MINUTE)


@pytest.fixture
def vault(tmp_path: Path, restart: Callable[..., Awaitable[None]]) -> Vault:
    return Vault(tmp_path, restart)


def everything_said(server: ClubServer) -> list[int]:
    """Ids of all that the bot said to all, in the channel and in every thread."""
    said = [] if server.is_forum else server.said_in(server.channel)
    return sorted(message.id for place in (said, *map(server.said_in, server.threads)) for message in place)


async def read_a_week(server: ClubServer, club: Any) -> None:
    """Somebody is in, is reminded, and writes nothing; the digest comes with the next post."""
    await server.ada.click(server.posts()[-1], label="I'm in")
    await server.pass_by(3 * DAY)
    await server.pass_by(4 * DAY + MINUTE)
    await server.tick()


@BOTH
async def test_a_week_that_the_backup_does_not_know_is_adopted(server: ClubServer, vault: Vault) -> None:
    club = await server.club("lora", "qlora", "mamba")
    await server.go_to(club.next_due)
    vault.back_up()
    await read_a_week(server, club)
    before, weeks = everything_said(server), await server.week_rows()
    assert [week.state for week in weeks] == ["closed", "reading"]
    assert len(before) == 4  # two posts, a reminder, a digest
    await vault.put_back(server)
    await vault.run_on(server)
    assert everything_said(server) == before
    facts = ("slot", "number", "paper_key", "state", "is_late", "logs_due", "reviews_due", "message_id", "thread_id")
    restored = await server.week_rows()
    assert [[getattr(week, fact) for fact in facts] for week in restored] == [
        [getattr(week, fact) for fact in facts] for week in weeks
    ]
    # Discord takes three edits an hour of a message that is older; the last one has to wait for that.
    await server.pass_by(timedelta(hours=1))
    assert {row.state for row in await server.entry_rows()} == {"done"}
    assert await server.bot.syllabus.queue(club) == ["mamba"]
    await server.ada.click(server.posts()[-1], label="I'm in")
    assert "**In** 1" in shown_text(server.posts()[-1])
    await server.pass_by(7 * DAY)
    await vault.run_on(server)
    assert [week.paper_key for week in await server.week_rows()] == ["lora", "qlora", "mamba"]
    assert len(server.posts()) == 3


@BOTH
async def test_weeks_that_the_backup_does_not_know_are_adopted_in_their_order(server: ClubServer, vault: Vault) -> None:
    club = await server.club("lora", "qlora", "mamba")
    vault.back_up()
    assert club.next_due
    for number in range(3):
        await server.go_to(club.next_due + number * WEEK)
        await server.tick()
    before = everything_said(server)
    await vault.put_back(server)
    await vault.run_on(server)
    assert everything_said(server) == before
    weeks = await server.week_rows()
    assert [(week.number, week.paper_key) for week in weeks] == [(1, "lora"), (2, "qlora"), (3, "mamba")]
    assert [week.thread_id for week in weeks] == [thread.id for thread in server.threads]


async def test_weeks_that_nobody_posted_are_skipped_and_the_newest_comes_late(
    club_server: ClubServer, vault: Vault
) -> None:
    club = await club_server.club("lora", "qlora", "mamba")
    await club_server.go_to(club.next_due)
    vault.back_up()
    assert club.next_due
    await club_server.env.advance_time((3 * WEEK + DAY).total_seconds())
    await vault.put_back(club_server)
    await vault.run_on(club_server)
    weeks = await club_server.week_rows()
    assert [week.state for week in weeks] == ["closed", "skipped", "skipped", "reading"]
    assert (weeks[-1].number, weeks[-1].paper_key) == (2, "qlora")
    assert "comes late" in shown_text(club_server.posts()[-1])
    assert len(club_server.posts()) == 2
    assert await club_server.bot.syllabus.queue(club) == ["mamba"]


async def test_a_post_that_was_pending_in_the_backup_is_adopted(club_server: ClubServer, vault: Vault) -> None:
    club = await club_server.club("lora")
    assert club.next_due
    await club_server.env.advance_time((club.next_due - club_server.env.now()).total_seconds())
    await club_server.bot.scheduler._week_ticks.advance()
    vault.back_up()
    await club_server.tick()
    before = everything_said(club_server)
    assert len(before) == 1
    await vault.put_back(club_server)
    await vault.run_on(club_server)
    assert everything_said(club_server) == before
    assert [week.state for week in await club_server.week_rows()] == ["reading"]


async def test_a_post_made_ahead_of_its_slot_is_adopted_when_that_comes(club_server: ClubServer, vault: Vault) -> None:
    club = await club_server.club("lora", "qlora")
    vault.back_up()
    await club_server.bot.weeks.post_now(club)
    await club_server.tick()
    before = everything_said(club_server)
    await vault.put_back(club_server)
    await club_server.go_to(club.next_due)
    await vault.run_on(club_server)
    assert everything_said(club_server) == before


async def test_a_week_is_about_the_paper_that_its_post_shows(club_server: ClubServer, vault: Vault) -> None:
    """After the backup an organiser put another paper first."""
    club = await club_server.club("lora", "qlora")
    vault.back_up()
    await club_server.bot.syllabus.move(club, "qlora", 1)
    await club_server.go_to(club.next_due)
    await vault.put_back(club_server)
    await vault.run_on(club_server)
    assert [week.paper_key for week in await club_server.week_rows()] == ["qlora"]
    assert await club_server.bot.syllabus.queue(club) == ["lora"]
    assert len(club_server.posts()) == 1


async def test_a_lost_log_is_not_taken_for_a_new_one(club_server: ClubServer, vault: Vault) -> None:
    club = await club_server.club("lora")
    await club_server.go_to(club.next_due)
    vault.back_up()
    await write(club_server, club_server.ada, text_by(club_server.ada.id))
    (lost,) = _logs(club_server)
    await vault.put_back(club_server)
    await vault.run_on(club_server)
    pressed = await club_server.bo.click(lost, label="Review")
    assert pressed.modal is None
    assert "no" in answer_to(pressed).content.lower()
    await write(club_server, club_server.bo, text_by(club_server.bo.id))
    await vault.run_on(club_server)
    first, second = _logs(club_server)
    assert first.id == lost.id
    assert f"case {club_server.ada.id}" in shown_text(first)
    assert f"case {club_server.bo.id}" in shown_text(second)
    assert set(buttons(first).values()).isdisjoint(buttons(second).values())


async def test_without_the_history_nothing_is_posted_blindly(club_server: ClubServer, vault: Vault) -> None:
    club = await club_server.club("lora")
    vault.back_up()
    await club_server.go_to(club.next_due)
    await deny_bot(club_server.env, club_server.channel, read_message_history=True)
    await vault.put_back(club_server)
    await vault.run_on(club_server)
    posts = [message for message in club_server.posts() if "## Week" in shown_text(message)]
    assert len(posts) == 1
    (post, *_) = await club_server.entry_rows()
    assert post.state == "blocked"
    assert "Read Message History" in post.reason


async def test_a_busy_channel_is_read_to_its_end(club_server: ClubServer, vault: Vault) -> None:
    club = await club_server.club("lora")
    vault.back_up()
    for number in range(230):
        await club_server.ada.send(club_server.channel, f"Good morning, the {number}th")
    await club_server.go_to(club.next_due)
    before = everything_said(club_server)
    await vault.put_back(club_server)
    await vault.run_on(club_server)
    assert everything_said(club_server) == before
    assert [week.state for week in await club_server.week_rows()] == ["reading"]


def _logs(server: ClubServer) -> list[discord.Message]:
    return [message for message in server.said_in(server.threads[0]) if "Review" in buttons(message)]
