"""A break is stretched while a paper of three periods is read: its further periods come after the break."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.clubs.details import NewsDetails
from bot.core.outbox.kinds import Kind
from bot.services.breaks.service import BreakService
from tests.support.hosts import ADA, BO, CY, DAY, FIRST, SECOND, THIRD, Hosts
from tests.support.long_papers import MEETINGS, keys, long_paper, posted, rows, settled
from tests.support.reading_clubs import FIRST_POST, SUNDAY, WEEK
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from datetime import date

    from bot.services.breaks.service import ChangedBreaks
    from tests.support.reading_clubs import App

HOUR = timedelta(hours=1)
FOURTH, FIFTH = THIRD + WEEK, THIRD + 2 * WEEK


@pytest.fixture
async def hosts(app: App) -> Hosts:
    made = await long_paper(app)
    await posted(app)
    app.now = FIRST_POST + HOUR
    return made


async def stretch(hosts: Hosts, first: date = SECOND, days: int = 6) -> ChangedBreaks:
    """Add a break of so many days, as an organizer who then presses *Stretch it*."""
    breaks = BreakService(hosts.app.database, hosts.app.clock)
    await breaks.add(await hosts.app.club_now(hosts.club), first, first + (days - 1) * DAY, "")
    await settled(hosts.app)
    stretched = await breaks.stretch(await hosts.app.club_now(hosts.club), first)
    await settled(hosts.app)
    return stretched


async def slots(app: App) -> list[tuple[date, str, int | None]]:
    """Each stored slot, its state, and which part of a paper goes on in it."""
    return [(row.slot, row.state, (row.note_facts or {}).get("part")) for row in await app.week_rows()]


async def test_each_later_period_has_its_slot_and_its_meeting_after_the_break(hosts: Hosts) -> None:
    app, club = hosts.app, hosts.club
    await stretch(hosts)
    assert await slots(app) == [(FIRST, "reading", None), (THIRD, "skipped", 2), (FOURTH, "skipped", 3)]
    assert await rows(app, club) == [
        (FIRST, MEETINGS[0], "planned", True),
        (THIRD, MEETINGS[2], "planned", True),
        (FOURTH, MEETINGS[2] + WEEK, "planned", True),
    ]
    assert (await app.club_now(club)).next_slot == FIFTH
    # The break ended the event of the second period. The third's moves along.
    ended, made = await keys(app, Kind.EVENT_END), await keys(app, Kind.EVENT)
    assert (len(ended), len(made), len(await keys(app, Kind.EVENT_EDIT))) == (1, 4, 1)


async def test_the_deadlines_follow_the_last_period(hosts: Hosts) -> None:
    """The break has three days, but the paper's last period comes a week later."""
    (before, *_) = await hosts.app.week_rows()
    assert before.logs_due == SUNDAY.instant_on(THIRD + 5 * DAY)
    stretched = await stretch(hosts, days=3)
    (after, *_) = await hosts.app.week_rows()
    assert after.logs_due == SUNDAY.instant_on(FOURTH + 5 * DAY)
    assert after.reviews_due == SUNDAY.instant_on(FOURTH + 7 * DAY)
    (moved,) = stretched.weeks
    assert (moved.dates.logs_due, moved.dates.reviews_due) == (after.logs_due, after.reviews_due)
    assert [(part.before, part.after) for part in moved.parts] == [(SECOND, THIRD), (THIRD, FOURTH)]


async def test_hosts_move_with_their_periods_and_are_told(hosts: Hosts) -> None:
    app, club = hosts.app, hosts.club
    for member, day in ((ADA, SECOND), (BO, THIRD), (CY, FOURTH)):
        await app.hosts.offer(viewer(member), club.id, day, None)
        await hosts.later()
    assert [await hosts.host(day) for day in (SECOND, THIRD, FOURTH)] == [ADA, BO, CY]
    await hosts.news()
    await stretch(hosts)
    assert [await hosts.host(day) for day in (SECOND, THIRD, FOURTH, FIFTH)] == [None, ADA, BO, CY]
    await hosts.later()
    told = [("moved", THIRD, ADA), ("moved", FOURTH, BO), ("moved", FIFTH, CY)]
    assert sorted(hosts.told[-3:]) == sorted(told)
    assert "off" not in [news for news, _, _ in hosts.told]


