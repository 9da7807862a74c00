"""A schedule is imported once, whatever happens, and members see what the club has read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.core.schedules.files import read_schedule
from bot.core.visibility import Access, Membership, Viewer
from bot.storage.members import leavers as leaver_rows
from bot.storage.schedules.tables import past_session_hosts, past_sessions
from tests.cogs.test_schedules import queue_of, rows_in, table, take_in, user_selects
from tests.support.club_server import ORGANIZER_PERMISSIONS, ClubServer
from tests.support.databases import database_of
from tests.support.own_catalog import seen
from tests.support.reading import answer_to, buttons, shown_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


@pytest.fixture(autouse=True)
def _read_here(club_server: ClubServer) -> None:
    """The virtual Discord does not wait for a process that takes seconds on a busy machine."""
    club_server.bot.services.paper_files.read_schedule = lambda data, name: read_schedule(name, data)


async def test_killed_before_the_answer_it_is_imported_once(
    club_server: ClubServer, restart: Callable[..., Awaitable[None]]
) -> None:
    club = await club_server.club()
    shown = await take_in(club_server)
    token = buttons(shown)["Import"].rsplit(":", 1)[-1]
    organizer = Viewer(
        club_server.dana.id,
        club_server.guild.id,
        {club_server.guild.id: Membership(lambda _channel: Access.OPEN, manages_server=True)},
    )
    await club_server.bot.services.schedules.confirm(organizer, token)
    await restart()
    done = answer_to(await club_server.dana.click(shown, label="Import"))
    assert "1 session is in the history of Sunday papers." in seen(done)
    assert len(await rows_in(club_server, past_sessions)) == 1
    assert len(await queue_of(club_server, club)) == 2


async def test_a_paper_s_card_says_when_the_club_read_it(club_server: ClubServer) -> None:
    await club_server.club()
    before = await club_server.ada.slash(club_server.channel, "paper", query="transformer")
    assert "Read** on" not in shown_text(answer_to(before))
    shown = await take_in(club_server)
    await club_server.dana.click(shown, label="Import")
    card = shown_text(answer_to(await club_server.ada.slash(club_server.channel, "paper", query="transformer")))
    (line,) = (each for each in card.splitlines() if "Read** on" in each)
    assert line.endswith(" in Sunday papers · host: Grace Hopper · [talk](https://youtu.be/x) (youtu.be)")


async def matched_with_ada(server: ClubServer) -> Any:
    """A preview in which Grace Hopper is Ada."""
    hosts = answer_to(await server.dana.click(await take_in(server), label="Match hosts"))
    (pick,) = user_selects(hosts)
    picked = answer_to(await server.dana.select(hosts, [server.ada], custom_id=pick["custom_id"]))
    return answer_to(await server.dana.click(picked, label="Back to the lines"))


async def read_line(server: ClubServer) -> str:
    """What a paper's card says about when the club read it."""
    card = shown_text(answer_to(await server.bo.slash(server.channel, "paper", query="transformer")))
    (line,) = (each for each in card.splitlines() if "Read** on" in each)
    return line


async def test_a_host_who_leaves_before_the_import_keeps_the_name_in_the_file(club_server: ClubServer) -> None:
    await club_server.club()
    preview = await matched_with_ada(club_server)
    club_server.guild.remove_member(club_server.ada.user)
    await club_server.env.settle()
    done = answer_to(await club_server.dana.click(preview, label="Import"))
    assert "1 session is in the history of Sunday papers." in seen(done)
    assert [(row.name, row.user_id) for row in await rows_in(club_server, past_session_hosts)] == [
        ("Grace Hopper", None)
    ]
    assert "host: Grace Hopper" in await read_line(club_server)


async def test_a_host_who_left_after_the_import_is_named_as_in_the_file(club_server: ClubServer) -> None:
    await club_server.club()
    await club_server.dana.click(await matched_with_ada(club_server), label="Import")
    assert f"host: {club_server.ada.mention}" in await read_line(club_server)
    async with database_of(club_server.bot).write_transaction() as connection:
        await leaver_rows.note_leavers(connection, club_server.guild.id, [club_server.ada.id], club_server.env.now())
    assert "host: Grace Hopper" in await read_line(club_server)


async def test_two_organizers_import_the_same_file(club_server: ClubServer) -> None:
    club = await club_server.club()
    role = club_server.guild.create_role("Deputies", permissions=ORGANIZER_PERMISSIONS)
    eve = club_server.guild.add_member(club_server.env.create_user("eve"), roles=[role])
    data = table(club_server)
    hers, his = await take_in(club_server, data, actor=eve), await take_in(club_server, data)
    await eve.click(hers, label="Import")
    late = answer_to(await club_server.dana.click(his, label="Import"))
    assert "There is nothing new to import" in late.content
    assert len(await rows_in(club_server, past_sessions)) == 1
    assert len(await queue_of(club_server, club)) == 2
