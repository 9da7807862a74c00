"""Reviews on a real database: whose turn it is, what is kept, who may do what."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import ClubError, NoSuchLogError, NotNowError, NotYoursError, ReviewKeptError
from bot.core.outbox import Kind
from bot.core.weeks import Answer
from tests.support.logs import interactions, review_by, reviewing, text_by, write
from tests.support.reading_clubs import FIRST_POST, SERVER, House
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.services.reviews import Turn

ADA, BO, CY, DEE, EVE = 7, 8, 9, 10, 11
FIVE, EIGHT = (ADA, BO, CY, DEE, EVE), (ADA, BO, CY, DEE, EVE, 12, 13, 14)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CLOSING, RELEASE, END = FIRST_POST + 5 * DAY, FIRST_POST + 6 * DAY, FIRST_POST + 7 * DAY


async def turn_of(house: House, user_id: int) -> Turn:
    return await house.reviews.next_for(viewer(user_id))


async def log_ids(house: House) -> dict[int, int]:
    """Author → log."""
    (week, *_) = await house.week_rows()
    return {log.author_id: log.id for log in (await house.reviews.of_week(week.id)).logs}


async def pairs(house: House) -> set[tuple[int, int]]:
    """(reviewer, author) of all that is open or written."""
    (week, *_) = await house.week_rows()
    return {(review.reviewer_id, review.author_id) for review in (await house.reviews.of_week(week.id)).reviews}


async def test_a_review_is_stored_once_and_answers_the_log(house: House) -> None:
    await reviewing(house, *FIVE)
    turn = await turn_of(house, ADA)
    assert (turn.review.reviewer_id, turn.log.author_id != ADA, turn.draft, turn.is_late) == (ADA, True, None, False)
    form = review_by(ADA, turn.log)
    first, *others = await asyncio.gather(*(house.reviews.submit(form) for _ in range(4)))
    assert [first.already, *(other.already for other in others)] == [False, True, True, True]
    entry = (await house.entries())[-1]
    assert (entry.kind, entry.channel_id) == (Kind.REVIEW, turn.log.channel_id)
    assert entry.key.endswith(f"-review-{first.review.id}")
    assert await house.deliver() == [entry.key]
    view = await house.reviews.to_send(first.review.id)
    assert view
    assert (view.review.text, view.log.message_id, view.names_reviewer) == (form.text, turn.log.message_id, True)
    assert view.review.message_id is not None
    with pytest.raises(ReviewKeptError, match="already"):
        await house.reviews.submit(review_by(ADA, turn.log))


async def test_ones_own_turns_come_first_then_one_more_for_the_willing(house: House) -> None:
    club = await reviewing(house, *EIGHT)
    given = {author for reviewer, author in await pairs(house) if reviewer == ADA}
    assert {turn.log.author_id for turn in await house.reviews.owed_by(ADA, club)} == given
    done = []
    for _ in range(5):
        turn = await turn_of(house, ADA)
        await house.reviews.submit(review_by(ADA, turn.log))
        done.append(turn.log.author_id)
    assert set(done[:2]) == given
    # Whoever reviews one's own log is left out.
    assert len(set(done)) == 5
    assert await house.reviews.owed_by(ADA, club) == []
    with pytest.raises(NotNowError, match="No log is left"):
        await turn_of(house, ADA)


async def test_what_is_not_ones_turn_is_pointed_elsewhere(house: House) -> None:
    await reviewing(house, *FIVE)
    ids = await log_ids(house)
    mine = {author for reviewer, author in await pairs(house) if reviewer == ADA}
    other = next(author for author in FIVE if author not in mine and author != ADA)
    with pytest.raises(NotYoursError, match="/review next") as refusal:
        await house.reviews.claim(ids[other], viewer(ADA))
    assert any(f"<@{author}>" in str(refusal.value) for author in mine)
    with pytest.raises(ClubError, match="your own"):
        await house.reviews.claim(ids[ADA], viewer(ADA))
    for server, log_id in ((SERVER + 1, ids[BO]), (None, ids[BO]), (SERVER, 999)):
        with pytest.raises(NoSuchLogError, match="no such log here"):
            await house.reviews.claim(log_id, viewer(ADA, server))
    forged = review_by(ADA, (await house.logs.show(ids[other], viewer(ADA))).log)
    with pytest.raises(ReviewKeptError, match="to review"):
        await house.reviews.submit(forged)
    with pytest.raises(NoSuchLogError):
        await house.reviews.submit(replace(forged, viewer=viewer(ADA, SERVER + 1)))
    assert not [entry for entry in await house.entries() if entry.kind is Kind.REVIEW]


async def test_while_logs_are_open_nobody_reviews(house: House) -> None:
    await reviewing(house, ADA, BO, closed=False)
    with pytest.raises(NotNowError, match="still open"):
        await house.reviews.claim((await log_ids(house))[BO], viewer(ADA))
    with pytest.raises(NotNowError, match="nothing for you"):
        await turn_of(house, ADA)


async def test_anonymous_reviewers_are_shown_to_organisers_alone(house: House) -> None:
    await reviewing(house, *FIVE, anonymous=True)
    turn = await turn_of(house, ADA)
    saved = await house.reviews.submit(review_by(ADA, turn.log))
    seen = {
        reader: [
            view.names_reviewer
            for view in await house.reviews.reviews_of(turn.log.id, SERVER, reader[0], is_organiser=reader[1])
        ]
        for reader in ((turn.log.author_id, False), (ADA, False), (99, True))
    }
    assert list(seen.values()) == [[False], [True], [True]]
    view = await house.reviews.to_send(saved.review.id)
    assert view
    assert not view.names_reviewer
    ids, given = await log_ids(house), await pairs(house)
    other = min(set(ids) - {BO, turn.log.author_id, *(author for reviewer, author in given if reviewer == BO)})
    with pytest.raises(NotYoursError, match="for other members to review"):
        await house.reviews.claim(ids[other], viewer(BO))


async def test_helpful_is_the_authors_to_say_and_counted_once(house: House) -> None:
    await reviewing(house, *FIVE)
    turn = await turn_of(house, ADA)
    review = (await house.reviews.submit(review_by(ADA, turn.log))).review
    for user in (ADA, 99):
        with pytest.raises(NotYoursError):
            await house.reviews.helpful(review.id, viewer(user))
    with pytest.raises(NoSuchLogError):
        await house.reviews.helpful(review.id, viewer(turn.log.author_id, SERVER + 1))
    before = len(await house.entries())
    assert await house.reviews.helpful(review.id, viewer(turn.log.author_id))
    assert not await house.reviews.helpful(review.id, viewer(turn.log.author_id))
    assert len(await house.entries()) == before


async def test_reviewers_hear_of_one_revision(house: House) -> None:
    await reviewing(house, *FIVE)
    turn = await turn_of(house, ADA)
    author = turn.log.author_id
    await write(house, author, text_by(author, " At last."), log_id=turn.log.id)
    assert Kind.REVISED not in [entry.kind for entry in await house.entries()]
    # The form was opened before the revision, and quotes what stood there.
    await house.reviews.submit(review_by(ADA, turn.log, strongest=turn.log.text.approach))
    for twist in (" Once.", " Twice."):
        await write(house, author, text_by(author, twist), log_id=turn.log.id)
    told = [entry for entry in await house.entries() if entry.kind is Kind.REVISED]
    assert [(entry.details["log_id"], entry.details["version"]) for entry in told] == [(turn.log.id, 3)]
    assert (await house.logs.show(turn.log.id, viewer(ADA))).log.version == 4


async def test_a_quotation_of_an_earlier_version_is_taken(house: House) -> None:
    await reviewing(house, ADA, BO)
    turn = await turn_of(house, ADA)
    await write(
        house, BO, replace(text_by(BO), problem="Something else is the problem of case 8 now."), log_id=turn.log.id
    )
    saved = await house.reviews.submit(review_by(ADA, turn.log, strongest=turn.log.text.problem))
    assert saved.review.log_version == 1


async def test_a_withdrawn_log_frees_its_reviewers_and_keeps_its_reviews(house: House) -> None:
    club = await reviewing(house, *FIVE)
    turn = await turn_of(house, ADA)
    author = turn.log.author_id
    await house.reviews.submit(review_by(ADA, turn.log))
    left = [reviewer for reviewer, of in await pairs(house) if of == author and reviewer != ADA]
    await house.logs.withdraw(turn.log.id, viewer(author))
    assert (await house.entries())[-1].kind is Kind.LOG_EDIT
    for reviewer in left:
        assert author not in [owed.log.author_id for owed in await house.reviews.owed_by(reviewer, club)]
        with pytest.raises(ReviewKeptError, match="withdrawn"):
            await house.reviews.submit(review_by(reviewer, turn.log))
    views = await house.reviews.reviews_of(turn.log.id, SERVER, author, is_organiser=False)
    assert [view.review.reviewer_id for view in views] == [ADA]
    assert len(await house.reviews.owed_by(author, club)) == 2


async def test_cant_this_week_gives_ones_turns_to_others_at_once(house: House) -> None:
    club = await reviewing(house, *EIGHT)
    before = await pairs(house)
    key = (await house.entries())[0].key
    await house.answer(key, ADA, Answer.OUT)
    after = await pairs(house)
    assert await house.reviews.owed_by(ADA, club) == []
    assert {pair for pair in before if pair[0] != ADA} <= after
    assert len(after) == len(before)
    told = [entry for entry in await house.entries() if entry.kind is Kind.ASSIGNMENTS]
    assert len(told) == 2
    ids = await log_ids(house)
    assert {tuple(given) for given in told[1].details["given"]} == {
        (reviewer, ids[author]) for reviewer, author in after - before
    }
    # Their own log keeps its reviewers.
    assert len([pair for pair in after if pair[1] == ADA]) == 2
    for answer in (Answer.OUT, Answer.OUT, Answer.IN):
        await house.answer(key, ADA, answer)
    assert await pairs(house) == after
    await house.deliver()


async def test_near_the_end_what_is_not_begun_is_free_for_all(house: House) -> None:
    club = await reviewing(house, *FIVE)
    turn = await turn_of(house, ADA)
    await house.reviews.submit(review_by(ADA, turn.log))
    await house.at(RELEASE - HOUR)
    assert len(await pairs(house)) == 10
    await house.at(RELEASE)
    assert await pairs(house) == {(ADA, turn.log.author_id)}
    reminder = (await house.entries())[-1]
    assert (reminder.kind, reminder.details["members"]) == (Kind.REVIEW_REMINDER, list(FIVE))
    assert await house.reviews.owed_by(BO, club) == []
    ids = await log_ids(house)
    # First those that nobody has reviewed; a stranger may help too.
    helper = await turn_of(house, 99)
    assert helper.log.author_id != turn.log.author_id
    await house.reviews.submit(review_by(99, helper.log))
    free = next(author for author in FIVE if author not in {BO, turn.log.author_id, helper.log.author_id})
    assert (await house.reviews.claim(ids[free], viewer(BO))).review.reviewer_id == BO


async def test_who_has_done_their_part_is_asked_by_name_for_a_log_that_nobody_has_reviewed(house: House) -> None:
    await reviewing(house, *FIVE)
    reviewed = set()
    for _ in range(2):
        turn = await turn_of(house, ADA)
        await house.reviews.submit(review_by(ADA, turn.log))
        reviewed.add(turn.log.author_id)
    await house.at(RELEASE)
    details = (await house.entries())[-1].details
    assert ADA not in details["members"]
    ((asked, log_id),) = details["asked"]
    assert asked == ADA
    assert log_id not in {number for author, number in (await log_ids(house)).items() if author in {ADA, *reviewed}}


async def test_a_form_from_before_the_pool_is_still_taken(house: House) -> None:
    await reviewing(house, *FIVE)
    turn = await turn_of(house, ADA)
    await house.at(RELEASE)
    saved = await house.reviews.submit(review_by(ADA, turn.log))
    assert saved.review.reviewer_id == ADA
    late = await turn_of(house, BO)
    await house.at(END)
    after = await house.reviews.claim(late.log.id, viewer(BO))
    assert after.is_late
    assert (await house.reviews.submit(review_by(BO, late.log))).review.is_written


async def test_a_late_log_joins_the_pool_and_owes_one_review(house: House) -> None:
    club = await reviewing(house, ADA, BO, CY)
    assert len(await pairs(house)) == 6
    await write(house, EVE, interaction_id=next(interactions))
    (owed,) = await house.reviews.owed_by(EVE, club)
    assert owed.log.author_id in {ADA, BO, CY}
    await house.deliver()
    for _ in range(2):
        await house.reviews.submit(review_by(ADA, (await turn_of(house, ADA)).log))
    assert (await turn_of(house, ADA)).log.author_id == EVE
    await write(house, EVE)
    assert len(await house.reviews.owed_by(EVE, club)) == 1


async def test_logs_outside_the_weeks_are_not_reviewed(house: House) -> None:
    await reviewing(house, ADA, BO)
    outside = await write(house, BO, paper_key="chinchilla")
    with pytest.raises(NotNowError, match="outside"):
        await house.reviews.claim(outside.log.id, viewer(ADA))
