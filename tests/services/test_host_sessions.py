"""What comes with a host: the card, roles, pages, and sessions that are skipped or lose their host."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.calendar.breaks import Break
from bot.core.clubs.club import ClubState
from bot.core.hosts.details import HostDetails
from bot.core.hosts.roles import Role, RoleTaken, RoleTakenError
from bot.core.outbox.entry import Cancelled, EntryState
from bot.core.outbox.kinds import Kind
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.services.clubs.refusals import ClubClosedError, ClubGoneError
from bot.services.hosts.looking import look
from bot.services.hosts.sessions import NoSuchSessionError
from bot.storage.clubs import rows as club_rows
from bot.storage.hosts import cast as cast_rows
from bot.storage.hosts import rows as host_rows
from bot.storage.members.leavers import note_leavers
from tests.support.erasing import erase
from tests.support.hosts import (
    ADA,
    BO,
    CY,
    DAY,
    FIRST,
    FIRST_MEETING,
    SECOND,
    WEEK,
    Hosts,
    organizer,
)
from tests.support.reading_clubs import CHANNEL, FIRST_POST, SERVER
from tests.support.traces import rows_with
from tests.support.viewers import viewer

CLOSED = Cancelled(Trouble(TroubleCode.DM_REFUSED))


async def test_with_closed_direct_messages_the_channel_calls_once(hosts: Hosts) -> None:
    await hosts.willing(ADA)
    await hosts.app.tick()
    (entry,) = await hosts.entries()
    marked = await hosts.app.outbox.mark_sending(entry)
    assert marked
    await hosts.app.outbox.record(marked, CLOSED)
    await hosts.later()
    assert [(one.kind, one.state) for one in await hosts.entries()] == [
        (Kind.HOST_DIRECT, EntryState.CANCELLED),
        (Kind.HOST_CALL, EntryState.DONE),
    ]
    await hosts.app.hosts.accept(viewer(ADA), hosts.club.id, FIRST)
    await hosts.at(FIRST_MEETING - timedelta(minutes=59))
    assert (await hosts.entries())[-1].kind is Kind.HOST_CALL


async def test_the_post_is_edited_when_the_host_changes(hosts: Hosts) -> None:
    await hosts.willing(ADA, BO)
    await hosts.at(FIRST_POST)
    # Whatever else the post shows by now: at most one edit waits.
    await hosts.later()
    edits = [one for one in await hosts.app.entries() if one.kind is Kind.POST_EDIT]
    await hosts.app.hosts.assign(organizer(), hosts.club.id, CY, FIRST)
    await hosts.later()
    now = [one for one in await hosts.app.entries() if one.kind is Kind.POST_EDIT]
    assert len(now) == len(edits) + 1
    (week, *_) = await hosts.app.week_rows()
    view = await hosts.app.weeks.view(week.id)
    assert view
    assert view.sessions[0].cast.host == CY


async def test_roles_are_taken_once_and_given_back(hosts: Hosts) -> None:
    club = hosts.club.id
    await hosts.app.hosts.take_role(viewer(ADA), club, FIRST, Role.CRITIC)
    with pytest.raises(RoleTakenError):
        await hosts.app.hosts.take_role(viewer(BO), club, FIRST, Role.CRITIC)
    await hosts.app.hosts.take_role(viewer(BO), club, FIRST, Role.PRACTITIONER)
    seen = await hosts.app.hosts.take_role(viewer(ADA), club, FIRST, Role.ARCHAEOLOGIST)
    assert seen.cast.roles == (RoleTaken(ADA, Role.ARCHAEOLOGIST), RoleTaken(BO, Role.PRACTITIONER))
    seen = await hosts.app.hosts.take_role(viewer(ADA), club, FIRST, None)
    assert seen.cast.roles == (RoleTaken(BO, Role.PRACTITIONER),)


async def test_the_role_of_somebody_who_left_is_free_and_others_keep_theirs(hosts: Hosts) -> None:
    club = hosts.club.id
    await hosts.app.hosts.take_role(viewer(ADA), club, FIRST, Role.CRITIC)
    await hosts.app.hosts.take_role(viewer(CY), club, FIRST, Role.PRACTITIONER)
    async with hosts.app.database.write_transaction() as connection:
        await note_leavers(connection, SERVER, [ADA, CY], hosts.app.now)
    seen = await hosts.app.hosts.take_role(viewer(BO), club, FIRST, Role.CRITIC)
    assert seen.cast.roles == (RoleTaken(BO, Role.CRITIC),)
    async with hosts.app.database.read_transaction() as connection:
        kept = (await cast_rows.cast_of(connection, club, FIRST)).roles
    assert kept == (RoleTaken(BO, Role.CRITIC), RoleTaken(CY, Role.PRACTITIONER))


async def test_who_may_not_see_the_club_may_do_nothing(hosts: Hosts) -> None:
    outsider = viewer(ADA, hidden=[CHANNEL])
    for doing in (
        hosts.app.hosts.take_turns(outsider, hosts.club.id, None),
        hosts.app.hosts.offer(outsider, hosts.club.id, FIRST, None),
        hosts.app.hosts.decline(outsider, hosts.club.id, FIRST),
        hosts.app.hosts.take_role(outsider, hosts.club.id, FIRST, Role.CRITIC),
        hosts.app.host_pages.overview(outsider, hosts.club),
    ):
        with pytest.raises(ClubGoneError):
            await doing


async def test_members_see_numbers_and_organizers_names(hosts: Hosts) -> None:
    await hosts.willing(ADA, BO)
    await hosts.later()
    seen = await hosts.app.host_pages.overview(viewer(BO), hosts.club)
    assert (seen.count, seen.is_willing, seen.willing, seen.asked) == (2, True, (), {})
    organizers_view = await hosts.app.host_pages.overview(organizer(), hosts.club)
    assert (organizers_view.willing, organizers_view.asked) == ([ADA, BO], {FIRST: ADA})
    assert [one.paper_key for one in organizers_view.sessions][:2] == ["lora", "mamba"]


async def test_an_erased_host_leaves_nothing_and_the_session_is_free(hosts: Hosts) -> None:
    await hosts.willing(ADA, BO)
    await hosts.later()
    await hosts.app.hosts.accept(viewer(ADA), hosts.club.id, FIRST)
    await hosts.app.hosts.take_role(viewer(ADA), hosts.club.id, FIRST, Role.CRITIC)
    await hosts.at(FIRST_POST)
    await hosts.news()
    await erase(hosts.app, ADA)
    await hosts.later()
    # Bo was asked for the second session meanwhile, and for one at a time.
    await hosts.app.hosts.decline(viewer(BO), hosts.club.id, SECOND)
    await hosts.later()
    last = HostDetails.of((await hosts.entries())[-1])
    assert (last.news, last.day, last.member) == ("asked", FIRST, BO)
    assert await hosts.host(FIRST) is None
    assert not [one for one in await rows_with(hosts.app.database, ADA) if "host" in one or "role" in one]
    (week, *_) = await hosts.app.week_rows()
    view = await hosts.app.weeks.view(week.id)
    assert view
    assert not view.sessions[0].cast


async def test_a_break_frees_the_hosts_of_its_sessions(hosts: Hosts) -> None:
    await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, SECOND, None)
    async with hosts.app.database.write_transaction() as connection:
        club = replace(await hosts.app.club_now(hosts.club), breaks=(Break(SECOND - DAY, SECOND + DAY),))
        await club_rows.save_club(connection, club)
    await hosts.later(timedelta(minutes=31))
    assert await hosts.host(SECOND) is None


async def test_a_skipped_session_does_not_count_as_hosted(hosts: Hosts) -> None:
    await hosts.willing(ADA, BO)
    await hosts.later()
    await hosts.app.hosts.accept(viewer(ADA), hosts.club.id, FIRST)
    await hosts.app.weeks.skip(await hosts.app.club_now(hosts.club))
    await hosts.at(FIRST_POST)
    assert await hosts.news() == []
    assert (await hosts.entries())[-1].details["member"] == ADA


async def test_a_closed_club_forgets_who_is_willing(hosts: Hosts) -> None:
    await hosts.willing(ADA)
    await hosts.app.clubs.close(hosts.club)
    assert await hosts.later() == []
    with pytest.raises(ClubClosedError):
        await hosts.app.hosts.take_turns(viewer(ADA), hosts.club.id, None)
    async with hosts.app.database.read_transaction() as connection:
        assert await host_rows.willing_in(connection, hosts.club.id) == []


async def test_a_paused_club_asks_nobody(hosts: Hosts) -> None:
    await hosts.willing(ADA)
    await hosts.app.clubs.pause(hosts.club)
    assert await hosts.later(WEEK) == []
    await hosts.app.clubs.resume(hosts.club)
    assert len(await hosts.later(timedelta(minutes=31))) == 1


async def test_a_club_that_has_closed_meanwhile_asks_nobody(hosts: Hosts) -> None:
    await hosts.willing(ADA)
    async with hosts.app.database.write_transaction() as connection:
        await club_rows.save_club(connection, replace(hosts.club, state=ClubState.CLOSED))
        await look(connection, hosts.club.id, hosts.app.now)
        assert await host_rows.willing_in(connection, hosts.club.id) == []
    assert await hosts.entries() == []


async def test_the_host_of_a_skipped_session_is_not_told_that_it_began(hosts: Hosts) -> None:
    await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, FIRST, None)
    await hosts.app.weeks.skip(await hosts.app.club_now(hosts.club))
    await hosts.later(timedelta(minutes=31))
    with pytest.raises(NoSuchSessionError):
        await hosts.app.hosts.decline(viewer(ADA), hosts.club.id, FIRST)
