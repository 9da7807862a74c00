"""Logs, drafts and reviews as rows: what is unique, what is kept, what is deleted."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import Club, ClubSettings, ClubState
from bot.core.paper_logs.draft import Draft
from bot.core.paper_logs.log_text import LogText
from bot.core.paper_logs.paper_log import LogState, LogVersion, PaperLog
from bot.core.reviews.draft import ReviewDraft
from bot.core.reviews.pairs import Pair
from bot.core.reviews.review import Origin
from bot.core.reviews.review_text import Rating, ReviewText
from bot.core.weeks.week import WeekState
from bot.storage.clubs import rows as club_rows
from bot.storage.paper_logs import drafts as draft_rows
from bot.storage.paper_logs import rows as log_rows
from bot.storage.paper_logs.forms import known_form
from bot.storage.reviews import drafts as review_draft_rows
from bot.storage.reviews import rows as review_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.weeks.week import Week
    from bot.storage.database import Database

NOW = datetime(2026, 1, 11, 17, tzinfo=UTC)
TEXT = LogText("One.", "Two.", "Three.", "Four.")
REVIEW = ReviewText(Rating.MET, Rating.PARTLY, Rating.MISSING, "One.", "Why?")
ADA, BO = 7, 8


async def week_of(connection: AsyncConnection, slot: date = date(2026, 1, 11)) -> Week:
    """Create a week of the only club, and the club with the first week."""
    if await club_rows.club_by_id(connection, 1) is None:
        settings = ClubSettings("Papers", 10, is_forum=False, slot=WeeklySlot(6, time(18), "UTC"))
        await club_rows.add_club(connection, Club(0, "abcd1234", 1, settings, ClubState.ACTIVE, None, None), NOW)
    facts = {"number": 1, "paper_key": "lora", "state": WeekState.REVIEWING, "due_at": NOW}
    return await week_rows.add_week(connection, 1, slot, **facts)


async def log_by(connection: AsyncConnection, author: int, week_id: int | None, interaction: int) -> int:
    club_id = 1 if week_id else None
    new = PaperLog(0, author, "lora", club_id, club_id, week_id, LogState.KEPT, False, 1, None, None, NOW, NOW, TEXT)
    log = await log_rows.add_log(connection, new)
    await log_rows.add_version(connection, LogVersion(log.id, 1, TEXT, NOW), interaction, None)
    assert log == await log_rows.log_by_id(connection, log.id)
    return log.id


async def test_a_log_is_read_with_its_newest_version(database: Database) -> None:
    async with database.write_transaction() as connection:
        week = await week_of(connection)
        log_id = await log_by(connection, ADA, week.id, 1)
        later = LogText("Five.", "Six.", "Seven.", "Eight.")
        await log_rows.add_version(connection, LogVersion(log_id, 2, later, NOW + timedelta(hours=1)), 2, 77)
        await log_rows.change_log(connection, log_id, version=2)
        log = await log_rows.log_by_id(connection, log_id)
        assert log
        assert (log.text, log.server_id, log.written_at, log.revised_at) == (later, 1, NOW, NOW + timedelta(hours=1))
        assert log == await log_rows.log_of_draft(connection, 77)
        assert log == await log_rows.log_at(connection, ADA, "lora", 1, week.id)
        assert await log_rows.log_at(connection, ADA, "lora", None, None) is None
        assert [version.text for version in await log_rows.versions_of(connection, log_id)] == [TEXT, later]
        await log_rows.change_log(connection, log_id, state=LogState.WITHDRAWN)
        assert await log_rows.logs_of_week(connection, week.id) == []
        assert len(await log_rows.logs_of_author(connection, ADA, 1)) == 1


async def test_a_form_is_recognized_by_its_interaction_and_recent_forms_by_their_author(database: Database) -> None:
    hour = timedelta(hours=1)
    async with database.write_transaction() as connection:
        log_id = await log_by(connection, ADA, (await week_of(connection)).id, 1)
        draft = Draft(0, ADA, 1, "lora", None, None, None, TEXT, 2, NOW + hour)
        draft = await draft_rows.add_draft(connection, draft)
        await log_by(connection, BO, None, 3)
        seen = [await known_form(connection, number, ADA, NOW - hour) for number in (1, 2, 4)]
        assert [(known.log_id, known.draft_id) for known in seen] == [(log_id, None), (None, draft.id), (None, None)]
        assert all(sorted(known.earlier) == [NOW, NOW + hour] for known in seen)
        assert (await known_form(connection, 4, ADA, NOW)).earlier == [NOW + hour]


async def test_a_message_is_recorded_once(database: Database) -> None:
    async with database.write_transaction() as connection:
        log_id = await log_by(connection, ADA, (await week_of(connection)).id, 1)
        assert await log_rows.note_message(connection, log_id, 5, 6) == (1, LogState.KEPT)
        assert await log_rows.note_message(connection, log_id, 5, 7) is None
        log = await log_rows.log_by_id(connection, log_id)
        assert log
        assert (log.channel_id, log.message_id) == (5, 6)


async def test_the_database_keeps_logs_and_interactions_unique(database: Database) -> None:
    async with database.write_transaction() as connection:
        week = await week_of(connection)
        await log_by(connection, ADA, week.id, 1)
    for author, interaction in ((ADA, 2), (BO, 1)):
        with pytest.raises(IntegrityError):
            async with database.write_transaction() as connection:
                await log_by(connection, author, week.id, interaction)


async def test_ids_of_drafts_are_never_reused(database: Database) -> None:
    async with database.write_transaction() as connection:
        made = []
        for number in range(3):
            draft = Draft(0, ADA, 1, "lora", None, None, None, TEXT, number, NOW)
            made.append(await draft_rows.add_draft(connection, draft))
            await draft_rows.delete_draft(connection, made[-1].id)
        assert [draft.id for draft in made] == [1, 2, 3]
        assert await draft_rows.drafts_of(connection, ADA, None) == []


async def test_lone_surrogates_are_stored_as_replacement_characters(database: Database) -> None:
    async with database.write_transaction() as connection:
        odd = LogText("\ud800", "a\x00b", "", "")
        draft = await draft_rows.add_draft(connection, Draft(0, ADA, 1, "lora", None, None, None, odd, 1, NOW))
    assert draft.text == LogText("\ufffd", "a\ufffdb", "", "")


async def test_open_assignments_are_freed_and_written_ones_stay(database: Database) -> None:
    async with database.write_transaction() as connection:
        week = await week_of(connection)
        log_id = await log_by(connection, ADA, week.id, 1)
        given = [
            await review_rows.add_review(connection, log_id, user, week_id=week.id, origin=Origin.GIVEN, now=NOW)
            for user in (BO, 9)
        ]
        await review_rows.write_review(connection, given[0], REVIEW, log_version=1, interaction_id=5, now=NOW)
        await review_rows.free_reviews_of_log(connection, log_id)
        (review,) = await review_rows.reviews_of_log(connection, log_id)
        assert (review.text, review.author_id, review.club_id, review.server_id) == (REVIEW, ADA, 1, 1)
        assert review == await review_rows.review_of_interaction(connection, 5)
        following = await week_of(connection, date(2026, 1, 18))
        assert await review_rows.recent_pairs(connection, following, 8) == [{Pair(BO, ADA)}]
        assert await review_rows.recent_pairs(connection, week, 8) == []


async def test_a_review_draft_is_deleted_only_by_the_review_made_from_it(database: Database) -> None:
    async with database.write_transaction() as connection:
        week = await week_of(connection)
        log_id = await log_by(connection, ADA, week.id, 1)
        kept = [
            await review_draft_rows.keep_review_draft(
                connection, ReviewDraft(0, BO, log_id, REVIEW, number, NOW), filled_from
            )
            for number, filled_from in ((1, None), (2, 1), (3, 1), (3, 1))
        ]
        assert kept == [1, 1, 2, 2]
        assert await review_rows.drafted_in_week(connection, week.id) == {(log_id, BO)}
        newest = await review_draft_rows.review_draft_on(connection, log_id, BO)
        assert newest
        assert newest.interaction_id == 3
        await review_draft_rows.delete_review_draft(connection, log_id, BO, (None, 2, 99))
        assert [draft.interaction_id for draft in await review_draft_rows.review_drafts_of(connection, BO)] == [3]


async def test_review_drafts_are_kept_for_ninety_days_and_the_newest_twenty_forever(database: Database) -> None:
    async with database.write_transaction() as connection:
        week = await week_of(connection)
        log_id = await log_by(connection, ADA, week.id, 1)
        for number in range(25):
            draft = ReviewDraft(0, BO, log_id, REVIEW, number + 1, NOW)
            await review_draft_rows.keep_review_draft(connection, draft, None)
        assert len(await review_draft_rows.review_drafts_of(connection, BO)) == 25
        later = ReviewDraft(0, BO, log_id, REVIEW, 99, NOW + timedelta(days=91))
        await review_draft_rows.keep_review_draft(connection, later, None)
        assert len(await review_draft_rows.review_drafts_of(connection, BO)) == 20


async def test_with_a_limit_only_the_newest_versions_are_read(database: Database) -> None:
    async with database.write_transaction() as connection:
        week = await week_of(connection)
        log_id = await log_by(connection, ADA, week.id, 1)
        for number in range(2, 40):
            version = LogVersion(log_id, number, TEXT, NOW)
            await log_rows.add_version(connection, version, 1000 + number, None)
        few = await log_rows.versions_of(connection, log_id, newest=3)
        assert [version.number for version in few] == [37, 38, 39]
        assert len(await log_rows.versions_of(connection, log_id)) == 39
