"""What is stored of an anonymous club's reviews cannot be worked out, and who may learn of it learns it once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.core.errors import NoSuchLogError, NotNowError, ReviewKeptError
from bot.core.outbox import EntryState, Kind, Sent
from bot.core.review_allocation import allocate
from bot.core.review_mixing import mixed
from bot.core.review_pairs import Pair
from bot.core.weeks import Answer
from bot.services.review_changes import Correction
from bot.storage.reviews import Origin
from bot.storage.tables import club_secrets, reviews
from tests.support.logs import interactions, review_by, reviewing, text_by, write
from tests.support.reading_clubs import FIRST_POST, SERVER, House
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.services.review_writing import ReviewSaved
    from bot.storage.reviews import Review

MEMBERS = tuple(range(101, 113))
DAY = timedelta(days=1)
RELEASE, END = FIRST_POST + 6 * DAY, FIRST_POST + 7 * DAY


async def of_week(house: House) -> tuple[Review, ...]:
    (week, *_) = await house.week_rows()
    return (await house.reviews.of_week(week.id)).reviews


async def reviewed(house: House, reviewer: int = MEMBERS[0]) -> ReviewSaved:
    """The member's next review, written and posted."""
    saved = await house.reviews.submit(review_by(reviewer, (await house.reviews.next_for(viewer(reviewer))).log))
    await house.deliver()
    return saved


async def correction(house: House, review: Review, question: str) -> Correction:
    log = (await house.logs.show(review.log_id, viewer(review.reviewer_id))).log
    text = replace(review_by(review.reviewer_id, log).text, question=question)
    return Correction(viewer(review.reviewer_id), next(interactions), review.token, text)


@pytest.mark.parametrize("anonymous", [True, False])
async def test_who_reviews_whom_does_not_follow_from_what_is_public(house: House, anonymous: bool) -> None:
    club = await reviewing(house, *MEMBERS, anonymous=anonymous)
    (week, *_) = await house.week_rows()
    stored = {Pair(one.reviewer_id, one.author_id) for one in await of_week(house)}
    public = f"{club.token}-{week.slot:%y%m%d}"
    ring = allocate(MEMBERS, 2, [], (), public)
    assert stored not in ({*ring}, {*mixed(ring, [], public)})
    async with house.database.reading() as connection:
        secret = await connection.scalar(select(club_secrets.c.secret).where(club_secrets.c.club_id == club.id))
        assert secret
        rows = (await connection.execute(select(reviews).order_by(reviews.c.id))).all()
    ring = allocate(MEMBERS, 2, [], (), f"{secret}-{public}")
    assert stored == {*(mixed(ring, [], f"{secret}-{public}") if anonymous else ring)}
    # The ids tell nothing either: rows are not in the order of members.
    given = [row.reviewer_id for row in rows]
    assert given != sorted(given)
    assert len({row.token for row in rows}) == len(rows) == 24


async def test_no_key_holds_the_number_of_a_review(house: House) -> None:
    await reviewing(house, *MEMBERS[:6], anonymous=True)
    saved = await reviewed(house)
    await house.my_reviews.correct(
        await correction(house, saved.review, "Which layers gain the most from it, and why?")
    )
    await house.my_reviews.withdraw(saved.review.token, viewer(MEMBERS[0]), next(interactions))
    keys = [entry.key for entry in await house.entries() if entry.kind in {Kind.REVIEW, Kind.REVIEW_EDIT}]
    assert len(keys) == 3
    assert all(f"-review-{saved.review.token}" in key for key in keys)