async def test_a_host_who_makes_room_goes_to_no_slot_that_stays_skipped(hosts: Hosts) -> None:
    app, club = hosts.app, hosts.club
    for _ in range(3):
        club = await app.club_now(club)
        await app.weeks.skip(club, club.next_slot)
    for day in (FIFTH, FOURTH):
        await app.weeks.unskip(await app.club_now(club), day)
    for member, day in ((ADA, FOURTH), (BO, FIFTH)):
        await app.hosts.offer(viewer(member), club.id, day, None)
        await hosts.later()
    await stretch(hosts)
    assert [await hosts.host(FOURTH + number * WEEK) for number in range(4)] == [None, ADA, None, BO]


async def test_a_host_who_was_told_that_it_is_off_hosts_after_the_break(hosts: Hosts) -> None:
    app, breaks = hosts.app, BreakService(hosts.app.database, hosts.app.clock)
    await app.hosts.offer(viewer(ADA), hosts.club.id, SECOND, None)
    await hosts.later()
    await breaks.add(await app.club_now(hosts.club), SECOND, SECOND + 5 * DAY, "")
    assert ("off", SECOND, ADA) in await hosts.later(timedelta(minutes=31))
    await breaks.stretch(await app.club_now(hosts.club), SECOND)
    assert ("taken", THIRD, ADA) in await hosts.later()
    assert await hosts.host(THIRD) == ADA


async def test_members_read_of_each_period_once_and_of_nothing_inside_the_break(hosts: Hosts) -> None:
    app = hosts.app
    await stretch(hosts)
    said = []
    for number in range(1, 5):
        before = len(await app.entries())
        await app.at(FIRST_POST + number * WEEK)
        await settled(app)
        said.append([one.kind for one in (await app.entries())[before:] if one.kind in {Kind.CATCH_UP, Kind.POST}])
    assert said == [[], [Kind.CATCH_UP], [Kind.CATCH_UP], [Kind.POST]]
    assert (await app.week_rows())[-1].paper_key == "mamba"


async def test_the_channel_is_told_that_the_next_post_moves(hosts: Hosts) -> None:
    await stretch(hosts)
    news = [NewsDetails.of(entry) for entry in await hosts.app.entries() if entry.kind is Kind.CLUB_NEWS]
    assert [one.news for one in news] == ["break", "moved"]
    assert (news[-1].before, news[-1].day) == (FOURTH.isoformat(), FIFTH.isoformat())


async def test_the_calendar_shows_the_periods_after_the_break(hosts: Hosts) -> None:
    app = hosts.app
    await stretch(hosts)
    shown = (await app.calendars.of(viewer(ADA), hosts.club.id)).events
    lora = [one for _, one in shown if one and one.paper_key == "lora" and not one.is_cancelled]
    assert [one.starts_at for one in lora] == [MEETINGS[0], MEETINGS[2], MEETINGS[2] + WEEK]
    assert [one.part.number for one in lora if one.part] == [1, 2, 3]
    mamba = next(one for _, one in shown if one and one.paper_key == "mamba")
    assert mamba.starts_at == MEETINGS[2] + 2 * WEEK


async def test_a_period_before_the_break_stays_and_slots_that_are_decided_are_passed_over(hosts: Hosts) -> None:
    app = hosts.app
    assert await app.weeks.skip(await app.club_now(hosts.club)) == FOURTH
    await stretch(hosts, THIRD)
    assert await slots(app) == [
        (FIRST, "reading", None),
        (SECOND, "skipped", 2),
        (FOURTH, "skipped", None),
        (FIFTH, "skipped", 3),
    ]
    assert (await app.club_now(hosts.club)).next_slot == FIFTH + WEEK


