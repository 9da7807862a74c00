"""The edits that give logs' messages their *Review* button when logs close."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.outbox.kinds import Kind
from bot.core.paper_logs.details import LogDetails
from bot.services.paper_logs.messages import EDITS_APART, EDITS_AT_ONCE
from tests.support.erasing import deliver_all
from tests.support.logs import reviewing, text_by, write
from tests.support.reading_clubs import FIRST_POST
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.outbox.entry import Entry
    from tests.support.reading_clubs import App

DAY = timedelta(days=1)


async def edits(app: App) -> list[Entry]:
    return [entry for entry in await app.entries() if entry.kind is Kind.LOG_EDIT]


async def test_each_log_is_edited_once_and_few_at_a_time(app: App) -> None:
    members = list(range(1, 2 * EDITS_AT_ONCE + 3))
    await reviewing(app, *members, closed=False)
    await deliver_all(app)
    closing = FIRST_POST + 5 * DAY
    await app.at(closing)
    made = await edits(app)
    assert sorted(LogDetails.of(entry).log_id for entry in made) == members
    waits = [entry.not_before and entry.not_before - closing for entry in made]
    assert [waits.count(wait) for wait in (None, EDITS_APART, 2 * EDITS_APART)] == [EDITS_AT_ONCE, EDITS_AT_ONCE, 2]
    await deliver_all(app)
    await app.at(closing + DAY)
    assert await edits(app) == [await app.outbox.entry(entry.key) for entry in made]


async def test_a_withdrawn_log_is_offered_to_nobody(app: App) -> None:
    await reviewing(app, 1, 2, closed=False)
    third = await write(app, 3, text_by(3))
    await deliver_all(app)
    await app.logs.withdraw(third.log.id, viewer(3))
    await deliver_all(app)
    await app.at(FIRST_POST + 5 * DAY)
    offering = [entry for entry in await edits(app) if entry.key.endswith("-r")]
    assert {LogDetails.of(entry).log_id for entry in offering} == {1, 2}
