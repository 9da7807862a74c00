"""What the outbox worker calls: what to send next, and what happened to it. Each kind's feature does the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.outbox.details import NoticeDetails
from bot.core.outbox.entry import Entry, EntryState, Limited, after, is_due, is_same_trouble, recovered, sending
from bot.core.outbox.kinds import IN_DIRECT_MESSAGES, Kind
from bot.core.outbox.sweeps import swept
from bot.core.shards.sharding import ALL_SHARDS
from bot.services.outbox.entries import new_entry
from bot.storage.clubs import rows as club_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.outbox.figures import outbox_figures

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Outcome
    from bot.core.shards.sharding import Shards
    from bot.services.outbox.follow_ups import FollowUps
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database
    from bot.storage.outbox.figures import OutboxFigures


class OutboxService:
    """Each step of an entry is one transaction."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        follow_ups: FollowUps,
        shards: Shards = ALL_SHARDS,
    ) -> None:
        self._follow_ups = follow_ups
        self._shards = shards
        self._database = database
        self._now = now

    async def recover(self) -> int:
        """At startup: look for everything an earlier process was sending before sending it again."""
        async with self._database.write_transaction() as connection:
            in_flight = await outbox_rows.entries_in_flight(connection, self._shards)
            for entry in in_flight:
                await outbox_rows.save_entry(connection, recovered(entry))
            return len(in_flight)

    async def due(self, limit: int, *, in_hand: Collection[int] = (), busy: Collection[int] = ()) -> list[Entry]:
        """Entries to work on now, oldest first, without the entries `in_hand` and those of `busy` channels."""
        async with self._database.read_transaction() as connection:
            return await outbox_rows.due_entries(
                connection, self._now(), limit, self._shards, in_hand=in_hand, busy=busy
            )

    async def figures(self) -> OutboxFigures:
        async with self._database.read_transaction() as connection:
            return await outbox_figures(connection, self._now(), self._shards)

    async def entry(self, key: str) -> Entry | None:
        async with self._database.read_transaction() as connection:
            return await outbox_rows.entry_by_key(connection, key)

    async def release(self, keys: Collection[str]) -> None:
        """Send now what was waiting until its author had been told."""
        async with self._database.write_transaction() as connection:
            await outbox_rows.release_entries(connection, keys)

    async def club_of(self, entry: Entry) -> Club | None:
        """The entry's club as it is now."""
        async with self._database.read_transaction() as connection:
            return await club_rows.club_by_id(connection, entry.club_id)

    def is_due(self, entry: Entry) -> bool:
        """Whether its next step may be taken now."""
        return is_due(entry, self._now())

    async def mark_sending(self, entry: Entry) -> Entry | None:
        """Store that the request is about to be sent; None if the entry is no longer pending."""
        marked = sending(entry, self._now())
        move = _Transition(entry, marked)
        return marked if await self._database.grouped(move.is_made) else None

    async def record(self, entry: Entry, outcome: Outcome) -> Entry | None:
        """Store the outcome of an entry, with all its consequences.

        None if the entry has changed meanwhile: a late result changes nothing.
        """
        now = self._now()
        changed = after(entry, outcome, now)
        move, follow_up = _Transition(entry, changed), self._follow_ups.get(entry.kind)

        async def store(connection: AsyncConnection) -> Entry | None:
            if not await move.is_made(connection):
                return None
            if not move.was_made_before:
                if follow_up:
                    await follow_up.store(connection, changed, outcome, now)
                if _is_trouble(entry, changed, outcome):
                    await _notify_once(connection, changed, now)
            return changed

        recorded = await self._database.grouped(store)
        if recorded and follow_up:
            follow_up.committed(recorded)
        return recorded

    async def record_sweep(self, entry: Entry, outcome: Outcome) -> None:
        """Store the result of a search for copies; organizers are told once about copies that only they can remove."""
        now = self._now()
        changed = swept(entry, outcome, now)
        async with self._database.write_transaction() as connection:
            await outbox_rows.save_entry(connection, changed)
            if changed.trouble and not is_same_trouble(entry, changed):
                await _notify_once(connection, changed, now)


@dataclass
class _Transition:
    """One step of an entry, which may be repeated if the answer to its commit was lost.

    If it is repeated, a state that matches exactly is its own work. Any other state comes from another process.
    """

    before: Entry
    after: Entry
    was_asked: bool = False
    was_made_before: bool = False

    async def is_made(self, connection: AsyncConnection) -> bool:
        """Take the step; False if the entry left the expected state in another way."""
        was_asked, self.was_asked = self.was_asked, True
        if await outbox_rows.move_entry(connection, self.before, self.after):
            return True
        if was_asked and (found := await outbox_rows.entry_by_key(connection, self.after.key)):
            # An erasure may have taken a member out of the details meanwhile.
            self.was_made_before = replace(found, details=self.after.details) == self.after
        return self.was_made_before


def _is_trouble(before: Entry, entry: Entry, outcome: Outcome) -> bool:
    """Whether to notify organizers: only they can fix it, and it is new. After *Try again* they are notified again."""
    if entry.kind in {Kind.NOTICE, *IN_DIRECT_MESSAGES} or is_same_trouble(before, entry):
        return False
    return entry.state is EntryState.BLOCKED or (isinstance(outcome, Limited) and outcome.trouble is not None)


async def _notify_once(connection: AsyncConnection, troubled: Entry, now: datetime) -> None:
    """One notice per problem, not one for each blocked message.

    A message that is blocked for good, such as a log that AutoMod refused, must not hide other problems from
    organizers.
    """
    club = await club_rows.club_by_id(connection, troubled.club_id)
    all_troubled = await outbox_rows.troubled_entries(connection, troubled.club_id)
    others = [entry for entry in all_troubled if entry.id != troubled.id and entry.kind is not Kind.NOTICE]
    if club is None or any(is_same_trouble(entry, troubled) for entry in others):
        return
    key = f"{club.token}-notice-{troubled.id}-{troubled.attempts}"
    if await outbox_rows.entry_by_key(connection, key):
        return
    # The channel is chosen when it is sent: the club's own may be what is wrong.
    notice = replace(
        new_entry(club, Kind.NOTICE, key, 0, troubled.week_id), details=NoticeDetails(troubled.key).stored()
    )
    await outbox_rows.add_entry(connection, notice, now)
