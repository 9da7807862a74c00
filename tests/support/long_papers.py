"""A paper of three periods in a club that meets live, and a Discord that makes its events."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING

from bot.core.meetings.plan import MeetingPlan, Place, PlaceKind
from bot.core.outbox.entry import Sent
from bot.core.outbox.kinds import EVENTS, Kind
from bot.storage.meetings import rows as meeting_rows
from tests.support.hosts import FIRST, FIRST_MEETING, SECOND, THIRD, Hosts
from tests.support.reading_clubs import FIRST_POST, WEEK

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry
    from tests.support.reading_clubs import App

# Wednesdays at 19:00 in Berlin; the club posts on Sundays.
PLAN = MeetingPlan(2, time(19), place=Place(PlaceKind.LINK, link="https://meet.example.org/papers"))
SLOTS = [FIRST, SECOND, THIRD]
MEETINGS = [FIRST_MEETING + number * WEEK for number in range(3)]


async def long_paper(app: App, plan: MeetingPlan | None = PLAN) -> Hosts:
    """A club that reads LoRA in three periods, and then Mamba."""
    club = await app.club(meeting=plan)
    await app.syllabus.add(club, "lora", None, 3)
    await app.syllabus.add(club, "mamba", None)
    return Hosts(app, club)


async def posted(app: App) -> None:
    await app.at(FIRST_POST)
    await settled(app)


async def settled(app: App) -> None:
    """Discord makes, changes and ends events as it is told, and accepts everything else."""
    while due := [entry for entry in await app.outbox.due(100) if entry.kind in EVENTS]:
        for entry in due:
            await sent(app, entry)
    if await app.deliver():
        await settled(app)


async def sent(app: App, entry: Entry) -> None:
    making = app.meetings.event_to_make if entry.kind is Kind.EVENT else app.meetings.event_to_change
    to_send = None if entry.kind is Kind.EVENT_END else await making(entry)
    facts = {"facts": to_send.facts.stored()} if to_send else {}
    marked = await app.outbox.mark_sending(replace(entry, details=entry.details | facts))
    assert marked
    app.message_ids += 1
    await app.outbox.record(marked, Sent(app.message_ids))


async def rows(app: App, club: Club) -> list[tuple[date, datetime, str, bool]]:
    """Each stored meeting: its slot, its time, its state, and whether it has an event."""
    async with app.database.read_transaction() as connection:
        stored = await meeting_rows.meetings_of(connection, club.id, FIRST_POST - WEEK)
    return [(one.slot, one.meeting.starts_at, str(one.state), one.event_id is not None) for one in stored]


async def keys(app: App, kind: Kind) -> list[str]:
    return [entry.key for entry in await app.entries() if entry.kind is kind]
