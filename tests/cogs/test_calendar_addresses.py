"""A member's own calendar address: got, replaced, revoked, and without an answer while they may not see the club."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import discord
import pytest
from sqlalchemy import select

from bot.delivery.memberships import Memberships
from bot.feeds import ReaderUnsureError
from bot.settings import Settings
from bot.storage.calendar_files.tables import calendar_feeds
from cogs.calendar_files import feed as feeds
from cogs.calendar_files.feed import Feed
from tests.support.club_server import DAY
from tests.support.databases import database_of
from tests.support.discord_api import assert_requests_valid
from tests.support.private_channels import hide_from, show_to
from tests.support.reading import answer_to, buttons, raw_text, shown_text

if TYPE_CHECKING:
    from tests.support.club_server import ClubServer

ADDRESS = re.compile(r"`https://club\.example/bot/calendar/([\w-]{43})\.ics`")


@pytest.fixture(autouse=True)
def _feeds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "feed_url", property(lambda _settings: "https://club.example/bot"))


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that Discord said is remembered."""
    monkeypatch.setattr(feeds, "REMEMBERED_S", 0)


async def asked(server: ClubServer, member: Any) -> Any:
    answer = await member.slash(server.channel, "week calendar")
    assert answer.ephemeral
    return answer_to(answer)


async def address_of(server: ClubServer, member: Any) -> str:
    page = await asked(server, member)
    pressed = await member.click(page, label=next(iter(buttons(page))))
    assert pressed.ephemeral
    found = ADDRESS.search(raw_text(answer_to(pressed)))
    assert found
    return found[1]


def feed_of(server: ClubServer) -> Feed:
    return Feed(server.bot.services, Memberships(server.bot))


async def rows(server: ClubServer) -> list[int]:
    async with database_of(server.bot).read_transaction() as connection:
        return list(await connection.scalars(select(calendar_feeds.c.user_id)))


async def test_a_member_gets_an_address_of_their_own_and_replaces_it(club_server: ClubServer) -> None:
    await club_server.club("lora", "mamba")
    page = await asked(club_server, club_server.bo)
    assert "get an address that your calendar app can subscribe to" in shown_text(page)
    assert list(buttons(page)) == ["Get my address"]
    assert await rows(club_server) == []
    first = await address_of(club_server, club_server.bo)
    (file,) = page.attachments
    feed = feed_of(club_server)
    assert await feed.ics_at(first) == await file.read()
    again = await asked(club_server, club_server.bo)
    assert "I can't show it again" in shown_text(again)
    assert list(buttons(again)) == ["New address"]
    assert first not in raw_text(again)
    second = await address_of(club_server, club_server.bo)
    assert await feed.ics_at(first) is None
    assert await feed.ics_at(second) == await file.read()
    await club_server.pass_by(8 * DAY)
    assert await feed.ics_at(second) != await file.read()
    assert_requests_valid(club_server.env)


async def test_an_organizer_revokes_all(club_server: ClubServer) -> None:
    await club_server.club("lora")
    of_bo, of_ada = [await address_of(club_server, member) for member in (club_server.bo, club_server.ada)]
    page = await asked(club_server, club_server.dana)
    assert list(buttons(page)) == ["Get my address", "Revoke all addresses"]
    revoked = await club_server.dana.click(page, label="Revoke all addresses")
    assert "2 addresses of the calendar of Sunday papers no longer work." in shown_text(answer_to(revoked))
    feed = feed_of(club_server)
    assert [await feed.ics_at(address) for address in (of_bo, of_ada)] == [None, None]


@pytest.mark.usefixtures("_at_once")
async def test_who_leaves_the_server_loses_the_address(club_server: ClubServer) -> None:
    await club_server.club("lora")
    bo = club_server.bo
    address, feed = await address_of(club_server, bo), feed_of(club_server)
    assert await feed.ics_at(address)
    club_server.guild.remove_member(bo)
    await club_server.env.settle()
    assert await feed.ics_at(address) is None
    assert await rows(club_server) == []


@pytest.mark.usefixtures("_at_once")
async def test_the_address_of_who_may_not_see_the_club_rests_until_they_may(club_server: ClubServer) -> None:
    await club_server.club("lora")
    bo = club_server.bo
    address, feed = await address_of(club_server, bo), feed_of(club_server)
    for _ in range(2):
        await hide_from(club_server.env, club_server.channel, bo)
        assert await feed.ics_at(address) is None
        assert await rows(club_server) == [bo.id]
        await show_to(club_server.env, club_server.channel, bo)
        assert await feed.ics_at(address)


@pytest.mark.usefixtures("_at_once")
async def test_an_address_that_rests_answers_as_an_unknown_one_whatever_discord_says(club_server: ClubServer) -> None:
    await club_server.club("lora")
    address, feed = await address_of(club_server, club_server.bo), feed_of(club_server)
    await hide_from(club_server.env, club_server.channel, club_server.bo)
    assert await feed.ics_at(address) is None
    path = f"/guilds/{club_server.guild.id}/members/{club_server.bo.id}"
    club_server.env.inject_error("GET", path, status=403, times=1)
    assert await feed.ics_at(address) is None


async def test_nobody_can_make_the_bot_ask_again_and_again_about_a_hidden_club(club_server: ClubServer) -> None:
    await club_server.club("lora")
    address, feed = await address_of(club_server, club_server.bo), feed_of(club_server)
    await hide_from(club_server.env, club_server.channel, club_server.bo)
    for _ in range(5):
        assert await feed.ics_at(address) is None
    assert len(club_server.requests("GET", f"/members/{club_server.bo.id}")) == 1


@pytest.mark.usefixtures("_at_once")
async def test_while_discord_says_nothing_the_reader_waits_and_keeps_the_address(club_server: ClubServer) -> None:
    await club_server.club("lora")
    address, feed = await address_of(club_server, club_server.bo), feed_of(club_server)
    path = f"/guilds/{club_server.guild.id}/members/{club_server.bo.id}"
    club_server.env.inject_error("GET", path, status=403, times=1)
    with pytest.raises(ReaderUnsureError):
        await feed.ics_at(address)
    assert await feed.ics_at(address)


async def test_what_discord_said_is_remembered_for_minutes(club_server: ClubServer) -> None:
    await club_server.club("lora")
    address, feed = await address_of(club_server, club_server.bo), feed_of(club_server)
    for _ in range(5):
        assert await feed.ics_at(address)
    assert len(club_server.requests("GET", f"/members/{club_server.bo.id}")) == 1


@pytest.mark.usefixtures("_at_once")
async def test_a_process_without_the_servers_shard_asks_discord_about_it(
    club_server: ClubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await club_server.club("lora")
    address, feed = await address_of(club_server, club_server.bo), feed_of(club_server)
    monkeypatch.setattr(discord.Client, "get_guild", lambda _self, _server_id: None)
    assert await feed.ics_at(address)
    await hide_from(club_server.env, club_server.channel, club_server.bo)
    assert await feed.ics_at(address) is None
