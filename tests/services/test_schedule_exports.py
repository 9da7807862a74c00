"""Moving a reading group out, and what is stored of its members."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.core.clubs.club import SettingsChange
from bot.core.privacy.member_data import MemberScope
from bot.core.schedules.past import Also, Fate, NothingToExportError, ScheduleGoneError
from bot.services.breaks.service import BreakService
from bot.storage.schedules.personal_data import PAST_SESSION_HOSTS
from bot.storage.schedules.tables import past_session_hosts, past_sessions
from tests.support.hosts import ADA, BO, CY, DAY, FIRST, SECOND, THIRD, Hosts
from tests.support.long_papers import PLAN, long_paper, posted, settled
from tests.support.own_papers import organizer
from tests.support.reading_clubs import FIRST_POST, WEEK
from tests.support.schedules import as_file, moved_in, past_of, read, schedules_of, stored
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from datetime import date

    from bot.services.schedules.exporting import ExportedSession
    from tests.support.reading_clubs import App

# Posts are on Sundays, meetings on Wednesdays.
TO_MEETING = 3 * DAY


async def test_an_export_is_read_back_and_changes_nothing(app: App) -> None:
    club = await app.club("bert")
    assert club.next_due
    await app.at(club.next_due)
    await moved_in(app, club, read(), *Also)
    before = await stored(app)
    text = await as_file(schedules_of(app), organizer(), await app.club_now(club), app.catalog)
    assert "| 2025-11-03 | [Attention Is All You Need]" in text
    again = await schedules_of(app).keep(organizer(), club, read(text))
    assert again.plan
    assert again.plan.is_empty, text
    assert {each.fate for each in again.plan.sessions} <= {Fate.KNOWN, Fate.NO_PAPER}
    assert await stored(app) == before


async def test_a_new_club_has_nothing_to_export(app: App) -> None:
    club = await app.club()
    with pytest.raises(NothingToExportError):
        await schedules_of(app).export(organizer(), club)
    with pytest.raises(ScheduleGoneError):
        await schedules_of(app).export(viewer(500), club)


async def test_an_erased_host_is_forgotten_with_the_name(app: App) -> None:
    club = await app.club()
    service = schedules_of(app)
    kept = await service.keep(organizer(), club, read())
    await service.match(organizer(), kept.token, 0, 77)
    await service.confirm(organizer(), kept.token)
    scope = MemberScope(77, club.server_id)
    async with app.database.write_transaction() as connection:
        assert await PAST_SESSION_HOSTS.count(connection, scope) == 1
        await PAST_SESSION_HOSTS.erase(connection, PAST_SESSION_HOSTS.rows_of(scope), 77)
    async with app.database.read_transaction() as connection:
        names = list(await connection.scalars(select(past_session_hosts.c.name)))
        assert len(list(await connection.scalars(select(past_sessions.c.id)))) == 2
    assert names == ["Bo"]


async def hosted(app: App, hosts: Hosts, *members: int) -> None:
    for member, day in zip(members, (FIRST, SECOND, THIRD), strict=True):
        await app.hosts.offer(viewer(member), hosts.club.id, day, None)
        await hosts.later()


def hosts_in(sessions: list[ExportedSession]) -> list[tuple[date | None, tuple[str, ...], list[int | None]]]:
    return [(one.day, one.keys, [host.user_id for host in one.hosts]) for one in sessions]


@pytest.mark.parametrize("weeks", [0, 1, 2, 5])
async def test_every_period_of_a_long_paper_is_exported_with_its_host(app: App, weeks: int) -> None:
    """Before it is posted, while it is read, and when it is over."""
    hosts = await long_paper(app)
    await hosted(app, hosts, ADA, BO, CY)
    for number in range(weeks):
        await app.at(FIRST_POST + number * WEEK)
        await settled(app)
    found = hosts_in(await schedules_of(app).export(organizer(), await app.club_now(hosts.club)))
    assert found[:4] == [
        (FIRST + TO_MEETING, ("lora",), [ADA]),
        (SECOND + TO_MEETING, ("lora",), [BO]),
        (THIRD + TO_MEETING, ("lora",), [CY]),
        (THIRD + WEEK + TO_MEETING, ("mamba",), []),
    ]
    before = await stored(app)
    text = await as_file(schedules_of(app), organizer(), await app.club_now(hosts.club), app.catalog)
    again = await schedules_of(app).keep(organizer(), hosts.club, read(text))
    assert again.plan
    assert again.plan.is_empty, text
    assert [each.fate for each in again.plan.sessions] == [Fate.KNOWN] * len(found)
    assert await stored(app) == before


async def test_another_club_gets_each_period_with_its_host(app: App) -> None:
    hosts = await long_paper(app)
    await hosted(app, hosts, ADA, BO, CY)
    for number in range(5):
        await app.at(FIRST_POST + number * WEEK)
        await settled(app)
    names = {ADA: "Ada", BO: "Bo", CY: "Cy"}
    text = await as_file(schedules_of(app), organizer(), hosts.club, app.catalog, names)
    other = await app.club(name="Evening papers")
    await moved_in(app, other, read(text))
    assert [(one.day, one.keys, [host.name for host in one.hosts]) for one in await past_of(app, other)][:3] == [
        (FIRST + TO_MEETING, ("lora",), ["Ada"]),
        (SECOND + TO_MEETING, ("lora",), ["Bo"]),
        (THIRD + TO_MEETING, ("lora",), ["Cy"]),
    ]


async def test_without_meetings_a_long_paper_is_one_session_and_takes_its_slots(app: App) -> None:
    hosts = await long_paper(app, None)
    found = hosts_in(await schedules_of(app).export(organizer(), hosts.club))
    assert found == [(FIRST, ("lora",), []), (THIRD + WEEK, ("mamba",), [])]
    await app.at(FIRST_POST)
    await app.deliver()
    found = hosts_in(await schedules_of(app).export(organizer(), await app.club_now(hosts.club)))
    assert found == [(FIRST, ("lora",), []), (THIRD + WEEK, ("mamba",), [])]


async def test_a_period_that_a_break_leaves_out_is_no_session(app: App) -> None:
    hosts = await long_paper(app)
    await posted(app)
    club = await app.club_now(hosts.club)
    await BreakService(app.database, app.clock).add(club, SECOND, SECOND, "")
    found = hosts_in(await schedules_of(app).export(organizer(), await app.club_now(club)))
    assert [day for day, keys, _ in found if keys == ("lora",)] == [FIRST + TO_MEETING, THIRD + TO_MEETING]


@pytest.mark.parametrize("weeks", [0, 1])
async def test_a_moved_meeting_has_its_own_date_and_an_older_file_changes_nothing(app: App, weeks: int) -> None:
    """The older file has the date from before the move. Later, it must not become a second session."""
    club = await app.club("lora", "mamba", meeting=PLAN)
    if weeks:
        await posted(app)
    older = await as_file(schedules_of(app), organizer(), await app.club_now(club), app.catalog)
    assert f"| {FIRST + TO_MEETING} | [LoRA" in older
    await app.meetings.move(await app.club_now(club), FIRST, FIRST + 5 * DAY)
    found = hosts_in(await schedules_of(app).export(organizer(), await app.club_now(club)))
    assert [day for day, *_ in found] == [FIRST + 5 * DAY, SECOND + TO_MEETING]
    for number in range(3):
        await app.at(max(app.now, FIRST_POST + number * WEEK))
        await settled(app)
    newer = await as_file(schedules_of(app), organizer(), await app.club_now(club), app.catalog)
    assert f"| {FIRST + 5 * DAY} | [LoRA" in newer
    before = await stored(app)
    for text in (older, newer):
        again = await schedules_of(app).keep(organizer(), club, read(text))
        assert again.plan
        assert again.plan.is_empty, text
        assert {each.fate for each in again.plan.sessions} == {Fate.KNOWN}
    assert await stored(app) == before


async def test_without_a_meeting_a_session_has_the_date_of_its_post(app: App) -> None:
    """The club began to meet later."""
    club = await app.club("lora", "mamba")
    for number in range(2):
        await app.at(FIRST_POST + number * WEEK)
        await settled(app)
    plan = {"weekday": PLAN.weekday, "at": PLAN.at}
    await app.clubs.edit(await app.club_now(club), SettingsChange({}, meeting=plan), organizer())
    days = [day for day, *_ in hosts_in(await schedules_of(app).export(organizer(), await app.club_now(club)))]
    assert days[0] == FIRST


async def test_a_period_before_the_club_met_is_no_session_and_gets_no_date(app: App) -> None:
    """LoRA was read for three weeks without a meeting: nobody met on the Wednesdays of the second and third."""
    hosts = await long_paper(app, None)
    for number in range(5):
        await app.at(FIRST_POST + number * WEEK)
        await settled(app)
    before = hosts_in(await schedules_of(app).export(organizer(), await app.club_now(hosts.club)))
    plan = {"weekday": PLAN.weekday, "at": PLAN.at}
    await app.clubs.edit(await app.club_now(hosts.club), SettingsChange({}, meeting=plan), organizer())
    found = hosts_in(await schedules_of(app).export(organizer(), await app.club_now(hosts.club)))
    assert [day for day, keys, _ in found if keys == ("lora",)] == [FIRST]
    assert [day for day, keys, _ in before if keys == ("lora",)] == [FIRST]


async def test_another_club_s_session_on_the_same_paper_is_another_session(app: App) -> None:
    """Two clubs read LoRA in the same week, and one of them takes the other's sessions in."""
    club = await app.club("lora", "mamba", meeting=PLAN)
    other = await app.club("lora", "qlora", name="Evening papers")
    for moment in (FIRST_POST, FIRST_POST + WEEK, FIRST_POST + 2 * WEEK - DAY):
        await app.at(moment)
        await settled(app)
    text = await as_file(schedules_of(app), organizer(), await app.club_now(club), app.catalog)
    kept = await schedules_of(app).keep(organizer(), other, read(text))
    assert kept.plan
    assert [each.fate for each in kept.plan.sessions] == [Fate.HISTORY, Fate.HISTORY]
    await moved_in(app, other, read(text))
    assert [(one.day, one.keys) for one in await past_of(app, other)] == [
        (FIRST + TO_MEETING, ("lora",)),
        (SECOND + TO_MEETING, ("mamba",)),
    ]
    # Both files change nothing in their own clubs.
    for own in (club, other):
        text = await as_file(schedules_of(app), organizer(), await app.club_now(own), app.catalog)
        again = await schedules_of(app).keep(organizer(), own, read(text))
        assert again.plan
        assert again.plan.is_empty, text
