"""Rows that a query must not touch or return: those of other members, clubs and servers, and those from
another time.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.core.paper_logs.draft import Draft
from bot.core.paper_logs.paper_log import LogVersion
from bot.core.reviews.draft import ReviewDraft
from bot.core.reviews.review import Origin
from bot.core.weeks.week import WeekState
from bot.storage.clubs import rows as club_rows
from bot.storage.paper_logs import drafts as draft_rows
from bot.storage.paper_logs import rows as log_rows
from bot.storage.privacy.pruning import delete_old_drafts
from bot.storage.reviews import drafts as review_draft_rows
from bot.storage.reviews import lists as review_lists
from bot.storage.reviews import rows as review_rows
from bot.storage.weeks import rows as week_rows
from tests.storage.test_paper_logs import ADA, BO, NOW, REVIEW, TEXT, log_by, week_of

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs.club import Club
    from bot.storage.database import Database

HOUR, KEPT_FOR = timedelta(hours=1), timedelta(days=90)


async def another_club(connection: AsyncConnection, server_id: int = 1) -> Club:
    """A club besides the one of `week_of`."""
    first = await club_rows.club_by_id(connection, 1)
    assert first
    settings = replace(first.settings, name="Others", channel_id=20)
    return await club_rows.add_club(
        connection, replace(first, server_id=server_id, token="0000ffff", settings=settings), NOW
    )


async def test_only_old_drafts_of_the_author_beyond_the_newest_twenty_are_deleted(database: Database) -> None:
    async with database.write_transaction() as connection:
        for number in range(25):
            for author in (ADA, BO):
                draft = Draft(0, author, 1, "lora", None, None, None, TEXT, 100 * author + number, NOW)
                await draft_rows.add_draft(connection, draft)
        kept = []
        for number, age in enumerate((KEPT_FOR, KEPT_FOR + HOUR)):
            new = Draft(0, ADA, 1, "lora", None, None, None, TEXT, 5000 + number, NOW + age)
            await draft_rows.add_draft(connection, new)
            kept.append([len(await draft_rows.drafts_of(connection, author, None)) for author in (ADA, BO)])
    assert kept == [[26, 25], [20, 25]]


async def test_only_drafts_from_before_are_pruned(database: Database) -> None:
    async with database.write_transaction() as connection:
        log_id = await log_by(connection, ADA, (await week_of(connection)).id, 1)
        for number, at in enumerate((NOW - HOUR, NOW)):
            draft = Draft(0, ADA, 1, "lora", None, None, None, TEXT, 100 + number, at)
            await draft_rows.add_draft(connection, draft)
            written = ReviewDraft(0, BO + number, log_id, REVIEW, 200 + number, at)
            await review_draft_rows.keep_review_draft(connection, written, None)
        assert await delete_old_drafts(connection, NOW) == 2
        assert [draft.written_at for draft in await draft_rows.drafts_of(connection, ADA, None)] == [NOW]
        assert await review_draft_rows.review_draft_on(connection, log_id, BO) is None
        assert await review_draft_rows.review_draft_on(connection, log_id, BO + 1)


async def test_what_follows_a_week_is_its_clubs_next_one_that_was_not_skipped(database: Database) -> None:
    async with database.write_transaction() as connection:
        first = await week_of(connection)
        other = await another_club(connection)
        await week_rows.add_week(connection, other.id, date(2026, 1, 11), state=WeekState.CLOSED, due_at=NOW)
        skipped, after, later = [await week_of(connection, date(2026, 1, day)) for day in (18, 25, 26)]
        assert await week_rows.week_after(connection, later) is None
        await week_rows.change_week(connection, skipped.id, state=WeekState.SKIPPED)
        following = await week_rows.week_after(connection, first)
        assert following
        assert following.id == after.id


async def test_an_authors_logs_in_another_server_are_found_only_if_all_are_requested(database: Database) -> None:
    async with database.write_transaction() as connection:
        week = await week_of(connection)
        alone = await log_by(connection, ADA, None, 1)
        in_club = await log_by(connection, ADA, week.id, 2)
        await log_by(connection, BO, week.id, 3)
        found = {server: await log_rows.logs_of_author(connection, ADA, server) for server in (1, 2, None)}
        assert {server: [log.id for log in logs] for server, logs in found.items()} == {
            1: [in_club, alone],
            2: [alone],
            None: [in_club, alone],
        }
        await log_rows.add_version(connection, LogVersion(alone, 2, TEXT, NOW + HOUR), 4, None)
        await log_rows.change_log(connection, alone, version=2)
        assert [log.id for log in await log_rows.logs_of_author(connection, ADA, 1)] == [alone, in_club]


async def test_a_thread_finds_its_own_clubs_week(database: Database) -> None:
    async with database.write_transaction() as connection:
        week = await week_of(connection)
        await week_rows.change_week(connection, week.id, thread_id=77)
        other = await another_club(connection)
        found = await week_rows.week_of_thread(connection, 1, [76, 77])
        assert found
        assert found.id == week.id
        assert await week_rows.week_of_thread(connection, other.id, [76, 77]) is None


async def test_a_week_counts_as_posted_once_its_post_is_up(database: Database) -> None:
    async with database.write_transaction() as connection:
        posted = await week_of(connection)
        await week_rows.change_week(connection, posted.id, message_id=5)
        for day, state in ((18, WeekState.CLOSED), (25, WeekState.PLANNED)):
            week = await week_of(connection, date(2026, 1, day))
            await week_rows.change_week(connection, week.id, state=state)
        assert [week.id for week in await week_rows.posted_weeks(connection, 1)] == [posted.id]
        assert [week.id for week in await week_rows.weeks_on(connection, [1], "lora")] == [posted.id]
        assert await week_rows.weeks_on(connection, [2], "lora") == []
        assert await week_rows.weeks_on(connection, [1], "mamba") == []


async def test_received_reviews_are_those_in_visible_clubs(database: Database) -> None:
    async with database.write_transaction() as connection:
        week = await week_of(connection)
        log_id = await log_by(connection, ADA, week.id, 1)
        review = await review_rows.add_review(connection, log_id, BO, week_id=week.id, origin=Origin.GIVEN, now=NOW)
        await review_rows.write_review(connection, review, REVIEW, log_version=1, interaction_id=5, now=NOW)
        counts = {}
        for user, club_ids in ((ADA, [1]), (ADA, []), (BO, []), (9, [1])):
            scope = review_lists.ReviewScope(user, 1, club_ids, ())
            counts[user, *club_ids] = len(await review_lists.reviews_with(connection, scope, 0, 10))
        assert counts == {(ADA, 1): 1, (ADA,): 0, (BO,): 1, (9, 1): 0}


async def test_a_reopened_review_is_like_new(database: Database) -> None:
    async with database.write_transaction() as connection:
        week = await week_of(connection)
        log_id = await log_by(connection, ADA, week.id, 1)
        new = await review_rows.add_review(connection, log_id, BO, week_id=week.id, origin=Origin.GIVEN, now=NOW)
        await review_rows.write_review(connection, new, REVIEW, log_version=1, interaction_id=5, now=NOW)
        before = await review_rows.review_of(connection, log_id, BO)
        assert before
        await review_rows.change_review(connection, before.id, is_helpful=True, message_id=6)
        assert await review_lists.set_revision_told(connection, before.id, is_told=True)
        await review_rows.reopen_review(connection, before.id)
        after = await review_rows.review_of(connection, log_id, BO)
        assert after
        assert (after.is_written, after.is_helpful, after.message_id, after.version) == (False, False, None, 1)
        assert after.token != before.token
        assert await review_lists.set_revision_told(connection, before.id, is_told=True)


async def test_forms_of_other_members_and_older_ones_do_not_count_for_the_pace(database: Database) -> None:
    async with database.write_transaction() as connection:
        week = await week_of(connection)
        log_id = await log_by(connection, ADA, week.id, 1)
        for reviewer, written_at in ((BO, NOW), (BO, NOW + HOUR), (9, NOW + HOUR)):
            draft = ReviewDraft(0, reviewer, log_id, REVIEW, 10 * reviewer + written_at.hour, written_at)
            await review_draft_rows.keep_review_draft(connection, draft, None)
        assert list(await review_draft_rows.review_forms_since(connection, BO, NOW)) == [NOW + HOUR]


async def test_of_a_clubs_logs_the_newest_are_returned(database: Database) -> None:
    async with database.write_transaction() as connection:
        week = await week_of(connection)
        ids = [await log_by(connection, author, week.id, author) for author in (ADA, BO, 9)]
        found = await log_rows.newest_logs(connection, [1], [], 2)
        assert [log.id for log in found] == [ids[2], ids[1]]
