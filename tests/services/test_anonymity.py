"""Stored reviews of an anonymous club can't be traced to their writers, and those who may know are told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from bot.core.errors import NoSuchLogError, ReviewKeptError
from bot.core.outbox.entry import EntryState, Sent
from bot.core.outbox.kinds import Kind
from bot.core.reviews.allocation import allocate
from bot.core.reviews.mixing import mixed
from bot.core.reviews.pairs import Pair
from bot.core.reviews.review import Origin
from bot.core.weeks.week import Answer
from bot.services.reviews.changes import Correction, ReviewsOfWeekOverError
from bot.storage.tables import club_secrets, reviews
from tests.support.logs import interactions, review_by, reviewing, text_by, write
from tests.support.reading_clubs import FIRST_POST, SERVER, App
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.reviews.review import Review
    from bot.services.reviews.writing import ReviewSaved

MEMBERS = tuple(range(101, 113))
DAY = timedelta(days=1)
RELEASE, END = FIRST_POST + 6 * DAY, FIRST_POST + 7 * DAY


async def of_week(app: App) -> tuple[Review, ...]:
    (week, *_) = await app.week_rows()
    return (await app.reviews.of_week(week.id)).reviews


async def reviewed(app: App, reviewer: int = MEMBERS[0]) -> ReviewSaved:
    """The member's next review, written and posted."""
    saved = await app.reviews.submit(review_by(reviewer, (await app.reviews.next_for(viewer(reviewer))).log))
    await app.deliver()
    return saved


async def correction(app: App, review: Review, question: str) -> Correction:
    log = (await app.logs.show(review.log_id, viewer(review.reviewer_id))).log
    text = replace(review_by(review.reviewer_id, log).text, question=question)
    return Correction(viewer(review.reviewer_id), next(interactions), review.token, text)


@pytest.mark.parametrize("anonymous", [True, False])
async def test_who_reviews_whom_cannot_be_derived_from_public_facts(app: App, anonymous: bool) -> None:
    club = await reviewing(app, *MEMBERS, anonymous=anonymous)
    (week, *_) = await app.week_rows()
    stored = {Pair(one.reviewer_id, one.author_id) for one in await of_week(app)}
    public = f"{club.token}-{week.slot:%y%m%d}"
    ring = allocate(MEMBERS, 2, [], (), public)
    assert stored not in ({*ring}, {*mixed(ring, [], public)})
    async with app.database.read_transaction() as connection:
        secret = await connection.scalar(select(club_secrets.c.secret).where(club_secrets.c.club_id == club.id))
        assert secret
        rows = (await connection.execute(select(reviews).order_by(reviews.c.id))).all()
    ring = allocate(MEMBERS, 2, [], (), f"{secret}-{public}")
    assert stored == {*(mixed(ring, [], f"{secret}-{public}") if anonymous else ring)}
    # The ids reveal nothing either: rows are not in the order of members.
    given = [row.reviewer_id for row in rows]
    assert given != sorted(given)
    assert len({row.token for row in rows}) == len(rows) == 24


async def test_lists_of_a_weeks_reviews_follow_their_tokens_and_not_who_came_first(app: App) -> None:
    await reviewing(app, *MEMBERS[:4], anonymous=True)
    by_id = sorted(await of_week(app), key=lambda review: review.id)
    async with app.database.write_transaction() as connection:
        for number, review in enumerate(by_id):
            await connection.execute(update(reviews).where(reviews.c.id == review.id).values(token=f"{99 - number:08}"))
    assert [review.id for review in await of_week(app)] == [review.id for review in reversed(by_id)]


async def test_no_key_contains_the_number_of_a_review(app: App) -> None:
    await reviewing(app, *MEMBERS[:6], anonymous=True)
    saved = await reviewed(app)
    await app.my_reviews.correct(await correction(app, saved.review, "Which layers gain the most from it, and why?"))
    await app.my_reviews.withdraw(saved.review.token, viewer(MEMBERS[0]), next(interactions))
    keys = [entry.key for entry in await app.entries() if entry.kind in {Kind.REVIEW, Kind.REVIEW_EDIT}]
    assert len(keys) == 3
    assert all(f"-review-{saved.review.token}" in key for key in keys)


