"""A paper of three periods in a club that meets live: each period has its meeting, its host and its presences."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.calendar.rhythm import Rhythm
from bot.core.clubs.club import SettingsChange
from bot.core.outbox.entry import EntryState
from bot.core.outbox.kinds import Kind
from bot.services.breaks.service import BreakService
from bot.services.hosts.sessions import NoSuchSessionError
from bot.services.weeks.refusals import DecidedMeanwhileError
from bot.storage.meetings.tables import meetings
from bot.storage.weeks.parts import further_slots
from tests.support.hosts import ADA, BO, CY, DAY, FIRST, SECOND, THIRD, Hosts, organizer
from tests.support.long_papers import MEETINGS, PLAN, SLOTS, keys, long_paper, posted, rows, settled
from tests.support.reading_clubs import FIRST_POST, WEEK
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.reading_clubs import App

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
async def hosts(app: App) -> Hosts:
    return await long_paper(app)


async def test_each_period_has_its_meeting_and_its_event(hosts: Hosts) -> None:
    app, club = hosts.app, hosts.club
    preview = await app.weeks.preview(club)
    assert [one.meeting.meeting.starts_at for one in preview.sessions if one.meeting] == MEETINGS
    await posted(app)
    assert await rows(app, club) == [(day, at, "planned", True) for day, at in zip(SLOTS, MEETINGS, strict=True)]
    assert await keys(app, Kind.EVENT) == [f"{club.token}-26{day:%m%d}-event" for day in SLOTS]
    made = [entry for entry in await app.entries() if entry.kind is Kind.EVENT]
    assert [entry.details["facts"]["part"] for entry in made] == [[1, 3], [2, 3], [3, 3]]
    # The next paper's week has one meeting, whose event says nothing of parts.
    await app.at(FIRST_POST + 3 * WEEK)
    await settled(app)
    assert "part" not in [entry for entry in await app.entries() if entry.kind is Kind.EVENT][-1].details["facts"]
    assert len(await rows(app, club)) == 4


async def test_each_meeting_has_its_reminders_and_its_question(hosts: Hosts) -> None:
    app, club = hosts.app, hosts.club
    await posted(app)
    for at in MEETINGS:
        for moment in (at - DAY, at - HOUR, at, at + HOUR, at + HOUR + MINUTE):
            await app.at(moment)
            await settled(app)
    assert await keys(app, Kind.MEETING_REMINDER) == [
        f"{club.token}-26{day:%m%d}-meeting-reminder-{step}-{at:%y%m%d%H%M}"
        for day, at in zip(SLOTS, MEETINGS, strict=True)
        for step in ("24h", "1h")
    ]
    asked = await keys(app, Kind.PRESENCES)
    assert asked == [f"{club.token}-26{day:%m%d}-presences" for day in SLOTS]
    for key, members in zip(asked, ((ADA, BO), (), (ADA,)), strict=True):
        for member in members:
            seen = await app.presences.press(viewer(member), key, app.now)
    assert seen.part
    assert (seen.part.number, seen.part.of, seen.count) == (3, 3, 1)
    view = await app.weeks.current(club)
    assert view
    assert [(one.day, one.present) for one in view.sessions] == list(zip(SLOTS, (2, 0, 1), strict=True))


async def test_each_session_has_its_host_in_turn(hosts: Hosts) -> None:
    await hosts.willing(ADA, BO, CY)
    assert await hosts.later() == [("asked", FIRST, ADA)]
    await hosts.app.hosts.accept(viewer(ADA), hosts.club.id, FIRST)
    await posted(hosts.app)
    # The next is asked one period ahead: with the paper's post.
    assert await hosts.news() == [("asked", SECOND, BO)]
    await hosts.app.hosts.decline(viewer(BO), hosts.club.id, SECOND)
    assert await hosts.later() == [("asked", SECOND, CY)]
    await hosts.app.hosts.accept(viewer(CY), hosts.club.id, SECOND)
    assert await hosts.at(FIRST_POST + WEEK) == [("asked", THIRD, BO)]
    await hosts.app.hosts.accept(viewer(BO), hosts.club.id, THIRD)
    assert [await hosts.host(day) for day in SLOTS] == [ADA, CY, BO]
    view = await hosts.app.weeks.current(hosts.club)
    assert view
    assert [one.cast.host for one in view.sessions] == [ADA, CY, BO]
    # Ada is next again after all three have hosted.
    await hosts.at(FIRST_POST + 2 * WEEK)
    assert (await hosts.app.hosts.assign(organizer(), hosts.club.id, ADA)).day == FIRST + 3 * WEEK


async def test_somebody_volunteers_for_a_further_slot_before_the_paper_is_posted(hosts: Hosts) -> None:
    await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, SECOND, None)
    await hosts.later()
    assert await hosts.host(SECOND) == ADA
    listed = await hosts.app.host_pages.overview(viewer(ADA), hosts.club)
    assert [(one.day, one.paper_key) for one in listed.sessions][:4] == [
        *((day, "lora") for day in SLOTS),
        (FIRST + 3 * WEEK, "mamba"),
    ]
    await posted(hosts.app)
    await hosts.later(timedelta(hours=1))
    assert await hosts.host(SECOND) == ADA
    assert "off" not in [news for news, _, _ in hosts.told]
    listed = await hosts.app.host_pages.overview(viewer(ADA), hosts.club)
    assert [(one.day, one.paper_key, one.host) for one in listed.sessions][:3] == [
        (FIRST, "lora", None),
        (SECOND, "lora", ADA),
        (THIRD, "lora", None),
    ]


async def test_the_host_of_a_further_session_may_change_the_links(hosts: Hosts) -> None:
    await posted(hosts.app)
    await hosts.app.hosts.offer(viewer(BO), hosts.club.id, THIRD, None)
    await hosts.later()
    view = await hosts.app.weeks.current(hosts.club)
    assert view
    assert await hosts.host(THIRD) == BO
    added = await hosts.app.week_links.add(viewer(BO), view.week.id, "https://example.org/notes", "Notes")
    assert [one.url for one in added.links] == ["https://example.org/notes"]


async def test_a_moved_meeting_leaves_the_others_alone(hosts: Hosts) -> None:
    app, club = hosts.app, hosts.club
    await posted(app)
    await app.meetings.move(club, SECOND, (MEETINGS[1] + DAY).date())
    await settled(app)
    assert [at for _, at, _, _ in await rows(app, club)] == [MEETINGS[0], MEETINGS[1] + DAY, MEETINGS[2]]
    assert len(await keys(app, Kind.EVENT_EDIT)) == 1
    await app.clubs.edit(club, SettingsChange({}, meeting={"at": time(20)}), viewer(0, club.server_id))
    await settled(app)
    assert [at for _, at, _, _ in await rows(app, club)] == [
        MEETINGS[0] + HOUR,
        MEETINGS[1] + DAY,
        MEETINGS[2] + HOUR,
    ]
    assert len(await keys(app, Kind.EVENT)) == 3


async def test_without_a_plan_all_events_end_and_come_back(hosts: Hosts) -> None:
    app, club = hosts.app, hosts.club
    await posted(app)
    await app.at(FIRST_POST + WEEK)
    await settled(app)
    await app.clubs.edit(club, SettingsChange({"meeting": None}), viewer(0, club.server_id))
    await settled(app)
    assert [(state, has_event) for _, _, state, has_event in await rows(app, club)] == [
        ("planned", True),
        ("cancelled", False),
        ("cancelled", False),
    ]
    assert len(await keys(app, Kind.EVENT_END)) == 2
    again = SettingsChange({}, meeting={"weekday": 2, "at": time(19), "place": PLAN.place})
    await app.clubs.edit(club, again, viewer(0, club.server_id))
    await settled(app)
    assert [(state, has_event) for _, _, state, has_event in await rows(app, club)] == [("planned", True)] * 3
    assert len(await keys(app, Kind.EVENT)) == 5


async def test_a_closed_club_ends_all_its_events(hosts: Hosts) -> None:
    await posted(hosts.app)
    await hosts.app.clubs.close(hosts.club)
    await settled(hosts.app)
    assert await rows(hosts.app, hosts.club) == [
        (day, at, "cancelled", False) for day, at in zip(SLOTS, MEETINGS, strict=True)
    ]
    assert len(await keys(hosts.app, Kind.EVENT_END)) == 3


async def test_a_break_over_a_further_slot_leaves_out_its_session_until_it_is_removed(hosts: Hosts) -> None:
    app = hosts.app
    breaks = BreakService(app.database, app.clock)
    await posted(app)
    await hosts.app.hosts.offer(viewer(ADA), hosts.club.id, SECOND, None)
    await hosts.later()
    assert await hosts.host(SECOND) == ADA
    app.now = FIRST_POST + HOUR
    await breaks.add(hosts.club, SECOND, SECOND + 5 * DAY, "")
    await settled(app)
    assert [state for _, _, state, _ in await rows(app, hosts.club)] == ["planned", "cancelled", "planned"]
    assert ("off", SECOND, ADA) in await hosts.later(timedelta(minutes=31))
    with pytest.raises(NoSuchSessionError):
        await app.hosts.offer(viewer(BO), hosts.club.id, SECOND, None)
    club = await app.club_now(hosts.club)
    await breaks.remove(club, SECOND)
    await settled(app)
    assert [state for _, _, state, _ in await rows(app, hosts.club)] == ["planned"] * 3
    await hosts.later(timedelta(minutes=31))
    assert await hosts.host(SECOND) == ADA


async def test_a_further_slot_in_a_break_has_no_meeting_to_move(hosts: Hosts) -> None:
    app, breaks = hosts.app, BreakService(hosts.app.database, hosts.app.clock)
    await posted(app)
    assert (await app.meetings.look(hosts.club, SECOND, SECOND + 4 * DAY)).after.starts_at == MEETINGS[1] + DAY
    await breaks.add(await app.club_now(hosts.club), SECOND, SECOND + 5 * DAY, "")
    with pytest.raises(DecidedMeanwhileError):
        await app.meetings.look(hosts.club, SECOND, SECOND + 4 * DAY)


async def test_a_paper_posted_by_an_earlier_version_gets_its_further_meetings(hosts: Hosts) -> None:
    app = hosts.app
    await posted(app)
    async with app.database.write_transaction() as connection:
        await connection.execute(meetings.delete().where(meetings.c.slot > FIRST))
    await app.at(FIRST_POST + WEEK)
    await settled(app)
    await app.at(FIRST_POST + WEEK + MINUTE)
    await settled(app)
    assert [(day, state, has_event) for day, _, state, has_event in await rows(app, hosts.club)] == [
        (day, "planned", True) for day in SLOTS
    ]


async def test_a_paper_that_was_never_posted_leaves_no_meetings(hosts: Hosts) -> None:
    app = hosts.app
    await BreakService(app.database, app.clock).add(hosts.club, FIRST + DAY, FIRST + 2 * DAY, "")
    await app.at(FIRST_POST)
    assert len(await rows(app, hosts.club)) == 3
    app.now = FIRST_POST + 2 * DAY
    await app.deliver()
    assert [(day, state) for day, _, state, _ in await rows(app, hosts.club)] == [(FIRST, "cancelled")]
    (week,) = await app.week_rows()
    async with app.database.read_transaction() as connection:
        assert await further_slots(connection, week) == []
    assert [entry.state for entry in await app.entries() if entry.kind is Kind.EVENT] == []


async def test_without_meetings_the_paper_has_one_session(app: App) -> None:
    club = await app.club()
    await app.syllabus.add(club, "lora", None, 3)
    await app.syllabus.add(club, "mamba", None)
    days = [*SLOTS, FIRST + 3 * WEEK]
    assert [await app.host_pages.session_day(club, day) for day in days] == [FIRST, FIRST, FIRST, days[3]]
    await app.at(FIRST_POST)
    await app.deliver()
    club = await app.club_now(club)
    assert [await app.host_pages.session_day(club, day) for day in days] == [FIRST, FIRST, FIRST, days[3]]
    assert [one.day for one in await app.host_pages.sessions(viewer(ADA), club)][:2] == [FIRST, days[3]]
    assert [entry for entry in await app.entries() if entry.state is EntryState.BLOCKED] == []


async def test_another_rhythm_or_weekday_leaves_its_slots_and_dates(app: App) -> None:
    club = await app.club(rhythm=Rhythm.FOUR_WEEKS)
    await app.syllabus.add(club, "lora", None, 4)
    await posted(app)
    before = [(row.slot, row.logs_due) for row in await app.week_rows()]
    for change in (SettingsChange({"rhythm": Rhythm.WEEKLY}), SettingsChange(slot={"weekday": 5})):
        await app.clubs.edit(club, change, viewer())
        await app.tick()
    assert [(row.slot, row.logs_due) for row in await app.week_rows()] == before
    view = await app.weeks.current(club)
    assert view
    assert view.second_at == FIRST_POST + 4 * WEEK


async def test_a_second_slot_in_a_break_has_no_date_until_it_moves(hosts: Hosts) -> None:
    app, club = hosts.app, hosts.club
    await posted(app)
    breaks = BreakService(app.database, app.clock)
    await breaks.add(await app.club_now(club), SECOND, SECOND, "")
    views = [await app.weeks.current(await app.club_now(club))]
    await breaks.stretch(await app.club_now(club), SECOND)
    views.append(await app.weeks.current(await app.club_now(club)))
    assert [view and view.second_at for view in views] == [None, FIRST_POST + 2 * WEEK]