async def test_a_revision_is_told_once_and_to_its_reviewers_alone(house: House) -> None:
    await reviewing(house, *MEMBERS[:6], anonymous=True)
    saved = await reviewed(house)
    author = saved.review.author_id
    assert await house.my_reviews.take_news(viewer(MEMBERS[0])) == []
    for twist in (" Once.", " Twice."):
        await write(house, author, text_by(author, twist), log_id=saved.review.log_id)
    assert Kind.REVISED not in [entry.kind for entry in await house.entries()]
    for other in (*MEMBERS[1:6], author):
        assert await house.my_reviews.take_news(viewer(other)) == []
    assert await house.my_reviews.take_news(viewer(MEMBERS[0], SERVER + 1)) == []
    (news,) = await house.my_reviews.take_news(viewer(MEMBERS[0]))
    assert news.log.id == saved.review.log_id
    assert await house.my_reviews.take_news(viewer(MEMBERS[0])) == []
    await house.my_reviews.put_back_news([news])
    assert len(await house.my_reviews.take_news(viewer(MEMBERS[0]))) == 1
    await write(house, author, text_by(author, " Thrice."), log_id=saved.review.log_id)
    assert await house.my_reviews.take_news(viewer(MEMBERS[0])) == []


async def test_in_a_club_that_names_reviewers_the_thread_tells_and_nothing_else(house: House) -> None:
    await reviewing(house, *MEMBERS[:6])
    saved = await reviewed(house)
    author = saved.review.author_id
    await write(house, author, text_by(author, " At last."), log_id=saved.review.log_id)
    assert [entry.kind for entry in await house.entries()].count(Kind.REVISED) == 1
    assert await house.my_reviews.take_news(viewer(MEMBERS[0])) == []


async def test_a_correction_while_the_message_is_on_its_way_is_made_good(house: House) -> None:
    await reviewing(house, *MEMBERS[:6])
    turn = await house.reviews.next_for(viewer(MEMBERS[0]))
    saved = await house.reviews.submit(review_by(MEMBERS[0], turn.log))
    (entry,) = await house.outbox.due(10)
    marked = await house.outbox.mark_sending(entry)
    assert marked
    form = await correction(house, saved.review, "Which layers gain the most from it, and why?")
    first, again = await house.my_reviews.correct(form), await house.my_reviews.correct(form)
    assert (first.already, again.already) == (False, True)
    assert [one.kind for one in await house.entries() if one.kind is Kind.REVIEW_EDIT] == []
    assert await house.outbox.record(marked, Sent(77))
    (edit,) = [one for one in await house.entries() if one.kind is Kind.REVIEW_EDIT]
    assert edit.details["version"] == 2
    assert (edit.channel_id, edit.key) == (entry.channel_id, f"{entry.key}-v2")


async def test_withdrawn_while_the_message_is_on_its_way_it_says_so(house: House) -> None:
    await reviewing(house, *MEMBERS[:6])
    turn = await house.reviews.next_for(viewer(MEMBERS[0]))
    saved = await house.reviews.submit(review_by(MEMBERS[0], turn.log))
    (entry,) = await house.outbox.due(10)
    marked = await house.outbox.mark_sending(entry)
    assert marked
    done = await house.my_reviews.withdraw(saved.review.token, viewer(MEMBERS[0]), next(interactions))
    assert done.is_owed
    assert await house.outbox.record(marked, Sent(77))
    (edit,) = [one for one in await house.entries() if one.kind is Kind.REVIEW_EDIT]
    assert (edit.details["message_id"], edit.details["is_withdrawn"]) == (77, True)
    # It is written anew, as another message.
    anew = await house.reviews.submit(review_by(MEMBERS[0], turn.log))
    assert anew.review.message_id is None
    assert anew.entry_key not in {None, entry.key}


async def test_withdrawn_before_it_was_sent_it_never_is(house: House) -> None:
    await reviewing(house, *MEMBERS[:6])
    turn = await house.reviews.next_for(viewer(MEMBERS[0]))
    saved = await house.reviews.submit(review_by(MEMBERS[0], turn.log))
    await house.my_reviews.withdraw(saved.review.token, viewer(MEMBERS[0]), next(interactions))
    (entry,) = [one for one in await house.entries() if one.kind is Kind.REVIEW]
    assert entry.state is EntryState.CANCELLED
    with pytest.raises(NoSuchLogError):
        await house.my_reviews.withdraw(saved.review.token, viewer(MEMBERS[0]), next(interactions))
    draft = (await house.reviews.drafts(MEMBERS[0]))[0]
    assert draft.text == saved.review.text