async def test_a_revision_is_announced_once_and_only_to_its_reviewers(app: App) -> None:
    await reviewing(app, *MEMBERS[:6], anonymous=True)
    saved = await reviewed(app)
    author = saved.review.author_id
    assert await app.my_reviews.take_news(viewer(MEMBERS[0])) == []
    for twist in (" Once.", " Twice."):
        await write(app, author, text_by(author, twist), log_id=saved.review.log_id)
    assert Kind.REVISED not in [entry.kind for entry in await app.entries()]
    for other in (*MEMBERS[1:6], author):
        assert await app.my_reviews.take_news(viewer(other)) == []
    assert await app.my_reviews.take_news(viewer(MEMBERS[0], SERVER + 1)) == []
    (news,) = await app.my_reviews.take_news(viewer(MEMBERS[0]))
    assert news.log.id == saved.review.log_id
    assert await app.my_reviews.take_news(viewer(MEMBERS[0])) == []
    await app.my_reviews.put_back_news([news])
    assert len(await app.my_reviews.take_news(viewer(MEMBERS[0]))) == 1
    await write(app, author, text_by(author, " Thrice."), log_id=saved.review.log_id)
    assert await app.my_reviews.take_news(viewer(MEMBERS[0])) == []


async def test_in_a_club_that_names_reviewers_only_the_thread_announces_it(app: App) -> None:
    await reviewing(app, *MEMBERS[:6])
    saved = await reviewed(app)
    author = saved.review.author_id
    await write(app, author, text_by(author, " At last."), log_id=saved.review.log_id)
    assert [entry.kind for entry in await app.entries()].count(Kind.REVISED) == 1
    assert await app.my_reviews.take_news(viewer(MEMBERS[0])) == []


async def test_a_correction_while_the_message_is_being_sent_is_applied(app: App) -> None:
    await reviewing(app, *MEMBERS[:6])
    task = await app.reviews.next_for(viewer(MEMBERS[0]))
    saved = await app.reviews.submit(review_by(MEMBERS[0], task.log))
    (entry,) = await app.outbox.due(10)
    marked = await app.outbox.mark_sending(entry)
    assert marked
    form = await correction(app, saved.review, "Which layers gain the most from it, and why?")
    first, again = await app.my_reviews.correct(form), await app.my_reviews.correct(form)
    assert (first.already, again.already) == (False, True)
    assert [one.kind for one in await app.entries() if one.kind is Kind.REVIEW_EDIT] == []
    assert await app.outbox.record(marked, Sent(77))
    (edit,) = [one for one in await app.entries() if one.kind is Kind.REVIEW_EDIT]
    assert edit.details["version"] == 2
    assert (edit.channel_id, edit.key) == (entry.channel_id, f"{entry.key}-v2")


async def test_a_withdrawal_while_the_message_is_being_sent_is_applied(app: App) -> None:
    await reviewing(app, *MEMBERS[:6])
    task = await app.reviews.next_for(viewer(MEMBERS[0]))
    saved = await app.reviews.submit(review_by(MEMBERS[0], task.log))
    (entry,) = await app.outbox.due(10)
    marked = await app.outbox.mark_sending(entry)
    assert marked
    done = await app.my_reviews.withdraw(saved.review.token, viewer(MEMBERS[0]), next(interactions))
    assert done.is_owed
    assert await app.outbox.record(marked, Sent(77))
    (edit,) = [one for one in await app.entries() if one.kind is Kind.REVIEW_EDIT]
    assert (edit.details["message_id"], edit.details["is_withdrawn"]) == (77, True)
    # She writes it again, as a new message.
    anew = await app.reviews.submit(review_by(MEMBERS[0], task.log))
    assert anew.review.message_id is None
    assert anew.entry_key not in {None, entry.key}


async def test_a_review_withdrawn_before_sending_is_never_sent(app: App) -> None:
    await reviewing(app, *MEMBERS[:6])
    task = await app.reviews.next_for(viewer(MEMBERS[0]))
    saved = await app.reviews.submit(review_by(MEMBERS[0], task.log))
    await app.my_reviews.withdraw(saved.review.token, viewer(MEMBERS[0]), next(interactions))
    (entry,) = [one for one in await app.entries() if one.kind is Kind.REVIEW]
    assert entry.state is EntryState.CANCELLED
    with pytest.raises(NoSuchLogError):
        await app.my_reviews.withdraw(saved.review.token, viewer(MEMBERS[0]), next(interactions))
    draft = (await app.reviews.drafts(MEMBERS[0]))[0]
    assert draft.text == saved.review.text


