"""The outbox as the courier uses it: what to do next, what became of it, and what that means for weeks and polls."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.clubs import ClubState
from bot.core.outbox import (
    Entry,
    EntryState,
    Kind,
    Limited,
    Sent,
    after,
    is_due,
    is_same_trouble,
    recovered,
    sending,
)
from bot.core.sharding import ALL_SHARDS
from bot.core.sweeps import swept
from bot.core.weeks import WeekState
from bot.services.entries import new_entry
from bot.services.log_posts import note_log_message, post_waiting_logs
from bot.services.post_edits import refresh_newest_post
from bot.services.review_writing import post_waiting_reviews
from bot.services.slots import adopt_paper
from bot.storage import clubs as club_rows
from bot.storage import outbox as outbox_rows
from bot.storage import polls as poll_rows
from bot.storage import reviews as review_rows
from bot.storage import weeks as week_rows
from bot.storage.outbox_figures import outbox_figures
from bot.storage.weeks import NOTE_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.outbox import Outcome
    from bot.core.sharding import Shards
    from bot.services.papers_read import PapersRead
    from bot.storage.database import Database
    from bot.storage.outbox_figures import OutboxFigures


class OutboxService:
    """Each step of an entry is one transaction."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        papers_read: PapersRead,
        shards: Shards = ALL_SHARDS,
    ) -> None:
        self._papers_read = papers_read
        self._shards = shards
        self._database = database
        self._now = now

    async def recover(self) -> int:
        """At the start: what an earlier process was sending is looked for before anything is sent again."""
        async with self._database.writing() as connection:
            in_flight = await outbox_rows.entries_in_flight(connection, self._shards)
            for entry in in_flight:
                await outbox_rows.save_entry(connection, recovered(entry))
            return len(in_flight)

    async def due(self, limit: int, *, in_hand: Collection[int] = (), busy: Collection[int] = ()) -> list[Entry]:
        """What may be worked on now, oldest first, without the entries `in_hand` and those of `busy` channels."""
        async with self._database.reading() as connection:
            return await outbox_rows.due_entries(
                connection, self._now(), limit, self._shards, in_hand=in_hand, busy=busy
            )

    async def figures(self) -> OutboxFigures:
        async with self._database.reading() as connection:
            return await outbox_figures(connection, self._now(), self._shards)

    async def entry(self, key: str) -> Entry | None:
        async with self._database.reading() as connection:
            return await outbox_rows.entry_by_key(connection, key)

    async def release(self, keys: Collection[str]) -> None:
        """What waited until its author was told may leave now."""
        async with self._database.writing() as connection:
            await outbox_rows.release_entries(connection, keys)

    async def club_of(self, entry: Entry) -> Club | None:
        """As it is now."""
        async with self._database.reading() as connection:
            return await club_rows.club_by_id(connection, entry.club_id)

    def is_due(self, entry: Entry) -> bool:
        """Whether its next step may be taken now."""
        return is_due(entry, self._now())

    async def mark_sending(self, entry: Entry) -> Entry | None:
        """Store that the request is about to leave; None where the entry is no longer pending."""
        marked = sending(entry, self._now())
        move = _Move(entry, marked)
        return marked if await self._database.grouped(move.is_made) else None

    async def record(self, entry: Entry, outcome: Outcome) -> Entry | None:
        """Store what became of an entry, with everything that follows from it.

        None where the entry has moved on meanwhile: a result that comes late changes nothing.
        """
        now = self._now()
        changed = after(entry, outcome, now)
        move = _Move(entry, changed)

        async def store(connection: AsyncConnection) -> Entry | None:
            if not await move.is_made(connection):
                return None
            if not move.was_made_before:
                if isinstance(outcome, Sent) and changed.kind is Kind.POST and changed.week_id is not None:
                    await adopt_paper(connection, changed.week_id, outcome.pictures)
                await _follow_up(connection, changed, now)
                if _is_trouble(entry, changed, outcome):
                    await _notify_once(connection, changed, now)
            return changed

        recorded = await self._database.grouped(store)
        if recorded and recorded.kind is Kind.POST:
            self._papers_read.forget(recorded.server_id)
        return recorded

    async def record_sweep(self, entry: Entry, outcome: Outcome) -> None:
        """Store what a look for copies came to; organisers are told once of copies that only they can remove."""
        now = self._now()
        changed = swept(entry, outcome, now)
        async with self._database.writing() as connection:
            await outbox_rows.save_entry(connection, changed)
            if changed.reason and not is_same_trouble(entry, changed):
                await _notify_once(connection, changed, now)


