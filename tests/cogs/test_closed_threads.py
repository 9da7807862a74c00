"""What happens to messages in threads that Discord archived after a quiet week, or that a moderator locked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.cogs.test_paper_logs import messages_of_logs
from tests.cogs.test_refused_texts import assert_for_members, edit, status_text
from tests.support.club_server import ClubServer
from tests.support.forging import deny_bot, set_thread
from tests.support.log_forms import LORA, week_begins, write
from tests.support.reading import answer_to, shown_text
from tests.support.troubles import reason_of

CHANGED = replace(LORA, limitation="Which rank a layer needs is left to trial.")


async def with_log(server: ClubServer, **thread: bool) -> None:
    """A week with Ada's log, whose thread has been closed since."""
    await week_begins(server)
    await write(server, server.ada, LORA)
    await set_thread(server.env, server.threads[0], **thread)


async def withdraw(server: ClubServer) -> Any:
    asked = await server.ada.slash(server.lobby, "log delete", log="lora")
    pressed = await server.ada.click(answer_to(asked), label="Withdraw it")
    await server.delivered()
    return pressed


async def mine(server: ClubServer) -> str:
    return shown_text(answer_to(await server.ada.slash(server.lobby, "log mine")))


def is_archived(server: ClubServer) -> bool:
    return bool(server.env.backend.get_channel(server.threads[0].id).thread_metadata.archived)  # type: ignore[union-attr]


@pytest.mark.parametrize("is_forum", [False, True])
async def test_a_log_in_an_archived_thread_is_changed(simcord_env: Any, is_forum: bool) -> None:
    server = ClubServer(simcord_env, is_forum=is_forum)
    await with_log(server, archived=True)
    answer = await edit(server, CHANGED)
    assert answer.followups == []
    assert CHANGED.limitation in shown_text(messages_of_logs(server)[0])
    assert not is_archived(server)


async def test_a_log_in_an_archived_thread_is_withdrawn(club_server: ClubServer) -> None:
    await with_log(club_server, archived=True)
    pressed = await withdraw(club_server)
    assert "You withdrew your log on **LoRA**. `/log edit` brings it back." in shown_text(answer_to(pressed))
    (message,) = messages_of_logs(club_server)
    assert "withdrew this log" in shown_text(message)
    assert len(club_server.posts()) == 1


async def test_a_log_is_posted_into_an_archived_thread(club_server: ClubServer) -> None:
    await week_begins(club_server)
    await set_thread(club_server.env, club_server.threads[0], archived=True)
    await write(club_server, club_server.ada, LORA)
    assert len(messages_of_logs(club_server)) == 1


async def test_in_a_locked_thread_the_author_is_told_and_try_again_works_once_it_is_unlocked(
    club_server: ClubServer,
) -> None:
    await with_log(club_server, archived=True, locked=True)
    text = shown_text(answer_to(await withdraw(club_server)))
    assert "You withdrew your log on **LoRA**, but its message still shows it. The thread is locked." in text
    assert "`/log edit`" not in text
    assert_for_members(text)
    assert LORA.problem in shown_text(messages_of_logs(club_server)[0])
    listed = await mine(club_server)
    assert "Its message still shows the log. The thread is locked." in listed
    assert_for_members(listed)
    notice = club_server.posts()[-1]
    assert "The thread is locked. Unlock it" in shown_text(notice)
    await set_thread(club_server.env, club_server.threads[0], locked=False)
    await club_server.dana.click(notice, label="Try again")
    await club_server.delivered()
    assert "withdrew this log" in shown_text(messages_of_logs(club_server)[0])
    assert "still shows" not in await mine(club_server)


async def test_a_log_for_a_locked_thread_is_explained_in_words_for_members(club_server: ClubServer) -> None:
    await week_begins(club_server)
    await set_thread(club_server.env, club_server.threads[0], archived=True, locked=True)
    answer = await write(club_server, club_server.ada, LORA)
    (told,) = answer.followups
    for text in (shown_text(told), await mine(club_server), await status_text(club_server, club_server.ada)):
        assert "The thread is locked. The organizers know" in text
        assert_for_members(text)


async def test_a_change_that_lacks_a_permission_waits_for_it(club_server: ClubServer) -> None:
    await with_log(club_server)
    await deny_bot(club_server.env, club_server.channel, view_channel=True)
    answer = await edit(club_server, CHANGED)
    (told,) = answer.followups
    assert "I'm missing a permission there." in shown_text(told)
    (entry,) = [entry for entry in await club_server.entry_rows() if entry.kind == "log-edit"]
    assert (entry.state, "**View Channel**" in reason_of(entry)) == ("blocked", True)
    await deny_bot(club_server.env, club_server.channel)
    (club,) = await club_server.bot.services.clubs.all_of(club_server.guild.id)
    await club_server.bot.services.clubs.retry(club)
    await club_server.tick()
    assert CHANGED.limitation in shown_text(messages_of_logs(club_server)[0])


async def test_too_many_edits_of_an_old_message_wait(club_server: ClubServer) -> None:
    await with_log(club_server)
    await club_server.env.advance_time(7200)
    for number in range(4):
        await edit(club_server, replace(CHANGED, problem=f"Tuning takes {number} cards too many."))
    assert "takes 2 cards" in shown_text(messages_of_logs(club_server)[0])
    await club_server.env.advance_time(3700)
    await club_server.tick()
    assert "takes 3 cards" in shown_text(messages_of_logs(club_server)[0])


async def test_a_poll_in_an_archived_thread_is_closed_and_counted(forum_server: ClubServer) -> None:
    await week_begins(forum_server)
    await forum_server.dana.slash(forum_server.lobby, "week poll")
    await forum_server.delivered()
    (poll,) = [message for message in forum_server.said_in(forum_server.threads[0]) if message.poll]
    await forum_server.ada.vote(poll, answer=2)
    stored = await forum_server.bot.services.polls.poll(1)
    assert stored
    await set_thread(forum_server.env, forum_server.threads[0], archived=True)
    await forum_server.go_to(stored.closes_at)
    counted = await forum_server.bot.services.polls.poll(1)
    assert counted
    assert counted.winner == stored.candidates[1]


async def test_a_poll_in_a_locked_thread_is_counted_with_its_current_votes(forum_server: ClubServer) -> None:
    await week_begins(forum_server)
    await forum_server.dana.slash(forum_server.lobby, "week poll")
    await forum_server.delivered()
    (poll,) = [message for message in forum_server.said_in(forum_server.threads[0]) if message.poll]
    await forum_server.ada.vote(poll, answer=2)
    stored = await forum_server.bot.services.polls.poll(1)
    assert stored
    await set_thread(forum_server.env, forum_server.threads[0], archived=True, locked=True)
    await forum_server.go_to(stored.closes_at)
    counted = await forum_server.bot.services.polls.poll(1)
    assert counted
    assert (counted.is_open, counted.winner) == (False, stored.candidates[1])
