"""Welcome a server that the bot has joined: once, through the outbox."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.outbox.entry import Entry, EntryState
from bot.core.outbox.kinds import Kind
from bot.core.welcome.rules import WELCOMED_WITHIN, is_new_server
from bot.storage.clubs import rows as club_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.welcome import rows as welcome_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database


class WelcomeService:
    """The welcome's outbox entry is all that is stored about it. It is kept until the server's data is erased."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def begin(self) -> None:
        """At startup: servers that the bot joins from now on are welcomed."""
        # Discord may tell the time of joining in whole seconds.
        now = self._now().replace(microsecond=0)
        async with self._database.write_transaction() as connection:
            await welcome_rows.begin(connection, now=now, at_first_start=now - WELCOMED_WITHIN)

    async def welcome(self, server_id: int, joined_at: datetime) -> bool:
        """Add the server's welcome to the outbox, unless it had one. Returns whether it was added.

        A welcome that could not be sent, because the bot may write nowhere, is tried again when the bot joins again.
        """
        if self._now() - joined_at > WELCOMED_WITHIN:
            # Nearly all servers: no need to ask the database.
            return False
        async with self._database.read_transaction() as connection:
            if not await self._is_due(connection, server_id, joined_at):
                return False
        async with self._database.write_transaction() as connection:
            earlier = await outbox_rows.entry_by_key(connection, welcome_key(server_id))
            if earlier is None:
                await outbox_rows.add_entry(connection, _welcome_entry(server_id), self._now())
            elif _was_never_sent(earlier):
                again = replace(_welcome_entry(server_id), id=earlier.id)
                await outbox_rows.save_entry(connection, again)
            return earlier is None or _was_never_sent(earlier)

    async def _is_due(self, connection: AsyncConnection, server_id: int, joined_at: datetime) -> bool:
        since = await welcome_rows.welcomed_since(connection)
        if since is None or not is_new_server(joined_at, since=since, now=self._now()):
            return False
        # A server with a club knows the bot: it removed the bot and took it back.
        return not await club_rows.clubs_of_server(connection, server_id)


def welcome_key(server_id: int) -> str:
    """Return the outbox key of a server's welcome. It never changes, so no server is welcomed twice."""
    return f"welcome-{server_id}"


def _welcome_entry(server_id: int) -> Entry:
    """Return a new entry. Its channel is chosen when it is sent."""
    return Entry(
        id=0,
        key=welcome_key(server_id),
        kind=Kind.WELCOME,
        club_id=0,
        week_id=None,
        server_id=server_id,
        channel_id=0,
        is_forum=False,
        wants_thread=False,
    )


def _was_never_sent(entry: Entry) -> bool:
    return entry.state is EntryState.CANCELLED and entry.first_sent_at is None
