"""After an older backup is restored, messages posted since then are found and adopted. Nothing is posted twice."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from bot.operations.restore import restore
from bot.storage.backups.copies import back_up
from tests.support.club_server import WEEK, ClubServer
from tests.support.forging import deny_bot, know_starters
from tests.support.log_forms import write
from tests.support.logs import text_by
from tests.support.reading import answer_to, buttons, shown_text
from tests.support.reading_group import ReadingGroup
from tests.support.troubles import reason_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    import discord

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def server(request: pytest.FixtureRequest) -> ClubServer:
    """In a text channel, or in a forum if a test asks for one."""
    found: ClubServer = request.getfixturevalue(getattr(request, "param", "club_server"))
    know_starters(found.env)
    return found


BOTH = pytest.mark.parametrize("server", ["club_server", "forum_server"], indirect=True)


class Backups:
    """Makes a backup while the bot runs, and restores it while the bot is stopped."""

    def __init__(self, folder: Path, restart: Callable[..., Awaitable[None]]) -> None:
        self._file, self._backup = folder / "paperclub.db", folder / "backup.db"
        self._restart = restart

    def back_up(self) -> None:
        back_up(self._file, self._backup)

    async def restore_backup(self, server: ClubServer) -> None:
        await self._restart(partial(restore, self._backup, self._file, server.env.now()))

    async def run_on(self, server: ClubServer, ticks: int = 6) -> None:
        """Let the bot search, adopt what it finds, and delete copies."""
        for _ in range(ticks):
            await server.pass_by(3 * MINUTE)


@pytest.fixture
def backups(tmp_path: Path, restart: Callable[..., Awaitable[None]]) -> Backups:
    return Backups(tmp_path, restart)


def everything_said(server: ClubServer) -> list[int]:
    """The ids of everything the bot said in public, in the channel and in every thread."""
    said = [] if server.is_forum else server.said_in(server.channel)
    return sorted(message.id for messages in (said, *map(server.said_in, server.threads)) for message in messages)


async def read_a_week(server: ClubServer, club: Any) -> None:
    """One member is in, is reminded, and writes nothing. The digest comes with the next post."""
    await server.ada.click(server.posts()[-1], label="I'm in")
    await server.pass_by(3 * DAY)
    await server.pass_by(4 * DAY + MINUTE)
    await server.tick()


@BOTH
async def test_a_week_missing_from_the_backup_is_adopted(server: ClubServer, backups: Backups) -> None:
    club = await server.club("lora", "qlora", "mamba")
    await server.go_to(club.next_due)
    backups.back_up()
    await read_a_week(server, club)
    before, weeks = everything_said(server), await server.week_rows()
    assert [week.state for week in weeks] == ["closed", "reading"]
    assert len(before) == 4  # two posts, a reminder, a digest
    await backups.restore_backup(server)
    await backups.run_on(server)
    assert everything_said(server) == before
    facts = ("slot", "number", "paper_key", "state", "is_late", "logs_due", "reviews_due", "message_id", "thread_id")
    restored = await server.week_rows()
    assert [[getattr(week, fact) for fact in facts] for week in restored] == [
        [getattr(week, fact) for fact in facts] for week in weeks
    ]
    # Discord allows three edits per hour of an older message, so the last edit has to wait.
    await server.pass_by(timedelta(hours=1))
    assert {row.state for row in await server.entry_rows()} == {"done"}
    assert await server.bot.services.syllabus.queue(club) == ["mamba"]
    await server.ada.click(server.posts()[-1], label="I'm in")
    assert "**In** 1" in shown_text(server.posts()[-1])
    await server.pass_by(7 * DAY)
    await backups.run_on(server)
    assert [week.paper_key for week in await server.week_rows()] == ["lora", "qlora", "mamba"]
    assert len(server.posts()) == 3


@BOTH
async def test_weeks_missing_from_the_backup_are_adopted_in_order(server: ClubServer, backups: Backups) -> None:
    club = await server.club("lora", "qlora", "mamba")
    backups.back_up()
    assert club.next_due
    for number in range(3):
        await server.go_to(club.next_due + number * WEEK)
        await server.tick()
    before = everything_said(server)
    await backups.restore_backup(server)
    await backups.run_on(server)
    assert everything_said(server) == before
    weeks = await server.week_rows()
    assert [(week.number, week.paper_key) for week in weeks] == [(1, "lora"), (2, "qlora"), (3, "mamba")]
    assert [week.thread_id for week in weeks] == [thread.id for thread in server.threads]


async def test_weeks_that_were_never_posted_are_skipped_and_the_newest_comes_late(
    club_server: ClubServer, backups: Backups
) -> None:
    club = await club_server.club("lora", "qlora", "mamba")
    await club_server.go_to(club.next_due)
    backups.back_up()
    assert club.next_due
    await club_server.env.advance_time((3 * WEEK + DAY).total_seconds())
    await backups.restore_backup(club_server)
    await backups.run_on(club_server)
    weeks = await club_server.week_rows()
    assert [week.state for week in weeks] == ["closed", "skipped", "skipped", "reading"]
    assert (weeks[-1].number, weeks[-1].paper_key) == (2, "qlora")
    assert "Late: due" in shown_text(club_server.posts()[-1])
    assert len(club_server.posts()) == 2
    assert await club_server.bot.services.syllabus.queue(club) == ["mamba"]


async def test_a_post_that_was_pending_in_the_backup_is_adopted(club_server: ClubServer, backups: Backups) -> None:
    club = await club_server.club("lora")
    assert club.next_due
    await club_server.env.advance_time((club.next_due - club_server.env.now()).total_seconds())
    await club_server.bot.services.week_ticks.advance()
    backups.back_up()
    await club_server.tick()
    before = everything_said(club_server)
    assert len(before) == 1
    await backups.restore_backup(club_server)
    await backups.run_on(club_server)
    assert everything_said(club_server) == before
    assert [week.state for week in await club_server.week_rows()] == ["reading"]


async def test_a_post_made_before_its_slot_is_adopted_at_the_slot(club_server: ClubServer, backups: Backups) -> None:
    club = await club_server.club("lora", "qlora")
    backups.back_up()
    await club_server.bot.services.weeks.post_now(club)
    await club_server.tick()
    before = everything_said(club_server)
    await backups.restore_backup(club_server)
    await club_server.go_to(club.next_due)
    await backups.run_on(club_server)
    assert everything_said(club_server) == before


async def test_a_week_is_about_the_paper_that_its_post_shows(club_server: ClubServer, backups: Backups) -> None:
    """After the backup an organizer moved another paper to the front."""
    club = await club_server.club("lora", "qlora")
    backups.back_up()
    await club_server.bot.services.syllabus.move(club, "qlora", 1)
    await club_server.go_to(club.next_due)
    await backups.restore_backup(club_server)
    await backups.run_on(club_server)
    assert [week.paper_key for week in await club_server.week_rows()] == ["qlora"]
    assert await club_server.bot.services.syllabus.queue(club) == ["lora"]
    assert len(club_server.posts()) == 1


async def test_a_log_lost_with_the_restore_is_not_treated_as_new(club_server: ClubServer, backups: Backups) -> None:
    club = await club_server.club("lora")
    await club_server.go_to(club.next_due)
    backups.back_up()
    await write(club_server, club_server.ada, text_by(club_server.ada.id))
    (lost,) = _logs(club_server)
    await backups.restore_backup(club_server)
    await backups.run_on(club_server)
    pressed = await ReadingGroup(club_server).press_old_review("bo", lost)
    assert pressed.modal is None
    assert "I can't find that log here" in answer_to(pressed).content
    await write(club_server, club_server.bo, text_by(club_server.bo.id))
    await backups.run_on(club_server)
    first, second = _logs(club_server)
    assert first.id == lost.id
    assert f"case {club_server.ada.id}" in shown_text(first)
    assert f"case {club_server.bo.id}" in shown_text(second)
    assert set(buttons(first).values()).isdisjoint(buttons(second).values())


async def test_without_permission_to_read_the_history_nothing_is_posted(
    club_server: ClubServer, backups: Backups
) -> None:
    club = await club_server.club("lora")
    backups.back_up()
    await club_server.go_to(club.next_due)
    await deny_bot(club_server.env, club_server.channel, read_message_history=True)
    await backups.restore_backup(club_server)
    await backups.run_on(club_server)
    posts = [message for message in club_server.posts() if "## Week" in shown_text(message)]
    assert len(posts) == 1
    (post, *_) = await club_server.entry_rows()
    assert post.state == "blocked"
    assert "Read Message History" in reason_of(post)


async def test_a_busy_channel_is_searched_completely(club_server: ClubServer, backups: Backups) -> None:
    club = await club_server.club("lora")
    backups.back_up()
    for number in range(230):
        await club_server.ada.send(club_server.channel, f"Good morning, the {number}th")
    await club_server.go_to(club.next_due)
    before = everything_said(club_server)
    await backups.restore_backup(club_server)
    await backups.run_on(club_server)
    assert everything_said(club_server) == before
    assert [week.state for week in await club_server.week_rows()] == ["reading"]


def _logs(server: ClubServer) -> list[discord.Message]:
    return [message for message in server.said_in(server.threads[0]) if "Write my log" in buttons(message)]
