"""Every page about a week fits into a message, for the catalogue that ships and for the longest entries it may hold."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import discord
import pytest

from bot.core.calendar import WeeklySlot
from bot.core.clubs import Club, ClubSettings, ClubState
from bot.core.papers import Catalogue
from bot.core.weeks import Answer, Week, WeekState
from bot.delivery.letters import Letter, is_marked
from bot.services.papers import PaperService
from bot.services.reviews import WeekReviews
from bot.services.week_views import WeekView
from cogs.papers.cards import why_sentence
from cogs.weeks.follow_ups import digest_page, reminder_page
from cogs.weeks.messages import Picture, post_page, top_lines
from cogs.weeks.polls import answer_text, candidates_page, native_poll, poll_view
from cogs.weeks.posts import Posts
from cogs.weeks.status import Standing, no_week_page, status_page
from tests.cogs.test_pages import SHIPPED, faults_of, longest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.core.papers import Paper

POSTED = datetime(2026, 1, 4, 17, tzinfo=UTC)
DAY = timedelta(days=1)
KEY = "abcd1234-260104-post"
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


def viewed(key: str, *, members: int = 0, **facts: Any) -> WeekView:
    plain = {"number": 999, "paper_key": key, "state": WeekState.READING, "is_late": True, "due_at": POSTED, "note": ""}
    dates = {"logs_due": POSTED + 5 * DAY, "reviews_due": POSTED + 7 * DAY, "next_step": None, "next_step_at": None}
    ids = {"channel_id": 2**60, "message_id": 2**60, "thread_id": 2**60}
    week = Week(id=1, club_id=1, slot=date(2026, 1, 4), **{**plain, **dates, **ids, **facts})
    answers = {2**60 + user: Answer.IN if user % 2 else Answer.OUT for user in range(members)}
    return WeekView(CLUB, week, KEY, answers, None, key, False)


def pages_of(service: PaperService, key: str) -> Iterator[tuple[str, discord.ui.LayoutView]]:
    view, cluster, paper = viewed(key, members=500), service.cluster(key), service.paper(key)
    top = top_lines(view, 2**60, f"-# Only you see this. It goes up in <#{2**60}> on <t:1767546000:F>.")
    yield "post", post_page(view, cluster, paper, PICTURE, top)
    yield "status", status_page(view, cluster, paper.short_name, Standing(2**60 + 1, NOTHING))
    yield "reminder", reminder_page(view, KEY, paper.short_name, view.members(Answer.IN)[:90])
    yield "digest", digest_page(view, KEY, paper.short_name, paper.short_name, NOTHING)
    yield "candidates", candidates_page([paper] * 3)


@pytest.mark.parametrize("paper", SHIPPED.catalogue, ids=lambda paper: paper.key)
def test_every_page_about_a_shipped_paper_fits(paper: Paper) -> None:
    for name, page in pages_of(SHIPPED, paper.key):
        assert [fault for fault in faults_of(page) if name != "candidates" or "custom id" not in fault] == [], name


@pytest.mark.parametrize("paper", SHIPPED.catalogue, ids=lambda paper: paper.key)
def test_nothing_of_a_shipped_paper_is_left_out_of_its_post(paper: Paper) -> None:
    shown = "\n".join(_texts(dict(pages_of(SHIPPED, paper.key))["post"]))
    assert "…" not in shown
    for step in SHIPPED.cluster(paper.key).steps:
        assert not step.why or why_sentence(paper, step.why) in shown
    for prompt in paper.prompts:
        assert discord.utils.escape_markdown(prompt) in shown


@pytest.mark.parametrize(("letter", "url_length"), [("x", 300), ("x", 120), ("_", 300), ("[", 300)])
def test_the_longest_paper_fits_with_the_longest_relatives(letter: str, url_length: int) -> None:
    older = [longest(f"older-{number}", letter, url_length=url_length) for number in range(4)]
    focus = longest("focus", letter, tuple(paper.key for paper in older), url_length)
    service = PaperService(Catalogue([*older, focus], {"topic": "t" * 60}))
    for name, page in pages_of(service, "focus"):
        assert [fault for fault in faults_of(page) if name != "candidates" or "custom id" not in fault] == [], name
    answer = answer_text(focus, "focus")
    assert len(answer) <= 55
    poll = native_poll("_" * 40, [answer] * 3, POSTED + 3 * DAY, POSTED)
    assert len(poll.question) <= 300


def test_what_leaves_by_itself_carries_its_key_where_delivery_looks() -> None:
    pages = dict(pages_of(SHIPPED, "lora"))
    for name in ("post", "reminder", "digest"):
        assert is_marked(pages[name].to_components(), KEY), name
    assert is_marked(poll_view(KEY).to_components(), KEY)
    assert not is_marked(pages["status"].to_components(), KEY)


@pytest.mark.parametrize("paper", SHIPPED.catalogue, ids=lambda paper: paper.key)
def test_every_thread_has_a_name_that_discord_takes(paper: Paper) -> None:
    bot: Any = type("Bot", (), {"papers": SHIPPED})
    name = Posts(bot).thread_name(viewed(paper.key))
    assert name.casefold().startswith(f"Week 999 · {paper.short_name}".casefold())
    assert Letter(discord.ui.LayoutView(), thread_name=name).thread_name == name


@pytest.mark.parametrize(("minutes", "hours"), [(5, 1), (60, 1), (89, 1), (91, 2), (60 * 24 * 7, 168)])
def test_a_poll_ends_on_a_whole_hour(minutes: int, hours: int) -> None:
    poll = native_poll("Club", ["a", "b"], POSTED + timedelta(minutes=minutes), POSTED)
    assert poll.duration == timedelta(hours=hours)


def test_before_the_first_week() -> None:
    assert faults_of(no_week_page(CLUB, "_" * 32)) == []


def _texts(page: discord.ui.LayoutView) -> Iterator[str]:
    for item in page.walk_children():
        if isinstance(item, discord.ui.TextDisplay):
            yield item.content
