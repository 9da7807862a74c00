"""What `/club show` tells, and trying again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.calendar import WeeklySlot
from bot.core.outbox import EntryState, Kind, Refused, Unclear
from bot.services.clubs import POSTS_SHOWN
from bot.storage import outbox as outbox_rows
from tests.support.reading_clubs import CHANNEL, SUNDAY
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.outbox import Entry
    from tests.support.reading_clubs import House


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


async def block(house: House, reason: str = "No.") -> None:
    """Have everything that is on its way refused."""
    for entry in await house.outbox.due(50):
        sending = await house.outbox.mark_sending(entry)
        assert sending is not None
        await house.outbox.record(sending, Refused(reason))


async def test_the_next_posts_come_from_the_syllabus_and_then_from_the_list(house: House) -> None:
    club = await house.club()
    await house.syllabus.add(club, "qlora", None)
    overview = await house.clubs.overview(club)
    assert [(post.paper_key, post.is_queued) for post in overview.posts] == [
        ("qlora", True), ("attention", False), ("gpt3", False), ("lora", False), ("ddpm", False)
    ]  # fmt: skip
    assert [post.at for post in overview.posts] == [
        SUNDAY.instant_on(date(2026, 1, 11) + timedelta(weeks=week)) for week in range(POSTS_SHOWN)
    ]
    assert (overview.held_up, overview.mishaps) == ((), ())


async def test_a_paused_club_has_no_next_posts(house: House) -> None:
    club = await house.club()
    paused = await house.clubs.pause(club)
    assert (await house.clubs.overview(paused)).posts == ()


async def test_where_all_is_read_one_date_is_shown_without_a_paper(house: House) -> None:
    club = await house.club()
    await house.syllabus.use(club, "everything")
    for _ in range(27):
        await house.weeks.post_now(await house.club_now(club))
        await house.deliver()
        house.now += timedelta(hours=2)
    club = await house.club_now(club)
    (post,) = (await house.clubs.overview(club)).posts
    assert (post.paper_key, post.is_queued, post.at) == (None, False, club.next_due)


async def test_what_is_held_up_is_told_once_with_its_reason(house: House) -> None:
    club = await house.club()
    await house.at(utc("2026-01-11 17:00"))
    await block(house, "I lack **Send Messages**.")
    overview = await house.clubs.overview(club)
    assert [(entry.kind, entry.reason) for entry in overview.held_up] == [(Kind.POST, "I lack **Send Messages**.")]
    assert overview.mishaps == ()


async def test_a_notice_that_cannot_be_sent_is_no_trouble_of_its_own(house: House) -> None:
    club = await house.club()
    await house.at(utc("2026-01-11 17:00"))
    await block(house)
    (notice,) = await house.outbox.due(50)
    assert notice.kind is Kind.NOTICE
    await block(house)
    assert [entry.kind for entry in (await house.clubs.overview(club)).held_up] == [Kind.POST]


async def test_weeks_that_were_left_out_are_told(house: House) -> None:
    club = await house.club()
    await house.weeks.skip(club)
    (week,) = (await house.clubs.overview(club)).mishaps
    assert week.note == "skipped by an organiser"


async def post_entry(house: House) -> Entry:
    (post,) = [entry for entry in await house.entries() if entry.kind is Kind.POST]
    return post


async def test_what_was_refused_is_sent_again(house: House) -> None:
    club = await house.club()
    await house.at(utc("2026-01-11 17:00"))
    await block(house)
    assert await house.clubs.retry(club) == 1
    post = await post_entry(house)
    assert (post.state, post.channel_id, post.reason) == (EntryState.PENDING, CHANNEL, "")
    assert await house.clubs.retry(club) == 0


@pytest.mark.parametrize("is_forum", [False, True])
async def test_once_its_channel_is_gone_a_post_goes_to_the_new_one(house: House, is_forum: bool) -> None:
    club = await house.club()
    await house.at(utc("2026-01-11 17:00"))
    await block(house, "The channel is gone.")
    await house.clubs.edit(club, lambda settings: replace(settings, channel_id=77, is_forum=is_forum), viewer())
    post = await post_entry(house)
    assert (post.state, post.channel_id, post.is_forum, post.wants_thread) == (
        EntryState.PENDING, 77, is_forum, not is_forum
    )  # fmt: skip


async def test_what_may_have_left_is_looked_for_where_it_went(house: House) -> None:
    club = await house.club()
    await house.at(utc("2026-01-11 17:00"))
    (entry,) = await house.outbox.due(5)
    sending = await house.outbox.mark_sending(entry)
    assert sending is not None
    unclear = await house.outbox.record(sending, Unclear("connection reset"))
    assert unclear is not None
    await house.outbox.record(unclear, Refused("I lack **Read Message History**"))
    await house.clubs.edit(club, lambda settings: replace(settings, channel_id=77), viewer())
    post = await post_entry(house)
    assert (post.state, post.channel_id) == (EntryState.UNKNOWN, CHANNEL)


async def test_an_edit_tries_again_too(house: House) -> None:
    club = await house.club()
    await house.at(utc("2026-01-11 17:00"))
    await block(house)
    await house.clubs.edit(club, lambda settings: replace(settings, channel_id=77), viewer())
    async with house.database.reading() as connection:
        assert await outbox_rows.blocked_entries(connection, club.id) == []


async def test_an_edit_of_something_else_tries_nothing_again(house: House) -> None:
    club = await house.club()
    await house.at(utc("2026-01-11 17:00"))
    await block(house)
    await house.clubs.edit(club, lambda settings: replace(settings, reviewers=3), viewer())
    assert (await post_entry(house)).state is EntryState.BLOCKED


async def test_a_slot_of_any_zone_is_kept(house: House) -> None:
    slot = WeeklySlot(2, time(0, 30), "Pacific/Apia")
    club = await house.club(slot=slot)
    assert (await house.club_now(club)).settings.slot == slot
