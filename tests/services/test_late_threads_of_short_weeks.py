"""A week whose logs close so soon that its reminder would come with its post."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.outbox.entry import Refused, Sent, Threaded
from bot.core.outbox.kinds import Kind
from bot.core.weeks.week import Answer
from tests.support.reading_clubs import FIRST_POST
from tests.support.troubles import lacks

if TYPE_CHECKING:
    from tests.support.reading_clubs import App

BO = 8
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(("log_days", "reminders"), [(2, 0), (3, 1)])
async def test_a_reminder_due_with_the_post_is_not_sent_later(app: App, log_days: int, reminders: int) -> None:
    club = await app.club("lora", log_days=log_days)
    await app.at(FIRST_POST)
    (post,) = await app.outbox.due(1)
    marked = await app.outbox.mark_sending(post)
    assert marked
    posted = await app.outbox.record(marked, Sent(4711))
    assert posted
    await app.outbox.record(posted, Refused(lacks("Create Public Threads")))
    await app.answer(post.key, BO, Answer.IN)
    await app.at(FIRST_POST + timedelta(days=log_days) - HOUR)
    await app.clubs.retry(club)
    waiting = await app.outbox.entry(post.key)
    assert waiting
    await app.outbox.record(waiting, Threaded())
    assert [entry.kind for entry in await app.entries()].count(Kind.REMINDER) == reminders
