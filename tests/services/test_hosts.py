"""Who hosts: volunteer, ask, accept, decline, time out and assign."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.hosts.answers import HostFoundError, NotAskedToHostError
from bot.core.hosts.rotation import AnswerState
from bot.core.outbox.entry import Cancelled, EntryState
from bot.core.outbox.kinds import Kind
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.core.shards.sharding import ALL_SHARDS
from bot.services.breaks.service import BreakService
from bot.services.clubs.refusals import ClubGoneError
from bot.storage.hosts import rows as host_rows
from tests.support.erasing import erase
from tests.support.hosts import (
    ADA,
    BO,
    CY,
    DAY,
    FIRST,
    SECOND,
    THIRD,
    Hosts,
    organizer,
)
from tests.support.reading_clubs import CHANNEL, FIRST_POST
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.reading_clubs import App


async def test_the_first_who_volunteered_is_asked_a_period_ahead_and_accepts(hosts: Hosts) -> None:
    await hosts.willing(ADA, BO)
    # The first session's period has begun already.
    assert await hosts.later() == [("asked", FIRST, ADA)]
    assert await hosts.later(DAY) == []
    seen = await hosts.app.hosts.accept(viewer(ADA), hosts.club.id, FIRST)
    assert (seen.host, seen.answer) == (ADA, AnswerState.HOSTS)
    assert await hosts.later() == []
    assert await hosts.at(FIRST_POST - timedelta(seconds=1)) == []
    assert await hosts.at(FIRST_POST) == [("asked", SECOND, BO)]
    assert [entry.state for entry in await hosts.entries()] == [EntryState.DONE] * 2
    assert [entry.channel_id for entry in await hosts.entries()] == [ADA * 10, BO * 10]


async def test_a_decline_is_refilled_at_the_next_tick_and_two_days_are_a_no(hosts: Hosts) -> None:
    await hosts.willing(ADA, BO, CY)
    await hosts.later()
    assert (await hosts.app.hosts.decline(viewer(ADA), hosts.club.id, FIRST)).answer is AnswerState.DECLINED
    assert await hosts.later() == [("asked", FIRST, BO)]
    asked_at = hosts.app.now
    assert await hosts.at(asked_at + 2 * DAY - timedelta(seconds=1)) == []
    assert await hosts.at(asked_at + 2 * DAY) == [("asked", FIRST, CY)]
    with pytest.raises(NotAskedToHostError):
        await hosts.app.hosts.accept(viewer(ADA), hosts.club.id, FIRST)
    # A late yes is an offer, and there is no host yet. They read at once that they host, so no message follows.
    assert (await hosts.app.hosts.accept(viewer(BO), hosts.club.id, FIRST)).answer is AnswerState.HOSTS
    assert await hosts.later() == []
    with pytest.raises(HostFoundError):
        await hosts.app.hosts.accept(viewer(CY), hosts.club.id, FIRST)


async def test_nobody_hosts_twice_before_everybody_has_hosted_once(hosts: Hosts) -> None:
    await hosts.willing(ADA, BO, CY)
    hosted, moment = [], hosts.app.now
    for _ in range(6 * 14):
        moment += DAY / 2
        for what, day, member in await hosts.at(moment):
            if what == "asked":
                await hosts.app.hosts.accept(viewer(member), hosts.club.id, day)
                hosted.append(member)
    assert hosted[:6] == [ADA, BO, CY, ADA, BO, CY]


async def test_a_freed_session_does_not_wait_for_who_is_asked_about_another(hosts: Hosts) -> None:
    """Ada is asked about the second session when Cy gives the first one back, and Bo has not hosted either."""
    await hosts.app.hosts.offer(viewer(CY), hosts.club.id, FIRST, CY * 10)
    await hosts.willing(ADA, BO)
    assert await hosts.at(FIRST_POST) == [("asked", SECOND, ADA)]
    await hosts.app.hosts.decline(viewer(CY), hosts.club.id, FIRST)
    assert await hosts.later() == [("asked", FIRST, BO)]
    # Nobody is asked about two sessions at a time.
    await hosts.app.hosts.decline(viewer(BO), hosts.club.id, FIRST)
    assert await hosts.later() == []


async def test_without_a_host_the_session_runs_as_ever(hosts: Hosts) -> None:
    await hosts.willing(ADA)
    await hosts.later()
    await hosts.app.hosts.decline(viewer(ADA), hosts.club.id, FIRST)
    await hosts.at(FIRST_POST)
    (week, *_) = await hosts.app.week_rows()
    view = await hosts.app.weeks.view(week.id)
    assert view
    assert (week.number, view.sessions[0].cast.host) == (1, None)


async def test_clubs_without_hosts_have_no_rows_and_cost_no_look(app: App) -> None:
    await app.club("lora")
    await app.at(FIRST_POST)
    assert (await app.host_ticks.advance()).done == 0
    async with app.database.read_transaction() as connection:
        assert await host_rows.due_clubs(connection, app.now + 365 * DAY, 10, ALL_SHARDS) == []


@pytest.mark.parametrize("channel_id", [ADA * 10, None])
async def test_who_may_not_see_the_club_holds_nobody_up(hosts: Hosts, channel_id: int | None) -> None:
    await hosts.app.hosts.take_turns(viewer(ADA), hosts.club.id, channel_id)
    hosts.app.now += DAY
    await hosts.willing(BO)
    await hosts.app.tick()
    (entry,) = await hosts.entries()
    # As when its message is composed: Ada is told nothing about the club.
    await hosts.app.outbox.record(entry, Cancelled(Trouble(TroubleCode.NOTHING_TO_SAY)))
    assert await hosts.later() == [("asked", FIRST, ADA), ("asked", FIRST, BO)]
    await hosts.app.hosts.accept(viewer(BO), hosts.club.id, FIRST)
    # Ada never hosted, but would hear nothing about the session after it either.
    assert await hosts.at(FIRST_POST) == [("asked", SECOND, BO)]


async def test_an_offer_for_a_week_takes_it_or_waits_for_those_who_go_first(hosts: Hosts) -> None:
    taken = await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, THIRD, None)
    assert (taken.host, taken.answer) == (ADA, AnswerState.HOSTS)
    await hosts.willing(BO)
    waiting = await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, SECOND, None)
    assert (waiting.host, waiting.answer) == (None, AnswerState.OFFERED)
    await hosts.later()
    await hosts.app.hosts.accept(viewer(BO), hosts.club.id, FIRST)
    # Now both have hosted. Ada's was earlier, so her offer counts.
    assert await hosts.later() == [("taken", SECOND, ADA)]


async def test_whoever_takes_a_session_counts_as_its_host_for_the_next_at_once(hosts: Hosts) -> None:
    for member, day in ((ADA, THIRD), (CY, THIRD + 7 * DAY)):
        await hosts.app.hosts.offer(viewer(member), hosts.club.id, day, None)
        hosts.app.now += timedelta(minutes=1)
    # Bo has never hosted, and goes before both.
    await hosts.willing(BO)
    for member, day in ((ADA, FIRST), (ADA, SECOND), (CY, SECOND)):
        assert (await hosts.app.hosts.offer(viewer(member), hosts.club.id, day, None)).host is None
    await hosts.app.hosts.stop(viewer(BO), hosts.club.id)
    assert await hosts.later() == [("taken", FIRST, ADA), ("taken", SECOND, CY)]


async def test_an_offer_in_reserve_takes_over_when_the_host_declines(hosts: Hosts) -> None:
    await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, SECOND, None)
    await hosts.app.hosts.offer(viewer(BO), hosts.club.id, SECOND, BO * 10)
    await hosts.later()
    await hosts.app.hosts.decline(viewer(ADA), hosts.club.id, SECOND)
    assert await hosts.later() == [("taken", SECOND, BO)]
    assert [one.channel_id for one in await hosts.entries()] == [BO * 10]


async def test_an_organizer_assigns_and_the_member_may_decline(hosts: Hosts) -> None:
    with pytest.raises(ClubGoneError):
        await hosts.app.hosts.assign(viewer(ADA), hosts.club.id, BO)
    seen = await hosts.app.hosts.assign(organizer(), hosts.club.id, BO)
    assert (seen.day, seen.host) == (FIRST, BO)
    assert await hosts.later() == [("assigned", FIRST, BO)]
    # Bo never volunteered, so the club's channel calls them.
    (entry,) = await hosts.entries()
    assert (entry.kind, entry.channel_id) == (Kind.HOST_CALL, CHANNEL)
    await hosts.app.hosts.decline(viewer(BO), hosts.club.id, FIRST)
    assert await hosts.later() == []
    assert await hosts.host(FIRST) is None


async def test_who_stops_is_asked_no_more_and_volunteering_again_begins_anew(hosts: Hosts) -> None:
    await hosts.willing(ADA)
    assert await hosts.app.hosts.stop(viewer(ADA), hosts.club.id)
    assert not await hosts.app.hosts.stop(viewer(ADA), hosts.club.id)
    assert await hosts.later() == []
    assert (await hosts.app.hosts.take_turns(viewer(ADA), hosts.club.id, None)).is_new
    assert not (await hosts.app.hosts.take_turns(viewer(ADA), hosts.club.id, None)).is_new


async def test_who_never_answers_is_not_asked_for_ever(hosts: Hosts) -> None:
    await hosts.willing(ADA)
    asked: list[date] = []
    for _ in range(60):
        asked += [day for what, day, _ in await hosts.later(DAY) if what == "asked"]
    # When the third one opens, only the first has begun, so only that one is known to be missed.
    assert asked == [FIRST, SECOND, THIRD]
    assert (await hosts.app.hosts.take_turns(viewer(ADA), hosts.club.id, None)).is_new
    assert len(await hosts.later()) == 1


async def add_break(hosts: Hosts, first: date, last: date) -> None:
    await BreakService(hosts.app.database, hosts.app.clock).add(hosts.club, first, last, "")


async def test_nobody_is_asked_in_a_break(hosts: Hosts) -> None:
    """Neither when a session opens, nor after a decline."""
    await hosts.willing(ADA, BO)
    await hosts.later()
    await hosts.app.hosts.accept(viewer(ADA), hosts.club.id, FIRST)
    await add_break(hosts, SECOND - 3 * DAY, SECOND)
    assert await hosts.at(FIRST_POST) == []
    # The period of the third session's question is left out: it comes on the first day after the break.
    assert await hosts.at(FIRST_POST + 7 * DAY) == []
    assert await hosts.at(FIRST_POST + 8 * DAY) == [("asked", THIRD, BO)]
    await add_break(hosts, SECOND + 2 * DAY, SECOND + 3 * DAY)
    assert await hosts.at(FIRST_POST + 9 * DAY) == []
    await hosts.app.hosts.decline(viewer(BO), hosts.club.id, THIRD)
    assert await hosts.later(timedelta(hours=1)) == []
    assert await hosts.at(FIRST_POST + 11 * DAY) == [("asked", THIRD, ADA)]


async def test_who_would_host_in_what_a_new_break_leaves_out_hosts_nothing(hosts: Hosts) -> None:
    await hosts.willing(ADA)
    await hosts.later()
    await hosts.app.hosts.accept(viewer(ADA), hosts.club.id, FIRST)
    await add_break(hosts, FIRST - DAY, FIRST)
    await hosts.later(timedelta(minutes=31))
    assert await hosts.host(FIRST) is None


async def test_who_wants_to_be_asked_no_more_makes_room_at_the_next_tick(hosts: Hosts) -> None:
    await hosts.willing(ADA, BO)
    assert await hosts.later() == [("asked", FIRST, ADA)]
    assert await hosts.app.hosts.stop(viewer(ADA), hosts.club.id)
    assert await hosts.later() == [("asked", FIRST, BO)]
    await hosts.app.hosts.accept(viewer(BO), hosts.club.id, FIRST)
    # What somebody hosts stays theirs.
    assert await hosts.app.hosts.stop(viewer(BO), hosts.club.id)
    await hosts.later()
    assert await hosts.host(FIRST) == BO


async def test_who_offered_and_stops_does_not_host_after_all(hosts: Hosts) -> None:
    await hosts.willing(ADA)
    await hosts.app.hosts.assign(organizer(), hosts.club.id, BO, FIRST)
    await hosts.app.hosts.assign(organizer(), hosts.club.id, CY, FIRST)  # BO stays in reserve
    await hosts.app.hosts.stop(viewer(BO), hosts.club.id)
    await hosts.app.hosts.decline(viewer(CY), hosts.club.id, FIRST)
    await hosts.later()
    assert await hosts.host(FIRST) is None


async def test_the_sessions_of_an_erased_member_are_looked_at_by_the_next_tick(hosts: Hosts) -> None:
    async def due() -> list[int]:
        async with hosts.app.database.read_transaction() as connection:
            return await host_rows.due_clubs(connection, hosts.app.now, 10, ALL_SHARDS)

    await hosts.willing(ADA, BO)
    await hosts.later()
    assert await due() == []
    await erase(hosts.app, ADA)
    assert await due() == [hosts.club.id]