@dataclass
class _Move:
    """One step of an entry, which may be asked for again where the answer to its commit was lost.

    The state it finds itself in then is its own work, and not somebody else's, if nothing at all differs.
    """

    before: Entry
    after: Entry
    was_asked: bool = False
    was_made_before: bool = False

    async def is_made(self, connection: AsyncConnection) -> bool:
        """Make it; False where the entry has left the state that it started from otherwise."""
        was_asked, self.was_asked = self.was_asked, True
        if await outbox_rows.move_entry(connection, self.before, self.after):
            return True
        self.was_made_before = was_asked and await outbox_rows.entry_by_key(connection, self.after.key) == self.after
        return self.was_made_before


def _is_trouble(before: Entry, entry: Entry, outcome: Outcome) -> bool:
    """Whether organisers have to hear of it: only they can mend it, and it is new. Whoever tries again is told anew."""
    if entry.kind is Kind.NOTICE or is_same_trouble(before, entry):
        return False
    return entry.state is EntryState.BLOCKED or (isinstance(outcome, Limited) and bool(outcome.reason))


async def _follow_up(connection: AsyncConnection, entry: Entry, now: datetime) -> None:
    """What the week, the poll, the log or the review learns from its entry."""
    if entry.kind is Kind.POST and entry.week_id is not None:
        await _follow_post(connection, entry, entry.week_id, now)
    if entry.kind is Kind.POLL and entry.state is EntryState.CANCELLED:
        await poll_rows.change_poll(connection, entry.details["poll_id"], is_open=False)
        if club := await club_rows.club_by_id(connection, entry.club_id):
            # It says that members are voting.
            await refresh_newest_post(connection, club, now)
    if entry.message_id is None:
        return
    if entry.kind is Kind.POLL:
        await poll_rows.change_poll(connection, entry.details["poll_id"], message_id=entry.message_id)
    elif entry.kind is Kind.LOG:
        await note_log_message(connection, entry, now)
    elif entry.kind is Kind.REVIEW:
        await review_rows.change_review(connection, entry.details["review_id"], message_id=entry.message_id)


async def _follow_post(connection: AsyncConnection, entry: Entry, week_id: int, now: datetime) -> None:
    if entry.state is EntryState.CANCELLED:
        await week_rows.give_up_post(connection, week_id, f"not posted: {entry.reason}"[:NOTE_LIMIT])
    elif entry.message_id is not None:
        is_open = entry.state is EntryState.DONE
        place = {"is_threaded": is_open, "is_forum": entry.is_forum}
        await week_rows.note_post(connection, week_id, entry.channel_id, entry.message_id, **place)
        if is_open:
            await _post_what_waited(connection, week_id, now)
    elif entry.reason:
        await week_rows.change_week(connection, week_id, note=f"not posted yet: {entry.reason}"[:NOTE_LIMIT])


async def _post_what_waited(connection: AsyncConnection, week_id: int, now: datetime) -> None:
    week = await week_rows.week_by_id(connection, week_id)
    club = await club_rows.club_by_id(connection, week.club_id) if week else None
    if week and club and club.state is not ClubState.CLOSED:
        await post_waiting_logs(connection, club, week, now)
        if week.state in {WeekState.REVIEWING, WeekState.CLOSED}:
            await post_waiting_reviews(connection, club, week, now)


async def _notify_once(connection: AsyncConnection, troubled: Entry, now: datetime) -> None:
    """One notice as long as something is wrong, not one for each message that is held up.

    What is held up for good, such as a log that AutoMod refused, must not keep organisers from hearing of the rest.
    """
    club = await club_rows.club_by_id(connection, troubled.club_id)
    held_up = await outbox_rows.troubled_entries(connection, troubled.club_id)
    others = [entry for entry in held_up if entry.id != troubled.id and entry.kind is not Kind.NOTICE]
    if club is None or any(is_same_trouble(entry, troubled) for entry in others):
        return
    key = f"{club.token}-notice-{troubled.id}-{troubled.attempts}"
    if await outbox_rows.entry_by_key(connection, key):
        return
    # The channel is chosen when it is sent: the club's own may be what is wrong.
    notice = replace(new_entry(club, Kind.NOTICE, key, 0, troubled.week_id), details={"about": troubled.key})
    await outbox_rows.add_entry(connection, notice, now)
