"""What members without a log, who only chose, hosted or came, read about their data, and what others read of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.storage.members import leavers as leaver_rows
from tests.cogs.test_ballots import rank, start
from tests.cogs.test_nominations import nominate
from tests.cogs.test_presences import after_the_meeting
from tests.cogs.test_privacy import opened
from tests.support.club_server import DAY
from tests.support.databases import database_of
from tests.support.host_server import begun, volunteer
from tests.support.reading import answer_to, shown_text

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer


async def question(actor: Any, *where: Any) -> str:
    return shown_text(answer_to(await actor.slash(*where, "privacy delete")))


async def test_whoever_nominated_and_voted_reads_what_goes_and_what_stays(club_server: ClubServer) -> None:
    await club_server.club("qlora")
    await nominate(club_server, club_server.ada, "lora", "Short.")
    text = await question(club_server.ada, club_server.lobby)
    assert "- Your name and reasons on what you nominated" in text
    assert "- Papers that you nominated, as nobody's" in text
    await rank(club_server, club_server.bo, await start(club_server), 1)
    assert "your ballot if a vote goes on" in await question(club_server.bo, club_server.lobby)


async def test_whoever_was_at_a_meeting_reads_that_this_goes(club_server: ClubServer) -> None:
    await club_server.ada.click(await after_the_meeting(club_server), label="I was there")
    text = await question(club_server.ada, club_server.lobby)
    assert "- That you were at a meeting" in text
    assert "nominated" not in text


async def test_a_file_asked_for_alone_names_the_clubs_where_a_member_only_chose(club_server: ClubServer) -> None:
    await club_server.club("qlora")
    await nominate(club_server, club_server.ada, "lora")
    data, readme = await opened(await club_server.ada.user.slash("privacy export"))
    assert set(data["clubs"].values()) == {"Sunday papers"}
    assert "Sunday papers" in readme


async def test_whoever_left_is_no_longer_named_among_past_hosts(club_server: ClubServer) -> None:
    club = await begun(club_server)
    await volunteer(club_server, club_server.ada, week=str(club.next_slot))
    await club_server.go_to(club.next_due)
    await club_server.pass_by(5 * DAY + timedelta(hours=1))
    listed = shown_text(answer_to(await club_server.bo.slash(club_server.channel, "host list")))
    assert f": {club_server.ada.mention}" in listed
    async with database_of(club_server.bot).write_transaction() as connection:
        await leaver_rows.note_leavers(connection, club_server.guild.id, [club_server.ada.id], club_server.env.now())
    for reader in (club_server.bo, club_server.dana):
        listed = shown_text(answer_to(await reader.slash(club_server.channel, "host list")))
        assert club_server.ada.mention not in listed
