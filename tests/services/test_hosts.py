"""Hosts over the life of a club: volunteer, ask, accept, decline, time out, leave, assign and erase."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.calendar.breaks import Break
from bot.core.clubs.club import SettingsChange
from bot.core.errors import NothingMorePostedError
from bot.core.hosts.answers import HostFoundError, NotAskedToHostError, SessionBeganError
from bot.core.hosts.details import HostDetails
from bot.core.hosts.roles import Role, RoleTaken, RoleTakenError
from bot.core.hosts.rotation import Standing
from bot.core.meetings.plan import MeetingPlan
from bot.core.outbox.entry import Cancelled, EntryState
from bot.core.outbox.kinds import Kind
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.core.visibility import Membership, Viewer
from bot.services.clubs.refusals import ClubGoneError
from bot.services.hosts.pages import NotTheHostError
from bot.services.hosts.sessions import NoSuchSessionError
from bot.storage.clubs import rows as club_rows
from bot.storage.hosts import cast as cast_rows
from bot.storage.hosts import rows as host_rows
from bot.storage.members import leavers as leaver_rows
from tests.support.erasing import erase
from tests.support.logs import write
from tests.support.reading_clubs import CHANNEL, FIRST_POST, SERVER
from tests.support.traces import rows_with
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry
    from tests.support.reading_clubs import App

ADA, BO, CY, DANA = 101, 102, 103, 190
DAY, WEEK = timedelta(days=1), timedelta(days=7)
FIRST, SECOND, THIRD = date(2026, 1, 11), date(2026, 1, 18), date(2026, 1, 25)
# The club below posts on Sundays and meets on Wednesdays at 19:00 in Berlin.
MEETING = MeetingPlan(2, time(19))
FIRST_MEETING = FIRST_POST + 3 * DAY + timedelta(hours=1)
CLOSED = Cancelled(Trouble(TroubleCode.DM_REFUSED))


def organizer() -> Viewer:
    seen = viewer(DANA)
    return replace(seen, memberships={SERVER: Membership(seen.memberships[SERVER].access_to, manages_server=True)})


@dataclass
class Hosts:
    """A club, and what its members do about hosting it."""

    app: App
    club: Club
    told: list[tuple[str, date, int]] = field(default_factory=list)

    async def willing(self, *members: int) -> None:
        for member in members:
            await self.app.hosts.take_turns(viewer(member), self.club.id, member * 10)
            self.app.now += timedelta(minutes=1)

    async def news(self) -> list[tuple[str, date, int]]:
        """What members were told since the last call: what, about which session, and who."""
        found = [HostDetails.of(entry) for entry in await self.entries()]
        every = [(details.news, details.day, details.member) for details in found]
        new = every[len(self.told) :]
        self.told = every
        return new

    async def entries(self) -> list[Entry]:
        return [one for one in await self.app.entries() if one.kind in {Kind.HOST_DIRECT, Kind.HOST_CALL}]

    async def at(self, moment: object) -> list[tuple[str, date, int]]:
        await self.app.at(moment)  # type: ignore[arg-type]
        await self.app.deliver()
        return await self.news()

    async def later(self, span: timedelta = timedelta(minutes=1)) -> list[tuple[str, date, int]]:
        return await self.at(self.app.now + span)

    async def host(self, day: date) -> int | None:
        return await self.app.hosts.host_of(self.club, day)


@pytest.fixture
async def hosts(app: App) -> Hosts:
    return Hosts(app, await app.club("lora", "mamba", meeting=MEETING))


async def left(app: App, *members: int) -> None:
    """As when the project notices that members left, for example before a review is due."""

    async def present(_server_id: int, users: Collection[int]) -> set[int]:
        return set(users) - set(members)

    app.leavers.ask_with(present)


async def test_the_first_who_volunteered_is_asked_a_period_ahead_and_accepts(hosts: Hosts) -> None:
    await hosts.willing(ADA, BO)
    # The first session's period has begun already.
    assert await hosts.later() == [("asked", FIRST, ADA)]
    assert await hosts.later(DAY) == []
    seen = await hosts.app.hosts.accept(viewer(ADA), hosts.club.id, FIRST)
    assert (seen.host, seen.standing) == (ADA, Standing.HOSTS)
    assert await hosts.later() == []
    assert await hosts.at(FIRST_POST - timedelta(seconds=1)) == []
    assert await hosts.at(FIRST_POST) == [("asked", SECOND, BO)]
    assert [entry.state for entry in await hosts.entries()] == [EntryState.DONE] * 2
    assert [entry.channel_id for entry in await hosts.entries()] == [ADA * 10, BO * 10]


async def test_a_decline_is_refilled_at_the_next_tick_and_two_days_are_a_no(hosts: Hosts) -> None:
    await hosts.willing(ADA, BO, CY)
    await hosts.later()
    assert (await hosts.app.hosts.decline(viewer(ADA), hosts.club.id, FIRST)).standing is Standing.DECLINED
    assert await hosts.later() == [("asked", FIRST, BO)]
    asked_at = hosts.app.now
    assert await hosts.at(asked_at + 2 * DAY - timedelta(seconds=1)) == []
    assert await hosts.at(asked_at + 2 * DAY) == [("asked", FIRST, CY)]
    with pytest.raises(NotAskedToHostError):
        await hosts.app.hosts.accept(viewer(ADA), hosts.club.id, FIRST)
    # A late yes is an offer, and there is no host yet.
    assert (await hosts.app.hosts.accept(viewer(BO), hosts.club.id, FIRST)).standing is Standing.OFFERED
    assert await hosts.later() == [("taken", FIRST, BO)]
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


async def test_without_a_host_the_session_runs_as_ever(hosts: Hosts) -> None:
    await hosts.willing(ADA)
    await hosts.later()
    await hosts.app.hosts.decline(viewer(ADA), hosts.club.id, FIRST)
    await hosts.at(FIRST_POST)
    (week, *_) = await hosts.app.week_rows()
    view = await hosts.app.weeks.view(week.id)
    assert view
    assert (week.number, view.cast.host) == (1, None)


async def test_clubs_without_hosts_have_no_rows_and_cost_no_look(app: App) -> None:
    await app.club("lora")
    await app.at(FIRST_POST)
    assert (await app.host_ticks.advance()).done == 0
    async with app.database.read_transaction() as connection:
        assert await host_rows.due_clubs(connection, app.now + 365 * DAY, 10, app.host_ticks._shards) == []


async def test_a_host_who_leaves_is_noticed_and_replaced(hosts: Hosts) -> None:
    await hosts.willing(ADA, BO)
    await hosts.later()
    await hosts.app.hosts.accept(viewer(ADA), hosts.club.id, FIRST)
    await hosts.later()
    await left(hosts.app, ADA)
    # A round notices it, and the next tick asks somebody else.
    assert await hosts.later(timedelta(minutes=31)) == [("asked", FIRST, BO)]
    assert await hosts.host(FIRST) is None


async def test_who_left_before_they_are_asked_is_not_asked(hosts: Hosts) -> None:
    await hosts.willing(ADA, BO, CY)
    await left(hosts.app, ADA, BO)
    assert await hosts.later() == [("asked", FIRST, CY)]


async def test_an_offer_for_a_week_takes_it_or_waits_for_those_who_go_first(hosts: Hosts) -> None:
    taken = await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, THIRD, None)
    assert (taken.host, taken.standing) == (ADA, Standing.HOSTS)
    await hosts.willing(BO)
    waiting = await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, SECOND, None)
    assert (waiting.host, waiting.standing) == (None, Standing.OFFERED)
    await hosts.later()
    await hosts.app.hosts.accept(viewer(BO), hosts.club.id, FIRST)
    # Now both have hosted. Ada's was earlier, so her offer counts.
    assert await hosts.later() == [("taken", SECOND, ADA)]


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


async def test_the_card_comes_an_hour_before_the_meeting_once(hosts: Hosts) -> None:
    await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, FIRST, ADA * 10)
    await hosts.at(FIRST_POST)
    await write(hosts.app, BO)
    await hosts.app.deliver()
    assert await hosts.at(FIRST_MEETING - timedelta(hours=1, seconds=1)) == []
    assert await hosts.at(FIRST_MEETING - timedelta(hours=1)) == [("card", FIRST, ADA)]
    for _ in range(6):
        assert await hosts.later(timedelta(minutes=11)) == []
    card = await hosts.app.host_pages.card(viewer(ADA), hosts.club.id, FIRST)
    assert (card.minutes, [log.author_id for log in card.logs]) == (60, [BO])
    with pytest.raises(NotTheHostError):
        await hosts.app.host_pages.card(viewer(BO), hosts.club.id, FIRST)
    with pytest.raises(ClubGoneError):
        await hosts.app.host_pages.card(viewer(ADA, hidden=[CHANNEL]), hosts.club.id, FIRST)


async def test_who_takes_over_within_the_last_hour_gets_the_card_too(hosts: Hosts) -> None:
    await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, FIRST, None)
    await hosts.at(FIRST_POST)
    await hosts.at(FIRST_MEETING - timedelta(minutes=50))
    await hosts.app.hosts.assign(organizer(), hosts.club.id, BO, FIRST)
    assert await hosts.later() == [("assigned", FIRST, BO), ("card", FIRST, BO)]


async def test_a_club_without_meetings_sends_no_card_and_begins_when_logs_are_in(app: App) -> None:
    hosts = Hosts(app, await app.club("lora", "mamba"))
    await hosts.willing(ADA)
    await hosts.later()
    await app.hosts.accept(viewer(ADA), hosts.club.id, FIRST)
    await hosts.at(FIRST_POST)
    assert await hosts.at(FIRST_POST + 5 * DAY - timedelta(minutes=10)) == []
    assert (await app.host_pages.card(viewer(ADA), hosts.club.id, FIRST)).minutes == 60
    await hosts.at(FIRST_POST + 5 * DAY)
    with pytest.raises(SessionBeganError):
        await app.hosts.decline(viewer(ADA), hosts.club.id, FIRST)
    with pytest.raises(NoSuchSessionError):
        await app.hosts.offer(viewer(ADA), hosts.club.id, FIRST - 7 * WEEK, None)


async def test_the_post_is_edited_when_the_host_changes(hosts: Hosts) -> None:
    await hosts.willing(ADA, BO)
    await hosts.at(FIRST_POST)
    edits = [one for one in await hosts.app.entries() if one.kind is Kind.POST_EDIT]
    await hosts.app.hosts.assign(organizer(), hosts.club.id, CY, FIRST)
    await hosts.later()
    now = [one for one in await hosts.app.entries() if one.kind is Kind.POST_EDIT]
    assert len(now) == len(edits) + 1
    (week, *_) = await hosts.app.week_rows()
    view = await hosts.app.weeks.view(week.id)
    assert view
    assert view.cast.host == CY


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
    steering = await hosts.app.host_pages.overview(organizer(), hosts.club)
    assert (steering.willing, steering.asked) == ([ADA, BO], {FIRST: ADA})
    assert [one.paper_key for one in steering.sessions][:2] == ["lora", "mamba"]


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
    assert not view.cast


async def test_a_moved_session_takes_its_host_along(hosts: Hosts) -> None:
    await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, SECOND, None)
    await hosts.app.hosts.take_role(viewer(BO), hosts.club.id, SECOND, Role.CRITIC)
    async with hosts.app.database.write_transaction() as connection:
        await host_rows.move_session(connection, hosts.club.id, SECOND, SECOND - DAY)
        assert await cast_rows.is_host(connection, hosts.club.id, SECOND - DAY, ADA)
        assert not await cast_rows.cast_of(connection, hosts.club.id, SECOND)


async def test_a_message_about_a_session_that_was_moved_still_works(hosts: Hosts) -> None:
    await hosts.willing(ADA)
    await hosts.later()
    async with hosts.app.database.write_transaction() as connection:
        club = await hosts.app.club_now(hosts.club)
        moved = replace(club, next_slot=FIRST - DAY, next_due=FIRST_POST - DAY)
        await club_rows.save_club(connection, moved)
        await host_rows.move_session(connection, hosts.club.id, FIRST, FIRST - DAY)
    seen = await hosts.app.hosts.accept(viewer(ADA), hosts.club.id, FIRST)
    assert (seen.day, seen.host) == (FIRST - DAY, ADA)


async def test_a_change_of_weekday_takes_hosts_along(hosts: Hosts) -> None:
    await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, SECOND, None)
    await hosts.app.clubs.edit(hosts.club, SettingsChange(slot={"weekday": 4}), viewer())
    await hosts.later(timedelta(minutes=31))
    assert await hosts.host(SECOND) is None
    assert await hosts.host(SECOND - 2 * DAY) == ADA


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
    with pytest.raises(NothingMorePostedError):
        await hosts.app.hosts.take_turns(viewer(ADA), hosts.club.id, None)
    async with hosts.app.database.read_transaction() as connection:
        assert await host_rows.willing_in(connection, hosts.club.id) == []


async def test_a_paused_club_asks_nobody(hosts: Hosts) -> None:
    await hosts.willing(ADA)
    await hosts.app.clubs.pause(hosts.club)
    assert await hosts.later(WEEK) == []
    await hosts.app.clubs.resume(hosts.club)
    assert len(await hosts.later(timedelta(minutes=31))) == 1


async def test_a_member_who_returns_hosts_again(hosts: Hosts) -> None:
    await hosts.willing(ADA)
    async with hosts.app.database.write_transaction() as connection:
        await leaver_rows.note_leavers(connection, SERVER, [ADA], hosts.app.now)
    assert await hosts.later() == []
    await hosts.app.hosts.take_turns(viewer(ADA), hosts.club.id, None)
    assert await hosts.later() == [("asked", FIRST, ADA)]
