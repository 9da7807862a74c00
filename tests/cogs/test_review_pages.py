"""Every page about reviews fits into a message and carries its marker, for the longest texts and for forty members."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.paper_logs.log_text import PART_LIMIT, LogText
from bot.core.paper_logs.paper_log import LogState, PaperLog
from bot.core.papers.paper import Tier
from bot.core.reviews.draft import ReviewDraft
from bot.core.reviews.duties import Assignment, Duties, DutyFate, FreedReview
from bot.core.reviews.pairs import Pair
from bot.core.reviews.reallocation import DutyState
from bot.core.reviews.review import Origin, Review, ReviewCounts, ReviewState
from bot.core.reviews.review_text import QUESTION_LIMIT, STRONGEST_LIMIT, Rating, ReviewText
from bot.core.weeks.milestones import LookBack, Milestones, Progress
from bot.core.weeks.note import Note, NoteCode
from bot.core.weeks.week import WeekState
from bot.delivery.outgoing import is_marked
from bot.services.paper_logs.destinations import LogDestination
from bot.services.paper_logs.views import LogView
from bot.services.reviews.changes import WithdrawnReview
from bot.services.reviews.messages import NAMED_AT_ONCE
from bot.services.reviews.my_reviews import NEWS_AT_ONCE, MyReviews
from bot.services.reviews.service import RefusedReview, ReviewTask, WeekReviews
from bot.services.reviews.views import ReviewView
from cogs.reviews.forms import review_form
from cogs.reviews.messages import (
    assignments_page,
    given_page,
    open_call_page,
    review_page,
    review_reminder_page,
    secret_assignments_page,
    secret_given_page,
    secret_reminder_page,
    withdrawn_page,
)
from cogs.reviews.my_reviews import ON_A_PAGE, my_reviews_page, news_text, withdrawing_page
from cogs.reviews.my_reviews import withdrawn_page as withdrawn_page_of
from cogs.reviews.pages import assignment_page, kept_page, pointed_page, rescued_page, saved_page
from cogs.ui.troubles import LONGEST
from cogs.weeks.digest_lines import digest_card, digest_picture
from cogs.weeks.status import WeekStatus, status_page
from cogs.weeks.thread_messages import digest_page, reviews_done
from tests.cogs.test_pages import SHIPPED, faults_of
from tests.cogs.test_week_pages import CLUB, KEY, POSTED, viewed

if TYPE_CHECKING:
    from collections.abc import Iterator

    import discord

FORTY = [2**60 + user for user in range(40)]
LETTERS = ["x", "_", "<", "\\", "`", "[", "ﷺ", "\n#", "https://example.org/a_b "]
NAME = "_" * 32


def logs(text: LogText) -> list[PaperLog]:
    return [
        PaperLog(
            id=10**9 + destination,
            author_id=author,
            paper_key="lora",
            club_id=1,
            server_id=2**60,
            week_id=1,
            state=LogState.KEPT,
            is_late=False,
            version=1,
            channel_id=2**60,
            message_id=2**60,
            written_at=POSTED,
            revised_at=POSTED,
            text=text,
        )
        for destination, author in enumerate(FORTY)
    ]


def reviews(text: ReviewText | None) -> list[Review]:
    """Each of forty members reviews the next three, and asks each of them another question."""
    return [
        Review(
            id=10**9 + destination * 3 + step,
            log_id=10**9 + (destination + step) % 40,
            reviewer_id=reviewer,
            author_id=FORTY[(destination + step) % 40],
            week_id=1,
            club_id=1,
            server_id=2**60,
            origin=Origin.GIVEN,
            state=ReviewState.WRITTEN if text else ReviewState.OPEN,
            assigned_at=POSTED,
            text=text and replace(text, question=f"{destination}{step}{text.question}"[:QUESTION_LIMIT]),
            log_version=1,
            written_at=POSTED,
            is_helpful=False,
            message_id=2**60,
        )
        for destination, reviewer in enumerate(FORTY)
        for step in (1, 2, 3)
    ]


def pages_of(letter: str) -> Iterator[tuple[str, discord.ui.LayoutView]]:
    view = viewed("lora", members=40, state=WeekState.REVIEWING)
    log_text = LogText(*((letter * PART_LIMIT)[:PART_LIMIT] for _ in range(4)))
    strongest, question = (letter * STRONGEST_LIMIT)[:STRONGEST_LIMIT], (letter * QUESTION_LIMIT)[:QUESTION_LIMIT]
    text = ReviewText(Rating.MISSING, Rating.MISSING, Rating.MISSING, strongest, question)
    written, open_ones, all_logs = reviews(text), reviews(None), logs(log_text)
    draft = ReviewDraft(1, FORTY[0], 1, text, 1, POSTED)
    assignments = [ReviewTask(review, log, draft, False) for review, log in zip(open_ones, all_logs, strict=False)]
    part = WeekReviews(tuple(all_logs), tuple(open_ones)).account.of(FORTY[0])
    pairs = [Pair(review.reviewer_id, review.author_id) for review in open_ones[: NAMED_AT_ONCE * 3]]
    review_key = f"{CLUB.token}-review-{10**9}"
    for names in (True, False):
        shown = ReviewView(written[0], all_logs[1], CLUB, view.week, review_key, KEY, names)
        yield "review", review_page(shown, NAME)
    yield "assignments", assignments_page(view, KEY, pairs, 40, 0)
    yield "assignments", assignments_page(view, KEY, pairs, 40, 1)
    yield "assignments", open_call_page(view, KEY, all_logs)
    yield "assignments", open_call_page(view, KEY, all_logs[:1])
    yield "assignments", given_page(view, KEY, pairs[:NAMED_AT_ONCE])
    yield "reminder", review_reminder_page(view, KEY, FORTY, all_logs, pairs)
    yield "assignments", secret_assignments_page(view, KEY, FORTY, 40, 0)
    yield "assignments", secret_given_page(view, KEY, FORTY)
    yield "reminder", secret_reminder_page(view, KEY, FORTY, 40)
    yield "assignments", withdrawn_page(2**60, KEY)
    happened = WeekReviews(tuple(all_logs), tuple(written))
    yield "digest", digest_page(view, KEY, NAME, NAME, happened)
    back = LookBack(1, 10, 10, 400, 1200, 40, tuple(FORTY))
    many = Milestones(Progress(10, 10**4, Tier.RECOMMENDED), tuple(FORTY), tuple(FORTY), back)
    card = digest_card(view, SHIPPED.paper("lora"), happened, letter * 4000)
    yield "full digest", digest_page(view, KEY, NAME, NAME, happened, milestones=many, picture=digest_picture(card))
    yield "status", status_page(view, SHIPPED.cluster("lora"), NAME, WeekStatus(FORTY[0], happened, part))
    yield "turn", assignment_page(assignments[0], view, NAME)
    yield "saved", saved_page(part, 1, FORTY[0], view.week, already=False)
    yield "kept", kept_page("x" * 300, 10**9, strongest)
    yield "pointed", pointed_page("x" * 900, 10**9)
    yield "rescued", rescued_page({"strongest": letter * 4000, "question": letter * 4000}, "x" * 200)


@pytest.mark.parametrize("letter", LETTERS)
def test_every_page_fits(letter: str) -> None:
    for name, page in pages_of(letter):
        assert faults_of(page) == [], name


@pytest.mark.parametrize("count", [0, 1, 5, 13, 18, 60])
@pytest.mark.parametrize("letter", ["x", "_", "<"])
def test_the_status_of_a_member_with_many_refused_reviews_fits(letter: str, count: int) -> None:
    """Each review has the longest reason that is stored, and every list has twenty names."""
    view = viewed(
        "lora", members=40, state=WeekState.REVIEWING, note=Note(NoteCode.AS_STORED, {"sentence": letter * 200})
    )
    open_ones, all_logs = reviews(None), logs(LogText("a", "b", "c", "d"))
    troubled = [RefusedReview(review, letter * LONGEST) for review in open_ones[:count]]
    destination, reason = LogDestination(CLUB, view.week, "lora", is_late=False), letter * LONGEST
    stuck = [LogView(log, destination, KEY, reason) for log in all_logs[: count // 4]]
    assignments = [Assignment(FORTY[0], author, author, DutyState.OPEN, is_owed=True) for author in FORTY]
    rid_of = [FreedReview(FORTY[0], author, author, DutyFate.RELEASED) for author in FORTY]
    part = Duties(tuple(assignments), tuple(assignments), tuple(assignments), tuple(rid_of), tuple(rid_of))
    member_week = WeekStatus(FORTY[0], WeekReviews(tuple(all_logs), tuple(open_ones)), part, stuck, troubled)
    page = status_page(view, SHIPPED.cluster("lora"), NAME, member_week)
    assert faults_of(page) == []
    told = str(page.to_components())
    assert "more that is kept" in told or told.count("is kept") == count + count // 4


def test_week_messages_carry_their_key_where_delivery_looks() -> None:
    for name, page in pages_of("x"):
        if name in {"assignments", "reminder", "digest", "full digest"}:
            assert is_marked(page.to_components(), KEY), name
        if name == "review":
            assert is_marked(page.to_components(), f"{CLUB.token}-review-{10**9}")


def test_the_digest_of_forty_members_names_all_and_counts_what_it_leaves_out() -> None:
    (page,) = [page for name, page in pages_of("x") if name == "digest"]
    texts = [part["content"] for part in page.to_components()[0]["components"] if part["type"] == 10]
    assert all(f"<@{author}>" in texts[0] for author in FORTY)
    assert "**Reviews** 120 written" in texts[0]
    assert "more, under the logs." in texts[1]
    assert "more, under the logs." in texts[2]


async def test_the_form_keeps_to_discords_limits() -> None:
    text = ReviewText(Rating.MET, Rating.MET, Rating.MET, "x" * 5000, "y" * 5000)
    body = review_form(10**18 - 1, "_" * 60, text).to_dict()
    assert len(body["title"]) <= 45
    assert len(body["custom_id"]) <= 100
    assert len(body["components"]) == 5
    for part in body["components"]:
        assert len(part["label"]) <= 45
        assert len(part["description"]) <= 100
        assert len(part["component"].get("value") or "") <= part["component"].get("max_length", 0) <= 4000


def test_dates_are_shown_in_each_members_time_zone() -> None:
    view = viewed("lora", state=WeekState.REVIEWING, reviews_due=POSTED + timedelta(days=7))
    assert f"<t:{int((POSTED + timedelta(days=7)).timestamp())}:F>" in str(
        open_call_page(view, KEY, []).to_components()
    )


def test_the_public_count_of_anonymous_reviews_reveals_nothing() -> None:
    """The count is the same whether a member dropped out, volunteered for another, or just hasn't started."""
    view = viewed("lora", members=40, state=WeekState.REVIEWING)
    secret = replace(view, club=replace(view.club, settings=replace(view.club.settings, anonymous=True)))
    text = ReviewText(Rating.MET, Rating.MET, Rating.MET, "x", "y")
    done, undone, all_logs = reviews(text)[:10], reviews(None)[10:], tuple(logs(LogText("a", "b", "c", "d")))
    counts = {reviews_done(secret, WeekReviews(all_logs, (*done, *rest))) for rest in (undone, undone[:7], [])}
    assert counts == {"10 of 80 written"}
    assert reviews_done(view, WeekReviews(all_logs, (*done, *undone[:7]))) == "10 of 17 written"
    late = WeekReviews(tuple(replace(log, is_late=True) for log in all_logs), tuple(done))
    assert reviews_done(secret, late) == "10 written"


