"""Hosts who may no longer see their club's channel, and see it again."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.core.hosts.roles import Role
from bot.core.outbox.entry import Cancelled
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.services.hosts import hidden_hosts
from bot.services.hosts.sessions import sessions_ahead
from bot.storage.hosts.tables import host_answers, session_roles
from tests.support.hosts import ADA, BO, CY, DAY, FIRST, FIRST_MEETING, SECOND, Hosts
from tests.support.reading_clubs import CHANNEL, FIRST_POST, SERVER
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    import pytest

    from bot.core.clubs.club import Club
    from bot.core.visibility import Membership
    from bot.services.hosts.sessions import ClubSession
    from bot.storage.connections import AsyncConnection
    from tests.support.reading_clubs import App

HALF_AN_HOUR = timedelta(minutes=31)


def hidden_from(
    hosts: Hosts, *members: int, channels: Collection[int] = (CHANNEL,), gone: Collection[int] = ()
) -> None:
    """These members may not view the club's channel; everybody else may."""

    async def memberships(_server_id: int, users: Collection[int]) -> dict[int, Membership]:
        seen = {user: viewer(user, hidden=channels if user in members else (), gone=gone) for user in users}
        return {user: one.memberships[SERVER] for user, one in seen.items()}

    hosts.app.host_ticks.hidden.ask_with(memberships)


async def answers(hosts: Hosts) -> list[tuple[date, int, str]]:
    async with hosts.app.database.read_transaction() as connection:
        rows = await connection.execute(select(host_answers).order_by(host_answers.c.slot, host_answers.c.user_id))
        return [(row.slot, row.user_id, row.standing) for row in rows]


async def test_a_host_who_loses_sight_is_released_and_the_next_tick_asks_somebody_else(hosts: Hosts) -> None:
    await hosts.willing(ADA, BO)
    await hosts.later()
    await hosts.app.hosts.accept(viewer(ADA), hosts.club.id, FIRST)
    await hosts.app.hosts.take_role(viewer(ADA), hosts.club.id, FIRST, Role.CRITIC)
    await hosts.later()
    hidden_from(hosts, ADA)
    assert await hosts.later(HALF_AN_HOUR) == []
    assert await hosts.host(FIRST) is None
    # Ada hears nothing.
    assert await hosts.later() == [("asked", FIRST, BO)]
    assert await answers(hosts) == [(FIRST, ADA, "hid-host"), (FIRST, BO, "asked")]
    async with hosts.app.database.read_transaction() as connection:
        assert (await connection.execute(select(session_roles))).all() == []


async def test_who_was_asked_and_loses_sight_makes_room_and_is_not_counted_as_silent(hosts: Hosts) -> None:
    await hosts.willing(ADA, BO)
    assert await hosts.later() == [("asked", FIRST, ADA)]
    hidden_from(hosts, ADA)
    await hosts.later(HALF_AN_HOUR)
    assert await hosts.later() == [("asked", FIRST, BO)]


async def test_who_sees_the_club_again_is_asked_in_turn(hosts: Hosts) -> None:
    await hosts.willing(ADA)
    await hosts.later()
    hidden_from(hosts, ADA)
    await hosts.later(HALF_AN_HOUR)
    assert await hosts.later() == []
    hidden_from(hosts)
    await hosts.later(HALF_AN_HOUR)
    assert await hosts.later() == [("asked", FIRST, ADA)]


async def test_a_yes_to_an_ask_from_before_is_an_offer(hosts: Hosts) -> None:
    await hosts.willing(ADA, BO)
    await hosts.later()
    hidden_from(hosts, ADA)
    await hosts.later(HALF_AN_HOUR)
    await hosts.later()
    await hosts.app.hosts.accept(viewer(BO), hosts.club.id, FIRST)
    hidden_from(hosts)
    await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, FIRST, None)
    assert await answers(hosts) == [(FIRST, ADA, "offered"), (FIRST, BO, "hosts")]


async def test_a_deleted_channel_releases_nobody(hosts: Hosts) -> None:
    await hosts.willing(ADA)
    await hosts.later()
    await hosts.app.hosts.accept(viewer(ADA), hosts.club.id, FIRST)
    hidden_from(hosts, gone=(CHANNEL,))
    await hosts.later(HALF_AN_HOUR)
    assert await hosts.host(FIRST) == ADA


async def test_a_session_that_has_begun_keeps_its_host(hosts: Hosts) -> None:
    await hosts.willing(ADA)
    await hosts.later()
    await hosts.app.hosts.accept(viewer(ADA), hosts.club.id, FIRST)
    await hosts.at(FIRST_POST)
    await hosts.at(FIRST_POST + 4 * DAY)
    hidden_from(hosts, ADA)
    await hosts.later(HALF_AN_HOUR)
    assert await hosts.host(FIRST) == ADA


async def test_who_was_never_told_did_not_decline_and_missed_nothing(hosts: Hosts) -> None:
    """Two sessions in a row that a member missed end the questions. Those of which they weren't told don't count."""
    await hosts.willing(ADA, BO)
    for slot, opens in ((FIRST, hosts.app.now + timedelta(minutes=1)), (SECOND, FIRST_MEETING)):
        assert ("asked", slot, ADA) in await hosts.at(opens)
        (entry,) = [one for one in await hosts.entries() if one.details["member"] == ADA][-1:]
        await hosts.app.outbox.record(entry, Cancelled(Trouble(TroubleCode.NOTHING_TO_SAY)))
        assert await hosts.later() == [("asked", slot, BO)]
        await hosts.app.hosts.decline(viewer(BO), hosts.club.id, slot)
    assert [state for _, user, state in await answers(hosts) if user == ADA] == ["hidden", "hidden"]
    assert ("asked", SECOND + 7 * DAY, ADA) in await hosts.at(FIRST_MEETING + 7 * DAY)


