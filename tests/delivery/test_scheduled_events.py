"""Which of Discord's scheduled events the bot takes for an entry's own."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bot.core.meetings.event import event_marker
from bot.core.outbox.entry import Entry, Missing, Outcome, Sent
from bot.core.outbox.kinds import Kind
from bot.delivery.pacing import Pacer
from bot.delivery.responses import ResponseWatch
from bot.delivery.scheduled_events import ScheduledEvents
from bot.metrics import Metrics

KEY, BOT = "abcd1234-20260111-event", 900


@pytest.mark.parametrize(
    ("made_by", "marked_as", "attempts", "outcome"),
    [
        (BOT, KEY, 1, Sent(5)),
        (BOT + 1, KEY, 1, Missing()),
        # Only after a restored backup may an earlier event of the session be the entry's own.
        (BOT, KEY, 0, Sent(5)),
        (BOT, f"{KEY}-2", 0, Sent(5)),
        (BOT, f"{KEY}-2", 1, Missing()),
    ],
)
async def test_an_event_is_found_by_its_marker(made_by: int, marked_as: str, attempts: int, outcome: Outcome) -> None:
    async def get_scheduled_events(_server: int, **_options: Any) -> list[dict[str, Any]]:
        return [{"id": "5", "creator_id": str(made_by), "description": event_marker(marked_as)}]

    http = SimpleNamespace(get_scheduled_events=get_scheduled_events)
    bot: Any = SimpleNamespace(http=http, user=SimpleNamespace(id=BOT))
    events = ScheduledEvents(bot, Pacer(), ResponseWatch(Metrics(), Pacer()))
    entry = Entry(1, KEY, Kind.EVENT, 1, 1, 2, 3, is_forum=False, wants_thread=False, attempts=attempts)
    assert await events.find(entry) == outcome
