"""Clubs that meet live, in a real database without Discord."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from bot.core.clubs.club import SettingsChange
from bot.core.meetings.plan import MeetingPlan, Place, PlaceKind
from bot.core.outbox.entry import EntryState, Sent, Threaded
from bot.core.outbox.kinds import EVENTS, Kind
from bot.storage.meetings import rows as meeting_rows
from tests.support.reading_clubs import FIRST_POST, WEEK, App
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.meetings.session import SessionMeeting
    from bot.core.outbox.entry import Entry, Outcome

VOICE, LINK = Place(PlaceKind.VOICE, 55), Place(PlaceKind.LINK, link="https://meet.example.org/papers")
# A Thursday, 19:00 in Berlin.
THURSDAY = MeetingPlan(3, time(19), 60, VOICE)
FIRST_MEETING = datetime(2026, 1, 15, 18, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADA, BO = 11, 12


async def meeting(app: App, club: Club) -> SessionMeeting:
    """The newest stored one."""
    async with app.database.read_transaction() as connection:
        return (await meeting_rows.meetings_of(connection, club.id, FIRST_POST - 8 * WEEK))[-1]


async def about_events(app: App) -> list[tuple[Kind, EntryState]]:
    return [(entry.kind, entry.state) for entry in await app.entries() if entry.kind in EVENTS]


async def edit(app: App, club: Club, *, plan: dict[str, Any] | None = None, **settings: Any) -> None:
    await app.clubs.edit(club, SettingsChange(settings, meeting=plan or {}), viewer(0, club.server_id))


async def answer(app: App, kind: Kind, outcome: Outcome) -> Entry:
    """As if the worker had composed and sent the entry of this kind that is due, and Discord had answered this."""
    (entry,) = [entry for entry in await app.outbox.due(100) if entry.kind is kind]
    compose = app.meetings.event_to_make if kind is Kind.EVENT else app.meetings.event_to_change
    to_send = await compose(entry)
    assert to_send
    marked = await app.outbox.mark_sending(replace(entry, details=entry.details | {"facts": to_send.facts.stored()}))
    assert marked
    recorded = await app.outbox.record(marked, outcome)
    assert recorded
    return recorded


async def posted_club(app: App, plan: MeetingPlan | None = THURSDAY, event: int | None = 777) -> Club:
    """A club whose first week was just posted, and whose event exists."""
    club = await app.club("lora", meeting=plan)
    await app.at(FIRST_POST)
    (post,) = [entry for entry in await app.outbox.due(100) if entry.kind is Kind.POST]
    marked = await app.outbox.mark_sending(post)
    assert marked
    posted = await app.outbox.record(marked, Sent(1001))
    assert posted
    await app.outbox.record(posted, Threaded())
    if event:
        await answer(app, Kind.EVENT, Sent(event))
    return club
