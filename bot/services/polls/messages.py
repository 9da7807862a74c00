"""What happens to a poll after its message is sent or given up. Part of a caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.outbox.entry import EntryState
from bot.core.polls.details import PollDetails
from bot.storage.polls import rows as poll_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.outbox.entry import Entry, Outcome
    from bot.storage.connections import AsyncConnection


async def follow_poll(connection: AsyncConnection, entry: Entry, _outcome: Outcome, _now: datetime) -> None:
    """If the poll will not be sent, close it, so that no page says that members are voting."""
    poll_id = PollDetails.of(entry).poll_id
    if entry.state is EntryState.CANCELLED:
        await poll_rows.change_poll(connection, poll_id, is_open=False)
    if entry.message_id is not None:
        await poll_rows.change_poll(connection, poll_id, message_id=entry.message_id)
