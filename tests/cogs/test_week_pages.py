"""Every page about a week fits into a message, for the shipped catalog and for the longest entries its
schema allows.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import discord
import pytest

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import Club, ClubSettings, ClubState
from bot.core.papers.paper import Catalog
from bot.core.polls.poll import Poll
from bot.core.text.sentences import first_sentence
from bot.core.weeks.week import Answer, Week, WeekState
from bot.delivery.outgoing import OutgoingMessage, is_marked
from bot.services.papers.papers import Papers
from bot.services.reviews.service import WeekReviews
from bot.services.weeks.sign_ups import SignedUp
from bot.services.weeks.views import WeekView
from cogs.papers.cards import why_sentence
from cogs.polls.pages import answer_text, candidates_page, native_poll, poll_view
from cogs.weeks.guide import guide_page
from cogs.weeks.messages import Picture, post_page, top_lines
from cogs.weeks.posts import Posts
from cogs.weeks.status import WeekStatus, no_week_page, status_page
from cogs.weeks.thread_messages import digest_page, reminder_page
from tests.cogs.test_pages import SHIPPED, faults_of, longest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.core.papers.paper import Paper

POSTED = datetime(2026, 1, 4, 17, tzinfo=UTC)
DAY = timedelta(days=1)
KEY, GUIDE_KEY = "abcd1234-260104-post", "abcd1234-260104-guide"
MOST_WORDS = 120
# What members read in place of markup: a date in their language, a name of two words.
SHOWN = (
    (re.compile(r"<t:\d+:F>"), "Wednesday, September 30, 2026 at 10:30 PM"),
    (re.compile(r"<t:\d+:f>"), "September 30, 2026 at 10:30 PM"),
    (re.compile(r"<@&?\d+>"), "@Augusta Ada"),
    (re.compile(r"\[([^]]*)\]\(\S+\)"), r"\1"),
    (re.compile(r"<#\d+>"), "#papers"),
)
CLUB = Club(
    1,
    "abcd1234",
    2**60,
    ClubSettings("_" * 40, 2**60, False, WeeklySlot(6, time(18), "Europe/Berlin")),
    ClubState.ACTIVE,
    date(2026, 1, 11),
    POSTED + 7 * DAY,
)
NOTHING = WeekReviews((), ())
PICTURE = Picture("lineage.png", "a" * 1024)
POLL = Poll(1, 1, ("lora", "qlora"), POSTED, 2**60, 2**60, "lora", is_open=False, votes=(200, 200), week_id=1)


def viewed(key: str, *, members: int = 0, **facts: Any) -> WeekView:
    plain = {
        "number": 999,
        "paper_key": key,
        "state": WeekState.READING,
        "is_late": True,
        "due_at": POSTED,
        "note": None,
    }
    dates = {"logs_due": POSTED + 5 * DAY, "reviews_due": POSTED + 7 * DAY, "next_step": None, "next_step_at": None}
    ids = {"channel_id": 2**60, "message_id": 2**60, "thread_id": 2**60, "note": None}
    week = Week(id=1, club_id=1, slot=date(2026, 1, 4), **{**plain, **dates, **ids, **facts})
    answers = {2**60 + user: Answer.IN if user % 2 else Answer.OUT for user in range(members)}
    return WeekView(CLUB, week, KEY, answers, None, key)


def pages_of(service: Papers, key: str) -> Iterator[tuple[str, discord.ui.LayoutView]]:
    view, cluster, paper = viewed(key, members=500), service.cluster(key), service.paper(key)
    top = top_lines(view, 2**60, f"-# Only you see this. It goes up in <#{2**60}> on <t:1767546000:F>.")
    yield "post", post_page(view, cluster, PICTURE, top)
    yield "whole", post_page(replace(view, has_guide=False), cluster, PICTURE, top)
    yield "guide", guide_page(cluster, GUIDE_KEY)
    yield "status", status_page(view, cluster, paper.short_name, WeekStatus(2**60 + 1, NOTHING))
    yield "reminder", reminder_page(view, KEY, paper.short_name, view.members(Answer.IN)[:90])
    yield "digest", digest_page(view, KEY, paper.short_name, paper.short_name, NOTHING)
    yield "candidates", candidates_page([paper] * 3)


def test_every_page_about_a_shipped_paper_fits() -> None:
    for key in (paper.key for paper in SHIPPED.catalog):
        for name, page in pages_of(SHIPPED, key):
            faults = [fault for fault in faults_of(page) if name != "candidates" or "custom id" not in fault]
            assert faults == [], (key, name)


def test_the_post_has_at_most_120_words() -> None:
    """Also if it is late, its paper won a poll, and many members are in."""
    for paper in SHIPPED.catalog:
        require_few_words(paper)


def require_few_words(paper: Paper) -> None:
    view = replace(viewed(paper.key, members=500), chosen_by=POLL)
    club = replace(CLUB, settings=replace(CLUB.settings, name="The Sunday Evening Papers and Tea Club"))
    for state in WeekState:
        logged = tuple(view.members(Answer.IN)) if state in {WeekState.REVIEWING, WeekState.CLOSED} else ()
        now = replace(view, club=club, logged=logged, week=replace(view.week, state=state))
        page = post_page(now, SHIPPED.cluster(paper.key), PICTURE, top_lines(now, 2**60), reviews=999)
        words = _words("\n".join(_texts(page)))
        assert len(words) <= MOST_WORDS, (paper.key, state, len(words), words)


def test_nothing_of_a_shipped_paper_is_left_out() -> None:
    for paper in SHIPPED.catalog:
        require_whole(paper)


def require_whole(paper: Paper) -> None:
    pages = dict(pages_of(SHIPPED, paper.key))
    post, shown = ("\n".join(_texts(pages[name])) for name in ("post", "guide"))
    assert "…" not in post + shown
    assert discord.utils.escape_markdown(first_sentence(paper.why_it_matters)) in post
    assert shown in "\n".join(_texts(pages["whole"]))
    for step in SHIPPED.cluster(paper.key).steps:
        assert not step.why or why_sentence(paper, step.why) in shown
    for prompt in paper.prompts:
        assert discord.utils.escape_markdown(prompt) in shown


@pytest.mark.parametrize(("letter", "url_length"), [("x", 300), ("x", 120), ("_", 300), ("[", 300)])
def test_the_longest_paper_fits_with_the_longest_relatives(letter: str, url_length: int) -> None:
    older = [longest(f"older-{number}", letter, url_length=url_length) for number in range(4)]
    focus = longest("focus", letter, tuple(paper.key for paper in older), url_length)
    service = Papers(Catalog([*older, focus], {"topic": "t" * 60}))
    for name, page in pages_of(service, "focus"):
        assert [fault for fault in faults_of(page) if name != "candidates" or "custom id" not in fault] == [], name
    answer = answer_text(focus, "focus")
    assert len(answer) <= 55
    poll = native_poll("_" * 40, [answer] * 3, POSTED + 3 * DAY, POSTED)
    assert len(poll.question) <= 300


def test_week_messages_carry_their_key_where_delivery_looks() -> None:
    pages = dict(pages_of(SHIPPED, "lora"))
    for name in ("post", "whole", "reminder", "digest"):
        assert is_marked(pages[name].to_components(), KEY), name
    assert is_marked(pages["guide"].to_components(), GUIDE_KEY)
    assert is_marked(poll_view(KEY).to_components(), KEY)
    assert not is_marked(pages["status"].to_components(), KEY)


def test_every_thread_name_is_accepted_by_discord() -> None:
    nothing: Any = None
    for paper in SHIPPED.catalog:
        name = Posts(SHIPPED, nothing, nothing).thread_name(viewed(paper.key))
        assert name.casefold().startswith(f"Week 999 · {paper.short_name}".casefold())
        assert OutgoingMessage(discord.ui.LayoutView(), thread_name=name).thread_name == name


@pytest.mark.parametrize(("minutes", "hours"), [(5, 1), (60, 1), (89, 1), (91, 2), (60 * 24 * 32, 768)])
def test_a_poll_ends_on_the_hour(minutes: int, hours: int) -> None:
    poll = native_poll("Club", ["a", "b"], POSTED + timedelta(minutes=minutes), POSTED)
    assert poll.duration == timedelta(hours=hours)


def test_before_the_first_week() -> None:
    members = tuple(2**60 + user for user in range(500))
    assert faults_of(no_week_page(SignedUp(CLUB, members), 0, "_" * 32)) == []


def _words(text: str) -> list[str]:
    """The words that a member reads."""
    for pattern, shown in SHOWN:
        text = pattern.sub(shown, text)
    return [word for word in text.split() if any(map(str.isalnum, word))]


def _texts(page: discord.ui.LayoutView) -> Iterator[str]:
    for item in page.walk_children():
        if isinstance(item, discord.ui.TextDisplay):
            yield item.content
