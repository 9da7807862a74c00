"""The host's card: an hour before the meeting, once."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.clubs.club import SettingsChange
from bot.core.hosts.answers import SessionBeganError
from bot.core.meetings.plan import MeetingPlan
from bot.services.clubs.refusals import ClubGoneError
from bot.services.hosts.pages import NotTheHostError
from bot.services.hosts.sessions import NoSuchSessionError
from tests.support.hosts import (
    ADA,
    BO,
    DAY,
    FIRST,
    FIRST_MEETING,
    WEEK,
    Hosts,
    organizer,
)
from tests.support.logs import write
from tests.support.reading_clubs import CHANNEL, FIRST_POST
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.reading_clubs import App


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


async def test_a_meeting_that_is_new_within_its_last_hour_brings_a_card_at_once(app: App) -> None:
    hosts = Hosts(app, await app.club("lora", "mamba"))
    await app.hosts.offer(viewer(ADA), hosts.club.id, FIRST, ADA * 10)
    await hosts.at(FIRST_POST)
    await hosts.later(timedelta(hours=1))
    soon = {"weekday": 6, "at": time(19, 40)}
    await app.clubs.edit(await app.club_now(hosts.club), SettingsChange(meeting=soon), viewer())
    assert await hosts.later() == [("card", FIRST, ADA)]


async def test_a_meeting_soon_after_its_post_brings_one_card(app: App) -> None:
    hosts = Hosts(app, await app.club("lora", "mamba", meeting=MeetingPlan(6, time(18, 30))))
    await app.hosts.offer(viewer(ADA), hosts.club.id, FIRST, ADA * 10)
    assert await hosts.at(FIRST_POST - timedelta(minutes=30)) == [("card", FIRST, ADA)]
    await hosts.at(FIRST_POST)
    assert await hosts.later() == []


async def test_a_plan_made_while_paused_brings_no_card_for_a_meeting_that_is_not_held(app: App) -> None:
    hosts = Hosts(app, await app.club("lora", "mamba"))
    await app.hosts.offer(viewer(ADA), hosts.club.id, FIRST, ADA * 10)
    await hosts.at(FIRST_POST)
    paused = await app.clubs.pause(await app.club_now(hosts.club))
    await app.clubs.edit(paused, SettingsChange(meeting={"weekday": 2, "at": time(19)}), viewer())
    assert await hosts.at(FIRST_MEETING - timedelta(minutes=50)) == []
