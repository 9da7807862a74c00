"""A moderator deletes the message of a log: its author is told, and can post it again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.cogs.test_closed_threads import mine, withdraw
from tests.cogs.test_paper_logs import messages_of_logs
from tests.cogs.test_refused_texts import edit
from tests.support.log_forms import LORA, week_begins, write
from tests.support.private_channels import hide
from tests.support.reading import answer_to, buttons, shown_text

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

CHANGED = replace(LORA, limitation="Which rank a layer needs is left to trial.")


async def with_deleted_message(server: ClubServer) -> Any:
    """Ada's log, whose message Dana deleted and which Ada then edited; returns what Ada was told afterwards."""
    await week_begins(server)
    await write(server, server.ada, LORA)
    await server.dana.delete(messages_of_logs(server)[0])
    answer = await edit(server, CHANGED)
    (told,) = answer.followups
    return told


async def test_the_author_is_told_and_no_link_is_broken(club_server: ClubServer) -> None:
    told = await with_deleted_message(club_server)
    assert "is saved as version 2. Someone deleted its message, so only you can see it." in shown_text(told)
    assert told.ephemeral
    listed = await mine(club_server)
    assert "Its message is gone. Someone deleted its message" in listed
    assert "discord.com/channels" not in listed
    shown = shown_text(answer_to(await club_server.ada.slash(club_server.lobby, "log show", log="lora")))
    assert "discord.com/channels" not in shown
    assert messages_of_logs(club_server) == []
    assert not [entry for entry in await club_server.entry_rows() if entry.kind == "notice"]


async def test_the_author_can_post_it_again(club_server: ClubServer) -> None:
    told = await with_deleted_message(club_server)
    assert list(buttons(told)) == ["Post it again"]
    pressed = await club_server.ada.click(told, label="Post it again")
    await club_server.delivered()
    assert "posting your log again in" in shown_text(answer_to(pressed))
    (message,) = messages_of_logs(club_server)
    assert CHANGED.limitation in shown_text(message)
    assert f"/{message.id})" in await mine(club_server)
    again = await club_server.ada.click(told, label="Post it again")
    assert "is already posted" in str(answer_to(again).content)
    await edit(club_server, replace(CHANGED, problem="Tuning every weight fills the card."))
    assert "fills the card" in shown_text(messages_of_logs(club_server)[0])
    assert len(messages_of_logs(club_server)) == 1


async def test_the_button_is_only_for_the_author(club_server: ClubServer) -> None:
    await with_deleted_message(club_server)
    listed = answer_to(await club_server.ada.slash(club_server.lobby, "log mine"))
    assert "Post it again" in buttons(listed)
    shown = await club_server.bo.slash(club_server.lobby, "log show", log="lora")
    assert "Post it again" not in buttons(answer_to(shown))


async def test_a_log_without_its_message_can_be_withdrawn(club_server: ClubServer) -> None:
    await with_deleted_message(club_server)
    assert "You withdrew your log on **LoRA**. `/log edit` brings it back." in shown_text(
        answer_to(await withdraw(club_server))
    )
    assert "Post it again" not in buttons(answer_to(await club_server.ada.slash(club_server.lobby, "log mine")))


async def test_it_is_not_posted_again_if_its_author_may_not_view_the_channel(club_server: ClubServer) -> None:
    told = await with_deleted_message(club_server)
    await hide(club_server.env, club_server.channel, club_server.guild)
    answer = await club_server.ada.click(told, label="Post it again")
    assert "You can't see that log's club right now, so nothing was changed." in str(answer_to(answer).content)
    assert messages_of_logs(club_server) == []
