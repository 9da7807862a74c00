"""What an organizer is asked before a manual post, and which slot the post takes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import PollEndsError
from bot.core.weeks.week import WeekState
from tests.support.reading_clubs import FIRST_POST, WEEK

if TYPE_CHECKING:
    from tests.support.reading_clubs import App

MOMENT = timedelta(seconds=1)


async def test_a_poll_ending_at_this_moment_must_be_counted_first(app: App) -> None:
    club = await app.club("lora")
    poll = await app.polls.start(club)
    app.now = poll.closes_at
    with pytest.raises(PollEndsError) as asked:
        await app.weeks.post_now(club)
    assert await app.week_rows() == []
    assert (await app.weeks.post_now(club, asked.value.slot)).paper_key == "lora"


async def test_a_running_poll_delays_no_post(app: App) -> None:
    club = await app.club("lora")
    poll = await app.polls.start(club)
    app.now = poll.closes_at - MOMENT
    assert (await app.weeks.post_now(club)).paper_key == "lora"


async def test_a_week_skipped_without_an_unread_paper_is_not_posted_afterwards(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was skipped, but not by an organizer: a manual post takes the next slot, and there is nothing to undo."""
    club = await app.club()
    with monkeypatch.context() as patch:
        patch.setattr("bot.services.weeks.slots.choose_paper", lambda *_: None)
        await app.at(FIRST_POST)
    (left_out,) = await app.week_rows()
    assert left_out.state == WeekState.SKIPPED
    app.now = FIRST_POST + timedelta(hours=2)
    week = await app.weeks.post_now(club)
    assert week.slot == left_out.slot + WEEK
    assert len(await app.week_rows()) == 2