async def test_a_late_message_that_says_nothing_any_more_passes_nobody_over(hosts: Hosts) -> None:
    await hosts.willing(ADA, CY)
    await hosts.app.tick()
    (entry,) = await hosts.entries()
    await hosts.app.at(hosts.app.now + 3 * DAY)
    await hosts.app.outbox.record(entry, Cancelled(Trouble(TroubleCode.NOTHING_TO_SAY)))
    assert (FIRST, ADA, "hidden") not in await answers(hosts)


async def test_who_is_known_not_to_see_the_club_takes_up_no_turn_of_later_sessions(hosts: Hosts) -> None:
    await hosts.willing(ADA, BO)
    assert await hosts.later() == [("asked", FIRST, ADA)]
    hidden_from(hosts, ADA)
    await hosts.later(HALF_AN_HOUR)
    assert await hosts.later() == [("asked", FIRST, BO)]
    await hosts.app.hosts.accept(viewer(BO), hosts.club.id, FIRST)
    # The session after it opens. Ada never hosted, but would hear nothing.
    assert await hosts.at(FIRST_POST) == [("asked", SECOND, BO)]
    hidden_from(hosts)
    await hosts.app.hosts.decline(viewer(BO), hosts.club.id, SECOND)
    await hosts.later(HALF_AN_HOUR)
    assert ("asked", SECOND, ADA) in await hosts.later()


async def test_a_yes_that_comes_while_discord_answers_counts(hosts: Hosts) -> None:
    """Discord's answer is from before: the member has a role by now, and has pressed the button."""
    await hosts.willing(ADA)
    await hosts.later()

    async def memberships(_server_id: int, users: Collection[int]) -> dict[int, Membership]:
        hosts.app.now += timedelta(seconds=1)
        await hosts.app.hosts.accept(viewer(ADA), hosts.club.id, FIRST)
        return {user: viewer(user, hidden=(CHANNEL,)).memberships[SERVER] for user in users}

    hosts.app.host_ticks.hidden.ask_with(memberships)
    await hosts.later(HALF_AN_HOUR)
    assert await hosts.host(FIRST) == ADA


async def test_all_servers_of_a_round_are_asked_at_the_same_time(app: App) -> None:
    """The tick waits for the round: if Discord is slow, it waits no longer than for one server."""
    clubs = [await app.club("lora", server_id=server, channel_id=server, name="Papers") for server in (1, 2, 3)]
    for club in clubs:
        await app.hosts.take_turns(viewer(ADA, club.server_id), club.id, None)
    await app.tick()
    all_asked, asked = asyncio.Event(), list[int]()

    async def memberships(server_id: int, users: Collection[int]) -> dict[int, Membership]:
        asked.append(server_id)
        if len(asked) == len(clubs):
            all_asked.set()
        await all_asked.wait()
        return {user: viewer(user, server_id, hidden=(server_id,)).memberships[server_id] for user in users}

    app.host_ticks.hidden.ask_with(memberships)
    await app.host_ticks.hidden.ask()
    assert await standings(app) == ["hidden"] * 3


async def test_a_server_without_an_answer_holds_no_other_up(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hidden_hosts, "PATIENCE_S", 0.01)
    for server in (1, 2):
        club = await app.club("lora", server_id=server, channel_id=server, name="Papers")
        await app.hosts.take_turns(viewer(ADA, server), club.id, None)
    await app.tick()

    async def memberships(server_id: int, users: Collection[int]) -> dict[int, Membership]:
        if server_id == 1:
            await asyncio.Event().wait()
        return {user: viewer(user, server_id, hidden=(server_id,)).memberships[server_id] for user in users}

    app.host_ticks.hidden.ask_with(memberships)
    await app.host_ticks.hidden.ask()
    assert await standings(app) == ["asked", "hidden"]


async def test_a_fault_of_one_club_delays_no_other(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    for server in (1, 2, 3):
        club = await app.club("lora", server_id=server, channel_id=server, name="Papers")
        await app.hosts.take_turns(viewer(ADA, server), club.id, None)
    await app.tick()

    async def memberships(server_id: int, users: Collection[int]) -> dict[int, Membership]:
        if server_id == 1:
            raise ValueError(server_id)
        return {user: viewer(user, server_id, hidden=(server_id,)).memberships[server_id] for user in users}

    async def broken(connection: AsyncConnection, club: Club, now: datetime) -> list[ClubSession]:
        if club.server_id == 2:
            raise KeyError(club.id)
        return await sessions_ahead(connection, club, now)

    monkeypatch.setattr(hidden_hosts, "sessions_ahead", broken)
    app.host_ticks.hidden.ask_with(memberships)
    faults = await app.host_ticks.hidden.ask()
    assert [(one.kind, one.id, type(one.error)) for one in faults] == [("server", 1, ValueError), ("club", 2, KeyError)]
    assert await standings(app) == ["asked", "asked", "hidden"]


async def standings(app: App) -> list[str]:
    async with app.database.read_transaction() as connection:
        return list(await connection.scalars(select(host_answers.c.standing).order_by(host_answers.c.club_id)))
