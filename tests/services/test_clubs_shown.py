"""What `/club show` displays, and retrying."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import SettingsChange
from bot.core.outbox.entry import EntryState, Refused, Unclear
from bot.core.outbox.kinds import Kind
from bot.core.weeks.note import Note, NoteCode
from bot.services.clubs.planned_posts import POSTS_SHOWN
from bot.storage.outbox import rows as outbox_rows
from tests.support.reading_clubs import CHANNEL, SUNDAY
from tests.support.troubles import CHANNEL_GONE, LOCKED, NO_ANSWER, lacks
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.outbox.entry import Entry
    from bot.core.outbox.trouble import Trouble
    from tests.support.reading_clubs import App


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


async def block(app: App, trouble: Trouble = LOCKED) -> None:
    """Let Discord refuse everything that is due."""
    for entry in await app.outbox.due(50):
        sending = await app.outbox.mark_sending(entry)
        assert sending is not None
        await app.outbox.record(sending, Refused(trouble))


async def test_the_next_posts_come_from_the_syllabus_and_then_from_the_list(app: App) -> None:
    club = await app.club()
    await app.syllabus.add(club, "qlora", None)
    overview = await app.clubs.overview(club)
    assert [(post.paper_key, post.is_queued) for post in overview.posts] == [
        ("qlora", True), ("attention", False), ("gpt3", False), ("lora", False), ("ddpm", False)
    ]  # fmt: skip
    assert [post.at for post in overview.posts] == [
        SUNDAY.instant_on(date(2026, 1, 11) + timedelta(weeks=week)) for week in range(POSTS_SHOWN)
    ]
    assert (overview.troubled, overview.failed_weeks) == ((), ())


async def test_a_paused_club_has_no_next_posts(app: App) -> None:
    club = await app.club()
    paused = await app.clubs.pause(club)
    assert (await app.clubs.overview(paused)).posts == ()


async def test_if_everything_is_read_one_date_is_shown_without_a_paper(app: App) -> None:
    club = await app.club()
    await app.syllabus.use(club, "everything")
    for _ in range(27):
        await app.weeks.post_now(await app.club_now(club))
        await app.deliver()
        app.now += timedelta(hours=2)
    club = await app.club_now(club)
    (post,) = (await app.clubs.overview(club)).posts
    assert (post.paper_key, post.is_queued, post.at) == (None, False, club.next_due)


async def test_a_blocked_message_is_shown_once_with_its_reason(app: App) -> None:
    club = await app.club()
    await app.at(utc("2026-01-11 17:00"))
    await block(app, lacks("Send Messages"))
    overview = await app.clubs.overview(club)
    assert [(entry.kind, entry.trouble) for entry in overview.troubled] == [(Kind.POST, lacks("Send Messages"))]
    assert overview.failed_weeks == ()


async def test_a_notice_that_cannot_be_sent_is_not_another_problem(app: App) -> None:
    club = await app.club()
    await app.at(utc("2026-01-11 17:00"))
    await block(app)
    (notice,) = await app.outbox.due(50)
    assert notice.kind is Kind.NOTICE
    await block(app)
    assert [entry.kind for entry in (await app.clubs.overview(club)).troubled] == [Kind.POST]


async def test_skipped_weeks_are_shown(app: App) -> None:
    club = await app.club()
    await app.weeks.skip(club)
    (week,) = (await app.clubs.overview(club)).failed_weeks
    assert week.note == Note(NoteCode.BY_HAND)


async def post_entry(app: App) -> Entry:
    (post,) = [entry for entry in await app.entries() if entry.kind is Kind.POST]
    return post


async def test_a_refused_message_is_sent_again(app: App) -> None:
    club = await app.club()
    await app.at(utc("2026-01-11 17:00"))
    await block(app)
    assert await app.clubs.retry(club) == 1
    post = await post_entry(app)
    assert (post.state, post.channel_id, post.trouble) == (EntryState.PENDING, CHANNEL, None)
    assert await app.clubs.retry(club) == 0


@pytest.mark.parametrize("is_forum", [False, True])
async def test_if_its_channel_is_deleted_a_post_goes_to_the_new_one(app: App, is_forum: bool) -> None:
    club = await app.club()
    await app.at(utc("2026-01-11 17:00"))
    await block(app, CHANNEL_GONE)
    await app.clubs.edit(club, SettingsChange({"channel_id": 77, "is_forum": is_forum}), viewer())
    post = await post_entry(app)
    assert (post.state, post.channel_id, post.is_forum, post.wants_thread) == (
        EntryState.PENDING, 77, is_forum, not is_forum
    )  # fmt: skip


async def test_an_unclear_message_is_looked_for_in_its_original_channel(app: App) -> None:
    club = await app.club()
    await app.at(utc("2026-01-11 17:00"))
    (entry,) = await app.outbox.due(5)
    sending = await app.outbox.mark_sending(entry)
    assert sending is not None
    unclear = await app.outbox.record(sending, Unclear(NO_ANSWER))
    assert unclear is not None
    await app.outbox.record(unclear, Refused(lacks("Read Message History")))
    await app.clubs.edit(club, SettingsChange({"channel_id": 77}), viewer())
    post = await post_entry(app)
    assert (post.state, post.channel_id) == (EntryState.UNKNOWN, CHANNEL)


async def test_an_edit_retries_too(app: App) -> None:
    club = await app.club()
    await app.at(utc("2026-01-11 17:00"))
    await block(app)
    await app.clubs.edit(club, SettingsChange({"channel_id": 77}), viewer())
    async with app.database.read_transaction() as connection:
        assert await outbox_rows.blocked_entries(connection, club.id) == []


async def test_an_edit_of_another_setting_retries_nothing(app: App) -> None:
    club = await app.club()
    await app.at(utc("2026-01-11 17:00"))
    await block(app)
    await app.clubs.edit(club, SettingsChange({"reviewers": 3}), viewer())
    assert (await post_entry(app)).state is EntryState.BLOCKED


async def test_a_slot_in_any_zone_is_kept(app: App) -> None:
    slot = WeeklySlot(2, time(0, 30), "Pacific/Apia")
    club = await app.club(slot=slot)
    assert (await app.club_now(club)).settings.slot == slot