async def test_a_next_post_that_was_moved_leaves_its_day_to_the_paper(hosts: Hosts) -> None:
    """Each period has one slot, so the paper takes the moved one."""
    app = hosts.app
    await app.moving.move(await app.club_now(hosts.club), FOURTH, FOURTH - DAY)
    await stretch(hosts)
    assert [slot for slot, _, _ in await slots(app)] == [FIRST, THIRD, FOURTH - DAY]
    assert (await app.club_now(hosts.club)).next_slot == FIFTH


async def test_a_break_that_has_begun_still_moves_what_it_left_out(hosts: Hosts) -> None:
    app, breaks = hosts.app, BreakService(hosts.app.database, hosts.app.clock)
    await breaks.add(await app.club_now(hosts.club), SECOND, SECOND + 5 * DAY, "")
    await app.at(FIRST_POST + WEEK + DAY)
    await settled(app)
    assert await keys(app, Kind.CATCH_UP) == []
    await breaks.stretch(await app.club_now(hosts.club), SECOND)
    assert [slot for slot, _, _ in await slots(app)] == [FIRST, THIRD, FOURTH]
    await app.at(FIRST_POST + 2 * WEEK)
    assert len(await keys(app, Kind.CATCH_UP)) == 1


async def test_a_period_that_was_read_before_the_break_was_added_stays(hosts: Hosts) -> None:
    app = hosts.app
    await app.at(FIRST_POST + WEEK)
    await settled(app)
    app.now = FIRST_POST + WEEK + DAY
    await stretch(hosts)
    assert [slot for slot, _, _ in await slots(app)] == [FIRST, SECOND, THIRD]


async def test_stretching_late_moves_nothing_that_has_begun(hosts: Hosts) -> None:
    app, breaks = hosts.app, BreakService(hosts.app.database, hosts.app.clock)
    await breaks.add(await app.club_now(hosts.club), SECOND, SECOND + 5 * DAY, "")
    await app.at(FIRST_POST + 2 * WEEK + HOUR)
    await settled(app)
    stretched = await breaks.stretch(await app.club_now(hosts.club), SECOND)
    assert stretched.weeks == ()
    assert [slot for slot, _, _ in await slots(app)] == [FIRST, SECOND, THIRD]


async def test_a_second_press_moves_nothing_further(hosts: Hosts) -> None:
    await stretch(hosts)
    before = await slots(hosts.app), await rows(hosts.app, hosts.club)
    breaks = BreakService(hosts.app.database, hosts.app.clock)
    assert (await breaks.stretch(await hosts.app.club_now(hosts.club), SECOND)).weeks == ()
    assert (await slots(hosts.app), await rows(hosts.app, hosts.club)) == before


async def test_without_meetings_the_paper_goes_on_after_the_break(app: App) -> None:
    hosts = await long_paper(app, None)
    await app.at(FIRST_POST)
    await app.deliver()
    await app.hosts.offer(viewer(CY), hosts.club.id, FOURTH, None)
    await hosts.later()
    await stretch(hosts)
    assert [(slot, part) for slot, _, part in await slots(app)] == [(FIRST, None), (THIRD, 2), (FOURTH, 3)]
    await hosts.later()
    assert [await hosts.host(day) for day in (FOURTH, FIFTH)] == [None, CY]


async def test_two_long_papers_under_way_do_not_get_the_same_slot(hosts: Hosts) -> None:
    """An organizer has posted the next paper early."""
    app, club = hosts.app, hosts.club
    await app.syllabus.add(club, "bert", None, 2)
    await app.syllabus.remove(club, "mamba")
    await app.weeks.post_now(await app.club_now(club), FOURTH)
    await settled(app)
    assert [slot for slot, _, _ in await slots(app)] == [FIRST, SECOND, THIRD, FOURTH, FIFTH]
    await stretch(hosts, THIRD, 16)
    moved = [FIFTH + WEEK, FIFTH + 2 * WEEK]
    assert [slot for slot, _, _ in await slots(app)] == [FIRST, SECOND, FOURTH, *moved]
    assert (await app.club_now(club)).next_slot == FIFTH + 3 * WEEK
