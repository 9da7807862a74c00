"""A member who is reminded by direct message has their data deleted: the wish, the messages, and where they went."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.privacy.erasure import SETTLING
from tests.cogs.test_erasing_in_discord import erased, time_passes
from tests.cogs.test_reminders import begun, texts_to, wishes
from tests.support.club_server import DAY
from tests.support.databases import database_of
from tests.support.reading import answer_to, buttons, shown_text
from tests.support.traces import rows_with

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer


async def test_whoever_only_asked_for_reminders_can_delete_that(club_server: ClubServer) -> None:
    await club_server.ada.slash(club_server.lobby, "remind on")
    question = answer_to(await club_server.ada.slash(club_server.lobby, "privacy delete"))
    assert "That you asked for reminders by direct message" in shown_text(question)
    assert "Delete for good" in buttons(question)
    await erased(club_server)
    await time_passes(club_server)
    assert await wishes(club_server) == []
    assert await rows_with(database_of(club_server.bot), club_server.ada.id) == []


async def test_direct_messages_go_and_nothing_tells_where_they_were(club_server: ClubServer) -> None:
    group = await begun(club_server, "ada", "bo")
    for name in ("ada", "bo"):
        await group[name].slash(club_server.channel, "remind on")
    await club_server.pass_by(3 * DAY)
    (ada_s, bo_s) = (group[name].user.dm_channel.id for name in ("ada", "bo"))
    assert len(texts_to(group["ada"])) == 1
    await erased(club_server)
    await time_passes(club_server)
    assert texts_to(group["ada"]) == []
    assert len(texts_to(group["bo"])) == 1
    assert await rows_with(database_of(club_server.bot), ada_s) == []
    assert len(await rows_with(database_of(club_server.bot), bo_s)) == 2
    assert await rows_with(database_of(club_server.bot), club_server.ada.id) == []


async def test_a_direct_message_on_its_way_is_deleted_once_it_arrives(club_server: ClubServer) -> None:
    group = await begun(club_server, "ada")
    await group["ada"].slash(club_server.channel, "remind on")
    channel_id = group["ada"].user.dm_channel.id
    club_server.env.inject_error("POST", f"/channels/{channel_id}/messages", status=504, times=1)
    await club_server.pass_by(3 * DAY)
    await erased(club_server)
    for _ in range(4):
        await time_passes(club_server, timedelta(minutes=5) + SETTLING)
    assert texts_to(group["ada"]) == []
    assert await rows_with(database_of(club_server.bot), channel_id) == []
    assert await rows_with(database_of(club_server.bot), club_server.ada.id) == []