async def test_what_is_free_for_all_is_nobodys_turn_once_it_is_withdrawn(house: House) -> None:
    club = await reviewing(house, *MEMBERS[:6])
    saved = await reviewed(house)
    taken = await reviewed(house, 99)
    assert taken.review.origin is Origin.TAKEN
    await house.my_reviews.withdraw(taken.review.token, viewer(99), next(interactions))
    assert await house.reviews.owed_by(99, club) == []
    await house.at(RELEASE)
    done = await house.my_reviews.withdraw(saved.review.token, viewer(MEMBERS[0]), next(interactions))
    assert not done.is_owed
    assert await house.reviews.owed_by(MEMBERS[0], club) == []


async def test_after_the_digest_nothing_is_changed(house: House) -> None:
    await reviewing(house, *MEMBERS[:6])
    saved = await reviewed(house)
    form = await correction(house, saved.review, "Is it too late to ask about larger models?")
    await house.at(END)
    with pytest.raises(ReviewKeptError, match="digest"):
        await house.my_reviews.correct(form)
    with pytest.raises(NotNowError, match="digest"):
        await house.my_reviews.withdraw(saved.review.token, viewer(MEMBERS[0]), next(interactions))
    assert await house.my_reviews.correctable(saved.review.log_id, viewer(MEMBERS[0])) is None


async def test_anothers_review_is_not_changed(house: House) -> None:
    await reviewing(house, *MEMBERS[:6])
    saved = await reviewed(house)
    form = await correction(house, saved.review, "May I ask this in place of its writer?")
    for user, server in ((MEMBERS[1], SERVER), (MEMBERS[0], SERVER + 1)):
        with pytest.raises(NoSuchLogError):
            await house.my_reviews.correct(replace(form, viewer=viewer(user, server)))
        with pytest.raises(NoSuchLogError):
            await house.my_reviews.withdraw(saved.review.token, viewer(user, server), next(interactions))


async def test_pages_of_ones_reviews_are_bounded_and_whole(house: House) -> None:
    await reviewing(house, *MEMBERS[:6])
    for member in MEMBERS[:6]:
        await reviewed(house, member)
    whole = await house.my_reviews.mine(viewer(MEMBERS[0]), 0, 100)
    pages = [await house.my_reviews.mine(viewer(MEMBERS[0]), page, 1) for page in range(whole.last + len(whole.views))]
    assert [view.review.id for page in pages for view in page.views] == [view.review.id for view in whole.views]
    assert (whole.counts.written, whole.counts.helpful) == (1, 0)
    assert whole.counts.received == len(whole.views) - 1
    beyond = await house.my_reviews.mine(viewer(MEMBERS[0]), 10**17, 1)
    assert beyond.page == beyond.last
    assert await house.my_reviews.mine(viewer(MEMBERS[0], SERVER + 1), 0, 4) == replace(
        whole, counts=replace(whole.counts, written=0, received=0), views=()
    )


async def test_a_late_author_of_an_anonymous_club_is_given_any_log_without_a_review(house: House) -> None:
    """In one that names them it is the oldest, as everybody could work out."""
    await reviewing(house, *MEMBERS[:6], anonymous=True)
    given = []
    for late in range(200, 212):
        await write(house, late, interaction_id=next(interactions))
        given += [one.author_id for one in await of_week(house) if one.reviewer_id == late]
    assert len(given) == 12
    assert len(set(given)) > 3


async def test_who_cant_is_told_of_in_the_same_words_whatever_they_had_written(house: House) -> None:
    await reviewing(house, *MEMBERS[:6], anonymous=True)
    for _ in range(2):
        await reviewed(house)
    key = (await house.entries())[0].key
    for member in (MEMBERS[0], MEMBERS[1], MEMBERS[1], 99):
        await house.answer(key, member, Answer.OUT)
    told = [entry for entry in await house.entries() if entry.kind is Kind.ASSIGNMENTS][1:]
    assert len(told) == 2
    assert [entry.details for entry in told] == [
        {"given": [], "members": list(MEMBERS[:6]), "is_anonymous": True} for _ in told
    ]
