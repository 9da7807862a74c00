"""A member is erased: rows, quotations and messages go, and what others have to do goes on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, func, select, update

from bot.core.errors import ClubError
from bot.core.outbox.entry import EntryState
from bot.core.outbox.kinds import Kind
from bot.core.privacy.member_data import MemberScope, is_erased
from bot.core.reviews.review import Origin, ReviewState
from bot.core.weeks.week import Answer, GivenAnswer
from bot.storage.reviews import rows as review_rows
from bot.storage.tables import log_versions, outbox, paper_logs, reviews, weeks
from bot.storage.weeks import rows as week_rows
from tests.support.erasing import (
    ADA,
    BO,
    CLEO,
    DREW,
    WORDS,
    changes,
    deliver_all,
    erase,
    in_review,
    settle,
    under_way,
    waiting,
    write_reviews,
)
from tests.support.logs import form_by, review_by, text_by, write
from tests.support.reading_clubs import FIRST_POST, SERVER
from tests.support.traces import bytes_with, files_of, rows_with
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.reading_clubs import App

POST = "00000001-260111-post"


async def drafted(app: App) -> None:
    """Ada keeps a draft of a log and one of a review; Bo one of a review that quotes her."""
    form = await form_by(app, ADA, text_by(ADA, f" {WORDS[0]}" * 400))
    with pytest.raises(ClubError):
        await app.logs.submit(form)
    week = await app.reviews.of_week(1)
    for author, reviewer in ((BO, ADA), (ADA, BO)):
        log = next(log for log in week.logs if log.author_id == author)
        with pytest.raises(ClubError):
            await app.reviews.submit(review_by(reviewer, log, f"{WORDS[1]} is not in the log"))


@pytest.mark.parametrize("keeps_reviews", [True, False])
@pytest.mark.usefixtures("four_in_review")
async def test_nothing_is_left_of_a_member_in_the_middle_of_a_week(app: App, *, keeps_reviews: bool) -> None:
    await app.answer(POST, ADA, Answer.IN)
    await write_reviews(app, ADA, BO, CLEO, DREW)
    await drafted(app)
    assert len(await rows_with(app.database, ADA, *WORDS)) > 20
    assert await erase(app, ADA, keeps_reviews=keeps_reviews)
    left = await rows_with(app.database, ADA, *WORDS)
    assert [one for one in left if not one.startswith("erasures.user_id")] == []
    await settle(app)
    assert await rows_with(app.database, ADA, *WORDS) == []
    assert await under_way(app, ADA) == []
    if app.url.startswith("sqlite"):
        assert bytes_with(files_of(app.url), ADA, *WORDS) == []


@pytest.mark.usefixtures("four_in_review")
async def test_a_log_that_others_reviewed_leaves_an_empty_row_and_their_words(app: App) -> None:
    await write_reviews(app, BO, CLEO, DREW)
    await erase(app, ADA)
    async with app.database.read_transaction() as connection:
        (log,) = (await connection.execute(select(paper_logs).where(paper_logs.c.author_id < 0))).all()
        versions = (await connection.execute(select(log_versions).where(log_versions.c.log_id == log.id))).all()
        found = (await connection.execute(select(reviews).where(reviews.c.log_id == log.id))).all()
    assert (log.state, log.message_id, log.author_id) == ("withdrawn", None, -log.id)
    assert [(one.problem, one.number) for one in versions] == [("", 1)]
    assert {(one.strongest, one.question) for one in found} == {("", "What of larger models?")}
    shown = await app.reviews.to_send(found[0].id)
    assert shown is not None
    assert is_erased(shown.review.author_id)


@pytest.mark.usefixtures("four_in_review")
async def test_a_log_that_nobody_reviewed_goes_with_its_row(app: App) -> None:
    await erase(app, ADA)
    async with app.database.read_transaction() as connection:
        assert await connection.scalar(select(func.count()).select_from(paper_logs)) == 3


@pytest.mark.parametrize("keeps_reviews", [True, False])
@pytest.mark.usefixtures("four_in_review")
async def test_reviews_stay_without_a_name_or_go(app: App, *, keeps_reviews: bool) -> None:
    await write_reviews(app, ADA)
    written = [one for one in (await app.reviews.of_week(1)).written if one.reviewer_id == ADA]
    assert written
    await erase(app, ADA, keeps_reviews=keeps_reviews)
    left = {one.id: one for one in (await app.reviews.of_week(1)).written}
    if keeps_reviews:
        assert all(is_erased(left[one.id].reviewer_id) for one in written)
        await settle(app)
        left = {one.id: one for one in (await app.reviews.of_week(1)).written}
        assert {left[one.id].reviewer_id for one in written} == {-one.id for one in written}
        return
    assert left == {}
    # Others get what is missing now.
    again = (await app.reviews.of_week(1)).reviews
    assert {one.log_id for one in written} <= {one.log_id for one in again if not one.is_written}
    assert all(one.reviewer_id in {BO, CLEO, DREW} for one in again)


@pytest.mark.usefixtures("four_in_review")
async def test_a_review_that_was_taken_up_unasked_stays_too_once_it_is_written(app: App) -> None:
    await write_reviews(app, ADA)
    taken, *_ = [one for one in (await app.reviews.of_week(1)).written if one.reviewer_id == ADA]
    async with app.database.write_transaction() as connection:
        await review_rows.change_review(connection, taken.id, origin=Origin.TAKEN)
    await erase(app, ADA)
    assert taken.id in {one.id for one in (await app.reviews.of_week(1)).written}


@pytest.mark.parametrize("anonymous", [True, False])
async def test_what_the_member_had_to_write_goes_to_others_who_are_told(app: App, *, anonymous: bool) -> None:
    await in_review(app, BO, CLEO, DREW, anonymous=anonymous)
    before = {one.log_id for one in (await app.reviews.of_week(1)).reviews if one.reviewer_id == ADA}
    assert before
    told = len([entry for entry in await app.entries() if entry.kind is Kind.ASSIGNMENTS])
    await erase(app, ADA)
    after = (await app.reviews.of_week(1)).reviews
    assert all(one.reviewer_id in {BO, CLEO, DREW} for one in after)
    assert len({(one.reviewer_id, one.log_id) for one in after}) == len(after)
    news = [entry for entry in await app.entries() if entry.kind is Kind.ASSIGNMENTS][told:]
    assert news
    assert all(str(ADA) not in str(entry.details) for entry in news)


@pytest.mark.usefixtures("four_in_review")
async def test_what_nobody_will_write_is_still_counted_as_missing(app: App) -> None:
    """Near the end nothing is assigned any more."""
    await app.at((await app.week_rows())[0].next_step_at)
    before = (await app.reviews.of_week(1)).account.unwritten
    mine = [one for one in (await app.reviews.of_week(1)).freed if one.reviewer == ADA]
    theirs = [one for one in (await app.reviews.of_week(1)).freed if one.author == ADA]
    assert mine
    await erase(app, ADA)
    account = (await app.reviews.of_week(1)).account
    assert account.unwritten == before - len(theirs)
    assert not any(is_erased(member) for member in account.members)


async def test_only_one_server_is_erased(app: App) -> None:
    await in_review(app, BO, CLEO)
    elsewhere = await app.club("mamba", server_id=2, channel_id=20, name="Elsewhere")
    await app.at(FIRST_POST + timedelta(days=7))
    await deliver_all(app)
    await app.logs.submit(await form_by(app, ADA, text_by(1), paper_key="bert", club_id=None, week_id=None))
    async with app.database.write_transaction() as connection:
        week = await week_rows.latest_week(connection, elsewhere.id)
        assert week
        await week_rows.save_given(connection, week.id, ADA, GivenAnswer(Answer.IN, app.now))
    await erase(app, ADA, server_id=SERVER)
    counts = await app.erasures.counts(MemberScope(ADA))
    assert (counts.logs, counts.answers) == (1, 1)
    assert (await app.erasures.counts(MemberScope(ADA, SERVER))).are_all_zero
    await settle(app)
    await erase(app, ADA)
    await settle(app)
    assert await rows_with(app.database, ADA) == []


@pytest.mark.usefixtures("four_in_review")
async def test_every_message_is_deleted_reworded_or_rid_of_the_name(app: App) -> None:
    await write_reviews(app, ADA, BO, CLEO, DREW)
    await app.at(FIRST_POST + timedelta(days=8))
    await deliver_all(app)
    posted = {entry.key: entry for entry in await app.entries()}
    await erase(app, ADA)
    found = await changes(app)
    assert {(posted[entry.details["posted"]].kind, entry.kind) for entry in found} == {
        (Kind.LOG, Kind.DELETE),
        (Kind.REVIEW, Kind.REVIEW_EDIT),
        (Kind.REVIEW, Kind.UNMENTION),
        (Kind.ASSIGNMENTS, Kind.UNMENTION),
        (Kind.DIGEST, Kind.DIGEST_EDIT),
    }
    assert all(entry.details["message_id"] == posted[entry.details["posted"]].message_id for entry in found)
    assert all(entry.channel_id == posted[entry.details["posted"]].channel_id for entry in found)
    (waited_for,) = await under_way(app, ADA)
    assert len(waited_for) == len(found)
    await settle(app)
    assert await changes(app) == []


@pytest.mark.usefixtures("four_in_review")
async def test_messages_that_no_entry_knows_any_more_are_found_by_their_rows(app: App) -> None:
    await write_reviews(app, ADA, BO, CLEO, DREW)
    async with app.database.write_transaction() as connection:
        await connection.execute(delete(outbox).where(outbox.c.state == EntryState.DONE, outbox.c.kind != Kind.POST))
        # The thread was opened anew since: a review is where its log is.
        await connection.execute(update(weeks).values(thread_id=4711))
    await erase(app, ADA)
    found = [entry for entry in await changes(app) if entry.kind in {Kind.DELETE, Kind.REVIEW_EDIT}]
    assert 4711 not in {entry.channel_id for entry in found}
    kinds = [entry.kind for entry in await changes(app)]
    assert kinds.count(Kind.DELETE) == 1
    assert Kind.REVIEW_EDIT in kinds
    assert Kind.UNMENTION in kinds


async def test_the_post_counts_without_the_member(app: App) -> None:
    await app.club("lora")
    await app.at(FIRST_POST)
    await deliver_all(app)
    await app.answer(POST, ADA, Answer.IN)
    await app.answer(POST, BO, Answer.IN)
    await erase(app, ADA)
    assert [entry.kind for entry in await waiting(app, Kind.POST_EDIT)] == [Kind.POST_EDIT]
    view = await app.weeks.view(1)
    assert view is not None
    assert view.members(Answer.IN) == [BO]


async def test_the_deletion_waits_until_the_post_no_longer_names_the_member(app: App) -> None:
    await app.club("lora", is_forum=True)
    await app.at(FIRST_POST)
    await deliver_all(app)
    await app.answer(POST, ADA, Answer.IN)
    await erase(app, ADA)
    (change,) = await waiting(app, Kind.POST_EDIT)
    (post,) = [entry for entry in await app.entries() if entry.kind is Kind.POST]
    assert change.channel_id == post.message_id
    assert change.key.startswith(f"{post.key}-e")


async def test_a_post_of_a_week_that_is_over_names_nobody_and_stays(app: App) -> None:
    await app.club("lora")
    await app.at(FIRST_POST)
    await deliver_all(app)
    await app.answer(POST, ADA, Answer.IN)
    await app.at(FIRST_POST + timedelta(days=5))
    await app.at(FIRST_POST + timedelta(days=8))
    await deliver_all(app)
    await erase(app, ADA)
    assert await waiting(app, Kind.POST_EDIT) == []


@pytest.mark.usefixtures("four_in_review")
async def test_the_week_of_the_others_goes_on_to_its_end(app: App) -> None:
    await write_reviews(app, ADA)
    await erase(app, ADA)
    await settle(app)
    await write_reviews(app, BO)
    await app.at((await app.week_rows())[0].next_step_at)
    await deliver_all(app)
    await app.at(FIRST_POST + timedelta(days=12))
    await deliver_all(app)
    happened = await app.reviews.of_week(1)
    assert {log.author_id for log in happened.logs} == {BO, CLEO, DREW}
    named = [entry.details.get("members", []) for entry in await app.entries() if entry.kind is Kind.REVIEW_REMINDER]
    assert all(member > 0 for members in named for member in members)
    assert all(one.state is ReviewState.WRITTEN for one in happened.written)


@pytest.mark.usefixtures("four_in_review")
async def test_a_new_log_after_that_is_a_fresh_one(app: App) -> None:
    await write_reviews(app, BO, CLEO, DREW)
    await erase(app, ADA)
    await settle(app)
    saved = await write(app, ADA, text_by(99))
    assert saved.log.version == 1
    assert [view.log.id for view in (await app.logs.mine(viewer(ADA))).logs] == [saved.log.id]