@pytest.mark.parametrize("letter", LETTERS)
def test_the_page_of_a_members_own_reviews_fits(letter: str) -> None:
    view = viewed("lora", members=40, state=WeekState.REVIEWING)
    strongest, question = (letter * STRONGEST_LIMIT)[:STRONGEST_LIMIT], (letter * QUESTION_LIMIT)[:QUESTION_LIMIT]
    text = ReviewText(Rating.MISSING, Rating.MISSING, Rating.MISSING, strongest, question)
    all_logs = logs(LogText("a", "b", "c", "d"))
    written = [replace(review, token=f"{review.id:012x}") for review in reviews(text)]
    shown = [ReviewView(review, all_logs[1], CLUB, view.week, KEY, KEY, True) for review in written[:ON_A_PAGE]]
    mine = MyReviews(ReviewCounts(10**6, 10**6, 10**6), tuple(shown), 3, 9)
    for user_id in (FORTY[0], FORTY[1], 1):
        assert faults_of(my_reviews_page(SHIPPED, mine, user_id)) == []
    assert faults_of(withdrawing_page(shown[0])) == []
    assert faults_of(withdrawn_page_of(WithdrawnReview(written[0], view.week, True))) == []
    assert len(news_text(SHIPPED, shown[:1] * NEWS_AT_ONCE)) <= 2000


def test_a_digest_shows_a_question_once_with_everybody_who_was_asked() -> None:
    text = ReviewText(Rating.MET, Rating.MET, Rating.MET, "It works.", "Does it scale?")
    asked = ["Does it scale?", "does it  scale?", "Why not?", "Does it scale?"]
    written = [
        replace(review, text=replace(text, question=question), author_id=author)
        for review, question, author in zip(reviews(text), asked, (1, 2, 3, 1), strict=False)
    ]
    view = viewed("lora", members=3, state=WeekState.CLOSED)
    shown = str(digest_page(view, KEY, NAME, None, WeekReviews((), tuple(written))).to_components())
    assert shown.casefold().count("scale?") == 1
    assert re.search(r"Does it scale\? – (<@\d+> ?)+ to <@1> <@2>", shown)
    assert re.search(r"Why not\? – <@\d+> to <@3>", shown)
