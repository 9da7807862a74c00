"""Links of weeks: who may change them, what is stored, and that two who add at once stay within the limit."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from bot.core.hosts.rotation import AnswerState
from bot.core.outbox.kinds import Kind
from bot.core.visibility import Access, Membership, Viewer
from bot.core.week_links.link import MOST_LINKS, LinksNotYoursError, NoWeekToLinkError, WeekLinksFullError
from bot.services.weeks.refusals import NoSuchWeekError
from bot.storage.hosts.tables import host_answers
from tests.support.erasing import deliver_all
from tests.support.reading_clubs import CHANNEL, FIRST_POST, SERVER
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.weeks.week import Week
    from tests.support.reading_clubs import App

ADA, DANA = 7, 0
VIDEO = "https://youtu.be/abc"


def organizer() -> Viewer:
    membership = Membership(lambda _channel: Access.OPEN, manages_server=True)
    return Viewer(DANA, SERVER, {SERVER: membership})


async def posted(app: App) -> tuple[Club, Week]:
    club = await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    await deliver_all(app)
    return club, await app.week_links.week_meant(viewer(DANA), club, (), None)


async def test_members_and_strangers_change_nothing(app: App) -> None:
    _, week = await posted(app)
    added = await app.week_links.add(organizer(), week.id, VIDEO, None)
    member, stranger, elsewhere = viewer(ADA), viewer(ADA, hidden=[CHANNEL]), viewer(DANA, 999)
    for other, refusal in ((member, LinksNotYoursError), (stranger, NoSuchWeekError), (elsewhere, NoSuchWeekError)):
        with pytest.raises(refusal):
            await app.week_links.add(other, week.id, "https://example.org", None)
        with pytest.raises(refusal):
            await app.week_links.remove(other, week.id, added.links[0].id)
    left = await app.week_links.remove(organizer(), week.id, 987654321)
    assert [link.url for link in left.links] == [VIDEO]


async def test_a_club_without_a_week_says_so(app: App) -> None:
    club = await app.club("lora")
    with pytest.raises(NoWeekToLinkError):
        await app.week_links.week_meant(viewer(DANA), club, (), None)
    await app.at(FIRST_POST)
    # Planned, but not in Discord yet.
    with pytest.raises(NoWeekToLinkError):
        await app.week_links.week_meant(viewer(DANA), club, (), None)


async def test_many_at_once_stay_within_the_limit(app: App) -> None:
    _, week = await posted(app)
    adding = [
        app.week_links.add(organizer(), week.id, f"https://example.org/{number % 12}", None) for number in range(24)
    ]
    results = await asyncio.gather(*adding, return_exceptions=True)
    assert {type(result) for result in results if isinstance(result, Exception)} == {WeekLinksFullError}
    view = await app.weeks.view(week.id)
    assert view
    assert len({link.url for link in view.links}) == len(view.links) == MOST_LINKS


async def test_one_edit_of_the_digest_waits_for_all_links(app: App) -> None:
    _, week = await posted(app)
    await app.week_links.add(organizer(), week.id, VIDEO, "recording")
    assert not [entry for entry in await app.entries() if entry.kind is Kind.DIGEST_UPDATE]
    await app.at(FIRST_POST + timedelta(days=7))
    await deliver_all(app)
    for number in range(3):
        await app.week_links.add(organizer(), week.id, f"https://example.org/{number}", None)
    edits = [entry for entry in await app.entries() if entry.kind is Kind.DIGEST_UPDATE]
    assert [entry.key.rpartition("-")[2] for entry in edits] == ["1"]
    assert [entry.channel_id for entry in edits] == [week.thread_id]
    await deliver_all(app)
    await app.week_links.add(organizer(), week.id, "https://example.org/late", None)
    first, second = [entry for entry in await app.entries() if entry.kind is Kind.DIGEST_UPDATE]
    assert second.key.endswith("-2")
    assert first.first_sent_at
    assert second.not_before
    assert second.not_before > first.first_sent_at


async def test_the_weeks_host_may_add_links_and_no_other_member(app: App) -> None:
    club, week = await posted(app)
    async with app.database.write_transaction() as connection:
        whose = {"club_id": club.id, "slot": week.slot, "user_id": ADA}
        facts = {"standing": AnswerState.HOSTS, "at": app.now, "has_card": False}
        await connection.execute(insert(host_answers).values(**whose, **facts))
    added = await app.week_links.add(viewer(ADA), week.id, VIDEO, "recording")
    assert [link.url for link in added.links] == [VIDEO]
    with pytest.raises(LinksNotYoursError):
        await app.week_links.add(viewer(ADA + 1), week.id, "https://example.org", None)
