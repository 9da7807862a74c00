"""The bot was offline when reviews were due: members get extra time only if they lost some."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.outbox.kinds import Kind
from bot.core.weeks.week import WeekState
from tests.support.logs import reviewing
from tests.support.reading_clubs import FIRST_POST, WEEK

if TYPE_CHECKING:
    from tests.support.reading_clubs import App

ADA, BO = 7, 8
BACK = FIRST_POST + WEEK - timedelta(minutes=1) + timedelta(days=3)


async def first_week(app: App) -> tuple[str, int]:
    """Its state, and how often new dates were announced in its thread."""
    week, *_ = await app.week_rows()
    told = [entry for entry in await app.entries() if entry.kind is Kind.MOVED and entry.week_id == week.id]
    return week.state, len(told)


async def test_named_reviewers_get_their_time_back(app: App) -> None:
    await reviewing(app, ADA, BO)
    await app.deliver()
    await app.at(BACK)
    assert await first_week(app) == (WeekState.REVIEWING, 1)


async def test_a_log_in_the_pool_does_not_delay_the_end(app: App) -> None:
    await reviewing(app, ADA)
    await app.deliver()
    await app.at(BACK)
    assert await first_week(app) == (WeekState.CLOSED, 0)