async def test_a_withdrawn_review_from_the_pool_belongs_to_nobody(app: App) -> None:
    club = await reviewing(app, *MEMBERS[:6])
    saved = await reviewed(app)
    taken = await reviewed(app, 99)
    assert taken.review.origin is Origin.TAKEN
    await app.my_reviews.withdraw(taken.review.token, viewer(99), next(interactions))
    assert await app.owed_by(99, club) == []
    await app.at(RELEASE)
    done = await app.my_reviews.withdraw(saved.review.token, viewer(MEMBERS[0]), next(interactions))
    assert not done.is_owed
    assert await app.owed_by(MEMBERS[0], club) == []


async def test_after_the_digest_nothing_can_be_changed(app: App) -> None:
    await reviewing(app, *MEMBERS[:6])
    saved = await reviewed(app)
    form = await correction(app, saved.review, "Is it too late to ask about larger models?")
    await app.at(END)
    with pytest.raises(ReviewKeptError, match="ReviewsOfWeekOverError"):
        await app.my_reviews.correct(form)
    with pytest.raises(ReviewsOfWeekOverError):
        await app.my_reviews.withdraw(saved.review.token, viewer(MEMBERS[0]), next(interactions))
    assert await app.my_reviews.correctable(saved.review.log_id, viewer(MEMBERS[0])) is None


async def test_a_review_of_another_member_is_not_changed(app: App) -> None:
    await reviewing(app, *MEMBERS[:6])
    saved = await reviewed(app)
    form = await correction(app, saved.review, "May I ask this in place of its writer?")
    for user, server in ((MEMBERS[1], SERVER), (MEMBERS[0], SERVER + 1)):
        with pytest.raises(NoSuchLogError):
            await app.my_reviews.correct(replace(form, viewer=viewer(user, server)))
        with pytest.raises(NoSuchLogError):
            await app.my_reviews.withdraw(saved.review.token, viewer(user, server), next(interactions))


async def test_pages_of_a_members_reviews_are_bounded_and_complete(app: App) -> None:
    await reviewing(app, *MEMBERS[:6])
    for member in MEMBERS[:6]:
        await reviewed(app, member)
    whole = await app.my_reviews.mine(viewer(MEMBERS[0]), 0, 100)
    pages = [await app.my_reviews.mine(viewer(MEMBERS[0]), page, 1) for page in range(whole.last + len(whole.views))]
    assert [view.review.id for page in pages for view in page.views] == [view.review.id for view in whole.views]
    assert (whole.counts.written, whole.counts.helpful) == (1, 0)
    assert whole.counts.received == len(whole.views) - 1
    beyond = await app.my_reviews.mine(viewer(MEMBERS[0]), 10**17, 1)
    assert beyond.page == beyond.last
    assert await app.my_reviews.mine(viewer(MEMBERS[0], SERVER + 1), 0, 4) == replace(
        whole, counts=replace(whole.counts, written=0, received=0), views=()
    )


async def test_a_late_author_in_an_anonymous_club_gets_any_log_without_a_review(app: App) -> None:
    """In a club that names reviewers it is the oldest, which everybody could work out."""
    await reviewing(app, *MEMBERS[:6], anonymous=True)
    given = []
    for late in range(200, 212):
        await write(app, late, interaction_id=next(interactions))
        given += [one.author_id for one in await of_week(app) if one.reviewer_id == late]
    assert len(given) == 12
    assert len(set(given)) > 3


async def test_dropping_out_is_announced_in_the_same_words_whoever_had_written(app: App) -> None:
    await reviewing(app, *MEMBERS[:6], anonymous=True)
    for _ in range(2):
        await reviewed(app)
    key = (await app.entries())[0].key
    for member in (MEMBERS[0], MEMBERS[1], MEMBERS[1], 99):
        await app.answer(key, member, Answer.OUT)
    told = [entry for entry in await app.entries() if entry.kind is Kind.ASSIGNMENTS][1:]
    assert len(told) == 2
    assert [entry.details for entry in told] == [
        {"given": [], "members": list(MEMBERS[:6]), "is_anonymous": True} for _ in told
    ]
